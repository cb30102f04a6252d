package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"
)

const (
	readClients  = 16
	readTimes    = 3
	readSessions = 1024
	revocations  = 50
)

// measureReads measures "who is signed in" beside a bare Gin handler that
// answers with the same bytes, driven by the same client. While it is busy,
// sessions are ended and must not read again.
func measureReads(ctx context.Context, r *run) (err error) {
	people, err := r.people(ctx, readSessions+revocations, purpose{session: true})
	if err != nil {
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
	bare, address, err := startBare(ctx, p, people[0])
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, bare.stop()) }()
	read := order{Work: workRead, Target: p.base, Clients: readClients, For: r.slice(), Visitors: people[:readSessions]}
	if _, err = clients.do(order{Work: workRead, Target: p.base, Clients: readClients, For: time.Second / 2, Visitors: people[:readSessions]}); err != nil {
		return err
	}
	limit := read
	// One visitor, who is in the bare answer; the requests are as long.
	limit.Target, limit.Visitors = address, people[:1]
	var pairs []pair
	for range r.times(readTimes) {
		var one pair
		if one.product, err = r.watched(ctx, p.pid(), clients, read); err != nil {
			return err
		}
		if one.limit, err = r.watched(ctx, bare.cmd.Process.Pid, clients, limit); err != nil {
			return err
		}
		pairs = append(pairs, one)
	}
	least := map[string]float64{sqlite: 0.45, postgres: 0.20}[r.database]
	r.addPairs(aim{what: "authenticated reads/s, 16 clients", limitUnit: " bare Gin/s", atLeast: least, share: 1}, pairs)
	return r.revokeWhileBusy(clients, read, people[readSessions:])
}

// startBare serves the product's own answer to one visitor from a bare
// handler.
func startBare(ctx context.Context, p *product, v visitor) (*child, string, error) {
	b := newBrowsers(p.base, 1)
	defer b.CloseIdleConnections()
	request, err := b.request(v, http.MethodGet, "/session", nil)
	if err != nil {
		return nil, "", err
	}
	answer, err := b.send(request)
	if err != nil {
		return nil, "", fmt.Errorf("read once: %w", err)
	}
	c, err := startChild(ctx, roleGin)
	if err != nil {
		return nil, "", err
	}
	var address string
	if err := errors.Join(json.NewEncoder(c.in).Encode(answer), c.out.Decode(&address)); err != nil {
		return nil, "", errors.Join(err, c.stop())
	}
	return c, address, nil
}

// revokeWhileBusy ends sessions one after the other beside the readers. Each
// could read right before and must be refused right after.
func (r *run) revokeWhileBusy(clients *child, busy order, people []visitor) error {
	busy.For = time.Second
	done := make(chan error, 1)
	go func() {
		_, err := clients.do(busy)
		done <- err
	}()
	b := newBrowsers(busy.Target, 1)
	defer b.CloseIdleConnections()
	exact := 0
	for _, v := range people {
		before := b.read(v)
		request, err := b.request(v, http.MethodDelete, "/session", nil)
		if err != nil {
			return err
		}
		_, ending := b.send(request)
		var no refused
		if after := b.read(v); before == nil && ending == nil && errors.As(after, &no) && no.status == http.StatusUnauthorized {
			exact++
		} else {
			r.report.wrong("a session on %s read %v, ended %v, and then read %v", r.database, before, ending, after)
		}
	}
	r.report.add(row{What: "ended sessions refused at once", Database: r.database, Value: fmt.Sprintf("%d of %d", exact, len(people)),
		Aim: "all", Met: exact == len(people)})
	return <-done
}
