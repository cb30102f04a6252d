package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"time"

	"github.com/jackc/pgx/v5"
)

// serverVariable names a PostgreSQL server and a role that may make databases
// and roles on it.
const serverVariable = "TWOFOLD_TEST_POSTGRES"

// server is a database of our own on that server, with a lesser role to serve.
type server struct {
	admin           *pgx.Conn
	name, role      string
	owning, serving string // addresses
}

func newServer(ctx context.Context) (*server, error) {
	address := os.Getenv(serverVariable)
	if address == "" {
		return nil, fmt.Errorf("%s is not set: run make bench, or tools/with-postgres go run ./tools/bench", serverVariable)
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", serverVariable, err)
	}
	var b [6]byte
	rand.Read(b[:])
	s := &server{name: "twofold_bench_" + hex.EncodeToString(b[:])}
	s.role = s.name
	if s.admin, err = pgx.Connect(ctx, address); err != nil {
		return nil, fmt.Errorf("reach the database: %w", err)
	}
	u.Path = "/" + s.name
	s.owning = u.String()
	u.User = url.UserPassword(s.role, s.role)
	s.serving = u.String()
	return s, errors.Join(s.durable(ctx), s.exec("CREATE DATABASE "+s.name), s.exec("CREATE ROLE "+s.role+" LOGIN NOINHERIT PASSWORD '"+s.role+"'"))
}

// durable refuses a server that says "committed" before it is.
func (s *server) durable(ctx context.Context) error {
	for _, name := range []string{"fsync", "synchronous_commit", "full_page_writes"} {
		var value string
		if err := s.admin.QueryRow(ctx, "SELECT current_setting($1)", name).Scan(&value); err != nil {
			return fmt.Errorf("read setting: %w", err)
		}
		if value != "on" {
			return fmt.Errorf("the server has %s = %s: its commits are not durable, and measuring them would mean nothing", name, value)
		}
	}
	return nil
}

func (s *server) exec(statement string) error {
	if _, err := s.admin.Exec(context.Background(), statement); err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	return nil
}

// analyze lets the planner know what was put in, as autovacuum does within a
// minute or so where rows arrive by themselves.
func (s *server) analyze(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, s.owning)
	if err != nil {
		return fmt.Errorf("reach the database: %w", err)
	}
	_, err = conn.Exec(ctx, "ANALYZE users, factors, half_sign_ins, sessions")
	return errors.Join(err, conn.Close(ctx))
}

// cpu is the CPU time of the server's processes for our database so far, where
// they run on this machine.
func (s *server) cpu(ctx context.Context) time.Duration {
	rows, err := s.admin.Query(ctx, "SELECT pid FROM pg_stat_activity WHERE datname = $1 OR backend_type IN ('walwriter', 'checkpointer', 'background writer')", s.name)
	if err != nil {
		return 0
	}
	pids, err := pgx.CollectRows(rows, pgx.RowTo[int])
	if err != nil {
		return 0
	}
	var sum time.Duration
	for _, pid := range pids {
		sum += cpuOf(pid)
	}
	return sum
}

func (s *server) remove() error {
	err := errors.Join(s.exec("DROP DATABASE IF EXISTS "+s.name+" WITH (FORCE)"), s.exec("DROP ROLE IF EXISTS "+s.role))
	return errors.Join(err, s.admin.Close(context.Background()))
}
