package store_test

import (
	"testing"
	"time"

	"twofold/domain"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

// TestRequestsOfOneTenant: numbers begin anew in each tenant, a person has one
// open request, and of two who end or take it one does.
func TestRequestsOfOneTenant(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := store.New(storetest.Open(t, c))
		for _, name := range []string{"one", "two"} {
			w := world{name: name}.build(t, db)
			in(t, db, w.scope(), func(tx *store.Tx) error {
				r, err := tx.Request(ctx, w.id("req"))
				must(t, err)
				n, err := tx.CountRequests(ctx, store.RequestFilter{Live: true})
				if r.Number != 1001 || n != 1 {
					t.Errorf("%s: number %d, %d open", name, r.Number, n)
				}
				return err
			})
			err := db.In(ctx, w.scope(), func(tx *store.Tx) error {
				_, err := tx.AddRequest(ctx, w.request("again", "usr"))
				return err
			})
			if !store.Duplicate(err) {
				t.Errorf("a second open request: %v", err)
			}
			in(t, db, w.scope(), func(tx *store.Tx) error {
				for i, want := range []bool{true, false} {
					taken, err := tx.TakeRequest(ctx, w.id("req"), "", "adm", "Ada", start.Add(time.Second))
					must(t, err)
					if taken != want {
						t.Errorf("taken %d: %v", i, taken)
					}
				}
				for i, want := range []bool{true, false} {
					done, err := tx.SettleRequest(ctx, w.id("req"), store.Settled{State: domain.RequestDone, By: "adm", At: start})
					must(t, err)
					if done != want {
						t.Errorf("settled %d: %v", i, done)
					}
				}
				number, err := tx.AddRequest(ctx, w.request("again", "usr"))
				if number != 1002 {
					t.Errorf("the next number is %d", number)
				}
				return err
			})
		}
	})
}
