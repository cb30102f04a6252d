package deliver

import (
	"sync"
	"time"
)

// Breaker bounds: how many failures in a row open it, and for how long.
const (
	breakAfter   = 5
	breakFirst   = 30 * time.Second
	breakLongest = 5 * time.Minute
)

// breaker keeps a provider that fails from being asked each time: after
// breakAfter failures in a row it is left alone for breakFirst, doubling while
// the one message that is then let through to try fails too.
type breaker struct {
	mu      sync.Mutex
	fails   int
	wait    time.Duration
	until   time.Time
	probing bool
}

// enter reports whether the provider may be asked now. Who enters must leave.
func (b *breaker) enter(now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.wait == 0:
		return true
	case now.Before(b.until) && b.until.Sub(now) <= breakLongest, b.probing:
		return false
	}
	b.probing = true
	return true
}

// leave notes how asking went. What says nothing of the provider, such as a
// number that doesn't exist, counts as well.
func (b *breaker) leave(now time.Time, well bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.probing = false
	if well {
		b.fails, b.wait = 0, 0
		return
	}
	if b.fails++; b.fails < breakAfter || now.Before(b.until) {
		return
	}
	b.wait = min(max(b.wait*2, breakFirst), breakLongest)
	b.until = now.Add(b.wait)
}

// open reports whether the provider is left alone now.
func (b *breaker) open(now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.wait != 0 && now.Before(b.until)
}
