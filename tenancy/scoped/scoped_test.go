package scoped_test

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/uptrace/bun"

	"twofold/tenancy"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store/storetest"
)

var (
	ctx   = context.Background()
	north = tenancy.Of("org_north")
	south = tenancy.Of("org_south")
)

// tally is a row of a small tenant table.
type tally struct {
	bun.BaseModel `bun:"table:throttles"`
	scoped.Row
	ID    string `bun:"id,pk"`
	Kind  string
	Tries int64
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// fixture is an open database with two tenants, a way past the walls, and the
// statements that ran.
type fixture struct {
	*scoped.DB
	c   scoped.Config
	raw *sql.DB

	mu      sync.Mutex
	queries []string
}

func open(t *testing.T, c scoped.Config) *fixture {
	t.Helper()
	f := &fixture{c: c, raw: storetest.Raw(t, c)}
	for _, s := range []tenancy.Scope{north, south} {
		_, err := f.raw.Exec("INSERT INTO tenants (tenant_id, name, short_name, short_key, state, policy_version, lock_attempts, lock_minutes) VALUES ('" +
			s.Tenant() + "', 'x', '" + s.Tenant() + "', '" + s.Tenant() + "', 'active', 1, 5, 30)")
		must(t, err)
	}
	c.Observe = func(query string) {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.queries = append(f.queries, query)
	}
	f.DB = storetest.Open(t, c)
	return f
}

// last is the newest statement that begins with word.
func (f *fixture) last(t *testing.T, word string) string {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, q := range slices.Backward(f.queries) {
		if strings.HasPrefix(q, word) {
			return q
		}
	}
	t.Fatalf("no statement begins with %s", word)
	return ""
}

func (f *fixture) add(t *testing.T, s tenancy.Scope, ids ...string) {
	t.Helper()
	must(t, f.In(ctx, s, func(tx *scoped.Tx) error {
		for _, id := range ids {
			if err := tx.Insert(ctx, &tally{ID: id, Kind: "pair"}); err != nil {
				return err
			}
		}
		return nil
	}))
}

// rows are all rows of the table, past the walls.
func (f *fixture) rows(t *testing.T) string {
	t.Helper()
	rows, err := f.raw.Query("SELECT tenant_id || '/' || id || '=' || tries FROM throttles ORDER BY 1")
	must(t, err)
	defer rows.Close()
	var out []string
	for rows.Next() {
		var one string
		must(t, rows.Scan(&one))
		out = append(out, one)
	}
	must(t, rows.Err())
	return strings.Join(out, " ")
}
