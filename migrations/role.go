package migrations

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"twofold/tenancy/scoped"
)

// CheckServeRole says why the role of a PostgreSQL connection must not serve,
// in words, or nothing when it may: row-level security doesn't bind superusers
// and roles that bypass it, an owner could switch it off, and a role that
// inherits scoped.PlatformRole would see every tenant at any time.
func CheckServeRole(ctx context.Context, db *bun.DB) (why string, err error) {
	var r struct {
		Name                                                string
		Super, Bypasses, Owns, Inherits, TakesOn, CreatesDB bool
	}
	const question = `SELECT rolname AS name, rolsuper AS super, rolbypassrls AS bypasses,
  EXISTS (SELECT 1 FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind = 'r' AND pg_has_role(r.oid, c.relowner, 'MEMBER')) AS owns,
  EXISTS (SELECT 1 FROM pg_roles AS p WHERE p.rolname = ?0 AND pg_has_role(r.oid, p.oid, 'USAGE')) AS inherits,
  EXISTS (SELECT 1 FROM pg_roles AS p WHERE p.rolname = ?0 AND pg_has_role(r.oid, p.oid, 'MEMBER')) AS takes_on,
  rolcreatedb OR rolcreaterole AS creates_db
FROM pg_roles AS r WHERE rolname = current_user`
	if err := db.NewRaw(question, scoped.PlatformRole).Scan(ctx, &r.Name, &r.Super, &r.Bypasses, &r.Owns, &r.Inherits, &r.TakesOn, &r.CreatesDB); err != nil {
		return "", fmt.Errorf("read what the role may: %w", err)
	}
	switch {
	case r.Super:
		return r.Name + " is a superuser", nil
	case r.Bypasses:
		return r.Name + " bypasses row-level security", nil
	case r.CreatesDB:
		return r.Name + " may create roles or databases", nil
	case r.Owns:
		return r.Name + " owns the tables, or belongs to the role that does", nil
	case r.Inherits:
		return r.Name + " inherits " + scoped.PlatformRole, nil
	case !r.TakesOn:
		return r.Name + " can't take on " + scoped.PlatformRole, nil
	}
	return "", nil
}

// Empty reports whether a SQLite database holds nothing yet.
func Empty(ctx context.Context, db *bun.DB) (bool, error) {
	var n int
	err := db.NewRaw("SELECT count(*) FROM sqlite_master").Scan(ctx, &n)
	return n == 0, err
}
