package main

import (
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Kinds of work a child does.
const (
	workSignIn       = "sign in"
	workSecondStep   = "verify a code"
	workEnter        = "sign in by both steps"
	workRead         = "read the session"
	workTable        = "read the people"
	workHash         = "hash a password"
	workPasskey      = "check a passkey"
	workBarePasskey  = "check a passkey by the library alone"
	workCommitSQLite = "commit to SQLite"
	workCommitPG     = "commit to PostgreSQL"
)

// task is one kind of work, ready to be done by several at once. i counts the
// pieces from 0.
type task struct {
	do    func(i int) error
	close func()
}

func (o order) task() (task, error) {
	switch o.Work {
	case workSignIn, workSecondStep, workRead, workTable:
		return o.requests()
	case workEnter:
		return o.entering()
	case workHash:
		return hashes(), nil
	case workPasskey:
		return passkeys()
	case workBarePasskey:
		return barePasskeys()
	case workCommitSQLite, workCommitPG:
		return o.commits()
	}
	return task{}, fmt.Errorf("there is no work %q", o.Work)
}

func (o order) follow() (slice, error) {
	t, err := o.task()
	if err != nil {
		return slice{}, err
	}
	defer t.close()
	runtime.GC() // the order itself is garbage now
	before, begun := ownCPU(), time.Now()
	took, wrong := o.drive(t, begun.Add(o.For))
	s := slice{Done: len(took), Wrong: wrong, Elapsed: time.Since(begun), CPU: ownCPU() - before}
	s.Median, s.P95, s.P99 = median(took), quantile(took, 0.95), quantile(took, 0.99)
	return s, nil
}

// drive lets every client do one piece after the other until the time is up
// or the work is. It returns how long each right one took.
func (o order) drive(t task, until time.Time) ([]time.Duration, map[string]int) {
	var next atomic.Int64
	var mu sync.Mutex
	var all []time.Duration
	wrong := map[string]int{}
	var clients sync.WaitGroup
	for range o.Clients {
		clients.Go(func() {
			var took []time.Duration
			for time.Now().Before(until) {
				i := int(next.Add(1)) - 1
				if o.Most > 0 && i >= o.Most {
					break
				}
				began := time.Now()
				if err := t.do(i); err != nil {
					mu.Lock()
					wrong[err.Error()]++
					mu.Unlock()
					continue
				}
				took = append(took, time.Since(began))
			}
			mu.Lock()
			defer mu.Unlock()
			all = slices.Concat(all, took)
		})
	}
	clients.Wait()
	return all, wrong
}
