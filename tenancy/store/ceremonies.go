package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"twofold/domain"
	"twofold/tenancy/scoped"
)

type ceremony struct {
	bun.BaseModel `bun:"table:ceremonies"`
	scoped.Row
	ID          string `bun:"id,pk"`
	UserID      string
	RequestID   string
	Purpose     domain.Purpose
	BrowserHash []byte
	State       []byte
	CreatedAt   Stamp
	ExpiresAt   Stamp
	UsedAt      Stamp
}

// Ceremony is a WebAuthn challenge that waits for its answer. UserID is empty
// before a complete sign-in, Request is the half sign-in, session or set-up it
// belongs to.
type Ceremony struct {
	ID, UserID  string
	Request     string
	Purpose     domain.Purpose
	BrowserHash []byte
	State       []byte
	CreatedAt   time.Time
	ExpiresAt   time.Time
}

// AddCeremony keeps a challenge.
func (tx *Tx) AddCeremony(ctx context.Context, c Ceremony) error {
	return wrap("add ceremony", tx.tx.Insert(ctx, &ceremony{ID: c.ID, UserID: c.UserID, RequestID: c.Request, Purpose: c.Purpose,
		BrowserHash: c.BrowserHash, State: c.State, CreatedAt: At(c.CreatedAt), ExpiresAt: At(c.ExpiresAt)}))
}

// TakeCeremony consumes a challenge before its answer is looked at: of any
// number of answers to it one gets it, and only in time. ok is false for the
// others. Call it in a transaction of its own, so that nothing that goes wrong
// later gives the challenge back.
func (tx *Tx) TakeCeremony(ctx context.Context, id string, at time.Time) (c Ceremony, ok bool, err error) {
	n, err := tx.tx.Update((*ceremony)(nil)).Set("used_at = ?", At(at)).Where("id = ?", id).Where("used_at = 0").Where("expires_at > ?", At(at)).Exec(ctx)
	if err != nil || n == 0 {
		return c, false, wrap("take ceremony", err)
	}
	var row ceremony
	if err := tx.tx.Select(&row).Where("id = ?", id).Scan(ctx); err != nil {
		return c, false, wrap("read ceremony", err)
	}
	return Ceremony{ID: row.ID, UserID: row.UserID, Request: row.RequestID, Purpose: row.Purpose, BrowserHash: row.BrowserHash, State: row.State,
		CreatedAt: row.CreatedAt.Time(), ExpiresAt: row.ExpiresAt.Time()}, true, nil
}
