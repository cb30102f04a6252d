package work

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"twofold/api/deliver"
	"twofold/frontend/text/messages"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

// queue is one channel of the outbox: a provider of text messages that is slow
// must not keep mails waiting.
type queue struct {
	channel store.Channel
	lease   func(ctx context.Context, most int, now, until time.Time) ([]store.Mail, error)
	send    func(ctx context.Context, m store.Mail) error // and notes that
}

// sendDue sends one lease of messages, a few at once, and reports whether
// more may wait.
func (w *Worker) sendDue(ctx context.Context, q queue) bool {
	now := w.flows.Now()
	end := now.Add(messageLease)
	var messages []store.Mail
	leased := w.step(ctx, "lease messages", func(ctx context.Context) (err error) {
		messages, err = q.lease(ctx, w.options.Batch, now, end)
		return err
	})
	if !leased {
		return false
	}
	var sending sync.WaitGroup
	slots := make(chan struct{}, w.options.Senders)
	for _, m := range messages {
		slots <- struct{}{}
		sending.Go(func() {
			defer func() { <-slots }()
			what := "settle message " + m.ID
			w.try(ctx, what, w.survive(ctx, what, func() error { return w.settle(ctx, q, m, end) }))
		})
	}
	sending.Wait()
	return len(messages) == w.options.Batch
}

// errTooLate says that what a message tells is over.
var errTooLate = errors.New("not sent before it was over")

// settle sends a message and notes how that went. One that is on its way is
// finished and noted even when the worker is told to stop meanwhile, so that
// it isn't sent again; those not begun go back to the outbox, and so do those
// that would outlast their lease, after which another worker has them.
func (w *Worker) settle(stop context.Context, q queue, m store.Mail, end time.Time) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(stop), sendTimeout+settleTime)
	defer cancel()
	switch left := end.Sub(w.flows.Now()); {
	case left <= 0:
		return nil
	case stop.Err() != nil, left < sendTimeout+settleTime:
		return w.later(ctx, m, "", 0)
	}
	err := w.survive(ctx, "send message "+m.ID, func() error { return q.send(ctx, m) })
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errNotNoted):
		return err // it went out: the lease keeps it from going again for as long as can be
	case deliver.Permanent(err), errors.Is(err, errTooLate):
		w.log.WarnContext(ctx, "message given up", "message", m.ID, "channel", q.channel, "kind", m.Kind, "tries", m.Tries, "error", err)
		w.metrics.count(q.channel, providerOf(err), givenUp(err))
		return w.flows.GiveUpMail(ctx, m, reasonOf(err))
	}
	w.log.WarnContext(ctx, "message not sent yet", "message", m.ID, "channel", q.channel, "kind", m.Kind, "tries", m.Tries, "error", err)
	w.metrics.count(q.channel, providerOf(err), resultAgain)
	return w.later(ctx, m, reasonOf(err), waitAfter(err, m.Tries))
}

func givenUp(err error) string {
	if errors.Is(err, errTooLate) {
		return resultExpired
	}
	return resultRefused
}

// waitAfter is the wait before the next try, longer where a provider asks for
// it.
func waitAfter(err error, tries int) time.Duration {
	var r *deliver.TextRefused
	if errors.As(err, &r) {
		return max(backoff(tries), r.Wait)
	}
	return backoff(tries)
}

// later puts a message back until wait is over.
func (w *Worker) later(ctx context.Context, m store.Mail, reason string, wait time.Duration) error {
	now := w.flows.Now()
	return w.db.In(ctx, tenancy.Of(m.Tenant), func(tx *store.Tx) error {
		return tx.MailFailed(ctx, m.ID, reason, now, now.Add(wait))
	})
}

// sendMail hands a mail over and notes that.
func (w *Worker) sendMail(ctx context.Context, m store.Mail) error {
	if !w.flows.Now().Before(m.ExpiresAt) {
		return errTooLate
	}
	letter, err := w.flows.OpenLetter(m)
	if err != nil {
		return err
	}
	own, err := w.flows.WordsOf(ctx, m, letter)
	if err != nil {
		return err
	}
	out, used, err := deliver.RenderOwn(letter.Kind, letter.Lang, letter.Args, own)
	if err != nil {
		return err
	}
	w.fellBack(ctx, m, len(own) > 0 && !used)
	if letter.Test {
		out = out.Marked(messages.TestMark(out.Lang))
	}
	out.ID, out.At, out.From, out.To = m.ID, m.CreatedAt, deliver.FromOrg(letter.Args["org"], w.from), m.To
	sending, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	if err := w.sender.Send(sending, out); err != nil {
		return err
	}
	now := w.flows.Now()
	w.metrics.count(store.ChannelMail, "", resultSent)
	w.metrics.took(store.ChannelMail, "", resultSent, now.Sub(m.CreatedAt))
	return w.note(ctx, m, func(tx *store.Tx) error { return tx.MailSent(ctx, m.ID, now) })
}

// fellBack says that an organization's own words could not be used. The
// message goes out in those of the catalog.
func (w *Worker) fellBack(ctx context.Context, m store.Mail, yes bool) {
	if yes {
		w.log.WarnContext(ctx, "template not used", "message", m.ID, "channel", m.Channel, "kind", m.Kind)
	}
}

// errNotNoted says that a message went out and that this couldn't be written
// down.
var errNotNoted = errors.New("sent, but not noted")

// note writes down that a message went out, with patience: what isn't noted is
// sent again once its lease ends.
func (w *Worker) note(ctx context.Context, m store.Mail, fn func(*store.Tx) error) error {
	var err error
	for wait := 50 * time.Millisecond; ; wait *= 3 {
		if err = w.db.In(ctx, tenancy.Of(m.Tenant), fn); err == nil {
			return nil
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return fmt.Errorf("%w: %w", errNotNoted, err)
		}
	}
}
