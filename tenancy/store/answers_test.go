package store_test

import (
	"testing"
	"time"

	"twofold/domain"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

// TestAnswerTriesOfOneTenant spends the tries of a day, which a change of the
// answers gives back to nobody, and none of another tenant's.
func TestAnswerTriesOfOneTenant(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		w, other := world{"north"}.build(t, db), world{"south"}.build(t, db)
		spend := func(s world, at time.Time) (ok bool) {
			in(t, db, s.scope(), func(tx *store.Tx) (err error) {
				ok, err = tx.SpendAnswerTry(ctx, s.id("usr"), 24*time.Hour, at)
				return err
			})
			return ok
		}
		for i := range domain.CheckTries {
			if !spend(w, start.Add(time.Duration(i)*time.Hour)) {
				t.Fatalf("try %d is refused", i)
			}
		}
		in(t, db, w.scope(), func(tx *store.Tx) error {
			if err := tx.SaveAnswers(ctx, w.id("usr"), store.AnswerSet{}); err != nil {
				return err
			}
			if set, err := tx.Answers(ctx, w.id("usr")); err != nil || set.Hash != "" || len(set.Questions) > 0 {
				t.Errorf("removed, but %+v, %v", set, err)
			}
			return nil
		})
		if spend(w, start.Add(48*time.Hour)) {
			t.Error("spent a try on no answers")
		}
		in(t, db, w.scope(), func(tx *store.Tx) error { return tx.SaveAnswers(ctx, w.id("usr"), w.answers("new")) })
		if spend(w, start.Add(24*time.Hour-time.Millisecond)) || !spend(w, start.Add(24*time.Hour)) || spend(w, start.Add(25*time.Hour-time.Millisecond)) || !spend(w, start.Add(25*time.Hour)) {
			t.Error("the day is not the 24 hours before")
		}
		in(t, db, w.scope(), func(tx *store.Tx) error {
			at, err := tx.NextAnswerTry(ctx, w.id("usr"), 24*time.Hour)
			if !at.Equal(start.Add(26 * time.Hour)) {
				t.Errorf("next at %v", at)
			}
			return err
		})
		in(t, db, other.scope(), func(tx *store.Tx) error {
			at, err := tx.NextAnswerTry(ctx, w.id("usr"), 24*time.Hour)
			if !at.IsZero() {
				t.Errorf("another tenant reads %v", at)
			}
			return err
		})
		if !spend(other, start) {
			t.Error("another tenant's tries are spent")
		}
	})
}

// TestAnswerTriesRace lets no more through than there are, however many check
// at once.
func TestAnswerTriesRace(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		w := world{"north"}.build(t, db)
		const agents = 8
		got := make(chan bool, agents)
		for range agents {
			go func() {
				ok := false
				err := db.In(ctx, w.scope(), func(tx *store.Tx) (err error) {
					ok, err = tx.SpendAnswerTry(ctx, w.id("usr"), 24*time.Hour, start)
					return err
				})
				got <- err == nil && ok
			}()
		}
		n := 0
		for range agents {
			if <-got {
				n++
			}
		}
		if n != domain.CheckTries {
			t.Errorf("%d of %d checks went through", n, agents)
		}
	})
}
