package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// tripsMost are the round trips to PostgreSQL that a journey may take.
var tripsMost = map[string]float64{"sign-in, a code is next": 2, "sign-in, signed in": 2, "second step": 2, "authenticated read": 1}

const tripTimes = 40

// measureRoundTrips counts what the product and PostgreSQL say to each other
// over one connection during single requests. SQLite has no round trips.
func measureRoundTrips(ctx context.Context, r *run) (err error) {
	if r.server == nil {
		return nil
	}
	t, err := tapServer(r.server.serving)
	if err != nil {
		return err
	}
	defer t.close()
	p, err := r.start(ctx, t.address, "--conns", "1")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.end(p)) }()
	b := newBrowsers(p.base, 1)
	defer b.CloseIdleConnections()
	for _, j := range journeys() {
		people, err := r.people(ctx, orgsMost+tripTimes, j.for_)
		if err != nil {
			return err
		}
		var trips, statements []float64
		for i, v := range people {
			before := t.counted()
			if err := j.request(b, v); err != nil {
				return fmt.Errorf("%s: %w", j.what, err)
			}
			// The first ones fill caches and prepare statements.
			if now := t.counted(); i >= orgsMost {
				trips = append(trips, float64(now.trips-before.trips))
				statements = append(statements, float64(now.statements-before.statements))
			}
			time.Sleep(5 * time.Millisecond)
		}
		// The product's background loop asks for work each second, beside some
		// of the requests: the median is what a request takes alone.
		out := atMost("round trips: "+j.what, r.database, median(trips), tripsMost[j.what], "")
		out.Value += fmt.Sprintf(" (%s statements with set_config)", plain(median(statements)))
		if !out.Met {
			r.report.wrong("a %s took %s round trips", j.what, plain(median(trips)))
		}
		r.report.add(out)
	}
	return nil
}
