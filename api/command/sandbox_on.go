//go:build sandbox

package command

import (
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"twofold/api/deliver"
	"twofold/api/sandbox"
)

// Sandbox reports whether this is a sandbox build, which production never is.
const Sandbox = true

// defaultStopDelay is short: no balancer stands before a sandbox.
const defaultStopDelay = time.Duration(0)

// defaultMetrics is where the demo shows its metrics.
const defaultMetrics = "127.0.0.1:9090"

func sandboxSettings(f *pflag.FlagSet, c *Config) {
	f.StringVar(&c.DemoPassword, "demo-password", "", "password of the demo people (default made at random and kept in the data folder)")
}

func sandboxCommands(root *cobra.Command) { root.AddCommand(newDemo()) }

// sandboxParts is the clock that the sandbox moves.
type sandboxParts struct{ clock *sandbox.Clock }

func newSandbox(c *Config, base func() time.Time) (func() time.Time, sandboxParts, error) {
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return nil, sandboxParts{}, unusable(c, err)
	}
	clock, err := sandbox.NewClock(base, filepath.Join(c.Data, "clock"))
	if err != nil {
		return nil, sandboxParts{}, unusable(c, err)
	}
	return clock.Now, sandboxParts{clock}, nil
}

func (p sandboxParts) mount(a *App) { sandbox.Mount(a.door, a.store, p.clock) }

// noTexts takes text messages where no provider is configured: the outbox
// shows them.
func noTexts(log *slog.Logger) deliver.TextSender { return deliver.TextLog{Logger: log} }

func newSender(c *Config) (deliver.Sender, string, error) { return sandbox.Sender{}, mailFrom(c), nil }

// mailFrom is the address that messages come from.
func mailFrom(*Config) string { return sandbox.From }
