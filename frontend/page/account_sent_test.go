//go:build !wasm

package page

import (
	"slices"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
	"golang.org/x/net/html"

	"twofold/api/wire"
	"twofold/domain"
)

// withMail is My security of somebody with an app and a verified mailbox of a
// name.
func withMail(t *testing.T, name string, ways ...wire.OwnMethod) *stage {
	answers := canned("Maria")
	w := cannedSecurity("Maria")
	w.Methods = append(ways, wire.OwnMethod{ID: "fac_9", Kind: domain.MethodEmail, Name: name, Hint: "m•••@n•••.example", AddedAt: noon})
	answers["GET /me/security"] = ok(w)
	return newStage(t, answers, "/me/security")
}

func (s *stage) saysNot(word string) {
	s.t.Helper()
	if got := words(s.page()); strings.Contains(got, word) {
		s.t.Errorf("the page says %q", word)
	}
}

func TestWaysThatAreSentShowTheNameTheyWereGiven(t *testing.T) {
	item := func(s *stage) *html.Node { return byID(s.page(), "methods") }
	if got := words(item(withMail(t, "m•••@n•••.example"))); strings.Count(got, "To m•••@n•••.example") != 1 {
		t.Errorf("without a name it says %s", got)
	}
	if got := words(item(withMail(t, "Work mail"))); !strings.Contains(got, "Work mail") || !strings.Contains(got, "Email · To m•••@n•••.example") {
		t.Errorf("with a name it says %s", got)
	}
}

// What follows from removing a way to verify, or from turning it all off, is
// told of the ways the person has.
func TestConsequencesAreThoseOfTheWaysThereAre(t *testing.T) {
	s := withMail(t, "Work mail", cannedWays("Maria")...)
	s.press("remove-fac_9")
	s.says("We send no more codes there, and those we sent stop working.")
	s.saysNot("Delete the entry in your app")
	s.press("removing-close")
	s.press("turnoff-open")
	s.says("Verified numbers and addresses stay for password resets.")
	s.says("The codes in your app stop working. Delete the entry there.")

	s = withMail(t, "Work mail")
	s.press("turnoff-open")
	s.saysNot("in your app")
	s.press("turnoff-now")
	s.says("2-step verification is off")
	s.saysNot("in your app")

	s = newStage(t, canned("Maria"), "/me/security")
	s.press("turnoff-open")
	s.saysNot("stay for password resets")
}

// The list of what to do begins with a sign-in that nobody recognized yet,
// whether 2-step verification is on or off.
func TestWhatToDoNextAsksWhoSignedIn(t *testing.T) {
	for _, state := range []domain.TwoStep{domain.TwoStepOn, domain.TwoStepNever} {
		answers := canned("Maria")
		w := cannedSecurity("Maria")
		w.TwoStep.State, w.Tasks = state, []domain.Task{domain.TaskSignIn}
		answers["GET /me/security"] = ok(w)
		newStage(t, answers, "/me/security").says("What to do next Check a sign-in you may not recognize")
	}
}

// What happened is told with about where, as far as that is known.
func TestEventsTellTheirPlace(t *testing.T) {
	answers := canned("Maria")
	e := wire.Event{ID: "evt_1", At: noon, Kind: domain.EventRecoveryUsed, OK: true, IP: "192.0.2.1", Browser: "Firefox on Windows", Place: "Leeds, United Kingdom"}
	answers["GET /me/activity"], answers["GET /audit"] = ok(wire.List[wire.Event]{Data: []wire.Event{e}}), ok(wire.List[wire.Event]{Data: []wire.Event{e}})
	newStage(t, answers, "/me/activity").says("Firefox on Windows · Leeds, United Kingdom (approximate) 192.0.2.1")
	s := newStage(t, answers, "/admin/audit")
	s.says("Leeds, United Kingdom (approximate) 192.0.2.1")
	if file := activityTable(s.d.view(), []wire.Event{e}); !strings.Contains(file, `"Firefox on Windows","Leeds, United Kingdom"`) {
		t.Errorf("the file says %s", file)
	}
}

// A mark that the service didn't take is not shown as if it had.
func TestSharedBrowserIsNotMarkedByARefusal(t *testing.T) {
	s := newStage(t, canned("Maria"), "/me/security")
	s.once["POST /me/shared-browser"] = problem(422, "no_browser")
	s.tick("shared", "shared-browser", true)
	s.says("Only a browser that keeps cookies can be marked as shared.")
	if s.d.panel.(*security).state.value.SharedBrowser {
		t.Error("the browser counts as shared")
	}
	s.tick("shared", "shared-browser", true)
	s.called(`POST /me/shared-browser {"shared":true}`, `POST /me/shared-browser {"shared":true}`)
}

// Without a connection no button that needs the service can be pressed.
func TestOfflineEveryButtonOfTheServiceWaits(t *testing.T) {
	answers := canned("Maria")
	w := cannedSecurity("Maria")
	w.SharedLogin = true
	w.Methods = append(w.Methods, wire.OwnMethod{ID: "fac_3", Kind: domain.MethodApp, Name: "Third"})
	answers["GET /me/security"] = ok(w)
	for address, ids := range map[string][]string{
		"/me/security": {"primary-fac_3", "shared-hide", "checkup-later", "end-others", "new-codes"},
		"/me/activity": {"csv", "more"},
	} {
		s := newStage(t, answers, address)
		s.run(s.d, func(app.Context) { s.d.line.off = true })
		root := s.page()
		for _, id := range ids {
			if at := byID(root, id); at == nil || !slices.Contains(at.Attr, html.Attribute{Key: "aria-disabled", Val: "true"}) {
				t.Errorf("%s: %s can be pressed", address, id)
			}
		}
	}
}
