package migrations_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/uptrace/bun"

	"twofold/migrations"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store/storetest"
)

// The test binary runs itself as an instance of its own: this variable names
// its database, and the other one what it does there.
const childOf, childDoes = "TWOFOLD_TEST_CHILD", "TWOFOLD_TEST_CHILD_DOES"

func TestMain(m *testing.M) {
	address := os.Getenv(childOf)
	if address == "" {
		os.Exit(m.Run())
	}
	if err := child(scoped.Config{URL: address, Conns: 2}, os.Getenv(childDoes)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func child(c scoped.Config, does string) error {
	db, err := scoped.Open(ctx, c)
	if err != nil {
		return err
	}
	defer db.Close()
	if does == "hold" {
		return db.Migrate(ctx, func(context.Context, *bun.DB) error {
			fmt.Println("holding")
			_, err := io.Copy(io.Discard, os.Stdin) // until it's killed
			return err
		})
	}
	done, err := up(db, migrations.Files)
	fmt.Println(strings.Join(done, "\n"))
	return err
}

func instance(t *testing.T, c scoped.Config, does string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	must(t, err)
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), childOf+"="+c.URL, childDoes+"="+does)
	cmd.Stderr = os.Stderr
	return cmd
}

// TestStartingProcesses starts five processes at once on an empty database.
func TestStartingProcesses(t *testing.T) {
	both(t, func(t *testing.T, c scoped.Config) {
		var cmds [5]*exec.Cmd
		var outs [5]strings.Builder
		for i := range cmds {
			cmds[i] = instance(t, c, "up")
			cmds[i].Stdout = &outs[i]
		}
		for _, cmd := range cmds {
			must(t, cmd.Start())
		}
		did := 0
		for i, cmd := range cmds {
			if err := cmd.Wait(); err != nil {
				t.Errorf("instance %d: %v", i, err)
			}
			did += strings.Count(outs[i].String(), first)
		}
		if did != 1 {
			t.Errorf("%d instances applied the first migration", did)
		}
	})
}

// TestKilledMigrator kills a process that holds the lock: others wait for it
// while it lives, and no longer.
func TestKilledMigrator(t *testing.T) {
	both(t, func(t *testing.T, c scoped.Config) {
		holder := instance(t, c, "hold")
		in, err := holder.StdinPipe()
		must(t, err)
		defer in.Close()
		out, err := holder.StdoutPipe()
		must(t, err)
		must(t, holder.Start())
		if line, err := bufio.NewReader(out).ReadString('\n'); line != "holding\n" {
			t.Fatal(line, err)
		}
		db := storetest.Open(t, c)
		short, cancel := context.WithTimeout(ctx, 200*time.Millisecond)
		defer cancel()
		if err := db.Migrate(short, func(context.Context, *bun.DB) error { return nil }); err == nil {
			t.Error("two processes migrate at once")
		}
		must(t, holder.Process.Kill())
		_ = holder.Wait()
		_, err = up(db, migrations.Files)
		must(t, err)
	})
}
