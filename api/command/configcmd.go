package command

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func newConfig() *cobra.Command {
	cmd := &cobra.Command{Use: "config", Short: "Check and print the settings", Args: noSuchCommand,
		RunE: showHelp}
	cmd.AddCommand(newConfigCheck(), newConfigPrint())
	return cmd
}

func newConfigCheck() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "check",
		Short:   "Say everything that is wrong with the settings",
		Long:    "Says everything that is wrong with the settings at once, where each was set and how to mend it.\nIt reads the files that they name, and opens no database and no connection.",
		Example: "  twofold config check --config /etc/twofold.yaml",
		Args:    noArgs,
	}
	settings := withConfig(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		c, err := settings()
		problems, _ := err.(Problems)
		if err != nil && problems == nil {
			return err
		}
		problems = append(append(problems, c.checkServing()...), c.checkKeys(problems)...)
		if err := problems.err(); err != nil {
			return err
		}
		c.warn(newLog(cmd.ErrOrStderr(), "warn"))
		fmt.Fprintln(cmd.OutOrStdout(), "the configuration is fine")
		return nil
	}
	return cmd
}

// checkKeys finds a data key that serving would refuse. A sandbox makes one
// where none is.
func (c *Config) checkKeys(found Problems) Problems {
	if Sandbox || slices.ContainsFunc(found, func(p Problem) bool { return p.Key == "keys" || p.Key == "keys_file" || p.Key == "data" }) {
		return nil
	}
	_, err := readKeys(c, false, slog.New(slog.DiscardHandler))
	var r *Refusal
	if !errors.As(err, &r) {
		return nil
	}
	return Problems{{Key: "keys_file", What: r.Error(), Where: r.Where, Fix: r.Fix}}
}

func newConfigPrint() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "print",
		Short:   "Print every setting, its value and who set it",
		Example: "  twofold config print --config /etc/twofold.yaml",
		Args:    noArgs,
	}
	c := &Config{}
	flags := schema(c)
	settings := withFlags(cmd, c, flags)
	redacted := cmd.Flags().Bool("redacted", true, "hide secrets")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		_, err := settings()
		printConfig(cmd.OutOrStdout(), c, flags, *redacted)
		return err
	}
	return cmd
}

// printConfig writes the settings as a file that could be given to --config.
func printConfig(out io.Writer, c *Config, flags *pflag.FlagSet, redacted bool) {
	flags.VisitAll(func(f *pflag.Flag) {
		key := keyName(f.Name)
		if key == "config" || strings.HasSuffix(key, "_file") && key != "keys_file" {
			return
		}
		value := f.Value.String()
		switch {
		case secrets[key] && redacted && value != "":
			value = redact(key, value)
		case f.Value.Type() == "string":
			value = fmt.Sprintf("%q", value)
		}
		who := "default"
		if o, set := c.from[key]; set {
			who = o.where
		}
		fmt.Fprintf(out, "%s: %s # %s\n", key, value, who)
	})
}

// redact hides a secret, of the database's address its password alone.
func redact(key, value string) string {
	if key == "database" {
		if u, err := url.Parse(value); err == nil {
			return fmt.Sprintf("%q", u.Redacted())
		}
	}
	return `"(hidden)"`
}
