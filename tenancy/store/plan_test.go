package store_test

import (
	"regexp"
	"strings"
	"testing"

	"twofold/domain"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

// readsAll names the statements that may read a whole table: run by hand, or
// by one worker now and then.
var readsAll = []string{"Tenants", "ExpireTenants", "Outbox", "Purge"}

var wholeTable = regexp.MustCompile(`^SCAN \w+$`)

// TestStatementsUseIndexes asks SQLite how it would run every statement of the
// store: with 100,000 tenants none of a request may read a whole table.
func TestStatementsUseIndexes(t *testing.T) {
	c := storetest.SQLite(t)
	l := lookAt(t, c)
	var w watch
	c.Observe = w.see
	db := store.New(storetest.Open(t, c))
	for i, set := range []map[string]probe{txProbes, dbProbes} {
		north := world{[]string{"tx", "db"}[i]}.build(t, db)
		for _, name := range names(set) {
			if set[name].idle == "" {
				_, _ = set[name].run(db, north.scope(), north, i == 0)
			}
		}
	}
	runPlatform(t, db)
	planned := 0
	for _, query := range w.take() {
		if strings.HasPrefix(query, "BEGIN") || strings.HasPrefix(query, "COMMIT") || strings.HasPrefix(query, "ROLLBACK") {
			continue
		}
		planned++
		for _, step := range plan(t, l, query) {
			part := strings.Contains(query, strings.TrimPrefix(step, "SCAN ")+" AS (SELECT") // of the statement itself
			if wholeTable.MatchString(step) && !part && !mayReadAll(query) {
				t.Fatalf("%s in %s", step, query)
			}
		}
	}
	if planned < 100 {
		t.Errorf("only %d statements were seen", planned)
	}
}

func mayReadAll(query string) bool {
	name, _ := allowed(query)
	for _, one := range readsAll {
		if strings.HasPrefix(name, one+":") {
			return true
		}
	}
	return false
}

func plan(t *testing.T, l look, query string) (steps []string) {
	t.Helper()
	rows, err := l.raw.Query("EXPLAIN QUERY PLAN "+query, make([]any, strings.Count(query, "?"))...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var step string
		must(t, rows.Scan(&id, &parent, &unused, &step))
		steps = append(steps, step)
	}
	must(t, rows.Err())
	return steps
}

// TestStatementsOfASignIn counts what a sign-in and a second step cost beside
// BEGIN, COMMIT and set_config.
func TestStatementsOfASignIn(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		var w watch
		c.Observe = w.see
		db := store.New(storetest.Open(t, c))
		north := world{"north"}.build(t, db)
		try := north.try()
		try.TrustHashes, try.Now = nil, later
		keys := []string{north.keys().Pair, north.keys().Source, north.keys().Account}
		w.take()
		for _, step := range []struct {
			name string
			most int
			run  func() error
		}{
			{"read a session", 1, func() error { return fails(db.ReadVisit(ctx, north.scope(), north.bytes("ses"))) }},
			{"sign in with a password", 6, func() error {
				if err := fails(db.SpendPasswordTry(ctx, north.scope(), try)); err != nil {
					return err
				}
				return saved(db.WriteSession(ctx, north.scope(), north.seen(), north.session("s2"), nil, keys, north.event("e2")))
			}},
			{"ask for a code", 6, func() error {
				if err := fails(db.SpendPasswordTry(ctx, north.scope(), try)); err != nil {
					return err
				}
				return saved(db.WriteChallenge(ctx, north.scope(), north.seen(), north.half("h2"), keys, north.event("e3")))
			}},
			{"second step", 8, func() error {
				if err := fails(db.SpendCodeTry(ctx, north.scope(), north.bytes("half"), start)); err != nil {
					return err
				}
				_, opened, err := db.WriteRightCode(ctx, north.scope(), store.RightCode{Seen: north.seen(), HalfID: north.id("half"), Factor: north.id("fac"), Step: 9,
					Session: north.session("s3"), Events: []domain.Event{north.event("e4")}})
				return saved(opened, err)
			}},
		} {
			must(t, step.run())
			if seen := w.take(); len(seen) > step.most {
				t.Errorf("%s takes %d statements, want at most %d:\n%s", step.name, len(seen), step.most, strings.Join(seen, "\n"))
			}
		}
	})
}
