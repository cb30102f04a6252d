package scoped

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Rest gives back what SQLite's idle connections keep of the pages they read,
// which lies beside Go's heap: nothing else does while nothing is asked of it.
// It does nothing on PostgreSQL.
func (db *DB) Rest(ctx context.Context) error {
	if db.lite == nil {
		return nil
	}
	return errors.Join(rest(ctx, db.write.DB), rest(ctx, db.read.DB))
}

func rest(ctx context.Context, pool *sql.DB) error {
	for range pool.Stats().Idle {
		c, err := pool.Conn(ctx)
		if err != nil {
			return fmt.Errorf("let the database rest: %w", err)
		}
		defer c.Close() // when all were asked: the next would be this one again
		if _, err := c.ExecContext(ctx, "PRAGMA shrink_memory"); err != nil {
			return fmt.Errorf("let the database rest: %w", err)
		}
	}
	return nil
}
