package acceptance_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"twofold/api/door"
	"twofold/api/flow"
	"twofold/domain"
	"twofold/tenancy/store/storetest"
)

// ASVS V3.4.7: what a page's policy stopped is told to the service, which logs
// where and what in words that hold no secret, and not without end.
func TestSweepReports(t *testing.T) {
	h := open(t, storetest.SQLite(t))
	h.bareOrg(t, "northwind")
	before := h.rows(t, "")
	send := func(from, kind, body string) reply {
		t.Helper()
		return h.knock(t, http.MethodPost, door.ReportsPath, body, "Content-Type", kind, "X-Forwarded-For", from, "Sec-Fetch-Site", "same-origin")
	}
	page := h.URL + "/t/northwind/reset/LINKSECRET?q=QUERYSECRET#FRAGMENT"
	older := fmt.Sprintf(`{"csp-report":{"document-uri":%q,"violated-directive":"script-src-elem 'self'","blocked-uri":"https://USER:PASS@evil.example:8443/path/PATHSECRET?x=BLOCKED","script-sample":"SAMPLE"}}`, page)
	newer := fmt.Sprintf(`[{"type":"csp-violation","url":%q,"user_agent":"x","body":{"documentURL":%q,"effectiveDirective":"style-src-attr","blockedURL":"inline","sample":"SAMPLE"}},{"type":"deprecation","body":{"id":"OTHER"}}]`, page, page)
	for _, one := range []struct{ kind, body, directive, blocked string }{
		{"application/csp-report", older, "script-src-elem", "https://evil.example:8443"},
		{"application/reports+json; charset=utf-8", newer, "style-src-attr", "inline"},
		{"application/csp-report", strings.Replace(older, "https://USER:PASS@evil.example:8443", "data:text/html,DATA", 1), "script-src-elem", "data"},
		{"application/csp-report", strings.Replace(older, "https://USER", `line\n{\"level\":\"ERROR\"}`, 1), "script-src-elem", "other"},
	} {
		logged := len(h.log.String())
		if a := send("10.0.0.1", one.kind, one.body); a.status != http.StatusNoContent {
			t.Fatalf("%s: %d %s", one.kind, a.status, a.body)
		}
		line := reported(t, h.log.String()[logged:])
		if line["directive"] != one.directive || line["blocked"] != one.blocked || line["page"] != "/t/:org/reset/:token" {
			t.Errorf("%s: logged %v", one.kind, line)
		}
	}
	for _, secret := range []string{"SECRET", "FRAGMENT", "SAMPLE", "PASS", "USER", "DATA", "BLOCKED", "OTHER"} {
		if strings.Contains(h.log.String(), secret) {
			t.Errorf("%s stands in the log", secret)
		}
	}
	for _, one := range []struct {
		kind, body string
		status     int
	}{
		{"application/json", older, http.StatusUnsupportedMediaType},
		{"text/plain", older, http.StatusUnsupportedMediaType},
		{"", older, http.StatusUnsupportedMediaType},
		{"application/csp-report", "[", http.StatusBadRequest},
		{"application/csp-report", `{"x":"` + strings.Repeat("x", door.MostReport) + `"}`, http.StatusRequestEntityTooLarge},
		{"application/csp-report", strings.Replace(older, h.URL, "https://evil.example", 1), http.StatusNoContent}, // of no page of ours
	} {
		logged := len(h.log.String())
		if a := send("10.0.0.2", one.kind, one.body); a.status != one.status {
			t.Errorf("%q: %d, want %d: %s", one.kind, a.status, one.status, a.body)
		}
		if strings.Contains(h.log.String()[logged:], "page policy") {
			t.Errorf("logged: %s", h.log.String()[logged:])
		}
	}
	if a := h.knock(t, http.MethodPost, door.ReportsPath, older, "Content-Type", "application/csp-report", "Sec-Fetch-Site", "cross-site"); a.status != http.StatusForbidden {
		t.Errorf("from another site: %d", a.status)
	}
	floods(t, h, send, older)
	if after := h.rows(t, ""); after != before {
		t.Errorf("stored:\n%s", changed(before, after))
	}
}

// floods sends more than is taken, of one network and of many.
func floods(t *testing.T, h *house, send func(from, kind, body string) reply, body string) {
	t.Helper()
	h.pass(time.Hour)
	taken := func(from func(n int) string) (n int) {
		logged := len(h.log.String())
		for i := range flow.ReportsMost + 50 {
			if a := send(from(i), "application/csp-report", body); a.status == http.StatusNoContent {
				n++
			} else if a.status != http.StatusTooManyRequests || codeOf(a.body) != domain.CodeRateLimited {
				t.Fatalf("%d %s", a.status, a.body)
			}
		}
		if lines := strings.Count(h.log.String()[logged:], "page policy"); lines != n {
			t.Errorf("%d reports were taken, %d logged", n, lines)
		}
		return n
	}
	if n := taken(func(int) string { return "10.1.0.1" }); n != flow.ReportsPerNetwork {
		t.Errorf("%d of one network", n)
	}
	if n := taken(func(i int) string { return fmt.Sprintf("10.2.%d.1", i) }); n != flow.ReportsMost-flow.ReportsPerNetwork {
		t.Errorf("%d of many networks", n)
	}
}

// reported is the one line about a page's policy.
func reported(t *testing.T, log string) (out map[string]string) {
	t.Helper()
	for line := range strings.Lines(log) {
		if strings.Contains(line, "page policy") {
			if out != nil {
				t.Fatalf("two lines:\n%s", log)
			}
			check(t, json.Unmarshal([]byte(line), &out))
		}
	}
	return out
}
