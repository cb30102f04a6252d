package store_test

import (
	"database/sql"
	"errors"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"twofold/tenancy/scoped"
	"twofold/tenancy/store/storetest"
)

// served is a raw connection as the serving role: the store's own filter is
// out of the way, and what is left is PostgreSQL's.
type served struct {
	*sql.Conn
	t *testing.T
}

func serve(t *testing.T, c scoped.Config) served {
	t.Helper()
	db, err := sql.Open("pgx", c.URL)
	must(t, err)
	t.Cleanup(func() { db.Close() })
	conn, err := db.Conn(ctx)
	must(t, err)
	t.Cleanup(func() { conn.Close() })
	return served{conn, t}
}

// run runs a statement by itself and returns how many rows it touched and the
// SQLSTATE and text of its refusal.
func (s served) run(query string) (int64, string, string) {
	s.t.Helper()
	res, err := s.ExecContext(ctx, query)
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return 0, pg.Code, pg.Message
	}
	must(s.t, err)
	n, err := res.RowsAffected()
	must(s.t, err)
	return n, "", ""
}

func (s served) do(query string) {
	s.t.Helper()
	if _, code, words := s.run(query); code != "" {
		s.t.Fatalf("%s: %s %s", query, code, words)
	}
}

func (s served) count(query string) (n int64) {
	s.t.Helper()
	if err := s.QueryRowContext(ctx, query).Scan(&n); err != nil {
		s.t.Fatalf("%s: %v", query, err)
	}
	return n
}

// as begins a transaction in a tenant and ends it when fn is done.
func (s served) as(w world, end string, fn func()) {
	s.t.Helper()
	s.do("BEGIN")
	s.do("SELECT set_config('app.tenant_id', '" + w.id("org") + "', true)")
	fn()
	s.do(end)
}

const denied = "42501" // insufficient_privilege, for grants and row-level security alike

func TestRowsWithoutTheFilter(t *testing.T) {
	c := storetest.Postgres(t)
	db, l := open(t, c), lookAt(t, c)
	north, south := world{"north"}.build(t, db), world{"south"}.build(t, db)
	before := l.rows(t, north.scope())
	s := serve(t, c)
	for _, table := range l.tables {
		all := " " + table + " "
		if n := s.count("SELECT count(*) FROM" + all); n != 0 {
			t.Errorf("%s: %d rows are seen without a tenant", table, n)
		}
		s.as(south, "ROLLBACK", func() {
			if s.count("SELECT count(*) FROM"+all) == 0 || s.count("SELECT count(*) FROM"+all+"WHERE tenant_id <> '"+south.id("org")+"'") != 0 {
				t.Errorf("%s: a tenant sees none of its rows, or another's", table)
			}
		})
		if n := s.count("SELECT count(*) FROM" + all); n != 0 {
			t.Errorf("%s: %d rows are seen after the tenant's transaction", table, n)
		}
		for _, change := range []string{"UPDATE" + all + "SET tenant_id = tenant_id", "DELETE FROM" + all} {
			if n, code, _ := s.run(change); n != 0 || code != "" && (code != denied || table != "audit_events") {
				t.Errorf("%s without a tenant touched %d rows, error %s", change, n, code)
			}
		}
		moveIn(t, s, l, table, north, south)
	}
	s.as(south, "COMMIT", func() {
		for _, table := range l.tables {
			for _, change := range []string{"UPDATE " + table + " SET tenant_id = tenant_id", "DELETE FROM " + table} {
				s.do("SAVEPOINT one")
				if n, code, words := s.run(change); code != "" {
					if code != denied && code != "23503" {
						t.Errorf("%s: %s %s", change, code, words)
					}
					s.do("ROLLBACK TO one")
				} else if n == 0 {
					t.Errorf("%s touched nothing: it proves nothing", change)
				}
			}
		}
	})
	if after := l.rows(t, north.scope()); after != before {
		t.Fatalf("statements without a filter changed the other tenant's rows from\n%s\nto\n%s", before, after)
	}
}

// moveIn tries to put rows of south into north: new ones and its own.
func moveIn(t *testing.T, s served, l look, table string, north, south world) {
	t.Helper()
	var others []string
	for _, column := range l.query(t, "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name <> 'tenant_id' AND table_name = '"+table+"'") {
		others = append(others, strings.Trim(column, "[]"))
	}
	list := strings.Join(others, ", ")
	for _, change := range []string{
		"INSERT INTO " + table + " (tenant_id, " + list + ") SELECT '" + north.id("org") + "', " + list + " FROM " + table + " LIMIT 1",
		"UPDATE " + table + " SET tenant_id = '" + north.id("org") + "'",
	} {
		s.as(south, "ROLLBACK", func() {
			_, code, words := s.run(change)
			walled := strings.Contains(words, "row-level security") || table == "audit_events" && strings.HasPrefix(change, "UPDATE")
			if code != denied || !walled {
				t.Errorf("%s: %s %s, want row-level security to refuse", change, code, words)
			}
		})
	}
}

func TestServingRole(t *testing.T) {
	c := storetest.Postgres(t)
	db, l := open(t, c), lookAt(t, c)
	north := world{"north"}.build(t, db)
	s := serve(t, c)
	if s.count("SELECT count(*) FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls OR rolinherit OR rolcreaterole OR rolcreatedb)") != 0 {
		t.Error("the serving role is more than it has to be")
	}
	if s.count("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND pg_has_role(relowner, 'MEMBER')") != 0 {
		t.Error("the serving role owns a table and could take its walls down")
	}
	for _, table := range append(l.tables, "facts", "signing_keys") {
		if _, code, _ := s.run("TRUNCATE " + table + " CASCADE"); code != denied {
			t.Errorf("TRUNCATE %s, which no policy stops: %q", table, code)
		}
	}
	for _, change := range []string{"UPDATE audit_events SET ok = TRUE", "DELETE FROM audit_events", "ALTER TABLE audit_events DISABLE ROW LEVEL SECURITY",
		"INSERT INTO audit_events SELECT * FROM audit_events ON CONFLICT (tenant_id, id) DO UPDATE SET ok = FALSE"} {
		s.as(north, "ROLLBACK", func() {
			if _, code, _ := s.run(change); code != denied {
				t.Errorf("%s: %q, want it refused", change, code)
			}
		})
	}
}

func TestPlatformRole(t *testing.T) {
	c := storetest.Postgres(t)
	db, l := open(t, c), lookAt(t, c)
	world{"north"}.build(t, db)
	world{"south"}.build(t, db)
	s := serve(t, c)
	wide := map[string]bool{"tenants": true, "outbox": true, "jobs": true, "half_sign_ins": true, "enrollments": true, "sessions": true, "throttles": true, "links": true,
		"sent_codes": true, "ceremonies": true, "quotas": true, "cases": true, "requests": true, "resets": true, "inspections": true, "trusts": true, "grants": true}
	for _, table := range l.tables {
		if n := s.count("SELECT count(*) FROM " + table); n != 0 {
			t.Errorf("%s: the serving role sees %d rows before it takes the platform's role on", table, n)
		}
		s.do("BEGIN")
		s.do("SET LOCAL ROLE " + scoped.PlatformRole)
		_, code, _ := s.run("SELECT * FROM " + table)
		if wide[table] != (code == "") {
			t.Errorf("%s: the platform's role reads it: %v, want %v", table, code == "", wide[table])
		}
		s.do("ROLLBACK")
	}
	for query, want := range map[string]string{
		"SELECT tenant_id, id, email, email_key, name, state, two_step FROM users": "",
		"SELECT password_hash FROM users":                                          denied,
		"SELECT lock_until FROM users":                                             denied,
		"UPDATE users SET role = 'owner'":                                          denied,
		"UPDATE tenants SET policy_version = 9":                                    denied,
		"UPDATE sessions SET user_id = 'usr_north'":                                denied,
		"INSERT INTO sessions SELECT * FROM sessions":                              denied,
		"SELECT * FROM signing_keys":                                               denied,
		"DELETE FROM tenants":                                                      denied,
	} {
		s.do("BEGIN")
		s.do("SET LOCAL ROLE " + scoped.PlatformRole)
		if _, code, words := s.run(query); code != want {
			t.Errorf("the platform's role, %s: %q %s, want %q", query, code, words, want)
		}
		s.do("ROLLBACK")
	}
}

// TestAuditOnlyGrows tries to change the log of the embedded database past
// the store.
func TestAuditOnlyGrows(t *testing.T) {
	c := storetest.SQLite(t)
	db, l := open(t, c), lookAt(t, c)
	north := world{"north"}.build(t, db)
	before := l.rows(t, north.scope())
	for _, change := range []string{"UPDATE audit_events SET ok = FALSE", "DELETE FROM audit_events", "UPDATE audit_events SET id = 'x' WHERE id = 'evt_north'",
		"REPLACE INTO audit_events (tenant_id, id, kind, ok, actor_id, actor_name, subject_id, subject, search, ip, browser, request_id, detail) SELECT tenant_id, id, 'x', TRUE, '', '', '', '', '', '', '', '', '{}' FROM audit_events"} {
		if _, err := l.raw.Exec(change); err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: %v, want it refused", change, err)
		}
	}
	if l.rows(t, north.scope()) != before {
		t.Error("the log changed")
	}
}
