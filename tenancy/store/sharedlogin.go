package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"twofold/domain"
)

func (u *user) sharedLogin() domain.SharedLogin {
	return domain.SharedLogin{On: u.SharedOn.Time(), Before: u.SharedBefore.Time(), OwnHidden: u.SharedOwnHiddenAt.Time(), Hidden: u.SharedHiddenAt.Time()}
}

// MarkShared keeps a day on which the person's account was used by many, once.
func (tx *Tx) MarkShared(ctx context.Context, userID string, day time.Time) error {
	_, err := tx.tx.Update((*user)(nil)).Set("shared_before = shared_on").Set("shared_on = ?", At(day)).Where("id = ?", userID).Where("shared_on < ?", At(day)).Exec(ctx)
	return wrap("mark shared log-in", err)
}

// HideShared puts the advice to a person about their own account away.
func (tx *Tx) HideShared(ctx context.Context, userID string, at time.Time) error {
	_, err := tx.tx.Update((*user)(nil)).Set("shared_own_hidden_at = ?", At(at)).Where("id = ?", userID).Exec(ctx)
	return wrap("hide shared log-in", err)
}

// SharedLogins reads up to limit active people whose accounts were used by
// many on two days since one, by name, unless their advice was put away after
// hidden; and counts them all.
func (tx *Tx) SharedLogins(ctx context.Context, since, hidden time.Time, limit int) (people []Person, all int64, err error) {
	var rows []user
	q := tx.tx.Select(&rows).Where("shared_before > 0").Where("shared_before >= ?", At(since)).Where("shared_hidden_at <= ?", At(hidden)).Where("state = ?", domain.UserActive)
	if err := q.Order("search", "id").Limit(int64(limit)).Scan(ctx); err != nil {
		return nil, 0, wrap("list shared log-ins", err)
	}
	for i := range rows {
		people = append(people, rows[i].person())
	}
	if len(rows) < limit {
		return people, int64(len(rows)), nil
	}
	all, err = tx.tx.Select((*user)(nil)).Where("shared_before > 0").Where("shared_before >= ?", At(since)).Where("shared_hidden_at <= ?", At(hidden)).Where("state = ?", domain.UserActive).Count(ctx)
	return people, all, wrap("count shared log-ins", err)
}

// HideSharedLogins puts the advice to administrators about these accounts away.
func (tx *Tx) HideSharedLogins(ctx context.Context, since, at time.Time) error {
	_, err := tx.tx.Update((*user)(nil)).Set("shared_hidden_at = ?", At(at)).Where("shared_before > 0").Where("shared_before >= ?", At(since)).Exec(ctx)
	return wrap("hide shared log-ins", err)
}

// seenMost is how many sessions of an account are looked at, the last active
// ones: a program that signs in without a cookie is a new browser each time.
const seenMost = 1000

// SeenBrowsers reads in which browsers the person was active since a time.
func (tx *Tx) SeenBrowsers(ctx context.Context, userID string, since time.Time) ([]domain.SeenBrowser, error) {
	var rows []session
	err := tx.tx.Select(&rows).Column("browser_hash", "ip", "seen_at").Where("user_id = ?", userID).Where("seen_at >= ?", At(since)).Where("length(browser_hash) > 0").
		Order("seen_at DESC").Limit(seenMost).Scan(ctx)
	out := make([]domain.SeenBrowser, len(rows))
	for i, r := range rows {
		out[i] = domain.SeenBrowser{Browser: string(r.BrowserHash), Network: domain.NetworkOf(r.IP), At: r.SeenAt.Time()}
	}
	return out, wrap("read active browsers", err)
}

// BusyAccount is an account of some tenant.
type BusyAccount struct{ Tenant, UserID string }

// BusyAccounts reads which accounts at least so many browsers were active in
// since a time, in no order.
func (d *DB) BusyAccounts(ctx context.Context, since time.Time, browsers int) ([]BusyAccount, error) {
	var rows []session
	err := d.platform(ctx, func(tx bun.Tx) error {
		rows = nil
		return tx.NewSelect().Model(&rows).Column("tenant_id", "user_id").Where("seen_at >= ?", At(since)).Where("length(browser_hash) > 0").
			GroupExpr("tenant_id, user_id").Having("count(DISTINCT browser_hash) >= ?", browsers).Scan(ctx)
	})
	out := make([]BusyAccount, len(rows))
	for i, r := range rows {
		out[i] = BusyAccount{r.TenantID, r.UserID}
	}
	return out, wrap("look for shared log-ins", err)
}
