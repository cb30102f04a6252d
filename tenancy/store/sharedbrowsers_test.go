package store_test

import (
	"fmt"
	"testing"
	"time"

	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

func TestSharedBrowsers(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		w := world{"north"}
		inWorld(t, db, "north", func(tx *store.Tx, w world) {
			own, theirs := w.mark("own"), w.mark("own")
			theirs.By, theirs.At = w.id("cal"), later
			must(t, tx.MarkBrowser(ctx, own))
			must(t, tx.MarkBrowser(ctx, theirs))
			if got, err := tx.SharedBrowser(ctx, own.Hash); err != nil || got.By != own.By || got.ByAdmin {
				t.Errorf("a second person's mark took the first's place: %+v, %v", got, err)
			}
			expect(t, "unmark of another's", false)(tx.UnmarkBrowser(ctx, own.Hash, theirs.By))
			theirs.ByAdmin = true
			must(t, tx.MarkBrowser(ctx, theirs))
			expect(t, "unmark of an administrator's", false)(tx.UnmarkBrowser(ctx, own.Hash, theirs.By))
			expect(t, "unmark by an administrator", true)(tx.UnmarkBrowser(ctx, own.Hash, ""))
			expect(t, "unmark of nothing", false)(tx.UnmarkBrowser(ctx, own.Hash, ""))
			for i := range 30 {
				b := w.mark(fmt.Sprint("many", i))
				b.At = later.Add(time.Duration(i) * time.Second)
				must(t, tx.MarkBrowser(ctx, b))
			}
			for i, want := range map[int]bool{0: false, 9: false, 10: true, 29: true} {
				if got, err := tx.SharedBrowser(ctx, w.bytes(fmt.Sprint("many", i))); err != nil || (got.By != "") != want {
					t.Errorf("own mark %d is %+v, %v", i, got, err)
				}
			}
		})
		try := store.PasswordTry{Email: w.email(), BrowserHash: w.browser(), TrustHashes: [][]byte{w.bytes("trust")}, Keys: w.keys(), Now: later}
		trusts := func(want int) {
			t.Helper()
			if facts, err := db.SpendPasswordTry(ctx, w.scope(), try); err != nil || len(facts.Trusts) != want {
				t.Errorf("%d trusts count, want %d: %v", len(facts.Trusts), want, err)
			}
			if facts, err := db.ReadHalf(ctx, w.scope(), w.bytes("half"), start); err != nil || facts.Shared != (want == 0) {
				t.Errorf("the half sign-in is in a shared browser: %v, %v", facts.Shared, err)
			}
		}
		trusts(1)
		in(t, db, w.scope(), func(tx *store.Tx) error {
			b := w.mark("")
			b.Hash, b.At = w.browser(), later.Add(time.Hour)
			return tx.MarkBrowser(ctx, b)
		})
		trusts(0)
	})
}
