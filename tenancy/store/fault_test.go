package store_test

import (
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"twofold/domain"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

// stop makes a database take no more writes, and go on again.
type stop struct{ on, off func() }

func stopLite(t *testing.T, sdb *scoped.DB) stop {
	limit := func(pages string) func() {
		return func() {
			must(t, sdb.Global(ctx, func(tx bun.Tx) error { _, err := tx.ExecContext(ctx, "PRAGMA max_page_count = "+pages); return err }))
		}
	}
	return stop{limit("1"), limit("1000000")}
}

// stopPostgres lets every new transaction be a reading one, as a standby or an
// operator's hand does.
func stopPostgres(t *testing.T, l look) stop {
	run := func(value string) func() {
		return func() {
			for _, s := range []string{"ALTER DATABASE %s SET default_transaction_read_only = " + value,
				"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'twofold'"} {
				_, err := l.raw.Exec(strings.ReplaceAll(s, "%s", strings.Trim(l.query(t, "SELECT current_database()")[0], "[]")))
				must(t, err)
			}
		}
	}
	return stop{run("on"), run("off")}
}

// TestWritesThatCannotBe (F-10, F-11) makes the database refuse writes: no try
// is let through uncounted, no code is taken without being spent, nothing is
// half there, and it goes on by itself afterwards.
func TestWritesThatCannotBe(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		sdb, l := storetest.Open(t, c), lookAt(t, c)
		db, w := store.New(sdb), world{"north"}
		w.build(t, db)
		writes := stopLite(t, sdb)
		if c.Postgres() {
			writes = stopPostgres(t, l)
		}
		// On SQLite, too big for the space that is left in pages already there.
		event := w.event("big")
		event.Detail = map[string]string{"big": strings.Repeat("x", 1<<20)}
		right := store.RightCode{Seen: w.seen(), HalfID: w.id("half"), Factor: w.id("fac"), Step: 9, Session: w.session("s2"), Events: []domain.Event{event}}
		trust := &store.TrustUse{ID: w.id("trust"), Current: w.bytes("trust"), Next: []byte("next"), Grace: end}
		try := w.try()
		try.Email, try.Now = "new", later
		if try.Keys = keys("new"); !c.Postgres() {
			try.Keys = keys(strings.Repeat("new", 1<<18))
		}
		before := l.rows(t, w.scope())
		writes.on()
		for range 2 {
			spent, opened, err := db.WriteRightCode(ctx, w.scope(), right)
			if err == nil || spent || opened {
				t.Errorf("a code was taken: spent %v, opened %v, %v", spent, opened, err)
			}
			wrote, err := db.WriteSession(ctx, w.scope(), w.seen(), w.session("s2"), trust, nil, event)
			if err == nil || wrote || trust.Rotated {
				t.Errorf("a session was opened: %v, %v", wrote, err)
			}
			if facts, err := db.SpendPasswordTry(ctx, w.scope(), try); err == nil || facts.Open {
				t.Errorf("a password try was let through: %v", err)
			}
			if err := db.In(ctx, w.scope(), func(tx *store.Tx) error { return tx.Record(ctx, event) }); err == nil {
				t.Error("an event was recorded")
			}
		}
		if after := l.rows(t, w.scope()); after != before {
			t.Errorf("refused writes left something: %d bytes of rows were %d", len(after), len(before))
		}
		if v, err := db.ReadVisit(ctx, w.scope(), w.bytes("ses")); err != nil || !v.Found {
			t.Errorf("reads don't go on: %v", err)
		}
		writes.off()
		spent, opened, err := db.WriteRightCode(ctx, w.scope(), right)
		for i := 0; err != nil && i < 2*c.Conns; i++ { // each connection that was ended fails once
			spent, opened, err = db.WriteRightCode(ctx, w.scope(), right)
		}
		if err != nil || !spent || !opened {
			t.Errorf("writes don't go on: %v", err)
		}
	})
}
