package flow_test

import (
	"testing"
	"time"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/tenancy/store"
)

// link puts a link straight into the database, as change makes it differ from
// a good invitation of the person, and returns its token.
func (o *org) link(p store.Person, change func(l *store.Link)) string {
	o.Helper()
	token := o.next("token")
	l := store.Link{ID: o.next("inv"), Kind: store.LinkInvite, UserID: p.ID, TokenHash: factor.HashToken(token), EmailKey: domain.EmailKey(p.Email),
		SecurityVersion: p.SecurityVersion, CreatedAt: o.Now(), ExpiresAt: o.Now().Add(domain.InvitationFor)}
	change(&l)
	o.in(o.scope, func(tx *store.Tx) error { return tx.AddLink(ctx, l) })
	return token
}

// TestALinkIsGoodForOneThing spoils one thing of a good invitation at a time.
func TestALinkIsGoodForOneThing(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		invited := func() store.Person { return o.personIn(domain.RoleUser, domain.UserInvited) }
		for name, c := range map[string]struct {
			p     store.Person
			spoil func(l *store.Link)
			code  domain.Code
		}{
			"nothing":                  {invited(), func(*store.Link) {}, ""},
			"sent to another address":  {invited(), func(l *store.Link) { l.EmailKey = "other@x.example" }, domain.CodeLinkExpired},
			"of an older version":      {invited(), func(l *store.Link) { l.SecurityVersion-- }, domain.CodeLinkExpired},
			"of a later version":       {invited(), func(l *store.Link) { l.SecurityVersion++ }, domain.CodeLinkExpired},
			"of another kind":          {invited(), func(l *store.Link) { l.Kind = store.LinkConfirm }, domain.CodeLinkExpired},
			"over this millisecond":    {invited(), func(l *store.Link) { l.ExpiresAt = o.Now() }, domain.CodeLinkExpired},
			"over the next":            {invited(), func(l *store.Link) { l.ExpiresAt = o.Now().Add(time.Millisecond) }, ""},
			"of somebody who joined":   {o.person(domain.RoleUser), func(*store.Link) {}, domain.CodeLinkExpired},
			"of somebody suspended":    {o.personIn(domain.RoleUser, domain.UserSuspended), func(*store.Link) {}, domain.CodeLinkExpired},
			"of an owner who confirms": {o.personIn(domain.RoleOwner, domain.UserInvited), func(l *store.Link) { l.Kind = store.LinkConfirm }, domain.CodeLinkExpired},
		} {
			before := o.reread(c.p)
			_, err := o.flows.AcceptInvitation(ctx, o.ask(), o.link(c.p, c.spoil), "Maria", "quite another passphrase")
			if err == nil && c.code != "" || err != nil && domain.CodeOf(err) != c.code {
				h.Errorf("%s: %v, want %q", name, err, c.code)
			}
			if after := o.reread(c.p); c.code != "" && (after.PasswordHash != before.PasswordHash || after.State != before.State || after.Name != before.Name) {
				h.Errorf("%s: changed to %+v", name, after.User)
			}
		}
		p := o.personIn(domain.RoleOwner, domain.UserInvited)
		_, err := o.flows.ConfirmOrganization(ctx, o.ask(), o.link(p, func(*store.Link) {}))
		h.refused(err, domain.CodeLinkExpired)
	})
}
