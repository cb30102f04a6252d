package flow

import (
	"context"
	"strings"
	"time"

	"twofold/domain"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

// StartInput is what the page for a new organization sends. Again is the short
// name of what it takes the place of: started in the same browser, with an
// address that was mistyped, and never confirmed.
type StartInput struct{ Organization, Short, Name, Email, Password, Again string }

// Started is where a confirmation link went, and for how long it works.
type Started struct {
	Org     domain.Tenant
	Email   string
	Minutes int
}

// StartOrganization makes an unconfirmed organization with its owner and
// mails the link that confirms both. Until then nobody can sign in to it, and
// after a day its short name is free again, or when its browser starts another
// in its place. Whether an address is known elsewhere is never looked at.
func (f *Flows) StartOrganization(ctx context.Context, r Request, in StartInput) (Started, error) {
	if !f.config.OpenSignUp {
		return Started{}, domain.Refuse(domain.Forbidden, domain.CodeSignUpClosed)
	}
	in = in.trimmed()
	org := domain.Tenant{Name: in.Organization, ShortName: in.Short}
	password := checkNewPassword(in.Password, "password", false, passwordWords(org, in.Name, in.Email))
	before, err := f.unconfirmedHere(ctx, r, in.Again)
	if err != nil {
		return Started{}, err
	}
	if err := f.checkStart(ctx, in, before.org.ShortName, password); err != nil {
		return Started{}, err
	}
	if err := f.limit("start:"+r.Network, StartsPerNetwork, r.Now); err != nil {
		return Started{}, err
	}
	hash, err := f.hasher.HashPassword(ctx, in.Password)
	if err != nil {
		return Started{}, err
	}
	n, err := f.newTenant(ctx, r, in, store.LinkConfirm, domain.ConfirmFor)
	if err != nil {
		return Started{}, err
	}
	n.owner.PasswordHash, n.owner.PasswordAt, n.link.ByID = hash, r.Now, boundTo(r.BrowserHash)
	n.org.State = domain.TenantUnconfirmed
	if err := f.giveUp(ctx, r, before); err != nil {
		return Started{}, err
	}
	if err := f.foundTenant(n); err != nil {
		return Started{}, err
	}
	return f.started(n.org, n.owner.Email), nil
}

// StartedHere is what this browser typed in to start an organization that is
// unconfirmed still, but for the password; empty for every other browser and
// name.
func (f *Flows) StartedHere(ctx context.Context, r Request, short string) (StartInput, error) {
	at, err := f.unconfirmedHere(ctx, r, short)
	return StartInput{Organization: at.org.Name, Short: at.org.ShortName, Name: at.owner.Name, Email: at.owner.Email, Again: at.org.ShortName}, err
}

// giveUp frees the short name of what this browser started before; the links
// to it lead nowhere from now on. Confirmed meanwhile, it keeps its name.
func (f *Flows) giveUp(ctx context.Context, r Request, before unconfirmed) error {
	if before.org.ID == "" {
		return nil
	}
	r.Scope = tenancy.Of(before.org.ID)
	c := ctxt{ctx, r}
	return f.db.In(c, c.Scope, func(tx *store.Tx) error {
		if freed, err := tx.GiveUpTenant(c); err != nil || !freed {
			return err
		}
		return f.recordOn(tx, c, domain.EventTenantChanged, true, before.owner.User, domain.User{}, "short", before.org.ShortName+" → –")
	})
}

func (f *Flows) started(org domain.Tenant, email string) Started {
	return Started{Org: org, Email: email, Minutes: int(domain.ConfirmFor / time.Minute)}
}

func (in StartInput) trimmed() StartInput {
	in.Organization, in.Short = strings.TrimSpace(in.Organization), strings.TrimSpace(in.Short)
	in.Name, in.Email = strings.TrimSpace(in.Name), strings.TrimSpace(in.Email)
	return in
}

// checkStart refuses what can't be a new organization, all fields at once. The
// name own is the asker's to take, and what looks like it.
func (f *Flows) checkStart(ctx context.Context, in StartInput, own string, more ...*domain.Error) error {
	short := domain.CheckShortName(in.Short, "short")
	if in.Short == "" {
		short = domain.RefuseField(domain.Invalid, domain.CodeRequiredShort, "short")
	}
	if short == nil {
		var err error
		if short, err = f.shortNameFree(ctx, in.Short, own); err != nil {
			return err
		}
	}
	all := []*domain.Error{
		domain.CheckName(in.Organization, "organization", domain.CodeRequiredOrganization, domain.NameMost), short,
		domain.CheckName(in.Name, "name", domain.CodeRequiredName, domain.NameMost), domain.CheckEmail(in.Email, "email"),
	}
	return domain.Collect(append(all, more...)...)
}

// newTenant is an organization that is about to exist.
type newTenant struct {
	c     ctxt
	org   domain.Tenant
	owner store.Person
	link  store.Link
	token string
	by    domain.User // of the staff, who made it; the zero User where its owner did
}

func (f *Flows) newTenant(ctx context.Context, r Request, in StartInput, kind store.LinkKind, life time.Duration) (*newTenant, error) {
	n := &newTenant{org: domain.Tenant{Name: in.Organization, ShortName: in.Short, CreatedAt: r.Now}}
	n.owner = store.Person{User: domain.User{Email: in.Email, Name: in.Name, Role: domain.RoleOwner, State: domain.UserInvited, SecurityVersion: 1, CreatedAt: r.Now}}
	var err error
	if n.org.ID, err = f.newID("org"); err != nil {
		return nil, err
	}
	if n.owner.ID, err = f.newID("usr"); err != nil {
		return nil, err
	}
	r.Scope = tenancy.Of(n.org.ID)
	n.c = ctxt{ctx, r}
	n.link, n.token, err = f.newLink(r, kind, n.owner.User, life)
	return n, err
}

// newLink prepares a one-time link for somebody's address.
func (f *Flows) newLink(r Request, kind store.LinkKind, to domain.User, life time.Duration) (store.Link, string, error) {
	id, err := f.newID("inv")
	if err != nil {
		return store.Link{}, "", err
	}
	token, hash, err := f.newToken()
	return store.Link{ID: id, Kind: kind, UserID: to.ID, TokenHash: hash, EmailKey: domain.EmailKey(to.Email), SecurityVersion: to.SecurityVersion,
		CreatedAt: r.Now, ExpiresAt: r.Now.Add(life)}, token, err
}

// foundTenant writes a new organization with its owner, the link and its
// mail. Of two that race for a name, one is told that it is taken.
func (f *Flows) foundTenant(n *newTenant) error {
	c := n.c
	err := f.db.In(c, c.Scope, func(tx *store.Tx) error {
		if err := tx.CreateTenant(c, n.org, domain.DefaultPolicy()); err != nil {
			return err
		}
		if err := tx.AddUser(c, n.owner); err != nil {
			return err
		}
		if err := tx.AddLink(c, n.link); err != nil {
			return err
		}
		by := n.by
		if by.ID == "" {
			by = n.owner.User
		}
		if err := f.recordOn(tx, c, domain.EventTenantCreated, true, by, n.owner.User, "short", n.org.ShortName); err != nil {
			return err
		}
		return f.mailLink(tx, c, n.org, n.owner.User, n.link, n.token)
	})
	if !store.Duplicate(err) {
		return err
	}
	refusal, look := f.shortNameFree(c, n.org.ShortName, "")
	if look != nil {
		return look
	}
	return domain.Collect(refusal)
}

// mailLink sends a one-time link; the mail isn't worth sending after it ended.
func (f *Flows) mailLink(tx *store.Tx, c ctxt, org domain.Tenant, to domain.User, l store.Link, token string) error {
	args := map[string]string{"email": to.Email, "minutes": count(int(domain.ConfirmFor / time.Minute)), "link": f.linkAddress(org, l.Kind, token)}
	if l.Kind == store.LinkInvite {
		args = map[string]string{"by": l.ByName, "days": count(int(domain.InvitationFor / (24 * time.Hour))), "link": f.linkAddress(org, l.Kind, token)}
	}
	m, err := f.letter(c, org, to, string(l.Kind), args)
	if err != nil {
		return err
	}
	m.ExpiresAt = l.ExpiresAt
	return tx.QueueMail(c, m)
}

func (f *Flows) linkAddress(org domain.Tenant, kind store.LinkKind, token string) string {
	switch kind {
	case store.LinkInvite:
		return f.address(org, "/invite/"+token)
	case store.LinkObjection:
		return f.address(org, "/objection/"+token)
	case store.LinkReset:
		return f.address(org, "/reset/"+token)
	case store.LinkRequest:
		return f.address(org, "/request/"+token)
	}
	return f.address(org, "/confirm-email/"+token)
}
