package migrations

import (
	"context"
	"fmt"
	"regexp"
	"strings"

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

// CheckGrantee reports why a role must not be made the serving one: it is the
// role that migrates, or may more than serving needs. Granting would change
// that role itself, after which it can't migrate any more.
func CheckGrantee(ctx context.Context, db *bun.DB, role string) (why string, err error) {
	var r struct {
		There, Super, Bypasses, CreatesDB, Migrates bool
	}
	const question = `SELECT count(*) > 0 AS there, coalesce(bool_or(rolsuper), false) AS super, coalesce(bool_or(rolbypassrls), false) AS bypasses,
  coalesce(bool_or(rolcreatedb OR rolcreaterole), false) AS creates_db, coalesce(bool_or(pg_has_role(oid, current_user, 'MEMBER')), false) AS migrates
FROM pg_roles WHERE rolname = ?`
	if err := db.NewRaw(question, role).Scan(ctx, &r.There, &r.Super, &r.Bypasses, &r.CreatesDB, &r.Migrates); err != nil {
		return "", fmt.Errorf("read what role %s may: %w", role, err)
	}
	switch {
	case !r.There:
		return "there is no role " + role, nil
	case r.Super:
		return role + " is a superuser", nil
	case r.Migrates:
		return role + " is the role that migrates, or belongs to it", nil
	case r.Bypasses:
		return role + " bypasses row-level security", nil
	case r.CreatesDB:
		return role + " may create roles or databases", nil
	}
	return "", nil
}

// onePrivilege finds each privilege of a grant, and the columns it is for.
var onePrivilege = regexp.MustCompile(`([A-Z]+)(?: \(([^)]*)\))?`)

// MissingGrants lists what the connected role lacks for serving, such as
// "INSERT on cases": Grant was forgotten after a migration.
func MissingGrants(ctx context.Context, db *bun.DB) ([]string, error) {
	var rows []string
	var args []any
	needs := func(role string, grants []string) {
		for _, g := range grants {
			rights, table, _ := strings.Cut(g, " ON ")
			for _, one := range onePrivilege.FindAllStringSubmatch(rights, -1) {
				rows, args = append(rows, "(?, ?, ?, ?)"), append(args, role, table, one[1], one[2])
			}
		}
	}
	needs("", serveGrants())
	needs(scoped.PlatformRole, platformGrants)
	question := `SELECT right_of || ' on ' || table_of FROM (SELECT coalesce(nullif(r, ''), current_user)::name AS role, t, p, c FROM (VALUES ` + strings.Join(rows, ", ") + `) AS v(r, t, p, c)) AS n(role, table_of, right_of, columns)
WHERE NOT CASE columns WHEN '' THEN has_table_privilege(role, table_of, right_of)
  ELSE (SELECT bool_and(has_column_privilege(role, table_of, one, right_of)) FROM unnest(string_to_array(columns, ', ')) AS one) END ORDER BY table_of, right_of`
	var missing []string
	if err := db.NewRaw(question, args...).Scan(ctx, &missing); err != nil {
		return nil, fmt.Errorf("read what was granted: %w", err)
	}
	return missing, nil
}

// Empty reports whether a SQLite database holds nothing yet.
func Empty(ctx context.Context, db *bun.DB) (bool, error) {
	var n int
	err := db.NewRaw("SELECT count(*) FROM sqlite_master").Scan(ctx, &n)
	return n == 0, err
}
