package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"time"
)

// Roles this program plays as its own child.
const (
	roleWork = "work" // drives what it is told to, by orders on its input
	roleGin  = "gin"  // serves a bare handler
)

func playRole(role string) error {
	switch role {
	case roleWork:
		return followOrders(os.Stdin, os.Stdout)
	case roleGin:
		return serveBare(os.Stdin, os.Stdout)
	}
	return fmt.Errorf("there is no role %q", role)
}

// order tells a child what to do: begin pieces of work for a time, at most so
// many, by so many clients at once.
type order struct {
	Work     string
	Target   string // address or database
	Clients  int
	For      time.Duration
	Most     int
	Visitors []visitor
	Database string // that sent codes are read from
	Keys     []byte
}

// slice is what came of an order. Elapsed lasts until the last piece of work
// ended. Server and Database are the CPU time of other processes meanwhile.
type slice struct {
	Done        int
	Wrong       map[string]int
	Elapsed     time.Duration
	CPU         time.Duration
	Server      time.Duration
	Database    time.Duration
	Median, P99 time.Duration
	P95         time.Duration
}

func (s slice) rate() float64 { return float64(s.Done) / s.Elapsed.Seconds() }

// putOff counts who was asked to come back later, and what else was wrong, with
// one example of it.
func (s slice) putOff() (later, broken int, example string) {
	busy := refused{status: http.StatusServiceUnavailable}.Error()
	for what, n := range s.Wrong {
		if strings.HasPrefix(what, busy) {
			later += n
			continue
		}
		broken, example = broken+n, what
	}
	return later, broken, example
}

// followOrders does what it reads until its input ends.
func followOrders(in io.Reader, out io.Writer) error {
	orders, answers := json.NewDecoder(in), json.NewEncoder(out)
	for {
		var o order
		if err := orders.Decode(&o); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("read order: %w", err)
		}
		s, err := o.follow()
		if err != nil {
			return err
		}
		if err := answers.Encode(s); err != nil {
			return fmt.Errorf("answer order: %w", err)
		}
	}
}

// child is this program in a role, as another process.
type child struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *json.Decoder
}

// startChild starts a role with more environment variables. It ends with its
// input, so also when this process dies.
func startChild(ctx context.Context, role string, environ ...string) (*child, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	c := &child{cmd: exec.CommandContext(ctx, self, "-role", role)}
	c.cmd.Env, c.cmd.Stderr = append(os.Environ(), environ...), os.Stderr
	if c.in, err = c.cmd.StdinPipe(); err != nil {
		return nil, fmt.Errorf("open pipe: %w", err)
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("open pipe: %w", err)
	}
	c.out = json.NewDecoder(out)
	if err := c.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", role, err)
	}
	return c, nil
}

// do gives an order and waits for what came of it.
func (c *child) do(o order) (slice, error) {
	var s slice
	if err := json.NewEncoder(c.in).Encode(o); err != nil {
		return s, fmt.Errorf("order %s: %w", o.Work, err)
	}
	if err := c.out.Decode(&s); err != nil {
		return s, fmt.Errorf("hear of %s: %w", o.Work, err)
	}
	return s, nil
}

func (c *child) stop() error {
	return errors.Join(c.in.Close(), c.cmd.Wait())
}
