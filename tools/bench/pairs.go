package main

import (
	"fmt"
	"time"
)

// pair is a slice of the product's work beside one of its limit, measured one
// right after the other. CPU is what one operation cost all processes.
type pair struct{ product, limit slice }

func (p pair) ratio() float64 { return p.product.rate() / p.limit.rate() }

// aim is what the ratio of the rates should reach, if anything, the limit taken
// times share.
type aim struct {
	what, unit, limitUnit string
	atLeast, share        float64
}

// summary is the row of all pairs: medians of each number.
func (a aim) summary(database string, pairs []pair) row {
	ratios := each(pairs, func(p pair) float64 { return p.ratio() / a.share })
	limits := each(pairs, func(p pair) float64 { return p.limit.rate() * a.share })
	value := median(each(pairs, func(p pair) float64 { return p.product.rate() }))
	out := row{What: a.what, Database: database,
		Value: plain(value) + a.unit, Limit: plain(median(limits)) + a.limitUnit,
		Median: median(each(pairs, func(p pair) time.Duration { return p.product.Median })),
		P99:    median(each(pairs, func(p pair) time.Duration { return p.product.P99 })),
		Ratio:  median(ratios), Worst: quantile(ratios, 0), Best: quantile(ratios, 1)}
	if a.atLeast > 0 {
		out.Aim, out.Met = fmt.Sprintf("≥ %.2f", a.atLeast), out.Ratio >= a.atLeast
	}
	return out
}

// latencies is the row of the limit's own latencies.
func (a aim) latencies(database string, pairs []pair) row {
	return row{What: "  the limit's latency", Database: database,
		Median: median(each(pairs, func(p pair) time.Duration { return p.limit.Median })),
		P99:    median(each(pairs, func(p pair) time.Duration { return p.limit.P99 }))}
}

// processors is the row of what one operation costs in CPU time: the product,
// the database's server, and this program's driving.
func (a aim) processors(database string, pairs []pair) row {
	per := func(pick func(pair) (time.Duration, int)) time.Duration {
		return median(each(pairs, func(p pair) time.Duration {
			cpu, n := pick(p)
			return cpu / time.Duration(max(n, 1))
		}))
	}
	own := per(func(p pair) (time.Duration, int) { return p.product.Server, p.product.Done })
	data := per(func(p pair) (time.Duration, int) { return p.product.Database, p.product.Done })
	load := per(func(p pair) (time.Duration, int) { return p.product.CPU, p.product.Done })
	limit := per(func(p pair) (time.Duration, int) {
		return p.limit.CPU + p.limit.Server + p.limit.Database, p.limit.Done
	})
	out := row{What: "  CPU each, all processes", Database: database, Value: brief(own + data + load), Limit: brief(limit),
		Ratio: limit.Seconds() / (own + data + load).Seconds()}
	out.Value += fmt.Sprintf(" (product %s, driving %s", brief(own), brief(load))
	if data > 0 {
		out.Value += ", database " + brief(data)
	}
	out.Value += ")"
	return out
}

func (r *run) addPairs(a aim, pairs []pair) {
	r.report.add(a.summary(r.database, pairs))
	r.report.add(a.latencies(r.database, pairs))
	r.report.add(a.processors(r.database, pairs))
	for _, p := range pairs {
		for what, n := range p.product.Wrong {
			r.report.wrong("%s on %s: %d times %s", a.what, r.database, n, what)
		}
		for what, n := range p.limit.Wrong {
			r.report.wrong("the limit of %s on %s: %d times %s", a.what, r.database, n, what)
		}
	}
}
