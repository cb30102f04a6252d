package store

import (
	"context"
	"time"

	"twofold/domain"
)

// AddReset keeps the half sign-in of a forgotten password, whose link was
// opened.
func (tx *Tx) AddReset(ctx context.Context, h HalfSignIn) error {
	return wrap("add reset", tx.tx.Insert(ctx, &halfRow{ID: h.ID, UserID: h.UserID, TokenHash: h.TokenHash, BrowserHash: h.BrowserHash, SecurityVersion: h.SecurityVersion,
		Bearer: h.Bearer, IP: h.IP, Browser: h.Browser, Purpose: domain.PurposeReset, LinkID: h.Link, CreatedAt: At(h.CreatedAt), ExpiresAt: At(h.ExpiresAt)}))
}

// ProveReset notes what was shown beside the link of a reset, which goes on
// under a security version, and reports whether it was open and nothing had
// been shown before.
func (tx *Tx) ProveReset(ctx context.Context, id, proof string, version int64, at time.Time) (bool, error) {
	n, err := tx.tx.Update((*halfRow)(nil)).Set("proved = ?", proof).Set("security_version = ?", version).Where("id = ?", id).
		Where("purpose = ?", domain.PurposeReset).Where("proved = ''").Where("ended_at = 0").Where("expires_at > ?", At(at)).Exec(ctx)
	return n == 1, wrap("prove reset", err)
}

// CarryLink lets an unused link go on under a security version that rose by
// what its own reset did.
func (tx *Tx) CarryLink(ctx context.Context, id string, version int64) error {
	_, err := tx.tx.Update((*link)(nil)).Set("security_version = ?", version).Where("id = ?", id).Where("used_at = 0").Where("revoked_at = 0").Exec(ctx)
	return wrap("carry link", err)
}

// Link reads a link by its id in whatever state it is; Missing without one.
func (tx *Tx) Link(ctx context.Context, id string) (Link, error) {
	var l link
	err := tx.tx.Select(&l).Where("id = ?", id).Scan(ctx)
	return l.domain(), wrap("read link", err)
}

// TakeJob removes a job with all it was asked with, and reports whether this
// caller was the one: of two workers one does it.
func (tx *Tx) TakeJob(ctx context.Context, id string) (bool, error) {
	n, err := tx.tx.Delete((*jobRow)(nil)).Where("id = ?", id).Where("done_at = 0").Exec(ctx)
	return n == 1, wrap("take job", err)
}
