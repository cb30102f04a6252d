package scoped_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/uptrace/bun"

	"twofold/tenancy/scoped"
	"twofold/tenancy/store/storetest"
)

var errNo = errors.New("no")

func TestFailedWorkLeavesNothing(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		f := open(t, c)
		write := func(tx *scoped.Tx) { must(t, tx.Insert(ctx, &tally{ID: "a", Kind: "pair"})) }
		if err := f.In(ctx, north, func(tx *scoped.Tx) error { write(tx); return errNo }); err != errNo {
			t.Errorf("In returned %v", err)
		}
		func() {
			defer func() { _ = recover() }()
			_ = f.In(ctx, north, func(tx *scoped.Tx) error { write(tx); panic("no") })
		}()
		canceled, cancel := context.WithCancel(ctx)
		err := f.In(canceled, north, func(tx *scoped.Tx) error { write(tx); cancel(); return nil })
		if err == nil {
			t.Error("a canceled transaction was committed")
		}
		var b scoped.Batch
		b.Change(nil, "INSERT INTO throttles (tenant_id, id, kind, tries) VALUES (?, 'a', 'pair', 0)", north.Tenant())
		b.Change(nil, "INSERT INTO throttles (tenant_id, id, kind, tries) VALUES (?, 'a', 'pair', 0)", north.Tenant())
		if err := f.Run(ctx, north, &b); !scoped.Duplicate(err) {
			t.Errorf("Run returned %v", err)
		}
		if got := f.rows(t); got != "" {
			t.Errorf("rows are %s", got)
		}
		f.add(t, north, "after")
	})
}

func TestViewsDontWrite(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		f := open(t, c)
		f.add(t, north, "a")
		err := f.View(ctx, north, func(tx *scoped.Tx) error {
			_, err := tx.Update((*tally)(nil)).Set("tries = 9").Where("id = 'a'").Exec(ctx)
			return err
		})
		if err == nil || f.rows(t) != "org_north/a=0" {
			t.Errorf("a view wrote: %v, %s", err, f.rows(t))
		}
	})
}

// TestViewsAreOneSnapshot writes between two reads of one view.
func TestViewsAreOneSnapshot(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		f := open(t, c)
		f.add(t, north, "a")
		must(t, f.View(ctx, north, func(tx *scoped.Tx) error {
			before, err := tx.Select((*tally)(nil)).Count(ctx)
			must(t, err)
			f.add(t, north, "b")
			after, err := tx.Select((*tally)(nil)).Count(ctx)
			if before != 1 || after != 1 {
				t.Errorf("a view counted %d, then %d", before, after)
			}
			return err
		}))
	})
}

// TestLostRacesRunAgain makes the work fail as the databases do, once with
// each of their words for a lost race.
func TestLostRacesRunAgain(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		f := open(t, c)
		lost := []error{&pgconn.PgError{Code: "40001"}, &pgconn.PgError{Code: "40P01"}, &pgconn.PgError{Code: "55P03"}, busy(t, false), busy(t, true)}
		want := []int{2, 2, 1, 2, 2}
		for i, err := range lost {
			tries := 0
			got := f.In(ctx, north, func(tx *scoped.Tx) error {
				if tries++; tries == 1 {
					must(t, tx.Insert(ctx, &tally{ID: fmt.Sprint("lost ", i), Kind: "pair"}))
					return fmt.Errorf("update: %w", err)
				}
				return nil
			})
			if tries != want[i] || (got == nil) != (want[i] == 2) {
				t.Errorf("work ran %d times after %v and ended with %v, want %d runs", tries, err, got, want[i])
			}
		}
		tries := 0
		err := f.In(ctx, north, func(*scoped.Tx) error { tries++; return lost[0] })
		if tries != scoped.MostTries || !errors.Is(err, lost[0]) {
			t.Errorf("work that always loses ran %d times: %v", tries, err)
		}
		canceled, cancel := context.WithCancel(ctx)
		tries = 0
		if err = f.In(canceled, north, func(*scoped.Tx) error { tries++; cancel(); return lost[0] }); tries != 1 || !errors.Is(err, context.Canceled) {
			t.Errorf("work ran %d times after its request was gone: %v", tries, err)
		}
		if got := f.rows(t); got != "" {
			t.Errorf("lost tries left %s", got)
		}
	})
}

// busy is what SQLite answers to a writer that finds another one (SQLITE_BUSY),
// or to a reader that wants to write on an old snapshot (SQLITE_BUSY_SNAPSHOT).
func busy(t *testing.T, snapshot bool) error {
	t.Helper()
	c := storetest.SQLite(t)
	db, err := sql.Open("sqlite", "file:"+c.URL)
	must(t, err)
	defer db.Close()
	var conns [2]*sql.Conn
	for i := range conns {
		conns[i], err = db.Conn(ctx)
		must(t, err)
		defer conns[i].Close()
	}
	run := func(i int, query string) error { _, err := conns[i].ExecContext(ctx, query); return err }
	var n int
	must(t, run(0, "BEGIN"))
	must(t, conns[0].QueryRowContext(ctx, "SELECT count(*) FROM facts").Scan(&n))
	must(t, run(1, "BEGIN IMMEDIATE"))
	must(t, run(1, "UPDATE facts SET version = version + 1"))
	if snapshot {
		must(t, run(1, "COMMIT"))
	}
	err = run(0, "UPDATE facts SET version = version + 1")
	if err == nil {
		t.Fatal("two writers at once")
	}
	return err
}

// TestDeadlocksRunAgain lets two transactions lock two rows in opposite order.
func TestDeadlocksRunAgain(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		f := open(t, c)
		f.add(t, north, "a", "b")
		var wg, met sync.WaitGroup
		met.Add(2)
		for _, order := range [][]string{{"a", "b"}, {"b", "a"}} {
			wg.Go(func() {
				first := true
				err := f.In(ctx, north, func(tx *scoped.Tx) error {
					for i, id := range order {
						if i == 1 && first && f.Postgres() {
							first = false
							met.Done()
							met.Wait()
						}
						if _, err := tx.Update((*tally)(nil)).Set("tries = tries + 1").Where("id = ?", id).Exec(ctx); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got := f.rows(t); got != "org_north/a=2 org_north/b=2" {
			t.Errorf("rows are %s", got)
		}
	})
}

// TestOneConnectionIsEnough works with pools of one: a transaction that asked
// for a second connection would wait for itself.
func TestOneConnectionIsEnough(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		c.Conns = 1
		f := open(t, c)
		short, cancel := context.WithTimeout(ctx, 5*time.Second)
		defer cancel()
		var b scoped.Batch
		n := 0
		b.Change(nil, "UPDATE throttles SET tries = tries + 1 WHERE tenant_id = ? AND id = ?", north.Tenant(), "a")
		for range 3 {
			b.Query(func(r scoped.Row1) error { return r.Scan(&n) }, "SELECT count(*) FROM throttles WHERE tenant_id = ?", north.Tenant())
		}
		for range 2 {
			must(t, f.In(short, north, func(tx *scoped.Tx) error {
				var list []tally
				return errors.Join(tx.Select(&list).Scan(short), tx.Select(&list).Scan(short))
			}))
			must(t, f.Run(short, north, &b))
			must(t, f.View(short, north, func(tx *scoped.Tx) error { _, err := tx.Select((*tally)(nil)).Count(short); return err }))
			must(t, f.Platform(short, func(tx bun.Tx) error {
				_, err := tx.ExecContext(short, "DELETE FROM throttles WHERE updated_at < 0")
				return err
			}))
			must(t, f.Global(short, func(tx bun.Tx) error { _, err := tx.ExecContext(short, "SELECT name FROM facts"); return err }))
		}
		if most := f.Writer().Stats().MaxOpenConnections; most != 1 {
			t.Errorf("%d connections write", most)
		}
	})
}
