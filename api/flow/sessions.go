package flow

import (
	"context"

	"twofold/domain"
	"twofold/domain/factor"
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

// ForgetBrowser ends the trusted browsers of these cookie tokens, whoever is
// signed in: it is the browser that is forgotten.
func (f *Flows) ForgetBrowser(ctx context.Context, r Request, tokens []string) error {
	c := ctxt{ctx, r}
	return f.db.In(ctx, r.Scope, func(tx *store.Tx) error {
		for _, t := range tokens {
			owner, err := tx.EndTrustByToken(c, factor.HashToken(t), r.Now)
			if err != nil {
				return err
			}
			if owner == "" {
				continue
			}
			if err := f.record(tx, c, domain.EventTrustRemoved, true, domain.User{ID: owner}, "browsers", "1"); err != nil {
				return err
			}
		}
		return nil
	})
}

// MarkShared notes that this browser is a shared one: trusting it isn't
// offered to this person any more, and it isn't trusted now. A client without
// cookies is no browser that could be known again.
func (f *Flows) MarkShared(ctx context.Context, r Request, v *Visit, shared bool, tokens []string) error {
	if len(r.BrowserHash) == 0 {
		return domain.Refuse(domain.Conflict, domain.CodeNoBrowser)
	}
	list := sharedList(v.Person.Shared, browserWord(r.BrowserHash), shared)
	err := f.db.In(ctx, r.Scope, func(tx *store.Tx) error { return tx.SetSharedBrowser(ctx, v.Person.ID, list) })
	if err != nil || !shared {
		return err
	}
	return f.ForgetBrowser(ctx, r, tokens)
}

// TrustKept answers whether the trust cookie arrived, which the page after
// sign-in asks once.
func (f *Flows) TrustKept(ctx context.Context, r Request, v *Visit) error {
	return f.db.In(ctx, r.Scope, func(tx *store.Tx) error { return tx.ClearTrustGiven(ctx, v.Session.ID) })
}
