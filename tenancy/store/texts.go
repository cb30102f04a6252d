package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"
)

// TextTaken is what a provider said when it took a text message.
type TextTaken struct {
	Provider, Ref string
	State         string
	Segments      int
	Cost          int64
}

// TextSent notes that a provider took a leased text message. What the provider
// reported meanwhile stays.
func (tx *Tx) TextSent(ctx context.Context, id string, t TextTaken, at time.Time) error {
	n, err := tx.tx.Update((*outboxRow)(nil)).
		Set("state_at = CASE WHEN state = '' THEN ? ELSE state_at END", At(at)).Set("state = CASE WHEN state = '' THEN ? ELSE state END", t.State).
		Set("sent_at = ?", At(at)).Set("error = CASE WHEN state = 'failed' THEN error ELSE '' END").Set("provider = ?", t.Provider).Set("provider_ref = ?", t.Ref).
		Set("segments = ?", t.Segments).Set("cost = ?", t.Cost).Where("id = ?", id).Where("channel = ?", ChannelText).Exec(ctx)
	if err != nil || n == 0 {
		return wrap("note sent text", err)
	}
	return tx.countMessage(ctx, at)
}

// TextNews is what a provider said of a text message later.
type TextNews struct {
	Provider, Ref string
	State         string
	Reason        string
	From          []string // the states it may follow; "" is none yet
}

// TextReported notes a provider's report and reports whether it was news: one
// that comes late, twice or for another message changes nothing. A report on a
// message whose answer was lost says that the message went out.
func (tx *Tx) TextReported(ctx context.Context, id string, n TextNews, at time.Time) (bool, error) {
	rows, err := tx.tx.Update((*outboxRow)(nil)).Set("state = ?", n.State).Set("state_at = ?", At(at)).Set("error = ?", n.Reason).
		Set("provider = ?", n.Provider).Set("provider_ref = ?", n.Ref).Set("sent_at = CASE WHEN sent_at = 0 THEN ? ELSE sent_at END", At(at)).
		Where("id = ?", id).Where("channel = ?", ChannelText).Where("failed_at = 0").Where("state IN (?)", bun.List(n.From)).
		Where("provider_ref IN (?)", bun.List([]string{"", n.Ref})).Exec(ctx)
	return rows == 1, wrap("note report on a text", err)
}

// Message reads one message of the outbox.
func (tx *Tx) Message(ctx context.Context, id string) (Mail, error) {
	var row outboxRow
	err := tx.tx.Select(&row).Where("id = ?", id).Scan(ctx)
	return row.mail(), wrap("read message", err)
}
