package work

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime/debug"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"twofold/api/deliver"
	"twofold/api/flow"
	"twofold/domain"
	"twofold/tenancy/store"
)

// Options tune a Worker. The zero value is right for production.
type Options struct {
	Poll    time.Duration      // between rounds that found nothing: 1 s
	Batch   int                // messages of one lease: 20
	Senders int                // messages of a channel at once: 4
	Step    time.Duration      // most that one step may take of the database: 30 s, less than any lease
	Texts   deliver.TextSender // nil: text messages wait until they are over
	Metrics *Metrics           // nil: nobody looks
}

// Life of leases and bounds of single steps, in the service's time.
const (
	messageLease = 90 * time.Second
	jobLease     = time.Minute
	stepTime     = 30 * time.Second
	sendTimeout  = 30 * time.Second
	settleTime   = 10 * time.Second
	purgeEvery   = time.Hour
	keepFor      = 90 * 24 * time.Hour
	lookEvery    = 5 * time.Minute
)

// Worker is the loop. Make it with New.
type Worker struct {
	db      *store.DB
	flows   *flow.Flows
	sender  deliver.Sender
	from    string
	log     *slog.Logger
	options Options
	metrics *Metrics
	wake    []chan struct{} // one a loop
	purged  time.Time
	looked  time.Time // for shared log-ins
}

// New makes a worker that sends from the address from.
func New(db *store.DB, flows *flow.Flows, sender deliver.Sender, from string, log *slog.Logger, o Options) *Worker {
	if o.Poll <= 0 {
		o.Poll = time.Second
	}
	if o.Batch <= 0 {
		o.Batch = 20
	}
	if o.Senders <= 0 {
		o.Senders = 4
	}
	if o.Step <= 0 {
		o.Step = stepTime
	}
	if o.Metrics == nil {
		o.Metrics = NewMetrics(prometheus.NewRegistry())
	}
	w := &Worker{db: db, flows: flows, sender: sender, from: from, log: log, options: o, metrics: o.Metrics}
	for range w.rounds() {
		w.wake = append(w.wake, make(chan struct{}, 1))
	}
	return w
}

// rounds are the parts of the work that don't wait for each other.
func (w *Worker) rounds() []func(context.Context) bool {
	mails := queue{store.ChannelMail, w.db.LeaseMail, w.sendMail}
	texts := queue{store.ChannelText, w.db.LeaseTexts, w.sendText}
	return []func(context.Context) bool{
		func(ctx context.Context) bool {
			w.step(ctx, "answer look-ups", w.flows.AnswerLookups)
			return w.sendDue(ctx, mails)
		},
		func(ctx context.Context) bool { return w.sendDue(ctx, texts) },
		func(ctx context.Context) bool {
			job := w.runJob(ctx)
			w.purgeDue(ctx)
			w.lookDue(ctx)
			return job
		},
	}
}

// Wake starts the next rounds at once. It never waits.
func (w *Worker) Wake() {
	for _, wake := range w.wake {
		select {
		case wake <- struct{}{}:
		default:
		}
	}
}

// Run works until ctx ends, and then finishes the rounds it is in. Failures
// are logged and tried again: no round ends its loop.
func (w *Worker) Run(ctx context.Context) {
	var loops sync.WaitGroup
	for i, round := range w.rounds() {
		loops.Go(func() { w.loop(ctx, w.wake[i], round) })
	}
	loops.Wait()
	// Look-ups wait in memory: whoever was told of a mail gets it.
	w.step(context.WithoutCancel(ctx), "answer look-ups", w.flows.AnswerLookups)
}

func (w *Worker) loop(ctx context.Context, wake chan struct{}, round func(context.Context) bool) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-wake:
		case <-timer.C:
		}
		wait := w.options.Poll
		if round(ctx) {
			wait = 0
		}
		timer.Reset(wait)
	}
}

// Round does what is due now and reports whether more may be.
func (w *Worker) Round(ctx context.Context) (more bool) {
	for _, round := range w.rounds() {
		more = round(ctx) || more
	}
	return more
}

// step does one step of a round within a bound of its own: a database that
// doesn't answer must not hold the loop for good.
func (w *Worker) step(ctx context.Context, what string, do func(context.Context) error) bool {
	bounded, cancel := context.WithTimeout(ctx, w.options.Step)
	defer cancel()
	return w.try(ctx, what, w.survive(ctx, what, func() error { return do(bounded) }))
}

// errFault stands for a panic, whose words are for the log alone.
var errFault = errors.New("a fault of ours")

// survive makes a panic of do an error: one message or job that can't be worked
// on must end neither the others nor the service, again and again on every
// instance that leases it.
func (w *Worker) survive(ctx context.Context, what string, do func() error) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			w.log.ErrorContext(ctx, "panic", "what", what, "cause", fmt.Sprint(cause), "stack", string(debug.Stack()))
			err = errFault
		}
	}()
	return do()
}

// try logs a failure, once, and goes on. What an ending ctx broke off is none.
func (w *Worker) try(ctx context.Context, what string, err error) bool {
	if err != nil && ctx.Err() == nil {
		w.log.ErrorContext(ctx, "background work failed", "what", what, "error", err)
	}
	return err == nil
}

func (w *Worker) runJob(ctx context.Context) bool {
	var job store.Job
	var found bool
	leased := w.step(ctx, "lease a job", func(ctx context.Context) (err error) {
		now := w.flows.Now()
		job, found, err = w.db.LeaseJob(ctx, now, now.Add(jobLease))
		return err
	})
	if !leased || !found {
		return false
	}
	return w.step(ctx, "run job "+job.Kind, func(ctx context.Context) error { return w.flows.RunJob(ctx, job) })
}

// purgeDue removes what is over once an hour of the service's time, which a
// sandbox may set back.
func (w *Worker) purgeDue(ctx context.Context) {
	now := w.flows.Now()
	if !now.Before(w.purged) && now.Sub(w.purged) < purgeEvery {
		return
	}
	w.purged = now
	var removed, expired int64
	purged := w.step(ctx, "purge", func(ctx context.Context) (err error) {
		removed, err = w.db.Purge(ctx, now, keepFor)
		return err
	})
	if !purged {
		return
	}
	ended := w.step(ctx, "expire organizations", func(ctx context.Context) (err error) {
		expired, err = w.db.ExpireTenants(ctx, now.Add(-domain.UnconfirmedFor))
		return err
	})
	if ended && removed+expired > 0 {
		w.log.InfoContext(ctx, "removed what is over", "rows", removed, "organizations", expired)
	}
}

// lookDue looks for shared log-ins every few minutes of the service's time.
func (w *Worker) lookDue(ctx context.Context) {
	now := w.flows.Now()
	if !now.Before(w.looked) && now.Sub(w.looked) < lookEvery {
		return
	}
	w.looked = now
	w.step(ctx, "look for shared log-ins", w.flows.NoteShared)
}

// backoff is the wait before the next try: from 10 s doubling to 30 min, a
// quarter of it at random so that failures don't come back together.
func backoff(tries int) time.Duration {
	wait := 30 * time.Minute
	if tries < 8 {
		wait = min(wait, 10*time.Second<<max(0, tries-1))
	}
	return wait*3/4 + rand.N(wait/4)
}
