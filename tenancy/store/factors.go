package store

import (
	"context"
	"fmt"
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
	Lookup, Hint, Detail  string
}

// Factor is one verified method of a person. Secret is sealed: an app's key,
// a number or an address, nothing for a passkey. LastStep is the newest time
// step whose code was used, which no code at or before it may be again.
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
	Lookup        string // a passkey's credential id, or a keyed hash of the number or address
	Hint          string // what may be shown: the last digits of a number, a masked address
	Detail        string // a passkey's public record as JSON
}

func (r *factorRow) factor() Factor {
	return Factor{ID: r.ID, UserID: r.UserID, Method: r.Method, Name: r.Name, App: r.App, Secret: r.Secret, SecretVersion: r.SecretVersion,
		LabelNo: int(r.LabelNo), Drift: int(r.Drift), LastStep: r.LastStep, Disabled: r.DisabledAt != 0,
		CreatedAt: r.CreatedAt.Time(), LastUsedAt: r.LastUsedAt.Time(), LastUsedOn: r.LastUsedOn, Lookup: r.Lookup, Hint: r.Hint, Detail: r.Detail}
}

// AddFactor adds a verified method and notes its kind on the person.
func (tx *Tx) AddFactor(ctx context.Context, f Factor) error {
	row := &factorRow{ID: f.ID, UserID: f.UserID, Method: f.Method, Name: f.Name, App: f.App, Secret: f.Secret, SecretVersion: f.SecretVersion,
		LabelNo: int64(f.LabelNo), Drift: int64(f.Drift), LastStep: f.LastStep, CreatedAt: At(f.CreatedAt),
		Lookup: f.Lookup, Hint: f.Hint, Detail: f.Detail}
	if row.Secret == nil {
		row.Secret = []byte{}
	}
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
	return factorsOf(rows), nil
}

func factorsOf(rows []factorRow) []Factor {
	out := make([]Factor, len(rows))
	for i := range rows {
		out[i] = rows[i].factor()
	}
	return out
}

// noteMethods keeps the kinds of a person's usable methods on their own row,
// where the session read finds them without a join: the primary one first,
// then the strongest.
func (tx *Tx) noteMethods(ctx context.Context, userID string) error {
	all, err := tx.Factors(ctx, userID)
	if err != nil {
		return err
	}
	var row user
	if err := tx.tx.Select(&row).Column("primary_factor").Where("id = ?", userID).Scan(ctx); err != nil && !Missing(err) {
		return fmt.Errorf("read primary method: %w", err)
	}
	_, err = tx.tx.Update((*user)(nil)).Set("methods = ?", strings.Join(kindsOf(all, row.PrimaryFactor), " ")).Where("id = ?", userID).Exec(ctx)
	return wrap("note methods", err)
}

// kindsOf names the kinds of usable factors, the primary one's first: the one
// chosen, else the one set up first.
func kindsOf(all []Factor, primary string) (words []string) {
	first := domain.Method("")
	kinds := map[domain.Method]bool{}
	for _, f := range all {
		if f.Disabled {
			continue
		}
		if first == "" || f.ID == primary {
			first = f.Method
		}
		kinds[f.Method] = true
	}
	if first != "" {
		words = append(words, string(first))
	}
	for _, m := range domain.Methods {
		if kinds[m] && m != first {
			words = append(words, string(m))
		}
	}
	return words
}

// SetPrimary makes a method of the person the one that is asked first, and
// reports whether it exists.
func (tx *Tx) SetPrimary(ctx context.Context, userID, id string) (bool, error) {
	n, err := tx.tx.Select((*factorRow)(nil)).Where("id = ?", id).Where("user_id = ?", userID).Where("disabled_at = 0").Count(ctx)
	if err != nil || n == 0 {
		return false, wrap("find primary method", err)
	}
	if _, err := tx.tx.Update((*user)(nil)).Set("primary_factor = ?", id).Where("id = ?", userID).Exec(ctx); err != nil {
		return false, fmt.Errorf("set primary method: %w", err)
	}
	return true, tx.noteMethods(ctx, userID)
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

// DisableFactors puts the person's methods that ask for codes out of use until
// set up again, after too many wrong codes in a row. Passkeys go on: nobody
// guesses them.
func (tx *Tx) DisableFactors(ctx context.Context, userID string, at time.Time) error {
	if _, err := tx.tx.Update((*factorRow)(nil)).Set("disabled_at = ?", At(at)).Where("user_id = ?", userID).
		Where("method <> ?", domain.MethodPasskey).Where("disabled_at = 0").Exec(ctx); err != nil {
		return fmt.Errorf("disable factors: %w", err)
	}
	return tx.noteMethods(ctx, userID)
}

// DisableFactor puts one method of the person out of use, and reports whether
// it was in use.
func (tx *Tx) DisableFactor(ctx context.Context, userID, id string, at time.Time) (bool, error) {
	n, err := tx.tx.Update((*factorRow)(nil)).Set("disabled_at = ?", At(at)).Where("user_id = ?", userID).Where("id = ?", id).Where("disabled_at = 0").Exec(ctx)
	if err != nil || n == 0 {
		return false, wrap("disable factor", err)
	}
	return true, tx.noteMethods(ctx, userID)
}

// RemoveKeys deletes the person's apps and passkeys. Verified numbers and
// addresses stay: they still prove who somebody is.
func (tx *Tx) RemoveKeys(ctx context.Context, userID string) error {
	if _, err := tx.tx.Delete((*factorRow)(nil)).Where("user_id = ?", userID).Where("method IN (?, ?)", domain.MethodApp, domain.MethodPasskey).Exec(ctx); err != nil {
		return fmt.Errorf("remove keys: %w", err)
	}
	return tx.noteMethods(ctx, userID)
}

// FactorsByLookup reads the methods with a lookup, whoever's they are: the one
// passkey with a credential id, everybody's use of a number.
func (tx *Tx) FactorsByLookup(ctx context.Context, method domain.Method, lookup string) ([]Factor, error) {
	var rows []factorRow
	if err := tx.tx.Select(&rows).Where("lookup = ?", lookup).Where("method = ?", method).Order("created_at", "id").Scan(ctx); err != nil {
		return nil, fmt.Errorf("look for factors: %w", err)
	}
	return factorsOf(rows), nil
}

// UsePasskey keeps a passkey's record after an answer of it was right. It
// reports false when the record isn't the one the answer was checked against,
// so of two answers to one record exactly one counts.
func (tx *Tx) UsePasskey(ctx context.Context, id, was, detail, by, browser string, at time.Time) (bool, error) {
	n, err := tx.tx.Update((*factorRow)(nil)).Set("detail = ?", detail).Set("spent_by = ?", by).Set("last_used_at = ?", At(at)).Set("last_used_on = ?", browser).
		Where("id = ?", id).Where("detail = ?", was).Where("disabled_at = 0").Exec(ctx)
	return n == 1, wrap("use passkey", err)
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
