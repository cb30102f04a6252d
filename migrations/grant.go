package migrations

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/uptrace/bun"

	"twofold/tenancy/scoped"
)

// tenantTables may be read and written by the serving role inside a tenant's
// scope. The audit log is not among them: it can only be added to.
var tenantTables = []string{
	"tenants", "policy_versions", "users", "factors", "enrollments", "recovery_codes", "half_sign_ins",
	"sessions", "trusts", "throttles", "links", "outbox", "jobs", "sent_codes", "ceremonies", "quotas",
	"message_templates", "grants", "cases", "case_proofs", "security_answers", "requests", "resets", "inspections", "shared_browsers",
}

// platformGrants is all that cross-tenant work may do.
var platformGrants = []string{
	"SELECT, UPDATE (state, short_key, short_name) ON tenants",
	"SELECT (tenant_id, id, email, email_key, name, state, two_step) ON users",
	"SELECT ON cases",
	"SELECT ON inspections",
	"SELECT, UPDATE, DELETE ON outbox",
	"SELECT, UPDATE, DELETE ON jobs",
	"SELECT, DELETE ON half_sign_ins", "SELECT, DELETE ON enrollments", "SELECT, DELETE ON sessions",
	"SELECT, DELETE ON throttles", "SELECT, DELETE ON links", "SELECT, DELETE ON trusts", "SELECT, DELETE ON grants",
	"SELECT, DELETE ON requests", "SELECT, DELETE ON resets",
	"SELECT, DELETE ON sent_codes", "SELECT, DELETE ON ceremonies", "SELECT, DELETE ON quotas",
}

// serveGrants is all that the serving role may do itself.
func serveGrants() []string {
	var out []string
	for _, t := range tenantTables {
		out = append(out, "SELECT, INSERT, UPDATE, DELETE ON "+t)
	}
	return append(out, "SELECT, INSERT ON audit_events", "SELECT, INSERT, UPDATE ON signing_keys", "SELECT, INSERT, UPDATE ON facts", "SELECT ON bun_migrations")
}

// EnsurePlatformRole makes scoped.PlatformRole where it is missing. The migrating
// role needs CREATEROLE, or somebody made the role before.
func EnsurePlatformRole(ctx context.Context, db *bun.DB) error {
	var there bool
	if err := db.NewRaw("SELECT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = ?)", scoped.PlatformRole).Scan(ctx, &there); err != nil {
		return fmt.Errorf("look for role %s: %w", scoped.PlatformRole, err)
	}
	if there {
		return nil
	}
	err := changeRole(ctx, db, "CREATE ROLE "+scoped.PlatformRole+" NOLOGIN")
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Code == "42710" {
		return nil // another database's migration was first
	}
	if err != nil {
		return fmt.Errorf("create role %s (let a database administrator run: CREATE ROLE %s NOLOGIN): %w", scoped.PlatformRole, scoped.PlatformRole, err)
	}
	return nil
}

// Grant gives the serving role what it needs and no more. It may be run again
// at any time, and must be after each migration that makes a table.
func Grant(ctx context.Context, db *bun.DB, serveRole string) error {
	role := bun.Ident(serveRole)
	var version int
	if err := db.NewRaw("SELECT current_setting('server_version_num')::int").Scan(ctx, &version); err != nil {
		return fmt.Errorf("read server version: %w", err)
	}
	statements := []string{"GRANT USAGE ON SCHEMA public TO ?", "GRANT USAGE ON SCHEMA public TO " + scoped.PlatformRole}
	for _, g := range serveGrants() {
		statements = append(statements, "GRANT "+g+" TO ?")
	}
	for _, g := range platformGrants {
		statements = append(statements, "GRANT "+g+" TO "+scoped.PlatformRole)
	}
	// Without inheritance: the wide policies of scoped.PlatformRole must hold only
	// inside a transaction that took the role on.
	if version >= 160000 {
		statements = append(statements, "GRANT "+scoped.PlatformRole+" TO ? WITH INHERIT FALSE, SET TRUE")
	} else {
		statements = append(statements, "ALTER ROLE ? NOINHERIT", "GRANT "+scoped.PlatformRole+" TO ?")
	}
	for _, s := range statements {
		var args []any
		if strings.Contains(s, "?") {
			args = append(args, role)
		}
		if err := changeRole(ctx, db, s, args...); err != nil {
			return fmt.Errorf("%s: %w", strings.ReplaceAll(s, "?", serveRole), err)
		}
	}
	return nil
}

const mostTries = 20

// changeRole runs a statement about a role, again when it crossed with
// another: roles belong to the server, and migrations of its other databases
// hold other locks.
func changeRole(ctx context.Context, db *bun.DB, statement string, args ...any) error {
	for try := 1; ; try++ {
		_, err := db.ExecContext(ctx, statement, args...)
		var pg *pgconn.PgError
		if !errors.As(err, &pg) || try == mostTries {
			return err
		}
		crossed := pg.Code == "23505" || pg.Code == "XX000" && strings.Contains(pg.Message, "concurrently updated")
		if !crossed {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.Join(err, ctx.Err())
		case <-time.After(time.Duration(try) * 5 * time.Millisecond):
		}
	}
}
