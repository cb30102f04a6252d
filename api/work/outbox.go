package work

import (
	"context"
	"errors"
	"sync"
	"time"

	"twofold/api/deliver"
	"twofold/api/flow"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

// sendDue sends one lease of messages, a few at once, and reports whether
// more may wait.
func (w *Worker) sendDue(ctx context.Context) bool {
	now := w.flows.Now()
	mails, err := w.db.LeaseMail(ctx, w.options.Batch, now, now.Add(mailLease))
	if !w.try(ctx, "lease mail", err) {
		return false
	}
	var sending sync.WaitGroup
	slots := make(chan struct{}, w.options.Senders)
	for _, m := range mails {
		slots <- struct{}{}
		sending.Go(func() {
			defer func() { <-slots }()
			w.try(ctx, "settle message "+m.ID, w.settle(ctx, m))
		})
	}
	sending.Wait()
	return len(mails) == w.options.Batch
}

// errTooLate says that what a message tells is over.
var errTooLate = errors.New("not sent before it was over")

// settle sends a message and notes how that went. One that is on its way is
// finished and noted even when the worker is told to stop meanwhile, so that
// it isn't sent again; those not begun go back to the outbox.
func (w *Worker) settle(stop context.Context, m store.Mail) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(stop), sendTimeout+settleTime)
	defer cancel()
	if stop.Err() != nil {
		return w.later(ctx, m, "", 0)
	}
	err := w.send(ctx, m)
	switch {
	case err == nil:
		return w.db.In(ctx, tenancy.Of(m.Tenant), func(tx *store.Tx) error { return tx.MailSent(ctx, m.ID, w.flows.Now()) })
	case deliver.Permanent(err), errors.Is(err, errTooLate):
		w.log.WarnContext(ctx, "message given up", "message", m.ID, "kind", m.Kind, "tries", m.Tries, "error", err)
		return w.flows.GiveUpMail(ctx, m, err.Error())
	}
	w.log.WarnContext(ctx, "message not sent yet", "message", m.ID, "kind", m.Kind, "tries", m.Tries, "error", err)
	return w.later(ctx, m, err.Error(), backoff(m.Tries))
}

// later puts a message back until wait is over.
func (w *Worker) later(ctx context.Context, m store.Mail, reason string, wait time.Duration) error {
	now := w.flows.Now()
	return w.db.In(ctx, tenancy.Of(m.Tenant), func(tx *store.Tx) error {
		return tx.MailFailed(ctx, m.ID, reason, now, now.Add(wait))
	})
}

func (w *Worker) send(ctx context.Context, m store.Mail) error {
	if !w.flows.Now().Before(m.ExpiresAt) {
		return errTooLate
	}
	letter, err := w.flows.OpenLetter(m)
	if err != nil {
		return err
	}
	out, err := deliver.Render(letter.Kind, letter.Lang, letter.Args)
	if err != nil {
		return err
	}
	out.ID, out.At, out.From, out.To = m.ID, m.CreatedAt, w.sentBy(letter), m.To
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	return w.sender.Send(ctx, out)
}

// sentBy is who a message comes from: the organization by name, at the
// service's address.
func (w *Worker) sentBy(l flow.Letter) deliver.Address {
	name := l.Args["org"]
	if name == "" {
		name = "Twofold"
	}
	return deliver.Address{Name: name, Email: w.from}
}
