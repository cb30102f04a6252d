package main

import (
	"errors"
	"fmt"
	"io"
	"sync"
	"text/tabwriter"
	"time"
)

// row is one line of the table. Median and P99 are latencies.
type row struct {
	What, Database string
	Value          string
	Median, P99    time.Duration
	Limit          string
	Ratio          float64 // 0 where there is none
	Worst, Best    float64 // of the pairs
	Aim            string
	Met            bool
}

// report gathers the rows and what was wrong.
type report struct {
	out    io.Writer
	mu     sync.Mutex
	rows   []row
	faults []error
}

func newReport(out io.Writer) *report { return &report{out: out} }

func (r *report) add(one row) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rows = append(r.rows, one)
}

// wrong notes an error of the product, which fails the bench in the end.
func (r *report) wrong(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.faults = append(r.faults, fmt.Errorf(format, args...))
}

func (r *report) fault() error { return errors.Join(r.faults...) }

// close prints what was measured, however far it came, and returns what was
// wrong, err too.
func (r *report) close(err error) error {
	r.print()
	return errors.Join(err, r.fault())
}

func (r *report) print() {
	w := tabwriter.NewWriter(r.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\nWHAT\tON\tMEASURED\tMEDIAN\tP99\tLIMIT\tRATIO\tWORST–BEST\tAIM\tMET")
	for _, one := range r.rows {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", one.What, one.Database, one.Value, brief(one.Median), brief(one.P99),
			one.Limit, one.ratio(), one.spread(), one.Aim, one.met())
	}
	w.Flush()
}

func (o row) ratio() string {
	if o.Ratio == 0 {
		return ""
	}
	return fmt.Sprintf("%.3f", o.Ratio)
}

func (o row) spread() string {
	if o.Worst == 0 || o.Worst == o.Best {
		return ""
	}
	return fmt.Sprintf("%.3f–%.3f", o.Worst, o.Best)
}

func (o row) met() string {
	switch {
	case o.Aim == "":
		return ""
	case o.Met:
		return "yes"
	}
	return "NO"
}

// atMost is a row whose value may not pass a bound.
func atMost(what, database string, value, bound float64, unit string) row {
	return row{What: what, Database: database, Value: plain(value) + unit, Aim: "≤ " + plain(bound) + unit, Met: value <= bound}
}
