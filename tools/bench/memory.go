package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"twofold/tenancy/store"
)

const (
	crowd      = 1000
	crowdMost  = 150 // MB
	idleMost   = 40  // MB
	quietFor   = 6 * time.Second
	afterCrowd = 10 * time.Second
)

// measureMemory reads what the product holds before, at most during and after
// as many sign-ins at the same moment, each on a connection of its own.
func measureMemory(ctx context.Context, r *run) (err error) {
	people, err := r.people(ctx, crowd, purpose{app: true})
	if err != nil {
		return err
	}
	due, err := r.store.OldestDue(ctx, store.ChannelMail, time.Now())
	if err != nil {
		return err
	}
	if !due.IsZero() {
		r.report.wrong("messages wait to be sent: it isn't idle")
	}
	p, err := r.start(ctx, r.serving())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.end(p)) }()
	time.Sleep(quietFor)
	idle, err := memoryOf(p.pid(), "VmRSS")
	if err != nil {
		return err
	}
	own, err := memoryOf(p.pid(), "RssAnon")
	if err != nil {
		return err
	}
	at := atMost("memory, idle", r.database, idle, idleMost, " MB")
	at.Value += fmt.Sprintf(" (%s MB its own, the rest of its file)", plain(own))
	r.report.add(at)
	clients, err := startChild(ctx, roleWork)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, clients.stop()) }()
	s, err := clients.do(order{Work: workSignIn, Target: p.base, Clients: crowd, For: time.Minute, Most: crowd, Visitors: people})
	if err != nil {
		return err
	}
	peak, err := memoryOf(p.pid(), "VmHWM")
	if err != nil {
		return err
	}
	out := atMost(fmt.Sprintf("memory, %d sign-ins at once", crowd), r.database, peak, crowdMost, " MB")
	out.Median, out.P99 = s.Median, s.P99
	later, broken, example := s.putOff()
	out.Value += fmt.Sprintf(" (%d answered, %d put off)", s.Done, later)
	r.report.add(out)
	if broken > 0 {
		r.report.wrong("%d of %d sign-ins at once on %s came to nothing, such as: %.300s", broken, crowd, r.database, example)
	}
	time.Sleep(afterCrowd)
	after, err := memoryOf(p.pid(), "VmRSS")
	r.report.add(row{What: fmt.Sprintf("memory, %s later", afterCrowd), Database: r.database, Value: plain(after) + " MB"})
	return err
}
