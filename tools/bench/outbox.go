package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"twofold/api/deliver"
	"twofold/api/flow"
	"twofold/api/work"
	"twofold/domain/factor"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

const outboxMessages = 1000

// measureOutbox measures how fast text messages leave the outbox when the
// provider takes each at once: leased, written, handed over and noted. Its
// limit is one durable commit a message, made by as many at once as send.
func measureOutbox(ctx context.Context, r *run) error {
	s := tenancy.Of(r.orgs[0].id)
	bare, err := r.commitEach(ctx, s)
	if err != nil {
		return err
	}
	taken := &takesAll{}
	flows := flow.New(r.store, r.keys, nil, time.Now, flow.Config{PublicURL: "https://id.example"})
	log := slog.New(slog.DiscardHandler)
	w := work.New(r.store, flows, deliver.Log{Logger: log}, "", log, work.Options{Texts: taken})
	for w.Round(ctx) { // what was queued by what was measured before
	}
	before := taken.count()
	if err := r.fillOutbox(ctx, s); err != nil {
		return err
	}
	began := time.Now()
	for w.Round(ctx) {
	}
	took := time.Since(began)
	if n := taken.count() - before; n != outboxMessages {
		r.report.wrong("%d of %d messages left the outbox", n, outboxMessages)
	}
	r.report.add(row{What: "text messages out of the outbox", Database: r.database, Value: fmt.Sprintf("%.0f/s", outboxMessages/took.Seconds()),
		Limit: fmt.Sprintf("%.0f commits/s", outboxMessages/bare.Seconds()), Ratio: bare.Seconds() / took.Seconds()})
	return nil
}

// commitEach makes as many durable transactions of one row as there will be
// messages, by four at once.
func (r *run) commitEach(ctx context.Context, s tenancy.Scope) (time.Duration, error) {
	began := time.Now()
	var senders sync.WaitGroup
	var mu sync.Mutex
	var fault error
	for n := range 4 {
		senders.Go(func() {
			for i := range outboxMessages / 4 {
				err := r.store.In(ctx, s, func(tx *store.Tx) error {
					_, _, err := tx.SpendQuota(ctx, fmt.Sprint("bench", n), 1, 1<<40, time.Hour, time.Now().Add(time.Duration(i)))
					return err
				})
				if err != nil {
					mu.Lock()
					fault = err
					mu.Unlock()
				}
			}
		})
	}
	senders.Wait()
	return time.Since(began), fault
}

func (r *run) fillOutbox(ctx context.Context, s tenancy.Scope) error {
	now := time.Now()
	var texts []store.Mail
	for i := range outboxMessages {
		id := fmt.Sprintf("msg_bench%d_%d", now.UnixNano(), i)
		body, err := json.Marshal(flow.Letter{Kind: "code", Lang: "en", Args: map[string]string{"org": "Northwind", "code": fmt.Sprintf("%06d", i), "to": "+447700900123"}})
		if err != nil {
			return fmt.Errorf("write message: %w", err)
		}
		sealed, err := r.keys.Seal(body, factor.Bind("mail", s.Tenant(), id))
		if err != nil {
			return err
		}
		texts = append(texts, store.Mail{ID: id, Kind: "code", To: "•••23", Body: sealed, Channel: store.ChannelText, Country: "GB", CreatedAt: now, ExpiresAt: now.Add(time.Hour)})
	}
	return r.store.In(ctx, s, func(tx *store.Tx) error {
		for part := range slices.Chunk(texts, 100) {
			if err := tx.QueueMail(ctx, part...); err != nil {
				return err
			}
		}
		return nil
	})
}

// takesAll is a provider that takes every message at once.
type takesAll struct {
	mu sync.Mutex
	n  int
}

func (t *takesAll) SendText(_ context.Context, m deliver.Text) (deliver.Receipt, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.n++
	return deliver.Receipt{Provider: "bench", Ref: m.ID, State: deliver.TextQueued, Segments: 1}, nil
}

func (t *takesAll) count() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.n
}
