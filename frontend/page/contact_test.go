//go:build !wasm

package page

import (
	"strings"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

// sentBody is what the newest call of a method and path carried.
func sentBody(t *testing.T, s *stage, method, path string) string {
	t.Helper()
	for i := len(s.calls) - 1; i >= 0; i-- {
		if s.calls[i].Method == method && s.calls[i].Path == "/t/northwind/api/v1"+path {
			return string(s.calls[i].Body)
		}
	}
	t.Fatalf("%s %s was not called", method, path)
	return ""
}

func TestChangingTheAddressWaitsForItsCode(t *testing.T) {
	answers := canned("Maria")
	s := newStage(t, answers, "/me/security")
	s.press("email-open")
	s.fill("email-form", "new_email", "maria@new.example")
	waiting := cannedSecurity("Maria")
	waiting.EmailChange = &wire.EmailChange{Email: "maria@new.example", SentAt: noon, ResendAt: time.Now().Add(30 * time.Second), ExpiresAt: time.Now().Add(time.Hour)}
	answers["GET /me/security"] = ok(waiting)
	answers["POST /me/email"] = answer{status: 204}
	s.submit("email-form")
	if got := sentBody(t, s, "POST", "/me/email"); got != `{"email":"maria@new.example"}` {
		t.Errorf("sent %s", got)
	}
	s.says("Waiting for you to confirm maria@new.example.")
	answers["POST /me/email/code"] = answer{status: 422, body: wire.Problem{Code: domain.CodeCodeWrong, Errors: []wire.FieldProblem{{Pointer: "/code", Code: domain.CodeCodeWrong}}}}
	s.fill("email-code-form", "email_code", "123456")
	s.submit("email-code-form")
	if field := byID(s.page(), "email_code"); attr(field, "aria-invalid") != "true" || attr(field, "value") != "123456" {
		t.Error("a wrong code is not said at its field, or is gone")
	}
	answers["POST /me/email/code"] = ok(wire.Renewal{})
	answers["GET /me/security"] = ok(cannedSecurity("Maria"))
	s.submit("email-code-form")
	if got := sentBody(t, s, "POST", "/me/email/code"); got != `{"code":"123456"}` {
		t.Errorf("sent %s", got)
	}
	if strings.Contains(words(s.page()), "Waiting for you") {
		t.Error("still waits")
	}
}

func TestAChangeOfTheAddressCanBeCanceled(t *testing.T) {
	answers := canned("Maria")
	waiting := cannedSecurity("Maria")
	waiting.EmailChange = &wire.EmailChange{Email: "maria@new.example", SentAt: noon, ResendAt: noon, ExpiresAt: noon.Add(time.Hour)}
	answers["GET /me/security"] = ok(waiting)
	s := newStage(t, answers, "/me/security")
	answers["POST /me/email/resend"], answers["DELETE /me/email"] = answer{status: 204}, answer{status: 204}
	s.press("email-again")
	sentBody(t, s, "POST", "/me/email/resend")
	answers["GET /me/security"] = ok(cannedSecurity("Maria"))
	s.press("email-cancel")
	sentBody(t, s, "DELETE", "/me/email")
	s.says("Change the address")
}
