package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"
)

// section is one measurement. Those of the installation don't hang on the
// database and run once.
type section struct {
	name         string
	installation bool
	run          func(context.Context, *run) error
}

func sections() []section {
	return []section{
		{name: "statements", run: measureStatements},
		{name: "round-trips", run: measureRoundTrips},
		{name: "sign-in", run: measureSignIns},
		{name: "second-step", run: measureSecondSteps},
		{name: "read", run: measureReads},
		{name: "memory", run: measureMemory}, // before what leaves messages that nobody takes
		{name: "sent-code", run: measureSentCodes},
		{name: "outbox", run: measureOutbox},
		{name: "start", run: measureStart},
		{name: "latency", run: measureLatencies},
		{name: "passkey", installation: true, run: measurePasskeys},
		{name: "page", installation: true, run: measurePage},
		{name: "paint", installation: true, run: measurePaint},
		{name: "size", installation: true, run: measureSizes},
	}
}

func names() []string {
	var out []string
	for _, s := range sections() {
		out = append(out, s.name)
	}
	return out
}

// run is one section on one database.
type run struct {
	settings
	*house
	report *report
}

// slice is how long one side of a pair is measured.
func (r *run) slice() time.Duration {
	if r.quick {
		return time.Second
	}
	return 4 * time.Second
}

// times is how often something is measured that is measured n times.
func (r *run) times(n int) int {
	if r.quick {
		return 1
	}
	return n
}

func measure(ctx context.Context, s settings) error {
	if err := s.check(); err != nil {
		return err
	}
	report := newReport(os.Stdout)
	return report.close(onDatabases(ctx, s, report))
}

func onDatabases(ctx context.Context, s settings, report *report) error {
	for i, database := range s.databases {
		if err := onDatabase(ctx, s, database, i == 0, report); err != nil {
			return fmt.Errorf("on %s: %w", database, err)
		}
	}
	return nil
}

func onDatabase(ctx context.Context, s settings, database string, first bool, report *report) (err error) {
	h, err := newHouse(ctx, s.binary, database)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.remove()) }()
	for _, one := range sections() {
		if one.installation && !first || len(s.only) > 0 && !slices.Contains(s.only, one.name) {
			continue
		}
		fmt.Fprintf(os.Stderr, "measuring %s on %s\n", one.name, database)
		if err := one.run(ctx, &run{settings: s, house: h, report: report}); err != nil {
			return fmt.Errorf("%s: %w", one.name, err)
		}
	}
	return nil
}
