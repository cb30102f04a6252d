// Package storetest opens fresh, migrated databases for tests: a SQLite file
// in the test's folder, and a PostgreSQL database of its own served by a
// lesser role, as in production.
package storetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"twofold/migrations"
	"twofold/tenancy/scoped"
)

// ServeRole is the role the tests serve as.
const ServeRole = "twofold_test_serve"

// Server is the environment variable that names a PostgreSQL server and a
// role that may create databases and roles on it.
const Server = "TWOFOLD_TEST_POSTGRES"

// Both runs fn once on each database, at the same time, after the rest of t and
// beside other tests: each waits for its database about as long as it uses the
// processor.
func Both(t *testing.T, fn func(t *testing.T, c scoped.Config)) {
	if _, again := beside.LoadOrStore(t, true); !again {
		t.Parallel()
	}
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		fn(t, SQLite(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		fn(t, Postgres(t))
	})
}

// beside are the tests that called Both before, since t.Parallel is called once.
var beside sync.Map

// Open opens a database of Both until the test ends.
func Open(t testing.TB, c scoped.Config) *scoped.DB {
	t.Helper()
	db, err := scoped.Open(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return db
}

// SQLite makes an empty, migrated database file.
func SQLite(t testing.TB) scoped.Config {
	t.Helper()
	c := scoped.Config{URL: filepath.Join(t.TempDir(), "twofold.db")}
	if err := os.WriteFile(c.URL, migratedFile(t), 0o600); err != nil {
		t.Fatal(err)
	}
	return c
}

var file struct {
	sync.Mutex
	content []byte
}

// migratedFile migrates one file a process; the others are its copies.
func migratedFile(t testing.TB) []byte {
	t.Helper()
	file.Lock()
	defer file.Unlock()
	if file.content != nil {
		return file.content
	}
	path := filepath.Join(t.TempDir(), "template.db")
	db, err := scoped.Open(context.Background(), scoped.Config{URL: path})
	if err != nil {
		t.Fatal(err)
	}
	up(t, db)
	db.Close() // which brings the write-ahead log into the file
	if file.content, err = os.ReadFile(path); err != nil {
		t.Fatal(err)
	}
	return file.content
}

func up(t testing.TB, db *scoped.DB) {
	t.Helper()
	err := db.Migrate(context.Background(), func(ctx context.Context, raw *bun.DB) error {
		_, err := migrations.Up(ctx, raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

var template struct {
	sync.Mutex
	name string
}

// Postgres makes an empty, migrated database, dropped when the test ends. It
// fails where no server is named: half of the promise would go untested.
func Postgres(t testing.TB) scoped.Config {
	t.Helper()
	admin := server(t)
	name := newDatabase(t, admin, migratedTemplate(t, admin))
	return scoped.Config{URL: address(t, name, ServeRole), Conns: 4}
}

// EmptyPostgres makes a database without a schema and opens it as the
// server's own role, dropped when the test ends.
func EmptyPostgres(t testing.TB) scoped.Config {
	t.Helper()
	admin := server(t)
	ensureServeRole(t, admin)
	return scoped.Config{URL: address(t, newDatabase(t, admin, "template1"), ""), Conns: 4}
}

func server(t testing.TB) *sql.DB {
	t.Helper()
	name := os.Getenv(Server)
	if name == "" {
		t.Fatalf("%s is not set: run `make test`, or start one with tools/pg and set it to what `tools/pg url` prints", Server)
	}
	admin, err := sql.Open("pgx", name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { admin.Close() })
	return admin
}

func newDatabase(t testing.TB, admin *sql.DB, source string) string {
	t.Helper()
	name := databaseName(t, "test")
	exec(t, admin, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s", name, source))
	t.Cleanup(func() { exec(t, admin, fmt.Sprintf("DROP DATABASE IF EXISTS %s WITH (FORCE)", name)) })
	return name
}

// migratedTemplate migrates one database a process and copies it after that.
// Nothing tells when the process is done with it, so a later one drops it.
func migratedTemplate(t testing.TB, admin *sql.DB) string {
	template.Lock()
	defer template.Unlock()
	if template.name != "" {
		return template.name
	}
	dropLeft(t, admin)
	ensureServeRole(t, admin)
	name := databaseName(t, "template")
	exec(t, admin, "CREATE DATABASE "+name)
	db, err := scoped.Open(context.Background(), scoped.Config{URL: address(t, name, "")})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.Migrate(context.Background(), func(ctx context.Context, raw *bun.DB) error {
		if err := migrations.EnsurePlatformRole(ctx, raw); err != nil {
			return err
		}
		if _, err := migrations.Up(ctx, raw); err != nil {
			return err
		}
		return migrations.Grant(ctx, raw, ServeRole)
	})
	if err != nil {
		t.Fatal(err)
	}
	template.name = name
	return name
}

func ensureServeRole(t testing.TB, admin *sql.DB) {
	t.Helper()
	exec(t, admin, fmt.Sprintf(`DO $$ BEGIN
		IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '%[1]s') THEN CREATE ROLE %[1]s LOGIN NOINHERIT PASSWORD '%[1]s'; END IF;
		EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`, ServeRole))
}

// databaseName holds the time, by which dropLeft knows what nobody uses.
func databaseName(t testing.TB, kind string) string {
	t.Helper()
	return fmt.Sprintf("twofold_%s_%d_%s", kind, time.Now().Unix(), random(t))
}

// dropLeft drops what processes left behind that ended hours ago.
func dropLeft(t testing.TB, admin *sql.DB) {
	t.Helper()
	rows, err := admin.Query(`SELECT datname FROM pg_database WHERE datname ~ '^twofold_(test|template)_[0-9]+_[0-9a-f]+$'
		AND split_part(datname, '_', 3)::bigint < extract(epoch FROM now()) - 7200`)
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
	for _, name := range names {
		exec(t, admin, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)")
	}
}

func exec(t testing.TB, db *sql.DB, statement string) {
	t.Helper()
	if _, err := db.Exec(statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// address is the server's address with another database and, where role is
// given, another user.
func address(t testing.TB, database, role string) string {
	t.Helper()
	u, err := url.Parse(os.Getenv(Server))
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + database
	if role != "" {
		u.User = url.UserPassword(role, role)
	}
	return u.String()
}

func random(t testing.TB) string {
	t.Helper()
	var b [6]byte
	if _, err := rand.Read(b[:]); err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(b[:])
}
