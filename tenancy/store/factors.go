package store

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"twofold/domain"
	"twofold/tenancy/scoped"
)

type factorRow struct {
	bun.BaseModel `bun:"table:factors"`
	scoped.Row
	ID                    string `bun:"id,pk"`
	UserID                string
	Method                domain.Method
	Name, App             string
	Secret                []byte
	SecretVersion         int64
	LabelNo               int64
	Drift, LastStep       int64
	SpentBy               string
	DisabledAt, CreatedAt Stamp
	LastUsedAt            Stamp
	LastUsedOn            string
}

// Factor is one verified method of a person. Secret is sealed; LastStep is
// the newest time step whose code was used, which no code at or before it may
// be again.
type Factor struct {
	ID, UserID    string
	Method        domain.Method
	Name, App     string
	Secret        []byte
	SecretVersion int64
	LabelNo       int
	Drift         int
	LastStep      int64
	Disabled      bool
	CreatedAt     time.Time
	LastUsedAt    time.Time
	LastUsedOn    string
}

func (r *factorRow) factor() Factor {
	return Factor{ID: r.ID, UserID: r.UserID, Method: r.Method, Name: r.Name, App: r.App, Secret: r.Secret, SecretVersion: r.SecretVersion,
		LabelNo: int(r.LabelNo), Drift: int(r.Drift), LastStep: r.LastStep, Disabled: r.DisabledAt != 0,
		CreatedAt: r.CreatedAt.Time(), LastUsedAt: r.LastUsedAt.Time(), LastUsedOn: r.LastUsedOn}
}

// AddFactor adds a verified method and notes its kind on the person.
func (tx *Tx) AddFactor(ctx context.Context, f Factor) error {
	row := &factorRow{ID: f.ID, UserID: f.UserID, Method: f.Method, Name: f.Name, App: f.App, Secret: f.Secret, SecretVersion: f.SecretVersion,
		LabelNo: int64(f.LabelNo), Drift: int64(f.Drift), LastStep: f.LastStep, CreatedAt: At(f.CreatedAt)}
	if err := tx.tx.Insert(ctx, row); err != nil {
		return fmt.Errorf("add factor: %w", err)
	}
	return tx.noteMethods(ctx, f.UserID)
}

// Factors reads a person's methods, first set up first.
func (tx *Tx) Factors(ctx context.Context, userID string) ([]Factor, error) {
	var rows []factorRow
	if err := tx.tx.Select(&rows).Where("user_id = ?", userID).Order("created_at", "id").Scan(ctx); err != nil {
		return nil, fmt.Errorf("read factors: %w", err)
	}
	out := make([]Factor, len(rows))
	for i := range rows {
		out[i] = rows[i].factor()
	}
	return out, nil
}

// noteMethods keeps the kinds of a person's usable methods on their own row, where
// the session read finds them without a join.
func (tx *Tx) noteMethods(ctx context.Context, userID string) error {
	all, err := tx.Factors(ctx, userID)
	if err != nil {
		return err
	}
	kinds := map[string]bool{}
	for _, f := range all {
		if !f.Disabled {
			kinds[string(f.Method)] = true
		}
	}
	words := make([]string, 0, len(kinds))
	for k := range kinds {
		words = append(words, k)
	}
	sort.Strings(words)
	_, err = tx.tx.Update((*user)(nil)).Set("methods = ?", strings.Join(words, " ")).Where("id = ?", userID).Exec(ctx)
	return wrap("note methods", err)
}

// RenameFactor gives a method of the person another name and reports whether
// it exists.
func (tx *Tx) RenameFactor(ctx context.Context, userID, id, name string) (bool, error) {
	n, err := tx.tx.Update((*factorRow)(nil)).Set("name = ?", name).Where("id = ?", id).Where("user_id = ?", userID).Exec(ctx)
	return n == 1, wrap("rename factor", err)
}

// RemoveFactor deletes a method of the person and reports whether it existed.
func (tx *Tx) RemoveFactor(ctx context.Context, userID, id string) (bool, error) {
	n, err := tx.tx.Delete((*factorRow)(nil)).Where("id = ?", id).Where("user_id = ?", userID).Exec(ctx)
	if err != nil || n == 0 {
		return false, wrap("remove factor", err)
	}
	return true, tx.noteMethods(ctx, userID)
}

// RemoveFactors deletes all methods of the person.
func (tx *Tx) RemoveFactors(ctx context.Context, userID string) error {
	if _, err := tx.tx.Delete((*factorRow)(nil)).Where("user_id = ?", userID).Exec(ctx); err != nil {
		return fmt.Errorf("remove factors: %w", err)
	}
	return tx.noteMethods(ctx, userID)
}

// DisableFactors puts all methods of the person out of use until set up
// again, after too many wrong codes in a row.
func (tx *Tx) DisableFactors(ctx context.Context, userID string, at time.Time) error {
	if _, err := tx.tx.Update((*factorRow)(nil)).Set("disabled_at = ?", At(at)).Where("user_id = ?", userID).Where("disabled_at = 0").Exec(ctx); err != nil {
		return fmt.Errorf("disable factors: %w", err)
	}
	return tx.noteMethods(ctx, userID)
}

// SpendTOTPStep records that the factor's code for step was used and the
// drift it showed. It reports false when that step or a later one is already
// spent, so of two requests with the same code exactly one gets true, on
// either database.
func (tx *Tx) SpendTOTPStep(ctx context.Context, factorID string, step int64, drift int, by, browser string, at time.Time) (bool, error) {
	n, err := tx.tx.Update((*factorRow)(nil)).Set("last_step = ?", step).Set("drift = ?", drift).Set("spent_by = ?", by).
		Set("last_used_at = ?", At(at)).Set("last_used_on = ?", browser).
		Where("id = ?", factorID).Where("last_step < ?", step).Where("disabled_at = 0").Exec(ctx)
	return n == 1, wrap("spend totp step", err)
}
