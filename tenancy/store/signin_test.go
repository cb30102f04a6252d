package store_test

import (
	"slices"
	"testing"
	"time"

	"twofold/domain"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

func TestSignInWithACode(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		w := world{"north"}.build(t, db)
		try := w.try()
		try.Email, try.Now = " IDA@North.example ", later
		facts, err := db.SpendPasswordTry(ctx, w.scope(), try)
		must(t, err)
		if !facts.Open || !facts.Found || !facts.Known || !slices.Contains(facts.Counted, w.keys().PairKnown) || facts.Person.ID != w.id("usr") ||
			facts.PolicyVersion != 2 || facts.Person.Methods[0] != domain.MethodApp || facts.AccountTries != store.PairFree+1 {
			t.Fatalf("facts = %+v", facts)
		}
		if len(facts.Trusts) != 1 || facts.Trusts[0].ID != w.id("trust") || facts.Trusts[0].UserID != w.id("usr") {
			t.Fatalf("trusts = %+v", facts.Trusts)
		}
		half := w.half("h2")
		wrote, err := db.WriteChallenge(ctx, w.scope(), w.seen(), half, facts.Counted, w.event("e2"))
		must(t, saved(wrote, err))
		code, err := db.SpendCodeTry(ctx, w.scope(), half.TokenHash, start)
		must(t, err)
		if !code.Live || !code.Counted || code.Half.ID != half.ID || code.Person.Lock.Tries != 2 || len(code.Factors) != 1 || string(code.Factors[0].Secret) != string(w.bytes("secret")) {
			t.Fatalf("code facts = %+v", code)
		}
		trust := w.trust("t2")
		right := store.RightCode{Seen: w.seen(), HalfID: half.ID, Factor: w.id("fac"), Step: 100, Session: w.session("s2"), Trust: &trust,
			Events: []domain.Event{w.event("e3"), w.event("e4")}, Mails: []store.Mail{w.mail("m2")}}
		spent, opened, err := db.WriteRightCode(ctx, w.scope(), right)
		must(t, err)
		if !spent || !opened {
			t.Fatal("right code not written", spent, opened)
		}
		l := lookAt(t, c)
		for table, id := range map[string]string{"sessions": "s2", "trusts": "t2", "audit_events": "e4", "outbox": "m2"} {
			if len(l.query(t, "SELECT id FROM "+table+" WHERE id = '"+id+"_north'")) != 1 {
				t.Errorf("a right code wrote no row in %s", table)
			}
		}
		visit, err := db.ReadVisit(ctx, w.scope(), w.bytes("s2"))
		must(t, err)
		if !visit.Found || visit.Person.Lock != (domain.Lock{}) || !visit.Person.LastSignInAt.Equal(start) || visit.Session.ACR != domain.AssuranceTwo ||
			visit.Tenant.Name != w.name || visit.KeysVersion != 1 || !visit.TrustGiven {
			t.Fatalf("visit = %+v", visit)
		}
		right.Step, right.Session = 101, w.session("s9")
		if spent, opened, err = db.WriteRightCode(ctx, w.scope(), right); spent || opened || err != nil {
			t.Fatal("a half sign-in that ended spent another code", spent, opened, err)
		}
		if code, err = db.ReadHalf(ctx, w.scope(), half.TokenHash, start); err != nil || code.Live {
			t.Fatal("a half sign-in lives on after its session", err)
		}
	})
}

func TestSignInByTrust(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		w := world{"north"}.build(t, db)
		use := store.TrustUse{ID: w.id("trust"), Current: w.bytes("trust"), Next: w.bytes("next"), Grace: later}
		wrote, err := db.WriteSession(ctx, w.scope(), w.seen(), w.session("s2"), &use, nil, w.event("e2"))
		must(t, saved(wrote, err))
		if !use.Rotated {
			t.Fatal("the trust's token did not change")
		}
		second := store.TrustUse{ID: w.id("trust"), Current: w.bytes("trust"), Next: w.bytes("lost"), Grace: later}
		wrote, err = db.WriteSession(ctx, w.scope(), w.seen(), w.session("s3"), &second, nil, w.event("e3"))
		must(t, saved(wrote, err))
		if second.Rotated {
			t.Fatal("a token that was replaced already was replaced again")
		}
		for _, row := range []struct {
			token string
			at    time.Time
			want  int
		}{{"next", later, 1}, {"trust", start, 1}, {"trust", later, 0}, {"lost", start, 0}} {
			try := w.try()
			try.Now, try.TrustHashes = row.at, [][]byte{[]byte("another"), w.bytes(row.token)}
			facts, err := db.SpendPasswordTry(ctx, w.scope(), try)
			must(t, err)
			if len(facts.Trusts) != row.want {
				t.Errorf("token %q finds %d trusts, want %d", row.token, len(facts.Trusts), row.want)
			}
		}
	})
}

// TestSignInByEndedTrust: no session opens by a trust that ended since it was
// read, however it ended, or that isn't the person's.
func TestSignInByEndedTrust(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db, l := open(t, c), lookAt(t, c)
		for name, end := range map[string]func(tx *store.Tx, w world) error{
			"one":     func(tx *store.Tx, w world) error { return saved(tx.EndTrust(ctx, w.id("usr"), w.id("trust"), start)) },
			"all":     func(tx *store.Tx, w world) error { return fails(tx.EndTrusts(ctx, w.id("usr"), start)) },
			"browser": func(tx *store.Tx, w world) error { return fails(tx.EndTrustsIn(ctx, w.browser(), start)) },
			"token":   func(tx *store.Tx, w world) error { return fails(tx.EndTrustByToken(ctx, w.bytes("trust"), start)) },
		} {
			w := world{name}.build(t, db)
			in(t, db, w.scope(), func(tx *store.Tx) error { return end(tx, w) })
			w.opensNothing(t, db, l, w.session("s2"), w.seen())
		}
		w := world{"another"}.build(t, db)
		session, seen := w.session("s2"), w.seen()
		session.UserID, seen.UserID = w.id("cal"), w.id("cal")
		w.opensNothing(t, db, l, session, seen)
	})
}

// opensNothing signs in by the world's trust.
func (w world) opensNothing(t *testing.T, db *store.DB, l look, session store.NewSession, seen store.Seen) {
	t.Helper()
	before := l.rows(t, w.scope())
	use := store.TrustUse{ID: w.id("trust"), Current: w.bytes("trust"), Next: w.bytes("next"), Grace: later}
	wrote, err := db.WriteSession(ctx, w.scope(), seen, session, &use, []string{w.keys().Pair}, w.event("e2"))
	if wrote || use.Rotated || err != nil || l.rows(t, w.scope()) != before {
		t.Errorf("%s: a session was opened by it: %v %v %v", w.name, wrote, use.Rotated, err)
	}
}

// TestSignInWaitsForTheEndOfATrust: one that is being ended when the session is
// written opens none.
func TestSignInWaitsForTheEndOfATrust(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		w := world{"north"}.build(t, db)
		opened := make(chan bool, 1)
		in(t, db, w.scope(), func(tx *store.Tx) error {
			must(t, saved(tx.EndTrust(ctx, w.id("usr"), w.id("trust"), start)))
			go func() {
				use := store.TrustUse{ID: w.id("trust"), Current: w.bytes("trust"), Next: w.bytes("next"), Grace: later}
				wrote, err := db.WriteSession(ctx, w.scope(), w.seen(), w.session("s2"), &use, nil, w.event("e2"))
				opened <- wrote || err != nil
			}()
			time.Sleep(200 * time.Millisecond) // it is written to the end, or waits
			return nil
		})
		if <-opened {
			t.Error("a session was opened by it")
		}
	})
}

// TestOutcomesNeedWhatWasSeen writes each outcome on versions that have
// changed since, and finds no row of it.
func TestOutcomesNeedWhatWasSeen(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db, l := open(t, c), lookAt(t, c)
		moves := map[string]func(tx *store.Tx, w world) error{
			"role": func(tx *store.Tx, w world) error {
				return saved(tx.ChangeUser(ctx, w.id("usr"), 1, store.UserChange{Role: domain.RoleUser, Raise: true}))
			},
			"suspended": func(tx *store.Tx, w world) error {
				return saved(tx.ChangeUser(ctx, w.id("usr"), 1, store.UserChange{State: domain.UserSuspended}))
			},
			"policy": func(tx *store.Tx, w world) error { return saved(tx.SavePolicy(ctx, w.policy(3))) },
		}
		for name, move := range moves {
			w := world{name}.build(t, db)
			in(t, db, w.scope(), func(tx *store.Tx) error { return move(tx, w) })
			before := l.rows(t, w.scope())
			for outcome, run := range map[string]func(c call) (any, error){"challenge": dbProbes["WriteChallenge"].do, "session": dbProbes["WriteSession"].do, "code": dbProbes["WriteRightCode"].do} {
				got, err := run(call{db: db, in: w.scope(), w: w})
				must(t, err)
				if !empty(got) || l.rows(t, w.scope()) != before {
					t.Errorf("a %s was written after a change of %s: %s", outcome, name, text(got))
				}
			}
		}
	})
}

// TestEndedSessions finds no visit for a session that was ended, whose person
// is suspended, or whose person's version rose.
func TestEndedSessions(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		for name, stop := range map[string]func(tx *store.Tx, w world) error{
			"ended": func(tx *store.Tx, w world) error { return saved(tx.EndSession(ctx, w.id("usr"), w.id("ses"), start)) },
			"suspended": func(tx *store.Tx, w world) error {
				return saved(tx.ChangeUser(ctx, w.id("usr"), 1, store.UserChange{State: domain.UserSuspended}))
			},
			"raised": func(tx *store.Tx, w world) error {
				return saved(tx.ChangeUser(ctx, w.id("usr"), 1, store.UserChange{Raise: true}))
			},
		} {
			w := world{name}.build(t, db)
			if v, err := db.ReadVisit(ctx, w.scope(), w.bytes("ses")); err != nil || !v.Found || !v.RecoveryOpen {
				t.Fatalf("visit = %+v, %v", v, err)
			}
			in(t, db, w.scope(), func(tx *store.Tx) error { return stop(tx, w) })
			if v, err := db.ReadVisit(ctx, w.scope(), w.bytes("ses")); err != nil || v.Found {
				t.Errorf("a session that is %s was found: %+v, %v", name, v, err)
			}
		}
	})
}
