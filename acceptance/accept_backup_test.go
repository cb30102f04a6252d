package acceptance_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

func TestAcceptanceBackup(t *testing.T) {
	inOrgs(t,
		acase{"O6 O7 S5 two-step is on only after the number is verified, all in one transaction", numberBeforeOn},
		acase{"O6 O7 F3 the gate lets the whole set-up through, without script", numberAtTheGate},
		acase{"O7 S6 without recovery codes the number's code is the last step", numberIsLast},
		acase{"S5 who has a number skips the step, and whose two-step is on is not asked", numberIsThere},
		acase{"S5 any second method: one more of whatever the policy has", anySecond},
		acase{"S4 a number for getting back in turns nothing on by itself", backInOnly},
		acase{"S4 the last method that counts is two-step itself", lastThatCounts},
		acase{"S5 a number can only be asked for where it can be verified", numberNeedsTexts},
	)
}

// phoning asks for a number in the set-up, kept for getting back in only.
func phoning(p *wire.Policy) {
	optional(p)
	p.Methods = []domain.Method{domain.MethodApp, domain.MethodText, domain.MethodRecovery}
	p.RecoveryOnly, p.Backup = []domain.Method{domain.MethodText}, domain.BackupPhone
}

// confirmApp confirms the app whose key waits and returns what is next.
func (p *person) confirmApp() wire.SetupConfirmed {
	p.t.Helper()
	k := p.startSetUp("")
	p.h.pass(30 * time.Second)
	on := read[wire.SetupConfirmed](p.client, wire.ConfirmSetup, wire.ConfirmSetupRequest{Code: code(p.t, k, p.h.now()), Name: "Phone"})
	p.key = k
	return on
}

// number starts to verify a number and confirms it.
func (p *person) number(phone string) wire.SetupConfirmed {
	p.t.Helper()
	p.h.pass(time.Second)
	read[wire.Setup](p.client, wire.StartAddress, wire.AddressRequest{Method: domain.MethodText, Phone: phone})
	return read[wire.SetupConfirmed](p.client, wire.ConfirmSetup, wire.ConfirmSetupRequest{Code: p.sentCode()})
}

// finish presses the last button.
func (p *person) finish() wire.SetupFinished {
	p.t.Helper()
	out := read[wire.SetupFinished](p.client, wire.FinishSetup, wire.FinishSetupRequest{Saved: true})
	p.renew(out.Renewal)
	return out
}

func kinds(list []wire.OwnMethod) (out []domain.Method) {
	for _, m := range list {
		out = append(out, m.Kind)
	}
	return out
}

func numberBeforeOn(t *testing.T, o *org) {
	o.policy(phoning)
	maria := o.join("maria", domain.RoleUser).confirm()
	on := maria.confirmApp()
	if on.Step != wire.SetupStepBackup || !slices.Equal(on.BackupKinds, []domain.Method{domain.MethodText}) || on.Finished != nil {
		t.Fatalf("after the app's code: %+v", on)
	}
	early := func(when string) {
		t.Helper()
		maria.do(wire.FinishSetup, wire.FinishSetupRequest{Saved: true}).refused(http.StatusConflict, domain.CodeBackupRequired)
		maria.do(wire.ReadSetupCodes, nil).refused(http.StatusGone, domain.CodeEnrollmentExpired)
		if len(maria.methods()) != 0 || maria.session().TwoStep.State != domain.TwoStepNever {
			t.Fatalf("%s: two-step is %s with %v", when, maria.session().TwoStep.State, maria.methods())
		}
		maria.elsewhere().start(wire.NextDone)
	}
	early("before a number")
	maria.do(wire.StartAddress, wire.AddressRequest{Method: domain.MethodEmail}).refused(http.StatusForbidden, domain.CodeMethodNotAccepted)
	maria.do(wire.StartAddress, wire.AddressRequest{Method: domain.MethodText, Phone: "+44 20 7946 0018"}).refused(http.StatusUnprocessableEntity, domain.CodePhoneLandline)
	o.h.pass(11 * time.Minute) // the confirmation of the start is over: the set-up goes on
	at := read[wire.Setup](maria.client, wire.StartAddress, wire.AddressRequest{Method: domain.MethodText, Phone: mobile})
	if at.Step != wire.SetupStepCode || !at.Backup || at.Hint != "23" || !slices.Equal(at.BackupKinds, on.BackupKinds) {
		t.Fatalf("%+v", at)
	}
	early("before its code")
	maria.do(wire.ConfirmSetup, wire.ConfirmSetupRequest{Code: maria.noCode()}).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	early("after a wrong code")
	on = read[wire.SetupConfirmed](maria.client, wire.ConfirmSetup, wire.ConfirmSetupRequest{Code: maria.sentCode()})
	if on.Step != wire.SetupStepCodes || len(maria.methods()) != 0 {
		t.Fatalf("after the number's code: %+v, %v", on, maria.methods())
	}
	maria.codes = read[wire.RecoverySet](maria.client, wire.ReadSetupCodes, nil).Codes
	if out := maria.finish(); !out.First || out.Kind != domain.MethodApp {
		t.Fatalf("%+v", out)
	}
	if got := maria.methods(); !slices.Equal(kinds(got), []domain.Method{domain.MethodApp, domain.MethodText}) || !got[0].Primary || got[0].BackIn || !got[1].BackIn {
		t.Fatalf("%+v", got)
	}
	if n := len(o.events(domain.EventMethodAdded, maria.id)); n != 2 || len(o.events(domain.EventTwoStepOn, maria.id)) != 1 {
		t.Errorf("%d methods were added in the log", n)
	}
	if maria.told("turned_on") != 1 || maria.told("method_added") != 1 {
		t.Errorf("told %v", maria.letters())
	}
	maria.do(wire.FinishSetup, wire.FinishSetupRequest{Saved: true}).refused(http.StatusGone, domain.CodeEnrollmentExpired)
	a := maria.signOut().begin()
	if !slices.Equal(a.Methods, []domain.Method{domain.MethodApp, domain.MethodRecovery}) {
		t.Errorf("the number is a second step: %v", a.Methods)
	}
	maria.verify(false)
	maria.signOut().begin()
	maria.recover()
}

func numberAtTheGate(t *testing.T, o *org) {
	o.policy(phoning)
	o.policy(required(domain.StartAtOnce))
	maria := o.join("maria", domain.RoleUser)
	setup := o.path("/setup")
	b := maria.page().open(o.path("/me/security")).wants(setup, "Set up 2-step verification")
	b.open(setup+"?choose=1").wants(setup+"/app", "Step 2 of 5", "Choose an authenticator app")
	b.send(setup+"/app", "action", "choose", "app", "Authy").wants(setup+"/app", "Step 2 of 5")
	maria.key = b.secretOf()
	b.open(setup+"/code").wants(setup+"/code", "Step 3 of 5")
	b.send(setup+"/code", "code", maria.code(), "name", "Phone").wants(setup+"/text", "Step 4 of 5", "Verify your mobile number")
	for _, page := range []string{"", "/app", "/code", "/codes", "/backup", "/done", "/passkey/name"} {
		if b.open(setup + page); b.at != setup+"/text" && b.at != setup {
			t.Fatalf("%s leads to %s", page, b.at)
		}
	}
	b.open(o.path("/me/security")).wants(setup)
	b.open(setup+"/text").send(setup+"/text", "action", "send", "phone", "020 7946 0018", "country", "GB").wants(setup+"/text", "Step 4 of 5", "Enter a mobile number")
	b.send(setup+"/text", "action", "send", "phone", "07700 900123", "country", "GB").wants(setup+"/text", "Step 4 of 5", "Check your phone", "23")
	b.open(setup).wants(setup, "Go on setting up?")
	b.open(setup+"/text").wants(setup+"/text", "Check your phone")
	b.send(setup+"/text", "action", "confirm", "code", maria.noCode()).wants(setup+"/text", "That code is not correct")
	b.send(setup+"/codes", "saved", "1").wants(setup + "/text") // not before the number
	o.h.pass(31 * time.Second)
	b.send(setup+"/text", "action", "again").wants(setup+"/text", "New code sent")
	b.open(setup+"/text?change=1").wants(setup+"/text", "Verify your mobile number", "Step 4 of 5")
	o.h.pass(time.Second) // the newest message is found by its time
	b.send(setup+"/text", "action", "send", "phone", "07700 900456", "country", "GB").wants(setup+"/text", "56")
	b.send(setup+"/text", "action", "confirm", "code", maria.sentCode()).wants(setup+"/codes", "Step 5 of 5", "Save your recovery codes")
	b.open(setup + "/text").wants(setup + "/codes")
	b.send(setup+"/codes", "saved", "1").wants(setup+"/done", "2-step verification is on", "a code from Phone")
	if got := maria.methods(); len(got) != 2 || got[1].Hint != "56" {
		t.Fatalf("%+v", got)
	}
	b.open(o.path("/me/security")).wants(o.path("/me/security"))

	lee := o.join("lee", domain.RoleUser)
	b = lee.page().open(setup + "/app")
	b.send(setup+"/app", "action", "choose", "app", "Authy")
	lee.key = b.secretOf()
	b.send(setup+"/code", "code", lee.code(), "name", "Phone").wants(setup + "/text")
	b.send(setup+"/text", "action", "send", "phone", "07700 900789", "country", "GB").wants(setup + "/text")
	b.open(setup).send(setup+"/app", "action", "over").wants(setup + "/app") // one kind to choose from
	lee.do(wire.FinishSetup, wire.FinishSetupRequest{Saved: true}).refused(http.StatusGone, domain.CodeEnrollmentExpired)
}

func numberIsLast(t *testing.T, o *org) {
	o.policy(phoning)
	o.policy(func(p *wire.Policy) { p.RecoveryCodes = 0 })
	maria := o.join("maria", domain.RoleUser).confirm()
	setup := o.path("/setup")
	b := maria.page().open(setup+"/app").wants(setup+"/app", "Step 2 of 4")
	b.send(setup+"/app", "action", "choose", "app", "Authy")
	maria.key = b.secretOf()
	b.send(setup+"/code", "code", maria.code(), "name", "Phone").wants(setup+"/text", "Step 4 of 4")
	b.send(setup+"/text", "action", "send", "phone", mobile).wants(setup + "/text")
	b.send(setup+"/text", "action", "confirm", "code", maria.sentCode()).wants(setup+"/done", "2-step verification is on")
	maria.signOut().begin()
	maria.verify(false)
}

func numberIsThere(t *testing.T, o *org) {
	o.policy(sending)
	lee := o.texter("lee")
	lee.confirm().turnOff() // the number stays
	sam := o.member("sam", domain.RoleUser)
	o.policy(phoning)
	if on := lee.confirm().confirmApp(); on.Step != wire.SetupStepCodes {
		t.Fatalf("with a number: %+v", on)
	}
	lee.finish()
	if a := sam.signOut().begin(); a.Methods[0] != domain.MethodApp {
		t.Fatalf("%+v", a)
	}
	sam.verify(false)
	if s := sam.session(); s.ActsAs != domain.RoleUser {
		t.Fatalf("acts as %s", s.ActsAs)
	}
	o.policy(func(p *wire.Policy) { p.RecoveryOnly = []domain.Method{} })
	ali := o.join("ali", domain.RoleUser).confirm()
	if on := ali.number("+44 7700 900789"); on.Step != wire.SetupStepCodes {
		t.Fatalf("a text message is a number itself: %+v", on)
	}
	ali.finish()
}

func anySecond(t *testing.T, o *org) {
	o.policy(sending)
	o.policy(func(p *wire.Policy) { p.Backup = domain.BackupAny })
	maria := o.join("maria", domain.RoleUser).confirm()
	on := maria.number(mobile)
	if want := []domain.Method{domain.MethodPasskey, domain.MethodApp, domain.MethodText, domain.MethodEmail}; on.Step != wire.SetupStepBackup || !slices.Equal(on.BackupKinds, want) {
		t.Fatalf("%+v", on)
	}
	maria.h.pass(time.Second)
	maria.do(wire.StartAddress, wire.AddressRequest{Method: domain.MethodText, Phone: mobile}).refused(http.StatusConflict, domain.CodeAddressExists)
	setup := o.path("/setup")
	b := maria.page().open(setup+"/backup").wants(setup+"/backup", "Step 4 of 5", "Add a backup way to verify", "Passkey", "Authenticator app", "Email")
	b.send(setup, "method", "app").wants(setup+"/app", "Step 4 of 5")
	b.send(setup+"/app", "action", "choose", "app", "Authy").wants(setup+"/app", "Step 4 of 5")
	first := b.secretOf()
	if again := b.open(setup + "/app").secretOf(); string(again) != string(first) {
		t.Fatal("a reload made another key")
	}
	maria.key = b.send(setup+"/app", "action", "restart").wants(setup + "/app").secretOf()
	if string(maria.key) == string(first) {
		t.Fatal("the same key after starting over with a new one")
	}
	b.open(setup+"/code").send(setup+"/code", "code", maria.code(), "name", "Phone").wants(setup+"/codes", "Step 5 of 5")
	b.send(setup+"/codes", "saved", "1").wants(setup + "/done")
	if got := maria.methods(); !slices.Equal(kinds(got), []domain.Method{domain.MethodText, domain.MethodApp}) || !got[0].Primary {
		t.Fatalf("%+v", got)
	}
	maria.signOut().begin()
	maria.answers("app", maria.code())
	maria.opened()

	lee := o.join("lee", domain.RoleUser).confirm()
	if on := lee.confirmApp(); on.Step != wire.SetupStepBackup {
		t.Fatalf("%+v", on)
	}
	account := read[wire.Setup](lee.client, wire.ReadSetup, nil).Account
	if on := lee.confirmApp(); on.Step != wire.SetupStepCodes {
		t.Fatalf("a second app: %+v, the first was %s", on, account)
	}
	lee.finish()
	if got := lee.methods(); len(got) != 2 {
		t.Fatalf("%+v", got)
	}
	third := read[wire.Setup](lee.confirm().client, wire.StartSetup, wire.StartSetupRequest{})
	if third = read[wire.Setup](lee.client, wire.ChooseSetupApp, wire.ChooseAppRequest{App: "Authy"}); third.Account != lee.email+" (3)" {
		t.Errorf("the third entry is called %s", third.Account)
	}
}

func backInOnly(t *testing.T, o *org) {
	o.policy(phoning)
	o.policy(func(p *wire.Policy) { p.Backup = domain.BackupNone })
	maria := o.join("maria", domain.RoleUser).confirm()
	on := maria.number(mobile)
	if on.Step != wire.SetupStepDone || !on.Finished.Verified || on.Finished.First {
		t.Fatalf("%+v", on)
	}
	if s := maria.session(); s.TwoStep.State != domain.TwoStepNever || s.TwoStep.MayTurnOn || s.ACR != string(domain.AssuranceOne) {
		t.Fatalf("%+v %s", s.TwoStep, s.ACR)
	}
	maria.confirm().do(wire.TurnOnTwoStep, nil).refused(http.StatusConflict, domain.CodeMethodRequired)
	maria.signOut().start(wire.NextDone)
	maria.confirm().page().open(o.path("/setup")).wants(o.path("/setup/app")).says(t, false, "Text message")
	o.policy(required(domain.StartAtOnce))
	if s := maria.session(); s.ActsAs != domain.RolePending {
		t.Fatalf("a number to get back in opens the gate: %s", s.ActsAs)
	}
}

func lastThatCounts(t *testing.T, o *org) {
	o.policy(phoning)
	maria := o.join("maria", domain.RoleUser).confirm()
	maria.confirmApp()
	maria.number(mobile)
	maria.finish()
	app := maria.methods()[0].ID
	o.policy(required(domain.StartNextSignIn))
	if m := maria.methods()[0]; m.Keep != domain.CodeMethodRequired {
		t.Fatalf("%+v", m)
	}
	maria.confirm().do(wire.RemoveMethod, nil, app).refused(http.StatusForbidden, domain.CodeMethodRequired)
	if maria.methods()[1].Keep != "" {
		t.Fatal("the number can't be removed")
	}
	o.policy(optional)
	maria.confirm().do(wire.RemoveMethod, nil, app)
	if s := maria.session(); s.TwoStep.State != domain.TwoStepOff || s.ActsAs != domain.RoleUser {
		t.Fatalf("%+v", s.TwoStep)
	}
}

func numberNeedsTexts(t *testing.T, o *org) {
	o.owner.confirm()
	o.owner.savePolicy(func(p *wire.Policy) { p.Backup = domain.BackupPhone }).refused(http.StatusUnprocessableEntity, domain.CodeBackupText)
	o.owner.savePolicy(func(p *wire.Policy) { p.Backup = "two" }).wants(http.StatusUnprocessableEntity)
}
