package work_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"twofold/api/deliver"
	"twofold/api/flow"
	"twofold/api/flow/flowtest"
	"twofold/api/work"
	"twofold/domain"
	"twofold/domain/factor"
	"twofold/tenancy"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

// bench is an installation with a clock, a mail server of our own and a log.
type bench struct {
	*testing.T
	flowtest.Clock
	db    *store.DB
	flows *flow.Flows
	keys  *factor.Keys
	log   bytes.Buffer
	ctx   context.Context

	mu   sync.Mutex
	sent []deliver.Message
	fail error
	hold chan struct{}
}

func onBoth(t *testing.T, fn func(b *bench)) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		b := &bench{T: t, db: store.New(storetest.Open(t, c)), ctx: t.Context()}
		keys, err := factor.CreateKeys()
		b.must(err)
		b.keys = keys
		b.flows = flow.New(b.db, keys, flowtest.Hasher(t, keys), b.Now, flow.Config{PublicURL: "https://id.example", OpenSignUp: true,
			Texts: flow.TextRules{Price: 50_000, Prices: map[string]int64{"DE": 80_000}}})
		fn(b)
	})
}

func (b *bench) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// Send is the mail server.
func (b *bench) Send(ctx context.Context, m deliver.Message) error {
	b.mu.Lock()
	hold := b.hold
	b.mu.Unlock()
	if hold != nil {
		<-hold
	}
	if _, err := m.Source(); err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.fail == nil {
		b.sent = append(b.sent, m)
	}
	return b.fail
}

func (b *bench) failing(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.fail = err
}

func (b *bench) messages() []deliver.Message {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]deliver.Message(nil), b.sent...)
}

func (b *bench) worker(o work.Options) *work.Worker {
	return work.New(b.db, b.flows, b, "no-reply@id.example", slog.New(slog.NewTextHandler(&b.log, nil)), o)
}

// start signs an organization up, which mails a link.
func (b *bench) start(short string) tenancy.Scope {
	b.Helper()
	got, err := b.flows.StartOrganization(b.ctx, flow.Request{IP: "192.0.2.7", Network: short, BrowserHash: []byte("b"), Now: b.flows.Now()},
		flow.StartInput{Organization: "The " + short, Short: short, Name: "Ida", Email: "ida@" + short + ".example", Password: "correct horse battery staple"})
	b.must(err)
	return tenancy.Of(got.Org.ID)
}

func (b *bench) events(s tenancy.Scope, kind domain.EventKind) (out []domain.Event) {
	b.Helper()
	b.must(b.db.View(b.ctx, s, func(tx *store.Tx) (err error) {
		out, err = tx.Events(b.ctx, store.EventFilter{Kinds: []domain.EventKind{kind}, Limit: 10})
		return err
	}))
	return out
}

func TestSendsEachMessageOnce(t *testing.T) {
	onBoth(t, func(b *bench) {
		for _, short := range []string{"northwind", "southwind", "eastwind", "westwind", "midwind"} {
			b.start(short)
		}
		one, two := b.worker(work.Options{Batch: 2}), b.worker(work.Options{Batch: 2})
		var all sync.WaitGroup
		for _, w := range []*work.Worker{one, two, one, two} {
			all.Go(func() {
				for range 3 {
					w.Round(b.ctx)
				}
			})
		}
		all.Wait()
		got := map[string]int{}
		for _, m := range b.messages() {
			got[m.To]++
			if m.From.Email != "no-reply@id.example" || m.From.Name == "" || m.Subject == "" || !strings.Contains(m.Text, "https://id.example/t/") {
				b.Errorf("message %+v", m)
			}
		}
		if len(got) != 5 || len(b.messages()) != 5 {
			b.Fatalf("sent %v; %s", got, &b.log)
		}
		if strings.Contains(b.log.String(), "@") {
			b.Errorf("an address in the log: %s", &b.log)
		}
	})
}

// A failure comes back later and later, within a quarter of 10, 20, 40 s.
func TestTriesAgainLater(t *testing.T) {
	onBoth(t, func(b *bench) {
		b.start("northwind")
		b.failing(errors.New("connection broke"))
		w := b.worker(work.Options{})
		tries := func() int {
			mails, err := b.db.Outbox(b.ctx, "", 10)
			b.must(err)
			return mails[0].Tries
		}
		for n, wait := range []time.Duration{10 * time.Second, 20 * time.Second, 40 * time.Second} {
			w.Round(b.ctx)
			if tries() != n+1 {
				b.Fatalf("%d tries, want %d", tries(), n+1)
			}
			b.Pass(wait*3/4 - time.Second)
			if w.Round(b.ctx); tries() != n+1 {
				b.Fatalf("tried again within %s", wait)
			}
			b.Pass(wait/4 + time.Second)
		}
		b.failing(nil)
		w.Round(b.ctx)
		w.Round(b.ctx)
		if len(b.messages()) != 1 {
			b.Fatalf("sent %d", len(b.messages()))
		}
	})
}

func TestGivesUpForGood(t *testing.T) {
	onBoth(t, func(b *bench) {
		refused := b.start("northwind")
		b.failing(&deliver.Refused{Step: "RCPT TO", Code: 550, Enhanced: "5.1.1"})
		w := b.worker(work.Options{})
		w.Round(b.ctx)
		e := b.events(refused, domain.EventMailUndeliverable)
		if len(e) != 1 || e[0].OK || e[0].Detail["kind"] != "confirm" || e[0].Subject != "Ida" || strings.Contains(e[0].Detail["reason"], "@") {
			b.Fatalf("events %+v", e)
		}
		late := b.start("southwind")
		b.failing(errors.New("connection broke"))
		w.Round(b.ctx)
		b.Pass(time.Hour)
		b.failing(nil)
		w.Round(b.ctx)
		if e := b.events(late, domain.EventMailUndeliverable); len(e) != 1 || len(b.messages()) != 0 {
			b.Fatalf("a link was mailed after it ended: %+v", b.messages())
		}
		b.Pass(time.Hour)
		w.Round(b.ctx)
		if n := len(b.events(refused, domain.EventMailUndeliverable)) + len(b.messages()); n != 1 {
			b.Fatal("given up twice, or sent after all")
		}
	})
}

// A worker that is told to stop ends what it began and gives the rest back.
func TestStopsGracefully(t *testing.T) {
	onBoth(t, func(b *bench) {
		for _, short := range []string{"northwind", "southwind", "eastwind"} {
			b.start(short)
		}
		b.hold = make(chan struct{})
		ctx, stop := context.WithCancel(b.ctx)
		done := make(chan struct{})
		go func() {
			defer close(done)
			b.worker(work.Options{Senders: 1}).Run(ctx)
		}()
		b.hold <- struct{}{}
		stop()
		close(b.hold)
		<-done
		if n := len(b.messages()); n < 1 || n > 2 {
			b.Fatalf("sent %d of 3", n)
		}
		b.worker(work.Options{}).Round(b.ctx)
		if got := b.messages(); len(got) != 3 {
			b.Fatalf("sent %d of 3 in the end: %s", len(got), &b.log)
		}
	})
}

func TestWakeStartsARound(t *testing.T) {
	onBoth(t, func(b *bench) {
		w := b.worker(work.Options{Poll: time.Hour})
		b.hold = make(chan struct{})
		ctx, stop := context.WithCancel(b.ctx)
		done := make(chan struct{})
		go func() {
			defer close(done)
			w.Run(ctx)
		}()
		b.start("northwind")
		w.Wake()
		w.Wake()
		b.hold <- struct{}{}
		stop()
		<-done
		if len(b.messages()) != 1 {
			b.Fatal("nothing was sent")
		}
	})
}

func TestRunsJobsToTheEnd(t *testing.T) {
	onBoth(t, func(b *bench) {
		s := b.start("northwind")
		b.must(b.db.In(b.ctx, s, func(tx *store.Tx) error {
			p := domain.DefaultPolicy()
			p.Mode = domain.ModeRequired
			if _, err := tx.SavePolicy(b.ctx, store.PolicyChange{Version: 2, Policy: p, At: b.Now()}); err != nil {
				return err
			}
			for i := range 250 {
				id := "usr_" + strings.Repeat("a", i%16+1) + strings.Repeat("b", i/16)
				if err := tx.AddUser(b.ctx, store.Person{User: domain.User{ID: id, Email: id + "@x.example", Name: id, Role: domain.RoleUser, State: domain.UserActive, CreatedAt: b.Now()}}); err != nil {
					return err
				}
			}
			return tx.QueueJob(b.ctx, store.Job{ID: "job_1", Kind: "announce", Payload: `{"version":2}`, CreatedAt: b.Now()})
		}))
		w := b.worker(work.Options{Batch: 100})
		for w.Round(b.ctx) {
		}
		w.Round(b.ctx)
		if n := len(b.messages()); n != 251 {
			b.Fatalf("sent %d: %s", n, &b.log)
		}
		if len(b.events(s, domain.EventEnrollmentNotified)) != 1 {
			b.Fatal("the end was not recorded")
		}
	})
}

// Removed is what is over, by a clock that may jump both ways.
func TestPurges(t *testing.T) {
	onBoth(t, func(b *bench) {
		s := b.start("northwind")
		w := b.worker(work.Options{})
		w.Round(b.ctx)
		b.Pass(23 * time.Hour)
		w.Round(b.ctx)
		if _, err := b.db.TenantByShortName(b.ctx, "northwind"); err != nil {
			b.Fatalf("gone before a day: %v", err)
		}
		b.Pass(61 * time.Minute)
		w.Round(b.ctx)
		if _, err := b.db.TenantByShortName(b.ctx, "northwind"); !store.Missing(err) {
			b.Fatalf("still holds its name after a day: %v", err)
		}
		b.Pass(-48 * time.Hour)
		w.Round(b.ctx)
		b.Pass(200 * 24 * time.Hour)
		w.Round(b.ctx)
		b.must(b.db.View(b.ctx, s, func(tx *store.Tx) error {
			people, err := tx.People(b.ctx, store.PeopleFilter{Limit: 5})
			b.must(err)
			if _, err := tx.LatestLink(b.ctx, people[0].ID, store.LinkConfirm); !store.Missing(err) {
				b.Errorf("an old link is left: %v", err)
			}
			return nil
		}))
		b.start("northwind")
	})
}
