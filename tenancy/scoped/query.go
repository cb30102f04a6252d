package scoped

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/uptrace/bun"
)

// Row is embedded by every model of a tenant table; it is what lets a model
// into a query of this package.
type Row struct {
	TenantID string `bun:"tenant_id,pk"`
}

func (r *Row) enter(tenant string) { r.TenantID = tenant }

// Model is a pointer to a struct that embeds Row.
type Model interface{ enter(tenant string) }

// where is the tenant's own condition; ?TableAlias is bun's.
const where = "?TableAlias.tenant_id = ?"

// Select reads rows of the tenant. It is narrow on purpose: bun's own
// SelectQuery lets WhereOr escape a condition set before.
type Select struct {
	q   *bun.SelectQuery
	err error
}

// Select starts a read into dest: a pointer to a model or to a slice of one.
func (tx *Tx) Select(dest any) *Select {
	return &Select{q: tx.tx.NewSelect().Model(dest).Where(where, tx.tenant)}
}

// Where narrows the rows. Conditions are joined by AND, each in brackets, which
// it can't leave.
func (s *Select) Where(query string, args ...any) *Select {
	s.err = errors.Join(s.err, closed(query))
	s.q.Where(query, args...)
	return s
}

// Column reads these columns only.
func (s *Select) Column(names ...string) *Select { s.q.Column(names...); return s }

// Order sorts by expressions such as "created_at DESC".
func (s *Select) Order(by ...string) *Select { s.q.OrderExpr(strings.Join(by, ", ")); return s }

// Limit caps the number of rows.
func (s *Select) Limit(n int64) *Select { s.q.Limit(n); return s }

// Scan runs the read. A single row that isn't there is an error that Missing
// reports.
func (s *Select) Scan(ctx context.Context) error {
	if s.err != nil {
		return s.err
	}
	return s.q.Scan(ctx)
}

// Count counts the rows that match.
func (s *Select) Count(ctx context.Context) (int64, error) {
	if s.err != nil {
		return 0, s.err
	}
	return s.q.Count(ctx)
}

// Insert adds one row in the tenant, whatever tenant the row named before.
func (tx *Tx) Insert(ctx context.Context, row Model) error {
	row.enter(tx.tenant)
	_, err := tx.tx.NewInsert().Model(row).Exec(ctx)
	return err
}

// InsertMissing adds one row in the tenant unless one with its key is there.
func (tx *Tx) InsertMissing(ctx context.Context, row Model) error {
	row.enter(tx.tenant)
	_, err := tx.tx.NewInsert().Model(row).On("CONFLICT DO NOTHING").Exec(ctx)
	return err
}

// InsertAll adds rows in the tenant with one statement; none is no work.
func InsertAll[T any, P interface {
	*T
	Model
}](ctx context.Context, tx *Tx, rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	for i := range rows {
		P(&rows[i]).enter(tx.tenant)
	}
	_, err := tx.tx.NewInsert().Model(&rows).Exec(ctx)
	return err
}

// Change updates or deletes rows of the tenant.
type Change struct {
	set   *bun.UpdateQuery
	drop  *bun.DeleteQuery
	bound bool
	err   error
}

// Update starts a change of the model's table; model is a nil pointer of it.
func (tx *Tx) Update(model Model) *Change {
	return &Change{set: tx.tx.NewUpdate().Model(model).Where(where, tx.tenant)}
}

// Delete starts a removal from the model's table; model is a nil pointer of it.
func (tx *Tx) Delete(model Model) *Change {
	return &Change{drop: tx.tx.NewDelete().Model(model).Where(where, tx.tenant)}
}

// Set gives a column its new value: Set("name = ?", n). A row keeps its tenant.
func (c *Change) Set(query string, args ...any) *Change {
	if column, _, _ := strings.Cut(query, "="); strings.Contains(column, "tenant_id") {
		c.err = errors.Join(c.err, fmt.Errorf("change of a row's tenant refused: %s", query))
	}
	c.set.Set(query, args...)
	return c
}

// Where narrows the rows, joined by AND. A change without one is refused.
func (c *Change) Where(query string, args ...any) *Change {
	c.bound, c.err = true, errors.Join(c.err, closed(query))
	if c.set != nil {
		c.set.Where(query, args...)
	} else {
		c.drop.Where(query, args...)
	}
	return c
}

// Exec runs the change and reports how many rows it touched, which is how
// once-only things are decided.
func (c *Change) Exec(ctx context.Context) (int64, error) {
	if !c.bound {
		return 0, errors.New("change of a whole table refused")
	}
	if c.err != nil {
		return 0, c.err
	}
	result, err := func() (interface{ RowsAffected() (int64, error) }, error) {
		if c.set != nil {
			return c.set.Exec(ctx)
		}
		return c.drop.Exec(ctx)
	}()
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// closed refuses a condition that ends a bracket it didn't open, or hides the
// one put after it, since the tenant's own condition would then not bind it.
func closed(query string) error {
	open := 0
	for _, r := range query {
		switch r {
		case '(':
			open++
		case ')':
			open--
		}
		if open < 0 {
			break
		}
	}
	if open != 0 || strings.Contains(query, "--") || strings.Contains(query, "/*") {
		return fmt.Errorf("condition that leaves its brackets refused: %s", query)
	}
	return nil
}
