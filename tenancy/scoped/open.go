package scoped

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/dialect/sqlitedialect"
	_ "modernc.org/sqlite" // the embedded database
)

// Config says where the database is. URL is postgres://… or a file path for
// SQLite. Conns caps each PostgreSQL pool (default 8) and SQLite's readers
// (default 4). Observe, when set, sees every statement before it runs.
type Config struct {
	URL     string
	Conns   int
	Observe func(query string)
}

// Postgres reports whether the URL names a PostgreSQL database.
func (c Config) Postgres() bool {
	return strings.HasPrefix(c.URL, "postgres://") || strings.HasPrefix(c.URL, "postgresql://")
}

// statementTimeout ends a statement that the request's own deadline missed.
const statementTimeout = 10 * time.Second

// DB is an open database. SQLite has one writing connection, since a pool of
// writers waits for its lock seconds at a time, and readers apart; PostgreSQL
// has a pool for bun and a small one whose batches take one round trip.
type DB struct {
	write   *bun.DB
	read    *bun.DB
	pool    *pgxpool.Pool
	lite    *lite
	observe func(string)
	path    string
	file    os.FileInfo
	seen    atomic.Int64 // when the file was last looked for, in nanoseconds
	closed  atomic.Bool
}

// Open connects and checks that the database answers. It changes nothing in
// it, but makes SQLite's folder and file.
func Open(ctx context.Context, c Config) (*DB, error) {
	if c.Conns < 1 {
		c.Conns = 8
	}
	db := &DB{observe: c.Observe}
	var err error
	if c.Postgres() {
		err = db.openPostgres(ctx, c)
	} else {
		err = db.openSQLite(ctx, c)
	}
	if err != nil {
		db.Close()
		return nil, err
	}
	if c.Observe != nil {
		hook := observer(c.Observe)
		db.write = db.write.WithQueryHook(hook)
		db.read = db.read.WithQueryHook(hook)
	}
	return db, nil
}

func (db *DB) openPostgres(ctx context.Context, c Config) error {
	config, err := pgxpool.ParseConfig(c.URL)
	if err != nil {
		return fmt.Errorf("read the database address: %w", err)
	}
	config.MaxConns = int32(c.Conns)
	config.MaxConnIdleTime = config.MaxConnLifetime // as many stay idle as there may be
	config.ConnConfig.RuntimeParams["statement_timeout"] = fmt.Sprint(statementTimeout.Milliseconds())
	config.ConnConfig.RuntimeParams["application_name"] = "twofold"
	// bun inlines its arguments, so preparing each text would only cost.
	simple := config.ConnConfig.Copy()
	simple.DefaultQueryExecMode = pgx.QueryExecModeExec
	raw := stdlib.OpenDB(*simple)
	raw.SetMaxOpenConns(c.Conns)
	raw.SetMaxIdleConns(c.Conns)
	db.write = bun.NewDB(raw, pgdialect.New())
	db.read = db.write
	if db.pool, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	if err := db.pool.Ping(ctx); err != nil {
		return fmt.Errorf("reach the database: %w", err)
	}
	return nil
}

func (db *DB) openSQLite(ctx context.Context, c Config) error {
	path, err := filepath.Abs(strings.TrimPrefix(c.URL, "sqlite://"))
	if err != nil {
		return fmt.Errorf("read the database path: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	db.path = path
	if db.file, err = makeFile(path); err != nil {
		return err
	}
	writer, err := sql.Open("sqlite", liteDSN(path, true))
	if err != nil {
		return fmt.Errorf("open %s: %w", path, err)
	}
	writer.SetMaxOpenConns(1)
	writer.SetMaxIdleConns(1)
	db.write = bun.NewDB(writer, sqlitedialect.New())
	if err := turnToWAL(ctx, writer); err != nil {
		return fmt.Errorf("open %s: %w", path, err)
	}
	reader, err := sql.Open("sqlite", liteDSN(path, false))
	if err != nil {
		return fmt.Errorf("open %s: %w", path, err)
	}
	readers := max(2, c.Conns/2)
	reader.SetMaxOpenConns(readers)
	reader.SetMaxIdleConns(readers)
	db.read = bun.NewDB(reader, sqlitedialect.New())
	db.lite = newLite(writer, reader, db.whole)
	return nil
}

// makeFile makes SQLite's file where there is none, so that no connection ever
// has to: one opened later must not find an empty database in the place of a
// file that went away.
func makeFile(path string) (os.FileInfo, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	info, err := file.Stat()
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	return info, nil
}

// whole reports an error when the file that was opened is no longer the one in
// its place: what is written then would be gone with the process.
func (db *DB) whole() error {
	if db.file == nil {
		return nil
	}
	now, err := os.Stat(db.path)
	if err != nil {
		return fmt.Errorf("%w: look for the database file: %w", errGone, err)
	}
	if !os.SameFile(db.file, now) {
		return fmt.Errorf("%w: the database file %s was replaced while it was in use", errGone, db.path)
	}
	return nil
}

// lookEvery is how old a look at the file may be for a read.
const lookEvery = 100 * time.Millisecond

// wholeLately is whole, but takes the word of a look that was just made. It is
// enough before a read; SQLite's writer looks again before each transaction.
func (db *DB) wholeLately() error {
	if db.file == nil {
		return nil
	}
	now := time.Now().UnixNano()
	if now-db.seen.Load() < int64(lookEvery) {
		return nil
	}
	err := db.whole()
	if err == nil {
		db.seen.Store(now)
	}
	return err
}

// busyTimeout is how long SQLite waits for a lock that another holds.
const busyTimeout = 10 * time.Second

// turnToWAL sets the journal, which is kept in the file and holds for every
// connection. Of those that turn a new file at once all but one may be told
// that it is busy, and right away: the busy timeout doesn't cover the step from
// reading to writing. They ask again until it's turned.
func turnToWAL(ctx context.Context, writer *sql.DB) error {
	ctx, cancel := context.WithTimeout(ctx, busyTimeout)
	defer cancel()
	for {
		var mode string
		err := writer.QueryRowContext(ctx, "PRAGMA journal_mode = WAL").Scan(&mode)
		switch {
		case err == nil && mode != "wal":
			return fmt.Errorf("its journal stays %s: no write-ahead log can be kept beside it", mode)
		case err == nil || !lostRace(err):
			return err
		}
		select {
		case <-ctx.Done():
			return errors.Join(err, ctx.Err())
		case <-time.After(rand.N(10 * time.Millisecond)):
		}
	}
}

// logPages is how many pages of 4 KiB SQLite's log holds before the writer
// copies them back, which everybody behind it waits for: 32 MB. Sign-ins change
// the same pages again and again, and each is copied back once. With SQLite's
// own 1,000 it took a tenth of the second steps.
const logPages = 8000

// liteDSN sets what holds on every connection: durable commits, enforced
// foreign keys, and write locks taken at BEGIN, since a deferred transaction
// that turns to writing fails when another wrote in between. What the writer
// could have to take back of a statement is kept in memory: in a file, as it is
// by default, it costs more than the statement. Each connection's cache is
// small: what doesn't fit lies in the machine's own, a read away, and is not
// there once per connection.
func liteDSN(path string, writer bool) string {
	q := url.Values{"_busy_timeout": {fmt.Sprint(busyTimeout.Milliseconds())}}
	for _, p := range []string{"synchronous(FULL)", "foreign_keys(1)"} {
		q.Add("_pragma", p)
	}
	if writer {
		q.Set("_txlock", "immediate")
		q.Add("_pragma", "cache_size(-4000)")
		q.Add("_pragma", "temp_store(MEMORY)")
		q.Add("_pragma", fmt.Sprintf("wal_autocheckpoint(%d)", logPages))
	} else {
		q.Add("_pragma", "query_only(1)")
		q.Add("_pragma", "cache_size(-1000)")
	}
	return liteFile(path, q)
}

// liteFile is the address of a file that is there.
func liteFile(path string, q url.Values) string {
	q.Set("mode", "rw")
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

// Close closes every connection. Calls after the first do nothing.
func (db *DB) Close() {
	db.closed.Store(true)
	if db.lite != nil {
		db.lite.close()
	}
	if db.pool != nil {
		db.pool.Close()
	}
	if db.read != nil && db.read != db.write {
		db.read.Close()
	}
	if db.write != nil {
		db.write.Close()
	}
}

// Postgres reports which of the two databases it is.
func (db *DB) Postgres() bool { return db.pool != nil }

// Ping reports whether the database answers and is the one that was opened.
func (db *DB) Ping(ctx context.Context) error {
	if err := db.whole(); err != nil {
		return err
	}
	if db.pool != nil {
		return db.pool.Ping(ctx)
	}
	return db.read.PingContext(ctx)
}
