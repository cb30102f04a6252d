package command

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/uptrace/bun"

	"twofold/migrations"
	"twofold/tenancy/scoped"
)

func newMigrate() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "migrate",
		Short: "Bring the database to the schema this program needs",
		Long: `Applies the missing migrations. Of several that run at once one migrates and the
others find nothing left to do.

On PostgreSQL run it as the owner of the database, and name the role that serves:
it is given what it needs and no more, anew each time. The owner needs CREATEROLE
for the first run, or somebody runs "CREATE ROLE twofold_platform NOLOGIN" before.`,
		Example: `  twofold migrate
  twofold migrate --database postgres://owner@db/twofold --serve-role twofold_serve`,
		Args: noArgs,
	}
	settings := withConfig(cmd, "data", "database", "database-file", "conns")
	role := cmd.Flags().String("serve-role", "", "PostgreSQL role that serves, which is granted what it needs")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		c, err := settings()
		if err != nil {
			return err
		}
		if !c.Postgres() {
			if *role != "" {
				return usageError{errors.New("--serve-role is for PostgreSQL: the embedded database has no roles")}
			}
			db, err := openSQLite(cmd.Context(), c)
			if err != nil {
				return err
			}
			db.Close()
			fmt.Fprintln(cmd.OutOrStdout(), "the schema is current")
			return nil
		}
		applied, err := migratePostgres(cmd.Context(), c, *role)
		if err != nil {
			return err
		}
		for _, name := range applied {
			fmt.Fprintln(cmd.OutOrStdout(), "applied", name)
		}
		fmt.Fprintln(cmd.OutOrStdout(), "the schema is current")
		return nil
	}
	return cmd
}

func migratePostgres(ctx context.Context, c *Config, role string) (applied []string, err error) {
	db, err := scoped.Open(ctx, scoped.Config{URL: c.Database, Conns: 2})
	if err != nil {
		return nil, unreachable(c, err)
	}
	defer db.Close()
	err = db.Migrate(ctx, func(ctx context.Context, raw *bun.DB) error {
		if err := mayBeGranted(ctx, raw, role); err != nil {
			return err
		}
		if err := migrations.EnsurePlatformRole(ctx, raw); err != nil {
			return err
		}
		if applied, err = migrations.Up(ctx, raw); err != nil || role == "" {
			return err
		}
		return migrations.Grant(ctx, raw, role)
	})
	var already *Refusal
	if errors.As(err, &already) {
		return nil, already
	}
	if err != nil {
		return nil, &Refusal{Exit: ExitDatabase, What: "the database can't be migrated", Where: c.where("database"),
			Fix: "run it as the owner of the database; it needs CREATEROLE for the first run", Cause: err}
	}
	return applied, nil
}

// mayBeGranted refuses a serving role that isn't a lesser one, before anything
// is changed.
func mayBeGranted(ctx context.Context, raw *bun.DB, role string) error {
	if role == "" {
		return nil
	}
	why, err := migrations.CheckGrantee(ctx, raw, role)
	if err != nil || why == "" {
		return err
	}
	return &Refusal{Exit: ExitDatabase, What: "this role can't be the one that serves: " + why, Where: "--serve-role",
		Fix: "make one of its own, with no rights beyond LOGIN: CREATE ROLE twofold_serve LOGIN PASSWORD '…'"}
}
