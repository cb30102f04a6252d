package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Main runs the program with its arguments and answers what to exit with.
func Main(args []string, out, errs io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// The second signal finds the program's usual end, at once: every change
	// is whole or not there.
	context.AfterFunc(ctx, stop)
	root := newRoot(out, errs)
	root.SetArgs(args)
	if err := root.ExecuteContext(ctx); err != nil {
		text, code := explain(err)
		fmt.Fprint(errs, text)
		return int(code)
	}
	return int(ExitOK)
}

func newRoot(out, errs io.Writer) *cobra.Command {
	root := &cobra.Command{
		Use:   "twofold",
		Short: "Sign-in and two-step verification for all of your customers",
		Long: `Twofold is the sign-in and two-step verification that a software company puts in
front of its product, for all of its customers at once.

Settings come from flags, environment variables (TWOFOLD_…), a YAML file
(--config) and defaults, in this order. Secrets can be files: TWOFOLD_…_FILE.`,
		Example: `  twofold keys create                        make the data key, once
  twofold config check                       find everything that is wrong with the settings
  twofold serve --config /etc/twofold.yaml   serve
  twofold tenant create --name "Northwind" --short northwind --owner-name "Maria Weber" --owner-email maria@northwind.example`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Version:       version(),
		Args:          noSuchCommand,
		RunE:          showHelp,
	}
	root.SetOut(out)
	root.SetErr(errs)
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetFlagErrorFunc(badFlag)
	root.AddCommand(newServe(), newMigrate(), newTenant(), newStaff(), newKeys(), newConfig(), newRoutes(), newHealth(), newVersion(), newExitCodes())
	sandboxCommands(root)
	return root
}

// showHelp is what a command that only groups others does.
func showHelp(cmd *cobra.Command, _ []string) error { return cmd.Help() }

// noSuchCommand refuses arguments of a command that only groups others.
func noSuchCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := ""
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		hint = fmt.Sprintf("\n  did you mean: %s %s", cmd.CommandPath(), near[0])
	}
	return usageError{fmt.Errorf("%s has no command %q%s\n  more: %s --help", cmd.CommandPath(), args[0], hint, cmd.CommandPath())}
}

// badFlag refuses a flag, with the one that was most likely meant.
func badFlag(cmd *cobra.Command, err error) error {
	hint := ""
	var none *pflag.NotExistError
	if errors.As(err, &none) {
		var known []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
		if near := nearest(none.GetSpecifiedName(), known); near != "" {
			hint = "\n  did you mean: --" + near
		}
	}
	return usageError{fmt.Errorf("%w%s\n  more: %s --help", err, hint, cmd.CommandPath())}
}

// noArgs refuses arguments as a mistake on the command line.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usageError{fmt.Errorf("%s takes no arguments, but was given %q\n  more: %s --help", cmd.CommandPath(), args, cmd.CommandPath())}
	}
	return nil
}

// withConfig gives a command the flags of these settings, of all when none is
// named. The function it returns loads the configuration once the command
// runs; settings without a flag there come from the environment and the file.
func withConfig(cmd *cobra.Command, names ...string) func() (*Config, error) {
	c := &Config{}
	return withFlags(cmd, c, schema(c), names...)
}

func withFlags(cmd *cobra.Command, c *Config, flags *pflag.FlagSet, names ...string) func() (*Config, error) {
	flags.VisitAll(func(f *pflag.Flag) {
		if onCommandLine(keyName(f.Name)) && (len(names) == 0 || f.Name == "config" || contains(names, f.Name)) {
			cmd.Flags().AddFlag(f)
		}
	})
	cmd.Flags().SortFlags = false
	return func() (*Config, error) {
		err := load(c, flags, os.Environ())
		var all Problems
		if len(names) > 0 && errors.As(err, &all) {
			err = all.of(flags, names).err()
		}
		return c, err
	}
}

// of leaves out what is wrong with settings that a command doesn't use: a
// container's health check has none of the flags that serve was given, and who
// migrates may not read the mail server's password.
func (p Problems) of(flags *pflag.FlagSet, names []string) Problems {
	return slices.DeleteFunc(slices.Clone(p), func(one Problem) bool {
		name := flagName(one.Key)
		switch {
		case one.Key == "config", flags.Lookup(name) == nil, contains(names, name), contains(names, name+"-file"):
			return false
		case contains(names, "public-url"): // opens the core, which decides by more than has a flag there
			return !slices.ContainsFunc(coreUses, func(prefix string) bool { return strings.HasPrefix(one.Key, prefix) })
		}
		return true
	})
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func newExitCodes() *cobra.Command {
	return &cobra.Command{Use: "exit-codes", Short: "What the program's exit codes mean", Long: "The program ends with one of these codes:\n\n" + exitCodes}
}
