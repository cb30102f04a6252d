package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"twofold/tenancy/scoped"
)

type quota struct {
	bun.BaseModel `bun:"table:quotas"`
	scoped.Row
	ID        string `bun:"id,pk"`
	Used      int64
	Told      int64
	WindowAt  Stamp
	UpdatedAt Stamp
}

// SpendQuota takes amount from a cap of so much in a window that begins with
// its first use. It reports what is used with it, and false, taking nothing,
// where that would be over the cap. Users of one cap wait for each other, so
// no race goes over it.
func (tx *Tx) SpendQuota(ctx context.Context, id string, amount, most int64, window time.Duration, now time.Time) (used int64, ok bool, err error) {
	if err := tx.tx.InsertMissing(ctx, &quota{ID: id, WindowAt: At(now), UpdatedAt: At(now)}); err != nil {
		return 0, false, wrap("open quota", err)
	}
	over := At(now.Add(-window))
	n, err := tx.tx.Update((*quota)(nil)).
		Set("used = CASE WHEN window_at <= ? THEN 0 ELSE used END + ?", over, amount).
		Set("told = CASE WHEN window_at <= ? THEN 0 ELSE told END", over).
		Set("window_at = CASE WHEN window_at <= ? THEN ? ELSE window_at END", over, At(now)).Set("updated_at = ?", At(now)).
		Where("id = ?", id).Where("CASE WHEN window_at <= ? THEN 0 ELSE used END + ? <= ?", over, amount, most).Exec(ctx)
	if err != nil {
		return 0, false, wrap("spend quota", err)
	}
	used, err = tx.QuotaUsed(ctx, id, window, now)
	return used, n == 1, err
}

// QuotaUsed is how much of a cap is used in its present window.
func (tx *Tx) QuotaUsed(ctx context.Context, id string, window time.Duration, now time.Time) (int64, error) {
	var row quota
	err := tx.tx.Select(&row).Where("id = ?", id).Where("window_at > ?", At(now.Add(-window))).Scan(ctx)
	if Missing(err) {
		return 0, nil
	}
	return row.Used, wrap("read quota", err)
}

// QuotaSince is when the present window of a cap began; Missing where nothing
// of it was ever used.
func (tx *Tx) QuotaSince(ctx context.Context, id string) (time.Time, error) {
	var row quota
	err := tx.tx.Select(&row).Where("id = ?", id).Scan(ctx)
	return row.WindowAt.Time(), wrap("read quota", err)
}

// TellQuota notes that people were told about a cap at a level, and reports
// whether this caller was the first in the window to reach it.
func (tx *Tx) TellQuota(ctx context.Context, id string, level int64) (bool, error) {
	n, err := tx.tx.Update((*quota)(nil)).Set("told = ?", level).Where("id = ?", id).Where("told < ?", level).Exec(ctx)
	return n == 1, wrap("note told quota", err)
}
