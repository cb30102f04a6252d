package command

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"twofold/api/door"
)

// listen takes the address, first of all: a second start must fail before it
// touches anything. Port 0 is any free one, which c knows afterwards.
func listen(c *Config) (net.Listener, error) {
	l, err := net.Listen("tcp", c.Listen)
	if err != nil {
		what := "the address " + c.Listen + " can't be listened on"
		return nil, &Refusal{Exit: ExitListen, What: what, Where: c.where("listen"),
			Fix: "stop the program that has the port, or choose another: --listen 127.0.0.1:8081", Cause: err}
	}
	if c.Listen = l.Addr().String(); strings.HasSuffix(c.PublicURL, ":0") {
		_, port, _ := net.SplitHostPort(c.Listen)
		c.PublicURL = strings.TrimSuffix(c.PublicURL, "0") + port
	}
	return l, nil
}

// newServer bounds what a client may take of us. The door's own deadline for a
// request is shorter than the time to write its answer.
func newServer(a *App, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           a,
		ReadHeaderTimeout: door.HeadersWithin,
		ReadTimeout:       door.ReadWithin,
		WriteTimeout:      door.WriteWithin,
		IdleTimeout:       door.IdleFor,
		MaxHeaderBytes:    door.MostHeaders,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}

// run serves and works until ctx ends, and then lets go gracefully: not ready
// first, then no new connections, then the end of the requests under way, then
// the end of the background work, which may still send what they caused.
func (a *App) run(ctx context.Context, l net.Listener) error {
	defer a.serveMetrics()()
	server := newServer(a, a.log)
	failed := make(chan error, 2)
	go func() { failed <- server.Serve(l) }()
	working, stopWork := context.WithCancel(context.Background())
	var work sync.WaitGroup
	work.Go(func() {
		if err := a.Work(working); err != nil {
			failed <- err
		}
	})
	work.Go(func() { a.reclaim(working) })
	defer work.Wait()
	defer stopWork()
	select {
	case err := <-failed:
		return errors.Join(fmt.Errorf("serve: %w", err), server.Close())
	case <-ctx.Done():
	}
	a.Leave()
	a.log.Info("stopping", "delay", a.config.StopDelay.String(), "grace", a.config.StopGrace.String())
	select {
	case err := <-failed:
		return errors.Join(fmt.Errorf("serve: %w", err), server.Close())
	case <-time.After(a.config.StopDelay):
	}
	return a.drain(server)
}

func (a *App) drain(server *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), a.config.StopGrace)
	defer cancel()
	err := server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = errors.Join(fmt.Errorf("requests were cut off after %s", a.config.StopGrace), server.Close())
	}
	if err == nil {
		a.log.Info("stopped")
	}
	return err
}
