package command

import (
	"bytes"
	"context"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

var folder string // of the binary

// program is the binary of the build under test, built once.
var program = sync.OnceValues(func() (path string, err error) {
	if folder, err = os.MkdirTemp("", "twofold-binary-"); err != nil {
		return "", err
	}
	path = filepath.Join(folder, "twofold")
	tags := ""
	if Sandbox {
		tags = "sandbox"
	}
	out, err := exec.Command("go", "build", "-tags", tags, "-o", path, "twofold").CombinedOutput()
	if err != nil {
		err = errors.New(string(out))
	}
	return path, err
})

func TestMain(m *testing.M) {
	code := m.Run()
	os.RemoveAll(folder)
	os.Exit(code)
}

// twofold prepares a run of the program in a folder, with nothing of this
// process's environment.
func twofold(t *testing.T, dir string, environ []string, args ...string) *exec.Cmd {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), path, args...)
	cmd.Dir, cmd.Env = dir, append([]string{"HOME=" + dir, "TMPDIR=" + t.TempDir()}, environ...)
	return cmd
}

var mailSet = []string{"TWOFOLD_SMTP_HOST=mail.invalid", "TWOFOLD_SMTP_FROM=id@example.org", "TWOFOLD_STOP_DELAY=0s"}

// refused runs the program, which must end with the code and say these words,
// and no stack.
func refused(t *testing.T, dir string, environ []string, code Exit, words []string, args ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := twofold(t, dir, environ, args...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	done := make(chan error, 1)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { done <- cmd.Wait() }()
	select {
	case <-done:
	case <-ctx.Done():
		t.Fatalf("%v did not end:\n%s", args, errs.String())
	}
	if got := cmd.ProcessState.ExitCode(); got != int(code) {
		t.Errorf("%v ends with %d, want %d:\n%s", args, got, code, errs.String())
	}
	for _, w := range words {
		if !strings.Contains(errs.String(), w) {
			t.Errorf("%v doesn't say %q:\n%s", args, w, errs.String())
		}
	}
	if strings.Contains(errs.String(), "goroutine ") {
		t.Errorf("%v prints a stack:\n%s", args, errs.String())
	}
}

func ran(t *testing.T, dir string, environ []string, args ...string) string {
	t.Helper()
	cmd := twofold(t, dir, environ, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, errs.String())
	}
	return out.String()
}

type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// refusedStarts are the refusals of every command that serves.
func refusedStarts(t *testing.T, command string) {
	t.Helper()
	dir := t.TempDir()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	free := append([]string{"TWOFOLD_LISTEN=127.0.0.1:0"}, mailSet...)
	none := "postgres://nobody:hunter2@127.0.0.1:1/none"

	refused(t, dir, nil, ExitUsage, []string{"did you mean: --listen"}, command, "--lisen", ":1")
	refused(t, dir, mailSet, ExitListen, []string{taken.Addr().String(), "--listen", "to fix"}, command, "--listen", taken.Addr().String())
	refused(t, dir, free, ExitData, []string{"/dev/null/data", "--data"}, command, "--data", "/dev/null/data")
	refused(t, dir, append(free, "TWOFOLD_DATABASE="+none), ExitDatabase, []string{"can't be reached", "TWOFOLD_DATABASE"}, command)

	others := t.TempDir()
	ran(t, others, nil, "keys", "create")
	ran(t, others, nil, "tenant", "create", "--name", "Northwind", "--short", "northwind", "--owner-name", "N", "--owner-email", "n@northwind.example")
	ran(t, others, nil, "keys", "create", "--keys-file", "other.json")
	refused(t, others, append(free, "TWOFOLD_KEYS_FILE=other.json"), ExitKeys, []string{"the wrong one", "other.json", "TWOFOLD_KEYS_FILE"}, command)
}
