package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"twofold/domain"
	"twofold/tenancy/scoped"
)

type grantRow struct {
	bun.BaseModel `bun:"table:grants,alias:grants"`
	scoped.Row
	ID                     string `bun:"id,pk"`
	Kind                   domain.GrantKind
	UserID                 string
	GiverID, GiverName     string
	ByStaff                bool
	Reason, CaseID         string
	Secret                 []byte
	SecurityVersion        int64
	UsesLeft, Tries        int64
	CreatedAt, ExpiresAt   Stamp
	UsedAt, StoppedAt      Stamp
	StoppedBy, StoppedName string
}

func (g *grantRow) grant() domain.Grant {
	return domain.Grant{ID: g.ID, Kind: g.Kind, UserID: g.UserID, GiverID: g.GiverID, Giver: g.GiverName, ByStaff: g.ByStaff, Reason: g.Reason, CaseID: g.CaseID,
		Secret: g.Secret, SecurityVersion: g.SecurityVersion, UsesLeft: int(g.UsesLeft), Tries: int(g.Tries), CreatedAt: g.CreatedAt.Time(), ExpiresAt: g.ExpiresAt.Time(),
		UsedAt: g.UsedAt.Time(), StoppedAt: g.StoppedAt.Time(), StoppedBy: g.StoppedBy, Stopper: g.StoppedName}
}

// AddGrant adds a grant and stops the person's open one of its kind, in the
// giver's name.
func (tx *Tx) AddGrant(ctx context.Context, g domain.Grant) error {
	if err := tx.StopGrants(ctx, g.UserID, g.Kind, g.GiverID, g.Giver, g.CreatedAt); err != nil {
		return err
	}
	secret := g.Secret
	if secret == nil {
		secret = []byte{}
	}
	return wrap("add grant", tx.tx.Insert(ctx, &grantRow{ID: g.ID, Kind: g.Kind, UserID: g.UserID, GiverID: g.GiverID, GiverName: g.Giver, ByStaff: g.ByStaff, Reason: g.Reason,
		CaseID: g.CaseID, Secret: secret, SecurityVersion: g.SecurityVersion, UsesLeft: int64(g.UsesLeft), CreatedAt: At(g.CreatedAt), ExpiresAt: At(g.ExpiresAt)}))
}

// Grants lists all a person was ever given, newest first.
func (tx *Tx) Grants(ctx context.Context, userID string) ([]domain.Grant, error) {
	return tx.GrantsSince(ctx, userID, time.Time{})
}

// GrantsSince lists what a person was given after a time, newest first.
func (tx *Tx) GrantsSince(ctx context.Context, userID string, since time.Time) ([]domain.Grant, error) {
	var rows []grantRow
	err := tx.tx.Select(&rows).Where("user_id = ?", userID).Where("created_at > ?", At(since)).Order("created_at DESC", "id DESC").Scan(ctx)
	out := make([]domain.Grant, len(rows))
	for i := range rows {
		out[i] = rows[i].grant()
	}
	return out, wrap("list grants", err)
}

// Grant reads one grant in whatever state it is.
func (tx *Tx) Grant(ctx context.Context, id string) (domain.Grant, error) {
	var row grantRow
	err := tx.tx.Select(&row).Where("id = ?", id).Scan(ctx)
	return row.grant(), wrap("read grant", err)
}

// LatestGrant reads the person's newest grant of a kind in whatever state it
// is; Missing without one.
func (tx *Tx) LatestGrant(ctx context.Context, userID string, kind domain.GrantKind) (domain.Grant, error) {
	var row grantRow
	err := tx.tx.Select(&row).Where("user_id = ?", userID).Where("kind = ?", kind).Order("created_at DESC", "id DESC").Limit(1).Scan(ctx)
	return row.grant(), wrap("read latest grant", err)
}

// OpenGrant reads the person's grant of a kind that can be used now, wrong
// codes typed for it aside; Missing without one.
func (tx *Tx) OpenGrant(ctx context.Context, userID string, kind domain.GrantKind, version int64, at time.Time) (domain.Grant, error) {
	var row grantRow
	err := tx.tx.Select(&row).Where("user_id = ?", userID).Where("kind = ?", kind).Where("security_version = ?", version).
		Where("uses_left > 0").Where("stopped_at = 0").Where("expires_at > ?", At(at)).Order("created_at DESC", "id DESC").Limit(1).Scan(ctx)
	return row.grant(), wrap("read open grant", err)
}

// GrantBySecret reads the grant whose secret has this hash, in whatever state
// it is; Missing where there is none.
func (tx *Tx) GrantBySecret(ctx context.Context, kind domain.GrantKind, secret []byte) (domain.Grant, error) {
	var row grantRow
	err := tx.tx.Select(&row).Where("secret = ?", secret).Where("kind = ?", kind).Scan(ctx)
	return row.grant(), wrap("read grant", err)
}

// SpendGrantTry counts a try to use an open grant, before what was typed is
// compared, and reports false when most were spent or it isn't open.
func (tx *Tx) SpendGrantTry(ctx context.Context, id string, most int, at time.Time) (bool, error) {
	n, err := tx.tx.Update((*grantRow)(nil)).Set("tries = tries + 1").Where("id = ?", id).Where("tries < ?", most).
		Where("uses_left > 0").Where("stopped_at = 0").Where("expires_at > ?", At(at)).Exec(ctx)
	return n == 1, wrap("spend grant try", err)
}

// UseGrant spends one use of an open grant of the person's version and reports
// whether this caller was the one: of any number that race for the last use,
// exactly one gets it.
func (tx *Tx) UseGrant(ctx context.Context, id string, version int64, at time.Time) (bool, error) {
	n, err := tx.tx.Update((*grantRow)(nil)).Set("uses_left = uses_left - 1").Set("used_at = ?", At(at)).Where("id = ?", id).Where("security_version = ?", version).
		Where("uses_left > 0").Where("stopped_at = 0").Where("expires_at > ?", At(at)).Exec(ctx)
	return n == 1, wrap("use grant", err)
}

// StopGrant ends a grant that is open, and reports whether it was.
func (tx *Tx) StopGrant(ctx context.Context, id, byID, byName string, at time.Time) (bool, error) {
	n, err := tx.stopGrants(byID, byName, at).Where("id = ?", id).Exec(ctx)
	return n == 1, wrap("stop grant", err)
}

// StopGrants ends the person's open grants of a kind, all kinds where it is
// empty.
func (tx *Tx) StopGrants(ctx context.Context, userID string, kind domain.GrantKind, byID, byName string, at time.Time) error {
	q := tx.stopGrants(byID, byName, at).Where("user_id = ?", userID)
	if kind != "" {
		q.Where("kind = ?", kind)
	}
	_, err := q.Exec(ctx)
	return wrap("stop grants", err)
}

func (tx *Tx) stopGrants(byID, byName string, at time.Time) *scoped.Change {
	return tx.tx.Update((*grantRow)(nil)).Set("stopped_at = ?", At(at)).Set("stopped_by = ?", byID).Set("stopped_name = ?", byName).
		Where("uses_left > 0").Where("stopped_at = 0").Where("expires_at > ?", At(at))
}

// CarryGrants keeps the person's open access code good beyond a change of
// their security version that they made themselves: whoever forgot the
// password too still needs it.
func (tx *Tx) CarryGrants(ctx context.Context, userID string, from, to int64) error {
	_, err := tx.tx.Update((*grantRow)(nil)).Set("security_version = ?", to).Where("user_id = ?", userID).Where("kind = ?", domain.GrantAccessCode).
		Where("security_version = ?", from).Exec(ctx)
	return wrap("carry grants", err)
}
