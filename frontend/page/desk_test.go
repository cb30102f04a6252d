//go:build !wasm

package page

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// addresses of every screen of the desk, and of the states that an address
// holds.
var deskAddresses = []string{
	"/me/security", "/me/activity", "/me/activity?show=sign_ins", "/admin", "/admin/people", "/admin/people?two_step=on&role=user&q=x&few_codes=true",
	"/admin/people/usr_1", "/admin/people/usr_1?tab=activity", "/admin/people/usr_1?tab=profile", "/admin/invite", "/admin/policy",
	"/admin/audit", "/admin/audit?days=custom&group=signin&person=usr_1", "/admin/organization",
}

func TestEveryScreenDrawsWhatTheAPISays(t *testing.T) {
	for _, address := range deskAddresses {
		s := newStage(t, canned("Maria"), address)
		checkLive(t, address, s.page())
		if find(s.page(), "aria-busy", "true") != nil {
			t.Errorf("%s: still loading", address)
		}
	}
}

// TestScreensKeepHostileWords finds the same elements whatever people are
// called, and their names as typed.
func TestScreensKeepHostileWords(t *testing.T) {
	const harmless = "harmless-words"
	for _, address := range deskAddresses {
		want := shape(newStage(t, canned(harmless), address).page())
		for _, s := range hostile {
			got := shape(newStage(t, canned(s), address).page())
			if !slices.Equal(want.elements, got.elements) {
				t.Errorf("%s: %q changed the elements", address, s)
				continue
			}
			for i, w := range want.strings {
				typed := strings.ReplaceAll(w, harmless, s)
				if strings.Contains(w, harmless) && !strings.Contains(w, `\"`) && !strings.Contains(w, "\n") && got.strings[i] != typed {
					t.Errorf("%s: %q came out as %q, want %q", address, s, got.strings[i], typed)
				}
			}
		}
	}
}

func checkLive(t *testing.T, name string, root *html.Node) {
	t.Helper()
	ids, labels := map[string]int{}, map[string]bool{}
	heads := 0
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if id := attr(n, "id"); id != "" {
			ids[id]++
		}
		switch n.Data {
		case "h1":
			heads++
		case "label":
			labels[attr(n, "for")] = words(n) != ""
		case "button":
			if strings.TrimSpace(words(n)) == "" && attr(n, "aria-label") == "" {
				t.Errorf("%s: button %s has no name", name, attr(n, "id"))
			}
		}
	}
	for id, n := range ids {
		if n > 1 {
			t.Errorf("%s: id %s stands %d times", name, id, n)
		}
	}
	for _, region := range []string{"status", "alert", "page"} {
		if ids[region] > 0 {
			t.Errorf("%s: the id %s is the document's own", name, region)
		}
	}
	checkFields(t, name, root, ids, labels)
	if heads != 1 {
		t.Errorf("%s has %d h1", name, heads)
	}
	if left := regexp.MustCompile(`\{[a-z_]+\}`).FindString(words(byID(root, "page-root"))); left != "" {
		t.Errorf("%s: the placeholder %s was left", name, left)
	}
}

func TestScreensSayWhatWentWrongAndTryAgain(t *testing.T) {
	for address, read := range map[string]string{"/me/security": "GET /me/security", "/me/activity": "GET /me/activity", "/admin": "GET /checklist", "/admin/people": "GET /people",
		"/admin/people/usr_1": "GET /people/usr_1", "/admin/policy": "GET /policy", "/admin/audit": "GET /audit", "/admin/organization": "GET /organization"} {
		for _, a := range []struct {
			says answer
			want string
		}{
			{problem(500, "unknown"), "Something went wrong on our side. Nothing was changed. Reference: req_9"},
			{problem(403, "forbidden"), "You don't have permission to do this."},
			{problem(429, "rate_limited"), "Too many requests. Try again in"},
			{answer{status: -1}, "We couldn't reach the server."},
		} {
			answers := canned("Maria")
			answers[read] = a.says
			s := newStage(t, answers, address)
			s.says(a.want)
			answers[read] = canned("Maria")[read]
			again := find(s.page(), "", "button")
			for n := range s.page().Descendants() {
				if strings.HasSuffix(attr(n, "id"), "-again") {
					again = n
				}
			}
			s.press(attr(again, "id"))
			if got := words(s.page()); strings.Contains(got, a.want) {
				t.Errorf("%s: still says %q after another try", address, a.want)
			}
		}
	}
}

func TestEmptyLists(t *testing.T) {
	nothing := ok(map[string]any{"data": []any{}})
	answers := canned("Maria")
	answers["GET /people"], answers["GET /audit"], answers["GET /me/activity"], answers["GET /policy/history"] = nothing, nothing, nothing, nothing
	for address, want := range map[string]string{
		"/admin/people": "Nobody is here yet.", "/admin/people?role=user": "No one matches.", "/admin/audit": "No events yet.",
		"/admin/audit?result=ok": "No event matches.", "/me/activity": "Nothing happened here yet.", "/admin/policy": "Only the first version exists.",
	} {
		newStage(t, answers, address).says(want)
	}
}
