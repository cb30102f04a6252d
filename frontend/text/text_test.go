package text

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestT(t *testing.T) {
	for _, c := range []struct {
		lang, key string
		args      Args
		want      string
	}{
		{"en", "signin.title", nil, "Sign in"},
		{"en-GB", "signin.title", nil, "Sign in"},
		{"xx", "signin.title", nil, "Sign in"},
		{"en", "no.such.key", nil, "no.such.key"},
		{"en", "title", Args{"page": "A", "org": "{page}"}, "A – {page}"},
		{"en", "title", Args{"page": "A"}, "A – {org}"},
	} {
		if got := T(c.lang, c.key, c.args); got != c.want {
			t.Errorf("T(%q, %q, %v) = %q, want %q", c.lang, c.key, c.args, got, c.want)
		}
	}
	if one, two := N("en", "used.left", 1, nil), N("en", "used.left", 2, nil); one != "1 code left." || two != "2 codes left." {
		t.Errorf("N gave %q and %q", one, two)
	}
}

// dynamic are keys put together in code: their prefixes stand there.
var dynamic = []string{
	"activity.show.", "app.note.", "ask.reason.", "asked.state.", "audit.", "banner.", "case.", "cases.ended.", "checklist.", "checkup.",
	"confirm.reason.", "desk.end.", "desk.give.", "desk.proof.", "desk.send.", "desk.verdict.", "desk.way.", "error.", "event.", "filter.",
	"forgot.stopped.", "grant.", "health.", "helpcase.state.", "instance.", "language.", "leaves.", "menu.appearance", "menu.codes", "messages.", "methods.", "methods.app", "methods.passkey",
	"methods.password", "methods.recovery", "month.", "nav.", "notice.", "number.", "numbers.", "objection.about.", "orgs.", "passkey.new.", "people.sort.",
	"person.", "policy.", "question.", "request.", "resend.check.", "resend.lost.", "resend.sent.", "reset.checked.", "reset.next.", "resets.", "role.", "rung.",
	"security.strength.", "security.todo.", "security.way.", "sent.change.", "sent.failed.", "sent.text.", "sent.title.", "sent.will.", "setup.app",
	"setup.email", "setup.passkey", "setup.security_key", "setup.text", "setup.title.", "setup.use.", "system.", "template.field.", "template.look.",
	"template.words.text.",
}

func TestEveryKeyIsUsedAndEveryUsedKeyExists(t *testing.T) {
	source := readSource(t)
	literals := map[string]bool{}
	for _, m := range regexp.MustCompile(`"([a-z][a-z0-9_.]*)"`).FindAllStringSubmatch(source, -1) {
		literals[m[1]] = true
	}
	for key := range merged() {
		stem := strings.TrimSuffix(strings.TrimSuffix(key, ".one"), ".other")
		if !literals[key] && !literals[stem] && !hasPrefix(key, dynamic) {
			t.Errorf("nothing uses the text %q", key)
		}
	}
	used := regexp.MustCompile(`(?:v|V)\.(?:T|N|Text|Sentence|Lead|Muted)\("([a-z0-9_.]+)"`)
	for _, m := range used.FindAllStringSubmatch(source, -1) {
		if !Has("en", m[1]) && !Has("en", m[1]+".one") && !strings.HasSuffix(m[1], ".") {
			t.Errorf("there is no text %q", m[1])
		}
	}
}

func TestCatalogHasNoDoubles(t *testing.T) {
	seen := map[string]bool{}
	for _, part := range catalogs["en"] {
		for key := range part {
			if seen[key] {
				t.Errorf("%q stands twice", key)
			}
			seen[key] = true
		}
	}
}

func TestStyleOfErrors(t *testing.T) {
	for key, s := range enErrors {
		for _, bad := range []string{"please", "Please", "nvalid", "error occurred", "!", "2FA", "MFA", "log in", "Log in"} {
			if strings.Contains(s, bad) {
				t.Errorf("%s says %q", key, bad)
			}
		}
		if len([]rune(s)) > 90 {
			t.Errorf("%s has %d characters", key, len([]rune(s)))
		}
	}
}

// TestErrorsHaveTheCodesOfTheCatalog lists the codes of the catalog.
func TestErrorsHaveTheCodesOfTheCatalog(t *testing.T) {
	for _, code := range strings.Fields(`required_email required_password required_code email_format bad_credentials
		code_short code_long code_not_digits code_wrong code_reused code_expired_resent recovery_wrong recovery_used locked
		attempt_expired send_quota send_failed phone_invalid phone_landline phone_country passkey_canceled passkey_unknown
		passkey_exists passkey_unsupported enrollment_required step_up_required signed_out owner_protected last_owner
		self_forbidden precondition_required unknown_field too_large busy password_short password_leaked password_same
		link_expired link_used method_required method_not_accepted policy_self_unprotected conflict forbidden rate_limited
		network unknown`) {
		if !Has("en", "error."+code) {
			t.Errorf("no text for the error %s", code)
		}
	}
}

func merged() map[string]string { return wordsOf(Default) }

func hasPrefix(key string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(key, p) {
			return true
		}
	}
	return false
}

// readSource is the Go code that may name keys: the front end, and the parts
// of the server that write words.
func readSource(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for _, root := range []string{"..", "../../api"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "/text/en_") {
				return err
			}
			s, err := os.ReadFile(path)
			b.Write(s)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func TestCodesFile(t *testing.T) {
	got := string(CodesFile("en", "North\nwind", "maria@northwind.example", "https://id.example/t/northwind/sign-in", "2026-11-03", []string{"k7m2-p9xw-4t3h-q8rz"}))
	want := "North wind recovery codes\r\n\r\nAccount: maria@northwind.example\r\nSign in at: https://id.example/t/northwind/sign-in\r\nMade on: 2026-11-03\r\n\r\n[ ] k7m2-p9xw-4t3h-q8rz\r\n\r\n"
	if !strings.HasPrefix(got, want) || strings.Contains(strings.ReplaceAll(got, "\r\n", ""), "\n") {
		t.Errorf("file is %q", got)
	}
	if name := CodesFileName("northwind", "2026-11-03"); name != "northwind-recovery-codes-2026-11-03.txt" {
		t.Errorf("name is %q", name)
	}
}
