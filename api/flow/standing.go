package flow

import (
	"context"

	"twofold/domain"
	"twofold/tenancy/store"
)

// ChangeRole gives somebody another role. Everything issued to them before is
// dead; giving the role they have does nothing.
func (f *Flows) ChangeRole(ctx context.Context, r Request, v *Visit, id string, role domain.Role) error {
	c := ctxt{ctx, r}
	rule := func(a domain.Actor, u domain.User) error { return domain.MayChangeRole(a, u, role) }
	return f.actOn(c, v, mayChangeRole, string(domain.EventUserRole), id, rule, func(tx *store.Tx, p store.Person) error {
		if p.Role == role {
			return nil
		}
		if err := ownerStays(tx, c, p); err != nil {
			return err
		}
		if err := f.changeStanding(tx, c, p, store.UserChange{Role: role}); err != nil {
			return err
		}
		return f.recordOn(tx, c, domain.EventUserRole, true, v.Person.User, called(p.User), "role", string(p.Role)+" → "+string(role))
	})
}

// Suspend keeps somebody out until Resume: their sessions, trusted browsers
// and invitation end at once.
func (f *Flows) Suspend(ctx context.Context, r Request, v *Visit, id string) error {
	c := ctxt{ctx, r}
	return f.actOn(c, v, maySuspend, string(domain.EventUserSuspended), id, domain.MayManage, func(tx *store.Tx, p store.Person) error {
		if p.State == domain.UserSuspended {
			return nil
		}
		if err := ownerStays(tx, c, p); err != nil {
			return err
		}
		if err := tx.RevokeLinks(c, p.ID, store.LinkInvite, c.Now); err != nil {
			return err
		}
		if err := f.changeStanding(tx, c, p, store.UserChange{State: domain.UserSuspended}); err != nil {
			return err
		}
		return f.recordOn(tx, c, domain.EventUserSuspended, true, v.Person.User, called(p.User))
	})
}

// Resume lets a suspended person sign in again. Somebody who never joined is
// invited again by ResendInvitation.
func (f *Flows) Resume(ctx context.Context, r Request, v *Visit, id string) error {
	c := ctxt{ctx, r}
	return f.actOn(c, v, maySuspend, string(domain.EventUserResumed), id, domain.MayManage, func(tx *store.Tx, p store.Person) error {
		if p.State != domain.UserSuspended {
			return nil
		}
		state := domain.UserActive
		if p.PasswordHash == "" {
			state = domain.UserInvited
		}
		if err := f.changeStanding(tx, c, p, store.UserChange{State: state}); err != nil {
			return err
		}
		return f.recordOn(tx, c, domain.EventUserResumed, true, v.Person.User, called(p.User))
	})
}

// ownerStays refuses a change that would leave the tenant without an owner, or
// the staff without an operator, who can sign in. Acts wait for each other, so the count holds.
func ownerStays(tx *store.Tx, c ctxt, p store.Person) error {
	if !p.Role.Last() || p.State != domain.UserActive {
		return nil
	}
	others, err := tx.OtherOwners(c, p.ID)
	if err == nil && others == 0 {
		err = domain.Refuse(domain.Conflict, domain.CodeLastOwner)
	}
	return err
}

// changeStanding changes somebody's role or state and ends what they had.
// An invitation stays good: what it leads to is read when it is used.
func (f *Flows) changeStanding(tx *store.Tx, c ctxt, p store.Person, change store.UserChange) error {
	change.Raise, change.At = p.State != domain.UserInvited || change.State != "", c.Now
	if err := f.changePerson(tx, c, p, change); err != nil {
		return err
	}
	_, _, err := endEverywhere(tx, c, p.ID)
	return err
}
