package store_test

import (
	"slices"
	"testing"

	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

// TestNobodyIsKnownWithoutACookie: clients without a cookie are not one
// browser. A session that one of them opened makes no other known, or
// strangers would pass by the network's throttle.
func TestNobodyIsKnownWithoutACookie(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db, w := store.New(storetest.Open(t, c)), world{"north"}
		w.build(t, db)
		bare := w.session("bare")
		bare.BrowserHash = []byte{}
		must(t, db.In(ctx, w.scope(), func(tx *store.Tx) error { return tx.OpenSession(ctx, bare) }))
		try := w.try()
		try.BrowserHash, try.Now = []byte{}, later
		facts, err := db.SpendPasswordTry(ctx, w.scope(), try)
		must(t, err)
		if !facts.Found || facts.Known || !slices.Contains(facts.Counted, try.Keys.Pair) {
			t.Fatalf("known %v, found %v, counted on %q", facts.Known, facts.Found, facts.Counted)
		}
	})
}
