package scoped

import (
	"time"

	"github.com/uptrace/bun"
)

// Writer and Reader are the pools behind a DB, for looking at their settings.
func (db *DB) Writer() *bun.DB { return db.write }
func (db *DB) Reader() *bun.DB { return db.read }

// PoolConns is how many connections the pool of batches may open.
func (db *DB) PoolConns() int32 { return db.pool.Config().MaxConns }

// PoolKeepsIdle is how long that pool keeps a connection nobody uses.
func (db *DB) PoolKeepsIdle() time.Duration { return db.pool.Config().MaxConnIdleTime }

// MostTries is how often work that lost races is run.
const MostTries = mostTries

// Told is what callers see of an error of an open database.
func Told(err error) error { return new(DB).told(err) }
