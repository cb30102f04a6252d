package acceptance_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

func TestAcceptancePasskeys(t *testing.T) {
	inOrgs(t,
		acase{"F6 A4 a passkey is set up, with recovery codes, and turns two-step on", passkeySetUp},
		acase{"F6 second step by passkey, with and without a check of who it is", passkeySecondStep},
		acase{"F6 complete sign-in by passkey, from a browser and from a client", passkeyAlone},
		acase{"F6 a passkey alone opens nothing that it shouldn't", passkeyAloneRefused},
		acase{"V6.7.2 a challenge is used up before its answer is checked", passkeyChallengeOnce},
		acase{"V6.7.2 a challenge is for one purpose, person, browser and time", passkeyChallengeBound},
		acase{"R17 S19 wrong codes lock codes, not passkeys, unless the policy says so", passkeyBesideALock},
		acase{"a passkey whose counter goes back is taken out of use", passkeyCopied},
		acase{"backup flags: the state moves both ways, eligibility never", passkeySynced},
		acase{"R12 R15 several passkeys, replaced in place and removed like apps", passkeysSeveral},
		acase{"R15 R17 a typed code beside a primary passkey is the app's, and no way is blamed for it", codeBesideAPasskey},
		acase{"F10 confirm it's you by passkey, offered first", passkeyConfirms},
		acase{"F8 a passkey's set-up that was interrupted can be gone on with or started over", passkeyInterrupted},
		acase{"M10 S4 no passkeys where the policy takes none", passkeysNotAccepted},
	)
}

func passkeySetUp(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.join("maria", domain.RoleUser)
	maria.confirm()
	o.h.pass(time.Second)
	device := o.h.authenticator(t)
	device.Aaguid = [16]byte{0xea, 0x9b, 0x8d, 0x66, 0x4d, 0x01, 0x1d, 0x21, 0x3c, 0xe4, 0xb6, 0xb4, 0x8c, 0xb5, 0x75, 0xd4}
	asked := read[wire.PasskeyChallenge](maria.client, wire.CreatePasskey, wire.CreatePasskeyRequest{Kind: wire.KindPasskey})
	made := read[wire.Setup](maria.client, wire.PasskeyCreated, wire.PasskeyCreatedRequest{PasskeyAnswer: device.create(t, asked)})
	if made.Step != wire.SetupStepCodes || made.Name != "Google Password Manager" || made.Kind != wire.KindPasskey {
		t.Errorf("set-up: %+v", made)
	}
	if maria.session().TwoStep.State != domain.TwoStepNever {
		t.Error("on before the last button")
	}
	early := maria.elsewhere()
	early.enter(device).refused(401, domain.CodePasskeyUnknown)
	if on := read[wire.SetupConfirmed](maria.client, wire.NamePasskey, wire.NamePasskeyRequest{Name: "MacBook"}); on.Step != wire.SetupStepCodes {
		t.Errorf("named: %+v", on)
	}
	codes := read[wire.RecoverySet](maria.client, wire.ReadSetupCodes, nil).Codes
	done := read[wire.SetupFinished](maria.client, wire.FinishSetup, wire.FinishSetupRequest{Saved: true})
	if len(codes) != 10 || !done.First || done.Kind != domain.MethodPasskey || done.Method != "MacBook" {
		t.Errorf("%d codes, %+v", len(codes), done)
	}
	if s := maria.session(); s.TwoStep.State != domain.TwoStepOn || !slices.Contains(s.AMR, "hwk") || !slices.Contains(s.AMR, "mfa") {
		t.Errorf("session: %+v", s)
	}
	if got := o.events(domain.EventMethodAdded, maria.id); len(got) != 1 || got[0].Detail["method"] != "passkey" || got[0].Detail["name"] != "MacBook" {
		t.Errorf("events: %+v", got)
	}
	if l := o.h.mail(t, maria.email); l.Kind != "turned_on" || l.Args["label"] != "MacBook" || l.Args["method"] != "passkey" {
		t.Errorf("letter: %+v", l)
	}
	own := read[wire.Security](maria.client, wire.ReadSecurity, nil)
	if len(own.Methods) != 1 || own.Methods[0].Kind != domain.MethodPasskey || own.Methods[0].Synced || own.Passkeys == nil || !slices.Equal(own.Passkeys.Credentials, []string{device.id()}) {
		t.Errorf("my security: %+v, %+v", own.Methods, own.Passkeys)
	}
}

func passkeySecondStep(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.join("maria", domain.RoleUser)
	maria.confirm()
	device := maria.passkey("MacBook")
	again := maria.elsewhere()
	if answer := again.start(wire.NextSecondStep); answer.Methods[0] != domain.MethodPasskey {
		t.Errorf("offered %v", answer.Methods)
	}
	if again.touch(device).Next != wire.NextDone || again.amr() != "pwd hwk user mfa" || again.session().ACR != string(domain.AssuranceTwo) {
		t.Errorf("verified: %s, %s", again.amr(), again.session().ACR)
	}
	device.Options.UserNotVerified = true
	again = maria.elsewhere()
	again.start(wire.NextSecondStep)
	if again.touch(device); again.amr() != "pwd hwk mfa" {
		t.Errorf("touched: %s", again.amr())
	}
	if own := read[wire.Security](again.client, wire.ReadSecurity, nil); own.Methods[0].LastUsedAt.IsZero() {
		t.Error("its use isn't noted")
	}
}

func passkeyAlone(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.join("maria", domain.RoleUser)
	maria.confirm()
	device := maria.passkey("MacBook")
	again := maria.elsewhere()
	if answer := into[wire.SignInAnswer](again.enter(device).wants(200)); answer.Next != wire.NextDone || again.amr() != "hwk user mfa" {
		t.Errorf("%+v by %s", answer, again.amr())
	}
	if got := o.events(domain.EventSignedIn, maria.id); got[0].Detail["how"] != "passkey" || got[0].Detail["method"] != "MacBook" {
		t.Errorf("events: %+v", got[0])
	}
	phone := *maria
	phone.client = o.h.bearer(t, o.short, "")
	phone.take(into[wire.SignInAnswer](phone.enter(device).wants(200)).Token)
	if phone.amr() != "hwk user mfa" || !phone.alive() {
		t.Errorf("a client: %s", phone.amr())
	}
}

func passkeyAloneRefused(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	device := maria.passkey("MacBook")
	stranger := maria.elsewhere()
	no := func(status int, code domain.Code, a *authenticator) {
		t.Helper()
		if stranger.enter(a).refused(status, code); stranger.alive() {
			t.Errorf("%s, and a session is open", code)
		}
	}
	device.Options.UserNotVerified = true
	no(422, domain.CodePasskeyRefused, device)
	device.Options.UserNotVerified = false
	other := *device
	other.Options.UserHandle = []byte("org_none/" + maria.id)
	no(401, domain.CodePasskeyElsewhere, &other)
	other.Options.UserHandle = []byte(strings.Split(string(device.Options.UserHandle), "/")[0] + "/" + o.owner.id)
	no(401, domain.CodePasskeyUnknown, &other)
	other.Options.UserHandle = []byte("nobody")
	no(401, domain.CodePasskeyUnknown, &other)
	forged := o.h.authenticator(t)
	forged.Options, forged.key.ID = device.Options, device.key.ID
	no(422, domain.CodePasskeyRefused, forged)
	phished := *device
	phished.at.Origin = "https://localhost.evil.example"
	no(422, domain.CodePasskeyRefused, &phished)
	o.policy(func(p *wire.Policy) { p.Methods = []domain.Method{domain.MethodApp, domain.MethodRecovery} })
	stranger.do(wire.AskAnyPasskey, wire.PasskeyAskRequest{}).refused(403, domain.CodeMethodNotAccepted)
	o.policy(func(p *wire.Policy) {
		p.Methods = []domain.Method{domain.MethodApp, domain.MethodPasskey, domain.MethodRecovery}
	})
	o.owner.confirm().do(wire.SuspendPerson, nil, maria.id).wants(204)
	no(403, domain.CodeSuspended, device)
	if got := o.events(domain.EventSignInFailed, ""); len(got) < 6 {
		t.Errorf("%d failures kept", len(got))
	}
}

func passkeyChallengeOnce(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.join("maria", domain.RoleUser)
	maria.confirm()
	device := maria.passkey("MacBook")
	again := maria.elsewhere()
	asked := again.askAnyone()
	right := wire.PasskeySignInRequest{PasskeyAnswer: device.sign(t, asked)}
	wrong := right
	wrong.Response = "{}"
	again.do(wire.SignInPasskey, wrong).refused(422, domain.CodePasskeyRefused)
	again.do(wire.SignInPasskey, right).refused(409, domain.CodePasskeyCanceled)
	again.start(wire.NextSecondStep)
	asked = read[wire.PasskeyChallenge](again.client, wire.AskPasskey, nil)
	touch := wire.PasskeyVerifyRequest{PasskeyAnswer: device.sign(t, asked)}
	read[wire.SignInAnswer](again.client, wire.VerifyPasskey, touch)
	late := maria.elsewhere()
	late.start(wire.NextSecondStep)
	late.do(wire.VerifyPasskey, touch).refused(409, domain.CodePasskeyCanceled)
}

func passkeyChallengeBound(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.join("maria", domain.RoleUser)
	maria.confirm()
	device := maria.passkey("MacBook")
	one, two := maria.elsewhere(), maria.elsewhere()
	gone := func(p *person, e wire.Endpoint, in any) {
		t.Helper()
		p.do(e, in).refused(409, domain.CodePasskeyCanceled)
	}
	asked := one.askAnyone()
	gone(two, wire.SignInPasskey, wire.PasskeySignInRequest{PasskeyAnswer: device.sign(t, asked)})
	asked = one.askAnyone()
	o.h.pass(10 * time.Minute)
	gone(one, wire.SignInPasskey, wire.PasskeySignInRequest{PasskeyAnswer: device.sign(t, asked)})
	one.start(wire.NextSecondStep)
	two.start(wire.NextSecondStep)
	asked = read[wire.PasskeyChallenge](one.client, wire.AskPasskey, nil)
	gone(two, wire.VerifyPasskey, wire.PasskeyVerifyRequest{PasskeyAnswer: device.sign(t, asked)})
	asked = read[wire.PasskeyChallenge](one.client, wire.AskPasskey, nil)
	gone(one, wire.SignInPasskey, wire.PasskeySignInRequest{PasskeyAnswer: device.sign(t, asked)})
	asked = one.askAnyone()
	gone(one, wire.VerifyPasskey, wire.PasskeyVerifyRequest{PasskeyAnswer: device.sign(t, asked)})
	asked = read[wire.PasskeyChallenge](one.client, wire.AskPasskey, nil)
	answer := device.sign(t, asked)
	gone(maria, wire.ConfirmSession, wire.ConfirmRequest{Method: domain.ConfirmByPasskey, Passkey: &answer})
	if one.alive() || two.alive() {
		t.Error("a session was opened")
	}
}

func passkeyBesideALock(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	device := maria.passkey("MacBook")
	lock := func() *person {
		again := maria.elsewhere()
		again.start(wire.NextSecondStep)
		for range 5 {
			again.do(wire.VerifyCode, wire.CodeRequest{Code: again.wrong()})
		}
		again.do(wire.VerifyCode, wire.CodeRequest{Code: again.code()}).refused(429, domain.CodeLocked)
		return again
	}
	again := lock()
	if again.touch(device).Next != wire.NextDone {
		t.Error("a lock of codes stops the passkey")
	}
	next := maria.elsewhere()
	next.start(wire.NextSecondStep)
	if next.verify(false).Next != wire.NextDone {
		t.Error("a passkey doesn't end the lock")
	}
	lock()
	if alone := maria.elsewhere(); into[wire.SignInAnswer](alone.enter(device).wants(200)).Next != wire.NextDone {
		t.Error("a lock of codes stops a complete sign-in")
	}
	o.policy(func(p *wire.Policy) { p.LockScope = domain.LockAccount })
	again = lock()
	again.do(wire.AskPasskey, nil).refused(429, domain.CodeLocked)
	maria.elsewhere().enter(device).refused(429, domain.CodeLocked)
	o.h.pass(31 * time.Minute)
	maria.elsewhere().enter(device).wants(200)
}

func passkeyCopied(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.join("maria", domain.RoleUser)
	maria.confirm()
	device := maria.passkey("YubiKey")
	device.key.Counter = 7
	again := maria.elsewhere()
	again.enter(device).wants(200)
	device.key.Counter = 5
	thief := maria.elsewhere()
	thief.enter(device).refused(403, domain.CodePasskeyCopied)
	device.key.Counter = 9
	thief.enter(device).refused(403, domain.CodePasskeyCopied)
	if thief.alive() {
		t.Error("a copy signs in")
	}
	if got := o.events(domain.EventMethodDisabled, maria.id); len(got) != 1 || got[0].Detail["reason"] != "passkey_copied" {
		t.Errorf("events: %+v", got)
	}
	if l := o.h.mail(t, maria.email); l.Kind != "passkey_copied" || l.Args["label"] != "YubiKey" {
		t.Errorf("letter: %+v", l)
	}
	if again.session().ActsAs != domain.RolePending {
		t.Error("nothing asks for another way in its place")
	}
	// A password alone must not set a new one up in its place.
	if answer := thief.start(wire.NextSecondStep); !slices.Equal(answer.Methods, []domain.Method{domain.MethodRecovery}) {
		t.Errorf("offered %v", answer.Methods)
	}
}

func passkeySynced(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.join("maria", domain.RoleUser)
	maria.confirm()
	device := o.h.authenticator(t)
	device.Options.BackupEligible = true
	maria.keep(device, "iCloud Keychain", "")
	for _, state := range []bool{true, false, true} {
		device.Options.BackupState = state
		again := maria.elsewhere()
		again.enter(device).wants(200)
		own := read[wire.Security](again.client, wire.ReadSecurity, nil)
		want := map[bool]string{true: "swk user mfa", false: "hwk user mfa"}[state]
		if own.Methods[0].Synced != state || again.amr() != want {
			t.Errorf("synced %v: shown %v, %s", state, own.Methods[0].Synced, again.amr())
		}
	}
	device.Options.BackupEligible, device.Options.BackupState = false, false
	maria.elsewhere().enter(device).refused(422, domain.CodePasskeyRefused)
}

func passkeysSeveral(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	first, second := maria.passkey("MacBook"), maria.passkey("YubiKey")
	own := read[wire.Security](maria.client, wire.ReadSecurity, nil)
	if len(own.Methods) != 3 || len(own.Passkeys.Credentials) != 2 {
		t.Fatalf("methods: %+v", own.Methods)
	}
	asked := read[wire.PasskeyChallenge](maria.client, wire.CreatePasskey, wire.CreatePasskeyRequest{Kind: wire.KindSecurityKey})
	for _, a := range []*authenticator{first, second} {
		if !strings.Contains(string(asked.Options), a.id()) {
			t.Errorf("%s isn't excluded", a.id())
		}
	}
	maria.do(wire.PasskeyCreated, wire.PasskeyCreatedRequest{PasskeyAnswer: first.create(t, asked)}).refused(409, domain.CodePasskeyExists)
	again := maria.elsewhere()
	if answer := again.start(wire.NextSecondStep); answer.Methods[0] != domain.MethodApp || answer.Methods[1] != domain.MethodPasskey {
		t.Errorf("the first set up is asked first: %v", answer.Methods)
	}
	again.touch(second)
	id := func(name string) string {
		at := slices.IndexFunc(own.Methods, func(m wire.OwnMethod) bool { return m.Name == name })
		return own.Methods[at].ID
	}
	third := o.h.authenticator(t)
	if done := maria.confirm().keep(third, "New MacBook", id("MacBook")); !done.Replaced {
		t.Errorf("replaced: %+v", done)
	}
	maria.elsewhere().enter(first).refused(401, domain.CodePasskeyUnknown)
	maria.elsewhere().enter(third).wants(200)
	maria.confirm()
	o.h.pass(time.Second)
	maria.renew(read[wire.Renewal](maria.client, wire.RemoveMethod, nil, id("YubiKey")))
	maria.elsewhere().enter(second).refused(401, domain.CodePasskeyUnknown)
	if l := o.h.mail(t, maria.email); l.Kind != "method_removed" || l.Args["label"] != "YubiKey" {
		t.Errorf("letter: %+v", l)
	}
	if own := read[wire.Security](maria.client, wire.ReadSecurity, nil); !slices.Equal(own.Passkeys.Credentials, []string{third.id()}) {
		t.Errorf("left: %v", own.Passkeys.Credentials)
	}
}
