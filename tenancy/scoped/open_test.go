package scoped_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"twofold/tenancy/scoped"
	"twofold/tenancy/store/storetest"
)

// TestEveryConnectionIsDurable asks each connection that the pools may open.
func TestEveryConnectionIsDurable(t *testing.T) {
	f := open(t, storetest.SQLite(t))
	for name, db := range map[string]*bun.DB{"writer": f.Writer(), "reader": f.Reader()} {
		stats := db.Stats()
		if name == "writer" && stats.MaxOpenConnections != 1 {
			t.Errorf("%d connections write", stats.MaxOpenConnections)
		}
		for i := range stats.MaxOpenConnections {
			conn, err := db.DB.Conn(ctx)
			must(t, err)
			defer conn.Close()
			for pragma, want := range map[string]string{"synchronous": "2", "foreign_keys": "1", "journal_mode": "wal", "busy_timeout": "10000",
				"query_only": map[string]string{"writer": "0", "reader": "1"}[name], "wal_autocheckpoint": map[string]string{"writer": "8000", "reader": "1000"}[name]} {
				var got string
				must(t, conn.QueryRowContext(ctx, "PRAGMA "+pragma).Scan(&got))
				if got != want {
					t.Errorf("%s %d: %s is %s, want %s", name, i, pragma, got, want)
				}
			}
		}
	}
}

// TestTheLogComesBack writes three times what SQLite's log holds: it begins anew
// instead of growing.
func TestTheLogComesBack(t *testing.T) {
	f := open(t, storetest.SQLite(t))
	const page, most = 4096, 8000
	_, err := f.Writer().ExecContext(ctx, "CREATE TABLE filler (body BLOB)")
	must(t, err)
	for range 3 * most / 500 {
		_, err := f.Writer().ExecContext(ctx, "INSERT INTO filler VALUES (zeroblob(?))", 500*page)
		must(t, err)
	}
	info, err := os.Stat(f.c.URL + "-wal")
	must(t, err)
	if info.Size() < most*page || info.Size() > most*page*5/4 {
		t.Errorf("the log is %d MB", info.Size()>>20)
	}
}

// TestWritersLockAtBegin begins a second writer while one is open: it has to
// wait at its beginning, not fail at its first change.
func TestWritersLockAtBegin(t *testing.T) {
	f := open(t, storetest.SQLite(t))
	must(t, f.In(ctx, north, func(*scoped.Tx) error {
		other := storetest.Raw(t, f.c)
		_, err := other.Exec("PRAGMA busy_timeout = 0")
		must(t, err)
		if _, err = other.Begin(); err == nil || !strings.Contains(err.Error(), "SQLITE_BUSY") {
			t.Errorf("a second writer began: %v", err)
		}
		return nil
	}))
}

func TestPostgresPools(t *testing.T) {
	c := storetest.Postgres(t)
	c.Conns = 3
	f := open(t, c)
	if f.Writer().Stats().MaxOpenConnections != 3 || f.PoolConns() != 3 {
		t.Errorf("pools of %d and %d connections, want 3 and 3", f.Writer().Stats().MaxOpenConnections, f.PoolConns())
	}
	settings := map[string]string{}
	read := func(r scoped.Row1) error {
		var name, value, tenant string
		err := r.Scan(&name, &value, &tenant)
		settings[name] = value
		return err
	}
	query := "SELECT name, setting, ? AS tenant_id FROM pg_settings WHERE name IN ('statement_timeout', 'application_name', 'TimeZone')"
	var b scoped.Batch
	b.Query(read, query, "")
	must(t, f.Run(ctx, north, &b))
	must(t, f.Global(ctx, func(tx bun.Tx) error {
		rows, err := tx.QueryContext(ctx, query, "")
		must(t, err)
		defer rows.Close()
		for rows.Next() {
			before := fmt.Sprint(settings)
			must(t, read(rows))
			if fmt.Sprint(settings) != before {
				t.Errorf("the pools differ: %s and %s", before, settings)
			}
		}
		return rows.Err()
	}))
	if settings["statement_timeout"] != "10000" || settings["application_name"] != "twofold" {
		t.Errorf("settings are %s", settings)
	}
}

// TestStatementsEnd runs a statement that outlives its request.
func TestStatementsEnd(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		f := open(t, c)
		f.add(t, north, "a")
		slow := "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000) SELECT count(*) FROM n WHERE ? <> 'tenant_id'"
		var b scoped.Batch
		b.Change(nil, "UPDATE throttles SET tries = 9 WHERE tenant_id = ?", north.Tenant())
		b.Query(func(r scoped.Row1) error { var n int; return r.Scan(&n) }, slow, "x")
		short, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
		defer cancel()
		if err := f.Run(short, north, &b); err == nil {
			t.Error("a statement outlived its request")
		}
		if got := f.rows(t); got != "org_north/a=0" {
			t.Errorf("rows are %s", got)
		}
		var read scoped.Batch
		read.Query(func(r scoped.Row1) error { var n int; return r.Scan(&n) }, slow, "x")
		shorter, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
		defer cancel()
		if err := f.Run(shorter, north, &read); err == nil {
			t.Error("a read outlived its request")
		}
		f.add(t, north, "after")
	})
}

// TestFileGone takes the database file away while it's in use (F-12): every
// way in has to fail, and none may make an empty one in its place.
func TestFileGone(t *testing.T) {
	for name, take := range map[string]func(t *testing.T, path string){
		"removed": func(t *testing.T, path string) { must(t, os.Remove(path)) },
		"moved":   func(t *testing.T, path string) { must(t, os.Rename(path, path+".old")) },
		"replaced": func(t *testing.T, path string) {
			must(t, os.Rename(path, path+".old"))
			must(t, os.WriteFile(path, nil, 0o600))
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := open(t, storetest.SQLite(t))
			f.add(t, north, "a")
			must(t, f.Ping(ctx))
			take(t, f.c.URL)
			var b scoped.Batch
			b.Query(func(scoped.Row1) error { return nil }, "SELECT id FROM throttles WHERE tenant_id = ?", north.Tenant())
			read := func(tx *scoped.Tx) error { _, err := tx.Select((*tally)(nil)).Count(ctx); return err }
			global := func(tx bun.Tx) error { _, err := tx.ExecContext(ctx, "SELECT name FROM facts"); return err }
			for way, err := range map[string]error{"Ping": f.Ping(ctx), "In": f.In(ctx, north, read), "View": f.View(ctx, north, read),
				"Run": f.Run(ctx, north, addTo("b")), "Global": f.Global(ctx, global), "Platform": f.Platform(ctx, global)} {
				if err == nil {
					t.Errorf("%s works without the file", way)
				}
			}
			for f.Run(ctx, north, &b) == nil { // a read may trust a look that was just made
				time.Sleep(time.Millisecond)
			}
			if info, err := os.Stat(f.c.URL); err == nil && (name != "replaced" || info.Size() > 0) {
				t.Errorf("a database of %d bytes was made in the place of the old one", info.Size())
			}
			if name == "replaced" {
				return
			}
			for range f.Reader().Stats().MaxOpenConnections {
				if conn, err := f.Reader().DB.Conn(ctx); err == nil {
					defer conn.Close()
				}
			}
			if info, err := os.Stat(f.c.URL); err == nil {
				t.Errorf("a new connection made a database of %d bytes", info.Size())
			}
		})
	}
}

// TestDiskFull lets the file grow no more (F-10): a write is refused whole,
// and goes on when there is space.
func TestDiskFull(t *testing.T) {
	f := open(t, storetest.SQLite(t))
	f.add(t, north, "a")
	limit := func(pages string) {
		_, err := f.Writer().ExecContext(ctx, "PRAGMA max_page_count = "+pages)
		must(t, err)
	}
	limit("1")
	big := strings.Repeat("x", 1<<20)
	err := f.In(ctx, north, func(tx *scoped.Tx) error {
		_, err := tx.Update((*tally)(nil)).Set("tries = 9").Where("id = 'a'").Exec(ctx)
		must(t, err)
		return tx.Insert(ctx, &tally{ID: big, Kind: "pair"})
	})
	if err == nil || !strings.Contains(err.Error(), "full") {
		t.Errorf("a full disk took a write: %v", err)
	}
	if got := f.rows(t); got != "org_north/a=0" {
		t.Errorf("rows are %s", got)
	}
	limit("1000000")
	f.add(t, north, big)
}

func TestOpenRefuses(t *testing.T) {
	folder := t.TempDir()
	must(t, os.WriteFile(filepath.Join(folder, "words"), []byte(strings.Repeat("not a database ", 100)), 0o600))
	for name, address := range map[string]string{
		"a file in the folder's place": filepath.Join(folder, "words", "twofold.db"),
		"a folder in the file's place": folder,
		"a file of words":              filepath.Join(folder, "words"),
		"a server that isn't there":    "postgres://nobody@127.0.0.1:1/none?connect_timeout=1",
		"an address that can't be":     "postgres://%zz",
	} {
		if db, err := scoped.Open(ctx, scoped.Config{URL: address}); err == nil {
			db.Close()
			t.Errorf("%s was opened", name)
		}
	}
}

func TestOpenKeepsToItself(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data", "deep", "twofold.db")
	db, err := scoped.Open(ctx, scoped.Config{URL: "sqlite://" + path})
	must(t, err)
	must(t, db.Global(ctx, func(tx bun.Tx) error { _, err := tx.ExecContext(ctx, "CREATE TABLE x (y TEXT)"); return err }))
	for name, want := range map[string]os.FileMode{path: 0o600, path + "-wal": 0o600, filepath.Dir(path): 0o700} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v, want %v", name, info.Mode(), err, want)
		}
	}
	db.Close()
	db.Close()
	if err := db.Global(ctx, func(bun.Tx) error { return nil }); err == nil || err == sql.ErrNoRows {
		t.Errorf("a closed database works: %v", err)
	}
}

// TestOpeningWaitsForANewFile opens a new file while another handle writes to
// it, as one that turns it to its journal does: SQLite's busy timeout doesn't
// wait for that, and the start of several processes at once would fail (F-19).
func TestOpeningWaitsForANewFile(t *testing.T) {
	c := storetest.SQLite(t)
	must(t, os.WriteFile(c.URL, nil, 0o600))
	other, err := sql.Open("sqlite", c.URL)
	must(t, err)
	defer other.Close()
	tx, err := other.Begin()
	must(t, err)
	_, err = tx.Exec("CREATE TABLE half (id TEXT)")
	must(t, err)
	short, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
	defer cancel()
	if _, err := scoped.Open(short, c); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("it didn't wait: %v", err)
	}
	must(t, tx.Rollback())
	db, err := scoped.Open(ctx, c)
	must(t, err)
	db.Close()
}

// TestRestAsksIdleConnections lets a database rest while one writes: it waits
// for nobody, and what was read before is read after.
func TestRestAsksIdleConnections(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		f := open(t, c)
		must(t, f.Ping(ctx))
		must(t, f.In(ctx, north, func(*scoped.Tx) error {
			ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
			defer cancel()
			must(t, f.Rest(ctx))
			return nil
		}))
		must(t, f.Rest(ctx))
		must(t, f.Ping(ctx))
	})
}
