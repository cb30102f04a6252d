//go:build sandbox

package sandbox

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"time"
)

// Clock is the service's time: the machine's, moved by an offset. The offset
// lies in a file, so that restarts and other commands on the same data have
// the same time.
type Clock struct {
	base func() time.Time
	path string

	mu     sync.Mutex
	offset time.Duration
}

// most is how far the time can be moved either way.
const most = 100 * 365 * 24 * time.Hour

// NewClock moves base by the offset kept in the file at path.
func NewClock(base func() time.Time, path string) (*Clock, error) {
	c := &Clock{base: base, path: path}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read clock: %w", err)
	}
	if c.offset, err = time.ParseDuration(strings.TrimSpace(string(text))); err != nil {
		return nil, fmt.Errorf("read clock %s: %w", path, err)
	}
	return c, nil
}

// Now is the service's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.base().Add(c.offset)
}

// Advance moves the time on, or back when d is below zero.
func (c *Clock) Advance(d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.move(c.offset + d)
}

// Set makes it t now.
func (c *Clock) Set(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.move(t.Sub(c.base()))
}

var errFar = errors.New("the time can be moved by a hundred years at most")

func (c *Clock) move(offset time.Duration) error {
	if offset > most || offset < -most {
		return errFar
	}
	if err := os.WriteFile(c.path, []byte(offset.String()+"\n"), 0o600); err != nil {
		return fmt.Errorf("keep clock: %w", err)
	}
	c.offset = offset
	return nil
}
