package store_test

import (
	"fmt"
	"testing"
	"time"

	"twofold/domain"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

// grantEnds are the ends of a grant. The last two leave it open.
var grantEnds = []struct {
	by    string
	do    func(tx *store.Tx, w world) error
	at    time.Time
	lives bool
}{
	{"its time", func(*store.Tx, world) error { return nil }, end, false},
	{"its use", func(tx *store.Tx, w world) error { return saved(tx.UseGrant(ctx, w.id("gra"), 1, start)) }, start, false},
	{"somebody", func(tx *store.Tx, w world) error { return saved(tx.StopGrant(ctx, w.id("gra"), "usr_9", "Sam", start)) }, start, false},
	{"a later one", func(tx *store.Tx, w world) error { return tx.AddGrant(ctx, w.grant("two")) }, start, false},
	{"the end of all", func(tx *store.Tx, w world) error { return tx.StopGrants(ctx, w.id("usr"), "", "usr_9", "Sam", start) }, start, false},
	{"a later version", func(tx *store.Tx, w world) error { return tx.CarryGrants(ctx, w.id("usr"), 1, 2) }, start, false},
	{"one of another kind", func(tx *store.Tx, w world) error {
		return tx.StopGrants(ctx, w.id("usr"), domain.GrantText, "usr_9", "Sam", start)
	}, start, true},
	{"nothing", func(*store.Tx, world) error { return nil }, start, true},
}

func TestGrantsEnd(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		for i, end := range grantEnds {
			w := world{fmt.Sprint("ends", i)}.build(t, db)
			in(t, db, w.scope(), func(tx *store.Tx) error {
				if err := end.do(tx, w); err != nil {
					return err
				}
				open, err := tx.OpenGrant(ctx, w.id("usr"), domain.GrantAccessCode, 1, end.at)
				if err != nil && !store.Missing(err) {
					return err
				}
				used, err := tx.UseGrant(ctx, w.id("gra"), 1, end.at)
				if used != end.lives || (open.ID == w.id("gra")) != end.lives {
					t.Errorf("after %s it is open: %v, used: %v", end.by, open.ID != "", used)
				}
				return err
			})
		}
	})
}
