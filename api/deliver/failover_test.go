package deliver_test

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"twofold/api/deliver"
	"twofold/api/deliver/delivertest"
)

// pair is two providers joined, with a clock of its own.
type pair struct {
	one, two provider
	both     *deliver.Failover
	now      time.Time
}

func pairOf(t *testing.T) *pair {
	short := func(c *deliver.TwilioConfig) { c.Timeout = 300 * time.Millisecond }
	p := &pair{one: provide(t, "twilio", short), two: provide(t, "second", short), now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	p.both = deliver.NewFailover(func() time.Time { return p.now }, p.one, p.two)
	return p
}

func (p *pair) send(t *testing.T, try int, want string) {
	t.Helper()
	m := hello
	m.Try = try
	got, err := p.both.SendText(t.Context(), m)
	if got.Provider != want || (err == nil) != (want != "") {
		t.Fatalf("%q sent it, want %q; %v", got.Provider, want, err)
	}
}

func TestFailsOver(t *testing.T) {
	for name, answer := range map[string]delivertest.Answer{"busy": delivertest.Busy, "unavailable": delivertest.Unavailable, "unauthorized": delivertest.Unauthorized, "no region": delivertest.NoRegion} {
		t.Run(name, func(t *testing.T) {
			p := pairOf(t)
			p.send(t, 1, "twilio")
			p.one.Answer(answer)
			p.send(t, 1, "second")
			p.two.Answer(answer)
			p.send(t, 1, "")
		})
	}
}

// Silence is not asked over by another provider at once; a number that can't
// be texted is nobody else's matter.
func TestNeverTextsTwiceInOneSend(t *testing.T) {
	for name, answer := range map[string]delivertest.Answer{"silence": delivertest.Silence, "answer lost": delivertest.LostAnswer, "down": delivertest.Down, "stopped": delivertest.Stopped} {
		t.Run(name, func(t *testing.T) {
			p := pairOf(t)
			p.one.Answer(answer)
			p.send(t, 1, "")
			if p.one.Asked() != 1 || p.two.Asked() != 0 {
				t.Fatalf("asked %d and %d", p.one.Asked(), p.two.Asked())
			}
		})
	}
}

func TestNextTryStartsElsewhere(t *testing.T) {
	p := pairOf(t)
	p.one.Answer(delivertest.Down)
	p.send(t, 1, "")
	p.send(t, 2, "second")
	p.one.Answer(delivertest.Taken)
	p.send(t, 3, "twilio")
}

func TestBreaker(t *testing.T) {
	p := pairOf(t)
	p.one.Answer(delivertest.Unavailable)
	for range 5 {
		p.send(t, 1, "second")
	}
	if asked := p.one.Asked(); asked != 5 || !slices.Equal(p.both.Open(), []string{"twilio"}) {
		t.Fatalf("asked %d, open %v", asked, p.both.Open())
	}
	p.now = p.now.Add(29 * time.Second)
	p.send(t, 1, "second")
	if p.one.Asked() != 5 {
		t.Fatal("asked while open")
	}
	p.now = p.now.Add(time.Second)
	p.send(t, 1, "second")
	if p.one.Asked() != 6 {
		t.Fatal("not tried again")
	}
	p.now = p.now.Add(59 * time.Second)
	p.send(t, 1, "second")
	if p.one.Asked() != 6 {
		t.Fatal("the wait didn't double")
	}
	p.one.Answer(delivertest.Taken)
	p.now = p.now.Add(time.Second)
	p.send(t, 1, "twilio")
	p.send(t, 1, "twilio")
	if len(p.both.Open()) != 0 {
		t.Fatal("still open")
	}
}

// Numbers that don't exist say nothing of the provider: a stranger could type
// five of them.
func TestBreakerIgnoresBadNumbers(t *testing.T) {
	p := pairOf(t)
	p.one.Answer(delivertest.BadNumber)
	for range 20 {
		p.send(t, 1, "")
	}
	p.one.Answer(delivertest.Taken)
	p.send(t, 1, "twilio")
}

func TestBreakerLetsOneTry(t *testing.T) {
	p := pairOf(t)
	p.one.Answer(delivertest.Unavailable)
	p.two.Answer(delivertest.Unavailable)
	for range 5 {
		p.send(t, 1, "")
	}
	p.now = p.now.Add(30 * time.Second)
	p.one.Answer(delivertest.Silence)
	p.two.Answer(delivertest.Silence)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			var r *deliver.TextRefused
			if _, err := p.both.SendText(t.Context(), hello); !errors.As(err, &r) {
				t.Errorf("%v", err)
			}
		})
	}
	all.Wait()
	if n, m := p.one.Asked(), p.two.Asked(); n+m > 12 {
		t.Fatalf("asked %d and %d, which are 5 and 5 and one more each", n, m)
	}
}
