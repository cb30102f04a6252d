package work_test

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"twofold/api/work"
	"twofold/tenancy/store"
)

// watched is a log that closes a channel when it has said something.
type watched struct {
	mu   sync.Mutex
	text strings.Builder
	what string
	said chan struct{}
}

func (w *watched) Write(line []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	n, err := w.text.Write(line)
	if w.what != "" && strings.Contains(w.text.String(), w.what) {
		w.what = ""
		close(w.said)
	}
	return n, err
}

// A step that waits for the database longer than it may ends, is told in the
// log, and leaves its loop going.
func TestAStepThatHangsEndsAndTheLoopGoesOn(t *testing.T) {
	onBoth(t, func(b *bench) {
		s := b.start("northwind")
		mails, err := b.db.Outbox(b.ctx, "", 1)
		b.must(err)
		log := &watched{what: "lease messages", said: make(chan struct{})}
		w := work.New(b.db, b.flows, b, "no-reply@id.example", slog.New(slog.NewTextHandler(log, nil)), work.Options{Step: 300 * time.Millisecond})
		held, freed := make(chan struct{}), make(chan error, 1)
		hold := make(chan struct{})
		release := sync.OnceFunc(func() { close(hold) })
		b.Cleanup(release)
		go func() {
			freed <- b.db.In(b.ctx, s, func(tx *store.Tx) error { // holds the row, or SQLite's only writer
				if err := tx.MailFailed(b.ctx, mails[0].ID, "", b.Now(), b.Now()); err != nil {
					return err
				}
				close(held)
				<-hold
				return nil
			})
		}()
		<-held
		b.hold = make(chan struct{})
		ctx, stop := context.WithCancel(b.ctx)
		done, sent := make(chan struct{}), make(chan struct{})
		go func() {
			defer close(done)
			w.Run(ctx)
		}()
		go func() {
			defer close(sent)
			select {
			case b.hold <- struct{}{}:
			case <-ctx.Done():
			}
		}()
		b.soon("the step ended and was logged", log.said)
		release()
		b.must(<-freed)
		b.soon("the loop went on and sent", sent)
		stop()
		<-done
		if len(b.messages()) != 1 {
			b.Fatalf("sent %d", len(b.messages()))
		}
	})
}

// soon fails unless a thing happens within a time in which it always does.
func (b *bench) soon(what string, happens <-chan struct{}) {
	b.Helper()
	select {
	case <-happens:
	case <-time.After(20 * time.Second):
		b.Fatal("not seen: " + what)
	}
}
