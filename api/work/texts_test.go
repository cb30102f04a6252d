package work_test

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"twofold/api/deliver"
	"twofold/api/deliver/delivertest"
	"twofold/api/flow"
	"twofold/api/work"
	"twofold/domain"
	"twofold/domain/factor"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

const number = "+447700900123"

// queueText puts a code into the outbox as sign-in does.
func (b *bench) queueText(s tenancy.Scope, id, to, country string) {
	b.Helper()
	body, err := json.Marshal(flow.Letter{Kind: "code", Lang: "en", Args: map[string]string{"org": "Northwind", "code": "482913", "to": to}})
	b.must(err)
	sealed, err := b.keys.Seal(body, factor.Bind("mail", s.Tenant(), id))
	b.must(err)
	b.must(b.db.In(b.ctx, s, func(tx *store.Tx) error {
		return tx.QueueMail(b.ctx, store.Mail{ID: id, Kind: "code", To: "•••" + to[len(to)-2:], Body: sealed, Channel: store.ChannelText, Country: country, CreatedAt: b.Now(), ExpiresAt: b.Now().Add(10 * time.Minute)})
	}))
}

func (b *bench) message(s tenancy.Scope, id string) (m store.Mail) {
	b.Helper()
	b.must(b.db.View(b.ctx, s, func(tx *store.Tx) (err error) { m, err = tx.Message(b.ctx, id); return err }))
	return m
}

// providers are two fakes with what speaks to them.
func (b *bench) providers() (one, two *delivertest.Twilio, both *deliver.Failover) {
	b.Helper()
	sender := func(name string) (*delivertest.Twilio, *deliver.Twilio) {
		fake := delivertest.New()
		server := httptest.NewServer(fake)
		b.Cleanup(server.Close)
		b.Cleanup(fake.Release)
		t, err := deliver.NewTwilio(deliver.TwilioConfig{Name: name, Account: fake.Account, Token: fake.Token, From: "+15005550006", Base: server.URL, Reports: "https://id.example/hooks/sms", Timeout: 300 * time.Millisecond})
		b.must(err)
		return fake, t
	}
	one, first := sender("first")
	two, second := sender("second")
	return one, two, deliver.NewFailover(b.Now, first, second)
}

func TestSendsTexts(t *testing.T) {
	onBoth(t, func(b *bench) {
		s := b.start("northwind")
		one, two, both := b.providers()
		reg := prometheus.NewRegistry()
		w := b.worker(work.Options{Texts: both, Metrics: work.NewMetrics(reg)})
		work.WatchQueue(reg, b.db, b.Now)
		b.queueText(s, "msg_de", "+4915123456789", "DE")
		b.queueText(s, "msg_gb", number, "GB")
		b.Pass(3 * time.Second)
		if err := testutil.GatherAndCompare(reg, strings.NewReader(`
# HELP twofold_queue_oldest_seconds Age of the oldest message that is due.
# TYPE twofold_queue_oldest_seconds gauge
twofold_queue_oldest_seconds{channel="mail"} 3
twofold_queue_oldest_seconds{channel="text"} 3
`), "twofold_queue_oldest_seconds"); err != nil {
			b.Error(err)
		}
		one.AnswerTo("+4915123456789", delivertest.Busy)
		w.Round(b.ctx)
		m := b.message(s, "msg_gb")
		if got := one.Messages(number); len(got) != 1 || got[0].Body != "482913 is your Northwind code. Don't share it.\n@id.example #482913" || got[0].Validity != "598" || m.Ref != got[0].Sid {
			b.Errorf("%+v", got)
		}
		if m.Provider != "first" || m.State != "queued" || m.Cost != 50_000 || m.Segments != 1 || m.SentAt.IsZero() {
			b.Errorf("%+v", m)
		}
		if m := b.message(s, "msg_de"); m.Provider != "second" || m.Cost != 80_000 || len(two.Messages()) != 1 {
			b.Errorf("%+v", m)
		}
		if err := testutil.GatherAndCompare(reg, strings.NewReader(`
# HELP twofold_messages_total Messages by what became of a try.
# TYPE twofold_messages_total counter
twofold_messages_total{channel="mail",provider="",result="sent"} 1
twofold_messages_total{channel="text",provider="first",result="sent"} 1
twofold_messages_total{channel="text",provider="second",result="sent"} 1
# HELP twofold_message_cost_total What text messages cost by the price list, in its currency.
# TYPE twofold_message_cost_total counter
twofold_message_cost_total{country="DE",provider="second"} 0.08
twofold_message_cost_total{country="GB",provider="first"} 0.05
`), "twofold_messages_total", "twofold_message_cost_total"); err != nil {
			b.Error(err)
		}
		if problems, err := testutil.GatherAndLint(reg); err != nil || len(problems) > 0 {
			b.Error(problems, err)
		}
	})
}

func TestTextsAreTriedAgainElsewhere(t *testing.T) {
	onBoth(t, func(b *bench) {
		s := b.start("northwind")
		one, two, both := b.providers()
		w := b.worker(work.Options{Texts: both})
		b.queueText(s, "msg_1", number, "GB")
		one.Answer(delivertest.Silence)
		w.Round(b.ctx)
		if m := b.message(s, "msg_1"); m.Tries != 1 || m.Reason != "silent" || len(two.Messages()) != 0 {
			b.Fatalf("%+v", m)
		}
		b.Pass(10 * time.Second)
		w.Round(b.ctx)
		if m := b.message(s, "msg_1"); m.Provider != "second" || len(two.Messages(number)) != 1 || one.Asked() != 1 {
			b.Fatalf("%+v", m)
		}
	})
}

// A provider that took the message and lost its answer reports on it: it isn't
// sent again.
func TestLostAnswerIsMadeGood(t *testing.T) {
	onBoth(t, func(b *bench) {
		s := b.start("northwind")
		one, two, both := b.providers()
		w := b.worker(work.Options{Texts: both})
		b.queueText(s, "msg_1", number, "GB")
		one.Answer(delivertest.LostAnswer)
		w.Round(b.ctx)
		if _, news, err := b.flows.TextReported(b.ctx, s.Tenant(), "msg_1", store.TextNews{Provider: "first", Ref: one.Messages()[0].Sid, State: "delivered", From: deliver.TextDelivered.Before()}); err != nil || !news {
			b.Fatal(news, err)
		}
		for range 5 {
			b.Pass(time.Minute)
			w.Round(b.ctx)
		}
		if len(one.Messages())+len(two.Messages()) != 1 || b.message(s, "msg_1").State != "delivered" {
			b.Fatal("texted twice")
		}
	})
}

func TestGivesTextsUp(t *testing.T) {
	onBoth(t, func(b *bench) {
		s := b.start("northwind")
		one, two, both := b.providers()
		w := b.worker(work.Options{Texts: both})
		one.Answer(delivertest.Stopped)
		b.queueText(s, "msg_1", number, "GB")
		w.Round(b.ctx)
		if m := b.message(s, "msg_1"); m.FailedAt.IsZero() || m.State != "failed" || m.Reason != "21610" || two.Asked() != 0 {
			b.Fatalf("%+v", m)
		}
		e := b.events(s, domain.EventMailUndeliverable)
		if len(e) != 1 || e[0].Detail["reason"] != "21610" || e[0].Detail["channel"] != "text" {
			b.Fatalf("%+v", e)
		}
		one.Answer(delivertest.Down)
		two.Answer(delivertest.Down)
		b.queueText(s, "msg_late", number, "GB")
		w.Round(b.ctx)
		b.Pass(10 * time.Minute)
		one.Answer(delivertest.Taken)
		two.Answer(delivertest.Taken)
		w.Round(b.ctx)
		if m := b.message(s, "msg_late"); m.State != "failed" || len(one.Messages())+len(two.Messages()) != 0 {
			b.Fatalf("a code was sent after its end: %+v", m)
		}
		if strings.Contains(b.log.String(), number) || strings.Contains(b.log.String(), "482913") {
			b.Errorf("a number or code in the log: %s", &b.log)
		}
	})
}

// Mails go out while a provider of text messages says nothing.
func TestSlowTextsHoldNoMailUp(t *testing.T) {
	onBoth(t, func(b *bench) {
		s := b.start("northwind")
		hold := make(chan struct{})
		b.queueText(s, "msg_1", number, "GB")
		ctx, stop := context.WithCancel(b.ctx)
		done := make(chan struct{})
		go func() {
			defer close(done)
			b.worker(work.Options{Poll: time.Millisecond, Texts: slow{hold}}).Run(ctx)
		}()
		for len(b.messages()) == 0 {
			time.Sleep(time.Millisecond)
		}
		b.start("southwind")
		for len(b.messages()) < 2 {
			time.Sleep(time.Millisecond)
		}
		close(hold)
		stop()
		<-done
	})
}

// slow says nothing until it is let go.
type slow struct{ hold chan struct{} }

func (s slow) SendText(ctx context.Context, m deliver.Text) (deliver.Receipt, error) {
	<-s.hold
	return deliver.Receipt{Provider: "slow", Ref: m.ID, State: deliver.TextQueued, Segments: 1}, nil
}
