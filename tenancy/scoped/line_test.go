package scoped_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"twofold/tenancy/scoped"
	"twofold/tenancy/store/storetest"
)

// inLine runs batches at once while the writer is held, behind one that waits
// for it alone, so that they wait together for one commit, and returns their
// errors.
func (f *fixture) inLine(t *testing.T, at []context.Context, batches ...*scoped.Batch) []error {
	t.Helper()
	out := make([]error, len(batches))
	var all sync.WaitGroup
	var before scoped.Batch
	before.Change(nil, "UPDATE throttles SET tries = 0 WHERE tenant_id = ? AND id = 'nobody'", north.Tenant())
	must(t, f.Run(ctx, north, &before)) // what is new is prepared first, by the writer
	must(t, f.In(ctx, north, func(*scoped.Tx) error {
		all.Go(func() {
			if err := f.Run(ctx, north, &before); err != nil {
				t.Errorf("the first in the line: %v", err)
			}
		})
		time.Sleep(20 * time.Millisecond)
		for i, b := range batches {
			all.Go(func() { out[i] = f.Run(at[i], north, b) })
		}
		time.Sleep(50 * time.Millisecond)
		return nil
	}))
	all.Wait()
	return out
}

// addTo adds a row, and then another, by one batch.
func addTo(id string) *scoped.Batch {
	var b scoped.Batch
	for _, part := range []string{"", "~"} {
		b.Change(nil, "INSERT INTO throttles (tenant_id, id, kind, tries) VALUES (?, ?, 'pair', 0)", north.Tenant(), id+part)
	}
	return &b
}

func always(n int) []context.Context {
	out := make([]context.Context, n)
	for i := range out {
		out[i] = ctx
	}
	return out
}

// A batch that fails halfway leaves nothing of itself and nothing of others
// undone.
func TestBatchesThatShareACommitFailAlone(t *testing.T) {
	f := open(t, storetest.SQLite(t))
	f.add(t, north, "c~")
	warm := addTo("warm")
	must(t, f.Run(ctx, north, warm))
	got := f.inLine(t, always(4), addTo("a"), addTo("b"), addTo("c"), addTo("d"))
	for i, err := range got {
		if failed := i == 2; scoped.Duplicate(err) != failed || (err != nil) != failed {
			t.Errorf("batch %d: %v", i, err)
		}
	}
	if rows, want := f.rows(t), "org_north/a=0 org_north/a~=0 org_north/b=0 org_north/b~=0 org_north/c~=0 org_north/d=0 org_north/d~=0 org_north/warm=0 org_north/warm~=0"; rows != want {
		t.Errorf("rows are %s, want %s", rows, want)
	}
}

// Batches that run again since another failed forget what they had read.
func TestBatchesThatRunAgainReadAnew(t *testing.T) {
	f := open(t, storetest.SQLite(t))
	f.add(t, north, "b~")
	reads := map[string]*int{"warm": new(int), "a": new(int), "c": new(int)}
	var around []*scoped.Batch
	for _, id := range []string{"warm", "a", "c"} {
		n := reads[id]
		reader := addTo(id)
		reader.Reset = func() { *n = 0 }
		reader.Query(func(scoped.Row1) error { *n++; return nil }, "SELECT id FROM throttles WHERE tenant_id = ? AND id = ?", north.Tenant(), id)
		around = append(around, reader)
	}
	must(t, f.Run(ctx, north, around[0]))
	got := f.inLine(t, always(3), around[1], addTo("b"), around[2])
	if got[0] != nil || !scoped.Duplicate(got[1]) || got[2] != nil {
		t.Fatalf("they ended with %v", got)
	}
	for id, n := range reads {
		if *n != 1 {
			t.Errorf("row %s was read %d times", id, *n)
		}
	}
}

// Whoever stops waiting is told so, and nothing of theirs is written.
func TestABatchNobodyWaitsForWritesNothing(t *testing.T) {
	f := open(t, storetest.SQLite(t))
	must(t, f.Run(ctx, north, addTo("warm")))
	gone, leave := context.WithTimeout(ctx, time.Millisecond)
	defer leave()
	got := f.inLine(t, []context.Context{gone, ctx}, addTo("a"), addTo("b"))
	if !errors.Is(got[0], context.DeadlineExceeded) || got[1] != nil {
		t.Errorf("they ended with %v", got)
	}
	if rows, want := f.rows(t), "org_north/b=0 org_north/b~=0 org_north/warm=0 org_north/warm~=0"; rows != want {
		t.Errorf("rows are %s, want %s", rows, want)
	}
}

// A panic ends in the goroutine whose batch it was.
func TestABatchThatPanicsDoesSoForItsCaller(t *testing.T) {
	f := open(t, storetest.SQLite(t))
	bad := addTo("a")
	bad.Query(func(scoped.Row1) error { panic("no") }, "SELECT id FROM throttles WHERE tenant_id = ?", north.Tenant())
	func() {
		defer func() {
			if cause := recover(); cause != "no" {
				t.Errorf("recovered %v", cause)
			}
		}()
		f.Run(ctx, north, bad)
	}()
	must(t, f.Run(ctx, north, addTo("b")))
	if rows := f.rows(t); rows != "org_north/b=0 org_north/b~=0" {
		t.Errorf("rows are %s", rows)
	}
}

// Many more than one commit takes all get through, each once.
func TestALongLineIsServedWhole(t *testing.T) {
	f := open(t, storetest.SQLite(t))
	f.add(t, north, "sum")
	var many []*scoped.Batch
	for range 200 {
		var b scoped.Batch
		b.Change(nil, "UPDATE throttles SET tries = tries + 1 WHERE tenant_id = ?", north.Tenant())
		many = append(many, &b)
	}
	for i, err := range f.inLine(t, always(len(many)), many...) {
		if err != nil {
			t.Errorf("batch %d: %v", i, err)
		}
	}
	if rows, want := f.rows(t), fmt.Sprintf("org_north/sum=%d", len(many)); rows != want {
		t.Errorf("rows are %s, want %s", rows, want)
	}
}
