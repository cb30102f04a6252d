//go:build !wasm

package page

import (
	"net/http"
	"testing"

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
	answers["PUT /me/number"] = ok(wire.Renewal{})
	with := cannedSecurity("Maria")
	with.Number = &wire.ProfileNumber{Hint: "23", State: "unverified"}
	answers["GET /me/security"] = ok(with)
	s.fill("number-form", "phone", "+44 7700 900123")
	s.submit("number-form")
	if got := sentBody(t, s, "PUT", "/me/number"); got != `{"phone":"+44 7700 900123"}` {
		t.Errorf("sent %s", got)
	}
	s.says("Ends in 23")
	s.says("Its first right code verifies it.")
	answers["DELETE /me/number"] = ok(wire.Renewal{})
	answers["GET /me/security"] = ok(cannedSecurity("Maria"))
	s.press("number-remove")
	s.says("The number is removed.")
}
