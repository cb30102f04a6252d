//go:build !sandbox

package command

import (
	"net"
	"net/http"
	"strings"
	"testing"
)

// Commands beside the server are run with less than it: a health check without
// its flags, a migration without its secrets.
func TestCommandsJudgeTheirOwnSettingsAlone(t *testing.T) {
	dir := t.TempDir()
	half := []string{"TWOFOLD_SMTP_USER=mailer", "TWOFOLD_SMTP_PASSWORD_FILE=/run/not/for/us", "TWOFOLD_TRUSTED_PROXIES=nonsense", "TWOFOLD_METRICS_LISTEN=nonsense"}
	ran(t, dir, half, "keys", "create")
	ran(t, dir, half, "migrate")
	ran(t, dir, half, "tenant", "list")
	refused(t, dir, half, ExitFault, nil, "health", "--listen", "127.0.0.1:1")
	refused(t, dir, half, ExitUsage, []string{"TWOFOLD_SMTP_USER", "/run/not/for/us", "nonsense"}, "serve")
	refused(t, dir, []string{"TWOFOLD_LISTEN=nonsense"}, ExitUsage, []string{"listen"}, "health")
	refused(t, dir, []string{"TWOFOLD_SMS_DAILY=0"}, ExitUsage, []string{"sms_daily"}, "tenant", "list") // it writes what the tenant may send
	refused(t, dir, []string{"TWOFOLD_DATABSE=x"}, ExitUsage, []string{"did you mean TWOFOLD_DATABASE?"}, "migrate")
}

func TestConfigCheckLooksAtTheDataKey(t *testing.T) {
	dir := t.TempDir()
	refused(t, dir, mailSet, ExitUsage, []string{"keys_file: there is no data key", "data/keys.json", "twofold keys create"}, "config", "check")
	refused(t, dir, append([]string{"TWOFOLD_KEYS={}"}, mailSet...), ExitUsage, []string{"damaged", "TWOFOLD_KEYS"}, "config", "check")
	refused(t, dir, append([]string{"TWOFOLD_SMS_ACCOUNT=AC1"}, mailSet...), ExitUsage, []string{"TWOFOLD_SMS_TOKEN or TWOFOLD_SMS_TOKEN_FILE"}, "config", "check")
	ran(t, dir, nil, "keys", "create")
	ran(t, dir, mailSet, "config", "check")
}

// An address for metrics that is taken is found before the service says that it is
// ready.
func TestTakenMetricsAddressIsFoundBeforeReady(t *testing.T) {
	dir := t.TempDir()
	ran(t, dir, nil, "keys", "create")
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	cmd := twofold(t, dir, append([]string{"TWOFOLD_LISTEN=127.0.0.1:0", "TWOFOLD_METRICS_LISTEN=" + taken.Addr().String()}, mailSet...), "serve")
	out, err := cmd.CombinedOutput()
	if err == nil || cmd.ProcessState.ExitCode() != int(ExitListen) || strings.Contains(string(out), `"msg":"ready"`) {
		t.Errorf("%v: %s", err, out)
	}
}

// A proxy that nobody listed is told of, once: without its header everybody counts
// as one network.
func TestProxyThatIsNotBelievedIsToldOf(t *testing.T) {
	const told = "X-Forwarded-For is not believed"
	dir := t.TempDir()
	ran(t, dir, nil, "keys", "create")
	for proxies, want := range map[string]int{"": 1, "127.0.0.0/8": 0} {
		s := serving(t, dir, "TWOFOLD_TRUSTED_PROXIES="+proxies)
		for range 2 {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+"/", nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("X-Forwarded-For", "198.51.100.7")
			answer, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			answer.Body.Close()
		}
		s.stop(t)
		if got := strings.Count(s.errs.String(), told); got != want {
			t.Errorf("%q is believed, and the log tells %d times, want %d:\n%s", proxies, got, want, s.errs)
		}
	}
}
