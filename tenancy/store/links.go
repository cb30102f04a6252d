package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"twofold/tenancy/scoped"
)

// LinkKind says what a mailed link is for. A link of one kind is nothing to
// another.
type LinkKind string

const (
	LinkConfirm LinkKind = "confirm" // proves an owner's address
	LinkInvite  LinkKind = "invite"
	// LinkObjection says "this wasn't me" to a notice. A person can have any
	// number of them, and they outlive changes of the security version.
	LinkObjection LinkKind = "objection"
	LinkReset     LinkKind = "password_reset" // leads to a new password
	// LinkEmailChange is no link that is sent: it keeps the new address of an
	// account, sealed, until its code was entered.
	LinkEmailChange LinkKind = "email_change"
	// LinkNumberChange is the same for the number on a profile.
	LinkNumberChange LinkKind = "number_change"
	// LinkRequest stops a request for help that the person didn't make. Every
	// message about the request has one.
	LinkRequest LinkKind = "request"
)

type link struct {
	bun.BaseModel `bun:"table:links"`
	scoped.Row
	ID                     string `bun:"id,pk"`
	Kind                   LinkKind
	UserID                 string
	TokenHash              []byte
	EmailKey               string
	SecurityVersion        int64
	CreatedBy, CreatedName string
	UsedAt, RevokedAt      Stamp
	CreatedAt, ExpiresAt   Stamp
	Detail                 []byte
}

// Link is a one-time address sent by mail, bound to the person, the address
// it went to and the person's security version.
type Link struct {
	ID              string
	Kind            LinkKind
	UserID          string
	TokenHash       []byte
	EmailKey        string
	SecurityVersion int64
	ByID, ByName    string
	UsedAt          time.Time
	RevokedAt       time.Time
	CreatedAt       time.Time
	ExpiresAt       time.Time
	Detail          []byte // sealed: what an objection undoes
}

// AddLink adds a link and revokes the person's earlier ones of its kind;
// objections, and links that stop a request, stand beside each other.
func (tx *Tx) AddLink(ctx context.Context, l Link) error {
	if l.Kind != LinkObjection && l.Kind != LinkRequest {
		if err := tx.RevokeLinks(ctx, l.UserID, l.Kind, l.CreatedAt); err != nil {
			return err
		}
	}
	return wrap("add link", tx.tx.Insert(ctx, &link{ID: l.ID, Kind: l.Kind, UserID: l.UserID, TokenHash: l.TokenHash, EmailKey: l.EmailKey,
		SecurityVersion: l.SecurityVersion, CreatedBy: l.ByID, CreatedName: l.ByName, CreatedAt: At(l.CreatedAt), ExpiresAt: At(l.ExpiresAt), Detail: l.Detail}))
}

// RevokeLinks ends the person's unused links of a kind.
func (tx *Tx) RevokeLinks(ctx context.Context, userID string, kind LinkKind, at time.Time) error {
	_, err := tx.tx.Update((*link)(nil)).Set("revoked_at = ?", At(at)).Where("user_id = ?", userID).Where("kind = ?", kind).
		Where("used_at = 0").Where("revoked_at = 0").Exec(ctx)
	return wrap("revoke links", err)
}

// LaterLinks reads the person's links of a kind that were made at or after a
// time and can still be used, but for one, newest first.
func (tx *Tx) LaterLinks(ctx context.Context, userID string, kind LinkKind, but string, since, at time.Time) ([]Link, error) {
	var rows []link
	err := tx.tx.Select(&rows).Where("user_id = ?", userID).Where("kind = ?", kind).Where("id <> ?", but).Where("created_at >= ?", At(since)).
		Where("used_at = 0").Where("revoked_at = 0").Where("expires_at > ?", At(at)).Order("created_at DESC", "id DESC").Scan(ctx)
	out := make([]Link, len(rows))
	for i := range rows {
		out[i] = rows[i].domain()
	}
	return out, wrap("read later links", err)
}

// RevokeLaterLinks ends the person's unused links of a kind that were made at
// or after a time, but for one.
func (tx *Tx) RevokeLaterLinks(ctx context.Context, userID string, kind LinkKind, but string, since, at time.Time) error {
	_, err := tx.tx.Update((*link)(nil)).Set("revoked_at = ?", At(at)).Where("user_id = ?", userID).Where("kind = ?", kind).Where("id <> ?", but).
		Where("created_at >= ?", At(since)).Where("used_at = 0").Where("revoked_at = 0").Exec(ctx)
	return wrap("revoke later links", err)
}

// LinkUsedSince reports whether the person used a link of a kind after a time.
func (tx *Tx) LinkUsedSince(ctx context.Context, userID string, kind LinkKind, since time.Time) (bool, error) {
	n, err := tx.tx.Select((*link)(nil)).Where("user_id = ?", userID).Where("kind = ?", kind).Where("used_at > ?", At(since)).Count(ctx)
	return n > 0, wrap("look for used links", err)
}

// LinkByToken reads a link in whatever state it is; Missing where the token
// is of no link of this tenant and kind.
func (tx *Tx) LinkByToken(ctx context.Context, kind LinkKind, tokenHash []byte) (Link, error) {
	var l link
	err := tx.tx.Select(&l).Where("token_hash = ?", tokenHash).Where("kind = ?", kind).Scan(ctx)
	return l.domain(), wrap("read link", err)
}

// OpenInvitation reads the person's latest invitation; Missing without one.
func (tx *Tx) OpenInvitation(ctx context.Context, userID string) (Link, error) {
	return tx.LatestLink(ctx, userID, LinkInvite)
}

// LatestLink reads the person's latest link of a kind in whatever state it
// is; Missing without one.
func (tx *Tx) LatestLink(ctx context.Context, userID string, kind LinkKind) (Link, error) {
	var l link
	err := tx.tx.Select(&l).Where("user_id = ?", userID).Where("kind = ?", kind).Order("created_at DESC", "id DESC").Limit(1).Scan(ctx)
	return l.domain(), wrap("read latest link", err)
}

// UseLink spends a link and reports whether this caller was the one.
func (tx *Tx) UseLink(ctx context.Context, id string, at time.Time) (bool, error) {
	n, err := tx.tx.Update((*link)(nil)).Set("used_at = ?", At(at)).Where("id = ?", id).
		Where("used_at = 0").Where("revoked_at = 0").Where("expires_at > ?", At(at)).Exec(ctx)
	return n == 1, wrap("use link", err)
}

func (l *link) domain() Link {
	return Link{ID: l.ID, Kind: l.Kind, UserID: l.UserID, TokenHash: l.TokenHash, EmailKey: l.EmailKey, SecurityVersion: l.SecurityVersion,
		ByID: l.CreatedBy, ByName: l.CreatedName, UsedAt: l.UsedAt.Time(), RevokedAt: l.RevokedAt.Time(), CreatedAt: l.CreatedAt.Time(), ExpiresAt: l.ExpiresAt.Time(), Detail: l.Detail}
}
