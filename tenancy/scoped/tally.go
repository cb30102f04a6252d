package scoped

import (
	"context"
	"errors"
	"fmt"

	"github.com/uptrace/bun"
)

// Tally is how many rows have the same values in some text columns.
type Tally struct {
	Values []string
	Count  int64
}

// Tally counts the rows that match by the values of text columns, in their
// order.
func (s *Select) Tally(ctx context.Context, columns ...string) (out []Tally, err error) {
	if s.err != nil {
		return nil, s.err
	}
	for _, c := range columns {
		s.q.ColumnExpr("?", bun.Ident(c)).GroupExpr("?", bun.Ident(c)).OrderExpr("?", bun.Ident(c))
	}
	rows, err := s.q.ColumnExpr("count(*)").Rows(ctx)
	if err != nil {
		return nil, fmt.Errorf("tally: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		t := Tally{Values: make([]string, len(columns))}
		into := make([]any, 0, len(columns)+1)
		for i := range columns {
			into = append(into, &t.Values[i])
		}
		if err := rows.Scan(append(into, &t.Count)...); err != nil {
			return nil, fmt.Errorf("tally: %w", err)
		}
		out = append(out, t)
	}
	return out, rows.Err()
}
