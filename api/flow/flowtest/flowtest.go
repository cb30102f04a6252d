// Package flowtest is what the tests of jobs, and of what stands on them, have
// in common: a clock that only the test moves, and hashes of next to no cost.
package flowtest

import (
	"crypto/rand"
	"sync"
	"testing"
	"time"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/policies"
)

// Start is when every test begins.
var Start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// Clock is the time of a test, Start at first. Instances of one service share
// it; it is safe for concurrent use.
type Clock struct {
	mu   sync.Mutex
	past time.Duration
}

// Now is the time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return Start.Add(c.past)
}

// Pass moves the time on, or back when d is below zero.
func (c *Clock) Pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.past += d
}

// May is what each role may do, as the service reads it.
func May(t testing.TB) func(domain.Policy, domain.Role, string) bool {
	t.Helper()
	may, err := policies.Open()
	if err != nil {
		t.Fatal(err)
	}
	return may.MayUnder
}

// Cost is that of a hash whose price is not what is tested.
var Cost = factor.Cost{Memory: 64, Passes: 1, Threads: 1}

// Hasher makes hashes of that cost.
func Hasher(t testing.TB, keys *factor.Keys) *factor.Hasher {
	t.Helper()
	h, err := factor.NewHasher(keys, rand.Reader, factor.HasherOptions{Cost: Cost})
	if err != nil {
		t.Fatal(err)
	}
	return h
}
