package store

import (
	"cmp"
	"context"
	"time"

	"github.com/uptrace/bun"

	"twofold/tenancy/scoped"
)

type outboxRow struct {
	bun.BaseModel `bun:"table:outbox"`
	scoped.Row
	ID          string `bun:"id,pk"`
	Kind        string
	ToAddress   string
	UserID      string
	Body        []byte
	Tries       int64
	Error       string
	DueAt       Stamp
	LeasedUntil Stamp
	SentAt      Stamp
	FailedAt    Stamp
	CreatedAt   Stamp
	ExpiresAt   Stamp
	Channel     Channel
	Provider    string
	ProviderRef string
	State       string
	StateAt     Stamp
	Country     string
	Segments    int64
	Cost        int64
}

// Channel is how a message travels.
type Channel string

const (
	ChannelMail Channel = "mail"
	ChannelText Channel = "text"
)

// Mail is one message to send: written in the transaction of its cause, sent
// after it. Body is sealed; To of a text is masked, its number is in the body.
type Mail struct {
	Tenant    string
	ID        string
	Kind      string
	To        string
	UserID    string
	Body      []byte
	Tries     int
	CreatedAt time.Time
	ExpiresAt time.Time // not sent after that
	SentAt    time.Time
	FailedAt  time.Time
	Channel   Channel // empty is mail
	Country   string  // of the number of a text, ISO 3166-1
	Segments  int
	Cost      int64  // of a text, in millionths of the price list's currency
	Provider  string // who took a text
	Ref       string // the provider's id of it
	StateAt   time.Time
	Reason    string // why it failed last, without addresses
	State     string // what the provider said of it last
}

func (r *outboxRow) mail() Mail {
	return Mail{Tenant: r.TenantID, ID: r.ID, Kind: r.Kind, To: r.ToAddress, UserID: r.UserID, Body: r.Body, Tries: int(r.Tries),
		CreatedAt: r.CreatedAt.Time(), ExpiresAt: r.ExpiresAt.Time(), SentAt: r.SentAt.Time(), FailedAt: r.FailedAt.Time(),
		Channel: r.Channel, Country: r.Country, Segments: int(r.Segments), Cost: r.Cost, Provider: r.Provider, State: r.State,
		Ref: r.ProviderRef, StateAt: r.StateAt.Time(), Reason: r.Error}
}

// QueueMail adds messages to the outbox.
func (tx *Tx) QueueMail(ctx context.Context, mails ...Mail) error {
	rows := make([]outboxRow, len(mails))
	for i, m := range mails {
		rows[i] = outboxRow{ID: m.ID, Kind: m.Kind, ToAddress: m.To, UserID: m.UserID, Body: m.Body,
			DueAt: At(m.CreatedAt), CreatedAt: At(m.CreatedAt), ExpiresAt: At(m.ExpiresAt),
			Channel: cmp.Or(m.Channel, ChannelMail), Country: m.Country, Segments: int64(m.Segments), Cost: m.Cost}
	}
	return wrap("queue mail", scoped.InsertAll(ctx, tx.tx, rows))
}

// MailSent notes that a leased message went out.
func (tx *Tx) MailSent(ctx context.Context, id string, at time.Time) error {
	n, err := tx.tx.Update((*outboxRow)(nil)).Set("sent_at = ?", At(at)).Set("error = ''").Where("id = ?", id).Exec(ctx)
	if err != nil || n == 0 {
		return wrap("note sent mail", err)
	}
	return tx.countMessage(ctx, at)
}

// MailFailed notes a failure in words without addresses or bodies, and when
// to try again; the zero time gives up.
func (tx *Tx) MailFailed(ctx context.Context, id, reason string, at, again time.Time) error {
	q := tx.tx.Update((*outboxRow)(nil)).Set("error = ?", reason).Set("leased_until = 0")
	if again.IsZero() {
		q.Set("failed_at = ?", At(at)).Set("state = 'failed'").Set("state_at = ?", At(at))
	} else {
		q.Set("due_at = ?", At(again))
	}
	_, err := q.Where("id = ?", id).Exec(ctx)
	return wrap("note failed mail", err)
}

type jobRow struct {
	bun.BaseModel `bun:"table:jobs"`
	scoped.Row
	ID          string `bun:"id,pk"`
	Kind        string
	Payload     string
	Position    string
	DoneCount   int64
	Tries       int64
	Error       string
	DueAt       Stamp
	LeasedUntil Stamp
	DoneAt      Stamp
	CreatedAt   Stamp
}

// Job is work that takes more than one transaction, such as telling everyone
// affected. Position is how far it got.
type Job struct {
	Tenant    string
	ID        string
	Kind      string
	Payload   string
	Position  string
	DoneCount int
	CreatedAt time.Time
	DueAt     time.Time // not before; the zero time is at once
}

// QueueJob adds a job.
func (tx *Tx) QueueJob(ctx context.Context, j Job) error {
	return wrap("queue job", tx.tx.Insert(ctx, &jobRow{ID: j.ID, Kind: j.Kind, Payload: j.Payload, DueAt: cmp.Or(At(j.DueAt), At(j.CreatedAt)), CreatedAt: At(j.CreatedAt)}))
}

// AdvanceJob notes how far a job got, in the transaction of that work; done
// ends it. What is left of it comes after the jobs that are due by now. It
// reports false when another worker was faster.
func (tx *Tx) AdvanceJob(ctx context.Context, j Job, position string, did int, done bool, at time.Time) (bool, error) {
	q := tx.tx.Update((*jobRow)(nil)).Set("position = ?", position).Set("done_count = done_count + ?", did).Set("leased_until = 0").Set("due_at = ?", At(at))
	if done {
		q.Set("done_at = ?", At(at))
	}
	n, err := q.Where("id = ?", j.ID).Where("position = ?", j.Position).Where("done_at = 0").Exec(ctx)
	return n == 1, wrap("advance job", err)
}
