package acceptance_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

func TestAcceptanceGrants(t *testing.T) {
	inOrgs(t,
		acase{"S17 F28 an access code leads from the password to set-up, once", accessCodeOnce},
		acase{"S17 an access code outlives a forgotten password", forgetsToo},
		acase{"S17 five wrong access codes void it, and an ended one is told", accessCodeEnds},
		acase{"O17 O18 O19 O20 F29 a granted text message: only while granted, after the password, to the verified number", grantedTextShown},
		acase{"O22 F30 after it nothing opens but the replacement of the device", grantedTextReplaces},
		acase{"O22 two-step turned off in its place, where that is allowed", grantedTextTurnsOff},
		acase{"O23 S22 a grant ends after 48 hours to the second", grantedTextEnds},
		acase{"O17 barred for a new number, where only passkeys count, and once stopped", grantedTextBarred},
		acase{"A21 A28 F28 an unlock mail: one use, a new password, then set-up", unlockMail},
		acase{"A28 an unlock link ends after 60 minutes and with the security version", unlockEnds},
		acase{"F29 every grant is told, and stopped by its link or its list", grantStopped},
	)
}

// resetPerson is a member whose second step an administrator took away.
func (o *org) resetPerson(name string) *person {
	o.t.Helper()
	o.policy(optional)
	p := o.member(name, domain.RoleUser)
	o.owner.confirm().do(wire.ResetPerson, wire.ResetRequest{Checked: domain.CheckInPerson, Reason: "lost phone", Next: domain.ResetSetUp}, p.id).wants(http.StatusOK)
	return p
}

func accessCodeOnce(t *testing.T, o *org) {
	maria := o.resetPerson("maria")
	given := o.givesCode(maria)
	here := maria.elsewhere()
	if answer := here.start(wire.NextSecondStep); len(answer.Methods) != 1 || answer.Methods[0] != domain.MethodAccessCode {
		t.Fatalf("asked for %v", answer.Methods)
	}
	here.do(wire.ReadSecurity, nil).refused(http.StatusUnauthorized, domain.CodeSignedOut)
	here.answers("access_code", "123").refused(http.StatusUnprocessableEntity, domain.CodeAccessShort)
	here.answers("access_code", anotherCode(given)).refused(http.StatusUnprocessableEntity, domain.CodeAccessWrong)
	here.answers("access_code", given)
	if got := here.opened(); got.Next != wire.NextSetUp {
		t.Fatalf("the code led to %q", got.Next)
	}
	here.do(wire.ReadSecurity, nil).refused(http.StatusForbidden, domain.CodeEnrollmentRequired)
	b := here.page().open(o.path("/setup"))
	b.wants(o.path("/setup"), "Set up your second step again")

	again := maria.elsewhere()
	again.start(wire.NextSecondStep)
	again.answers("access_code", given).refused(http.StatusUnprocessableEntity, domain.CodeAccessUsed)
	here.setUp()
	if here.session().ActsAs != domain.RoleUser {
		t.Error("set up, and still pending")
	}
	if len(o.events(domain.EventGrantUsed, maria.id)) != 1 || strings.Contains(o.h.log.String(), given) {
		t.Error("the use isn't written down, or the code is in the log")
	}
	// The set-up is done: the next sign-in asks for no code.
	later := here.elsewhere()
	later.start(wire.NextSecondStep)
	later.verify(false)
}

// anotherCode is a code of the same length.
func anotherCode(code string) string {
	if code[0] == '9' {
		return "1" + code[1:]
	}
	return "9" + code[1:]
}

func accessCodeEnds(t *testing.T, o *org) {
	maria := o.resetPerson("maria")
	given := o.givesCode(maria)
	here := maria.elsewhere()
	here.start(wire.NextSecondStep)
	for range 4 {
		here.answers("access_code", anotherCode(given)).refused(http.StatusUnprocessableEntity, domain.CodeAccessWrong)
	}
	here.answers("access_code", anotherCode(given)).refused(http.StatusTooManyRequests, domain.CodeLocked)
	o.later(31 * time.Minute)
	here.start(wire.NextSecondStep)
	here.answers("access_code", given).refused(http.StatusUnprocessableEntity, domain.CodeAccessOver)

	given = o.givesCode(maria)
	o.later(48 * time.Hour)
	late := maria.elsewhere()
	late.start(wire.NextSecondStep)
	late.answers("access_code", given).refused(http.StatusUnprocessableEntity, domain.CodeAccessOver)
	b := late.page().open(o.path("/sign-in/verify")).wants(o.path("/sign-in/verify/access-code"), "Enter your access code", "8 digits")
	b.send(o.path("/sign-in/verify/access-code"), "code", given).wants(o.path("/sign-in/verify/access-code"), "That code no longer works. Ask your administrator for a new one.")
}

func grantedTextShown(t *testing.T, o *org) {
	maria := o.backedUp("maria")
	here := maria.elsewhere()
	if answer := here.begin(); strings.Contains(words(answer.Methods), "granted_text") {
		t.Fatal("open without a grant")
	}
	here.resend("granted_text").refused(http.StatusForbidden, domain.CodeMethodNotAccepted)
	here.page().open(o.path("/sign-in/verify")).says(t, false, "Use a text message instead")
	o.h.pass(time.Minute)
	o.grantsText(maria)
	if maria.told("text_given") != 1 {
		t.Errorf("maria was told %v", maria.letters())
	}

	here = maria.elsewhere()
	here.begin()
	b := here.page().open(o.path("/sign-in/verify")).wants(o.path("/sign-in/verify"), "Use a text message instead", "Open until")
	b.open(o.path("/sign-in/verify?way=granted_text")).wants(o.path("/sign-in/verify"), "23", "Open until").says(t, false, "900123")
	before := len(maria.messages())
	b.send(o.path("/sign-in/verify/send"), "way", "granted_text").wants(o.path("/sign-in/verify"), "Check your phone", "23")
	if got := maria.messages(); len(got) != before+1 || got[0].Args["purpose"] != "recovery" {
		t.Fatalf("sent %+v", got)
	}
	sent := maria.sentCode()
	// A code of this purpose is none of the second step (A5).
	here.answers("", sent).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	b.send(o.path("/sign-in/verify"), "way", "granted_text", "code", maria.noCode()).wants(o.path("/sign-in/verify"), "Verification failed")
	b.send(o.path("/sign-in/verify"), "way", "granted_text", "code", sent).wants(o.path("/setup"), "Replace your device")
	// It ended with its one use.
	next := maria.elsewhere()
	if answer := next.begin(); strings.Contains(words(answer.Methods), "granted_text") {
		t.Error("open after its use")
	}
}

func words(list []domain.Method) string {
	var out []string
	for _, m := range list {
		out = append(out, string(m))
	}
	return strings.Join(out, " ")
}

// byText signs in by password and the granted text message.
func (p *person) byText() *person {
	p.t.Helper()
	p.begin()
	p.resend("granted_text").wants(http.StatusNoContent)
	p.answers("granted_text", p.sentCode())
	if got := p.opened(); got.Next != wire.NextSetUp {
		p.t.Fatalf("the text message led to %q", got.Next)
	}
	return p
}

func grantedTextReplaces(t *testing.T, o *org) {
	maria := o.backedUp("maria")
	maria.signIn()
	o.h.pass(time.Minute)
	o.grantsText(maria)
	here := maria.elsewhere().byText()
	for _, e := range []wire.Endpoint{wire.ReadSecurity, wire.ReadActivity, wire.RemoveTrusts, wire.IssueToken} {
		here.do(e, nil).refused(http.StatusForbidden, domain.CodeEnrollmentRequired)
	}
	here.do(wire.RenewRecovery, nil)
	if here.session().ActsAs != domain.RolePending {
		t.Fatal("new codes opened the session")
	}
	old := maria.key
	here.setUp()
	if here.session().ActsAs != domain.RoleUser || maria.alive() {
		t.Error("the gate stands after the set-up, or the old session lives")
	}
	ways := read[wire.Security](here.client, wire.ReadSecurity, nil)
	if len(ways.Methods) != 2 || len(ways.Grants) != 0 {
		t.Errorf("after it there are %+v", ways.Methods)
	}
	lost := maria.elsewhere()
	lost.key = old
	lost.start(wire.NextSecondStep)
	lost.answers("", lost.code()).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
}

func grantedTextTurnsOff(t *testing.T, o *org) {
	maria := o.backedUp("maria")
	o.grantsText(maria)
	here := maria.elsewhere().byText()
	here.page().open(o.path("/setup")).wants(o.path("/setup"), "Turn off 2-step verification")
	here.do(wire.TurnOffLost, nil).wants(http.StatusOK)
	if s := here.session(); s.ActsAs != domain.RoleUser {
		t.Errorf("acts as %s", s.ActsAs)
	}
	o.policy(required(domain.StartNextSignIn))
	ida := o.member("ida", domain.RoleUser).verifyAddress(domain.MethodText, "+44 7700 900124")
	o.later(25 * time.Hour)
	o.grantsText(ida)
	kept := ida.elsewhere().byText()
	kept.page().open(o.path("/setup")).says(t, false, "Turn off 2-step verification")
	kept.do(wire.TurnOffLost, nil).refused(http.StatusForbidden, domain.CodeMethodRequired)
	// Nobody else gets past the question whether it's them this way.
	o.owner.do(wire.TurnOffLost, nil).refused(http.StatusConflict, domain.CodeGrantOver)
}

func grantedTextEnds(t *testing.T, o *org) {
	maria := o.backedUp("maria")
	given := o.grantsText(maria)
	until := given.Grant.ExpiresAt
	if until.Sub(given.Grant.CreatedAt) != 48*time.Hour {
		t.Fatalf("open for %s", until.Sub(given.Grant.CreatedAt))
	}
	here := maria.elsewhere()
	o.h.pass(until.Sub(o.h.now()) - time.Minute)
	if answer := here.start(wire.NextSecondStep); !strings.Contains(words(answer.Methods), "granted_text") {
		t.Errorf("47:59 h after it: %v", answer.Methods)
	}
	here.resend("granted_text").wants(http.StatusNoContent)
	sent := maria.sentCode()
	o.h.pass(time.Minute + time.Second)
	here.answers("granted_text", sent).refused(http.StatusGone, domain.CodeGrantOver)
	late := maria.elsewhere()
	if answer := late.start(wire.NextSecondStep); strings.Contains(words(answer.Methods), "granted_text") {
		t.Errorf("48 h and a second after it: %v", answer.Methods)
	}
	b := late.page().open(o.path("/sign-in/verify")).says(t, false, "Use a text message instead")
	b.send(o.path("/sign-in/verify/send"), "way", "granted_text").says(t, true, "This is no longer open.")
}
