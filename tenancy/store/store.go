package store

import (
	"context"
	"time"

	"twofold/tenancy"
	"twofold/tenancy/scoped"
)

// DB is an open store.
type DB struct{ db *scoped.DB }

// New wraps an open database whose schema is current.
func New(db *scoped.DB) *DB { return &DB{db: db} }

// Tx is a transaction in one tenant.
type Tx struct{ tx *scoped.Tx }

// In runs fn in a writing transaction of the scope's tenant: committed when
// fn returns nil, gone otherwise. fn may run more than once. A refusal that
// must keep its own counting is returned after In, never from fn.
func (d *DB) In(ctx context.Context, s tenancy.Scope, fn func(*Tx) error) error {
	return d.db.In(ctx, s, func(tx *scoped.Tx) error { return fn(&Tx{tx}) })
}

// View runs fn on one snapshot of the scope's tenant, without writing.
func (d *DB) View(ctx context.Context, s tenancy.Scope, fn func(*Tx) error) error {
	return d.db.View(ctx, s, func(tx *scoped.Tx) error { return fn(&Tx{tx}) })
}

// Ping reports whether the database answers.
func (d *DB) Ping(ctx context.Context) error { return d.db.Ping(ctx) }

// Rest gives back memory while nothing is asked of the database.
func (d *DB) Rest(ctx context.Context) error { return d.db.Rest(ctx) }

// Tenant is the tenant the transaction works in.
func (tx *Tx) Tenant() string { return tx.tx.Tenant() }

// Stamp is a moment as stored: milliseconds since 1970 UTC, 0 is never.
type Stamp int64

// At is the stamp of t, 0 for the zero time.
func At(t time.Time) Stamp {
	if t.IsZero() {
		return 0
	}
	return Stamp(t.UnixMilli())
}

// Time is the moment in UTC, the zero time for 0.
func (s Stamp) Time() time.Time {
	if s == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(s)).UTC()
}

// Missing reports whether err says that no row matched.
func Missing(err error) bool { return scoped.Missing(err) }

// Duplicate reports whether err says that a unique key is taken.
func Duplicate(err error) bool { return scoped.Duplicate(err) }
