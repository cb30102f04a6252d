//go:build !wasm

package page

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
)

// TestConfirmGoesOnByItself: the action that asked for it is done without a
// second press, and not at all when the person cancels.
func TestConfirmGoesOnByItself(t *testing.T) {
	s := newStage(t, canned("Maria"), "/me/security")
	s.once["DELETE /me/trusted-browsers"] = problem(403, "step_up_required")
	s.press("untrust-all")
	s.says("Confirm it's you to remove trusted browsers.")
	s.submit("confirm-form")
	s.says("Enter the code")
	s.fill("confirm-form", "confirm-code", "000000")
	s.once["POST /session/confirm"] = answer{status: 422, body: map[string]any{"status": 422, "code": "code_wrong", "errors": []map[string]any{{"pointer": "/code", "code": "code_wrong"}}}}
	s.submit("confirm-form")
	s.says("That code is not correct.")
	s.press("confirm-by-password")
	s.fill("confirm-form", "confirm-password", "secret words")
	s.submit("confirm-form")
	s.called(`POST /session/confirm {"method":"password","password":"secret words"}`, "DELETE /me/trusted-browsers")
	s.says("Every browser will ask for a code next time.")
	if s.d.confirm != nil {
		t.Error("the dialog is still open")
	}

	s.once["DELETE /me/trusted-browsers"] = problem(403, "step_up_required")
	s.press("untrust-all")
	before := len(s.calls)
	s.press("confirm-close")
	if len(s.calls) != before || s.d.confirm != nil || len(s.d.busy) != 0 {
		t.Errorf("after Cancel: %d calls more, busy %v", len(s.calls)-before, s.d.busy)
	}
}

// TestASessionThatEndedGoesOn keeps the page and what was typed.
func TestASessionThatEndedGoesOn(t *testing.T) {
	answers := canned("Maria")
	answers["GET /sign-in"] = ok(wire.SignInPage{CSRF: "fresh"})
	answers["POST /sign-in"] = ok(wire.SignInAnswer{Next: wire.NextSecondStep, Methods: []domain.Method{domain.MethodApp, domain.MethodRecovery}, CSRF: "half"})
	answers["POST /sign-in/code"] = ok(wire.SignInAnswer{Next: wire.NextDone, CSRF: "whole"})
	s := newStage(t, answers, "/admin/organization")
	s.fill("organization-form", "name", "Typed")
	s.once["PUT /organization"] = problem(401, "signed_out")
	s.submit("organization-form")
	s.says("Your session has ended. Sign in to go on.")
	s.submit("again-form")
	s.says("Enter your password")
	s.fill("again-form", "again-password", "secret words")
	s.once["POST /sign-in"] = problem(401, "bad_credentials")
	s.submit("again-form")
	s.says("Email or password is not correct.")
	s.submit("again-form")
	s.fill("again-form", "again-code", "123456")
	s.submit("again-form")
	s.called(`POST /sign-in {"email":"sam@northwind.example","password":"secret words"}`, `POST /sign-in/code {"way":"app","code":"123456"}`,
		`PUT /organization {"name":"Typed","contact":{"name":"Maria","email":"Maria","phone":"Maria","hours":"Maria"}}`)
	for _, c := range s.calls {
		if got := c.Header["X-Csrf-Token"]; strings.HasSuffix(c.Path, "/sign-in/code") && got != "half" {
			t.Errorf("the second step was sent with the token %s", got)
		}
	}
	if s.d.again != nil {
		t.Error("the card is still open")
	}
}

func TestWhatTheGateRefusesLeadsToTheWizard(t *testing.T) {
	answers := canned("Maria")
	answers["GET /me/security"] = problem(403, "enrollment_required")
	s := newStage(t, answers, "/me/security")
	if !slices.Contains(s.left, "/t/northwind/setup") {
		t.Errorf("led to %v", s.left)
	}
}

func TestOffline(t *testing.T) {
	s := newStage(t, canned("Maria"), "/me/security")
	s.answers["DELETE /me/sessions"] = answer{status: -1}
	s.press("end-others")
	s.says("We couldn't reach the server. Your changes are still here.")
	s.press("end-others")
	s.says("You're offline. We'll keep what you've typed.")
	s.says("Needs a connection")
	before := len(s.calls)
	s.press("end-others")
	if len(s.calls) != before {
		t.Error("a button was pressed without a connection")
	}
	s.run(s.d, func(app.Context) { s.d.line.heard(s.d) })
	s.says("Back online")
}

func TestSecondPressDoesNothing(t *testing.T) {
	s := newStage(t, canned("Maria"), "/me/security")
	s.run(s.d, func(app.Context) {
		for range 3 {
			s.d.do(call{to: wire.EndOtherSessions, key: "x"})
		}
	})
	s.called("DELETE /me/sessions")
	n := 0
	for _, c := range s.calls {
		if c.Method == "DELETE" {
			n++
		}
	}
	if n != 1 {
		t.Errorf("sent %d times", n)
	}
}

func TestIdleAsksBeforeItEnds(t *testing.T) {
	s := newStage(t, canned("Maria"), "/me/security")
	check := func(quiet time.Duration) {
		s.run(s.d, func(app.Context) {
			s.d.idle.seen = s.d.now().Add(-quiet)
			s.d.idle.check()
		})
	}
	check(10 * time.Minute)
	if s.d.idle.asking {
		t.Fatal("asks after ten quiet minutes of thirty")
	}
	s.d.idle.acted = true
	before := len(s.calls)
	check(10 * time.Minute)
	if len(s.calls) != before+1 {
		t.Error("activity was not told to the server")
	}
	check(28*time.Minute + time.Second)
	s.says("You'll be signed out soon")
	s.press("idle-stay")
	if s.d.idle.asking {
		t.Error("still asks")
	}
	check(29 * time.Minute)
	s.answers["DELETE /session"] = ok(nil)
	s.press("idle-close")
	s.called("DELETE /session")
	if !slices.Contains(s.left, "/t/northwind/signed-out") {
		t.Errorf("led to %v", s.left)
	}
}

func TestUnsavedChangesAskBeforeTheyAreLeft(t *testing.T) {
	s := newStage(t, canned("Maria"), "/admin/organization")
	s.fill("organization-form", "name", "Typed")
	s.run(s.d, func(app.Context) { s.d.goTo("/t/northwind/admin/people") })
	s.says("Leave with unsaved changes?")
	s.press("leaving-close")
	if s.d.place.name != "admin-organization" {
		t.Fatal("left all the same")
	}
	s.run(s.d, func(app.Context) { s.d.goTo("/t/northwind/admin/people") })
	s.press("leaving-go")
	if s.d.place.name != "admin-people" {
		t.Errorf("at %s", s.d.place.name)
	}
	s.run(s.d, func(app.Context) { s.d.wentBack("/t/northwind/admin/organization") })
	s.fill("organization-form", "name", "Typed")
	s.run(s.d, func(app.Context) { s.d.wentBack("/t/northwind/admin/people") })
	if s.says("Leave with unsaved changes?"); s.d.place.name != "admin-organization" {
		t.Errorf("Back left all the same, for %s", s.d.place.name)
	}
}

func TestPlaces(t *testing.T) {
	for path, want := range map[string]string{"/admin": "admin-home", "/admin/people": "admin-people", "/admin/people/usr_1": "admin-person", "/me/security": "me-security"} {
		if p, found := placeAt(path); !found || p.name != want {
			t.Errorf("%s is %s", path, p.name)
		}
	}
	s := newStage(t, canned("Maria"), "/admin")
	for path, want := range map[string]bool{"/t/northwind/admin/audit": true, "/t/northwind/me/security": false, "/t/northwind/setup": false, "/t/other/admin": false, "/admin": false, "/t/northwind/admin/people/a/b": false} {
		if s.d.inside(path) != want {
			t.Errorf("inside(%s) is %v", path, !want)
		}
	}
}

// TestLateAnswersAreDropped: the answer to an older question must not replace
// the one to a newer.
func TestLateAnswersAreDropped(t *testing.T) {
	s := newStage(t, canned("Maria"), "/admin/people")
	p := s.d.panel.(*people)
	s.run(s.d, func(app.Context) {
		p.page.turn++
		p.open(&url.URL{})
		p.page.turn++
	})
	if !p.page.loading {
		t.Error("an answer that is too late counted")
	}
}
