package acceptance_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

func TestAcceptanceMethodsFirst(t *testing.T) {
	inOrgs(t,
		acase{"R13 S8 a verified method turns nothing on, and nothing can be turned on without one", methodsFirst},
		acase{"R12 the check mark is there from the first verified method on", checkMark},
		acase{"R13 F3 at the gate methods are verified first and then two-step turns on, without script", methodsFirstAtTheGate},
		acase{"R13 P24 after a reset methods come first as well", methodsFirstAfterReset},
		acase{"R13 S5 with a backup two-step turns on after both", methodsFirstWithBackup},
		acase{"R13 S6 without recovery codes turning on is one press", methodsFirstNoCodes},
		acase{"S5 a passkey is backed up by a passkey of another device", passkeyTwice},
	)
}

// methodsComeFirst lets everybody verify methods before two-step turns on.
func methodsComeFirst(p *wire.Policy) {
	sending(p)
	p.MethodsFirst = true
}

func methodsFirst(t *testing.T, o *org) {
	o.policy(methodsComeFirst)
	maria := o.join("maria", domain.RoleUser).confirm()
	if s := maria.session().TwoStep; !s.MethodsFirst || s.MayTurnOn {
		t.Fatalf("%+v", s)
	}
	maria.do(wire.TurnOnTwoStep, nil).refused(http.StatusConflict, domain.CodeMethodRequired)
	on := maria.confirmApp()
	if on.Step != wire.SetupStepDone || !on.Finished.Verified || on.Finished.First {
		t.Fatalf("%+v", on)
	}
	maria.do(wire.ReadSetupCodes, nil).refused(http.StatusGone, domain.CodeEnrollmentExpired)
	if s := maria.session(); s.TwoStep.State != domain.TwoStepNever || !s.TwoStep.MayTurnOn || s.ACR != string(domain.AssuranceOne) || len(o.events(domain.EventTwoStepOn, maria.id)) != 0 {
		t.Fatalf("%+v %s", s.TwoStep, s.ACR)
	}
	if on := maria.number(mobile); on.Step != wire.SetupStepDone || !on.Finished.Verified {
		t.Fatalf("%+v", on)
	}
	if maria.told("method_added") != 2 || maria.told("turned_on") != 0 {
		t.Errorf("told %v", maria.letters())
	}
	maria.elsewhere().start(wire.NextDone) // it asks for nothing yet
	if on := read[wire.SetupConfirmed](maria.confirm().client, wire.TurnOnTwoStep, nil); on.Step != wire.SetupStepCodes {
		t.Fatalf("%+v", on)
	}
	maria.elsewhere().start(wire.NextDone)
	if out := maria.finish(); !out.First || out.OnlyCodes {
		t.Fatalf("%+v", out)
	}
	if a := maria.signOut().begin(); !slices.Equal(a.Methods, []domain.Method{domain.MethodApp, domain.MethodText, domain.MethodRecovery}) {
		t.Fatalf("%+v", a)
	}
	maria.verify(false)
	maria.confirm().passkey("Laptop") // what is added while it is on counts at once
	if a := maria.signOut().begin(); !slices.Contains(a.Methods, domain.MethodPasskey) {
		t.Fatalf("%+v", a)
	}
}

func checkMark(t *testing.T, o *org) {
	o.policy(methodsComeFirst)
	maria := o.join("maria", domain.RoleUser).confirm()
	if read[wire.Security](maria.client, wire.ReadSecurity, nil).Verified() {
		t.Fatal("a check mark without a method")
	}
	maria.number(mobile)
	if w := read[wire.Security](maria.client, wire.ReadSecurity, nil); !w.Verified() || w.TwoStep.State == domain.TwoStepOn {
		t.Fatalf("no check mark with %+v", w.Methods)
	}
}

func methodsFirstAtTheGate(t *testing.T, o *org) {
	o.policy(methodsComeFirst)
	o.policy(required(domain.StartAtOnce))
	maria := o.join("maria", domain.RoleUser)
	setup := o.path("/setup")
	b := maria.page().open(o.path("/me/security")).wants(setup, "Set up 2-step verification")
	b.open(setup+"?choose=1").wants(setup, "Step 1 of 3").says(t, false, "Turn on with these")
	b.send(setup+"/turn-on").wants(setup, "How do you want to verify?")
	b.send(setup, "method", "app").wants(setup+"/app", "Step 2 of 3")
	b.send(setup+"/app", "action", "choose", "app", "Authy").wants(setup + "/app")
	maria.key = b.secretOf()
	b.open(setup+"/code").wants(setup+"/code", "Step 3 of 3").says(t, false, "turns on after this")
	b.send(setup+"/code", "code", maria.code(), "name", "Phone").wants(setup+"/done", "Phone is verified.", "2-step verification is not on yet", "Turn on 2-step verification")
	b.says(t, false, "My security")
	b.open(o.path("/me/security")).wants(setup) // still at the gate
	b.open(setup+"?choose=1").wants(setup, "Turn on with these")
	b.open(setup+"/done").send(setup+"/turn-on").wants(setup+"/codes", "Save your recovery codes").says(t, false, "Step")
	b.send(setup+"/codes", "saved", "1").wants(setup+"/done", "2-step verification is on", "a code from Phone")
	b.open(o.path("/me/security")).wants(o.path("/me/security"))
	maria.signOut().begin()
	maria.verify(false)
}

func methodsFirstAfterReset(t *testing.T, o *org) {
	o.policy(methodsComeFirst)
	maria := o.join("maria", domain.RoleUser).confirm()
	maria.confirmApp()
	read[wire.SetupConfirmed](maria.confirm().client, wire.TurnOnTwoStep, nil)
	maria.finish()
	read[wire.ResetAnswer](o.owner.confirm().client, wire.ResetPerson, wire.ResetRequest{Checked: domain.CheckInPerson, Next: domain.ResetSetUp}, maria.id)
	maria.start(wire.NextSetUp)
	maria.do(wire.TurnOnTwoStep, nil).refused(http.StatusConflict, domain.CodeMethodRequired)
	if on := maria.confirmApp(); !on.Finished.Verified {
		t.Fatalf("%+v", on)
	}
	if s := maria.session(); s.ActsAs != domain.RolePending {
		t.Fatalf("a verified method opens the gate: %s", s.ActsAs)
	}
	maria.elsewhere().start(wire.NextSetUp)
	read[wire.SetupConfirmed](maria.client, wire.TurnOnTwoStep, nil)
	maria.finish()
	if s := maria.session(); s.ActsAs != domain.RoleUser {
		t.Fatalf("acts as %s", s.ActsAs)
	}
	maria.signOut().begin()
	maria.verify(false)
}

func methodsFirstWithBackup(t *testing.T, o *org) {
	o.policy(methodsComeFirst)
	o.policy(func(p *wire.Policy) { p.Backup = domain.BackupPhone })
	maria := o.join("maria", domain.RoleUser).confirm()
	if on := maria.confirmApp(); on.Step != wire.SetupStepDone || !on.Finished.Verified {
		t.Fatalf("verifying a method asks for no backup: %+v", on)
	}
	maria.confirm()
	setup := o.path("/setup")
	b := maria.page().open(setup+"/done").send(setup+"/turn-on").wants(setup+"/text", "Step 1 of 2", "Verify your mobile number")
	maria.do(wire.FinishSetup, wire.FinishSetupRequest{Saved: true}).refused(http.StatusConflict, domain.CodeBackupRequired)
	o.h.pass(time.Second)
	b.send(setup+"/text", "action", "send", "phone", mobile).wants(setup+"/text", "Step 1 of 2")
	b.send(setup+"/text", "action", "confirm", "code", maria.sentCode()).wants(setup+"/codes", "Step 2 of 2")
	if s := maria.session().TwoStep; s.State != domain.TwoStepNever {
		t.Fatalf("%+v", s)
	}
	b.send(setup+"/codes", "saved", "1").wants(setup+"/done", "2-step verification is on", "a code from Phone")
	if got := kinds(maria.methods()); !slices.Equal(got, []domain.Method{domain.MethodApp, domain.MethodText}) {
		t.Fatalf("%v", got)
	}
	lee := o.join("lee", domain.RoleUser).confirm()
	lee.confirmApp()
	lee.number("+44 7700 900789") // under "Ways to verify", before turning on
	if on := read[wire.SetupConfirmed](lee.confirm().client, wire.TurnOnTwoStep, nil); on.Step != wire.SetupStepCodes {
		t.Fatalf("asked for a number that is there: %+v", on)
	}
}

func methodsFirstNoCodes(t *testing.T, o *org) {
	o.policy(methodsComeFirst)
	o.policy(func(p *wire.Policy) { p.RecoveryCodes = 0 })
	maria := o.join("maria", domain.RoleUser).confirm()
	maria.confirmApp()
	if on := read[wire.SetupConfirmed](maria.confirm().client, wire.TurnOnTwoStep, nil); on.Step != wire.SetupStepDone || !on.Finished.First {
		t.Fatalf("%+v", on)
	}
	maria.signOut().begin()
	maria.verify(false)
}

func passkeyTwice(t *testing.T, o *org) {
	o.policy(sending)
	o.policy(func(p *wire.Policy) { p.Backup = domain.BackupAny })
	maria := o.join("maria", domain.RoleUser).confirm()
	first, second := o.h.authenticator(t), o.h.authenticator(t)
	setup := o.path("/setup")
	answer := func(a *authenticator) wire.PasskeyAnswer {
		o.h.pass(time.Second)
		return a.create(t, read[wire.PasskeyChallenge](maria.client, wire.CreatePasskey, wire.CreatePasskeyRequest{Kind: wire.KindPasskey}))
	}
	b := maria.page().open(setup+"/passkey").wants(setup+"/passkey", "Step 2 of 5")
	made := answer(first)
	b.send(setup+"/passkey", "ceremony", made.Ceremony, "passkey", made.Response, "kind", wire.KindPasskey).wants(setup+"/passkey/name", "Step 3 of 5")
	b.send(setup+"/passkey/name", "name", "Laptop").wants(setup+"/backup", "Step 4 of 5")
	b.send(setup, "method", "passkey").wants(setup+"/passkey", "Step 4 of 5")
	made = answer(first)
	b.send(setup+"/passkey", "ceremony", made.Ceremony, "passkey", made.Response, "kind", wire.KindPasskey).wants(setup+"/passkey", "already have a passkey")
	made = answer(second)
	b.send(setup+"/passkey", "ceremony", made.Ceremony, "passkey", made.Response, "kind", wire.KindPasskey).wants(setup+"/passkey/name", "Step 4 of 5")
	b.send(setup+"/passkey/name", "name", "Phone").wants(setup+"/codes", "Step 5 of 5")
	b.send(setup+"/codes", "saved", "1").wants(setup+"/done", "Laptop")
	if got := maria.methods(); len(got) != 2 || got[0].Name != "Laptop" || got[1].Name != "Phone" {
		t.Fatalf("%+v", got)
	}
	maria.signOut().begin()
	maria.touch(second)
	if s := maria.session(); s.ACR != string(domain.AssuranceTwo) {
		t.Fatal(s.ACR)
	}
}
