package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"twofold/domain"
)

const (
	latencyClients = 4
	latencyPeople  = 400
	secondStepMost = 300 * time.Millisecond
	tableRows      = 50
	tablePeople    = 5000
	tableMost      = 200 * time.Millisecond
)

// measureLatencies measures what one person waits for while few others are
// there: for a code to be checked, and for a page of a long table of people. It
// is the server's time and that of a connection on the same machine.
//
// It has a house of its own, where organizations are as large as it says.
func measureLatencies(ctx context.Context, in *run) (err error) {
	h, err := newHouse(ctx, in.binary, in.database)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.remove()) }()
	r := &run{settings: in.settings, house: h, report: in.report}
	people, err := r.people(ctx, latencyPeople, purpose{app: true, half: true})
	if err != nil {
		return err
	}
	admins, err := r.people(ctx, len(r.orgs), purpose{session: true, role: domain.RoleAdmin})
	if err != nil {
		return err
	}
	if _, err := r.people(ctx, tablePeople*len(r.orgs), purpose{}); err != nil {
		return err
	}
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
	check := order{Work: workSecondStep, Target: p.base, Clients: latencyClients, For: r.slice(), Most: latencyPeople, Visitors: people}
	read := order{Work: workTable, Target: p.base, Clients: latencyClients, For: r.slice(), Visitors: admins}
	return errors.Join(
		r.latency(clients, check, "a code checked", secondStepMost),
		r.latency(clients, read, fmt.Sprintf("%d rows of %d people", tableRows, tablePeople), tableMost))
}

// latency does work and holds what 95 of 100 waited at most against a bound.
func (r *run) latency(clients *child, o order, what string, most time.Duration) error {
	s, err := clients.do(o)
	if err != nil {
		return err
	}
	for fault, n := range s.Wrong {
		r.report.wrong("%s on %s: %d times %s", what, r.database, n, fault)
	}
	r.report.add(row{What: fmt.Sprintf("%s, %d clients", what, o.Clients), Database: r.database, Value: brief(s.P95) + " (P95)",
		Median: s.Median, P99: s.P99, Aim: "≤ " + brief(most), Met: s.Done > 0 && s.P95 <= most})
	return nil
}
