package store_test

import (
	"testing"
	"time"

	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

func TestSettledToCountsOneTenant(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		w, other := world{"north"}.build(t, db), world{"south"}.build(t, db)
		add := func(w world, id, country string, at time.Time, used bool) {
			in(t, db, w.scope(), func(tx *store.Tx) error {
				code := w.sentCode(id)
				code.Country, code.SentAt, code.ExpiresAt = country, at, at.Add(10*time.Minute)
				if err := tx.AddSentCode(ctx, code); err != nil || !used {
					return err
				}
				_, err := tx.UseSentCode(ctx, code.ID, "ses", at)
				return err
			})
		}
		now := start.Add(time.Hour)
		add(w, "used", "DE", start, true)
		add(w, "unused", "DE", start.Add(time.Minute), false)
		add(w, "open", "DE", now, false)
		add(w, "early", "DE", now, true)
		add(w, "old", "DE", start.Add(-2*time.Hour), false)
		add(w, "elsewhere", "FR", start, true)
		add(other, "theirs", "DE", start, false)
		in(t, db, w.scope(), func(tx *store.Tx) error {
			for most, want := range map[int][2]int{50: {2, 1}, 1: {1, 0}} {
				settled, used, err := tx.SettledTo(ctx, "DE", start.Add(-time.Hour), now, most)
				if err != nil || settled != want[0] || used != want[1] {
					t.Errorf("of %d: %d settled, %d used, %v", most, settled, used, err)
				}
			}
			return nil
		})
	})
}
