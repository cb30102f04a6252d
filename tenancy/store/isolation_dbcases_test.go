package store_test

import (
	"twofold/domain"
	"twofold/tenancy/store"
)

// dbProbes has a case for each method of DB that takes a Scope.
var dbProbes = map[string]probe{
	"In": {want: own, do: func(c call) (got any, err error) {
		return got, c.db.In(ctx, c.in, func(tx *store.Tx) error {
			got, err = tx.Organization(ctx)
			return err
		})
	}},
	"View": {want: own, do: func(c call) (got any, err error) {
		return got, c.db.View(ctx, c.in, func(tx *store.Tx) error {
			got, err = tx.Organization(ctx)
			return err
		})
	}},
	"SpendPasswordTry": {want: own, do: func(c call) (any, error) {
		try := c.w.try()
		try.Now = later
		f, err := c.db.SpendPasswordTry(ctx, c.in, try)
		f.Counted = nil // the caller's own word, counted in the caller's tenant
		return f, err
	}},
	"WriteChallenge": {do: func(c call) (any, error) {
		return one(c.db.WriteChallenge(ctx, c.in, c.w.seen(), c.w.half("new"), []string{c.w.keys().Pair}, c.w.event("new")))
	}},
	"WriteSession": {do: func(c call) (any, error) {
		use := &store.TrustUse{ID: c.w.id("trust"), Current: c.w.bytes("trust"), Next: []byte("next"), Grace: later}
		wrote, err := c.db.WriteSession(ctx, c.in, c.w.seen(), c.w.session("new"), use, []string{c.w.keys().Pair}, c.w.event("new"))
		return []any{wrote, use.Rotated}, err
	}},
	"ReadHalf":     {do: func(c call) (any, error) { return half(c.db.ReadHalf(ctx, c.in, c.w.bytes("half"), start)) }},
	"SpendCodeTry": {do: func(c call) (any, error) { return half(c.db.SpendCodeTry(ctx, c.in, c.w.bytes("half"), start)) }},
	"WriteRightCode": {do: func(c call) (any, error) {
		trust := c.w.trust("new")
		return both(c.db.WriteRightCode(ctx, c.in, store.RightCode{Seen: c.w.seen(), HalfID: c.w.id("half"), Factor: c.w.id("fac"), Step: 9,
			Session: c.w.session("new"), Trust: &trust, Events: []domain.Event{c.w.event("new")}}))
	}},
	"ReadVisit": {do: func(c call) (any, error) {
		v, err := c.db.ReadVisit(ctx, c.in, c.w.bytes("ses"))
		if !v.Found {
			v.Tenant.ID, v.Session.AMR = "", nil // the caller's own word, and no words at all
		}
		return v, err
	}},
	"ForgivePassword": {do: func(c call) (any, error) {
		return ok(c.db.ForgivePassword(ctx, c.in, []string{c.w.keys().Pair, c.w.keys().Source}, c.w.id("ses")))
	}},
	"Touch": {do: func(c call) (any, error) { return ok(c.db.Touch(ctx, c.in, c.w.id("ses"), later)) }},
}

// half takes the token out of the facts, which is the caller's own word.
func half(f store.CodeFacts, err error) (any, error) {
	f.Half.TokenHash = nil
	return f, err
}
