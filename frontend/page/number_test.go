//go:build !wasm

package page

import (
	"net/http"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

func TestOnesOwnNumberIsEnteredCorrectedAndRemoved(t *testing.T) {
	answers := canned("Maria")
	s := newStage(t, answers, "/me/security")
	s.press("number-open")
	answers["PUT /me/number"] = answer{status: http.StatusUnprocessableEntity, body: wire.Problem{Code: domain.CodePhoneInvalid, Errors: []wire.FieldProblem{{Pointer: "/phone", Code: domain.CodePhoneInvalid}}}}
	s.fill("number-form", "phone", "12")
	s.submit("number-form")
	if field := byID(s.page(), "phone"); attr(field, "aria-invalid") != "true" || attr(field, "value") != "12" {
		t.Error("a wrong number is not said at its field, or is gone")
	}
	answers["PUT /me/number"] = ok(wire.OwnNumberSaved{Waits: true})
	waits := cannedSecurity("Maria")
	waits.NumberChange = &wire.NumberChange{Hint: "23", SentAt: noon, ResendAt: noon, ExpiresAt: noon.Add(time.Hour)}
	answers["GET /me/security"] = ok(waits)
	s.fill("number-form", "phone", "+44 7700 900123")
	s.submit("number-form")
	s.says("Waiting for you to confirm the number ending 23.")
	answers["POST /me/number/resend"] = answer{status: http.StatusNoContent}
	s.press("number-again")
	sentBody(t, s, "POST", "/me/number/resend")
	answers["POST /me/number/code"] = ok(wire.Renewal{})
	with := cannedSecurity("Maria")
	with.Number = &wire.ProfileNumber{Hint: "23", State: "verified"}
	answers["GET /me/security"] = ok(with)
	s.fill("number-code-form", "number_code", "123456")
	s.submit("number-code-form")
	if got := sentBody(t, s, "PUT", "/me/number"); got != `{"phone":"+44 7700 900123"}` {
		t.Errorf("sent %s", got)
	}
	s.says("Ends in 23")
	s.says("Verified")
	if got := sentBody(t, s, "POST", "/me/number/code"); got != `{"code":"123456"}` {
		t.Errorf("sent %s", got)
	}
	answers["DELETE /me/number"] = ok(wire.Renewal{})
	answers["GET /me/security"] = ok(cannedSecurity("Maria"))
	s.press("number-remove")
	s.says("The number is removed.")
}
