package scoped

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// line is where writing batches wait for SQLite's one writer. All that wait
// when it is free go into one transaction: a durable commit costs as much for
// one as for many. When one of them fails, what they did is taken back and they
// go one by one, each in a transaction of its own. Nobody is told before the
// commit.
type line struct {
	db      *sql.DB
	whole   func() error // before each transaction: what is written has a place
	mu      sync.Mutex
	waiting []*turn
	serving bool
}

// mostAtOnce caps how many share a commit, and so how long the first of them
// waits for the last.
const mostAtOnce = 64

// turn is one batch in the line. told gets one value when it is over.
type turn struct {
	ctx      context.Context
	batch    *Batch
	prepared []*sql.Stmt
	err      error
	panicked any
	told     chan struct{}
}

// run waits until the batch is committed or isn't; it never leaves before it
// knows.
func (l *line) run(ctx context.Context, b *Batch, prepared []*sql.Stmt) error {
	t := &turn{ctx: ctx, batch: b, prepared: prepared, told: make(chan struct{})}
	l.mu.Lock()
	l.waiting = append(l.waiting, t)
	if !l.serving {
		l.serving = true
		go l.serve()
	}
	l.mu.Unlock()
	<-t.told
	if t.panicked != nil {
		panic(t.panicked)
	}
	return t.err
}

// serve works until nobody waits.
func (l *line) serve() {
	for {
		group := l.next()
		if group == nil {
			return
		}
		l.commit(group)
		for _, t := range group {
			close(t.told)
		}
	}
}

func (l *line) next() []*turn {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := min(len(l.waiting), mostAtOnce)
	if n == 0 {
		l.serving = false
		return nil
	}
	group := l.waiting[:n:n]
	l.waiting = append([]*turn(nil), l.waiting[n:]...)
	return group
}

// commit runs a group together, or one by one when one of them fails. Few ever
// do, and a savepoint for each would copy every page that it changes.
func (l *line) commit(group []*turn) {
	failed, err := l.together(group)
	if failed && len(group) > 1 {
		for _, t := range group {
			if t.panicked == nil {
				l.commit([]*turn{t})
			}
		}
		return
	}
	for _, t := range group {
		if t.err == nil {
			t.err = err
		}
	}
}

// together runs turns in one transaction: all are in it or none is, but for
// whoever stopped waiting, of whom nothing is written. It reports whether it was
// a turn that failed, and not the transaction.
func (l *line) together(group []*turn) (failed bool, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), statementTimeout)
	defer cancel()
	if err := l.whole(); err != nil {
		return false, err
	}
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return false, err
	}
	for _, t := range group {
		if t.err = t.ctx.Err(); t.err != nil {
			continue
		}
		if err := t.in(ctx, tx); err != nil {
			return true, errors.Join(err, tx.Rollback())
		}
	}
	return false, tx.Commit()
}

var errPanicked = errors.New("the batch panicked")

// in runs the turn's batch. A panic is kept for the goroutine that brought the
// batch: here it would end the program.
func (t *turn) in(ctx context.Context, tx *sql.Tx) (err error) {
	defer func() {
		if t.panicked = recover(); t.panicked != nil {
			err = errPanicked
		}
	}()
	t.batch.reset()
	return t.batch.inLite(ctx, tx, t.prepared)
}
