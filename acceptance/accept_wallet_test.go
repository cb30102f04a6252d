package acceptance_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/tenancy/store"
)

func TestAcceptanceWallet(t *testing.T) {
	inOrgs(t,
		acase{"a code that can't be delivered is said so at sign-in, until another was sent", lostAtSignIn},
		acase{"a code that can't be delivered is said so where one sets up and confirms", lostSignedIn},
		acase{"R12 R15 strength and what to do next follow from the methods", strengthAndTasks},
		acase{"without a script nothing is claimed of passkeys, and what is on says so", chooserClaimsNothing},
		acase{"after set-up a backup way is one press away", backupIsOffered},
		acase{"a check-up is asked three days after an app that nobody used, and its code is spent", checkUpOfUnused},
		acase{"a check-up counts wrong codes with all others, and confirms nothing", checkUpCounts},
		acase{"a check-up is asked again when recovery codes lie untouched for a year", checkUpOfOldCodes},
	)
}

// lose says of the person's newest message that it will never arrive, as a
// provider does.
func (p *person) lose() {
	p.t.Helper()
	all, err := p.h.db.Outbox(p.t.Context(), "", 1000)
	check(p.t, err)
	n := slices.IndexFunc(all, func(m store.Mail) bool { return m.UserID == p.id && m.Kind == "code" })
	if n < 0 {
		p.t.Fatalf("nothing was sent to %s", p.email)
	}
	check(p.t, p.h.flows.GiveUpMail(p.t.Context(), all[n], "30005"))
}

const (
	lostText = "We couldn't deliver the text message. Try another way, or try again in a few minutes."
	lostMail = "We couldn't deliver the email. Try another way, or try again in a few minutes."
)

func lostAtSignIn(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.texter("maria")
	maria.confirm().verifyAddress(domain.MethodEmail, "")
	maria.signOut()
	o.h.pass(2 * time.Hour)
	maria.begin()
	verify, first := o.path("/sign-in/verify"), maria.sentCode()
	ways := func() []wire.WayToSign {
		return read[wire.SignInPage](maria.client, wire.ReadSignIn, nil).SecondStep.Methods
	}
	b := maria.page().open(verify).wants(verify, "We sent a code to the number ending 23").says(t, false, lostText)
	if w := ways(); w[0].Failed != "" {
		t.Fatalf("failed before the provider said so: %+v", w[0])
	}
	maria.lose()
	b.open(verify).wants(verify, lostText).says(t, false, "We sent a code")
	b.wants(verify, "Try another way", "I don't have a code")
	b.open(verify+"/resend?way=text").wants(verify+"/resend", "Didn't get the message?", lostText, "Check that your phone has signal.", "Send again", "I no longer have this phone").says(t, false, "We sent it at")
	if w := ways(); w[0].Kind != domain.MethodText || w[0].Failed != domain.CodeSendFailed || w[1].Failed != "" {
		t.Fatalf("%+v", w)
	}
	// Nobody learns that without the right password on this browser.
	stranger := maria.elsewhere()
	if s := read[wire.SignInPage](stranger.client, wire.ReadSignIn, nil).SecondStep; s != nil {
		t.Fatalf("a stranger reads %+v", s)
	}
	stranger.page().open(o.path("/sign-in")).says(t, false, "couldn't deliver")

	o.h.pass(31 * time.Second)
	b.open(verify+"/resend?way=text").send(verify+"/send", "way", "text").wants(verify, "New code sent").says(t, false, lostText)
	if w := ways(); w[0].Failed != "" {
		t.Fatalf("after another was sent: %+v", w[0])
	}
	// An earlier code that came all the same still works (R16).
	maria.answers("text", first)
	maria.opened()
}

func lostSignedIn(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.join("maria", domain.RoleUser)
	maria.confirm()
	read[wire.Setup](maria.client, wire.StartAddress, wire.AddressRequest{Method: domain.MethodText, Phone: mobile})
	setup := o.path("/setup/text")
	b := maria.page().open(setup).wants(setup, "We sent a code").says(t, false, lostText)
	maria.lose()
	b.open(setup).wants(setup, lostText, "Change number")
	if got := read[wire.Setup](maria.client, wire.ReadSetup, nil); got.Failed != domain.CodeSendFailed || got.Step != wire.SetupStepCode {
		t.Fatalf("%+v", got)
	}
	maria.verifyAddress(domain.MethodEmail, "")
	o.h.pass(2 * time.Hour)
	confirm := o.path("/confirm")
	b.open(confirm+"?reason=replace").wants(confirm, "Send code")
	maria.do(wire.SendConfirm, wire.SendConfirmRequest{Method: domain.ConfirmByEmail}).wants(http.StatusNoContent)
	b.open(confirm+"?reason=replace").says(t, false, lostMail)
	maria.lose()
	b.open(confirm+"?reason=replace").wants(confirm, lostMail)
	if got := maria.session().Confirm.Failed; !slices.Equal(got, []domain.ConfirmMethod{domain.ConfirmByEmail}) {
		t.Fatalf("%v", got)
	}
	o.h.pass(time.Hour) // what is over is no news
	b.open(confirm+"?reason=replace").says(t, false, lostMail)
	if got := maria.session().Confirm.Failed; len(got) != 0 {
		t.Fatalf("%v", got)
	}
}

func (p *person) security() wire.Security {
	p.t.Helper()
	return read[wire.Security](p.client, wire.ReadSecurity, nil)
}

func strengthAndTasks(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.join("maria", domain.RoleUser)
	is := func(s domain.Strength, tasks ...domain.Task) {
		t.Helper()
		if got := maria.security(); got.Strength != s || !slices.Equal(got.Tasks, append([]domain.Task{}, tasks...)) {
			t.Fatalf("%q %v, want %q %v", got.Strength, got.Tasks, s, tasks)
		}
	}
	is("")
	maria.verifyAddress(domain.MethodText, mobile)
	is(domain.StrengthBasic, domain.TaskBackup, domain.TaskStronger)
	maria.verifyAddress(domain.MethodEmail, "")
	is(domain.StrengthBasic, domain.TaskStronger)
	maria.confirm().setUp()
	is(domain.StrengthGood)
	maria.confirm().passkey("Laptop")
	for len(maria.codes) > domain.FewRecoveryCodes {
		is(domain.StrengthStrong)
		maria.signOut().begin()
		maria.recover()
	}
	is(domain.StrengthStrong, domain.TaskCodes)
	o.policy(func(p *wire.Policy) { p.RecoveryCodes = 0 })
	is(domain.StrengthStrong)
}

func chooserClaimsNothing(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.member("maria", domain.RoleUser)
	setup := o.path("/setup")
	b := maria.confirm().page().open(setup).wants(setup, "Passkey", "Authenticator app", "Already on")
	b.says(t, false, "Recommended").says(t, false, "can't make passkeys")
	o.policy(func(p *wire.Policy) {
		p.Methods = slices.DeleteFunc(p.Methods, func(m domain.Method) bool { return m == domain.MethodPasskey })
	})
	noah := o.join("noah", domain.RoleUser)
	noah.confirm().page().open(setup).wants(setup, "Authenticator app", "Recommended")
}

func backupIsOffered(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.member("maria", domain.RoleUser)
	other := maria.elsewhere()
	other.start(wire.NextSecondStep)
	other.verify(false)
	done := o.path("/setup/done")
	b := maria.page().open(done).wants(done, "Add a backup way (recommended)", "Passkey", "Text message", "Sign out 1 other device")
	if got := screen[wire.SetupDone](b).Backups; !slices.Equal(got, []string{"passkey", "text"}) {
		t.Fatalf("%v", got)
	}
	b.send(done, "others", "1").wants(done).says(t, false, "Sign out 1 other device")
	if other.alive() {
		t.Fatal("the other device is still signed in")
	}
	maria.confirm()
	b.open(o.path("/setup/text")).wants(o.path("/setup/text"), "Add your phone number") // one press
	maria.verifyAddress(domain.MethodText, mobile)
	b.open(done).wants(done).says(t, false, "Add a backup way")
}

// stays keeps a session alive for so many days, as somebody who comes back
// again and again.
func (p *person) stays(days int) {
	p.t.Helper()
	for range days * 4 {
		p.h.pass(6 * time.Hour)
		p.session()
	}
}

func checkUpOfUnused(t *testing.T, o *org) {
	o.policy(optional)
	maria, sam := o.member("maria", domain.RoleUser), o.member("sam", domain.RoleUser)
	app := maria.methods()[0]
	maria.stays(1)
	if got := maria.security().CheckUp; got != nil {
		t.Fatalf("asked after a day: %+v", got)
	}
	maria.stays(2)
	got := maria.security().CheckUp
	if got == nil || got.Why != domain.CheckUpUnused || got.App != "Phone" || got.Replaces != app.ID {
		t.Fatalf("after three days: %+v", got)
	}
	sam.signIn() // who used it isn't asked
	if got := sam.security().CheckUp; got != nil {
		t.Fatalf("sam is asked: %+v", got)
	}
	right := maria.code()
	maria.do(wire.AnswerCheckUp, wire.CheckUpRequest{Code: right}).wants(http.StatusNoContent)
	now := maria.security()
	if now.CheckUp != nil || !now.Methods[0].LastUsedAt.Equal(o.h.now()) {
		t.Fatalf("after the right code: %+v, used %v", now.CheckUp, now.Methods[0].LastUsedAt)
	}
	o.owner.signIn()
	if got := o.events(domain.EventCheckedUp, maria.id); len(got) != 1 {
		t.Fatalf("%d events", len(got))
	}
	there := maria.elsewhere()
	there.start(wire.NextSecondStep)
	there.answers("app", right).refused(http.StatusUnprocessableEntity, domain.CodeCodeReused)

	// An app set up again is asked about anew, and that can be put away.
	maria.confirm().replace(app.ID)
	maria.stays(3)
	if got := maria.security().CheckUp; got == nil {
		t.Fatal("not asked about the new app")
	}
	maria.do(wire.DismissCheckUp, nil).wants(http.StatusNoContent)
	maria.stays(3)
	if got := maria.security().CheckUp; got != nil {
		t.Fatalf("asked again: %+v", got)
	}
}

func checkUpCounts(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	maria.stays(3)
	answer := func(code string) *client { return maria.do(wire.AnswerCheckUp, wire.CheckUpRequest{Code: code}) }
	answer("12345").refused(http.StatusUnprocessableEntity, domain.CodeCodeShort)
	answer(maria.wrong()).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	there := maria.elsewhere()
	there.start(wire.NextSecondStep)
	there.answers("app", maria.wrong()).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	if p := answer(maria.wrong()).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong); p.Args["left"] != "2" || p.Args["clock_hint"] != "true" {
		t.Fatalf("after three wrong codes: %+v", p.Args)
	}
	if got := maria.security().CheckUp; got == nil {
		t.Fatal("wrong codes put the question away")
	}
	answer(maria.wrong()).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	answer(maria.wrong()).refused(http.StatusTooManyRequests, domain.CodeLocked)
	answer(maria.code()).refused(http.StatusTooManyRequests, domain.CodeLocked)
	if maria.told("locked") != 1 || !maria.alive() {
		t.Fatal("the lock isn't told, or ended the session")
	}
	o.h.pass(31 * time.Minute)
	answer(maria.code()).wants(http.StatusNoContent)
	maria.do(wire.RemoveMethod, nil, maria.methods()[0].ID).refused(http.StatusForbidden, domain.CodeStepUpRequired)

	o.owner.signIn()
	noah := o.join("noah", domain.RoleUser) // without an app nothing is counted
	for range 9 {
		noah.do(wire.AnswerCheckUp, wire.CheckUpRequest{Code: "123456"}).refused(http.StatusForbidden, domain.CodeMethodNotAccepted)
	}
}

func checkUpOfOldCodes(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	asked := func() *wire.CheckUp {
		maria.signIn() // a session lasts for days only
		return maria.security().CheckUp
	}
	o.h.pass(365*24*time.Hour - 2*time.Hour)
	if got := asked(); got != nil {
		t.Fatalf("before a year: %+v", got)
	}
	o.h.pass(3 * time.Hour)
	if got := asked(); got == nil || got.Why != domain.CheckUpCodesOld {
		t.Fatalf("after a year: %+v", got)
	}
	maria.do(wire.AnswerCheckUp, wire.CheckUpRequest{Code: maria.code()}).wants(http.StatusNoContent)
	o.h.pass(364 * 24 * time.Hour)
	if got := asked(); got != nil {
		t.Fatalf("within a year of the answer: %+v", got)
	}
	o.h.pass(2 * 24 * time.Hour)
	if got := asked(); got == nil {
		t.Fatal("not asked in the next year")
	}
	maria.signOut().start(wire.NextSecondStep)
	maria.recover() // touched
	maria.do(wire.AnswerRecovery, nil).wants(http.StatusNoContent)
	if got := maria.security().CheckUp; got != nil {
		t.Fatalf("after a code was used: %+v", got)
	}
}
