package migrations_test

import (
	"context"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/uptrace/bun"

	"twofold/migrations"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store/storetest"
)

var ctx = context.Background()

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// both runs fn on an empty database of each kind.
func both(t *testing.T, fn func(t *testing.T, c scoped.Config)) {
	t.Run("sqlite", func(t *testing.T) { fn(t, scoped.Config{URL: filepath.Join(t.TempDir(), "twofold.db")}) })
	t.Run("postgres", func(t *testing.T) {
		c := storetest.EmptyPostgres(t)
		db := storetest.Open(t, c)
		must(t, db.Migrate(ctx, migrations.EnsurePlatformRole))
		fn(t, c)
	})
}

// up applies files under the lock, as a starting instance does.
func up(db *scoped.DB, files fs.FS) (done []string, err error) {
	err = db.Migrate(ctx, func(ctx context.Context, raw *bun.DB) error {
		done, err = migrations.UpFrom(ctx, raw, files)
		return err
	})
	return done, err
}

func pending(t *testing.T, db *scoped.DB, files fs.FS) (names []string) {
	t.Helper()
	must(t, db.Migrate(ctx, func(ctx context.Context, raw *bun.DB) (err error) {
		names, err = migrations.PendingFrom(ctx, raw, files)
		return err
	}))
	return names
}

// tables names every table past the walls.
func tables(t *testing.T, c scoped.Config) []string {
	t.Helper()
	query := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
	if c.Postgres() {
		query = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
	}
	return texts(t, c, query)
}

// texts reads one column, sorted.
func texts(t *testing.T, c scoped.Config, query string) (out []string) {
	t.Helper()
	rows, err := storetest.Raw(t, c).Query(query)
	must(t, err)
	defer rows.Close()
	for rows.Next() {
		var one string
		must(t, rows.Scan(&one))
		out = append(out, one)
	}
	must(t, rows.Err())
	slices.Sort(out)
	return out
}

const first = "20260101000000_first"

func TestUpTwiceIsNoWork(t *testing.T) {
	both(t, func(t *testing.T, c scoped.Config) {
		db := storetest.Open(t, c)
		if got := pending(t, db, migrations.Files); !slices.Contains(got, first) {
			t.Errorf("pending on an empty database: %q", got)
		}
		done, err := up(db, migrations.Files)
		must(t, err)
		if !slices.Contains(done, first) {
			t.Errorf("applied %q", done)
		}
		before := tables(t, c)
		again, err := up(db, migrations.Files)
		must(t, err)
		if len(again) != 0 || !slices.Equal(before, tables(t, c)) || len(pending(t, db, migrations.Files)) != 0 {
			t.Errorf("a second run applied %q, pending %q", again, pending(t, db, migrations.Files))
		}
		if marks := texts(t, c, "SELECT name FROM bun_migrations"); len(marks) != len(done) {
			t.Errorf("%d migrations are noted as %q", len(done), marks)
		}
	})
}

// TestStartingAtOnce opens and migrates one empty database from five handles
// at once (F-19).
func TestStartingAtOnce(t *testing.T) {
	both(t, func(t *testing.T, c scoped.Config) {
		var mu sync.Mutex
		var wg sync.WaitGroup
		var did []string
		begin := make(chan struct{})
		for range 5 {
			wg.Go(func() {
				<-begin
				db, err := scoped.Open(ctx, c)
				if err != nil {
					t.Error(err)
					return
				}
				defer db.Close()
				done, err := up(db, migrations.Files)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				did = append(did, done...)
			})
		}
		close(begin)
		wg.Wait()
		if n := strings.Count(strings.Join(did, " "), first); n != 1 {
			t.Errorf("%d instances applied the first migration: %q", n, did)
		}
	})
}

// later holds migrations after the first one.
func later(files map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, text := range files {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

// TestInterrupted breaks a migration in its middle and at its very end, where
// it is noted as applied: neither leaves anything behind, and what was applied
// before it stays.
func TestInterrupted(t *testing.T) {
	for name, breaks := range map[string]string{
		"in the middle": "CREATE TABLE broken (",
		"at its note":   "ALTER TABLE bun_migrations RENAME TO bun_gone",
	} {
		t.Run(name, func(t *testing.T) {
			both(t, func(t *testing.T, c scoped.Config) {
				db := storetest.Open(t, c)
				files := later(map[string]string{
					"20300101000000_good.tx.up.sql": "CREATE TABLE good (id TEXT);\n--bun:split\nINSERT INTO good VALUES ('{{.Stamp}}');",
					"20300102000000_bad.tx.up.sql":  "CREATE TABLE half (id TEXT);\n--bun:split\nINSERT INTO good VALUES ('half');\n--bun:split\n" + breaks + ";",
					"20300103000000_last.tx.up.sql": "CREATE TABLE last (id TEXT);",
				})
				for range 2 {
					if done, err := up(db, files); err == nil {
						t.Fatalf("a broken migration was applied: %q", done)
					}
					if got := tables(t, c); slices.Contains(got, "half") || slices.Contains(got, "last") || !slices.Contains(got, "good") || !slices.Contains(got, "bun_migrations") {
						t.Fatalf("a broken migration left %q", got)
					}
					if rows := texts(t, c, "SELECT id FROM good"); len(rows) != 1 {
						t.Fatalf("a broken migration left rows %q", rows)
					}
					if got := pending(t, db, files); !slices.Equal(got, []string{"20300102000000_bad", "20300103000000_last"}) {
						t.Fatalf("pending is %q", got)
					}
				}
				files["20300102000000_bad.tx.up.sql"].Data = []byte("CREATE TABLE half (id TEXT);")
				done, err := up(db, files)
				must(t, err)
				if !slices.Equal(done, []string{"20300102000000_bad", "20300103000000_last"}) || len(pending(t, db, files)) != 0 {
					t.Errorf("after the repair it applied %q", done)
				}
			})
		})
	}
}

// TestEveryMigrationIsATransaction, since only such a file is wholly applied
// or wholly absent.
func TestEveryMigrationIsATransaction(t *testing.T) {
	names, err := fs.Glob(migrations.Files, "*")
	must(t, err)
	for _, name := range names {
		if !strings.HasSuffix(name, ".tx.up.sql") {
			t.Errorf("%s is no migration forward in a transaction", name)
		}
	}
}
