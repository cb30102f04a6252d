package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"twofold/tenancy/scoped"
)

type sharedBrowser struct {
	bun.BaseModel `bun:"table:shared_browsers"`
	scoped.Row
	BrowserHash []byte `bun:"browser_hash,pk"`
	UserID      string
	ByAdmin     bool
	MarkedAt    Stamp
}

// SharedBrowser is the mark of a browser that several people use, in which
// nobody of the organization is offered trust (M8).
type SharedBrowser struct {
	Hash    []byte
	By      string // who marked it, empty where nobody did
	ByAdmin bool   // on somebody's page: only administrators take it back
	At      time.Time
}

// notShared is true in a statement for a browser without a mark: arguments
// tenant, hash.
const notShared = `NOT EXISTS (SELECT 1 FROM shared_browsers AS b WHERE b.tenant_id = ? AND b.browser_hash = ?)`

// SharedBrowser reads a browser's mark, the zero one where it has none.
func (tx *Tx) SharedBrowser(ctx context.Context, hash []byte) (SharedBrowser, error) {
	var row sharedBrowser
	err := tx.tx.Select(&row).Where("browser_hash = ?", notNil(hash)).Scan(ctx)
	if Missing(err) {
		return SharedBrowser{}, nil
	}
	return SharedBrowser{Hash: row.BrowserHash, By: row.UserID, ByAdmin: row.ByAdmin, At: row.MarkedAt.Time()}, wrap("read shared browser", err)
}

// ownMarks is how many browsers a person's own marks hold for, the newest:
// a browser is a cookie, which anybody signed in can have any number of.
const ownMarks = 20

// MarkBrowser marks a browser shared. A mark that is there stays as it is,
// but for an administrator's in the place of a person's own.
func (tx *Tx) MarkBrowser(ctx context.Context, b SharedBrowser) error {
	row := &sharedBrowser{BrowserHash: b.Hash, UserID: b.By, ByAdmin: b.ByAdmin, MarkedAt: At(b.At)}
	if err := tx.tx.InsertMissing(ctx, row); err != nil {
		return wrap("mark browser shared", err)
	}
	if b.ByAdmin {
		_, err := tx.tx.Update((*sharedBrowser)(nil)).Set("user_id = ?", b.By).Set("by_admin = ?", true).Set("marked_at = ?", At(b.At)).
			Where("browser_hash = ?", b.Hash).Where("NOT by_admin").Exec(ctx)
		return wrap("mark browser shared", err)
	}
	var own []sharedBrowser
	if err := tx.tx.Select(&own).Where("user_id = ?", b.By).Where("NOT by_admin").Order("marked_at DESC").Limit(ownMarks + 1).Scan(ctx); err != nil || len(own) <= ownMarks {
		return wrap("read own marks", err)
	}
	_, err := tx.tx.Delete((*sharedBrowser)(nil)).Where("user_id = ?", b.By).Where("NOT by_admin").Where("marked_at <= ?", own[ownMarks].MarkedAt).Exec(ctx)
	return wrap("forget old marks", err)
}

// UnmarkBrowser takes a browser's mark off, whoever's with no userID, else
// only the person's own, and reports whether it did.
func (tx *Tx) UnmarkBrowser(ctx context.Context, hash []byte, userID string) (bool, error) {
	q := tx.tx.Delete((*sharedBrowser)(nil)).Where("browser_hash = ?", notNil(hash))
	if userID != "" {
		q.Where("user_id = ?", userID).Where("NOT by_admin")
	}
	n, err := q.Exec(ctx)
	return n == 1, wrap("unmark browser", err)
}

// SessionBrowser is the browser of one of the person's sessions, empty for a
// client that keeps no cookie.
func (tx *Tx) SessionBrowser(ctx context.Context, userID, id string) ([]byte, error) {
	var row session
	err := tx.tx.Select(&row).Column("browser_hash").Where("id = ?", id).Where("user_id = ?", userID).Where("ended_at = 0").Scan(ctx)
	return row.BrowserHash, wrap("read session's browser", err)
}

// TrustBrowser is the browser of one of the person's trusted browsers, empty
// where it isn't known.
func (tx *Tx) TrustBrowser(ctx context.Context, userID, id string) ([]byte, error) {
	var row trust
	err := tx.tx.Select(&row).Column("browser_hash").Where("id = ?", id).Where("user_id = ?", userID).Where("ended_at = 0").Scan(ctx)
	return row.BrowserHash, wrap("read trust's browser", err)
}

// SharedSessions are the ids of the person's sessions in marked browsers.
func (tx *Tx) SharedSessions(ctx context.Context, userID string) ([]string, error) {
	var rows []session
	err := tx.tx.Select(&rows).Column("id").Where("user_id = ?", userID).Where("ended_at = 0").
		Where("EXISTS (SELECT 1 FROM shared_browsers AS b WHERE b.tenant_id = ?TableAlias.tenant_id AND b.browser_hash = ?TableAlias.browser_hash)").Scan(ctx)
	out := make([]string, len(rows))
	for i := range rows {
		out[i] = rows[i].ID
	}
	return out, wrap("read sessions in shared browsers", err)
}

// EndTrustsIn ends everybody's trust in a browser and says whose it was.
func (tx *Tx) EndTrustsIn(ctx context.Context, hash []byte, at time.Time) ([]string, error) {
	var rows []trust
	if len(hash) == 0 {
		return nil, nil
	}
	if err := tx.tx.Select(&rows).Column("user_id").Where("browser_hash = ?", hash).Where("ended_at = 0").Scan(ctx); err != nil || len(rows) == 0 {
		return nil, wrap("read trusts", err)
	}
	_, err := tx.tx.Update((*trust)(nil)).Set("ended_at = ?", At(at)).Where("browser_hash = ?", hash).Where("ended_at = 0").Exec(ctx)
	out := make([]string, len(rows))
	for i := range rows {
		out[i] = rows[i].UserID
	}
	return out, wrap("end trusts", err)
}

// notNil is a hash as databases keep it: none is no NULL.
func notNil(hash []byte) []byte {
	if hash == nil {
		return []byte{}
	}
	return hash
}
