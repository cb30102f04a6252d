//go:build !wasm

package page

import (
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
)

// endsBefore is a stage whose session ended, and whose password was right.
func endsBefore(t *testing.T, ways ...wire.WayToSign) *stage {
	t.Helper()
	answers := canned("Maria")
	var kinds []domain.Method
	for _, w := range ways {
		kinds = append(kinds, w.Kind)
	}
	answers["GET /sign-in"] = ok(wire.SignInPage{CSRF: "fresh", SecondStep: &wire.SecondStep{Methods: ways}})
	answers["POST /sign-in"] = ok(wire.SignInAnswer{Next: wire.NextSecondStep, Methods: kinds, CSRF: "half"})
	answers["POST /sign-in/code"] = ok(wire.SignInAnswer{Next: wire.NextDone, CSRF: "whole"})
	answers["POST /sign-in/send"] = ok(nil)
	s := newStage(t, answers, "/admin/organization")
	s.once["PUT /organization"] = problem(401, "signed_out")
	s.submit("organization-form")
	s.fill("again-form", "again-password", "secret words")
	s.submit("again-form")
	return s
}

func (s *stage) silent(about string) {
	s.t.Helper()
	if got := words(s.page()); strings.Contains(got, about) {
		s.t.Errorf("the page says %q", about)
	}
}

// TestASessionThatEndedAsksForTheWayThatIsAskedFirst: nobody is told to look
// into an app they don't have.
func TestASessionThatEndedAsksForTheWayThatIsAskedFirst(t *testing.T) {
	const ofApp, typed = "Code from your authenticator app", `POST /sign-in/code {"way":"text","code":"123456"}`
	text := wire.WayToSign{Kind: domain.MethodText, ID: "fac_2", Hint: "67", SentAt: noon.Add(-time.Minute)}
	s := endsBefore(t, text, wire.WayToSign{Kind: domain.MethodRecovery})
	s.says("We sent a code to the number ending")
	s.says("67")
	s.says("Code from the message")
	s.silent(ofApp)
	s.press("again-sendcode")
	s.called(`POST /sign-in {"email":"sam@northwind.example","password":"secret words"}`, `POST /sign-in/send {"way":"text"}`)
	s.fill("again-form", "again-code", "123456")
	s.once["POST /sign-in/code"] = answer{status: 422, body: map[string]any{"status": 422, "code": "code_wrong", "errors": []map[string]any{{"pointer": "/code", "code": "code_wrong", "args": map[string]any{"left": 2}}}}}
	s.submit("again-form")
	s.says("That code is not correct.")
	s.submit("again-form")
	s.called(typed, typed, `PUT /organization {"name":"Maria","contact":{"name":"Maria","email":"Maria","phone":"Maria","hours":"Maria"}}`)
	if s.d.again != nil {
		t.Error("the card is still open")
	}

	s = endsBefore(t, wire.WayToSign{Kind: domain.MethodEmail, Hint: "m•••@n•••.example"})
	s.says("We can send a code to")
	s.says("m•••@n•••.example")
	s.silent(ofApp)
}

// TestASessionThatEndedTakesAPasskeyOrTheAppBesideIt: a primary passkey is
// asked first, and the app beside it is one press away and named.
func TestASessionThatEndedTakesAPasskeyOrTheAppBesideIt(t *testing.T) {
	s := endsBefore(t, wire.WayToSign{Kind: domain.MethodPasskey}, wire.WayToSign{Kind: domain.MethodApp})
	s.says("Your device will ask for your fingerprint, face, PIN or security key.")
	s.says("Continue with passkey")
	s.answers["POST /sign-in/second-passkey"] = ok(wire.SignInAnswer{Next: wire.NextDone})
	s.run(s.d, func(app.Context) {
		s.d.again.proves(call{to: wire.VerifyPasskey, in: wire.PasskeyVerifyRequest{PasskeyAnswer: wire.PasskeyAnswer{Ceremony: "pkc_1", Response: "{}"}}})
	})
	if s.d.again != nil {
		t.Error("a passkey didn't close the card")
	}

	s = endsBefore(t, wire.WayToSign{Kind: domain.MethodPasskey}, wire.WayToSign{Kind: domain.MethodApp})
	s.submit("again-form")
	s.called(`POST /sign-in/second-passkey/challenge`)
	s.press("again-by-app")
	s.says("Code from your authenticator app")
	s.fill("again-form", "again-code", "123456")
	s.submit("again-form")
	s.called(`POST /sign-in/code {"way":"app","code":"123456"}`, `PUT /organization {"name":"Maria","contact":{"name":"Maria","email":"Maria","phone":"Maria","hours":"Maria"}}`)
}

// TestASessionThatEndedSaysWhereOtherWaysAreUsed: recovery codes end at a
// set-up, which is no page to come back from.
func TestASessionThatEndedSaysWhereOtherWaysAreUsed(t *testing.T) {
	s := endsBefore(t, wire.WayToSign{Kind: domain.MethodRecovery, Left: 3})
	s.says("Your way to verify works on the sign-in page only.")
	s.says("Use the sign-in page (what you typed is lost)")
	if findUI(s.d, func(as map[string]string) bool { return as["id"] == "again-send" || as["id"] == "again-code" }) != nil {
		t.Error("something is asked for that can't be given")
	}
}
