package acceptance_test

import (
	"testing"

	"twofold/api/wire"
	"twofold/domain"
)

// The races below were each seen to fail with their guard taken out:
//   - one challenge: the condition on used_at in store.TakeCeremony;
//   - one count, alone: the condition on detail in store.UsePasskey;
//   - one count, as second step: the condition on detail in store.spendPasskey.

func TestAcceptancePasskeyRaces(t *testing.T) {
	inOrgs(t,
		acase{"V6.7.2 thirty right answers at once to one challenge: one session", thirtyAnswersOneChallenge},
		acase{"twenty answers at once with one count, in twenty browsers: one session", twentyAnswersOneCount},
		acase{"twenty answers at once with one count, as second step: one session", twentyTouchesOneCount},
	)
}

func keyed(t *testing.T, o *org) (*person, *authenticator) {
	t.Helper()
	o.policy(optional)
	maria := o.join("maria", domain.RoleUser)
	maria.confirm()
	return maria, maria.passkey("YubiKey")
}

func thirtyAnswersOneChallenge(t *testing.T, o *org) {
	maria, device := keyed(t, o)
	phone := *maria
	phone.client = o.h.bearer(t, o.short, "")
	in := wire.PasskeySignInRequest{PasskeyAnswer: device.sign(t, phone.askAnyone()), Bearer: true}
	clients := make([]*client, 30)
	for i := range clients {
		clients[i] = phone.clone()
	}
	if got := together(t, clients, wire.SignInPasskey, in); got[200] != 1 || got[409] != 29 {
		t.Errorf("statuses %v", got)
	}
}

func twentyAnswersOneCount(t *testing.T, o *org) {
	maria, device := keyed(t, o)
	device.key.Counter = 7
	maria.elsewhere().enter(device).wants(200)
	device.key.Counter = 8
	clients, answers := make([]*client, 20), make([]any, 20)
	for i := range clients {
		one := maria.elsewhere()
		clients[i], answers[i] = one.client, wire.PasskeySignInRequest{PasskeyAnswer: device.sign(t, one.askAnyone())}
	}
	if got := eachAtOnce(t, clients, wire.SignInPasskey, func(i int) any { return answers[i] }); got[200] != 1 {
		t.Errorf("statuses %v", got)
	}
}

func twentyTouchesOneCount(t *testing.T, o *org) {
	maria, device := keyed(t, o)
	device.key.Counter = 7
	maria.elsewhere().enter(device).wants(200)
	device.key.Counter = 8
	clients, answers := make([]*client, 20), make([]any, 20)
	for i := range clients {
		one := maria.elsewhere()
		one.start(wire.NextSecondStep)
		asked := read[wire.PasskeyChallenge](one.client, wire.AskPasskey, nil)
		clients[i], answers[i] = one.client, wire.PasskeyVerifyRequest{PasskeyAnswer: device.sign(t, asked)}
	}
	if got := eachAtOnce(t, clients, wire.VerifyPasskey, func(i int) any { return answers[i] }); got[200] != 1 {
		t.Errorf("statuses %v", got)
	}
}
