package store

import (
	"context"
	"time"
)

// MessageFilter narrows the delivery log. Zero fields don't narrow.
type MessageFilter struct {
	Channel  Channel
	BeforeAt time.Time // cursor: the last row seen
	BeforeID string
	Limit    int
}

// Messages reads a page of the tenant's messages, newest first. They are kept
// for a week.
func (tx *Tx) Messages(ctx context.Context, f MessageFilter) ([]Mail, error) {
	var rows []outboxRow
	q := tx.tx.Select(&rows)
	if f.Channel != "" {
		q.Where("channel = ?", f.Channel)
	}
	if f.BeforeID != "" {
		q.Where("(created_at, id) < (?, ?)", At(f.BeforeAt), f.BeforeID)
	}
	err := q.Order("created_at DESC", "id DESC").Limit(int64(f.Limit)).Scan(ctx)
	out := make([]Mail, len(rows))
	for i := range rows {
		out[i] = rows[i].mail()
	}
	return out, wrap("list messages", err)
}

// Route is where text messages went, and how far so many of them got.
type Route struct {
	Provider, Country, State string
	Messages                 int64
}

// Routes counts the text messages queued since a time by provider, country
// and state.
func (tx *Tx) Routes(ctx context.Context, since time.Time) ([]Route, error) {
	counts, err := tx.tx.Select((*outboxRow)(nil)).Where("channel = ?", ChannelText).Where("created_at > ?", At(since)).Tally(ctx, "provider", "country", "state")
	out := make([]Route, len(counts))
	for i, c := range counts {
		out[i] = Route{Provider: c.Values[0], Country: c.Values[1], State: c.Values[2], Messages: c.Count}
	}
	return out, wrap("count messages", err)
}
