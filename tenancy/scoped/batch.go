package scoped

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"twofold/tenancy"
)

// Batch is a list of statements that run in one transaction of a tenant and,
// on PostgreSQL, in one round trip. No statement can use what an earlier one
// returned, so they are written as conditions on each other's effects. The
// session read and the two sign-in transactions use it, nothing else: other
// work is easier to read as a Tx.
//
// Every statement names its tenant itself: the text must hold tenant_id, and
// placeholders are "?".
type Batch struct {
	// Reset forgets what scans have gathered; it runs before each try, since a
	// try that lost a race may have answered some of its statements.
	Reset func()

	// ByKey is for a single read that finds its rows by unique keys. On SQLite
	// it then runs without a watch over its deadline, which takes two
	// goroutines a query and could not end it sooner: it waits for no lock, and
	// a disk that stalls can't be interrupted.
	ByKey bool

	items []item
	write bool
}

type item struct {
	query string
	args  []any
	scan  func(Row1) error
	count *int64
}

// Row1 is one row of a statement's answer.
type Row1 interface{ Scan(dest ...any) error }

// Query adds a statement whose rows go to scan, one call each.
func (b *Batch) Query(scan func(Row1) error, query string, args ...any) {
	b.items = append(b.items, item{query: query, args: args, scan: scan})
}

// Change adds a writing statement; count, when not nil, gets its row count.
func (b *Batch) Change(count *int64, query string, args ...any) {
	b.write = true
	b.items = append(b.items, item{query: query, args: args, count: count})
}

// ChangeReturning adds a writing statement with a RETURNING clause.
func (b *Batch) ChangeReturning(scan func(Row1) error, query string, args ...any) {
	b.write = true
	b.Query(scan, query, args...)
}

func (b *Batch) reset() {
	if b.Reset != nil {
		b.Reset()
	}
}

// Run runs the batch in the scope's tenant: the database does all of it or
// nothing. A scan that fails is told after the fact on PostgreSQL, where what
// the batch wrote stands.
func (db *DB) Run(ctx context.Context, s tenancy.Scope, b *Batch) error {
	if !s.Valid() {
		return tenancy.ErrNoScope
	}
	for _, it := range b.items {
		if !strings.Contains(it.query, "tenant_id") {
			return fmt.Errorf("statement without tenant_id refused: %s", it.query)
		}
		if db.observe != nil {
			db.observe(it.query)
		}
	}
	return db.checked(ctx, db.wholeLately, func() error {
		b.reset()
		if db.pool != nil {
			return db.runPostgres(ctx, s, b)
		}
		return db.lite.run(ctx, b)
	})
}

func (db *DB) runPostgres(ctx context.Context, s tenancy.Scope, b *Batch) error {
	var pb pgx.Batch
	pb.Queue("SELECT set_config('app.tenant_id', $1, true)", s.Tenant())
	for i := range b.items {
		it := &b.items[i]
		q := pb.Queue(numbered(it.query), it.args...)
		if it.scan != nil {
			q.Query(func(rows pgx.Rows) error { return each(rows, it.scan) })
		} else {
			q.Exec(func(tag pgconn.CommandTag) error { it.counted(tag.RowsAffected()); return nil })
		}
	}
	// Without BEGIN the statements up to the closing sync are one implicit
	// transaction, in which the tenant's name is local too.
	return db.pool.SendBatch(ctx, &pb).Close()
}

func (it *item) counted(n int64) {
	if it.count != nil {
		*it.count = n
	}
}

type rowSet interface {
	Next() bool
	Err() error
	Row1
}

func each(rows rowSet, scan func(Row1) error) error {
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

var numberedTexts sync.Map // text with ? -> text with $1

func numbered(query string) string {
	if known, ok := numberedTexts.Load(query); ok {
		return known.(string)
	}
	var b strings.Builder
	n := 0
	for _, r := range query {
		if r != '?' {
			b.WriteRune(r)
			continue
		}
		n++
		fmt.Fprintf(&b, "$%d", n)
	}
	numberedTexts.Store(query, b.String())
	return b.String()
}
