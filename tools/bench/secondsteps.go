package main

import (
	"context"
	"errors"
	"path/filepath"
)

const (
	secondStepClients = 32
	secondStepTimes   = 3
	// poolConns is the product's default for -conns: as many commits can be
	// under way at once.
	poolConns = 8
)

// measureSecondSteps measures codes checked over HTTP beside bare commits. A
// second step is two durable transactions, so half of those are the limit.
// Every code is of another person, whose password was right just before.
func measureSecondSteps(ctx context.Context, r *run) (err error) {
	p, err := r.start(ctx, r.serving())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.end(p)) }()
	work, err := startChild(ctx, roleWork)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, work.stop()) }()
	if err := r.warmSecondSteps(ctx, p, work); err != nil {
		return err
	}
	var pairs []pair
	for range r.times(secondStepTimes) {
		var one pair
		if one.limit, err = r.watched(ctx, p.pid(), work, r.bareCommits()); err != nil {
			return err
		}
		// Enough for a product that is half as fast again as the limit.
		enough := int(one.limit.rate()/2*1.5*r.slice().Seconds()) + secondStepClients
		if one.product, err = r.secondSteps(ctx, p, work, enough); err != nil {
			return err
		}
		pairs = append(pairs, one)
	}
	r.addPairs(aim{what: "second steps/s, 32 clients", limitUnit: " = commits/s ÷ 2", atLeast: 0.7, share: 0.5}, pairs)
	return nil
}

func (r *run) bareCommits() order {
	o := order{Work: workCommitSQLite, Target: filepath.Join(r.dir, "bare.db"), Clients: 1, For: r.slice()}
	if r.server != nil {
		o.Work, o.Target, o.Clients = workCommitPG, r.server.owning, poolConns
	}
	return o
}

// warmSecondSteps lets every connection prepare what it needs.
func (r *run) warmSecondSteps(ctx context.Context, p *product, work *child) error {
	_, err := r.secondSteps(ctx, p, work, 2*secondStepClients)
	return err
}

func (r *run) secondSteps(ctx context.Context, p *product, work *child, n int) (slice, error) {
	people, err := r.people(ctx, n, purpose{app: true, half: true})
	if err != nil {
		return slice{}, err
	}
	return r.watched(ctx, p.pid(), work, order{Work: workSecondStep, Target: p.base, Clients: secondStepClients, For: r.slice(), Most: n, Visitors: people})
}
