package command

import (
	"context"
	"log/slog"
	"time"

	"github.com/spf13/cobra"
)

func newServe() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the pages and the API",
		Long: `Serves the pages and the API until it is told to stop (SIGTERM or Ctrl-C). Then
/readyz says no, requests under way are answered, and the program ends.

The embedded database is migrated at the start. PostgreSQL is migrated by its
owner with "twofold migrate", and served as another role.`,
		Example: `  twofold serve --public-url https://id.example --listen 127.0.0.1:8080 --smtp-host mail.example --smtp-from no-reply@id.example
  TWOFOLD_DATABASE_FILE=/run/secrets/database TWOFOLD_KEYS_FILE=/run/secrets/keys twofold serve --config /etc/twofold.yaml`,
		Args: noArgs,
	}
	settings := withConfig(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		started := time.Now()
		c, err := settings()
		if err == nil {
			err = c.checkServing().err()
		}
		if err != nil {
			return err
		}
		log := newLog(cmd.ErrOrStderr(), c.LogLevel)
		return serve(cmd.Context(), c, log, func(a *App, h Heap) error {
			if err := a.tellSetup(cmd.Context(), log); err != nil {
				return err
			}
			log.Info("ready", "listen", c.Listen, "public_url", c.PublicURL, "build", version(), "gc_percent", h.Percent, "memory_limit", h.Limit,
				"ms", time.Since(started).Milliseconds())
			return nil
		})
	}
	return cmd
}

// serve listens, builds the product, tells ready about it, and serves until
// ctx ends.
func serve(ctx context.Context, c *Config, log *slog.Logger, ready func(*App, Heap) error) error {
	l, err := listen(c)
	if err != nil {
		return err
	}
	defer l.Close()
	c.warn(log)
	heap := TuneMemory(c.HashSlots)
	a, err := Build(ctx, c, time.Now, log)
	if err != nil {
		return err
	}
	defer a.Close()
	if err := a.listenMetrics(); err != nil {
		return err
	}
	if err := ready(a, heap); err != nil {
		return err
	}
	return a.run(ctx, l)
}

// warn shows what was set against better advice.
func (c *Config) warn(log *slog.Logger) {
	if c.AllowHTTP {
		log.Warn("http is allowed: passwords may travel unencrypted and browsers keep no cookies", "setting", c.where("allow_http"))
	}
	if c.unverifiedDatabase() {
		log.Warn("the database's certificate is not verified: somebody between could read or change what is stored", "setting", c.where("database"), "fix", "sslmode=verify-full")
	}
}
