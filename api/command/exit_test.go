//go:build !sandbox

package command

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"twofold/tenancy/store/storetest"
)

// started is a running server.
type started struct {
	cmd  *exec.Cmd
	url  string
	errs *syncBuffer
}

var listening = regexp.MustCompile(`"msg":"ready","listen":"([^"]+)"`)

func serving(t *testing.T, dir string, environ ...string) *started {
	t.Helper()
	s := &started{cmd: twofold(t, dir, append(environ, mailSet...), "serve", "--listen", "127.0.0.1:0"), errs: &syncBuffer{}}
	s.cmd.Stderr = s.errs
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.cmd.Process.Kill(); s.cmd.Wait() })
	for end := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		if m := listening.FindStringSubmatch(s.errs.String()); m != nil {
			s.url = "http://" + m[1]
			return s
		}
		if time.Now().After(end) {
			t.Fatalf("the server never said ready:\n%s", s.errs.String())
		}
	}
}

func (s *started) stop(t *testing.T) {
	t.Helper()
	s.cmd.Process.Signal(syscall.SIGTERM)
	if err := s.cmd.Wait(); err != nil {
		t.Errorf("the server ended with %v:\n%s", err, s.errs.String())
	}
}

func TestRefusedStartsSayWhyAndHowToMendIt(t *testing.T) {
	refusedStarts(t, "serve")
	dir := t.TempDir()
	free := append([]string{"TWOFOLD_LISTEN=127.0.0.1:0"}, mailSet...)
	refused(t, dir, nil, ExitUsage, []string{"no command", "did you mean: twofold serve"}, "serv")
	refused(t, dir, nil, ExitUsage, []string{"no command"}, "demo")
	refused(t, dir, nil, ExitUsage, []string{"smtp_host", "TWOFOLD_SMTP_HOST"}, "serve")
	refused(t, dir, nil, ExitUsage, []string{"smtp_host"}, "config", "check")
	refused(t, dir, free, ExitKeys, []string{"no data key", "data/keys.json", "twofold keys create"}, "serve")
	refused(t, dir, nil, ExitFault, nil, "health", "--listen", "127.0.0.1:1")
}

func TestPasswordsOfTheDatabaseAreNotPrinted(t *testing.T) {
	for _, address := range []string{"postgres://nobody:hunter2@127.0.0.1:1/none", "postgres://nobody:hunter2@[::bad/none"} {
		cmd := twofold(t, t.TempDir(), append([]string{"TWOFOLD_DATABASE=" + address}, mailSet...), "serve", "--listen", "127.0.0.1:0")
		out, err := cmd.CombinedOutput()
		if err == nil || strings.Contains(string(out), "hunter2") || strings.Contains(string(out), "\n\t") {
			t.Errorf("%v: %s", err, out)
		}
	}
}

// F-25: another key, a damaged one and none never serve, and none is made for
// a database that has one.
func TestF25WrongOrMissingKeyRefusesToStart(t *testing.T) {
	dir := t.TempDir()
	free := append([]string{"TWOFOLD_LISTEN=127.0.0.1:0"}, mailSet...)
	ran(t, dir, nil, "keys", "create")
	refused(t, dir, nil, ExitKeys, []string{"already"}, "keys", "create")
	refused(t, dir, nil, ExitUsage, []string{"--short", "--owner-email", "--owner-name"}, "tenant", "create", "--name", "X")
	ran(t, dir, nil, "tenant", "create", "--name", "Northwind", "--short", "northwind", "--owner-name", "N", "--owner-email", "n@northwind.example")
	if out := ran(t, dir, nil, "tenant", "list"); !strings.Contains(out, "northwind") {
		t.Error(out)
	}
	key := filepath.Join(dir, "data", "keys.json")
	good, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	ran(t, dir, nil, "keys", "create", "--keys-file", "other.json")
	refused(t, dir, append(free, "TWOFOLD_KEYS_FILE=other.json"), ExitKeys, []string{"the wrong one", "other.json", "TWOFOLD_KEYS_FILE"}, "serve")
	refused(t, dir, append(free, "TWOFOLD_KEYS="+string(good[:len(good)/2])), ExitKeys, []string{"damaged", "TWOFOLD_KEYS"}, "serve")
	if err := os.Rename(key, key+".away"); err != nil {
		t.Fatal(err)
	}
	refused(t, dir, free, ExitKeys, []string{"of this database is missing", "don't make a new one"}, "serve")
	if _, err := os.Stat(key); err == nil {
		t.Error("a key was made for a database that has one")
	}
	if out := ran(t, dir, []string{"TWOFOLD_KEYS=" + string(good)}, "tenant", "list"); !strings.Contains(out, "northwind") {
		t.Error(out)
	}
}

// F-12: a database that went away is never replaced by an empty one.
func TestF12VanishedDatabaseIsNotReplaced(t *testing.T) {
	dir := t.TempDir()
	free := append([]string{"TWOFOLD_LISTEN=127.0.0.1:0"}, mailSet...)
	ran(t, dir, nil, "keys", "create")
	ran(t, dir, nil, "migrate")
	file := filepath.Join(dir, "data", "twofold.db")
	if err := os.Truncate(file, 0); err != nil {
		t.Fatal(err)
	}
	refused(t, dir, free, ExitData, []string{"is gone", "twofold.db", "backup"}, "serve")
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	refused(t, dir, free, ExitData, []string{"is gone"}, "serve")
	refused(t, dir, nil, ExitData, []string{"is gone"}, "migrate")
	if _, err := os.Stat(file); err == nil {
		t.Error("an empty database lies in the place of the one that vanished")
	}
	if err := os.Remove(file + ".exists"); err != nil {
		t.Fatal(err)
	}
	ran(t, dir, nil, "migrate")
}

func TestPostgresIsServedByALesserRoleOnly(t *testing.T) {
	good := storetest.Postgres(t).URL
	dir := t.TempDir()
	free := append([]string{"TWOFOLD_LISTEN=127.0.0.1:0"}, mailSet...)
	ran(t, dir, nil, "keys", "create")
	refused(t, dir, append(free, "TWOFOLD_DATABASE="+asSuperuser(t, good)), ExitDatabase, []string{"superuser", "TWOFOLD_DATABASE", "--serve-role"}, "serve")
	refused(t, dir, append(free, "TWOFOLD_DATABASE="+storetest.EmptyPostgres(t).URL), ExitSchema, []string{"twofold migrate --serve-role"}, "serve")
	s := serving(t, dir, "TWOFOLD_DATABASE="+good)
	s.stop(t)
}

// What only sandbox builds offer isn't in this one.
func TestProductionHasNoSandbox(t *testing.T) {
	dir := t.TempDir()
	ran(t, dir, nil, "keys", "create")
	s := serving(t, dir)
	for _, request := range []struct{ method, path string }{
		{"GET", "/sandbox/outbox"}, {"GET", "/sandbox/outbox?to=a@b.example&format=json"}, {"GET", "/sandbox/clock"}, {"POST", "/sandbox/clock"}, {"GET", "/sandbox"},
	} {
		r, err := http.NewRequestWithContext(t.Context(), request.method, s.url+request.path, strings.NewReader(`{"advance":"31m"}`))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s %s: %d", request.method, request.path, answer.StatusCode)
		}
	}
	if out := ran(t, dir, nil, "routes"); strings.Contains(out, "/sandbox") {
		t.Error(out)
	}
	if ran(t, dir, nil, "health", "--listen", strings.TrimPrefix(s.url, "http://")); s.errs.String() == "" {
		t.Error("nothing is logged")
	}
	s.stop(t)
	path, _ := program()
	binary, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(binary, []byte("/sandbox/clock")) {
		t.Error("the production binary holds the sandbox's clock")
	}
}

func TestKeysRotateKeepsWhatWasThere(t *testing.T) {
	dir := t.TempDir()
	ran(t, dir, nil, "keys", "create")
	s := serving(t, dir)
	if out := ran(t, dir, nil, "keys", "rotate"); !strings.Contains(out, "Signs from") {
		t.Error(out)
	}
	answer, err := http.Get(s.url + "/.well-known/jwks.json")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || strings.Count(string(body), `"kid"`) != 2 {
		t.Errorf("%v: %s", err, body)
	}
	s.stop(t)
	ran(t, dir, nil, "keys", "rotate", "--data-key")
	serving(t, dir).stop(t)
	ran(t, dir, nil, "keys", "rotate")
}

// F-24: once an instance has served with a newer data key, one with the file
// from before refuses to start: it couldn't open what the other sealed.
func TestF24KeyFileFromBeforeTheRotationIsRefused(t *testing.T) {
	dir := t.TempDir()
	free := append([]string{"TWOFOLD_LISTEN=127.0.0.1:0", "TWOFOLD_KEYS_FILE=before.json"}, mailSet...)
	ran(t, dir, nil, "keys", "create")
	ran(t, dir, nil, "tenant", "list")
	before, err := os.ReadFile(filepath.Join(dir, "data", "keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "before.json"), before, 0o600); err != nil {
		t.Fatal(err)
	}
	ran(t, dir, nil, "keys", "rotate", "--data-key")
	ran(t, dir, []string{"TWOFOLD_KEYS_FILE=before.json"}, "tenant", "list") // nobody served with the newer one yet
	serving(t, dir).stop(t)
	refused(t, dir, free, ExitKeys, []string{"before its last rotation", "before.json", "no such key"}, "serve")
	ran(t, dir, nil, "keys", "rotate", "--data-key")
	serving(t, dir).stop(t)
}
