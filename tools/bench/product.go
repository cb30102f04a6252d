package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// product is the binary serving, as a process of its own. Its log goes to a
// file, as in production no reader shares the processors with it.
type product struct {
	cmd   *exec.Cmd
	base  string
	log   string
	ready time.Duration // from start to the first yes of /readyz
	heap  heap
}

// heap is what the product set of its own garbage collector, as it logs it.
type heap struct {
	Percent int   `json:"gc_percent"`
	Limit   int64 `json:"memory_limit"`
}

// environ gives a Go process the same settings.
func (h heap) environ() []string {
	var out []string
	if h.Percent != 0 {
		out = append(out, "GOGC="+strconv.Itoa(h.Percent))
	}
	if h.Limit != 0 {
		out = append(out, "GOMEMLIMIT="+strconv.FormatInt(h.Limit, 10))
	}
	return out
}

const startWithin = 30 * time.Second

// start serves the house's data. The mail server it is told of isn't there:
// nothing that is measured sends mail.
func (h *house) start(ctx context.Context, database string, more ...string) (*product, error) {
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	log, err := os.Create(filepath.Join(h.dir, fmt.Sprintf("serve-%d.log", port)))
	if err != nil {
		return nil, fmt.Errorf("make log: %w", err)
	}
	defer log.Close()
	p := &product{log: log.Name(), base: fmt.Sprintf("http://127.0.0.1:%d", port)}
	args := append([]string{"serve", "--data", h.data(), "--listen", fmt.Sprintf("127.0.0.1:%d", port), "--trusted-proxies", "127.0.0.1",
		"--smtp-host", "localhost", "--smtp-port", "9", "--smtp-from", "no-reply@id.example", "--stop-delay", "0s"}, more...)
	p.cmd = exec.CommandContext(ctx, h.program, args...)
	p.cmd.Stderr = log
	if database != "" {
		p.cmd.Env = append(os.Environ(), "TWOFOLD_DATABASE="+database)
	}
	began := time.Now()
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the product: %w", err)
	}
	if err := p.await(began.Add(startWithin)); err != nil {
		return nil, errors.Join(err, p.stop())
	}
	p.ready = time.Since(began)
	return p, p.readHeap()
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("find a free port: %w", err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

func (p *product) await(until time.Time) error {
	client := http.Client{Timeout: time.Second}
	defer client.CloseIdleConnections()
	for time.Now().Before(until) {
		answer, err := client.Get(p.base + "/readyz")
		if err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		time.Sleep(2 * time.Millisecond)
	}
	log, _ := os.ReadFile(p.log)
	return fmt.Errorf("the product wasn't ready after %s:\n%.2000s", startWithin, log)
}

// readHeap finds the heap settings in the log's line of the start.
func (p *product) readHeap() error {
	log, err := os.ReadFile(p.log)
	if err != nil {
		return fmt.Errorf("read log: %w", err)
	}
	for line := range bytes.Lines(log) {
		var h heap
		if json.Unmarshal(line, &h) == nil && h != (heap{}) {
			p.heap = h
		}
	}
	return nil
}

// faults are the lines of the log that tell of errors. Being busy is none:
// whoever was put off is counted where it happened.
func (p *product) faults() ([]string, error) {
	log, err := os.ReadFile(p.log)
	if err != nil {
		return nil, fmt.Errorf("read log: %w", err)
	}
	var out []string
	for line := range bytes.Lines(log) {
		failed := bytes.Contains(line, []byte(`"level":"ERROR"`)) && !bytes.Contains(line, []byte(`"status":503`))
		if failed || bytes.Contains(line, []byte("database is locked")) {
			out = append(out, string(line))
		}
	}
	return out, nil
}

func (p *product) pid() int { return p.cmd.Process.Pid }

func (p *product) stop() error {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("stop the product: %w", err)
	}
	if err := p.cmd.Wait(); err != nil {
		return fmt.Errorf("the product ended with: %w", err)
	}
	return nil
}
