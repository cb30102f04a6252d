package store_test

import (
	"regexp"
	"slices"
	"sync"
	"testing"
	"time"

	"twofold/domain"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

// crossTenant names the statements that may leave a tenant, all of
// platform.go: what they ask is asked of the installation. On PostgreSQL they
// run as scoped.PlatformRole.
var crossTenant = map[string]*regexp.Regexp{
	"TenantByShortName: a path names no tenant id yet": regexp.MustCompile(`^SELECT .* FROM "tenants" AS "tenant" WHERE \(short_name = `),
	"ShortNameHolder: short names are unique over all": regexp.MustCompile(`^SELECT .*"short_name" FROM "tenants" AS "tenant" WHERE \(short_key = `),
	"Tenants: the command line lists them":             regexp.MustCompile(`^SELECT .* FROM "tenants" AS "tenant" WHERE \(state <> 'expired'\) ORDER BY`),
	"Overview: the staff's list of organizations":      regexp.MustCompile(`^SELECT t.tenant_id, .* FROM tenants AS t WHERE \(t.tenant_id <> '` + domain.StaffTenant + `'\)`),
	"TenantNames: whose cases the queue lists":         regexp.MustCompile(`^SELECT .* FROM "tenants" AS "tenant" WHERE \(tenant_id IN `),
	"TenantsOfEmail: find my organizations":            regexp.MustCompile(`^SELECT .* FROM "tenants" AS "tenant" WHERE \(state = 'active'\)`),
	"ExpireTenants: frees short names of all":          regexp.MustCompile(`^UPDATE "tenants" AS "tenant" SET state = 'expired'`),
	"LeaseMail: one sender works for all":              regexp.MustCompile(`^UPDATE "outbox" AS "outbox_row" SET leased_until = `),
	"OldestDue: the queue is one for all":              regexp.MustCompile(`^SELECT .*"due_at" FROM "outbox" AS "outbox_row" WHERE \(sent_at = 0\)`),
	"UnsettledCases: the support desk works for all":   regexp.MustCompile(`^SELECT .* FROM "cases" WHERE \(closed_at = 0\) ORDER BY due_at`),
	"Outbox: the sandbox's page":                       regexp.MustCompile(`^SELECT .* FROM "outbox" AS "outbox_row" .*ORDER BY created_at DESC, id DESC LIMIT`),
	"LeaseJob: one worker works for all":               regexp.MustCompile(`^UPDATE "jobs" AS "job_row" SET leased_until = `),
	"BusyAccounts: one look for all":                   regexp.MustCompile(`^SELECT .* FROM "sessions" AS "session" WHERE \(seen_at >= .* GROUP BY tenant_id, user_id HAVING`),
	"Purge: what is long over, whosever it was":        regexp.MustCompile(`^DELETE FROM "\w+" AS "\w+" WHERE \(.*(expires|updated|started|created|ended|trusted)_at < \d+\)$`),
}

var (
	tableNamed  = regexp.MustCompile(`(?i)\b(?:FROM|JOIN|UPDATE|INTO)\s+"?(\w+)"?`)
	tenantBound = regexp.MustCompile(`tenant_id"?\s*=\s|(?i)\bINSERT INTO "?\w+"?(?: AS "\w+")? \("?tenant_id"?,`)
)

// escapes reports whether a statement names a tenant table more often than it
// binds tenant_id.
func escapes(query string, tables []string) bool {
	named := 0
	for _, m := range tableNamed.FindAllStringSubmatch(query, -1) {
		if slices.Contains(tables, m[1]) {
			named++
		}
	}
	return named > len(tenantBound.FindAllString(query, -1))
}

func allowed(query string) (string, bool) {
	for name, p := range crossTenant {
		if p.MatchString(query) {
			return name, true
		}
	}
	return "", false
}

// watch keeps every statement of a database that a test opened.
type watch struct {
	sync.Mutex
	queries []string
}

func (w *watch) see(query string) {
	w.Lock()
	defer w.Unlock()
	w.queries = append(w.queries, query)
}

// take returns what was seen since the last call.
func (w *watch) take() []string {
	w.Lock()
	defer w.Unlock()
	out := w.queries
	w.queries = nil
	return out
}

// open opens a store that fails the test for any statement that touches a
// tenant's table without naming the tenant.
func open(t *testing.T, c scoped.Config) *store.DB {
	t.Helper()
	tables := storetest.TenantTables(t, c)
	c.Observe = func(query string) {
		if _, ok := allowed(query); !ok && escapes(query, tables) {
			t.Errorf("statement without its tenant: %s", query)
		}
	}
	return store.New(storetest.Open(t, c))
}

func TestWatchSeesEscapes(t *testing.T) {
	tables := []string{"users", "tenants", "sessions"}
	for query, want := range map[string]bool{
		`SELECT "users"."tenant_id", "users"."id" FROM "users" AS "users" WHERE (id = 'usr_1')`:                     true,
		`UPDATE "users" AS "users" SET name = 'x' WHERE (id = 'usr_1')`:                                             true,
		`DELETE FROM sessions WHERE id = 'ses_1'`:                                                                   true,
		`INSERT INTO users (id, name) VALUES ('usr_1', 'x')`:                                                        true,
		`SELECT s.id FROM sessions AS s JOIN users AS u ON u.id = s.user_id WHERE s.tenant_id = ?`:                  true,
		`SELECT s.id FROM sessions AS s WHERE s.tenant_id = ? AND EXISTS (SELECT 1 FROM users AS u WHERE u.id = 1)`: true,
		`SELECT s.id FROM sessions AS s JOIN users AS u ON u.tenant_id = s.tenant_id WHERE s.tenant_id = ?`:         false,
		`SELECT "users"."id" FROM "users" AS "users" WHERE ("users".tenant_id = 'org_1')`:                           false,
		`INSERT INTO "users" ("tenant_id", "id") VALUES ('org_1', 'usr_1')`:                                         false,
		`SELECT version FROM facts WHERE name = 'signing_keys'`:                                                     false,
	} {
		if escapes(query, tables) != want {
			t.Errorf("escapes(%s) is %v", query, !want)
		}
	}
}

// TestOnlyPlatformLeavesATenant runs every method of the store and finds that
// the statements that leave a tenant are the listed ones, and all of them.
func TestOnlyPlatformLeavesATenant(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		tables := storetest.TenantTables(t, c)
		var w watch
		c.Observe = w.see
		db := store.New(storetest.Open(t, c))
		for i, set := range []map[string]probe{txProbes, dbProbes} {
			north := world{[]string{"tx", "db"}[i]}.build(t, db)
			for _, name := range names(set) {
				if set[name].idle == "" {
					_, _ = set[name].run(db, north.scope(), north, i == 0)
				}
			}
		}
		for _, query := range w.take() {
			if escapes(query, tables) {
				t.Errorf("statement without its tenant: %s", query)
			}
		}
		runPlatform(t, db)
		seen := map[string]bool{}
		for _, query := range w.take() {
			name, ok := allowed(query)
			seen[name] = true
			if !ok && escapes(query, tables) {
				t.Errorf("statement without its tenant that isn't listed: %s", query)
			}
		}
		for name := range crossTenant {
			if !seen[name] {
				t.Errorf("listed, but never run: %s", name)
			}
		}
	})
}

func runPlatform(t *testing.T, db *store.DB) {
	t.Helper()
	_, _ = db.TenantByShortName(ctx, "tx")
	for _, err := range []error{
		fails(db.ShortNameHolder(ctx, "tx")), fails(db.Tenants(ctx)), fails(db.TenantsOfEmail(ctx, "ida@tx.example")),
		fails(db.ExpireTenants(ctx, past)), fails(db.LeaseMail(ctx, 1, start, end)), fails(db.LeaseTexts(ctx, 1, start, end)), fails(db.OldestDue(ctx, store.ChannelText, start)), fails(db.Outbox(ctx, "ida@tx.example", 1)),
		fails(db.BusyAccounts(ctx, past, 3)), fails(db.UnsettledCases(ctx, 9)), fails(db.Purge(ctx, start, time.Hour)), fails(db.TenantNames(ctx, []string{"org_tx"})), fails(db.Overview(ctx, store.TenantQuery{Query: "tx", AfterName: "a", AfterID: "b", Limit: 1, Now: start})),
	} {
		must(t, err)
	}
	_, _, err := db.LeaseJob(ctx, start, end)
	must(t, err)
}

func fails[A any](_ A, err error) error { return err }
