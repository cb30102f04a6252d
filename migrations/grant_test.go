package migrations_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/uptrace/bun"

	"twofold/migrations"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store/storetest"
)

// grant makes a database ready for a serving role, as the command migrate does.
func grant(ctx context.Context, db *bun.DB, role string) error {
	if err := migrations.EnsurePlatformRole(ctx, db); err != nil {
		return err
	}
	if _, err := migrations.Up(ctx, db); err != nil {
		return err
	}
	return migrations.Grant(ctx, db, role)
}

func grantTest(t *testing.T, c scoped.Config, role string) {
	t.Helper()
	db := storetest.Open(t, c)
	if err := db.Migrate(ctx, func(ctx context.Context, raw *bun.DB) error { return grant(ctx, raw, role) }); err != nil {
		t.Error(err)
	}
}

// rights are a role's table privileges, a table a line.
func rights(t *testing.T, c scoped.Config, role string) []string {
	t.Helper()
	return texts(t, c, `SELECT table_name || ': ' || string_agg(privilege_type, ' ' ORDER BY privilege_type) FROM information_schema.role_table_grants
		WHERE table_schema = 'public' AND grantee = '`+role+`' GROUP BY table_name`)
}

func TestGrantsAreWhatIsNeeded(t *testing.T) {
	c := storetest.EmptyPostgres(t)
	for range 2 {
		grantTest(t, c, storetest.ServeRole)
		var want []string
		for _, table := range append(storetest.TenantTables(t, c), "signing_keys", "facts", "bun_migrations") {
			switch table {
			case "audit_events":
				want = append(want, table+": INSERT SELECT")
			case "signing_keys", "facts":
				want = append(want, table+": INSERT SELECT UPDATE")
			case "bun_migrations":
				want = append(want, table+": SELECT")
			default:
				want = append(want, table+": DELETE INSERT SELECT UPDATE")
			}
		}
		slices.Sort(want)
		if got := rights(t, c, storetest.ServeRole); !slices.Equal(got, want) {
			t.Errorf("the serving role may\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		want = []string{"cases: SELECT", "ceremonies: DELETE SELECT", "enrollments: DELETE SELECT", "grants: DELETE SELECT", "half_sign_ins: DELETE SELECT", "inspections: SELECT", "jobs: DELETE SELECT UPDATE", "links: DELETE SELECT",
			"outbox: DELETE SELECT UPDATE", "quotas: DELETE SELECT", "requests: DELETE SELECT", "resets: DELETE SELECT", "sent_codes: DELETE SELECT", "sessions: DELETE SELECT", "tenants: SELECT", "throttles: DELETE SELECT", "trusts: DELETE SELECT"}
		if got := rights(t, c, scoped.PlatformRole); !slices.Equal(got, want) {
			t.Errorf("the platform's role may\n%s", strings.Join(got, "\n"))
		}
		if got := rights(t, c, "PUBLIC"); len(got) != 0 {
			t.Errorf("everybody may %s", got)
		}
	}
}

// TestGrantsThatCross grants while another database of the server changes the
// same role: roles belong to the server, and migrations lock their own database.
func TestGrantsThatCross(t *testing.T) {
	ours, theirs := storetest.EmptyPostgres(t), storetest.EmptyPostgres(t)
	grantTest(t, ours, storetest.ServeRole)
	raw := storetest.Raw(t, theirs)
	change, waits := "ALTER ROLE "+storetest.ServeRole+" NOINHERIT", "ALTER ROLE%"
	var version int
	must(t, raw.QueryRow("SELECT current_setting('server_version_num')::int").Scan(&version))
	if version >= 160000 {
		change, waits = "GRANT "+scoped.PlatformRole+" TO "+storetest.ServeRole+" WITH INHERIT FALSE", "GRANT "+scoped.PlatformRole+"%"
	}
	tx, err := raw.Begin()
	must(t, err)
	_, err = tx.Exec(change)
	must(t, err)
	var done atomic.Bool
	var wg sync.WaitGroup
	wg.Go(func() {
		defer done.Store(true)
		grantTest(t, ours, storetest.ServeRole)
	})
	for waiting := 0; waiting == 0 && !done.Load(); {
		must(t, raw.QueryRow("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE $1", waits).Scan(&waiting))
	}
	must(t, tx.Commit())
	wg.Wait()
}

// TestOwnerIsNoSuperuser migrates and grants as the owner of the database
// alone, who then sees no tenant's rows either.
func TestOwnerIsNoSuperuser(t *testing.T) {
	c := storetest.EmptyPostgres(t)
	raw := storetest.Raw(t, c)
	var database string
	must(t, raw.QueryRow("SELECT current_database()").Scan(&database))
	owner := strings.Replace(database, "twofold_test", "twofold_owner", 1)
	for _, statement := range []string{
		"CREATE ROLE " + owner + " LOGIN CREATEROLE PASSWORD '" + owner + "'",
		"ALTER DATABASE " + database + " OWNER TO " + owner,
	} {
		_, err := raw.Exec(statement)
		must(t, err)
	}
	t.Cleanup(func() {
		admin, err := sql.Open("pgx", os.Getenv(storetest.Server))
		must(t, err)
		defer admin.Close()
		_, err = raw.Exec("DROP OWNED BY " + owner)
		must(t, err)
		_, err = raw.Exec("ALTER DATABASE " + database + " OWNER TO CURRENT_USER")
		must(t, err)
		_, err = admin.Exec("DROP ROLE " + owner)
		must(t, err)
	})
	address, err := url.Parse(c.URL)
	must(t, err)
	address.User = url.UserPassword(owner, owner)
	grantTest(t, scoped.Config{URL: address.String(), Conns: 2}, storetest.ServeRole)
	_, err = raw.Exec("INSERT INTO tenants (tenant_id, name, short_name, short_key, state, policy_version, lock_attempts, lock_minutes) VALUES ('org_1', '', '', '', '', 1, 5, 30)")
	must(t, err)
	db, err := sql.Open("pgx", address.String())
	must(t, err)
	defer db.Close()
	var n int
	must(t, db.QueryRow("SELECT count(*) FROM tenants").Scan(&n))
	if n != 0 {
		t.Errorf("the owner sees %d tenants: row-level security isn't forced", n)
	}
}

func TestGrantNamesWhatFailed(t *testing.T) {
	c := storetest.EmptyPostgres(t)
	db := storetest.Open(t, c)
	must(t, db.Migrate(ctx, func(ctx context.Context, raw *bun.DB) error {
		err := migrations.Grant(ctx, raw, "nobody_of_this_name")
		if err == nil || !strings.Contains(fmt.Sprint(err), "nobody_of_this_name") {
			t.Errorf("a grant to nobody: %v", err)
		}
		return nil
	}))
}
