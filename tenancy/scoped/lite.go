package scoped

import (
	"context"
	"database/sql"
	"sync"
)

// lite runs batches on SQLite: those that only read on the readers, the others
// by the writer, several to a commit.
type lite struct {
	read, write statements
	line        line
}

func newLite(writer, reader *sql.DB, whole func() error) *lite {
	l := &lite{read: statements{db: reader}, write: statements{db: writer}}
	l.line.db, l.line.whole = writer, whole
	return l
}

func (l *lite) close() {
	l.read.close()
	l.write.close()
}

func (l *lite) run(ctx context.Context, b *Batch) error {
	if b.write {
		prepared, err := l.write.prepare(ctx, b.items)
		if err != nil {
			return err
		}
		return l.line.run(ctx, b, prepared)
	}
	prepared, err := l.read.prepare(ctx, b.items)
	if err != nil {
		return err
	}
	if len(b.items) == 1 {
		if b.ByKey {
			ctx = context.WithoutCancel(ctx)
		}
		return b.items[0].onLite(ctx, prepared[0])
	}
	tx, err := l.read.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	return b.inLite(ctx, tx, prepared)
}

// inLite runs the statements of a batch inside tx.
func (b *Batch) inLite(ctx context.Context, tx *sql.Tx, prepared []*sql.Stmt) error {
	for i := range b.items {
		if err := b.items[i].onLite(ctx, tx.StmtContext(ctx, prepared[i])); err != nil {
			return err
		}
	}
	return nil
}

func (it *item) onLite(ctx context.Context, stmt *sql.Stmt) error {
	if it.scan == nil {
		result, err := stmt.ExecContext(ctx, it.args...)
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		it.counted(n)
		return err
	}
	rows, err := stmt.QueryContext(ctx, it.args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	return each(rows, it.scan)
}

// statements keeps what is prepared on a database, by text.
type statements struct {
	db     *sql.DB
	byText sync.Map // string -> *sql.Stmt
}

// prepare prepares a batch's statements before its transaction begins: the
// writer is one connection, and preparing inside would wait for it forever.
func (s *statements) prepare(ctx context.Context, items []item) ([]*sql.Stmt, error) {
	out := make([]*sql.Stmt, len(items))
	for i, it := range items {
		known, ok := s.byText.Load(it.query)
		if !ok {
			stmt, err := s.db.PrepareContext(ctx, it.query)
			if err != nil {
				return nil, err
			}
			if known, ok = s.byText.LoadOrStore(it.query, stmt); ok {
				stmt.Close()
			}
		}
		out[i] = known.(*sql.Stmt)
	}
	return out, nil
}

func (s *statements) close() {
	s.byText.Range(func(text, stmt any) bool {
		stmt.(*sql.Stmt).Close()
		s.byText.Delete(text)
		return true
	})
}
