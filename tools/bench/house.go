package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"twofold/domain/factor"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
)

// The two databases.
const (
	sqlite   = "sqlite"
	postgres = "postgres"
)

// house is an installation in a temporary folder, made by the program's own
// commands, with a way past its walls to put people in.
type house struct {
	program  string
	dir      string
	database string
	server   *server // nil on SQLite
	keys     *factor.Keys
	db       *scoped.DB
	store    *store.DB
	orgs     []org
	hash     string // of the password everybody has
	made     int    // accounts so far
}

func newHouse(ctx context.Context, binary, database string) (*house, error) {
	h, err := newFolder(ctx, binary)
	if err != nil {
		return nil, err
	}
	h.database = database
	if err := h.furnish(ctx); err != nil {
		return nil, errors.Join(err, h.remove())
	}
	return h, nil
}

// newFolder makes an installation that has a data key and nothing else yet.
func newFolder(ctx context.Context, binary string) (_ *house, err error) {
	h := &house{database: sqlite}
	if h.program, err = filepath.Abs(binary); err != nil {
		return nil, fmt.Errorf("find the program: %w", err)
	}
	if h.dir, err = os.MkdirTemp("", "twofold-bench."); err != nil {
		return nil, fmt.Errorf("make folder: %w", err)
	}
	if err := h.command(ctx, "", "keys", "create", "--data", h.data()); err != nil {
		return nil, errors.Join(err, h.remove())
	}
	return h, nil
}

func (h *house) data() string { return filepath.Join(h.dir, "data") }

// serving is the address the product serves with, empty on SQLite.
func (h *house) serving() string {
	if h.server == nil {
		return ""
	}
	return h.server.serving
}

func (h *house) furnish(ctx context.Context) (err error) {
	if h.database == postgres {
		if h.server, err = newServer(ctx); err != nil {
			return err
		}
	}
	if err := h.migrate(ctx); err != nil {
		return err
	}
	content, err := os.ReadFile(filepath.Join(h.data(), "keys.json"))
	if err != nil {
		return fmt.Errorf("read keys: %w", err)
	}
	if h.keys, err = factor.ParseKeys(content); err != nil {
		return err
	}
	if h.db, err = scoped.Open(ctx, h.config()); err != nil {
		return err
	}
	h.store = store.New(h.db)
	return h.found(ctx)
}

func (h *house) config() scoped.Config {
	if h.server != nil {
		return scoped.Config{URL: h.server.serving, Conns: 4}
	}
	return scoped.Config{URL: filepath.Join(h.data(), "twofold.db"), Conns: 4}
}

func (h *house) migrate(ctx context.Context) error {
	if h.server != nil {
		return h.command(ctx, h.server.owning, "migrate", "--data", h.data(), "--serve-role", h.server.role)
	}
	return h.command(ctx, "", "migrate", "--data", h.data())
}

// command runs one of the program's commands to its end.
func (h *house) command(ctx context.Context, database string, args ...string) error {
	cmd := exec.CommandContext(ctx, h.program, args...)
	if database != "" {
		cmd.Env = append(os.Environ(), "TWOFOLD_DATABASE="+database)
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("twofold %s: %w: %s", args[0], err, out)
	}
	return nil
}

func (h *house) remove() error {
	if h.db != nil {
		h.db.Close()
	}
	var err error
	if h.server != nil {
		err = h.server.remove()
	}
	return errors.Join(err, os.RemoveAll(h.dir))
}
