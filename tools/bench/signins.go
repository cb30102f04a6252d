package main

import (
	"context"
	"errors"
	"runtime"
	"time"
)

const (
	signInClients = 32
	signInPairs   = 7
	signInPeople  = 4096
)

// watched does work and notes the CPU time that the process pid and the
// database took meanwhile.
func (r *run) watched(ctx context.Context, pid int, c *child, o order) (slice, error) {
	before, beforeData := cpuOf(pid), r.dataCPU(ctx)
	s, err := c.do(o)
	s.Server, s.Database = cpuOf(pid)-before, r.dataCPU(ctx)-beforeData
	return s, err
}

func (r *run) dataCPU(ctx context.Context) time.Duration {
	if r.server == nil {
		return 0
	}
	return r.server.cpu(ctx)
}

// measureSignIns measures passwords checked over HTTP beside bare hashes. Half
// of the people have an app and are asked for its code next, half are signed
// in.
func measureSignIns(ctx context.Context, r *run) (err error) {
	people, err := r.people(ctx, signInPeople/2, purpose{})
	if err != nil {
		return err
	}
	secured, err := r.people(ctx, signInPeople/2, purpose{app: true})
	if err != nil {
		return err
	}
	people = alternate(people, secured)
	p, err := r.start(ctx, r.serving())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.end(p)) }()
	clients, err := startChild(ctx, roleWork)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, clients.stop()) }()
	hashes, err := startChild(ctx, roleWork, p.heap.environ()...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, hashes.stop()) }()
	o := order{Work: workSignIn, Target: p.base, Clients: signInClients, For: time.Second, Visitors: people}
	if _, err := clients.do(o); err != nil { // lets every connection prepare what it needs
		return err
	}
	o.For = r.slice()
	var pairs []pair
	for i := range r.times(signInPairs) {
		var one pair
		o.Visitors = turned(people, (i+1)*500)
		if one.product, err = r.watched(ctx, p.pid(), clients, o); err != nil {
			return err
		}
		if one.limit, err = hashes.do(order{Work: workHash, Clients: runtime.GOMAXPROCS(0), For: r.slice()}); err != nil {
			return err
		}
		pairs = append(pairs, one)
	}
	least := map[string]float64{sqlite: 0.95, postgres: 0.85}[r.database]
	r.addPairs(aim{what: "sign-ins/s, 32 clients", limitUnit: " hashes/s", atLeast: least, share: 1}, pairs)
	return nil
}

// alternate takes from a and b in turn; both have the same length.
func alternate[T any](a, b []T) []T {
	var out []T
	for i := range a {
		out = append(out, a[i], b[i])
	}
	return out
}

// turned is the list beginning at another place.
func turned[T any](list []T, at int) []T {
	at %= len(list)
	return append(append([]T(nil), list[at:]...), list[:at]...)
}

// end stops the product and notes the errors in its log.
func (r *run) end(p *product) error {
	if err := p.stop(); err != nil {
		return err
	}
	lines, err := p.faults()
	if len(lines) > 0 {
		r.report.wrong("the product logged %d errors on %s, first: %.500s", len(lines), r.database, lines[0])
	}
	return err
}
