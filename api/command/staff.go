package command

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/spf13/cobra"

	"twofold/api/flow"
)

func newStaff() *cobra.Command {
	cmd := &cobra.Command{Use: "staff", Short: "Make the company's own people", Args: noSuchCommand, RunE: showHelp}
	cmd.AddCommand(newStaffCreate())
	return cmd
}

const firstRunPath = "/setup/instance"

func newStaffCreate() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "create",
		Short: "Invite an operator, or print a set-up code",
		Long: `Invites an operator and prints the link behind which they choose a password. The
link works once, for 7 days. A running server mails it to them too. This is also
the way back in when no operator can sign in any more.

Without --name and --email it prints a set-up code for the first-run page, as
long as nobody has used it.`,
		Example: `  twofold staff create
  twofold staff create --name "Olga Nilsson" --email olga@company.example`,
		Args: noArgs,
	}
	var name, email string
	cmd.Flags().StringVar(&name, "name", "", "name of the operator")
	cmd.Flags().StringVar(&email, "email", "", "address of the operator")
	settings := withConfig(cmd, coreSettings...)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return withCore(cmd, settings, func(ctx context.Context, o *core) error {
			if name == "" && email == "" {
				return o.printSetupCode(ctx, cmd)
			}
			link, err := o.flows.CreateStaff(ctx, flow.Request{Now: o.flows.Now()}, name, email)
			if err != nil {
				return asUsage(err, map[string]string{"name": "--name", "email": "--email"})
			}
			fmt.Fprintf(cmd.OutOrStdout(), "Operator  %s\nLink      %s\n", email, link)
			return nil
		})
	}
	return cmd
}

func (o *core) printSetupCode(ctx context.Context, cmd *cobra.Command) error {
	code, open, err := o.flows.SetupCode(ctx)
	if err != nil {
		return err
	}
	if !open {
		return badInput{Problems{{Key: "--email", What: "this installation is set up already", Fix: "to invite one more operator, give --name and --email"}}}
	}
	fmt.Fprintf(cmd.OutOrStdout(), "Page      %s\nCode      %s\n", o.flows.PublicURL()+firstRunPath, code)
	return nil
}

// tellSetup prints where and by which code an installation is set up that
// nobody has set up yet: whoever reads the log runs it.
func (o *core) tellSetup(ctx context.Context, log *slog.Logger) error {
	code, open, err := o.flows.SetupCode(ctx)
	if err != nil || !open {
		return err
	}
	// The log hides what is named a code. This one is there to be read.
	log.Warn("nobody has set this installation up: open the page and enter what stands here", "page", o.flows.PublicURL()+firstRunPath, "enter", code)
	return nil
}
