package storetest

import (
	"database/sql"
	"net/url"
	"strings"
	"testing"

	"twofold/tenancy/scoped"
)

// Raw opens the database of c past every wall: the file itself, or PostgreSQL
// as the server's own role. It is for looking at rows as they are and for
// breaking things on purpose.
func Raw(t testing.TB, c scoped.Config) *sql.DB {
	t.Helper()
	driver, source := "sqlite", "file:"+(&url.URL{Path: c.URL}).EscapedPath()+"?_busy_timeout=10000&_txlock=immediate"
	if c.Postgres() {
		driver, source = "pgx", asServer(t, c)
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxIdleConns(32)
	t.Cleanup(func() { db.Close() })
	return db
}

func asServer(t testing.TB, c scoped.Config) string {
	t.Helper()
	u, err := url.Parse(c.URL)
	if err != nil {
		t.Fatal(err)
	}
	return address(t, strings.TrimPrefix(u.Path, "/"), "")
}

// TenantTables names the tables that have a column tenant_id, as the database
// tells it.
func TenantTables(t testing.TB, c scoped.Config) []string {
	t.Helper()
	query := `SELECT m.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c WHERE m.type = 'table' AND c.name = 'tenant_id' ORDER BY m.name`
	if c.Postgres() {
		query = `SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'tenant_id' ORDER BY table_name`
	}
	rows, err := Raw(t, c).Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	if err := rows.Err(); err != nil || len(names) == 0 {
		t.Fatalf("tenant tables: %v, %v", names, err)
	}
	return names
}
