package flow

import (
	"fmt"

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

// give writes a grant with its event.
func (f *Flows) give(tx *store.Tx, c ctxt, p store.Person, by Giver, g domain.Grant) error {
	if err := tx.AddGrant(c, g); err != nil {
		return err
	}
	return f.recordOn(tx, c, domain.EventGrantGiven, true, domain.User{ID: by.ID, Name: by.Name}, called(p.User), "kind", string(g.Kind), "reason", g.Reason, "case", g.CaseID,
		"until", g.ExpiresAt.Format("2006-01-02T15:04:05Z07:00"))
}
