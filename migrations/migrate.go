package migrations

import (
	"context"
	"embed"
	"fmt"
	"io/fs"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect"
	"github.com/uptrace/bun/migrate"

	"twofold/tenancy/scoped"
)

//go:embed *.sql
var files embed.FS

// words are what a migration may say of the database it runs on.
type words struct {
	Bytes, Stamp, PlatformRole string
	Postgres                   bool
}

func wordsFor(db *bun.DB) words {
	w := words{Bytes: "BLOB", Stamp: "BIGINT NOT NULL DEFAULT 0", PlatformRole: scoped.PlatformRole}
	if db.Dialect().Name() == dialect.PG {
		w.Bytes, w.Postgres = "BYTEA", true
	}
	return w
}

func migrator(db *bun.DB, source fs.FS) (*migrate.Migrator, error) {
	all := migrate.NewMigrations()
	if err := all.Discover(source); err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	return migrate.NewMigrator(db, all, migrate.WithMarkAppliedOnSuccess(true), migrate.WithTemplateData(wordsFor(db))), nil
}

// Up applies what is missing, in order, and names what it applied. The caller
// holds Lock, so that of several instances one migrates and the others find
// nothing left to do.
func Up(ctx context.Context, db *bun.DB) ([]string, error) {
	m, err := migrator(db, files)
	if err != nil {
		return nil, err
	}
	if err := m.Init(ctx); err != nil {
		return nil, fmt.Errorf("make the migration table: %w", err)
	}
	group, err := m.Migrate(ctx)
	if err != nil {
		return nil, fmt.Errorf("migrate: %w", err)
	}
	var names []string
	for _, done := range group.Migrations {
		names = append(names, done.Name+"_"+done.Comment)
	}
	return names, nil
}

// Pending names the migrations the database lacks. A database that was never
// migrated lacks all.
func Pending(ctx context.Context, db *bun.DB) ([]string, error) {
	m, err := migrator(db, files)
	if err != nil {
		return nil, err
	}
	list, err := m.MigrationsWithStatus(ctx)
	if err != nil {
		return nil, fmt.Errorf("read applied migrations: %w", err)
	}
	var names []string
	for _, one := range list.Unapplied() {
		names = append(names, one.Name+"_"+one.Comment)
	}
	return names, nil
}
