package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"twofold/api/flow"
	"twofold/domain"
)

func newTenant() *cobra.Command {
	cmd := &cobra.Command{Use: "tenant", Short: "Create and list organizations", Args: noSuchCommand,
		RunE: showHelp}
	cmd.AddCommand(newTenantCreate(), newTenantList())
	return cmd
}

// coreSettings are those that opening the core needs.
var coreSettings = []string{"data", "database", "database-file", "keys-file", "public-url", "conns"}

// coreUses are the beginnings of those that it uses beside.
var coreUses = []string{"open_sign_up", "support_contact", "sms_", "hash_"}

func newTenantCreate() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "create",
		Short: "Create an organization and invite its owner",
		Long: `Creates an organization, also when sign-up is closed, and prints the link behind
which its owner chooses a password. The link works once, for 7 days. A running
server mails it to the owner too.`,
		Example: `  twofold tenant create --name "Northwind Traders" --short northwind --owner-name "Maria Weber" --owner-email maria@northwind.example`,
		Args:    noArgs,
	}
	var in flow.NewTenant
	cmd.Flags().StringVar(&in.Organization, "name", "", "name of the organization")
	cmd.Flags().StringVar(&in.Short, "short", "", "short name for its address: a-z 0-9 -")
	cmd.Flags().StringVar(&in.Name, "owner-name", "", "name of its owner")
	cmd.Flags().StringVar(&in.Email, "owner-email", "", "address of its owner")
	settings := withConfig(cmd, coreSettings...)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return withCore(cmd, settings, func(ctx context.Context, o *core) error {
			made, err := o.flows.CreateTenant(ctx, flow.Request{Now: o.flows.Now()}, in)
			if err != nil {
				return asUsage(err, flagOf)
			}
			fmt.Fprintf(cmd.OutOrStdout(), "Created   %s\nOwner     %s\nLink      %s\n", made.Org.ShortName, made.Owner.Email, made.Link)
			return nil
		})
	}
	return cmd
}

// flagOf names the flag behind a field of a new organization.
var flagOf = map[string]string{"organization": "--name", "short": "--short", "name": "--owner-name", "email": "--owner-email"}

// asUsage turns what is wrong with the fields into mistakes on the command
// line, all at once.
func asUsage(err error, flags map[string]string) error {
	var e *domain.Error
	if !errors.As(err, &e) || e.Field == "" {
		return err
	}
	var all Problems
	for _, one := range append([]*domain.Error{e}, e.More...) {
		p := Problem{Key: flags[one.Field], What: refusals[one.Code]}
		if p.What == "" {
			p.What = string(one.Code)
		}
		if s, ok := one.Args["suggestion"].(string); ok && s != "" {
			p.Fix = "this one is free: " + s
		}
		all = append(all, p)
	}
	return badInput{all}
}

var refusals = map[domain.Code]string{
	domain.CodeRequiredOrganization: "the organization needs a name",
	domain.CodeRequiredShort:        "the organization needs a short name",
	domain.CodeRequiredName:         "the owner needs a name",
	domain.CodeRequiredEmail:        "the owner needs an address",
	domain.CodeEmailFormat:          "this is no e-mail address",
	domain.CodeAlreadyMember:        "somebody has this address already",
	domain.CodeNameLong:             "this name is too long, or holds characters that can't be shown",
	domain.CodeShortNameFormat:      "use 3 to 40 of a-z, 0-9 and single hyphens inside",
	domain.CodeShortNameReserved:    "this short name is reserved",
	domain.CodeShortNameTaken:       "this short name is taken",
	domain.CodeShortNameAlike:       "this short name looks like one that is taken",
}

// badInput is Problems of a command's own flags.
type badInput struct{ all Problems }

func (b badInput) Error() string { return b.all.Error() }

func newTenantList() *cobra.Command {
	cmd := &cobra.Command{Use: "list", Short: "List the organizations", Example: "  twofold tenant list", Args: noArgs}
	settings := withConfig(cmd, coreSettings...)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return withCore(cmd, settings, func(ctx context.Context, o *core) error {
			all, err := o.store.Tenants(ctx)
			if err != nil {
				return err
			}
			return listTenants(cmd.OutOrStdout(), all)
		})
	}
	return cmd
}

func listTenants(out io.Writer, all []domain.Tenant) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "SHORT NAME\tNAME\tSTATE\tCREATED")
	for _, t := range all {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", t.ShortName, t.Name, t.State, t.CreatedAt.Format(time.DateOnly))
	}
	return w.Flush()
}

// withCore runs a command on the opened core.
func withCore(cmd *cobra.Command, settings func() (*Config, error), do func(context.Context, *core) error) error {
	c, err := settings()
	if err != nil {
		return err
	}
	clock, _, err := newSandbox(c, time.Now)
	if err != nil {
		return err
	}
	o, err := openCore(cmd.Context(), c, clock, newLog(cmd.ErrOrStderr(), slog.LevelWarn.String()))
	if err != nil {
		return err
	}
	defer o.db.Close()
	return do(cmd.Context(), o)
}
