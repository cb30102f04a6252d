package scoped_test

import (
	"errors"
	"strings"
	"testing"

	"twofold/tenancy/scoped"
	"twofold/tenancy/store/storetest"
)

func TestBatchesNameTheirTenant(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		f := open(t, c)
		f.add(t, north, "a")
		var b scoped.Batch
		b.Change(nil, "UPDATE throttles SET tries = 9 WHERE tenant_id = ?", north.Tenant())
		b.Change(nil, "DELETE FROM throttles WHERE id = 'a'")
		if err := f.Run(ctx, north, &b); err == nil || !strings.Contains(err.Error(), "refused") {
			t.Errorf("a statement without tenant_id ran: %v", err)
		}
		if got := f.rows(t); got != "org_north/a=0" {
			t.Errorf("rows are %s", got)
		}
	})
}

func TestBatchesAnswerInOrder(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		f := open(t, c)
		f.add(t, north, "a", "b", "c")
		var b scoped.Batch
		var touched int64
		var ids, removed []string
		b.Change(&touched, "UPDATE throttles SET tries = tries + ? WHERE tenant_id = ? AND id IN (?, ?)", 5, north.Tenant(), "a", "c")
		b.Query(func(r scoped.Row1) error {
			var id string
			var tries int64
			err := r.Scan(&id, &tries)
			if tries == 5 {
				ids = append(ids, id)
			}
			return err
		}, "SELECT id, tries FROM throttles WHERE tenant_id = ? ORDER BY id DESC", north.Tenant())
		b.ChangeReturning(func(r scoped.Row1) error {
			var id string
			err := r.Scan(&id)
			removed = append(removed, id)
			return err
		}, "DELETE FROM throttles WHERE tenant_id = ? AND tries = 0 RETURNING id", north.Tenant())
		for range 2 {
			must(t, f.Run(ctx, north, &b))
		}
		if touched != 2 || strings.Join(ids, "") != "ca" || strings.Join(removed, "") != "b" {
			t.Errorf("touched %d, read %s, removed %s", touched, ids, removed)
		}
		if got := f.rows(t); got != "org_north/a=10 org_north/c=10" {
			t.Errorf("rows are %s", got)
		}
	})
}

// TestBatchesForgetLostTries loses a race after the first statement answered:
// what was gathered then must not stand beside what the next try reads.
func TestBatchesForgetLostTries(t *testing.T) {
	c := storetest.Postgres(t)
	f := open(t, c)
	f.add(t, north, "a")
	for _, statement := range []string{
		"CREATE SEQUENCE tries",
		"CREATE FUNCTION lose_once() RETURNS BIGINT LANGUAGE plpgsql AS $$ BEGIN IF nextval('tries') % 2 = 1 THEN RAISE 'lost' USING ERRCODE = '40001'; END IF; RETURN 0; END $$",
		"GRANT USAGE ON SEQUENCE tries TO PUBLIC",
	} {
		_, err := f.raw.Exec(statement)
		must(t, err)
	}
	for _, forgets := range []bool{false, true} {
		var b scoped.Batch
		var ids []string
		if forgets {
			b.Reset = func() { ids = nil }
		}
		b.Query(func(r scoped.Row1) error {
			ids = append(ids, "")
			return r.Scan(&ids[len(ids)-1])
		}, "SELECT id FROM throttles WHERE tenant_id = ?", north.Tenant())
		b.Change(nil, "UPDATE throttles SET tries = tries + 1 + lose_once() WHERE tenant_id = ?", north.Tenant())
		must(t, f.Run(ctx, north, &b))
		if want := map[bool]int{false: 2, true: 1}[forgets]; len(ids) != want {
			t.Errorf("gathered %q with Reset %v, want %d", ids, forgets, want)
		}
	}
	if got := f.rows(t); got != "org_north/a=2" {
		t.Errorf("rows are %s", got)
	}
}

// TestScansThatFail tells the caller on both databases; PostgreSQL has written
// by then.
func TestScansThatFail(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		f := open(t, c)
		f.add(t, north, "a")
		var b scoped.Batch
		b.Change(nil, "UPDATE throttles SET tries = 9 WHERE tenant_id = ?", north.Tenant())
		b.Query(func(scoped.Row1) error { return errNo }, "SELECT id FROM throttles WHERE tenant_id = ?", north.Tenant())
		if err := f.Run(ctx, north, &b); !errors.Is(err, errNo) {
			t.Errorf("Run returned %v", err)
		}
		if got, want := f.rows(t), map[bool]string{false: "org_north/a=0", true: "org_north/a=9"}[f.Postgres()]; got != want {
			t.Errorf("rows are %s, want %s", got, want)
		}
		f.add(t, north, "after")
	})
}
