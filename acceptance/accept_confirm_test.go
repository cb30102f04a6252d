package acceptance_test

import (
	"net/http"
	"testing"

	"twofold/api/wire"
	"twofold/domain"
)

func TestAcceptanceConfirm(t *testing.T) {
	inOrgs(t,
		acase{"A11 F10 the current password of a new one confirms nothing where a second step does", passwordConfirmsNothing},
		acase{"A11 F18 a bearer client's guesses at the password end with the account's hundred", bearerGuessesEnd},
	)
}

// passwordConfirmsNothing: whoever sits in a trusted browser and knows the
// password changes that, as it is theirs to change, and takes nothing of the
// second step away. ASVS V7.5.1, V7.5.3
func passwordConfirmsNothing(t *testing.T, o *org) {
	o.policy(optional)
	o.policy(trusting(30))
	maria := o.member("maria", domain.RoleUser)
	maria.signOut().trustHere().start(wire.NextDone)
	closed := func() {
		t.Helper()
		if until := maria.session().Confirm.Until; !until.IsZero() {
			t.Errorf("confirmed until %s", until)
		}
		maria.do(wire.RenewRecovery, nil).refused(http.StatusForbidden, domain.CodeStepUpRequired)
		maria.do(wire.TurnOffTwoStep, wire.TurnOffRequest{}).refused(http.StatusForbidden, domain.CodeStepUpRequired)
	}
	closed()
	same := wire.ChangePasswordRequest{Password: maria.password, NewPassword: maria.password}
	maria.do(wire.ChangePassword, same).refused(http.StatusUnprocessableEntity, domain.CodePasswordSame)
	closed()
	maria.changePassword("a new sentence to remember")
	closed()
	if got := o.events(domain.EventStepUp, maria.id); len(got) != 1 || got[0].Detail["how"] != "password" {
		t.Errorf("confirmed, by the log: %+v", got) // once, before the set-up
	}
}

// bearerGuessesEnd: a stolen token asks from ever new networks. Signing in is
// over after a hundred, and so is confirming.
func bearerGuessesEnd(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.join("maria", domain.RoleUser)
	phone := *maria
	phone.client = o.h.bearer(t, o.short, "")
	phone.start(wire.NextDone)
	try := func(password string) *client {
		phone.from = o.h.network()
		return phone.do(wire.ConfirmSession, wire.ConfirmRequest{Method: domain.ConfirmByPassword, Password: password})
	}
	for range 101 {
		try("not the right password").refused(http.StatusUnprocessableEntity, domain.CodePasswordWrong)
	}
	try(phone.password).refused(http.StatusUnprocessableEntity, domain.CodePasswordWrong)
	maria.do(wire.ConfirmSession, wire.ConfirmRequest{Method: domain.ConfirmByPassword, Password: maria.password}).wants(http.StatusOK)
	try(phone.password).wants(http.StatusOK) // the account is in its owner's hands
}
