package flow

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

// Limits of the first run.
const (
	SetupTries     = 10 // set-up codes of one network in an hour
	setupCodesKept = 8  // the newest are good, so that each of several instances can print one
	setupCodesFact = "setup_codes"
)

// staffScope is the tenant of the company's own staff.
func staffScope() tenancy.Scope { return tenancy.Of(domain.StaffTenant) }

// InstanceOpen reports whether nobody has set this installation up yet: the
// staff has no member, whatever became of them.
func (f *Flows) InstanceOpen(ctx context.Context) (open bool, err error) {
	err = f.db.View(ctx, staffScope(), func(tx *store.Tx) error {
		open, err = noMember(ctx, tx)
		return err
	})
	return open, err
}

func noMember(ctx context.Context, tx *store.Tx) (bool, error) {
	n, err := tx.CountPeople(ctx, store.PeopleFilter{})
	return n == 0, err
}

// SetupCode makes a new set-up code, by which the first person of the staff
// shows that they run this installation. open is false, and there is none,
// once it is set up. Only the code's hash is kept.
func (f *Flows) SetupCode(ctx context.Context) (code string, open bool, err error) {
	if open, err = f.InstanceOpen(ctx); err != nil || !open {
		return "", false, err
	}
	drawn, err := factor.NewRecoverySet(f.rand, 1)
	if err != nil {
		return "", false, err
	}
	bare, _ := factor.NormalizeRecovery(drawn[0])
	for range rounds {
		before, err := f.db.Fact(ctx, setupCodesFact)
		if err != nil {
			return "", false, err
		}
		hashes := append(setupHashes(before), hex.EncodeToString(factor.HashToken(bare)))
		text, err := json.Marshal(hashes[max(0, len(hashes)-setupCodesKept):])
		if err != nil {
			return "", false, err
		}
		kept, err := f.db.ChangeFact(ctx, setupCodesFact, before, string(text))
		if err != nil || kept {
			return drawn[0], true, err
		}
	}
	return "", false, domain.Refuse(domain.Busy, domain.CodeBusy).After(time.Second)
}

// setupHashes reads the hashes of the codes that are good; of a fact that
// can't be read none is.
func setupHashes(fact string) []string {
	var hashes []string
	if json.Unmarshal([]byte(fact), &hashes) != nil {
		return nil
	}
	return hashes
}

// FirstInput is what the first-run page sends.
type FirstInput struct{ Code, Name, Email, Password string }

// SetUpInstance makes the first person of the staff, an operator, and signs
// them in as Next says, which is to set up a second step. A try at the code is
// counted before it is compared. Of any number at once, one is the first.
func (f *Flows) SetUpInstance(ctx context.Context, r Request, in FirstInput) (Entry, error) {
	r.Scope = staffScope()
	c := ctxt{ctx, r}
	open, err := f.InstanceOpen(ctx)
	if err != nil || !open {
		return Entry{}, refusedFirst(err)
	}
	if err := f.checkSetupCode(c, in.Code); err != nil {
		return Entry{}, err
	}
	p, err := f.newStaff(c, in.Name, in.Email, domain.RoleOperator, checkNewPassword(in.Password, "password", false, passwordWords(domain.Tenant{}, in.Name, in.Email)))
	if err != nil {
		return Entry{}, err
	}
	if p.PasswordHash, err = f.hasher.HashPassword(ctx, in.Password); err != nil {
		return Entry{}, err
	}
	p.State, p.PasswordAt, p.LastSignInAt = domain.UserActive, c.Now, c.Now
	var out Entry
	err = f.db.In(ctx, c.Scope, func(tx *store.Tx) error {
		out = Entry{}
		// Others that set up at once wait here, and find the first one there.
		if err := tx.LockOwners(c); err != nil {
			return err
		}
		if open, err = noMember(c, tx); err != nil || !open {
			return refusedFirst(err)
		}
		if err := tx.AddUser(c, p); err != nil {
			return err
		}
		if err := f.record(tx, c, domain.EventInstanceSetUp, true, p.User); err != nil {
			return err
		}
		if out, err = f.enter(tx, c, p, "password, set-up code"); err == nil && out.Token == "" {
			err = badState("the first set-up led to no session")
		}
		return err
	})
	return out, err
}

func refusedFirst(err error) error {
	if err != nil {
		return err
	}
	return domain.Refuse(domain.Conflict, domain.CodeInstanceReady)
}

// checkSetupCode counts a try of the network and compares the code.
func (f *Flows) checkSetupCode(c ctxt, typed string) error {
	bare, problem := factor.NormalizeRecovery(typed)
	if problem == domain.CodeRequiredCode {
		return domain.RefuseField(domain.Invalid, domain.CodeRequiredCode, "code")
	}
	if err := f.ensureStaff(c); err != nil {
		return err
	}
	ok := false
	err := f.db.In(c, c.Scope, func(tx *store.Tx) (err error) {
		_, ok, err = tx.SpendQuota(c, "setup:"+c.Network, 1, SetupTries, time.Hour, c.Now)
		return err
	})
	if err != nil {
		return err
	}
	if !ok {
		return domain.Refuse(domain.TooMany, domain.CodeRateLimited).After(time.Hour)
	}
	fact, err := f.db.Fact(c, setupCodesFact)
	if err != nil {
		return err
	}
	for _, kept := range setupHashes(fact) {
		if hash, err := hex.DecodeString(kept); err == nil && bare != "" && factor.TokenFits(bare, hash) {
			return nil
		}
	}
	err = f.db.In(c, c.Scope, func(tx *store.Tx) error {
		return f.recordOn(tx, c, domain.EventInstanceRefused, false, domain.User{}, domain.User{})
	})
	if err != nil {
		return err
	}
	return domain.RefuseField(domain.Invalid, domain.CodeSetupCode, "code")
}

// ensureStaff makes the staff's tenant where it is missing.
func (f *Flows) ensureStaff(c ctxt) error {
	c.Scope = staffScope()
	err := f.db.View(c, c.Scope, func(tx *store.Tx) error {
		_, err := tx.Organization(c)
		return err
	})
	if !store.Missing(err) {
		return err
	}
	org := domain.Tenant{ID: domain.StaffTenant, Name: "Staff", ShortName: domain.StaffShort, State: domain.TenantActive, CreatedAt: c.Now}
	err = f.db.In(c, c.Scope, func(tx *store.Tx) error { return tx.CreateTenant(c, org, domain.StaffPolicy()) })
	if store.Duplicate(err) {
		return nil
	}
	return err
}

// newStaff is somebody who is about to belong to the staff.
func (f *Flows) newStaff(c ctxt, name, email string, role domain.Role, more ...*domain.Error) (store.Person, error) {
	name, email = strings.TrimSpace(name), strings.TrimSpace(email)
	all := []*domain.Error{domain.CheckName(name, "name", domain.CodeRequiredName, domain.NameMost), domain.CheckEmail(email, "email")}
	if err := domain.Collect(append(all, more...)...); err != nil {
		return store.Person{}, err
	}
	id, err := f.newID("usr")
	return store.Person{User: domain.User{ID: id, Email: email, Name: name, Role: role, State: domain.UserInvited, TwoStep: domain.TwoStepNever,
		SecurityVersion: 1, CreatedAt: c.Now}}, err
}

// CreateStaff invites an operator from the command line, the way back in for
// those who run the installation when no operator is left who can. It returns
// the invitation's link, which is mailed to them too.
func (f *Flows) CreateStaff(ctx context.Context, r Request, name, email string) (link string, err error) {
	r.Scope = staffScope()
	c := ctxt{ctx, r}
	p, err := f.newStaff(c, name, email, domain.RoleOperator)
	if err != nil {
		return "", err
	}
	if err := f.ensureStaff(c); err != nil {
		return "", err
	}
	err = f.db.In(ctx, c.Scope, func(tx *store.Tx) error {
		there, err := tx.UserByEmail(c, p.Email)
		switch {
		case store.Missing(err):
			err = tx.AddUser(c, p)
		case err == nil && (there.State != domain.UserInvited || there.Role != p.Role):
			return domain.RefuseField(domain.Conflict, domain.CodeAlreadyMember, "email")
		case err == nil:
			p = there
		}
		if err != nil {
			return err
		}
		link, err = f.inviteStaff(tx, c, p)
		return err
	})
	return link, err
}

// inviteStaff mails somebody an invitation that nobody of the staff sent.
func (f *Flows) inviteStaff(tx *store.Tx, c ctxt, p store.Person) (string, error) {
	org, err := tx.Organization(c)
	if err != nil {
		return "", err
	}
	l, token, err := f.newLink(c.Request, store.LinkInvite, p.User, domain.InvitationFor)
	if err != nil {
		return "", err
	}
	l.ByName = "Twofold"
	if err := tx.AddLink(c, l); err != nil {
		return "", err
	}
	if err := f.recordOn(tx, c, domain.EventUserInvited, true, domain.User{}, called(p.User), "role", string(p.Role)); err != nil {
		return "", err
	}
	return f.linkAddress(org, store.LinkInvite, token), f.mailLink(tx, c, org, p.User, l, token)
}
