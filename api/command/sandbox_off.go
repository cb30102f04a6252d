//go:build !sandbox

package command

import (
	"log/slog"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"twofold/api/deliver"
)

// Sandbox reports whether this is a sandbox build, which production never is.
const Sandbox = false

// defaultStopDelay is what a balancer that asks every second needs.
const defaultStopDelay = 2 * time.Second

// defaultMetrics is nowhere: only the operator knows who can reach what.
const defaultMetrics = ""

func sandboxSettings(*pflag.FlagSet, *Config) {}

func sandboxCommands(*cobra.Command) {}

// sandboxParts is nothing here.
type sandboxParts struct{}

func newSandbox(_ *Config, clock func() time.Time) (func() time.Time, sandboxParts, error) {
	return clock, sandboxParts{}, nil
}

func (sandboxParts) mount(*App) {}

// noTexts sends nothing where no provider is configured.
func noTexts(*slog.Logger) deliver.TextSender { return nil }

func newSender(c *Config) (deliver.Sender, string, error) {
	sender, err := deliver.NewSMTP(deliver.SMTPConfig{Host: c.SMTPHost, Port: c.SMTPPort, Implicit: c.SMTPImplicit, User: c.SMTPUser, Password: c.SMTPPassword})
	return sender, mailFrom(c), err
}

// mailFrom is the address that messages come from.
func mailFrom(c *Config) string { return c.SMTPFrom }
