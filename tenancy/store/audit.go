package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"twofold/domain"
	"twofold/tenancy/scoped"
)

type auditEvent struct {
	bun.BaseModel `bun:"table:audit_events"`
	scoped.Row
	ID                 string `bun:"id,pk"`
	At                 Stamp
	Kind               domain.EventKind
	OK                 bool `bun:"ok"`
	ActorID, ActorName string
	SubjectID, Subject string
	Search             string
	IP                 string `bun:"ip"`
	Browser, RequestID string
	Detail             string
}

// eventSearch is both names in small letters: the databases' own lower knows
// no letters beyond ASCII.
func eventSearch(e domain.Event) string {
	return strings.ToLower(e.ActorName) + "\n" + strings.ToLower(e.Subject)
}

// Record adds events to the audit log, in the transaction of their cause.
// Rows can't be changed or removed afterwards.
func (tx *Tx) Record(ctx context.Context, events ...domain.Event) error {
	rows := make([]auditEvent, len(events))
	for i, e := range events {
		detail, err := detailText(e.Detail)
		if err != nil {
			return err
		}
		rows[i] = auditEvent{ID: e.ID, At: At(e.At), Kind: e.Kind, OK: e.OK, ActorID: e.ActorID, ActorName: e.ActorName,
			SubjectID: e.SubjectID, Subject: e.Subject, Search: eventSearch(e),
			IP: e.IP, Browser: e.Browser, RequestID: e.RequestID, Detail: detail}
	}
	return wrap("record event", scoped.InsertAll(ctx, tx.tx, rows))
}

func detailText(d map[string]string) (string, error) {
	if len(d) == 0 {
		return "{}", nil
	}
	text, err := json.Marshal(d)
	if err != nil {
		return "", fmt.Errorf("write event detail: %w", err)
	}
	return string(text), nil
}

// EventFilter narrows the audit log. Zero fields don't narrow.
type EventFilter struct {
	From, To  time.Time
	Kinds     []domain.EventKind
	UserID    string // actor or subject
	SubjectID string // subject only
	Result    string // ok, failed
	IP        string
	RequestID string
	Query     string // part of the actor's or subject's name
	BeforeAt  time.Time
	BeforeID  string // cursor: rows older than this one
	Limit     int
}

// Events reads a page of the audit log, newest first.
func (tx *Tx) Events(ctx context.Context, f EventFilter) ([]domain.Event, error) {
	var rows []auditEvent
	q := tx.tx.Select(&rows)
	if !f.From.IsZero() {
		q.Where("at >= ?", At(f.From))
	}
	if !f.To.IsZero() {
		q.Where("at < ?", At(f.To))
	}
	if len(f.Kinds) > 0 {
		q.Where("kind IN (?)", bun.List(f.Kinds))
	}
	if f.UserID != "" {
		q.Where("subject_id = ? OR actor_id = ?", f.UserID, f.UserID)
	}
	if f.SubjectID != "" {
		q.Where("subject_id = ?", f.SubjectID)
	}
	if f.Result != "" {
		q.Where("ok = ?", f.Result == "ok")
	}
	if f.IP != "" {
		q.Where("ip = ?", f.IP)
	}
	if f.RequestID != "" {
		q.Where("request_id = ?", f.RequestID)
	}
	if s := strings.ToLower(strings.TrimSpace(f.Query)); s != "" {
		q.Where("search LIKE ? ESCAPE '!'", "%"+likeText(s)+"%")
	}
	if f.BeforeID != "" {
		q.Where("at < ? OR (at = ? AND id < ?)", At(f.BeforeAt), At(f.BeforeAt), f.BeforeID)
	}
	if err := q.Order("at DESC", "id DESC").Limit(int64(f.Limit)).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	out := make([]domain.Event, len(rows))
	for i, r := range rows {
		out[i] = domain.Event{ID: r.ID, At: r.At.Time(), Kind: r.Kind, OK: r.OK, ActorID: r.ActorID, ActorName: r.ActorName,
			SubjectID: r.SubjectID, Subject: r.Subject, IP: r.IP, Browser: r.Browser, RequestID: r.RequestID}
		if err := json.Unmarshal([]byte(r.Detail), &out[i].Detail); err != nil {
			return nil, fmt.Errorf("read event %s: %w", r.ID, err)
		}
	}
	return out, nil
}
