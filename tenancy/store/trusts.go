package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"twofold/tenancy/scoped"
)

type trust struct {
	bun.BaseModel `bun:"table:trusts"`
	scoped.Row
	ID              string `bun:"id,pk"`
	UserID          string
	TokenHash       []byte
	PreviousHash    []byte
	PreviousUntil   Stamp
	SecurityVersion int64
	IP              string `bun:"ip"`
	Browser         string
	BrowserHash     []byte
	TrustedAt       Stamp
	UsedAt          Stamp
	EndedAt         Stamp
}

// Trust is one trusted browser. It keeps when it was trusted, not when it
// ends: the policy's days are counted at each use, so shortening them works
// at once.
type Trust struct {
	ID, UserID      string
	TokenHash       []byte
	PreviousHash    []byte
	PreviousUntil   time.Time
	SecurityVersion int64
	IP, Browser     string
	BrowserHash     []byte // empty for a client that keeps no cookie
	TrustedAt       time.Time
	UsedAt          time.Time
}

func (t *trust) domain() Trust {
	return Trust{ID: t.ID, UserID: t.UserID, TokenHash: t.TokenHash, PreviousHash: t.PreviousHash, PreviousUntil: t.PreviousUntil.Time(),
		SecurityVersion: t.SecurityVersion, IP: t.IP, Browser: t.Browser, TrustedAt: t.TrustedAt.Time(), UsedAt: t.UsedAt.Time()}
}

// AddTrust adds a trusted browser.
func (tx *Tx) AddTrust(ctx context.Context, t Trust) error {
	return wrap("add trust", tx.tx.Insert(ctx, &trust{ID: t.ID, UserID: t.UserID, TokenHash: t.TokenHash, PreviousHash: []byte{},
		SecurityVersion: t.SecurityVersion, IP: t.IP, Browser: t.Browser, BrowserHash: notNil(t.BrowserHash), TrustedAt: At(t.TrustedAt), UsedAt: At(t.UsedAt)}))
}

// Trusts reads the person's trusted browsers that still hold at now under a
// policy of days, last used first.
func (tx *Tx) Trusts(ctx context.Context, userID string, securityVersion int64, days int, now time.Time) ([]Trust, error) {
	var rows []trust
	if err := tx.tx.Select(&rows).Where("user_id = ?", userID).Where("ended_at = 0").Where("security_version = ?", securityVersion).
		Where("trusted_at > ?", At(now.AddDate(0, 0, -days))).Order("used_at DESC").Scan(ctx); err != nil {
		return nil, wrap("read trusts", err)
	}
	out := make([]Trust, len(rows))
	for i := range rows {
		out[i] = rows[i].domain()
	}
	return out, nil
}

// RotateTrust gives a trusted browser its next token. The one before stays
// good until grace, for tabs that race; only the current token rotates, which
// the result reports.
func (tx *Tx) RotateTrust(ctx context.Context, id string, current, next []byte, now, grace time.Time) (bool, error) {
	n, err := tx.tx.Update((*trust)(nil)).Set("previous_hash = token_hash").Set("previous_until = ?", At(grace)).Set("token_hash = ?", next).
		Set("used_at = ?", At(now)).Where("id = ?", id).Where("token_hash = ?", current).Where("ended_at = 0").Exec(ctx)
	return n == 1, wrap("rotate trust", err)
}

// EndTrust ends one trusted browser of the person and reports whether it held.
func (tx *Tx) EndTrust(ctx context.Context, userID, id string, at time.Time) (bool, error) {
	n, err := tx.tx.Update((*trust)(nil)).Set("ended_at = ?", At(at)).Where("id = ?", id).Where("user_id = ?", userID).Where("ended_at = 0").Exec(ctx)
	return n == 1, wrap("end trust", err)
}

// EndTrusts ends all trusted browsers of the person and counts them.
func (tx *Tx) EndTrusts(ctx context.Context, userID string, at time.Time) (int64, error) {
	n, err := tx.tx.Update((*trust)(nil)).Set("ended_at = ?", At(at)).Where("user_id = ?", userID).Where("ended_at = 0").Exec(ctx)
	return n, wrap("end trusts", err)
}

// EndTrustsBefore ends all trusted browsers of the tenant that were trusted up
// to before, which a shorter policy no longer trusts, and counts them.
func (tx *Tx) EndTrustsBefore(ctx context.Context, before, at time.Time) (int64, error) {
	n, err := tx.tx.Update((*trust)(nil)).Set("ended_at = ?", At(at)).Where("trusted_at <= ?", At(before)).Where("ended_at = 0").Exec(ctx)
	return n, wrap("end trusts", err)
}

// EndTrustByToken ends the trusted browser with this token, for "Forget this
// browser", and reports whose it was, empty when none.
func (tx *Tx) EndTrustByToken(ctx context.Context, tokenHash []byte, at time.Time) (string, error) {
	var row trust
	err := tx.tx.Select(&row).Where("token_hash = ? OR previous_hash = ?", tokenHash, tokenHash).Where("ended_at = 0").Scan(ctx)
	if Missing(err) {
		return "", nil
	}
	if err != nil {
		return "", wrap("read trust", err)
	}
	_, err = tx.EndTrust(ctx, row.UserID, row.ID, at)
	return row.UserID, err
}

// CountTrusts counts trusted browsers of the tenant trusted before then,
// which a shorter policy would end.
func (tx *Tx) CountTrusts(ctx context.Context, before time.Time) (int64, error) {
	n, err := tx.tx.Select((*trust)(nil)).Where("ended_at = 0").Where("trusted_at <= ?", At(before)).Count(ctx)
	return n, wrap("count trusts", err)
}
