package scoped_test

import (
	"strings"
	"testing"

	"twofold/tenancy"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store/storetest"
)

const bound = `("tally".tenant_id = 'org_north') AND `

func TestConditionsStayBracketed(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		f := open(t, c)
		f.add(t, north, "a", "b")
		f.add(t, south, "a", "b")
		must(t, f.In(ctx, north, func(tx *scoped.Tx) error {
			var list []tally
			must(t, tx.Select(&list).Where("id = ?", "a").Where("id = 'x' OR TRUE").Order("id", "kind").Scan(ctx))
			if len(list) != 1 || list[0].TenantID != "org_north" {
				t.Errorf("select reads %+v", list)
			}
			n, err := tx.Select((*tally)(nil)).Where("id = 'a' OR TRUE").Count(ctx)
			if err != nil || n != 2 {
				t.Errorf("count counts %d, %v", n, err)
			}
			n, err = tx.Update((*tally)(nil)).Set("tries = tries + 1").Where("id = 'a' OR TRUE").Exec(ctx)
			if err != nil || n != 2 {
				t.Errorf("update changes %d, %v", n, err)
			}
			n, err = tx.Delete((*tally)(nil)).Where("id = 'a' OR id = 'b'").Exec(ctx)
			if err != nil || n != 2 {
				t.Errorf("delete removes %d, %v", n, err)
			}
			return nil
		}))
		for word, want := range map[string]string{
			`SELECT "tally"`: `WHERE ` + bound + `(id = 'a') AND (id = 'x' OR TRUE) ORDER BY id, kind`,
			"SELECT count":   `WHERE ` + bound + `(id = 'a' OR TRUE)`,
			"UPDATE":         `WHERE ` + bound + `(id = 'a' OR TRUE)`,
			"DELETE":         `WHERE ` + bound + `(id = 'a' OR id = 'b')`,
		} {
			if q := f.last(t, word); !strings.Contains(q, want) {
				t.Errorf("%s, want it to hold %s", q, want)
			}
		}
		if got := f.rows(t); got != "org_south/a=0 org_south/b=0" {
			t.Errorf("rows are %s", got)
		}
	})
}

// TestConditionsCannotLeave gives conditions that would end their brackets.
func TestConditionsCannotLeave(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		f := open(t, c)
		f.add(t, south, "a")
		for _, where := range []string{"TRUE) OR (TRUE", "TRUE) OR TRUE --", "TRUE)) OR ((TRUE", "TRUE /*", "TRUE) OR ((TRUE"} {
			must(t, f.In(ctx, north, func(tx *scoped.Tx) error {
				var list []tally
				_, counted := tx.Select((*tally)(nil)).Where(where).Count(ctx)
				_, changed := tx.Update((*tally)(nil)).Set("tries = 9").Where(where).Exec(ctx)
				_, removed := tx.Delete((*tally)(nil)).Where(where).Where("TRUE").Exec(ctx)
				for what, err := range map[string]error{"select": tx.Select(&list).Where(where).Where("TRUE").Scan(ctx), "count": counted, "update": changed, "delete": removed} {
					if err == nil || !strings.Contains(err.Error(), "refused") {
						t.Errorf("%s where %s: %v, want it refused", what, where, err)
					}
				}
				return nil
			}))
		}
		if got := f.rows(t); got != "org_south/a=0" {
			t.Errorf("rows are %s", got)
		}
	})
}

// TestArgumentsStayValues writes and finds texts that look like SQL or like
// bun's placeholders.
func TestArgumentsStayValues(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		f := open(t, c)
		for _, value := range []string{`' OR '1'='1`, `?`, `?0`, `?TableAlias`, `?id`, `\' OR TRUE --`, `$1`, `"; DROP TABLE users; --`, "ä\u200dö🙂", `%_!`} {
			f.add(t, north, value)
			must(t, f.In(ctx, north, func(tx *scoped.Tx) error {
				var one tally
				must(t, tx.Select(&one).Where("id = ?", value).Scan(ctx))
				n, err := tx.Update((*tally)(nil)).Set("kind = ?", value).Where("id = ?", value).Exec(ctx)
				if one.ID != value || n != 1 || err != nil {
					t.Errorf("%q came back as %q; %d changed, %v", value, one.ID, n, err)
				}
				return nil
			}))
			var b scoped.Batch
			kind := ""
			b.Query(func(r scoped.Row1) error { return r.Scan(&kind) }, "SELECT kind FROM throttles WHERE tenant_id = ? AND id = ?", north.Tenant(), value)
			must(t, f.Run(ctx, north, &b))
			if kind != value {
				t.Errorf("%q came back as %q", value, kind)
			}
		}
	})
}

func TestWholeTablesAreRefused(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		f := open(t, c)
		f.add(t, north, "a")
		must(t, f.In(ctx, north, func(tx *scoped.Tx) error {
			for _, change := range []*scoped.Change{tx.Update((*tally)(nil)).Set("tries = 9"), tx.Delete((*tally)(nil))} {
				if n, err := change.Exec(ctx); err == nil || n != 0 {
					t.Errorf("a change without a condition touched %d rows, %v", n, err)
				}
			}
			return nil
		}))
		if got := f.rows(t); got != "org_north/a=0" {
			t.Errorf("rows are %s", got)
		}
	})
}

func TestRowsKeepTheirTenant(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		f := open(t, c)
		f.add(t, north, "a")
		must(t, f.In(ctx, north, func(tx *scoped.Tx) error {
			for _, set := range []string{"tenant_id = 'org_south'", `"tenant_id"='org_south'`, "(tenant_id, tries) = ('org_south', 1)"} {
				if n, err := tx.Update((*tally)(nil)).Set(set).Where("id = 'a'").Exec(ctx); err == nil || n != 0 {
					t.Errorf("%s moved %d rows, %v", set, n, err)
				}
			}
			return nil
		}))
		if got := f.rows(t); got != "org_north/a=0" {
			t.Errorf("rows are %s", got)
		}
	})
}

func TestRowsGetTheTenantOfTheirTransaction(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		f := open(t, c)
		must(t, f.In(ctx, north, func(tx *scoped.Tx) error {
			must(t, tx.Insert(ctx, &tally{Row: scoped.Row{TenantID: "org_south"}, ID: "a", Kind: "pair"}))
			must(t, scoped.InsertAll(ctx, tx, []tally{{Row: scoped.Row{TenantID: "org_south"}, ID: "b", Kind: "pair"}, {ID: "c", Kind: "pair"}}))
			return scoped.InsertAll(ctx, tx, []tally{})
		}))
		if got := f.rows(t); got != "org_north/a=0 org_north/b=0 org_north/c=0" {
			t.Errorf("rows are %s", got)
		}
	})
}

func TestNoScopeNoWork(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		f := open(t, c)
		var b scoped.Batch
		b.Change(nil, "DELETE FROM throttles WHERE tenant_id = ?", "")
		ran := func(*scoped.Tx) error { t.Error("work ran without a tenant"); return nil }
		for name, err := range map[string]error{"In": f.In(ctx, tenancy.Scope{}, ran), "View": f.View(ctx, tenancy.Of(""), ran), "Run": f.Run(ctx, tenancy.Scope{}, &b)} {
			if err != tenancy.ErrNoScope {
				t.Errorf("%s without a scope: %v", name, err)
			}
		}
		if len(f.queries) != 0 {
			t.Errorf("statements ran: %s", f.queries)
		}
	})
}
