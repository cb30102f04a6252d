package store_test

import (
	"testing"
	"time"

	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

// TestTemplatesOfOneTenant: a version is written once, the newest is in force,
// and another organization's words are its own.
func TestTemplatesOfOneTenant(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		w, other := world{"north"}.build(t, db), world{"south"}.build(t, db)
		reset := w.template(3)
		reset.Words, reset.At = nil, start.Add(time.Hour)
		in(t, db, w.scope(), func(tx *store.Tx) error { return tx.SaveTemplate(ctx, reset) })
		if err := db.In(ctx, w.scope(), func(tx *store.Tx) error { return tx.SaveTemplate(ctx, w.template(3)) }); !store.Duplicate(err) {
			t.Errorf("a version twice: %v", err)
		}
		in(t, db, w.scope(), func(tx *store.Tx) error {
			now, err := tx.Template(ctx, "invite", "de")
			if err != nil || now.Version != 3 || len(now.Words) != 0 || !now.At.Equal(reset.At) || now.ByName != "north" {
				t.Errorf("in force %+v, %v", now, err)
			}
			if none, err := tx.Template(ctx, "invite", "en"); err != nil || none.Version != store.FirstTemplate {
				t.Errorf("never changed %+v, %v", none, err)
			}
			history, err := tx.TemplateHistory(ctx, "invite", "de", 9)
			if err != nil || len(history) != 2 || history[1].Words["subject"] != "Hallo von north" {
				t.Errorf("history %+v, %v", history, err)
			}
			all, err := tx.Templates(ctx)
			if err != nil || len(all) != 1 || all[0].Version != 3 {
				t.Errorf("all %+v, %v", all, err)
			}
			return nil
		})
		in(t, db, other.scope(), func(tx *store.Tx) error {
			if theirs, err := tx.Template(ctx, "invite", "de"); err != nil || theirs.Version != 2 || theirs.Words["subject"] != "Hallo von south" {
				t.Errorf("of the other %+v, %v", theirs, err)
			}
			return nil
		})
	})
}
