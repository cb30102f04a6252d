package flow

import (
	"context"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/tenancy/store"
)

// BoxAtPassword reports whether the sign-in page offers this browser trust:
// the policy puts the box there, and nobody marked the browser shared.
func (f *Flows) BoxAtPassword(ctx context.Context, r Request, policy domain.Policy) (bool, error) {
	if !policy.TrustOffered() || policy.TrustPlacement != domain.PlacePasswordStep {
		return false, nil
	}
	if len(r.BrowserHash) == 0 {
		return true, nil // never here before
	}
	var mark store.SharedBrowser
	err := f.db.View(ctx, r.Scope, func(tx *store.Tx) (err error) {
		mark, err = tx.SharedBrowser(ctx, r.BrowserHash)
		return err
	})
	return err == nil && mark.By == "", err
}

// ForgetBrowser ends the trusted browsers of these cookie tokens, whoever is
// signed in: it is the browser that is forgotten.
func (f *Flows) ForgetBrowser(ctx context.Context, r Request, tokens []string) error {
	c := ctxt{ctx, r}
	return f.db.In(ctx, r.Scope, func(tx *store.Tx) error { return f.forgetTokens(tx, c, tokens) })
}

func (f *Flows) forgetTokens(tx *store.Tx, c ctxt, tokens []string) error {
	for _, t := range tokens {
		owner, err := tx.EndTrustByToken(c, factor.HashToken(t), c.Now)
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
}

// MarkShared notes that this browser is a shared one: trusting it isn't
// offered to anybody of the organization any more, and nobody trusts it now.
// The one who marked it takes it back. A client without cookies is no browser
// that could be known again.
func (f *Flows) MarkShared(ctx context.Context, r Request, v *Visit, shared bool, tokens []string) error {
	c := ctxt{ctx, r}
	if len(r.BrowserHash) == 0 {
		return domain.Refuse(domain.Conflict, domain.CodeNoBrowser)
	}
	return f.db.In(ctx, r.Scope, func(tx *store.Tx) error {
		if shared { // older trusts don't say which browser they are of: their tokens do
			if err := f.forgetTokens(tx, c, tokens); err != nil {
				return err
			}
		}
		return f.mark(tx, c, v, v.Person.User, store.SharedBrowser{Hash: r.BrowserHash, By: v.Person.ID, At: r.Now}, shared)
	})
}

// mark marks a browser that subject uses, or takes its mark off.
func (f *Flows) mark(tx *store.Tx, c ctxt, v *Visit, subject domain.User, b store.SharedBrowser, shared bool) error {
	was, err := tx.SharedBrowser(c, b.Hash)
	if err != nil || shared && was.By != "" && (was.ByAdmin || !b.ByAdmin) || !shared && was.By == "" {
		return err
	}
	if !shared {
		own := b.By
		if b.ByAdmin {
			own = ""
		}
		gone, err := tx.UnmarkBrowser(c, b.Hash, own)
		if err == nil && !gone {
			err = domain.Refuse(domain.Forbidden, domain.CodeSharedByOther)
		}
		if err != nil {
			return err
		}
		return f.recordOn(tx, c, domain.EventBrowserNotShared, true, v.Person.User, subject)
	}
	if err := tx.MarkBrowser(c, b); err != nil {
		return err
	}
	owners, err := tx.EndTrustsIn(c, b.Hash, c.Now)
	if err != nil {
		return err
	}
	for _, id := range owners {
		owner, err := tx.User(c, id)
		if err != nil {
			return err
		}
		if err := f.recordOn(tx, c, domain.EventTrustRemoved, true, v.Person.User, called(owner.User), "browsers", "1"); err != nil {
			return err
		}
	}
	return f.recordOn(tx, c, domain.EventBrowserShared, true, v.Person.User, subject)
}

// MarkSessionShared marks the browser of one of somebody's sessions shared, or
// takes its mark off, whoever made it.
func (f *Flows) MarkSessionShared(ctx context.Context, r Request, v *Visit, id, session string, shared bool) error {
	return f.markOf(ctxt{ctx, r}, v, id, shared, session, (*store.Tx).SessionBrowser)
}

// MarkTrustShared does the same to one of somebody's trusted browsers.
func (f *Flows) MarkTrustShared(ctx context.Context, r Request, v *Visit, id, trust string, shared bool) error {
	return f.markOf(ctxt{ctx, r}, v, id, shared, trust, (*store.Tx).TrustBrowser)
}

func (f *Flows) markOf(c ctxt, v *Visit, id string, shared bool, of string, browser func(*store.Tx, context.Context, string, string) ([]byte, error)) error {
	return f.actOn(c, v, mayEndSessions, string(domain.EventBrowserShared), id, domain.MayManage, func(tx *store.Tx, p store.Person) error {
		hash, err := browser(tx, c, p.ID, of)
		switch {
		case store.Missing(err):
			return domain.Refuse(domain.NotFound, domain.CodeNotFound)
		case err == nil && len(hash) == 0:
			return domain.Refuse(domain.Conflict, domain.CodeNoBrowser)
		case err != nil:
			return err
		}
		return f.mark(tx, c, v, called(p.User), store.SharedBrowser{Hash: hash, By: v.Person.ID, ByAdmin: true, At: c.Now}, shared)
	})
}
