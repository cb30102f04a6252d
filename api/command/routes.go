package command

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"twofold/api/door"
)

func newRoutes() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "routes",
		Short:   "List every route and the permission it asks for",
		Long:    "Lists every route the service answers, in the order they are registered, and the\npermission each asks for. It needs no settings and touches no database.",
		Example: "  twofold routes --json",
		Args:    noArgs,
	}
	asJSON := cmd.Flags().Bool("json", false, "write JSON")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		routes, err := routesOf(cmd.Context())
		if err != nil {
			return err
		}
		return listRoutes(cmd.OutOrStdout(), routes, *asJSON)
	}
	return cmd
}

// routesOf asks the product itself, built on an empty database that is gone
// afterwards.
func routesOf(ctx context.Context) ([]door.Route, error) {
	folder, err := os.MkdirTemp("", "twofold-routes-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	c, err := FromEnvironment([]string{EnvPrefix + "DATA=" + folder})
	if err != nil {
		return nil, err
	}
	if _, err := createKeys(c.keysPath()); err != nil {
		return nil, err
	}
	a, err := Build(ctx, c, time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	defer a.Close()
	return a.Routes(), nil
}

func listRoutes(out io.Writer, routes []door.Route, asJSON bool) error {
	if asJSON {
		e := json.NewEncoder(out)
		e.SetIndent("", "  ")
		return e.Encode(routes)
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "METHOD\tPATH\tPERMISSION")
	for _, r := range routes {
		fmt.Fprintf(w, "%s\t%s\t%s\n", r.Method, r.Path, r.Permission)
	}
	return w.Flush()
}
