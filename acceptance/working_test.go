package acceptance_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"

	"twofold/api/deliver"
	"twofold/api/work"
)

// arrivals is a mail server that hands on what it is given.
type arrivals chan deliver.Message

func (a arrivals) Send(_ context.Context, m deliver.Message) error {
	a <- m
	return nil
}

// working runs the background work of instances of one service as production
// does, until stop, which waits for its end. What they send arrives at sent.
func (h *house) working(t *testing.T, others ...*house) (sent arrivals, stop func()) {
	t.Helper()
	sent = make(arrivals, 1000)
	ctx, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	for _, one := range append(others, h) {
		w := work.New(one.db, one.flows, sent, "id@twofold.example", slog.New(slog.NewJSONHandler(one.log, nil)), work.Options{})
		all.Go(func() { w.Run(ctx) })
	}
	stop = func() {
		cancel()
		all.Wait()
	}
	t.Cleanup(stop)
	return sent, stop
}

// kind is what a mail that was sent is about.
func (h *house) kind(t *testing.T, m deliver.Message) string {
	t.Helper()
	all, err := h.db.Outbox(t.Context(), m.To, 1000)
	check(t, err)
	for _, one := range all {
		if one.ID == m.ID {
			return one.Kind
		}
	}
	t.Fatalf("a mail to %s was in no outbox", m.To)
	return ""
}

// all is what left the service.
func (s *sent) all() []deliver.Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]deliver.Message(nil), s.mail...)
}
