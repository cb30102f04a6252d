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

func TestAcceptanceResetCodes(t *testing.T) {
	inOrgs(t,
		acase{"A25 the way to the recovery codes is there from the first load and after a wrong code", noCodeLink},
		acase{"A26 A31 a recovery code is the second proof, is used up, and leads to the new password", resetByRecovery},
		acase{"A26 after the last recovery code of a reset a new set is made before anything else", resetByLastCode},
		acase{"A31 S26 the link to the recovery codes is in the organization's own words", noCodeWords},
		acase{"A32 A19 was on, now off: a code in an e-mail of its own, on the same pages", resetAfterOff},
		acase{"A32 the code by e-mail has the counters of every code", resetMailCounts},
		acase{"A32 after an administrator's reset the code comes by e-mail as well", resetAfterReset},
		acase{"S14 where the policy says so the link is enough after turning off", resetAfterOffNone},
		acase{"A30 with no way left to verify there is a way to ask for help, and the link stays", resetStuck},
		acase{"S15 a mailbox alone never resets a two-step account", resetByMailboxAlone},
	)
}

func noCodeLink(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.texter("maria")
	b := maria.forgets(o).page().open(maria.link())
	b.says(t, true, "I don't have a code")
	b.send(o.path("/sign-in/verify"), "way", screen[wire.VerifySent](b).Way, "code", maria.noCode())
	b.says(t, true, "I don't have a code")
	b.open(o.path("/sign-in/verify/recovery")).wants(o.path("/sign-in/verify/recovery"), "Enter a recovery code", "Choosing a new password for")
	app := o.member("nora", domain.RoleUser)
	app.forgets(o).page().open(app.link()).says(t, true, "I don't have a code")
}

func resetByRecovery(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.texter("maria")
	other := maria.elsewhere()
	in := maria.forgets(o)
	b := in.page().open(maria.link())
	b.open(o.path("/sign-in/verify/recovery")).send(o.path("/sign-in/verify/recovery"), "code", "aaaa-bbbb-cccc-dddd")
	if b.code != http.StatusUnprocessableEntity || !maria.alive() {
		t.Fatalf("a wrong recovery code: %d", b.code)
	}
	b.send(o.path("/sign-in/verify/recovery"), "code", maria.codes[0]).wants(o.path("/reset"), "Choose a new password")
	if maria.alive() {
		t.Error("a session outlived the recovery code")
	}
	used := o.events(domain.EventRecoveryUsed, maria.id)
	if len(used) != 1 || used[0].Detail["left"] != "9" || used[0].Detail["purpose"] != "reset" || maria.told("recovery_used") != 1 {
		t.Errorf("%+v, told %v", used, maria.letters())
	}
	// The reset goes on under the new security version, its link as well.
	again := maria.elsewhere()
	again.opens(wire.NextSecondStep)
	again.do(wire.VerifyRecovery, wire.RecoveryRequest{Code: maria.codes[0]}).refused(http.StatusUnprocessableEntity, domain.CodeRecoveryUsed)
	b.send(o.path("/reset"), "password", fresh, "again", fresh).wants(o.path("/sign-in"), "Your password is changed")
	again.do(wire.VerifyRecovery, wire.RecoveryRequest{Code: maria.codes[1]}).refused(http.StatusUnauthorized, domain.CodeAttemptExpired)
	if a := maria.changedTo(t, fresh); a.Next != wire.NextSecondStep {
		t.Errorf("next %q", a.Next)
	}
	other.password = fresh
	other.start(wire.NextSecondStep)
	if left := read[wire.SignInPage](other.client, wire.ReadSignIn, nil).SecondStep.Methods; left[len(left)-1].Left != 9 {
		t.Errorf("%+v", left)
	}
}

func resetByLastCode(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) { sending(p); p.RecoveryCodes = 1 })
	maria := o.texter("maria")
	in := maria.forgets(o)
	in.opens(wire.NextSecondStep)
	if a := read[wire.SignInAnswer](in.client, wire.VerifyRecovery, wire.RecoveryRequest{Code: maria.codes[0]}); a.Next != wire.NextPassword || a.RecoveryLeft != 0 {
		t.Fatalf("%+v", a)
	}
	in.chooses(fresh).wants(http.StatusNoContent)
	maria.password = fresh
	back := maria.elsewhere()
	back.begin()
	back.answers("", maria.sentCode())
	if got := back.opened(); got.Next != wire.NextSetUp || back.session().ActsAs != domain.RolePending {
		t.Fatalf("the next sign-in led to %+v", got)
	}
	back.do(wire.ReadSecurity, nil).refused(http.StatusForbidden, domain.CodeEnrollmentRequired)
	used := o.path("/sign-in/recovery-used")
	back.page().open(o.path("/me/security")).wants(used, "Get new recovery codes", "You have used all your recovery codes")
	// Signing out and in again leads to the same page.
	later := maria.elsewhere()
	later.begin()
	later.answers("", maria.sentCode())
	if got := later.opened(); got.Next != wire.NextSetUp {
		t.Errorf("the sign-in after it led to %+v", got)
	}
	maria.codes = read[wire.RecoverySet](later.client, wire.RenewRecovery, nil).Codes
	later.do(wire.FinishSetup, wire.FinishSetupRequest{Saved: true}).wants(http.StatusOK)
	if later.session().ActsAs != domain.RoleUser || len(maria.codes) != 1 || maria.told("recovery_renewed") != 1 {
		t.Errorf("after it: %+v, told %v", later.session(), maria.letters())
	}
	if back.alive() {
		t.Error("the session held before outlived the new set")
	}
	after := maria.elsewhere()
	after.begin()
	after.answers("", maria.sentCode())
	if got := after.opened(); got.Next != wire.NextDone {
		t.Errorf("with a new set the sign-in led to %+v", got)
	}
}

func noCodeWords(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) {
		sending(p)
		p.WaysBack.NoCode = map[string]string{"en": "No code", "de": "Kein Code"}
	})
	maria := o.texter("maria")
	b := maria.forgets(o).page().open(maria.link())
	b.says(t, true, "No code").says(t, false, "I don't have a code")
	signIn := maria.signOut()
	signIn.begin()
	signIn.page().open(o.path("/sign-in/verify")).says(t, true, "No code").says(t, false, "I don't have a code")
	if words := read[wire.SignInPage](signIn.client, wire.ReadSignIn, nil).SecondStep.NoCode; words["de"] != "Kein Code" {
		t.Errorf("%v", words)
	}
}

func resetAfterOff(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.texter("maria").off(t)
	before := len(maria.messages())
	in := maria.forgets(o)
	b := in.page().open(maria.link()).wants(o.path("/sign-in/verify"), "First, verify it's you", "We sent a code to m•••@n•••.example", "I can't verify")
	b.says(t, false, "I don't have a code") // their codes ended with the second step
	b.open(o.path("/sign-in/verify")).open(o.path("/reset"))
	if n := len(maria.messages()) - before; n != 1 {
		t.Fatalf("%d codes were sent by opening and reloading", n)
	}
	mail := maria.lettersOf("code")[0]
	if mail.Args["purpose"] != "reset" || containsLink(mail.Args["link"]) {
		t.Errorf("the mail with the code: %v", mail.Args)
	}
	if link := maria.lettersOf("password_reset")[0]; link.Args["code"] != "" {
		t.Errorf("the mail with the link: %v", link.Args)
	}
	for _, m := range o.h.sent.of(maria.email) {
		if strings.Contains(m.Text, mail.Args["code"]) && strings.Contains(m.Text, "/reset/") {
			t.Error("link and code stand in one mail")
		}
	}
	in.chooses(fresh).refused(http.StatusForbidden, domain.CodeVerifyFirst)
	b.open(o.path("/sign-in/verify/methods")).says(t, true, "m•••@n•••.example")
	b.open(o.path("/sign-in/verify"))
	way := screen[wire.VerifySent](b).Way
	b.open(o.path("/sign-in/verify/resend?way="+way)).says(t, true, "Didn't get the message?")
	b.send(o.path("/sign-in/verify"), "way", way, "code", maria.noCode()).says(t, true, "That code is not correct")
	maria.keepsOld(t)
	b.send(o.path("/sign-in/verify/send"), "way", way).says(t, true, "New code sent")
	b.send(o.path("/sign-in/verify"), "way", way, "code", maria.sentCode()).wants(o.path("/reset"), "Choose a new password")
	b.send(o.path("/reset"), "password", fresh, "again", fresh).wants(o.path("/sign-in"), "Your password is changed")
	if a := maria.changedTo(t, fresh); a.Next != wire.NextDone {
		t.Errorf("next %q", a.Next)
	}
}

func resetMailCounts(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.texter("maria").off(t)
	in := maria.forgets(o)
	if opened := in.opens(wire.NextSecondStep); !slices.Equal(opened.Methods, []domain.Method{domain.MethodMailCode}) {
		t.Fatalf("offered %v", opened.Methods)
	}
	first := maria.sentCode()
	in.resend("").refused(http.StatusTooManyRequests, domain.CodeResendWait)
	for range 4 {
		in.answers("", maria.noCode()).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	}
	in.answers("", maria.noCode()).refused(http.StatusTooManyRequests, domain.CodeLocked)
	in.answers("", first).refused(http.StatusTooManyRequests, domain.CodeLocked)
	in.resend("").refused(http.StatusTooManyRequests, domain.CodeLocked)
	// A hundred in a row, and the mailbox is out of use.
	for range 19 {
		o.h.pass(31 * time.Minute)
		in = maria.forgets(o)
		in.opens(wire.NextSecondStep)
		for range 5 {
			in.answers("", maria.noCode())
		}
	}
	o.h.pass(31 * time.Minute)
	in = maria.forgets(o)
	in.do(wire.OpenReset, wire.OpenResetRequest{Token: o.h.tokenOf(maria.link())}).refused(http.StatusForbidden, domain.CodeMethodDisabled)
	maria.forgets(o).page().open(maria.link()).says(t, true, "None of your ways to verify can be used right now")
}

func resetAfterReset(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	o.owner.confirm().do(wire.ResetPerson, wire.ResetRequest{Checked: domain.CheckInPerson, Next: domain.ResetSetUp}, maria.id).wants(http.StatusOK)
	in := maria.forgets(o)
	in.opens(wire.NextSecondStep)
	in.answers("", maria.sentCode()).wants(http.StatusOK)
	in.chooses(fresh).wants(http.StatusNoContent)
	if a := maria.changedTo(t, fresh); a.Next != wire.NextSetUp {
		t.Errorf("next %q", a.Next)
	}
}

func resetAfterOffNone(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) { sending(p); p.WaysBack.CodeAfterOff = domain.CodeAfterOffNone })
	maria := o.texter("maria").off(t)
	in := maria.forgets(o)
	in.opens(wire.NextPassword)
	in.chooses(fresh).wants(http.StatusNoContent)
	maria.changedTo(t, fresh)
}

func resetStuck(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) {
		optional(p)
		p.Methods = []domain.Method{domain.MethodApp, domain.MethodEmail}
	})
	maria := o.join("maria", domain.RoleUser).verifyAddress(domain.MethodEmail, "")
	in := maria.forgets(o)
	b := in.page().open(maria.link()).wants(o.path("/reset"), "We can't verify that it's you", "I can't verify")
	b.open(o.path("/help/sign-in")).says(t, true, "I forgot my password")
	in.do(wire.OpenReset, wire.OpenResetRequest{Token: o.h.tokenOf(maria.link())}).refused(http.StatusForbidden, domain.CodeMethodNotAccepted)
	in.chooses(fresh).refused(http.StatusUnauthorized, domain.CodeAttemptExpired)
	maria.keepsOld(t)
	// Once a way to verify counts again, the same link goes on.
	o.policy(func(p *wire.Policy) { p.Methods = append(p.Methods, domain.MethodRecovery) })
	in.page().open(maria.link()).wants(o.path("/sign-in/verify/recovery"), "Enter a recovery code")
}

func resetByMailboxAlone(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.texter("maria")
	maria.confirm().verifyAddress(domain.MethodEmail, "")
	in := maria.forgets(o)
	if opened := in.opens(wire.NextSecondStep); slices.Contains(opened.Methods, domain.MethodEmail) || slices.Contains(opened.Methods, domain.MethodMailCode) {
		t.Errorf("offered %v", opened.Methods)
	}
	for _, way := range []string{"email", "mail_code", "mailbox"} {
		in.resend(way).refused(http.StatusForbidden, domain.CodeMethodNotAccepted)
		in.answers(way, "123456").refused(http.StatusForbidden, domain.CodeMethodNotAccepted)
	}
}
