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

func discover(source fs.FS) (*migrate.Migrations, error) {
	all := migrate.NewMigrations()
	if err := all.Discover(source); err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	return all, nil
}

func migrator(db *bun.DB, source fs.FS) (*migrate.Migrator, error) {
	all, err := discover(source)
	if err != nil {
		return nil, err
	}
	return migrate.NewMigrator(db, all, migrate.WithMarkAppliedOnSuccess(true), migrate.WithUpsert(true),
		migrate.AfterMigration(mark), migrate.WithTemplateData(wordsFor(db))), nil
}

// mark notes in a migration's own transaction that it was applied, so that a
// process killed at any moment leaves all of it or nothing. The migrator notes
// it once more afterwards.
func mark(ctx context.Context, tx bun.IConn, m *migrate.Migration) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO bun_migrations (name, group_id) VALUES (?, ?)", m.Name, m.GroupID)
	return err
}

// Up applies what is missing, in order, and names what it applied. It runs
// inside scoped.DB.Migrate, so that of several instances one migrates and the
// others find nothing left to do.
func Up(ctx context.Context, db *bun.DB) ([]string, error) { return up(ctx, db, files) }

func up(ctx context.Context, db *bun.DB, source fs.FS) ([]string, error) {
	m, err := migrator(db, source)
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

// Known is how many migrations this program has.
func Known() int {
	all, err := discover(files)
	if err != nil {
		return 0
	}
	return len(all.Sorted())
}

// Pending names the migrations the database lacks. A database that was never
// migrated lacks all.
func Pending(ctx context.Context, db *bun.DB) ([]string, error) { return pending(ctx, db, files) }

func pending(ctx context.Context, db *bun.DB, source fs.FS) ([]string, error) {
	all, err := discover(source)
	if err != nil {
		return nil, err
	}
	list := all.Sorted()
	begun, err := begun(ctx, db)
	if err != nil {
		return nil, fmt.Errorf("look for the migration table: %w", err)
	}
	if begun {
		if list, err = migrate.NewMigrator(db, all).MigrationsWithStatus(ctx); err != nil {
			return nil, fmt.Errorf("read applied migrations: %w", err)
		}
	}
	var names []string
	for _, one := range list.Unapplied() {
		names = append(names, one.Name+"_"+one.Comment)
	}
	return names, nil
}

// begun reports whether any migration ever ran.
func begun(ctx context.Context, db *bun.DB) (bool, error) {
	query := "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'bun_migrations')"
	if db.Dialect().Name() == dialect.PG {
		query = "SELECT to_regclass('bun_migrations') IS NOT NULL"
	}
	var yes bool
	err := db.NewRaw(query).Scan(ctx, &yes)
	return yes, err
}
