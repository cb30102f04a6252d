package command

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"
)

// configured loads settings the way a command does.
func configured(t *testing.T, args, environ []string) (*Config, error) {
	t.Helper()
	c := &Config{}
	flags := schema(c)
	parsed := pflag.NewFlagSet("", pflag.ContinueOnError)
	flags.VisitAll(func(f *pflag.Flag) { parsed.AddFlag(f) })
	if err := parsed.Parse(args); err != nil {
		t.Fatal(err)
	}
	return c, load(c, flags, environ)
}

func written(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFlagsWinOverEnvironmentOverFileOverDefaults(t *testing.T) {
	path := written(t, "twofold.yaml", "listen: 127.0.0.1:1\nconns: 11\nlog_level: debug\ntrusted_proxies: [10.0.0.0/8, 192.168.1.1]\nstop_grace: 7s\nopen_sign_up: false\n")
	c, err := configured(t, []string{"--listen", "127.0.0.1:3", "--config", path}, []string{"TWOFOLD_LISTEN=127.0.0.1:2", "TWOFOLD_CONNS=22", "HOME=/root"})
	if err != nil {
		t.Fatal(err)
	}
	if c.Listen != "127.0.0.1:3" || c.Conns != 22 || c.LogLevel != "debug" || c.Data != "data" || c.StopGrace != 7*time.Second || c.OpenSignUp {
		t.Errorf("got %+v", c)
	}
	if !slices.Equal(c.TrustedProxies, []string{"10.0.0.0/8", "192.168.1.1"}) {
		t.Errorf("trusted proxies %q", c.TrustedProxies)
	}
	if c.PublicURL != "http://localhost:3" {
		t.Errorf("public URL %q hangs on the address to listen on", c.PublicURL)
	}
	for key, where := range map[string]string{"listen": "--listen", "conns": "TWOFOLD_CONNS", "log_level": path + ":3"} {
		if got := c.where(key); got != where {
			t.Errorf("%s comes from %q, want %q", key, got, where)
		}
	}
}

func TestWrongSettingsAreToldAllAtOnce(t *testing.T) {
	path := written(t, "twofold.yaml", "# comment\nlisten: nowhere\nlog_levle: info\nsmtp: {host: a}\n")
	_, err := configured(t, []string{"--config", path, "--conns", "0", "--stop-grace", "1h"}, []string{
		"TWOFOLD_PUBLIC_URL=http://id.example", "TWOFOLD_TRUSTED_PROXIES=0.0.0.0/0,banana", "TWOFOLD_OPEN_SIGN_UP=perhaps",
		"TWOFOLD_DATABASE=mysql://db", "TWOFOLD_GEOIP_FILE=missing.mmdb", "TWOFOLD_SMPT_HOST=mail.example", "TWOFOLD_HASH_QUEUE=", "TWOFOLD_SMTP_USER=u"})
	var all Problems
	if !errors.As(err, &all) {
		t.Fatalf("got %v", err)
	}
	want := []Problem{
		{"log_levle", "no such setting", path + ":3", "did you mean log_level?"},
		{"smtp: host", "aren't nested", path + ":4", "did you mean smtp_host?"},
		{"smpt_host", "no such setting", "TWOFOLD_SMPT_HOST", "did you mean TWOFOLD_SMTP_HOST?"},
		{"open_sign_up", `"perhaps" is not true or false`, "TWOFOLD_OPEN_SIGN_UP", "the default is true"},
		{"hash_queue", "empty", "TWOFOLD_HASH_QUEUE", "a whole number"},
		{"listen", `"nowhere" is no address`, path + ":2", "host:port"},
		{"public_url", "unencrypted", "TWOFOLD_PUBLIC_URL", "https://"},
		{"database", "no PostgreSQL address", "TWOFOLD_DATABASE", "postgres://"},
		{"trusted_proxies", "0.0.0.0/0 is everybody", "TWOFOLD_TRUSTED_PROXIES", "your own"},
		{"geoip_file", "open the file of places", "TWOFOLD_GEOIP_FILE", "GeoLite2 City"},
		{"trusted_proxies", `"banana" is no network`, "TWOFOLD_TRUSTED_PROXIES", ""},
		{"conns", "0 is not between 1 and 500", "--conns", ""},
		{"stop_grace", "1h0m0s is not between", "--stop-grace", ""},
		{"smtp_user", "no mail server", "TWOFOLD_SMTP_USER", "smtp_host"},
	}
	for _, w := range want {
		if !slices.ContainsFunc(all, func(p Problem) bool {
			return p.Key == w.Key && strings.Contains(p.What, w.What) && p.Where == w.Where && strings.Contains(p.Fix, w.Fix)
		}) {
			t.Errorf("nothing is said about %+v", w)
		}
	}
	if len(all) != len(want) {
		t.Errorf("%d things are told, want %d:\n%s", len(all), len(want), all.text())
	}
}

func TestEachSettingRefusesWhatIsOutOfItsRange(t *testing.T) {
	for _, env := range []string{"LISTEN=", "LISTEN=8080", "LISTEN=:x", "LISTEN=:70000", "PUBLIC_URL=id.example", "PUBLIC_URL=ftp://id.example", "PUBLIC_URL=https://id.example/path",
		"PUBLIC_URL=https://u@id.example", "PUBLIC_URL=http://10.0.0.1:8080", "DATA=", "DATABASE=x.db", "LOG_LEVEL=loud", "CONNS=501", "CONNS=1e3", "HASH_SLOTS=-1", "HASH_QUEUE=100001",
		"STOP_DELAY=-1s", "STOP_DELAY=5", "STOP_GRACE=0s", "SMTP_HOST=mail.example", "SMTP_IMPLICIT_TLS=true", "TRUSTED_PROXIES=::/0", "ALLOW_HTTP=yes", "KEYS_FILE_=x"} {
		if _, err := configured(t, nil, []string{EnvPrefix + env}); err == nil {
			t.Errorf("%s is taken", env)
		}
	}
	for _, env := range []string{"PUBLIC_URL=http://localhost:8080", "PUBLIC_URL=http://127.0.0.1", "PUBLIC_URL=http://[::1]:8080", "PUBLIC_URL=http://a.localhost", "PUBLIC_URL=https://id.example/",
		"LISTEN=:8080", "LISTEN=[::1]:0", "DATABASE=", "TRUSTED_PROXIES=", "CONNS=500"} {
		if _, err := configured(t, nil, []string{EnvPrefix + env}); err != nil {
			t.Errorf("%s is refused: %v", env, err)
		}
	}
}

func TestHTTPNeedsAnOverride(t *testing.T) {
	if _, err := configured(t, []string{"--allow-http"}, []string{"TWOFOLD_PUBLIC_URL=http://id.example"}); err != nil {
		t.Error(err)
	}
}

func TestVariablesOfOthersAreLeftAlone(t *testing.T) {
	_, err := configured(t, nil, []string{"TWOFOLD_PORT=tcp://10.0.0.7:80", "TWOFOLD_SERVICE_HOST=10.0.0.7", "TWOFOLD_PORT_80_TCP_ADDR=10.0.0.7", "TWOFOLD_TEST_POSTGRES=x"})
	if err != nil {
		t.Error(err)
	}
}

func TestSecretsComeFromFilesToo(t *testing.T) {
	mail := []string{"TWOFOLD_SMTP_HOST=mail.example", "TWOFOLD_SMTP_FROM=id@example.org", "TWOFOLD_SMTP_USER=u"}
	secret := written(t, "secret", "s3cret\n")
	c, err := configured(t, nil, append(mail, "TWOFOLD_SMTP_PASSWORD_FILE="+secret))
	if err != nil || c.SMTPPassword != "s3cret" {
		t.Errorf("password %q, %v", c.SMTPPassword, err)
	}
	address := written(t, "database", "postgres://u:p@localhost/x\n")
	c, err = configured(t, []string{"--database-file", address}, []string{"TWOFOLD_DATABASE=postgres://other/x"})
	if err != nil || c.Database != "postgres://u:p@localhost/x" {
		t.Errorf("database %q, %v", c.Database, err)
	}
	c, err = configured(t, []string{"--database", "postgres://localhost/flag"}, []string{"TWOFOLD_DATABASE_FILE=" + address})
	if err != nil || c.Database != "postgres://localhost/flag" {
		t.Errorf("database %q, %v", c.Database, err)
	}
	for name, env := range map[string][]string{
		"both":    {"TWOFOLD_SMTP_PASSWORD=a", "TWOFOLD_SMTP_PASSWORD_FILE=" + secret},
		"missing": {"TWOFOLD_SMTP_PASSWORD_FILE=" + secret + ".none"},
		"empty":   {"TWOFOLD_SMTP_PASSWORD_FILE=" + written(t, "empty", "\n")},
	} {
		if _, err := configured(t, nil, append(slices.Clone(mail), env...)); err == nil {
			t.Errorf("%s: a secret that isn't there is taken", name)
		}
	}
}

func TestKeysFileIsNamedOrLiesInTheDataFolder(t *testing.T) {
	c, err := configured(t, []string{"--data", "/srv/id"}, nil)
	if err != nil || c.keysPath() != "/srv/id/keys.json" {
		t.Errorf("%s, %v", c.keysPath(), err)
	}
	c, err = configured(t, nil, []string{"TWOFOLD_KEYS_FILE=/run/secrets/keys"})
	if err != nil || c.keysPath() != "/run/secrets/keys" || c.Keys != "" {
		t.Errorf("%s, %v", c.keysPath(), err)
	}
}

func TestBrokenFilesAreTold(t *testing.T) {
	for name, path := range map[string]string{
		"missing":    filepath.Join(t.TempDir(), "none.yaml"),
		"not yaml":   written(t, "a.yaml", "listen: [1\n"),
		"not a map":  written(t, "b.yaml", "- listen\n"),
		"twice":      written(t, "c.yaml", "conns: 1\nconns: 2\n"),
		"a map":      written(t, "d.yaml", "listen: {a: b}\n"),
		"dotted key": written(t, "e.yaml", "smtp.host: a\n"),
	} {
		if _, err := configured(t, []string{"--config", path}, nil); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestPrintHidesSecrets(t *testing.T) {
	c := &Config{}
	flags := schema(c)
	environ := []string{"TWOFOLD_DATABASE=postgres://u:hunter2@db/x", "TWOFOLD_KEYS=hunter2", "TWOFOLD_SMTP_HOST=m", "TWOFOLD_SMTP_FROM=a@b.example", "TWOFOLD_SMTP_USER=u", "TWOFOLD_SMTP_PASSWORD=hunter2"}
	if err := load(c, flags, environ); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	printConfig(&out, c, flags, true)
	if strings.Contains(out.String(), "hunter2") || !strings.Contains(out.String(), "postgres://u:xxxxx@db/x") {
		t.Error(out.String())
	}
	// What it prints can be given back.
	again, err := configured(t, []string{"--config", written(t, "printed.yaml", strings.ReplaceAll(out.String(), "xxxxx", "p"))}, nil)
	if err != nil || again.SMTPFrom != c.SMTPFrom || again.StopGrace != c.StopGrace {
		t.Errorf("%+v, %v", again, err)
	}
}

func TestNearestFindsTypingErrorsOnly(t *testing.T) {
	known := []string{"listen", "public_url", "smtp_port", "smtp_from", "smtp_host"}
	for typed, want := range map[string]string{"lisen": "listen", "publc_url": "public_url", "smpt_host": "smtp_host", "smtp_form": "smtp_from", "banana": "", "url": ""} {
		if got := nearest(typed, known); got != want {
			t.Errorf("%s: %q, want %q", typed, got, want)
		}
	}
}
