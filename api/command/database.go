package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/uptrace/bun"

	"twofold/migrations"
	"twofold/tenancy/scoped"
)

// openDatabase opens the configured database with a current schema. The
// embedded one is migrated here; PostgreSQL is migrated by its owner, so the
// serving role only looks.
func openDatabase(ctx context.Context, c *Config) (*scoped.DB, error) {
	if c.Postgres() {
		return openPostgres(ctx, c)
	}
	return openSQLite(ctx, c)
}

func openPostgres(ctx context.Context, c *Config) (*scoped.DB, error) {
	db, err := scoped.Open(ctx, scoped.Config{URL: c.Database, Conns: c.Conns})
	if err != nil {
		return nil, unreachable(c, err)
	}
	if err = db.Migrate(ctx, func(ctx context.Context, raw *bun.DB) error { return c.mayServe(ctx, raw) }); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

func unreachable(c *Config, err error) error {
	fix := "check that it runs, and the address, user and password"
	if c.verifiedByDefault && strings.Contains(err.Error(), "tls") {
		fix = "give the server a certificate for this host name (sslrootcert=FILE names your own authority); sslmode=disable in the address goes without TLS, which anybody between can read"
	}
	return &Refusal{Exit: ExitDatabase, What: "the database can't be reached", Where: c.where("database"), Fix: fix, Cause: err}
}

// mayServe refuses a schema that is behind, and a role for which the walls
// between tenants don't hold.
func (c *Config) mayServe(ctx context.Context, raw *bun.DB) error {
	const fix = "as the owner of the database run: twofold migrate --serve-role NAME"
	missing, err := migrations.Pending(ctx, raw)
	if err != nil {
		return &Refusal{Exit: ExitSchema, What: "the database was never migrated, or not for this role", Where: c.where("database"), Fix: fix, Cause: err}
	}
	if len(missing) > 0 {
		return &Refusal{Exit: ExitSchema, What: "the database lacks migrations: " + strings.Join(missing, ", "), Where: c.where("database"), Fix: fix}
	}
	why, err := migrations.CheckServeRole(ctx, raw)
	if err != nil {
		return unreachable(c, err)
	}
	if why != "" {
		return &Refusal{Exit: ExitDatabase, What: "the database role may not serve: " + why, Where: c.where("database"),
			Fix: "serve as a role of its own, with no rights beyond LOGIN; " + fix}
	}
	lacks, err := migrations.MissingGrants(ctx, raw)
	if err != nil {
		return unreachable(c, err)
	}
	if len(lacks) > 0 {
		return &Refusal{Exit: ExitSchema, What: "the role was not granted what serving needs since the last migration: " + listed(lacks), Where: c.where("database"), Fix: fix}
	}
	return nil
}

// listed names the first few of many.
func listed(all []string) string {
	const most = 5
	if len(all) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(all[:most], ", "), len(all)-most)
	}
	return strings.Join(all, ", ")
}

const markText = `A database of Twofold lies beside this file.
If it is gone, restore it: the service doesn't start with an empty one in its
place. To begin anew on purpose, remove this file and keys.json too.
`

func openSQLite(ctx context.Context, c *Config) (*scoped.DB, error) {
	path := c.databaseFile()
	mark := path + ".exists"
	marked, err := present(mark)
	if err != nil {
		return nil, unusable(c, err)
	}
	if marked {
		if err := c.stillThere(path); err != nil {
			return nil, err
		}
	}
	db, err := scoped.Open(ctx, scoped.Config{URL: path, Conns: c.Conns})
	if err != nil {
		return nil, unusable(c, err)
	}
	err = db.Migrate(ctx, func(ctx context.Context, raw *bun.DB) error {
		if empty, err := migrations.Empty(ctx, raw); err != nil || empty && marked {
			return errors.Join(err, c.vanished(path))
		}
		_, err := migrations.Up(ctx, raw)
		return err
	})
	if err == nil && !marked {
		if err = writeNew(mark, []byte(markText)); errors.Is(err, fs.ErrExist) {
			err = nil
		}
	}
	if err != nil {
		db.Close()
		return nil, unusable(c, err)
	}
	return db, nil
}

func (c *Config) stillThere(path string) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0 {
		return c.vanished(path)
	}
	return nil
}

func (c *Config) vanished(path string) error {
	return &Refusal{Exit: ExitData, What: "the database that was here is gone", Where: path,
		Fix: "restore it from your backup; to begin with an empty one on purpose, remove " + path + ".exists"}
}

func unusable(c *Config, err error) error {
	var already *Refusal
	if errors.As(err, &already) {
		return already
	}
	fix := "let the service write to the folder, or choose another with --data"
	const little = 256 << 10
	if free, total, lost := diskSpace(c.Data); lost == nil && total > 0 && free < little {
		fix = "make room on its disk, or choose another folder with --data"
	}
	return &Refusal{Exit: ExitData, What: "the data folder can't be used", Where: c.Data + " (" + c.where("data") + ")", Fix: fix, Cause: err}
}

func present(path string) (bool, error) {
	_, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
