package scoped

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// line is where writing batches wait for SQLite's one writer. All that wait
// when it is free go into one transaction, each in a savepoint of its own: a
// durable commit costs as much for one as for many. Nobody is told before the
// commit.
type line struct {
	db      *sql.DB
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

// commit runs a group in one transaction. Turns that fail leave nothing in it;
// when the whole fails, all of them did.
func (l *line) commit(group []*turn) {
	ctx, cancel := context.WithTimeout(context.Background(), statementTimeout)
	defer cancel()
	tx, err := l.db.BeginTx(ctx, nil)
	if err == nil {
		if err = runAll(ctx, tx, group); err == nil {
			err = tx.Commit()
		} else {
			err = errors.Join(err, tx.Rollback())
		}
	}
	for _, t := range group {
		if t.err == nil {
			t.err = err
		}
	}
}

// runAll runs the turns one after the other. Its error means that the
// transaction can't be committed.
func runAll(ctx context.Context, tx *sql.Tx, group []*turn) error {
	for _, t := range group {
		if t.err = t.ctx.Err(); t.err != nil {
			continue
		}
		if _, err := tx.ExecContext(ctx, "SAVEPOINT turn"); err != nil {
			return err
		}
		end := "RELEASE turn"
		if t.in(ctx, tx); t.err != nil {
			end = "ROLLBACK TO turn; RELEASE turn"
		}
		if _, err := tx.ExecContext(ctx, end); err != nil {
			return err
		}
	}
	return nil
}

var errPanicked = errors.New("the batch panicked")

// in runs the turn's batch. A panic is kept for the goroutine that brought the
// batch: here it would end the program.
func (t *turn) in(ctx context.Context, tx *sql.Tx) {
	defer func() {
		if t.panicked = recover(); t.panicked != nil {
			t.err = errPanicked
		}
	}()
	t.err = t.batch.inLite(ctx, tx, t.prepared)
}
