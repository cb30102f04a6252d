package migrations_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"twofold/migrations"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store/storetest"
)

// TestCheckServeRole connects as roles that are more, or less, than serving
// needs.
func TestCheckServeRole(t *testing.T) {
	c := storetest.EmptyPostgres(t)
	grantTest(t, c, storetest.ServeRole)
	raw := storetest.Raw(t, c)
	var database string
	must(t, raw.QueryRow("SELECT current_database()").Scan(&database))
	for _, one := range []struct{ name, rights, after, want string }{
		{"plain", "NOINHERIT", "GRANT " + scoped.PlatformRole + " TO ?", ""},
		{"super", "SUPERUSER", "", "is a superuser"},
		{"bypass", "BYPASSRLS", "", "bypasses row-level security"},
		{"creator", "CREATEROLE", "", "may create roles or databases"},
		{"inheritor", "INHERIT", "GRANT " + scoped.PlatformRole + " TO ?", "inherits " + scoped.PlatformRole},
		{"narrow", "NOINHERIT", "", "can't take on " + scoped.PlatformRole},
		{"owner", "NOINHERIT", "ALTER TABLE facts OWNER TO ?", "owns the tables"},
	} {
		role := strings.Replace(database, "twofold_test", "twofold_"+one.name, 1)
		for _, statement := range []string{"CREATE ROLE ? LOGIN PASSWORD 'x' " + one.rights, one.after} {
			if statement != "" {
				_, err := raw.Exec(strings.ReplaceAll(statement, "?", role))
				must(t, err)
			}
		}
		why := checkAs(t, c, role)
		if (why == "") != (one.want == "") || !strings.Contains(why, one.want) {
			t.Errorf("%s: %q, want %q", one.name, why, one.want)
		}
		for _, statement := range []string{"ALTER TABLE facts OWNER TO CURRENT_USER", "DROP OWNED BY " + role, "DROP ROLE " + role} {
			_, err := raw.Exec(statement)
			must(t, err)
		}
	}
}

func checkAs(t *testing.T, c scoped.Config, role string) (why string) {
	t.Helper()
	address, err := url.Parse(c.URL)
	must(t, err)
	address.User = url.UserPassword(role, "x")
	db, err := scoped.Open(ctx, scoped.Config{URL: address.String(), Conns: 1})
	must(t, err)
	defer db.Close()
	must(t, db.Migrate(ctx, func(ctx context.Context, raw *bun.DB) (err error) {
		why, err = migrations.CheckServeRole(ctx, raw)
		return err
	}))
	return why
}
