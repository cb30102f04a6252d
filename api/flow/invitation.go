package flow

import (
	"context"
	"strings"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/domain/signin"
	"twofold/tenancy/store"
)

// Invitation is what the page behind an invitation link shows. One that isn't
// known has state expired and nothing else.
type Invitation struct {
	State       domain.InvitationState
	Org         domain.Tenant
	Inviter     string
	Email       string
	Required    bool // 2-step verification is set up next
	PasswordMin int
}

// ReadInvitation reads an invitation link for its page and spends nothing.
func (f *Flows) ReadInvitation(ctx context.Context, r Request, token string) (Invitation, error) {
	c := ctxt{ctx, r}
	out := Invitation{State: domain.InvitationExpired, PasswordMin: factor.MinPasswordAlone}
	err := f.db.View(ctx, r.Scope, func(tx *store.Tx) error {
		l, p, err := readLink(tx, c, store.LinkInvite, token)
		if domain.KindOf(err) == domain.Gone {
			return nil
		}
		if err != nil {
			return err
		}
		policy, err := tx.CurrentPolicy(c)
		if err != nil {
			return err
		}
		number, err := f.numberWay(tx, c, policy.Policy, p, 0)
		if err != nil {
			return err
		}
		out.State, out.Inviter, out.Email, out.Required = invitationIs(l, p.User, c), l.ByName, p.Email, policy.Policy.Mode == domain.ModeRequired && number == nil
		out.Org, err = tx.Organization(c)
		return err
	})
	return out, err
}

func invitationIs(l store.Link, p domain.User, c ctxt) domain.InvitationState {
	state := linkIs(l, p, c.Now)
	if state == domain.InvitationOpen && p.State != domain.UserInvited {
		return domain.InvitationRevoked
	}
	return state
}

// AcceptInvitation spends an invitation: the person chooses a name and a
// password and is signed in as Next says, which is set-up where the policy
// requires it, or a code to the number of their profile (M6). Of requests that race with one link, exactly one gets in.
func (f *Flows) AcceptInvitation(ctx context.Context, r Request, token, name, password string) (Entry, error) {
	view, err := f.ReadInvitation(ctx, r, token)
	if err != nil {
		return Entry{}, err
	}
	if view.State != domain.InvitationOpen {
		return Entry{}, linkRefusal(view.State)
	}
	if view.Org.State == domain.TenantSuspended {
		return Entry{}, domain.Refuse(domain.Forbidden, domain.CodeSuspended)
	}
	name = strings.TrimSpace(name)
	err = domain.Collect(domain.CheckName(name, "name", domain.CodeRequiredName, domain.NameMost),
		checkNewPassword(password, "password", false, passwordWords(view.Org, name, view.Email)))
	if err != nil {
		return Entry{}, err
	}
	hash, err := f.hasher.HashPassword(ctx, password)
	if err != nil {
		return Entry{}, err
	}
	c := ctxt{ctx, r}
	var out Entry
	var p store.Person
	err = f.db.In(ctx, r.Scope, func(tx *store.Tx) (err error) {
		p, err = f.join(tx, c, token, store.UserChange{Name: name, PasswordHash: hash, State: domain.UserActive, SignedIn: true, At: c.Now})
		if err != nil {
			return err
		}
		if out, err = f.enter(tx, c, p, "password, invitation"); err == nil && out.Step == "" {
			err = badState("an accepted invitation led to no session")
		}
		return err
	})
	if err != nil {
		return Entry{}, err
	}
	if out.Step == signin.Challenge {
		return f.openByNumber(c, out, p)
	}
	return out, nil
}

// join spends the link and makes its person a member.
func (f *Flows) join(tx *store.Tx, c ctxt, token string, change store.UserChange) (store.Person, error) {
	l, p, err := spendLink(tx, c, store.LinkInvite, token)
	if err != nil {
		return p, err
	}
	if p.State != domain.UserInvited {
		return p, linkRefusal(domain.InvitationRevoked)
	}
	changed, err := tx.ChangeUser(c, p.ID, l.SecurityVersion, change)
	if err != nil {
		return p, err
	}
	if !changed {
		return p, linkRefusal(domain.InvitationRevoked)
	}
	p.Name, p.State, p.PasswordHash = change.Name, change.State, change.PasswordHash
	return p, f.record(tx, c, domain.EventUserJoined, true, p.User)
}

// Entered reports whether the entry opened a session.
func (e Entry) Entered() bool { return e.Step == signin.Grant || e.Step == signin.Enroll }
