//go:build sandbox

package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"twofold/api/sandbox"
	"twofold/domain"
)

func newDemo() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Serve an installation full of demo people",
		Long: `Serves two organizations with 60 people in every state and 90 days of events, and
the company's own staff: an operator and two support agents. The first run makes them, with a data key and a password drawn at random, and keeps
everything in the data folder. Messages go to the outbox, nothing is sent.`,
		Example: `  twofold demo
  twofold demo --listen 127.0.0.1:9000 --data /tmp/demo
  twofold demo code maria`,
		Args: noSuchCommand,
	}
	settings := withConfig(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		started := time.Now()
		c, err := settings()
		if err != nil {
			return err
		}
		if _, set := c.from["log_level"]; !set {
			c.LogLevel = "warn"
		}
		return serve(cmd.Context(), c, newLog(cmd.ErrOrStderr(), c.LogLevel), func(a *App, _ Heap) error {
			kept, err := furnish(cmd.Context(), a)
			if err != nil {
				return err
			}
			return a.welcome(cmd.OutOrStdout(), kept, time.Since(started))
		})
	}
	cmd.AddCommand(newDemoCode())
	return cmd
}

func (o *core) kit() sandbox.Kit {
	return sandbox.Kit{DB: o.store, Keys: o.keys, Hasher: o.hasher, Flows: o.flows}
}

// furnish fills the demo's database on the first run.
func furnish(ctx context.Context, a *App) (sandbox.Kept, error) {
	kept, err := sandbox.KeptIn(filepath.Join(a.config.Data, "demo.json"), a.config.DemoPassword)
	if err != nil {
		return kept, unusable(a.config, err)
	}
	if a.config.DemoPassword != "" && a.config.DemoPassword != kept.Password {
		return kept, &Refusal{Exit: ExitUsage, What: "the demo has another password already", Where: a.config.where("demo_password"),
			Fix: "leave it out: the password is drawn or given on the first run, and kept in " + filepath.Join(a.config.Data, "demo.json")}
	}
	_, err = a.kit().Seed(ctx, kept.Password)
	if errors.Is(err, sandbox.ErrOthers) {
		return kept, &Refusal{Exit: ExitData, What: err.Error(), Where: a.config.Data, Fix: "choose an empty folder with --data"}
	}
	if err == nil {
		err = a.kit().Relock(ctx)
	}
	return kept, err
}

// welcome says where everything is.
func (a *App) welcome(out io.Writer, kept sandbox.Kept, took time.Duration) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	line := func(label, value, note string) { fmt.Fprintf(w, "%s\t%s\t%s\n", label, value, note) }
	base := a.config.PublicURL
	line(fmt.Sprintf("Ready in %.1f s", took.Seconds()), "", "sandbox – messages go to the outbox")
	for i, d := range sandbox.Demos {
		label := ""
		if i == 0 {
			label = "Sign in"
		}
		line(label, base+"/t/"+d.Short+"/sign-in", d.Name+", second step "+string(d.Mode))
	}
	line("Administration", base+"/t/"+sandbox.Demos[0].Short+"/admin", "as owner or admin")
	line("Operator", base+"/t/"+domain.StaffShort+"/organizations", "as olga; codes: "+a.commandLine("demo", "code", "olga"))
	line("Outbox", base+"/sandbox/outbox", "")
	for _, r := range a.Routes() {
		if r.Method == "GET" && (r.Path == "/docs/api" || r.Path == "/openapi.json") {
			line("API description", base+r.Path, "")
		}
	}
	label := "People"
	for _, d := range sandbox.Demos {
		for _, p := range shown(d) {
			line(label, d.Address(p), strings.TrimPrefix(p.Name+", ", ", ")+string(p.Role)+", "+string(p.State))
			label = ""
		}
		if more := len(d.People) - len(shown(d)); more > 0 {
			line(label, fmt.Sprintf("and %d more of %s", more, d.Name), "")
		}
	}
	line("Password", kept.Password, "the same for all of them, kept in "+filepath.Join(a.config.Data, "demo.json"))
	code, err := a.kit().Code(context.Background(), "maria")
	if err != nil {
		return err
	}
	line("Authenticator", a.commandLine("demo", "code", "maria"), "→ "+code.String())
	line("Stop", "Ctrl-C", "")
	return w.Flush()
}

// shown are the people worth naming: those who administer, and the first in
// each state.
func shown(d sandbox.Demo) []sandbox.DemoPerson {
	var out []sandbox.DemoPerson
	seen := map[sandbox.State]int{}
	for _, p := range d.People {
		if p.Role != domain.RoleUser || seen[p.State] == 0 {
			out = append(out, p)
		}
		if p.Role == domain.RoleUser {
			seen[p.State]++
		}
	}
	return out
}

// commandLine is how to run another command of this program on the same data,
// to be pasted into another shell, which knows no environment of this one.
func (a *App) commandLine(args ...string) string {
	words := append([]string{os.Args[0]}, args...)
	if _, set := a.config.from["data"]; set {
		words = append(words, "--data", a.config.Data)
	}
	for i, w := range words {
		if strings.ContainsAny(w, " \t'\"$`\\*?&;()<>|") {
			words[i] = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
	}
	return strings.Join(words, " ")
}

func newDemoCode() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "code NAME",
		Short: "Print the code a demo person's authenticator app shows now",
		Long: `Prints the code that a person's authenticator app shows now. NAME is an address, or
the part of a demo person's address before the @. While somebody is setting up an
app, it is the code of the key on their screen.`,
		Example: "  twofold demo code maria\n  twofold demo code you@your-own.example",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageError{fmt.Errorf("%s needs one name, such as maria\n  more: %s --help", cmd.CommandPath(), cmd.CommandPath())}
			}
			return nil
		},
	}
	settings := withConfig(cmd, coreSettings...)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return withCore(cmd, beganHere(settings), func(ctx context.Context, o *core) error {
			code, err := o.kit().Code(ctx, args[0])
			if errors.Is(err, sandbox.ErrNobody) || errors.Is(err, sandbox.ErrNoApp) {
				return usageError{err}
			}
			if err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), code)
			return nil
		})
	}
	return cmd
}

// beganHere refuses a data folder without a database: looking for a code begins
// none.
func beganHere(settings func() (*Config, error)) func() (*Config, error) {
	return func() (*Config, error) {
		c, err := settings()
		if err != nil || c.Postgres() {
			return c, err
		}
		there, err := present(c.databaseFile())
		if err == nil && !there {
			err = &Refusal{Exit: ExitData, What: "nobody has a code here: there is no database", Where: c.databaseFile() + " (" + c.where("data") + ")",
				Fix: "start the demo first, or name its folder with --data"}
		}
		return c, err
	}
}
