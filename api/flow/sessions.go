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
