package store

import (
	"context"
	"time"
)

// NoteCheckUp keeps when the person answered a check-up, or put it away.
func (tx *Tx) NoteCheckUp(ctx context.Context, userID string, at time.Time) error {
	_, err := tx.tx.Update((*user)(nil)).Set("checked_up_at = ?", At(at)).Where("id = ?", userID).Exec(ctx)
	return wrap("note check-up", err)
}

// CheckedUp is when the person last answered a check-up, or put it away; the
// zero time before.
func (tx *Tx) CheckedUp(ctx context.Context, userID string) (time.Time, error) {
	var row user
	err := tx.tx.Select(&row).Column("checked_up_at").Where("id = ?", userID).Scan(ctx)
	return row.CheckedUpAt.Time(), wrap("read check-up", err)
}

// RecoveryTouched is when the person's recovery codes were last made or used,
// the zero time without any.
func (tx *Tx) RecoveryTouched(ctx context.Context, userID string) (at time.Time, err error) {
	set, err := tx.RecoveryCodes(ctx, userID)
	for _, c := range set {
		for _, t := range []time.Time{c.CreatedAt, c.UsedAt} {
			if t.After(at) {
				at = t
			}
		}
	}
	return at, err
}
