package flow

import (
	"fmt"
	"time"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/domain/recovery"
	"twofold/tenancy/store"
)

// Giver is who gives something to get back in, or stops it: an administrator
// of the person's organization, or staff of the service.
type Giver struct {
	ID, Name string
	Staff    bool
	Tells    bool // their own letter says what was given
}

// giveAccessCode gives somebody a code that leads from the right password to
// set-up, in the caller's transaction, and takes the place of an earlier one.
// p carries the security version that the code is for: after a reset the new
// one. That the set-up waits for it is the caller's to write, by UserChange's
// AskCode. The code is shown once and stored as a keyed hash.
func (f *Flows) giveAccessCode(tx *store.Tx, c ctxt, p store.Person, by Giver, reason, caseID string) (code string, g domain.Grant, err error) {
	if g, err = f.newGrant(c, domain.GrantAccessCode, p, domain.WaysBack{}, by, reason, caseID); err != nil {
		return "", g, err
	}
	if code, err = factor.NewAccessCode(f.rand); err != nil {
		return "", g, err
	}
	if g.Secret, err = f.keys.MACAccessCode(c.Scope.Tenant(), p.ID, g.ID, code); err != nil {
		return "", g, fmt.Errorf("keep access code: %w", err)
	}
	return code, g, f.give(tx, c, p, by, g)
}

// newGrant prepares a grant of what the tenant settled.
func (f *Flows) newGrant(c ctxt, kind domain.GrantKind, p store.Person, w domain.WaysBack, by Giver, reason, caseID string) (domain.Grant, error) {
	id, err := f.newID("gra")
	return domain.Grant{ID: id, Kind: kind, UserID: p.ID, GiverID: by.ID, Giver: by.Name, ByStaff: by.Staff, Reason: reason, CaseID: caseID,
		SecurityVersion: p.SecurityVersion, UsesLeft: recovery.Uses(kind, w), CreatedAt: c.Now, ExpiresAt: c.Now.Add(recovery.Lifetime(kind, w))}, err
}

// tellsOf are the notices of what was given. Each has a link that stops it.
var tellsOf = map[domain.GrantKind]string{domain.GrantAccessCode: "access_given", domain.GrantText: "text_given", domain.GrantUnlockMail: "unlock_given"}

// give writes a grant with its event, and tells the person at all addresses.
func (f *Flows) give(tx *store.Tx, c ctxt, p store.Person, by Giver, g domain.Grant) error {
	if err := tx.AddGrant(c, g); err != nil {
		return err
	}
	org, err := tx.Organization(c)
	if err != nil {
		return err
	}
	// Where and on what the giver works is not the person's to know.
	words := map[string]string{"by": by.Name, "time": g.ExpiresAt.Format(time.RFC3339), "device": "", "place": ""}
	if !by.Tells {
		if err := f.notify(tx, c, org, p.User, tellsOf[g.Kind], words, before{}); err != nil {
			return err
		}
	}
	return f.recordOn(tx, c, domain.EventGrantGiven, true, domain.User{ID: by.ID, Name: by.Name}, called(p.User), "kind", string(g.Kind), "reason", g.Reason, "case", g.CaseID,
		"until", g.ExpiresAt.Format(time.RFC3339))
}

// giveText lets a text message to the verified number stand in for a lost
// device, for as long as the tenant settled (S22), in the caller's
// transaction.
func (f *Flows) giveText(tx *store.Tx, c ctxt, p store.Person, policy domain.Policy, by Giver, reason, caseID string) (domain.Grant, error) {
	refusal, err := mayGiveText(tx, c, p, policy)
	if err == nil {
		err = refusal
	}
	if err != nil {
		return domain.Grant{}, err
	}
	g, err := f.newGrant(c, domain.GrantText, p, policy.WaysBack, by, reason, caseID)
	if err != nil {
		return g, err
	}
	if err := f.changePerson(tx, c, p, store.UserChange{OpenText: g.ExpiresAt, At: c.Now}); err != nil {
		return g, err
	}
	return g, f.give(tx, c, p, by, g)
}
