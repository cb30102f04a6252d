package work_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"

	"twofold/api/deliver"
	"twofold/api/flow"
	"twofold/api/work"
)

// poisoned is a mail server for which one address is too much.
type poisoned struct {
	*bench
	to string
}

func (p poisoned) Send(ctx context.Context, m deliver.Message) error {
	if m.To == p.to {
		panic("a message that nobody thought of, to " + m.To)
	}
	return p.bench.Send(ctx, m)
}

// F-29: a message whose sending panics is put back and tried later; the others
// go out, and the service stays.
func TestF29PanicOfOneMessageKeepsNoOtherWaiting(t *testing.T) {
	onBoth(t, func(b *bench) {
		for _, short := range []string{"northwind", "southwind", "eastwind"} {
			b.start(short)
		}
		w := work.New(b.db, b.flows, poisoned{b, "ida@southwind.example"}, "no-reply@id.example", slog.New(slog.NewTextHandler(&b.log, nil)), work.Options{Senders: 1})
		w.Round(b.ctx)
		if len(b.messages()) != 2 {
			b.Fatalf("sent %d; %s", len(b.messages()), &b.log)
		}
		mails, err := b.db.Outbox(b.ctx, "ida@southwind.example", 1)
		b.must(err)
		if len(mails) != 1 || !mails[0].SentAt.IsZero() || mails[0].Reason == "" || strings.Contains(mails[0].Reason, "nobody thought of") {
			b.Errorf("the message was left as %+v", mails)
		}
		if !strings.Contains(b.log.String(), "level=ERROR msg=panic") {
			b.Errorf("the panic isn't in the log: %s", &b.log)
		}
	})
}

// Whoever was told that a mail with their organizations comes gets it, also when the
// service is stopped before its next round.
func TestStopAnswersLookupsThatWait(t *testing.T) {
	onBoth(t, func(b *bench) {
		s := b.start("northwind")
		mails, err := b.db.Outbox(b.ctx, "ida@northwind.example", 1)
		b.must(err)
		letter, err := b.flows.OpenLetter(mails[0])
		b.must(err)
		link := letter.Args["link"]
		_, err = b.flows.ConfirmOrganization(b.ctx, flow.Request{Scope: s, IP: "192.0.2.7", Network: "n", BrowserHash: []byte("b"), Now: b.flows.Now()}, link[strings.LastIndex(link, "/")+1:])
		b.must(err)
		b.must(b.flows.FindOrganizations(b.ctx, flow.Request{IP: "192.0.2.7", Network: "192.0.2.7", Now: b.flows.Now()}, "ida@northwind.example"))
		ctx, stop := context.WithCancel(b.ctx)
		stop()
		b.worker(work.Options{}).Run(ctx)
		mails, err = b.db.Outbox(b.ctx, "ida@northwind.example", 10)
		b.must(err)
		var kinds []string
		for _, m := range mails {
			kinds = append(kinds, m.Kind)
		}
		if !strings.Contains(strings.Join(kinds, " "), "organizations") {
			b.Errorf("the outbox holds %v; %s", kinds, &b.log)
		}
	})
}
