package store_test

import (
	"fmt"
	"testing"
	"time"

	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

// tries spends password tries of one tenant at a moving time.
type tries struct {
	t   *testing.T
	db  *store.DB
	w   world
	now time.Time
}

func newTries(t *testing.T, c scoped.Config) *tries {
	db := open(t, c)
	return &tries{t: t, db: db, w: world{"north"}.build(t, db), now: later}
}

func (s *tries) spend(k store.ThrottleKeys) store.PasswordFacts {
	s.t.Helper()
	f, err := s.db.SpendPasswordTry(ctx, s.w.scope(), store.PasswordTry{Email: k.Account, BrowserHash: []byte{}, Keys: k, Now: s.now})
	must(s.t, err)
	return f
}

func (s *tries) blocked(k store.ThrottleKeys) (until time.Time, kind string) {
	s.t.Helper()
	c := s.closed(k)
	return c.Until, c.Kind
}

func (s *tries) closed(k store.ThrottleKeys) (c store.Closed) {
	s.t.Helper()
	in(s.t, s.db, s.w.scope(), func(tx *store.Tx) (err error) { c, err = tx.Blocking(ctx, k, s.now); return err })
	return c
}

// recorded reports whether this caller was the one to record a wait.
func (s *tries) recorded(c store.Closed) (first bool) {
	s.t.Helper()
	in(s.t, s.db, s.w.scope(), func(tx *store.Tx) (err error) { first, err = tx.RecordRefusals(ctx, c); return err })
	return first
}

// TestEachWaitIsRecordedOnce records the refusals of one wait once, and of the
// next one once more.
func TestEachWaitIsRecordedOnce(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		s, k := newTries(t, c), keys("new@north.example")
		for range store.PairFree {
			s.spend(k)
		}
		for range 3 {
			wait := s.closed(k)
			if wait.Recorded || wait.ID != k.Pair {
				t.Fatalf("a new wait is %+v", wait)
			}
			if !s.recorded(wait) || s.recorded(wait) || !s.closed(k).Recorded {
				t.Error("a wait is not recorded once")
			}
			s.now = wait.Until
			s.spend(k)
			if s.recorded(wait) {
				t.Error("a wait that is over is recorded in the place of the next")
			}
		}
	})
}

func TestPasswordWaits(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		s, k := newTries(t, c), keys("new@north.example")
		for i := 1; i <= store.PairFree; i++ {
			if f := s.spend(k); !f.Open || f.Found || f.AccountTries != int64(i) {
				t.Fatalf("try %d: %+v", i, f)
			}
			s.now = s.now.Add(time.Minute)
		}
		s.now = s.now.Add(-time.Minute)
		wait := time.Second
		for i := store.PairFree + 1; i <= 14; i++ {
			if until, kind := s.blocked(k); !until.Equal(s.now.Add(wait)) || kind != store.ThrottlePair {
				t.Fatalf("before try %d: blocked until %s by %q, want %s", i, until, kind, s.now.Add(wait))
			}
			s.now = s.now.Add(wait - time.Millisecond)
			for range store.SourceMost {
				if f := s.spend(k); f.Open {
					t.Fatalf("try %d was let through before its wait of %s", i, wait)
				}
			}
			s.now = s.now.Add(time.Millisecond)
			if f := s.spend(k); !f.Open || f.AccountTries != int64(i) {
				t.Fatalf("try %d after its wait of %s: %+v", i, wait, f)
			}
			wait = min(2*wait, store.PairMostWait)
		}
		in(t, s.db, s.w.scope(), func(tx *store.Tx) error { return tx.ClearThrottles(ctx, "pair:new@north") })
		if until, _ := s.blocked(k); !until.IsZero() || !s.spend(k).Open {
			t.Errorf("still blocked until %s", until)
		}
	})
}

// TestSourceWindow closes a network over all accounts, until its window ends.
func TestSourceWindow(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		s := newTries(t, c)
		key := func(i int) store.ThrottleKeys {
			k := keys(fmt.Sprint("person", i))
			k.Source = "source:one"
			return k
		}
		for i := range store.SourceMost {
			if !s.spend(key(i)).Open {
				t.Fatalf("try %d was refused", i+1)
			}
			s.now = s.now.Add(time.Second)
		}
		closes := later.Add(store.SourceWindow)
		if until, kind := s.blocked(key(99)); !until.Equal(closes) || kind != store.ThrottleSource {
			t.Errorf("blocked until %s by %q, want %s", until, kind, closes)
		}
		s.now = closes.Add(-time.Millisecond)
		if s.spend(key(99)).Open {
			t.Error("a try more than the window holds was let through")
		}
		s.now = closes
		for i := range store.SourceMost {
			if !s.spend(key(100 + i)).Open {
				t.Fatalf("try %d of the next window was refused", i+1)
			}
		}
		if s.spend(key(200)).Open {
			t.Error("the next window holds more than the first")
		}
	})
}

// TestRightPasswordsAreForgiven takes tries back for an outcome that was
// written, and none for one that wasn't.
func TestRightPasswordsAreForgiven(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		s, k := newTries(t, c), keys("new@north.example")
		l := lookAt(t, c)
		k.Source = "source:new"
		for range store.PairFree {
			s.spend(k)
		}
		list := []string{k.Pair, k.Source, k.Account}
		counts := func() string {
			return fmt.Sprint(l.query(t, "SELECT CAST(tries AS TEXT), CASE WHEN until_at > 0 THEN 'waits' ELSE 'open' END FROM throttles WHERE id IN ('"+k.Pair+"', '"+k.Source+"', '"+k.Account+"') ORDER BY kind"))
		}
		must(t, s.db.ForgivePassword(ctx, s.w.scope(), list, "ses_of_nobody"))
		must(t, s.db.ForgivePassword(ctx, s.w.scope(), list, ""))
		old := s.w.seen()
		old.SecurityVersion = 9
		if wrote, err := s.db.WriteSession(ctx, s.w.scope(), old, s.w.session("x"), nil, list, s.w.event("x")); wrote || err != nil {
			t.Errorf("wrote %v, %v", wrote, err)
		}
		if got := counts(); got != "[[3 open] [3 waits] [3 open]]" {
			t.Errorf("nothing was right, but the counts are %s", got)
		}
		wrote, err := s.db.WriteChallenge(ctx, s.w.scope(), s.w.seen(), s.w.half("x"), list, s.w.event("x"))
		must(t, saved(wrote, err))
		if got := counts(); got != "[[0 open] [0 open] [2 open]]" {
			t.Errorf("after a right password the counts are %s", got)
		}
		for range 4 {
			must(t, s.db.ForgivePassword(ctx, s.w.scope(), list, s.w.id("ses")))
		}
		if got := counts(); got != "[[0 open] [0 open] [0 open]]" {
			t.Errorf("forgiven too often the counts are %s", got)
		}
	})
}

// TestCodeLock follows the lock of the second step: its number, its minutes,
// and the count that starts anew behind it.
func TestCodeLock(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		s := newTries(t, c)
		half := s.w.half("long")
		half.ExpiresAt = later.AddDate(0, 0, 1)
		wrote, err := s.db.WriteChallenge(ctx, s.w.scope(), s.w.seen(), half, nil, s.w.event("long"))
		must(t, saved(wrote, err))
		in(t, s.db, s.w.scope(), func(tx *store.Tx) error { return tx.ForgiveCodes(ctx, s.w.id("usr")) })
		try := func() store.CodeFacts {
			f, err := s.db.SpendCodeTry(ctx, s.w.scope(), half.TokenHash, s.now)
			must(t, err)
			return f
		}
		total := 0
		for round := range 3 {
			for i := 1; i <= 5; i++ {
				f := try()
				total++
				if !f.Live || !f.Counted || f.Person.Lock.Tries != i || f.Person.Lock.Total != total || f.Person.Lock.Until.IsZero() != (i < 5) {
					t.Fatalf("round %d, try %d: %+v", round, i, f.Person.Lock)
				}
			}
			until := s.now.Add(30 * time.Minute)
			for _, at := range []time.Time{s.now, until.Add(-time.Millisecond)} {
				s.now = at
				if f := try(); !f.Live || f.Counted || !f.Person.Lock.Until.Equal(until) || f.Person.Lock.Total != total {
					t.Fatalf("round %d, locked: %+v", round, f.Person.Lock)
				}
			}
			s.now = until
		}
		if f, err := s.db.ReadHalf(ctx, s.w.scope(), half.TokenHash, s.now); err != nil || !f.Live || f.Counted || f.Person.Lock.Total != total {
			t.Errorf("reading counted: %+v, %v", f, err)
		}
		s.now = half.ExpiresAt
		if f := try(); f.Live || f.Counted {
			t.Errorf("a half sign-in lives past its end: %+v", f)
		}
	})
}
