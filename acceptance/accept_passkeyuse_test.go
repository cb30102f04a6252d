package acceptance_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

func codeBesideAPasskey(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	maria.passkey("MacBook")
	own := read[wire.Security](maria.client, wire.ReadSecurity, nil)
	at := slices.IndexFunc(own.Methods, func(m wire.OwnMethod) bool { return m.Kind == domain.MethodPasskey })
	maria.confirm().do(wire.MakePrimary, nil, own.Methods[at].ID).wants(204)
	again := maria.elsewhere()
	if answer := again.start(wire.NextSecondStep); answer.Methods[0] != domain.MethodPasskey {
		t.Fatalf("asked first: %v", answer.Methods)
	}
	again.answers("", again.wrong()).refused(422, domain.CodeCodeWrong)
	again.answers("passkey", again.code()).refused(403, domain.CodeMethodNotAccepted)
	again.answers("", again.code())
	if a := again.opened(); a.Next != wire.NextDone || again.amr() != "pwd otp mfa" {
		t.Errorf("%+v by %s", a, again.amr())
	}

	for _, m := range own.Methods {
		if m.Kind == domain.MethodApp {
			maria.confirm()
			maria.renew(read[wire.Renewal](maria.client, wire.RemoveMethod, nil, m.ID))
		}
	}
	again = maria.elsewhere()
	again.start(wire.NextSecondStep)
	again.answers("", "123456").refused(403, domain.CodeMethodNotAccepted)
	if strings.Contains(string(again.body), string(domain.MethodPasskey)) {
		t.Errorf("the passkey is blamed: %s", again.body)
	}
}

func passkeyConfirms(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	device := maria.passkey("MacBook")
	again := maria.elsewhere()
	again.start(wire.NextSecondStep)
	again.verify(false)
	if s := again.session(); !slices.Equal(s.Confirm.Methods, []domain.ConfirmMethod{domain.ConfirmByPasskey, domain.ConfirmByApp}) || !s.Confirm.Until.IsZero() {
		t.Fatalf("confirm by %+v", s.Confirm)
	}
	again.do(wire.RenewRecovery, nil).refused(403, domain.CodeStepUpRequired)
	o.h.pass(time.Second)
	asked := read[wire.PasskeyChallenge](again.client, wire.AskToConfirm, nil)
	answer := device.sign(t, asked)
	read[wire.ConfirmAnswer](again.client, wire.ConfirmSession, wire.ConfirmRequest{Method: domain.ConfirmByPasskey, Passkey: &answer})
	again.do(wire.RenewRecovery, nil).wants(200)
	if again.amr() != "pwd otp mfa hwk user" {
		t.Errorf("the session says %s", again.amr())
	}
	again.do(wire.ConfirmSession, wire.ConfirmRequest{Method: domain.ConfirmByPasskey, Passkey: &answer}).refused(409, domain.CodePasskeyCanceled)
	if got := o.events(domain.EventStepUp, maria.id); got[0].Detail["how"] != "passkey" {
		t.Errorf("events: %+v", got[0])
	}
	o.policy(func(p *wire.Policy) { p.Reauth = domain.ReauthPassword })
	o.h.pass(11 * time.Minute)
	asked = read[wire.PasskeyChallenge](again.client, wire.AskToConfirm, nil)
	answer = device.sign(t, asked)
	read[wire.ConfirmAnswer](again.client, wire.ConfirmSession, wire.ConfirmRequest{Method: domain.ConfirmByPasskey, Passkey: &answer})
	again.do(wire.RenewRecovery, nil).refused(403, domain.CodeStepUpRequired) // S9: it shows the second step, but the password confirms
}

func passkeysNotAccepted(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) {
		p.Mode, p.Methods = domain.ModeOptional, []domain.Method{domain.MethodApp, domain.MethodRecovery}
	})
	maria := o.member("maria", domain.RoleUser)
	maria.do(wire.CreatePasskey, wire.CreatePasskeyRequest{Kind: wire.KindPasskey}).refused(403, domain.CodeMethodNotAccepted)
	if page := read[wire.SignInPage](maria.elsewhere().client, wire.ReadSignIn, nil); page.Passkeys {
		t.Error("the sign-in page offers passkeys")
	}
}

func passkeyInterrupted(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	device := o.h.authenticator(t)
	asked := read[wire.PasskeyChallenge](maria.client, wire.CreatePasskey, wire.CreatePasskeyRequest{Kind: wire.KindPasskey})
	made := device.create(t, asked)
	page := maria.page()
	setup := o.path("/setup")
	page.open(setup+"/passkey").wants(setup+"/passkey", "Create a passkey")
	page.send(setup+"/passkey", "ceremony", made.Ceremony, "passkey", made.Response, "kind", wire.KindPasskey).wants(setup+"/passkey/name", "Your passkey works")
	page.open(setup).wants(setup, "Go on setting up?")
	page.open(setup + "/app").wants(setup + "/app")
	page.open(setup + "/codes").wants(setup + "/app")
	page.open(setup).send(setup+"/app", "action", "restart").wants(setup, "How do you want to verify?", "Passkey")
	maria.elsewhere().enter(device).refused(401, domain.CodePasskeyUnknown)
	page.open(setup+"/passkey").send(setup+"/passkey", "ceremony", made.Ceremony, "passkey", made.Response)
	page.wants(setup+"/passkey", "canceled or took too long")
	page.open(o.path("/sign-in")).send(o.path("/sign-in/passkey"), "ceremony", made.Ceremony, "passkey", "{}").wants(o.path("/sign-in/passkey"), "canceled or took too long")
}
