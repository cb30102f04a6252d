package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

const (
	startTimes = 5
	startMost  = 250 * time.Millisecond
)

// measureStart measures from the start of the process to its first yes at
// /readyz, each time on a database that nobody used: on SQLite with none there
// yet, so that it is made and migrated in that time; on PostgreSQL with an empty
// one that its owner just migrated.
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
	r.report.add(row{What: "start to ready, fresh database", Database: r.database, Median: median(took),
		Value: fmt.Sprintf("%s (at most %s of %d)", brief(median(took)), brief(quantile(took, 1)), len(took)),
		Aim:   "≤ " + brief(startMost), Met: median(took) <= startMost})
	return nil
}

func (r *run) startFresh(ctx context.Context) (_ *product, remove func() error, err error) {
	fresh, err := newFolder(ctx, r.binary)
	if err != nil {
		return nil, nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, fresh.remove())
		}
	}()
	if r.server != nil {
		if fresh.server, err = newServer(ctx); err != nil {
			return nil, nil, err
		}
		if err := fresh.migrate(ctx); err != nil {
			return nil, nil, err
		}
	}
	p, err := fresh.start(ctx, fresh.serving())
	return p, fresh.remove, err
}
