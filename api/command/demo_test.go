//go:build sandbox

package command

import (
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"twofold/api/sandbox"
)

var alone = []string{"TWOFOLD_LISTEN=127.0.0.1:0", "TWOFOLD_METRICS_LISTEN="}

func TestRefusedDemosSayWhyAndHowToMendIt(t *testing.T) {
	refusedStarts(t, "demo")

	// What somebody else began is not filled with invented people.
	dir := t.TempDir()
	ran(t, dir, nil, "keys", "create")
	ran(t, dir, nil, "tenant", "create", "--name", "Northwind", "--short", "northwind", "--owner-name", "N", "--owner-email", "n@northwind.example")
	refused(t, dir, alone, ExitData, []string{"not the demo's", "data", "empty folder", "--data"}, "demo")
	refused(t, dir, nil, ExitUsage, []string{"did you mean: twofold demo"}, "dem")

	empty := filepath.Join(t.TempDir(), "data")
	refused(t, dir, nil, ExitData, []string{"no database", empty, "start the demo first", "--data"}, "demo", "code", "maria", "--data", empty)
	if _, err := os.Stat(empty); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder was made: %v", err)
	}
}

// The demo as a newcomer meets it: everything printed can be opened or pasted.
func TestTheDemoSaysWhereEverythingIs(t *testing.T) {
	dir := t.TempDir()
	said := welcomed(t, dir)
	for _, words := range []string{"Sign in ", "Administration ", "Operator ", "Outbox ", "API description ", "People ", "Password ", "Authenticator ", "Stop "} {
		if !strings.Contains(said, "\n"+words) {
			t.Errorf("no line begins with %q:\n%s", words, said)
		}
	}
	addresses := regexp.MustCompile(`http://localhost:\d+\S*`).FindAllString(said, -1)
	if len(addresses) < 6 || !strings.HasSuffix(addresses[0], "/t/northwind/sign-in") {
		t.Errorf("the first address is no sign-in: %v", addresses)
	}
	for _, at := range addresses {
		if a, err := http.Get(at); err != nil {
			t.Error(err)
		} else if a.Body.Close(); a.StatusCode != http.StatusOK {
			t.Errorf("%s: %d", at, a.StatusCode)
		}
	}
	for _, d := range sandbox.Demos {
		seen := map[string]bool{}
		for _, p := range d.People {
			line := regexp.MustCompile(regexp.QuoteMeta(d.Address(p)) + ` .*` + string(p.Role) + `, ` + string(p.State)).MatchString(said)
			if kind := string(p.Role) + string(p.State); !seen[kind] && !line {
				t.Errorf("%s, %s, %s is not named", d.Address(p), p.Role, p.State)
			} else {
				seen[kind] = true
			}
		}
	}
	kept, err := sandbox.KeptIn(filepath.Join(dir, "data", "demo.json"), "")
	if err != nil || len(kept.Password) < 12 || !strings.Contains(said, kept.Password) {
		t.Errorf("the password %q is not shown: %v", kept.Password, err)
	}

	// What it says to paste runs, on the data of this demo.
	path, _ := program()
	if code := ran(t, dir, nil, "demo", "code", "maria"); !regexp.MustCompile(`^\d{3} \d{3} `).MatchString(code) || !strings.Contains(said, path+" demo code maria ") {
		t.Errorf("code %q; the demo says:\n%s", code, said)
	}
	refused(t, dir, append(alone, "TWOFOLD_DEMO_PASSWORD=another one 2026"), ExitUsage, []string{"another password already", "TWOFOLD_DEMO_PASSWORD", "demo.json"}, "demo")
	if again := welcomed(t, dir); !strings.Contains(again, kept.Password) {
		t.Errorf("the second start has another password:\n%s", again)
	}
}

// welcomed starts the demo and returns what it printed, when it had said all.
func welcomed(t *testing.T, dir string) string {
	t.Helper()
	cmd, out, errs := twofold(t, dir, alone, "demo"), &syncBuffer{}, &syncBuffer{}
	cmd.Stdout, cmd.Stderr = out, errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Signal(os.Interrupt); cmd.Wait() })
	for end := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		if said := out.String(); strings.Contains(said, "\nStop ") && strings.HasSuffix(said, "\n") {
			return said
		}
		if time.Now().After(end) {
			t.Fatalf("the demo never said where to go:\n%s\n%s", out, errs)
		}
	}
}
