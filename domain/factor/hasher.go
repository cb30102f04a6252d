package factor

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync/atomic"
	"time"

	"twofold/domain"
)

// queueOfSlot is how many may wait for each slot: some four seconds. Whoever
// waits holds a connection, its buffers and its stack, and a thousand of those
// beside the hashes leave the collector no room to work in: fewer were answered
// than when most are told at once when to come back.
const queueOfSlot = 128

// hashTime is a usual Argon2id hash at DefaultCost, to estimate a wait.
const hashTime = 30 * time.Millisecond

// HasherOptions tune a Hasher. The zero value is right for production.
type HasherOptions struct {
	Cost  Cost // DefaultCost
	Slots int  // hashes at once; GOMAXPROCS, as more would only add memory
	Queue int  // hashes waiting; 128 a slot
}

// Hasher makes and checks slow hashes of passwords and recovery codes, at most
// Slots at a time: each takes Cost.Memory while it runs, so 1,000 sign-ins at
// once need no more than Slots × 19 MiB. Past Queue waiting it refuses with a
// domain.Busy error that says when to come back. Safe for many goroutines;
// call it outside any transaction.
type Hasher struct {
	keys    *Keys
	rand    io.Reader
	cost    Cost
	slots   chan struct{}
	queue   int64
	waiting atomic.Int64
	within  atomic.Int64 // between Admit and its end
	decoy   string
}

// NewHasher makes a Hasher whose pepper comes from keys and whose salts come
// from rand, which must be safe for many goroutines.
func NewHasher(keys *Keys, rand io.Reader, o HasherOptions) (*Hasher, error) {
	if keys == nil || rand == nil {
		return nil, errors.New("make hasher: no keys or no randomness")
	}
	if o.Cost == (Cost{}) {
		o.Cost = DefaultCost
	}
	if o.Slots <= 0 {
		o.Slots = runtime.GOMAXPROCS(0)
	}
	if o.Queue <= 0 {
		o.Queue = o.Slots * queueOfSlot
	}
	h := &Hasher{keys: keys, rand: rand, cost: o.Cost, slots: make(chan struct{}, o.Slots), queue: int64(o.Queue)}
	s, err := h.newScheme()
	if err != nil {
		return nil, err
	}
	h.decoy = s.encode(make([]byte, digestSize))
	return h, nil
}

// Queue is how many may wait for a slot before others are put off.
func (h *Hasher) Queue() int { return int(h.queue) }

// Waiting returns how many hashes wait for a slot now.
func (h *Hasher) Waiting() int { return int(h.waiting.Load()) }

// Admit is for whoever writes down a try before its hash: it refuses with the
// same domain.Busy error as a full queue while as many as have room are within,
// so that nothing is counted of somebody who is put off. Call leave at the end.
func (h *Hasher) Admit() (leave func(), err error) {
	if n := h.within.Add(1); n > h.queue+int64(cap(h.slots)) {
		h.within.Add(-1)
		return nil, domain.Refuse(domain.Busy, domain.CodeBusy).After(h.clears(n))
	}
	return func() { h.within.Add(-1) }, nil
}

// run does work in a slot. It returns ctx's error if that ends first, and a
// domain.Busy error at once if the queue is full.
func (h *Hasher) run(ctx context.Context, work func() error) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("wait for a hash slot: %w", err)
	}
	select {
	case h.slots <- struct{}{}:
	default:
		if err := h.wait(ctx); err != nil {
			return err
		}
	}
	defer func() { <-h.slots }()
	return work()
}

func (h *Hasher) wait(ctx context.Context) error {
	defer h.waiting.Add(-1)
	if n := h.waiting.Add(1); n > h.queue {
		return domain.Refuse(domain.Busy, domain.CodeBusy).After(h.clears(n))
	}
	select {
	case h.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait for a hash slot: %w", ctx.Err())
	}
}

// clears estimates when n waiting hashes are done, in whole seconds.
func (h *Hasher) clears(n int64) time.Duration {
	d := time.Duration(n) * hashTime / time.Duration(cap(h.slots))
	return max(time.Second, d.Round(time.Second))
}

func (h *Hasher) newScheme() (scheme, error) {
	s := scheme{cost: h.cost, key: h.keys.DerivingKey(), salt: make([]byte, saltSize)}
	if _, err := io.ReadFull(h.rand, s.salt); err != nil {
		return scheme{}, fmt.Errorf("draw salt: %w", err)
	}
	return s, nil
}

// pepper is the keyed step before the hash (NIST SP 800-63B-4 3.1.1.2): whoever
// steals the database alone can't test a guess. It also makes an input of any
// length 32 bytes.
func (h *Hasher) pepper(key uint32, purpose, secret string) ([]byte, error) {
	pepper, err := h.keys.derive(key, "derive", purpose, sha256.Size)
	if err != nil {
		return nil, err
	}
	mac := hmac.New(sha256.New, pepper)
	mac.Write([]byte(secret))
	return mac.Sum(nil), nil
}
