package store

import (
	"context"
	"slices"
	"time"

	"github.com/uptrace/bun"

	"twofold/domain"
	"twofold/tenancy/scoped"
)

type sentCode struct {
	bun.BaseModel `bun:"table:sent_codes"`
	scoped.Row
	ID          string `bun:"id,pk"`
	UserID      string
	RequestID   string
	Purpose     domain.Purpose
	Method      domain.Method
	FactorID    string
	Country     string
	MAC         []byte `bun:"mac"`
	BrowserHash []byte
	MessageID   string
	SentAt      Stamp
	ExpiresAt   Stamp
	UsedAt      Stamp
	UsedBy      string
}

// SentCode is one code sent by text message or e-mail, kept as a MAC. Request
// is what it belongs to: a half sign-in, a session, a set-up.
type SentCode struct {
	ID, UserID  string
	Request     string
	Purpose     domain.Purpose
	Method      domain.Method
	Factor      string // empty for a number or address that isn't verified yet
	Country     string // of a number, ISO 3166-1
	MAC         []byte
	BrowserHash []byte
	MessageID   string
	SentAt      time.Time
	ExpiresAt   time.Time
	UsedAt      time.Time
	Lost        bool // its message will never arrive; told by MarkLost alone
}

func (r *sentCode) domain() SentCode {
	return SentCode{ID: r.ID, UserID: r.UserID, Request: r.RequestID, Purpose: r.Purpose, Method: r.Method, Factor: r.FactorID, Country: r.Country,
		MAC: r.MAC, BrowserHash: r.BrowserHash, MessageID: r.MessageID, SentAt: r.SentAt.Time(), ExpiresAt: r.ExpiresAt.Time(), UsedAt: r.UsedAt.Time()}
}

// AddSentCode keeps a code, in the transaction that queues its message.
func (tx *Tx) AddSentCode(ctx context.Context, c SentCode) error {
	return wrap("add sent code", tx.tx.Insert(ctx, &sentCode{ID: c.ID, UserID: c.UserID, RequestID: c.Request, Purpose: c.Purpose, Method: c.Method,
		FactorID: c.Factor, Country: c.Country, MAC: c.MAC, BrowserHash: c.BrowserHash, MessageID: c.MessageID, SentAt: At(c.SentAt), ExpiresAt: At(c.ExpiresAt)}))
}

// sentMost bounds how many codes of one request are looked at: more than its
// resends allow.
const sentMost = 40

// SentCodes reads the codes of a request, newest first, used and expired ones
// among them.
func (tx *Tx) SentCodes(ctx context.Context, userID, request string) ([]SentCode, error) {
	var rows []sentCode
	err := tx.tx.Select(&rows).Where("request_id = ?", request).Where("user_id = ?", userID).Order("sent_at DESC", "id DESC").Limit(sentMost).Scan(ctx)
	return sentCodes(rows), wrap("read sent codes", err)
}

// MarkLost marks those of the codes whose message will never arrive.
func (tx *Tx) MarkLost(ctx context.Context, codes []SentCode) error {
	if len(codes) == 0 {
		return nil
	}
	ids := make([]string, len(codes))
	for i, c := range codes {
		ids[i] = c.MessageID
	}
	var rows []outboxRow
	if err := tx.tx.Select(&rows).Column("id").Where("id IN (?)", bun.List(ids)).Where("state = 'failed'").Scan(ctx); err != nil {
		return wrap("look for lost messages", err)
	}
	for i, c := range codes {
		codes[i].Lost = slices.ContainsFunc(rows, func(r outboxRow) bool { return r.ID == c.MessageID })
	}
	return nil
}

// SentSince reads the codes sent to a person by one method since a time,
// newest first.
func (tx *Tx) SentSince(ctx context.Context, userID string, m domain.Method, since time.Time) ([]SentCode, error) {
	var rows []sentCode
	err := tx.tx.Select(&rows).Where("user_id = ?", userID).Where("method = ?", m).Where("sent_at > ?", At(since)).Order("sent_at DESC", "id DESC").Limit(sentMost).Scan(ctx)
	return sentCodes(rows), wrap("read sent codes", err)
}

// SentToCountry reads the newest codes sent to numbers of a country since a
// time.
func (tx *Tx) SentToCountry(ctx context.Context, country string, since time.Time, most int) ([]SentCode, error) {
	var rows []sentCode
	err := tx.tx.Select(&rows).Where("country = ?", country).Where("sent_at > ?", At(since)).Order("sent_at DESC", "id DESC").Limit(int64(most)).Scan(ctx)
	return sentCodes(rows), wrap("read codes sent to a country", err)
}

// SettledTo counts, of the newest codes sent to numbers of a country since a
// time that have ended by now, all and those that were used before. Codes that
// may still be used would make a route look better than it is.
func (tx *Tx) SettledTo(ctx context.Context, country string, since, now time.Time, most int) (settled, used int, err error) {
	var rows []sentCode
	err = tx.tx.Select(&rows).Column("used_at").Where("country = ?", country).Where("sent_at > ?", At(since)).Where("expires_at <= ?", At(now)).
		Order("sent_at DESC", "id DESC").Limit(int64(most)).Scan(ctx)
	for _, r := range rows {
		if r.UsedAt != 0 {
			used++
		}
	}
	return len(rows), used, wrap("count codes sent to a country", err)
}

func sentCodes(rows []sentCode) []SentCode {
	out := make([]SentCode, len(rows))
	for i := range rows {
		out[i] = rows[i].domain()
	}
	return out
}

// UseSentCode consumes a code and reports whether this caller was the one, and
// in time.
func (tx *Tx) UseSentCode(ctx context.Context, id, by string, at time.Time) (bool, error) {
	n, err := tx.tx.Update((*sentCode)(nil)).Set("used_at = ?", At(at)).Set("used_by = ?", by).
		Where("id = ?", id).Where("used_at = 0").Where("expires_at > ?", At(at)).Exec(ctx)
	return n == 1, wrap("use sent code", err)
}

// UseFactor notes that a method was used by a session.
func (tx *Tx) UseFactor(ctx context.Context, id, by, browser string, at time.Time) error {
	_, err := tx.tx.Update((*factorRow)(nil)).Set("spent_by = ?", by).Set("last_used_at = ?", At(at)).Set("last_used_on = ?", browser).Where("id = ?", id).Exec(ctx)
	return wrap("use factor", err)
}
