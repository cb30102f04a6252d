package deliver

import (
	"context"
	"errors"
	"time"
)

// Provider is a TextSender with a name of its own.
type Provider interface {
	TextSender
	Provider() string
}

// Failover is the TextSender of several providers, best first. One that
// certainly didn't take a message hands it to the next; after silence nobody
// else is asked within the same send, because the message may be on its way.
// The next try of that message starts with another provider.
type Failover struct {
	providers []Provider
	breakers  []breaker
	clock     func() time.Time
}

// NewFailover joins providers. clock is time.Now but in tests.
func NewFailover(clock func() time.Time, providers ...Provider) *Failover {
	return &Failover{providers: providers, breakers: make([]breaker, len(providers)), clock: clock}
}

// errNoProvider says that every provider is left alone after failures.
var errNoProvider = errors.New("every provider of text messages failed lately")

// SendText asks the providers in turn.
func (f *Failover) SendText(ctx context.Context, m Text) (Receipt, error) {
	var last error = &TextRefused{Provider: "none", Outcome: NotTaken, Cause: errNoProvider}
	for i := range f.providers {
		n := (i + max(m.Try, 1) - 1) % len(f.providers)
		if !f.breakers[n].enter(f.clock()) {
			continue
		}
		r, err := f.ask(ctx, n, m)
		if err == nil || !nextMayBeAsked(err) || ctx.Err() != nil {
			return r, err
		}
		last = err
	}
	return Receipt{}, last
}

func (f *Failover) ask(ctx context.Context, n int, m Text) (r Receipt, err error) {
	well := false
	defer func() { f.breakers[n].leave(f.clock(), well) }()
	r, err = f.providers[n].SendText(ctx, m)
	well = err == nil || Permanent(err)
	return r, err
}

func nextMayBeAsked(err error) bool {
	var r *TextRefused
	return errors.As(err, &r) && r.Outcome == NotTaken
}

// Open names the providers that are left alone now.
func (f *Failover) Open() []string {
	var out []string
	for i := range f.breakers {
		if f.breakers[i].open(f.clock()) {
			out = append(out, f.providers[i].Provider())
		}
	}
	return out
}
