package factor

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"twofold/domain"
)

// cheap keeps tests quick; the cost of the service is in the benchmark.
var cheap = Cost{Memory: 64, Passes: 1, Threads: 1}

func testHasher(t testing.TB, o HasherOptions) *Hasher {
	t.Helper()
	keys, err := CreateKeys()
	if err != nil {
		t.Fatal(err)
	}
	if o.Cost == (Cost{}) {
		o.Cost = cheap
	}
	h, err := NewHasher(keys, rand.Reader, o)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func isBusy(err error) (time.Duration, bool) {
	var refusal *domain.Error
	if !errors.As(err, &refusal) || refusal.Kind != domain.Busy || refusal.Code != domain.CodeBusy {
		return 0, false
	}
	return refusal.RetryAfter, true
}

// Two run, three wait, the sixth is refused with a wait; then all five finish,
// never more than two at once.
func TestHasherQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := testHasher(t, HasherOptions{Slots: 2, Queue: 3})
		release := make(chan struct{})
		var running, most, done atomic.Int64
		work := func() error {
			most.Store(max(most.Load(), running.Add(1)))
			<-release
			running.Add(-1)
			done.Add(1)
			return nil
		}
		for range 5 {
			go h.run(t.Context(), work)
		}
		synctest.Wait()
		if running.Load() != 2 || h.Waiting() != 3 {
			t.Fatalf("%d running, %d waiting", running.Load(), h.Waiting())
		}
		if after, busy := isBusy(h.run(t.Context(), work)); !busy || after < time.Second {
			t.Errorf("the sixth: busy %v, retry after %v", busy, after)
		}
		close(release)
		synctest.Wait()
		if most.Load() != 2 || done.Load() != 5 || h.Waiting() != 0 {
			t.Errorf("%d at once, %d done, %d waiting", most.Load(), done.Load(), h.Waiting())
		}
	})
}

// As many as run and wait are within; the next is put off until one leaves.
func TestHasherAdmits(t *testing.T) {
	h := testHasher(t, HasherOptions{Slots: 1, Queue: 2})
	var leave func()
	for range 3 {
		var err error
		if leave, err = h.Admit(); err != nil {
			t.Fatal(err)
		}
	}
	_, err := h.Admit()
	if after, busy := isBusy(err); !busy || after < time.Second {
		t.Errorf("the fourth: busy %v, retry after %v", busy, after)
	}
	leave()
	if _, err := h.Admit(); err != nil {
		t.Errorf("after one left: %v", err)
	}
}

// Whoever gives up while waiting leaves the queue and never runs.
func TestHasherWaitEndsWithContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := testHasher(t, HasherOptions{Slots: 1, Queue: 1})
		release := make(chan struct{})
		go h.run(t.Context(), func() error { <-release; return nil })
		synctest.Wait()
		ctx, cancel := context.WithCancel(t.Context())
		result := make(chan error, 1)
		go func() { result <- h.run(ctx, func() error { t.Error("it ran"); return nil }) }()
		synctest.Wait()
		cancel()
		if err := <-result; !errors.Is(err, context.Canceled) || h.Waiting() != 0 {
			t.Errorf("%v, %d waiting", err, h.Waiting())
		}
		close(release)
		synctest.Wait()
		if err := h.run(ctx, func() error { t.Error("it ran"); return nil }); !errors.Is(err, context.Canceled) {
			t.Errorf("an ended context: %v", err)
		}
	})
}

// A slot comes back when the work fails or panics.
func TestHasherFreesSlot(t *testing.T) {
	h := testHasher(t, HasherOptions{Slots: 1})
	if err := h.run(t.Context(), func() error { return errHashForm }); !errors.Is(err, errHashForm) {
		t.Error(err)
	}
	func() {
		defer func() { recover() }()
		h.run(t.Context(), func() error { panic("broken") })
	}()
	if len(h.slots) != 0 {
		t.Error("a slot is lost")
	}
}

func TestHasherEstimate(t *testing.T) {
	h := testHasher(t, HasherOptions{Slots: 2})
	for n, want := range map[int64]time.Duration{1: time.Second, 200: 3 * time.Second, 1024: 15 * time.Second} {
		if got := h.clears(n); got != want {
			t.Errorf("%d waiting: %v, want %v", n, got, want)
		}
	}
}

func TestNewHasherRefuses(t *testing.T) {
	keys := testHasher(t, HasherOptions{}).keys
	if _, err := NewHasher(nil, rand.Reader, HasherOptions{}); err == nil {
		t.Error("made without keys")
	}
	if _, err := NewHasher(keys, nil, HasherOptions{}); err == nil {
		t.Error("made without randomness")
	}
	if _, err := NewHasher(keys, bytes.NewReader(nil), HasherOptions{}); err == nil {
		t.Error("made from too little randomness")
	}
}
