package main

import (
	"context"
	"errors"
	"time"
)

const (
	startTimes = 5
	startMost  = 250 * time.Millisecond
)

// measureStart measures from the start of the process to its first yes at
// /readyz: on SQLite with no database there yet, so that it is made and
// migrated in that time; on PostgreSQL on one its owner migrated before.
func measureStart(ctx context.Context, r *run) error {
	var took []time.Duration
	for range max(3, r.times(startTimes)) {
		p, remove, err := r.startFresh(ctx)
		if err != nil {
			return err
		}
		took = append(took, p.ready)
		if err := errors.Join(r.end(p), remove()); err != nil {
			return err
		}
	}
	out := row{What: "start to ready", Database: r.database, Value: brief(median(took)), Median: median(took), P99: quantile(took, 1),
		Aim: "≤ " + brief(startMost), Met: median(took) <= startMost}
	if r.server == nil {
		out.What = "start to ready, fresh database"
	}
	r.report.add(out)
	return nil
}

func (r *run) startFresh(ctx context.Context) (*product, func() error, error) {
	if r.server != nil {
		p, err := r.start(ctx, r.serving())
		return p, func() error { return nil }, err
	}
	fresh, err := newFolder(ctx, r.binary)
	if err != nil {
		return nil, nil, err
	}
	p, err := fresh.start(ctx, "")
	return p, fresh.remove, err
}
