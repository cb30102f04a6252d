package scoped

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"

	"github.com/uptrace/bun"
)

// migrationLock is the key of the advisory lock that instances starting at
// once wait for.
const migrationLock = 0x7477666c64

// Migrate runs fn with the raw database while no other instance migrates. It
// is for package migrations alone.
func (db *DB) Migrate(ctx context.Context, fn func(context.Context, *bun.DB) error) (err error) {
	if db.pool != nil {
		conn, err := db.pool.Acquire(ctx)
		if err != nil {
			return fmt.Errorf("reach the database: %w", err)
		}
		defer conn.Release()
		if _, err := conn.Exec(ctx, "SET statement_timeout = 0"); err != nil {
			return fmt.Errorf("lift the statement timeout: %w", err)
		}
		if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(migrationLock)); err != nil {
			return fmt.Errorf("wait for other migrations: %w", err)
		}
		// The lock goes with the connection, so a killed process frees it.
		defer conn.Conn().Close(context.WithoutCancel(ctx))
		return fn(ctx, db.write)
	}
	return db.migrateLite(ctx, fn)
}

// migrateLite holds a write lock on a file beside the database while fn runs:
// a lock on the database itself would keep fn out too. The lock goes with its
// process.
func (db *DB) migrateLite(ctx context.Context, fn func(context.Context, *bun.DB) error) (err error) {
	path := db.path + ".migrate"
	if _, err := makeFile(path); err != nil {
		return err
	}
	// SQLite doesn't hear of a canceled context while it waits for a lock. And
	// the file has nothing in it, so opening it sets and reads nothing: what
	// reads would wait for the lock before it asks for it.
	guard, err := sql.Open("sqlite", liteFile(path, url.Values{"_busy_timeout": {"50"}}))
	if err != nil {
		return fmt.Errorf("open the migration lock: %w", err)
	}
	defer func() { err = errors.Join(err, guard.Close()) }()
	guard.SetMaxOpenConns(1)
	for {
		_, err := guard.ExecContext(ctx, "BEGIN EXCLUSIVE")
		if err == nil {
			return fn(ctx, db.write)
		}
		if !lostRace(err) || ctx.Err() != nil {
			return fmt.Errorf("wait for other migrations: %w", err)
		}
	}
}
