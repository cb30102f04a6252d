package flow

import (
	"context"

	"twofold/domain"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

// Confirmation is what the page behind a confirmation link shows.
type Confirmation struct {
	Org   domain.Tenant
	Email string
}

// ReadConfirmation reads a confirmation link for its page and spends nothing:
// link_used or link_expired when it leads nowhere any more.
func (f *Flows) ReadConfirmation(ctx context.Context, r Request, token string) (out Confirmation, err error) {
	c := ctxt{ctx, r}
	err = f.db.View(ctx, r.Scope, func(tx *store.Tx) error {
		l, owner, err := readLink(tx, c, store.LinkConfirm, token)
		if err != nil {
			return err
		}
		if state := linkIs(l, owner.User, c.Now); state != domain.InvitationOpen {
			return linkRefusal(state)
		}
		out.Email = owner.Email
		out.Org, err = tx.Organization(c)
		return err
	})
	return out, err
}

// ConfirmOrganization spends a confirmation link: the organization and its
// owner are in use from now on. Only in the browser that chose the password
// does it open a session; whoever else holds the link signs in first.
func (f *Flows) ConfirmOrganization(ctx context.Context, r Request, token string) (out Entry, err error) {
	c := ctxt{ctx, r}
	err = f.db.In(ctx, r.Scope, func(tx *store.Tx) error {
		out = Entry{}
		l, owner, err := spendLink(tx, c, store.LinkConfirm, token)
		if err != nil {
			return err
		}
		if owner, err = f.confirmTenant(tx, c, owner, sameBrowserAs(l.ByID, r)); err != nil {
			return err
		}
		if sameBrowserAs(l.ByID, r) {
			out, err = f.enter(tx, c, owner, "password, confirmed address")
			return err
		}
		out.Person = owner.User
		out.Org, err = tx.Organization(c)
		return err
	})
	return out, err
}

func (f *Flows) confirmTenant(tx *store.Tx, c ctxt, owner store.Person, enters bool) (store.Person, error) {
	confirmed, err := tx.ConfirmTenant(c)
	if err != nil {
		return owner, err
	}
	if !confirmed {
		return owner, linkRefusal(domain.InvitationExpired)
	}
	changed, err := tx.ChangeUser(c, owner.ID, owner.SecurityVersion, store.UserChange{State: domain.UserActive, SignedIn: enters, At: c.Now})
	if err != nil {
		return owner, err
	}
	if !changed {
		return owner, linkRefusal(domain.InvitationExpired)
	}
	owner.State = domain.UserActive
	return owner, f.record(tx, c, domain.EventTenantConfirmed, true, owner.User)
}

// ResendConfirmation mails a new link in the place of the last one, asked for
// by the browser that started the organization. For every other browser and
// name it does nothing, with the same answer and an empty result.
func (f *Flows) ResendConfirmation(ctx context.Context, r Request, short string) (Started, error) {
	at, err := f.unconfirmedHere(ctx, r, short)
	if err != nil || at.org.ID == "" {
		return Started{}, err
	}
	c := ctxt{ctx, r}
	c.Scope = tenancy.Of(at.org.ID)
	org, owner, last := at.org, at.owner, at.link
	if err := f.limitOf(c, owner.User, "confirmation", "confirm:"+org.ID, ConfirmsPerTenant); err != nil {
		return Started{}, err
	}
	l, token, err := f.newLink(r, store.LinkConfirm, owner.User, domain.ConfirmFor)
	if err != nil {
		return Started{}, err
	}
	l.ByID = last.ByID
	err = f.db.In(c, c.Scope, func(tx *store.Tx) error {
		if err := tx.AddLink(c, l); err != nil {
			return err
		}
		return f.mailLink(tx, c, org, owner.User, l, token)
	})
	return f.started(org, owner.Email), err
}

// unconfirmed is an organization whose owner's address isn't proven yet, with
// the last link that went there.
type unconfirmed struct {
	org   domain.Tenant
	owner store.Person
	link  store.Link
}

// unconfirmedHere is the unconfirmed organization of a short name, for the
// browser that started it; empty for every other browser and name.
func (f *Flows) unconfirmedHere(ctx context.Context, r Request, short string) (unconfirmed, error) {
	if short == "" {
		return unconfirmed{}, nil
	}
	org, err := f.Tenant(ctx, short)
	if domain.KindOf(err) == domain.NotFound || err == nil && org.State != domain.TenantUnconfirmed {
		return unconfirmed{}, nil
	}
	if err != nil {
		return unconfirmed{}, err
	}
	at := unconfirmed{org: org}
	c := ctxt{ctx, r}
	c.Scope = tenancy.Of(org.ID)
	err = f.db.View(c, c.Scope, func(tx *store.Tx) (err error) {
		at.owner, at.link, err = unconfirmedOwner(tx, c)
		return err
	})
	if err != nil || !sameBrowserAs(at.link.ByID, r) || at.owner.State != domain.UserInvited {
		return unconfirmed{}, err
	}
	return at, nil
}

// unconfirmedOwner reads the person who started the organization and the last
// link they were sent.
func unconfirmedOwner(tx *store.Tx, c ctxt) (store.Person, store.Link, error) {
	owners, err := tx.People(c, store.PeopleFilter{Role: domain.RoleOwner, Limit: 1, Now: c.Now})
	if err != nil || len(owners) == 0 {
		return store.Person{}, store.Link{}, err
	}
	l, err := tx.LatestLink(c, owners[0].ID, store.LinkConfirm)
	if store.Missing(err) {
		err = nil
	}
	return owners[0].Person, l, err
}
