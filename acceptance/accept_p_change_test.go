package acceptance_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

func TestAcceptancePChange(t *testing.T) {
	inOrgs(t,
		acase{"P20 F21 turning off works where it isn't required and the tenant allows it", turningOff},
		acase{"P21 F22 F44 the app is replaced in place at any time, and the old one works until then", replacedInPlace},
		acase{"P21 F44 a replacement that is left half-way changes nothing", replacementLeft},
		acase{"P24 F23 F26 a reset shows its status and leads to the wizard", resetLeadsToWizard},
	)
}

func turningOff(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) { p.Mode, p.UserMayDisable = domain.ModeOptional, false })
	maria := o.member("maria", domain.RoleUser)
	maria.confirm().do(wire.TurnOffTwoStep, wire.TurnOffRequest{}).refused(http.StatusForbidden, domain.CodeTurnOffNotAllowed)
	maria.do(wire.RemoveMethod, nil, maria.methods()[0].ID).refused(http.StatusForbidden, domain.CodeTurnOffNotAllowed)
	o.policy(required(domain.StartNextSignIn))
	maria.do(wire.TurnOffTwoStep, wire.TurnOffRequest{}).refused(http.StatusForbidden, domain.CodeMethodRequired)
	o.policy(func(p *wire.Policy) { p.Mode, p.UserMayDisable = domain.ModeOptional, true })
	maria.turnOff()
	if maria.told("turned_off") != 1 || len(o.events(domain.EventTwoStepOff, maria.id)) != 1 {
		t.Errorf("mail: %v", maria.letters())
	}
	s := read[wire.Security](maria.client, wire.ReadSecurity, nil)
	if s.TwoStep.State != domain.TwoStepOff || len(s.Methods)+s.Recovery.Left+len(s.TrustedBrowsers) != 0 {
		t.Errorf("left: %+v", s)
	}
	maria.signOut().start(wire.NextDone)
	maria.confirm().do(wire.TurnOffTwoStep, wire.TurnOffRequest{}).refused(http.StatusConflict, domain.CodeNothingToReset)
	b := maria.page().open(o.path("/setup/app")).send(o.path("/setup/app"), "action", "choose", "app", "Authy")
	b.wants(o.path("/setup/app"), "Delete the old The "+o.short+" entry in your app first", maria.email+" (2)")
}

// enters reports whether a key's code passes the second step now.
func (p *person) enters(k string) bool {
	p.t.Helper()
	p.h.pass(30 * time.Second)
	p.do(wire.StartSignIn, wire.SignInRequest{Email: p.email, Password: p.password}).wants(http.StatusOK)
	p.do(wire.VerifyCode, wire.CodeRequest{Code: code(p.t, key(p.t, k), p.h.now())})
	return p.status == http.StatusOK
}

func replacedInPlace(t *testing.T, o *org) {
	o.policy(required(domain.StartAtOnce))
	maria := o.join("maria", domain.RoleUser)
	maria.setUp()
	old, codes := maria.key.Base32(), slices.Clone(maria.codes)
	b := maria.confirm().page().open(o.path("/setup?replace=" + maria.methods()[0].ID)).wants(o.path("/setup/app"))
	b.send(o.path("/setup/app"), "action", "choose", "app", "Authy").says(t, true, "Delete the old").says(t, true, maria.email+" (2)")
	fresh := b.secretOf()
	if !maria.elsewhere().enters(old) {
		t.Fatal("the old app stopped before the new one was confirmed")
	}
	if maria.elsewhere().enters(fresh.Base32()) {
		t.Fatal("the new app works before it was confirmed")
	}
	o.h.pass(30 * time.Second)
	b.open(o.path("/setup/code")).send(o.path("/setup/code"), "code", code(t, fresh, o.h.now()), "name", "New phone")
	b.wants(o.path("/setup/done"), "The codes in your old app no longer work. Delete the old entry.")
	if maria.elsewhere().enters(old) || !maria.elsewhere().enters(fresh.Base32()) {
		t.Fatal("old or new app is wrong after the change")
	}
	// Recovery codes stay, everybody is told, the session goes on.
	if left := read[wire.Security](maria.client, wire.ReadSecurity, nil); left.Recovery.Left != len(codes) || len(left.Methods) != 1 || left.Methods[0].Name != "New phone" {
		t.Errorf("afterwards: %+v, %+v", left.Recovery, left.Methods)
	}
	if maria.told("method_replaced") != 1 || maria.told("turned_on") != 1 {
		t.Errorf("mail: %v", maria.letters())
	}
	maria.signOut().start(wire.NextSecondStep)
	maria.recover()
}

func replacementLeft(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	maria.confirm().startSetUp(maria.methods()[0].ID)
	maria.do(wire.ConfirmSetup, wire.ConfirmSetupRequest{Code: maria.wrong(), Name: "New"}).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	// A code of the old key confirms no new one.
	maria.do(wire.ConfirmSetup, wire.ConfirmSetupRequest{Code: maria.code(), Name: "New"}).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	maria.do(wire.CancelSetup, nil).wants(http.StatusNoContent)
	maria.signOut().start(wire.NextSecondStep)
	maria.verify(false)
	maria.confirm().do(wire.StartSetup, wire.StartSetupRequest{Replaces: "fac_of_nobody"}).refused(http.StatusNotFound, domain.CodeNotFound)

	// A replacement that waits is not gone on with where another app is to be
	// added, nor the other way round.
	first := maria.methods()[0].ID
	waiting := maria.startSetUp(first)
	if added := maria.startSetUp(""); added.Base32() == waiting.Base32() {
		t.Error("the key of a replacement is offered for one app more")
	}
	maria.setUp()
	if all := maria.methods(); len(all) != 2 || all[0].ID != first {
		t.Fatalf("adding one took the first away: %+v", all)
	}
	waiting = maria.confirm().startSetUp("")
	if place := maria.startSetUp(first); place.Base32() == waiting.Base32() {
		t.Error("the key of one app more is offered for a replacement")
	}
	maria.replace(first)
	if all := maria.methods(); len(all) != 2 || all[0].ID == first || all[1].ID == first {
		t.Errorf("the replaced app is still there: %+v", all)
	}
}

func resetLeadsToWizard(t *testing.T, o *org) {
	here, maria := o.trusting("maria")
	half := maria.elsewhere()
	half.start(wire.NextSecondStep)
	sam := o.member("sam", domain.RoleAdmin)
	o.h.pass(domain.StepUpFor)
	sam.do(wire.ResetPerson, wire.ResetRequest{Checked: domain.CheckInPerson, Next: domain.ResetSetUp}, maria.id).refused(http.StatusForbidden, domain.CodeStepUpRequired)
	// Seen on the person's page before: what there is to take away.
	before := read[wire.Person](sam.confirm().client, wire.ReadPerson, nil, maria.id)
	if before.May.Reset != "" || len(before.Ways) != 1 || before.Recovery.Left != 10 || len(before.TrustedBrowsers) != 1 {
		t.Fatalf("the Security tab shows %+v", before)
	}
	done := read[wire.ResetAnswer](sam.client, wire.ResetPerson, wire.ResetRequest{Checked: domain.CheckInPerson, Reason: "Ticket 4711", Next: domain.ResetSetUp}, maria.id)
	if done.Methods != 1 || done.RecoveryCodes != 10 || done.TrustedBrowsers != 1 || done.Sessions != len(before.Sessions) || done.Person.TwoStep != domain.TwoStepReset {
		t.Errorf("the status says %+v", done)
	}
	if maria.alive() {
		t.Error("her session goes on")
	}
	half.do(wire.VerifyCode, wire.CodeRequest{Code: half.code()}).refused(http.StatusUnauthorized, domain.CodeAttemptExpired)
	if maria.told("reset") != 1 {
		t.Errorf("mail: %v", maria.letters())
	}
	if l := o.h.mail(t, maria.email); l.Kind != "reset" || l.Args["by"] != "Sam" {
		t.Errorf("the mail says %+v", l.Args)
	}
	if got := o.events(domain.EventTwoStepReset, maria.id); len(got) != 1 || got[0].Actor.ID != sam.id || got[0].Detail["reason"] != "Ticket 4711" {
		t.Errorf("the log says %+v", got)
	}
	sam.do(wire.ResetPerson, wire.ResetRequest{Checked: domain.CheckInPerson, Next: domain.ResetSetUp}, maria.id).refused(http.StatusConflict, domain.CodeNothingToReset)

	// The next sign-in opens the wizard, though nothing is required.
	b := here.page().open(o.path("/sign-in")).send(o.path("/sign-in"), "username", maria.email, "password", maria.password)
	b.wants(o.path("/setup"), "Set up now")
	b.open(o.path("/me/security")).wants(o.path("/setup"))
	here.do(wire.ReadSecurity, nil).refused(http.StatusForbidden, domain.CodeEnrollmentRequired)
	showsAppHelp(t, o, b.open(o.path("/setup/app")))
	old := maria.key.Base32()
	here.setUp()
	if here.key.Base32() == old {
		t.Error("the old key came back")
	}
	read[wire.Security](here.client, wire.ReadSecurity, nil)
	here.signOut().start(wire.NextSecondStep)
	for _, k := range maria.codes[:1] {
		here.do(wire.VerifyRecovery, wire.RecoveryRequest{Code: k}).refused(http.StatusUnprocessableEntity, domain.CodeRecoveryWrong)
	}
}

// showsAppHelp looks for what an app's maker says about a lost phone, beside
// that app in the wizard and in its next step, as the organization has it.
func showsAppHelp(t *testing.T, o *org, b *browser) {
	t.Helper()
	const ours = "https://help.northwind.example/authy?lost=1"
	b.says(t, true, "Help with Authy").says(t, true, "Help with Duo Mobile")
	o.owner.signIn()
	o.policy(func(p *wire.Policy) { p.Apps[0].Help, p.Apps[1].Help = ours, "" })
	b.open(o.path("/setup/app")).says(t, true, "Help with Authy").says(t, false, "Help with Google")
	if !strings.Contains(b.body, `href="`+ours+`"`) {
		t.Errorf("no link to %s", ours)
	}
	b.send(o.path("/setup/app"), "action", "choose", "app", "Authy").wants(o.path("/setup/app"), "Help with Authy").says(t, false, "Help with Duo")
	// What was changed of it can be read in the log.
	if got := o.events(domain.EventPolicyChanged, ""); !strings.Contains(got[0].Detail["apps"], ours) || strings.Contains(got[0].Detail["apps"], "1password") {
		t.Errorf("log: %+v", got[0].Detail)
	}
}
