package scoped

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/uptrace/bun"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"twofold/tenancy"
)

// Tx is a transaction in one tenant. Its queries can't leave the tenant.
type Tx struct {
	tx     bun.Tx
	tenant string
}

// Tenant is the id of the tenant the transaction works in.
func (tx *Tx) Tenant() string { return tx.tenant }

// In runs fn in a writing transaction of the scope's tenant and commits when
// fn returns nil. It runs fn again, a bounded number of times, when the
// database asked for that (serialization, deadlock, busy): fn must have no
// effect outside the transaction.
func (db *DB) In(ctx context.Context, s tenancy.Scope, fn func(*Tx) error) error {
	if !s.Valid() {
		return tenancy.ErrNoScope
	}
	return db.retry(ctx, func() error {
		return db.write.RunInTx(ctx, nil, func(ctx context.Context, raw bun.Tx) error {
			return db.enter(ctx, raw, s, fn)
		})
	})
}

// View runs fn in a reading transaction of the scope's tenant: one snapshot,
// no writes.
func (db *DB) View(ctx context.Context, s tenancy.Scope, fn func(*Tx) error) error {
	if !s.Valid() {
		return tenancy.ErrNoScope
	}
	opts := &sql.TxOptions{}
	if db.pool != nil {
		opts = &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead}
	}
	return db.retry(ctx, func() error {
		return db.read.RunInTx(ctx, opts, func(ctx context.Context, raw bun.Tx) error {
			return db.enter(ctx, raw, s, fn)
		})
	})
}

func (db *DB) enter(ctx context.Context, raw bun.Tx, s tenancy.Scope, fn func(*Tx) error) error {
	if db.pool != nil {
		if _, err := raw.ExecContext(ctx, "SELECT set_config('app.tenant_id', ?, true)", s.Tenant()); err != nil {
			return fmt.Errorf("name the tenant: %w", err)
		}
	}
	return fn(&Tx{tx: raw, tenant: s.Tenant()})
}

// PlatformRole is the PostgreSQL role that cross-tenant work takes on inside
// its transaction. It can't log in.
const PlatformRole = "twofold_platform"

// Platform runs fn in a transaction that sees more than one tenant, as far as
// PlatformRole may. Only tenancy/store/platform.go calls it.
func (db *DB) Platform(ctx context.Context, fn func(bun.Tx) error) error {
	return db.Global(ctx, func(raw bun.Tx) error {
		if db.pool != nil {
			if _, err := raw.ExecContext(ctx, "SET LOCAL ROLE "+PlatformRole); err != nil {
				return fmt.Errorf("take on role %s: %w", PlatformRole, err)
			}
		}
		return fn(raw)
	})
}

// Global runs fn in a transaction of no tenant: it sees what belongs to the
// installation, and no tenant's rows. Only tenancy/store/installation.go
// calls it.
func (db *DB) Global(ctx context.Context, fn func(bun.Tx) error) error {
	return db.retry(ctx, func() error {
		return db.write.RunInTx(ctx, nil, func(ctx context.Context, raw bun.Tx) error { return fn(raw) })
	})
}

const mostTries = 6

// retry runs work in a database whose file is still there.
func (db *DB) retry(ctx context.Context, work func() error) error {
	return db.checked(ctx, db.whole, work)
}

// checked runs work after check, again when the database says that it lost a
// race, after a random time that grows. It tells a database that is away as
// domain.Unavailable.
func (db *DB) checked(ctx context.Context, check, work func() error) error {
	if err := check(); err != nil {
		return db.told(err)
	}
	for try := 1; ; try++ {
		err := work()
		if err == nil || !lostRace(err) || try == mostTries {
			return db.told(err)
		}
		wait := time.Duration(rand.Int64N(int64(try) * int64(10*time.Millisecond)))
		select {
		case <-ctx.Done():
			return errors.Join(err, ctx.Err())
		case <-time.After(wait):
		}
	}
}

// primaryCode masks SQLite's extended result codes, such as a busy snapshot.
const primaryCode = 0xff

func lostRace(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "40001" || pg.Code == "40P01"
	}
	var lite *sqlite.Error
	return errors.As(err, &lite) && lite.Code()&primaryCode == sqlite3.SQLITE_BUSY
}

// Duplicate reports whether err says that a unique key is taken.
func Duplicate(err error) bool {
	if err == nil {
		return false
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "23505"
	}
	return strings.Contains(err.Error(), "UNIQUE constraint failed")
}

// Missing reports whether err says that no row matched.
func Missing(err error) bool { return errors.Is(err, sql.ErrNoRows) }
