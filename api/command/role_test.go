package command

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/uptrace/bun"

	"twofold/migrations"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store/storetest"
)

// asSuperuser is the address of a test's database for the server's own role.
func asSuperuser(t *testing.T, address string) string {
	t.Helper()
	server, err := url.Parse(os.Getenv(storetest.Server))
	if err != nil {
		t.Fatal(err)
	}
	own, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	server.Path = own.Path
	return server.String()
}

func asRole(t *testing.T, address, role string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword(role, role)
	return u.String()
}

func statement(t *testing.T, db *sql.DB, text string) {
	t.Helper()
	if _, err := db.Exec(text); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

// newRole makes a role with options, gone when the test ends.
func newRole(t *testing.T, db *sql.DB, options string) string {
	t.Helper()
	name := "twofold_role_" + strings.ToLower(rand.Text()[:10])
	statement(t, db, fmt.Sprintf("CREATE ROLE %s LOGIN PASSWORD '%s' %s", name, name, options))
	t.Cleanup(func() {
		statement(t, db, "REASSIGN OWNED BY "+name+" TO CURRENT_USER")
		statement(t, db, "DROP OWNED BY "+name)
		statement(t, db, "DROP ROLE "+name)
	})
	return name
}

func why(t *testing.T, address string) string {
	t.Helper()
	db, err := scoped.Open(context.Background(), scoped.Config{URL: address, Conns: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var words string
	err = db.Migrate(context.Background(), func(ctx context.Context, raw *bun.DB) error {
		words, err = migrations.CheckServeRole(ctx, raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return words
}

func TestRolesForWhichTheWallsDontHoldAreRefused(t *testing.T) {
	c := storetest.Postgres(t)
	db := storetest.Raw(t, c)
	if words := why(t, c.URL); words != "" {
		t.Errorf("the serving role is refused: %s", words)
	}
	if words := why(t, asSuperuser(t, c.URL)); !strings.Contains(words, "superuser") {
		t.Errorf("a superuser: %q", words)
	}
	member := "GRANT " + scoped.PlatformRole + " TO "
	owner := newRole(t, db, "NOINHERIT")
	for want, make := range map[string]func() string{
		"bypasses": func() string { return newRole(t, db, "NOINHERIT BYPASSRLS") },
		"create":   func() string { return newRole(t, db, "NOINHERIT CREATEROLE") },
		"inherits": func() string {
			name := newRole(t, db, "INHERIT")
			statement(t, db, member+name)
			return name
		},
		"can't take on": func() string { return newRole(t, db, "NOINHERIT") },
		"owns": func() string {
			statement(t, db, member+owner)
			statement(t, db, "ALTER TABLE users OWNER TO "+owner)
			return owner
		},
		"belongs": func() string {
			name := newRole(t, db, "NOINHERIT")
			statement(t, db, member+name)
			statement(t, db, "GRANT "+owner+" TO "+name)
			statement(t, db, "ALTER TABLE links OWNER TO "+owner)
			return name
		},
	} {
		if words := why(t, asRole(t, c.URL, make())); !strings.Contains(words, want) {
			t.Errorf("want %q, got %q", want, words)
		}
	}
}
