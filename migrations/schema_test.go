package migrations_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"twofold/migrations"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store/storetest"
)

// keysOf tells a schema's keys in one form for both databases:
// "table p columns", "table u columns", "table f columns -> table columns".
var keysOf = map[string]string{
	"sqlite": `
SELECT m.name || ' p ' || (SELECT group_concat(c.name, ',' ORDER BY c.pk) FROM pragma_table_info(m.name) AS c WHERE c.pk > 0) FROM sqlite_master AS m WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'
UNION ALL SELECT m.name || ' u ' || (SELECT group_concat(c.name, ',' ORDER BY c.seqno) FROM pragma_index_info(i.name) AS c)
  FROM sqlite_master AS m JOIN pragma_index_list(m.name) AS i WHERE m.type = 'table' AND i."unique" AND NOT i.partial AND i.origin <> 'pk'
UNION ALL SELECT m.name || ' f ' || group_concat(f."from", ',' ORDER BY f.seq) || ' -> ' || f."table" || ' ' || group_concat(f."to", ',' ORDER BY f.seq)
  FROM sqlite_master AS m JOIN pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table' GROUP BY m.name, f.id, f."table"`,
	"postgres": `
SELECT c.conrelid::regclass || ' ' || c.contype::text || ' ' || columns(c.conrelid, c.conkey) || coalesce(' -> ' || c.confrelid::regclass || ' ' || columns(c.confrelid, c.confkey), '')
FROM pg_constraint AS c WHERE c.connamespace = 'public'::regnamespace AND c.contype IN ('p', 'u', 'f')`,
}

const columnsFunction = `CREATE FUNCTION columns(t OID, keys SMALLINT[]) RETURNS TEXT LANGUAGE sql AS $$
SELECT string_agg(a.attname, ',' ORDER BY k.ord) FROM unnest(keys) WITH ORDINALITY AS k(no, ord) JOIN pg_attribute AS a ON a.attrelid = t AND a.attnum = k.no $$`

// schemas migrates one database of each kind.
func schemas(t *testing.T) map[string]scoped.Config {
	t.Helper()
	out := map[string]scoped.Config{"sqlite": {URL: filepath.Join(t.TempDir(), "twofold.db")}, "postgres": storetest.EmptyPostgres(t)}
	for _, c := range out {
		db := storetest.Open(t, c)
		if c.Postgres() {
			must(t, db.Migrate(ctx, migrations.EnsurePlatformRole))
		}
		_, err := up(db, migrations.Files)
		must(t, err)
	}
	_, err := storetest.Raw(t, out["postgres"]).Exec(columnsFunction)
	must(t, err)
	return out
}

// sharedKeys are unique over all tenants, on purpose.
var sharedKeys = []string{"tenants u short_key"}

func TestKeysBeginWithTheTenant(t *testing.T) {
	both := schemas(t)
	keys := map[string][]string{}
	for name, c := range both {
		tables := storetest.TenantTables(t, c)
		keyed := map[string]bool{}
		for _, key := range texts(t, c, keysOf[name]) {
			if strings.HasPrefix(key, "bun_") || strings.HasPrefix(key, "sqlite_") {
				continue
			}
			keys[name] = append(keys[name], key)
			part := strings.Fields(key)
			table, kind, columns := part[0], part[1], part[2]
			if !slices.Contains(tables, table) {
				continue
			}
			keyed[table] = keyed[table] || kind == "p"
			if columns != "tenant_id" && !strings.HasPrefix(columns, "tenant_id,") && !slices.Contains(sharedKeys, key) {
				t.Errorf("%s: %s doesn't begin with the tenant", name, key)
			}
			if kind == "f" && (!slices.Contains(tables, part[4]) || !strings.HasPrefix(part[5]+",", "tenant_id,")) {
				t.Errorf("%s: %s can point into another tenant", name, key)
			}
		}
		for _, table := range tables {
			if !keyed[table] {
				t.Errorf("%s: %s has no primary key", name, table)
			}
			if name == "postgres" && table != "tenants" && !slices.ContainsFunc(keys[name], func(k string) bool { return strings.HasPrefix(k, table+" f tenant_id") }) {
				t.Errorf("%s: %s belongs to no tenant that exists", name, table)
			}
		}
	}
	if !slices.Equal(keys["sqlite"], keys["postgres"]) {
		t.Errorf("the databases have different keys:\n%s\n\n%s", strings.Join(keys["sqlite"], "\n"), strings.Join(keys["postgres"], "\n"))
	}
}

func TestColumnsAreTheSame(t *testing.T) {
	got := map[string][]string{}
	for name, c := range schemas(t) {
		query := `SELECT m.name || '.' || c.name || ' ' || CASE WHEN c."notnull" THEN 'NO' ELSE 'YES' END FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c
			WHERE m.type = 'table' AND m.name NOT LIKE 'bun%' AND m.name NOT LIKE 'sqlite%'`
		if c.Postgres() {
			query = `SELECT table_name || '.' || column_name || ' ' || is_nullable FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'bun%'`
		}
		got[name] = texts(t, c, query)
	}
	if !slices.Equal(got["sqlite"], got["postgres"]) {
		t.Errorf("the databases have different columns:\n%s\n\n%s", got["sqlite"], got["postgres"])
	}
}

// TestWallsStandOnEveryTable finds a forced policy with both conditions on
// each tenant table, and the wide one only where cross-tenant work needs it.
func TestWallsStandOnEveryTable(t *testing.T) {
	c := schemas(t)["postgres"]
	tables := storetest.TenantTables(t, c)
	walled := texts(t, c, "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relrowsecurity AND relforcerowsecurity ORDER BY relname")
	if !slices.Equal(walled, tables) {
		t.Errorf("row-level security is forced on %s, the tenant tables are %s", walled, tables)
	}
	condition := "(tenant_id = current_setting('app.tenant_id'::text, true))"
	var want []string
	for _, table := range tables {
		want = append(want, fmt.Sprintf("%s tenant {public} ALL %s %s", table, condition, condition))
	}
	for _, table := range []string{"tenants", "users", "outbox", "jobs", "enrollments", "half_sign_ins", "sessions", "throttles", "links", "sent_codes", "ceremonies", "quotas", "requests", "resets", "cases", "inspections", "trusts", "grants"} {
		want = append(want, fmt.Sprintf("%s platform {%s} ALL true true", table, scoped.PlatformRole))
	}
	slices.Sort(want)
	got := texts(t, c, `SELECT tablename || ' ' || policyname || ' ' || roles::text || ' ' || cmd || ' ' || qual || ' ' || with_check FROM pg_policies`)
	if !slices.Equal(got, want) {
		t.Errorf("policies are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if others := texts(t, c, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND NOT rowsecurity AND tablename NOT LIKE 'bun%'"); !slices.Equal(others, []string{"facts", "signing_keys"}) {
		t.Errorf("tables of no tenant are %s", others)
	}
}
