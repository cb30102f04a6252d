//go:build !sandbox

package command

import (
	"net/url"
	"testing"

	"twofold/tenancy/store/storetest"
)

// Naming the owner in the place of the serving role would change the owner so
// that it can't migrate again.
func TestOnlyALesserRoleIsMadeTheServingOne(t *testing.T) {
	c := storetest.EmptyPostgres(t)
	db, address := storetest.Raw(t, c), asSuperuser(t, c.URL)
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	owner := newRole(t, db, "CREATEROLE")
	statement(t, db, "GRANT ALL ON SCHEMA public TO "+owner)
	for _, one := range []struct{ address, role, why string }{
		{address, u.User.Username(), "is a superuser"},
		{asRole(t, c.URL, owner), owner, "is the role that migrates"},
		{address, newRole(t, db, "CREATEDB"), "may create roles or databases"},
		{address, newRole(t, db, "BYPASSRLS"), "bypasses row-level security"},
		{address, "twofold_nobody", "there is no role twofold_nobody"},
	} {
		refused(t, t.TempDir(), []string{"TWOFOLD_DATABASE=" + one.address}, ExitDatabase, []string{one.why, "--serve-role", "CREATE ROLE"}, "migrate", "--serve-role", one.role)
	}
	var inherits bool
	if err := db.QueryRow("SELECT rolinherit FROM pg_roles WHERE rolname = $1", owner).Scan(&inherits); err != nil || !inherits {
		t.Errorf("the owner was changed: %v", err)
	}
}

// Who migrates without naming the serving role learns it at the start, not
// from the first person who needs the new table.
func TestF31ServingWithoutAGrantIsRefused(t *testing.T) {
	c := storetest.Postgres(t)
	db, dir := storetest.Raw(t, c), t.TempDir()
	ran(t, dir, nil, "keys", "create")
	serve := append([]string{"TWOFOLD_LISTEN=127.0.0.1:0", "TWOFOLD_DATABASE=" + c.URL}, mailSet...)
	for _, one := range []struct{ take, lacks string }{
		{"REVOKE INSERT ON audit_events FROM " + storetest.ServeRole, "INSERT on audit_events"},
		{"REVOKE ALL ON cases FROM " + storetest.ServeRole, "SELECT on cases"},
		{"REVOKE DELETE ON resets FROM twofold_platform", "DELETE on resets"},
		{"REVOKE UPDATE ON tenants FROM twofold_platform", "UPDATE on tenants"},
	} {
		statement(t, db, one.take)
		refused(t, dir, serve, ExitSchema, []string{one.lacks, "twofold migrate --serve-role"}, "serve")
		ran(t, dir, []string{"TWOFOLD_DATABASE=" + asSuperuser(t, c.URL)}, "migrate", "--serve-role", storetest.ServeRole)
	}
	serving(t, dir, "TWOFOLD_DATABASE="+c.URL).stop(t)
}
