package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"twofold/tenancy/scoped"
)

type recoveryCode struct {
	bun.BaseModel `bun:"table:recovery_codes"`
	scoped.Row
	ID           string `bun:"id,pk"`
	UserID       string
	Salt, Digest []byte
	UsedAt       Stamp
	UsedBy       string
	CreatedAt    Stamp
}

// RecoveryCode is one stored code of a person's set. All codes of a set share
// its salt, so one slow hash checks a typed code against all of them.
type RecoveryCode struct {
	ID           string
	Salt, Digest []byte
	UsedAt       time.Time
	CreatedAt    time.Time
}

// ReplaceRecoveryCodes puts a new set in the place of the person's old one.
func (tx *Tx) ReplaceRecoveryCodes(ctx context.Context, userID string, set []RecoveryCode) error {
	if _, err := tx.tx.Delete((*recoveryCode)(nil)).Where("user_id = ?", userID).Exec(ctx); err != nil {
		return wrap("remove recovery codes", err)
	}
	rows := make([]recoveryCode, len(set))
	for i, c := range set {
		rows[i] = recoveryCode{ID: c.ID, UserID: userID, Salt: c.Salt, Digest: c.Digest, CreatedAt: At(c.CreatedAt)}
	}
	return wrap("add recovery codes", scoped.InsertAll(ctx, tx.tx, rows))
}

// RecoveryCodes reads the person's set, used ones too.
func (tx *Tx) RecoveryCodes(ctx context.Context, userID string) ([]RecoveryCode, error) {
	var rows []recoveryCode
	if err := tx.tx.Select(&rows).Where("user_id = ?", userID).Order("id").Scan(ctx); err != nil {
		return nil, wrap("read recovery codes", err)
	}
	out := make([]RecoveryCode, len(rows))
	for i, r := range rows {
		out[i] = RecoveryCode{ID: r.ID, Salt: r.Salt, Digest: r.Digest, UsedAt: r.UsedAt.Time(), CreatedAt: r.CreatedAt.Time()}
	}
	return out, nil
}

// RecoveryLeft counts the person's unused codes and says when the set was
// made, the zero time without one.
func (tx *Tx) RecoveryLeft(ctx context.Context, userID string) (left int, madeAt time.Time, err error) {
	set, err := tx.RecoveryCodes(ctx, userID)
	for _, c := range set {
		madeAt = c.CreatedAt
		if c.UsedAt.IsZero() {
			left++
		}
	}
	return left, madeAt, err
}

// SpendRecoveryCode marks an unused code of the person used and reports
// whether this caller was the one.
func (tx *Tx) SpendRecoveryCode(ctx context.Context, userID, id, by string, at time.Time) (bool, error) {
	n, err := tx.tx.Update((*recoveryCode)(nil)).Set("used_at = ?", At(at)).Set("used_by = ?", by).
		Where("id = ?", id).Where("user_id = ?", userID).Where("used_at = 0").Exec(ctx)
	return n == 1, wrap("spend recovery code", err)
}
