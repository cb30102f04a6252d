package flow

import (
	"context"

	"twofold/domain"
	"twofold/tenancy/store"
)

// SignOut ends the acting session. Trust of the browser stays.
func (f *Flows) SignOut(ctx context.Context, r Request, v *Visit) error {
	c := ctxt{ctx, r}
	return f.db.In(ctx, r.Scope, func(tx *store.Tx) error {
		ended, err := tx.EndSession(c, v.Person.ID, v.Session.ID, r.Now)
		if err != nil || !ended {
			return err
		}
		return f.record(tx, c, domain.EventSignedOut, true, v.Person.User)
	})
}

// EndSession ends one of the person's other sessions.
func (f *Flows) EndSession(ctx context.Context, r Request, v *Visit, id string) error {
	c := ctxt{ctx, r}
	return f.db.In(ctx, r.Scope, func(tx *store.Tx) error {
		ended, err := tx.EndSession(c, v.Person.ID, id, r.Now)
		if err != nil {
			return err
		}
		if !ended {
			return domain.Refuse(domain.NotFound, domain.CodeNotFound)
		}
		return f.record(tx, c, domain.EventSessionRevoked, true, v.Person.User, "session", id)
	})
}

// ClaimSession says of one of the person's sessions at a new place: that was
// me. The link of its notice still says the opposite.
func (f *Flows) ClaimSession(ctx context.Context, r Request, v *Visit, id string) error {
	if !v.Session.MayClaim() {
		return domain.Refuse(domain.Forbidden, domain.CodeForbidden)
	}
	c := ctxt{ctx, r}
	return f.db.In(ctx, r.Scope, func(tx *store.Tx) error {
		claimed, err := tx.ClaimSession(c, v.Person.ID, id)
		if err != nil {
			return err
		}
		if !claimed {
			return domain.Refuse(domain.NotFound, domain.CodeNotFound)
		}
		return f.record(tx, c, domain.EventSessionClaimed, true, v.Person.User, "session", id)
	})
}

// DenySession says of one of the person's sessions at a new place: that wasn't
// me. It ends, as do all in that browser, those by a trust that one of them
// gave, and the trust in every browser; a new password is asked for from then
// on, and those who administer are told.
func (f *Flows) DenySession(ctx context.Context, r Request, v *Visit, id string) error {
	c := ctxt{ctx, r}
	return f.db.In(ctx, r.Scope, func(tx *store.Tx) error {
		// Trusts first: what a sign-in opens by one meanwhile is there by then.
		if _, err := tx.EndTrusts(c, v.Person.ID, r.Now); err != nil {
			return err
		}
		denied, err := tx.DenySession(c, v.Person.ID, id, v.Session.ID, r.Now)
		if err != nil {
			return err
		}
		if !denied {
			return domain.Refuse(domain.NotFound, domain.CodeNotFound)
		}
		if err := f.record(tx, c, domain.EventSessionDenied, true, v.Person.User, "session", id); err != nil {
			return err
		}
		return f.tellAdministrators(tx, c, v.Tenant, v.Person, undo{Kind: noticeSignedIn})
	})
}

// objected reports whether somebody said "that wasn't me", to a notice or of a
// session, and kept the password since.
func objected(tx *store.Tx, c ctxt, p store.Person) (bool, error) {
	to, err := tx.LinkUsedSince(c, p.ID, store.LinkObjection, p.PasswordAt)
	if err != nil || to {
		return to, err
	}
	return tx.SessionDeniedSince(c, p.ID, p.PasswordAt)
}

// EndOtherSessions ends all of the person's sessions but the acting one, and
// counts them.
func (f *Flows) EndOtherSessions(ctx context.Context, r Request, v *Visit) (n int64, err error) {
	c := ctxt{ctx, r}
	err = f.db.In(ctx, r.Scope, func(tx *store.Tx) error {
		if n, err = tx.EndOtherSessions(c, v.Person.ID, v.Session.ID, r.Now); err != nil {
			return err
		}
		return f.record(tx, c, domain.EventSessionRevoked, true, v.Person.User, "sessions", count(int(n)))
	})
	return n, err
}

// EndTrust removes one of the person's trusted browsers, all when id is empty.
func (f *Flows) EndTrust(ctx context.Context, r Request, v *Visit, id string) error {
	c := ctxt{ctx, r}
	return f.db.In(ctx, r.Scope, func(tx *store.Tx) error {
		var n int64
		var err error
		if id == "" {
			n, err = tx.EndTrusts(c, v.Person.ID, r.Now)
		} else {
			var ended bool
			if ended, err = tx.EndTrust(c, v.Person.ID, id, r.Now); err == nil && !ended {
				return domain.Refuse(domain.NotFound, domain.CodeNotFound)
			}
			n = 1
		}
		if err != nil || n == 0 {
			return err
		}
		return f.record(tx, c, domain.EventTrustRemoved, true, v.Person.User, "browsers", count(int(n)))
	})
}

// TrustKept answers whether the trust cookie arrived, which the page after
// sign-in asks once.
func (f *Flows) TrustKept(ctx context.Context, r Request, v *Visit) error {
	return f.db.In(ctx, r.Scope, func(tx *store.Tx) error { return tx.ClearTrustGiven(ctx, v.Session.ID) })
}
