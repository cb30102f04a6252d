package main

import (
	"context"
	"errors"
	"path/filepath"
)

const (
	secondStepClients = 32
	secondStepTimes   = 3
	poolConns         = 8 // the product's default for -conns
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
	var pairs, alone []pair
	for range r.times(secondStepTimes) {
		var one pair
		if one.limit, err = r.watched(ctx, p.pid(), work, r.bareCommits(r.commitConns())); err != nil {
			return err
		}
		limit := one.limit
		if r.server != nil {
			if limit, err = r.watched(ctx, p.pid(), work, r.bareCommits(1)); err != nil {
				return err
			}
		}
		// Enough for a product that is half as fast again as the limit.
		enough := int(one.limit.rate()/2*1.5*r.slice().Seconds()) + secondStepClients
		if one.product, err = r.secondSteps(ctx, p, work, enough); err != nil {
			return err
		}
		pairs, alone = append(pairs, one), append(alone, pair{one.product, limit})
	}
	r.addPairs(aim{what: "second steps/s, 32 clients", limitUnit: " = commits/s ÷ 2", atLeast: 0.7, share: 0.5}, pairs)
	if r.server != nil {
		r.report.add(aim{what: "  beside commits one after the other", limitUnit: " = commits/s ÷ 2", share: 0.5}.summary(r.database, alone))
	}
	return nil
}

// commitConns is how many commits can be under way at once. PostgreSQL writes
// those that wait for the disk together, so this is what it can do at most;
// SQLite has one writer.
func (r *run) commitConns() int {
	if r.server != nil {
		return poolConns
	}
	return 1
}

func (r *run) bareCommits(conns int) order {
	if r.server != nil {
		return order{Work: workCommitPG, Target: r.server.owning, Clients: conns, For: r.slice()}
	}
	return order{Work: workCommitSQLite, Target: filepath.Join(r.dir, "bare.db"), Clients: conns, For: r.slice()}
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
