//go:build !sandbox

package command

import (
	"net"
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
