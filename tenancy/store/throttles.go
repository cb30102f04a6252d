package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"twofold/tenancy/scoped"
)

// Kinds of throttles on passwords.
const (
	ThrottlePair    = "pair"    // one account from one network or known browser: waits that double
	ThrottleSource  = "source"  // one network over all accounts: so many in a window; not for known browsers
	ThrottleAccount = "account" // one account over all networks: unknown browsers are refused after so many
)

// Limits of the password throttles.
const (
	PairFree      = 3                // wrong passwords before the first wait
	PairMostWait  = 15 * time.Minute // the longest wait
	SourceMost    = 30               // tries in one window
	SourceWindow  = 10 * time.Minute
	AccountUnseen = 100                 // tries in a row before unknown browsers are refused
	AccountRest   = 90 * 24 * time.Hour // without any try, after which an account's count is forgotten
)

type throttle struct {
	bun.BaseModel `bun:"table:throttles"`
	scoped.Row
	ID            string `bun:"id,pk"`
	Kind          string
	Tries         int64
	UntilAt       Stamp
	WindowAt      Stamp
	RecordedUntil Stamp
	UpdatedAt     Stamp
}

// Closed is a throttle that refuses tries until a time.
type Closed struct {
	ID, Kind string
	Until    time.Time
	Recorded bool // a refusal of this wait stands in the audit log
}

func (t throttle) closed() Closed {
	return Closed{ID: t.ID, Kind: t.Kind, Until: t.UntilAt.Time(), Recorded: t.RecordedUntil >= t.UntilAt}
}

// ThrottleKeys are the rows one password try is counted on. PairKnown takes
// Pair's place when the browser signed in to the account before.
type ThrottleKeys struct{ Pair, PairKnown, Source, Account string }

func (k ThrottleKeys) all() []string { return []string{k.Pair, k.PairKnown, k.Source, k.Account} }

// Blocking reads which of these throttles refuses a try at now, the one that
// stays closed longest; the zero Closed when all are open. A browser that
// signed in to the account before waits for its own only.
func (tx *Tx) Blocking(ctx context.Context, keys ThrottleKeys, now time.Time) (Closed, error) {
	var rows []throttle
	err := tx.tx.Select(&rows).Where("id IN (?)", bun.List(keys.all())).Where("until_at > ?", At(now)).Order("until_at DESC").Scan(ctx)
	if err != nil || len(rows) == 0 {
		return Closed{}, wrap("read throttles", err)
	}
	for _, r := range rows {
		if r.ID == keys.PairKnown {
			return r.closed(), nil
		}
	}
	return rows[0].closed(), nil
}

// RecordRefusals notes that a wait's refusals are in the audit log, and
// reports whether this caller was the one: the others record nothing.
func (tx *Tx) RecordRefusals(ctx context.Context, c Closed) (bool, error) {
	n, err := tx.tx.Update((*throttle)(nil)).Set("recorded_until = until_at").Where("id = ?", c.ID).Where("until_at = ?", At(c.Until)).Where("recorded_until < until_at").Exec(ctx)
	return n == 1, wrap("note recorded refusals", err)
}

// ClearThrottles forgets the wrong passwords of one account, whose keys start
// with prefix.
func (tx *Tx) ClearThrottles(ctx context.Context, prefixes ...string) error {
	for _, p := range prefixes {
		if _, err := tx.tx.Delete((*throttle)(nil)).Where("id LIKE ? ESCAPE '!'", likeText(p)+"%").Exec(ctx); err != nil {
			return wrap("clear throttles", err)
		}
	}
	return nil
}

// spendThrottles counts one try on each key and sets its next wait; the answer
// holds the three keys. While one of them is closed it counts nothing and
// answers nothing: what isn't compared is no wrong password, and must bring
// nobody closer to a wait. A key that closes meanwhile is missing from the
// answer. A browser that signed in to the account before isn't held by what
// strangers did on its network.
const spendThrottles = `WITH k AS (SELECT CAST(? AS TEXT) AS tenant_id,
  CASE WHEN EXISTS (SELECT 1 FROM sessions AS s JOIN users AS u ON u.tenant_id = s.tenant_id AND u.id = s.user_id
    WHERE s.tenant_id = ? AND s.browser_hash = ? AND u.email_key = ? AND s.denied_at = 0) THEN CAST(? AS TEXT) ELSE CAST(? AS TEXT) END AS pair,
  CAST(? AS TEXT) AS source, CAST(? AS TEXT) AS account, CAST(? AS BIGINT) AS at),
o AS (SELECT k.* FROM k WHERE NOT EXISTS (SELECT 1 FROM throttles AS c
  WHERE c.tenant_id = k.tenant_id AND c.until_at > k.at AND (c.id IN (k.pair, k.account) OR c.id = k.source AND k.pair <> CAST(? AS TEXT))))
INSERT INTO throttles (tenant_id, id, kind, tries, until_at, window_at, updated_at)
SELECT tenant_id, pair, 'pair', 1, 0, at, at FROM o
UNION ALL SELECT tenant_id, source, 'source', 1, 0, at, at FROM o
UNION ALL SELECT tenant_id, account, 'account', 1, 0, at, at FROM o WHERE TRUE
ON CONFLICT (tenant_id, id) DO UPDATE SET
  tries = CASE WHEN throttles.kind = 'source' AND throttles.window_at <= excluded.window_at - 600000 THEN 1 ELSE throttles.tries + 1 END,
  window_at = CASE WHEN throttles.kind = 'source' AND throttles.window_at <= excluded.window_at - 600000 THEN excluded.window_at ELSE throttles.window_at END,
  until_at = CASE
    WHEN throttles.kind = 'pair' AND throttles.tries + 1 >= 13 THEN excluded.updated_at + 900000
    WHEN throttles.kind = 'pair' AND throttles.tries + 1 >= 3 THEN excluded.updated_at + 1000 * (1 << CAST(throttles.tries - 2 AS INTEGER))
    WHEN throttles.kind = 'source' AND throttles.window_at > excluded.window_at - 600000 AND throttles.tries + 1 >= 30 THEN throttles.window_at + 600000
    ELSE 0 END,
  updated_at = excluded.updated_at
WHERE throttles.until_at <= excluded.updated_at
RETURNING id, kind, tries`

// forgiveThrottles takes a try back that turned out right: the waits of the
// account are forgotten, the network's count goes down by one. It does so
// only when the outcome it belongs to was written. It is an upsert of rows
// that exist, in the order of spendThrottles, because an update locks them in
// any order, and the two would wait for each other.
const forgiveThrottles = `INSERT INTO throttles (tenant_id, id, kind, tries)
SELECT f.tenant_id, f.id, f.kind, 0 FROM throttles AS f WHERE f.tenant_id = ? AND f.id IN (?, ?, ?)
  AND (EXISTS (SELECT 1 FROM sessions AS s WHERE s.tenant_id = f.tenant_id AND s.id = ?)
    OR EXISTS (SELECT 1 FROM half_sign_ins AS h WHERE h.tenant_id = f.tenant_id AND h.id = ?))
ORDER BY CASE f.kind WHEN 'pair' THEN 1 WHEN 'source' THEN 2 ELSE 3 END, f.id
ON CONFLICT (tenant_id, id) DO UPDATE SET
  tries = CASE WHEN throttles.kind = 'source' AND throttles.tries > 0 THEN throttles.tries - 1 ELSE 0 END, until_at = 0`
