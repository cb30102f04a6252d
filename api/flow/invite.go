package flow

import (
	"context"
	"strings"

	"twofold/domain"
	"twofold/tenancy/store"
)

// InvitesMost is how many addresses one call of Invite takes.
const InvitesMost = 100

// Invited is what became of one address: Code is empty when the invitation
// was sent, else email_format, already_member or why the actor may not.
type Invited struct {
	Email  string
	UserID string
	Code   domain.Code
}

// Sent reports whether the invitation went out.
func (i Invited) Sent() bool { return i.Code == "" }

// Invite invites people by address, each in a transaction of its own, and
// answers for each. Somebody who was invited before gets a new link, and the
// old one ends. A number for the profile can be given with one address alone.
// A refusal for all of them is an error.
func (f *Flows) Invite(ctx context.Context, r Request, v *Visit, emails []string, role domain.Role, number NumberInput) ([]Invited, error) {
	c := ctxt{ctx, r}
	emails = distinct(emails)
	if len(emails) == 0 {
		return nil, domain.RefuseField(domain.Invalid, domain.CodeRequiredEmail, "emails")
	}
	if len(emails) > InvitesMost {
		return nil, domain.RefuseField(domain.Invalid, domain.CodeOutOfRange, "emails").With("n", InvitesMost)
	}
	phone, err := f.inviteesNumber(c, v, emails, number)
	if err != nil {
		return nil, err
	}
	if err := f.administer(c, v, mayInvite, "invite", func(*store.Tx) error { return domain.MayInvite(v.Actor(), role) }); err != nil {
		return nil, err
	}
	out := make([]Invited, 0, len(emails))
	for _, email := range emails {
		one, err := f.inviteOne(c, v, email, role, phone)
		if err != nil {
			return out, err
		}
		out = append(out, one)
	}
	return out, nil
}

// inviteesNumber reads the number given with an invitation, nil for none.
func (f *Flows) inviteesNumber(c ctxt, v *Visit, emails []string, number NumberInput) (*profileNumber, error) {
	if number.Phone == "" {
		return nil, nil
	}
	if len(emails) > 1 {
		return nil, domain.RefuseField(domain.Invalid, domain.CodePhoneMany, "phone")
	}
	n, err := f.readNumber(c, v.Policy, number)
	return &n, err
}

// distinct trims addresses and drops empty and repeated ones.
func distinct(emails []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, e := range emails {
		e = strings.TrimSpace(e)
		if key := domain.EmailKey(e); e != "" && !seen[key] {
			seen[key] = true
			out = append(out, e)
		}
	}
	return out
}

// inviteOne invites one address. What is wrong with this address alone is
// part of the answer; everything else ends the whole call.
func (f *Flows) inviteOne(c ctxt, v *Visit, email string, role domain.Role, phone *profileNumber) (Invited, error) {
	out := Invited{Email: email}
	if refusal := domain.CheckEmail(email, "email"); refusal != nil {
		out.Code = refusal.Code
		return out, nil
	}
	if err := f.limitOf(c, v.Person.User, "invite", "invite:"+c.Scope.Tenant(), InvitesPerTenant); err != nil {
		return out, err
	}
	err := f.administer(c, v, mayInvite, "invite", func(tx *store.Tx) error {
		p, err := f.invitee(tx, c, v, email, role)
		if err != nil {
			return err
		}
		out.UserID = p.ID
		if phone != nil {
			if err := domain.MayReset(v.Actor(), p.User); err != nil {
				return err
			}
			if err := f.giveNumber(tx, c, v, p, phone); err != nil {
				return err
			}
		}
		return f.sendInvitation(tx, c, v, p)
	})
	switch domain.KindOf(err) {
	case domain.Conflict, domain.Forbidden:
		if code := domain.CodeOf(err); code != domain.CodeStepUpRequired {
			out.Code = code
			return out, nil
		}
	}
	return out, err
}

// invitee finds or makes the person of an address, with the role asked for.
func (f *Flows) invitee(tx *store.Tx, c ctxt, v *Visit, email string, role domain.Role) (store.Person, error) {
	p, err := tx.UserByEmail(c, email)
	if store.Missing(err) {
		return f.addInvited(tx, c, email, role)
	}
	if err != nil {
		return p, err
	}
	if p.State != domain.UserInvited {
		return p, domain.Refuse(domain.Conflict, domain.CodeAlreadyMember)
	}
	if err := domain.MayChangeRole(v.Actor(), p.User, role); err != nil || p.Role == role {
		return p, err
	}
	changed, err := tx.ChangeUser(c, p.ID, p.SecurityVersion, store.UserChange{Role: role, At: c.Now})
	if err == nil && !changed {
		err = errMoved
	}
	p.Role = role
	return p, err
}

func (f *Flows) addInvited(tx *store.Tx, c ctxt, email string, role domain.Role) (store.Person, error) {
	id, err := f.newID("usr")
	p := store.Person{User: domain.User{ID: id, Email: email, Role: role, State: domain.UserInvited, SecurityVersion: 1, CreatedAt: c.Now}}
	if err != nil {
		return p, err
	}
	return p, tx.AddUser(c, p)
}

// sendInvitation mails somebody a link that works once, for their address,
// and ends the ones before.
func (f *Flows) sendInvitation(tx *store.Tx, c ctxt, v *Visit, p store.Person) error {
	l, token, err := f.newLink(c.Request, store.LinkInvite, p.User, domain.InvitationFor)
	if err != nil {
		return err
	}
	l.ByID, l.ByName = v.Person.ID, v.Person.Name
	if err := tx.AddLink(c, l); err != nil {
		return err
	}
	org, err := tx.Organization(c)
	if err != nil {
		return err
	}
	if err := f.mailLink(tx, c, org, p.User, l, token); err != nil {
		return err
	}
	return f.recordOn(tx, c, domain.EventUserInvited, true, v.Person.User, called(p.User), "role", string(p.Role))
}

// ResendInvitation mails an invited person a new link; the old one ends.
func (f *Flows) ResendInvitation(ctx context.Context, r Request, v *Visit, id string) error {
	c := ctxt{ctx, r}
	if err := f.limitOf(c, v.Person.User, "invitation.resend", "invite:"+r.Scope.Tenant(), InvitesPerTenant); err != nil {
		return err
	}
	return f.actOn(c, v, mayInvite, "invitation.resend", id, mayManageInvited, func(tx *store.Tx, p store.Person) error {
		return f.sendInvitation(tx, c, v, p)
	})
}

// RevokeInvitation ends an invited person's link. The person stays listed as
// invited and can be invited again.
func (f *Flows) RevokeInvitation(ctx context.Context, r Request, v *Visit, id string) error {
	c := ctxt{ctx, r}
	return f.actOn(c, v, mayInvite, "invitation.revoke", id, mayManageInvited, func(tx *store.Tx, p store.Person) error {
		if err := tx.RevokeLinks(c, p.ID, store.LinkInvite, c.Now); err != nil {
			return err
		}
		return f.recordOn(tx, c, domain.EventInviteRevoked, true, v.Person.User, called(p.User))
	})
}

// mayManageInvited is MayManage for people who have not joined yet.
func mayManageInvited(actor domain.Actor, target domain.User) error {
	if err := domain.MayManage(actor, target); err != nil {
		return err
	}
	if target.State != domain.UserInvited {
		return domain.Refuse(domain.Conflict, domain.CodeAlreadyMember)
	}
	return nil
}
