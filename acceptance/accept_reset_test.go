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

func TestAcceptanceReset(t *testing.T) {
	inOrgs(t,
		acase{"A29 never on: a link, and the new password twice", resetNeverOn},
		acase{"A29 a weak, leaked or unchanged password is refused", resetRules},
		acase{"A30 A23 A8 on: the code is asked before the new password and sent by itself, once", resetOn},
		acase{"A24 a wrong code keeps the old password", resetWrongCode},
		acase{"A5 a code of one purpose is refused for another", resetPurposes},
		acase{"A9 the sign-in after a reset asks for the second step, whatever was trusted", resetEndsTrust},
		acase{"A30 S15 an app and a passkey are as good as a text", resetByApp},
		acase{"S21 a code is sent by itself only where the policy says so", resetAutoSend},
		acase{"R4 S15 the verified methods help with a reset before two-step is on", resetVerified},
		acase{"M1 a reset opens no session, and a sign-in chooses no password", resetIsNoSignIn},
	)
}

func resetNeverOn(t *testing.T, o *org) {
	o.policy(optional)
	nora := o.join("nora", domain.RoleUser)
	in := nora.forgets(o)
	b := in.page().open(nora.link()).wants(o.path("/reset"), "Choose a new password", "You'll be signed out everywhere.")
	b.send(o.path("/reset"), "password", fresh, "again", fresh+"x").wants(o.path("/reset"), "The two passwords differ")
	nora.keepsOld(t)
	b.send(o.path("/reset"), "password", fresh, "again", fresh).wants(o.path("/sign-in"), "Your password is changed. Sign in with it.")
	if nora.alive() {
		t.Error("a session from before goes on")
	}
	in.do(wire.ReadSession, nil).refused(http.StatusUnauthorized, domain.CodeSignedOut)
	if a := nora.changedTo(t, fresh); a.Next != wire.NextDone {
		t.Errorf("next %q", a.Next)
	}
	b.open(nora.link()).wants(o.path("/reset"), "This link has expired. Links work for 60 minutes and once.", "Send a new link")
	if nora.told("password_changed") != 1 || len(o.events(domain.EventPasswordReset, nora.id)) != 1 || len(o.events(domain.EventResetAsked, nora.id)) != 1 {
		t.Errorf("told %v", nora.letters())
	}
	// "This wasn't me" is as near as in every notice.
	wasnt := nora.lettersOf("password_changed")[0]
	if wasnt.Args["within"] == "" {
		t.Error("the notice can't be objected to")
	}
	o.h.browser(t).open(o.h.path(wasnt.Args["link"])).wants(o.path("/objection"), "your password was changed")
}

func resetRules(t *testing.T, o *org) {
	o.policy(optional)
	nora := o.join("nora", domain.RoleUser)
	in := nora.forgets(o)
	b := in.page().open(nora.link())
	for password, words := range map[string]string{
		"":                     "Enter",
		"short":                "15 characters",
		"passwordpassword":     "often",
		nora.password:          "That's your current password",
		strings.Repeat("a", 9): "15 characters",
	} {
		b.send(o.path("/reset"), "password", password, "again", password)
		if b.code != http.StatusUnprocessableEntity {
			t.Errorf("%q: %d %s, want %s", password, b.code, b.text(), words)
		}
	}
	b.send(o.path("/reset"), "password", nora.password, "again", nora.password).wants(o.path("/reset"), "That's your current password")
	nora.keepsOld(t)
	// So that nobody learns the old one by guessing, choices are counted.
	for range 20 {
		in.chooses(nora.password)
	}
	in.refused(http.StatusTooManyRequests, domain.CodeRateLimited)
	in.chooses(fresh).refused(http.StatusTooManyRequests, domain.CodeRateLimited)
}

// resetOn goes the whole way of A30 without a script.
func resetOn(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.texter("maria")
	before := len(maria.messages())
	in := maria.forgets(o)
	if len(maria.messages()) != before {
		t.Fatal("a code was sent before the link was opened")
	}
	b := in.page().open(maria.link()).wants(o.path("/sign-in/verify"), "First, verify it's you", "Choosing a new password for "+maria.email, "number ending 23", "I can't verify")
	b.open(o.path("/sign-in/verify")).open(maria.link()).open(o.path("/reset")).wants(o.path("/sign-in/verify"))
	if n := len(maria.messages()) - before; n != 1 {
		t.Fatalf("%d codes were sent by opening and reloading", n)
	}
	sent := maria.messages()[0]
	if sent.Args["purpose"] != "reset" || sent.Args["link"] != "" || sent.Args["to"] != "+447700900123" {
		t.Errorf("the text message: %v", sent.Args)
	}
	if mail := maria.lettersOf("password_reset")[0]; mail.Args["code"] != "" || strings.Contains(mail.Args["link"], sent.Args["code"]) {
		t.Errorf("the mail: %v", mail.Args)
	}
	o.h.pass(31 * time.Second)
	way := screen[wire.VerifySent](b).Way
	b.send(o.path("/sign-in/verify/send"), "way", way).wants(o.path("/sign-in/verify"), "New code sent")
	b.send(o.path("/sign-in/verify"), "way", way, "code", maria.sentCode()).wants(o.path("/reset"), "Choose a new password")
	b.open(o.path("/sign-in/verify")).wants(o.path("/reset")) // it was passed already
	b.send(o.path("/reset"), "password", fresh, "again", fresh).wants(o.path("/sign-in"), "Your password is changed")
	if a := maria.changedTo(t, fresh); a.Next != wire.NextSecondStep {
		t.Errorf("next %q", a.Next)
	}
	for _, kind := range []domain.EventKind{domain.EventResetAsked, domain.EventResetOpened, domain.EventResetVerified, domain.EventPasswordReset} {
		if len(o.events(kind, maria.id)) == 0 {
			t.Errorf("no event %s", kind)
		}
	}
}

func resetWrongCode(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.texter("maria")
	in := maria.forgets(o)
	in.opens(wire.NextSecondStep)
	in.chooses(fresh).refused(http.StatusForbidden, domain.CodeVerifyFirst)
	for range 4 {
		in.answers("", maria.noCode()).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
		in.chooses(fresh).refused(http.StatusForbidden, domain.CodeVerifyFirst)
	}
	maria.keepsOld(t)
	in.answers("", maria.noCode()).refused(http.StatusTooManyRequests, domain.CodeLocked)
	in.answers("", maria.sentCode()).refused(http.StatusTooManyRequests, domain.CodeLocked)
	in.page().open(o.path("/sign-in/verify")).says(t, true, "Too many wrong codes")
	failed := o.events(domain.EventSecondStepFailed, maria.id)
	if len(failed) != 5 || failed[0].Detail["purpose"] != "reset" {
		t.Errorf("%d wrong codes stand in the log: %v", len(failed), failed)
	}
	// The lock is the account's: a sign-in waits for it as well.
	o.h.pass(time.Minute)
	again := maria.elsewhere()
	again.start(wire.NextSecondStep)
	again.answers("", maria.sentCode()).refused(http.StatusTooManyRequests, domain.CodeLocked)
}

func resetPurposes(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.texter("maria")
	signIn := maria.elsewhere()
	signIn.begin()
	forSignIn := maria.sentCode()
	in := maria.forgets(o)
	in.opens(wire.NextSecondStep)
	forReset := maria.sentCode()
	want := []string{"reset", "signin", "verification"}
	for forSignIn == forReset { // one in a million
		want = append([]string{"reset"}, want...)
		o.h.pass(time.Minute)
		in.resend("").wants(http.StatusNoContent)
		forReset = maria.sentCode()
	}
	in.answers("", forSignIn).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	signIn.answers("", forReset).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	in.answers("", forReset).wants(http.StatusOK)
	signIn.answers("", forSignIn).wants(http.StatusOK)
	var purposes []string
	for _, e := range o.events(domain.EventCodeSent, maria.id) {
		purposes = append(purposes, e.Detail["purpose"])
	}
	if !slices.Equal(purposes, want) {
		t.Errorf("the log tells %v", purposes)
	}
}

func resetEndsTrust(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) { optional(p); p.TrustDays = 14 })
	maria := o.member("maria", domain.RoleUser)
	home := maria.elsewhere().trustHere()
	o.h.pass(time.Minute)
	home.start(wire.NextDone) // trusted
	in := maria.forgets(o)
	in.opens(wire.NextSecondStep)
	in.answers("", maria.code()).wants(http.StatusOK)
	if home.alive() == false {
		t.Fatal("verifying alone ended a session")
	}
	in.chooses(fresh).wants(http.StatusNoContent)
	if home.alive() || maria.alive() {
		t.Error("a session goes on")
	}
	o.h.pass(time.Minute)
	home.password = fresh
	home.start(wire.NextSecondStep)
}

func resetByApp(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) {
		optional(p)
		p.Methods = append(p.Methods, domain.MethodEmail)
	})
	maria := o.member("maria", domain.RoleUser)
	maria.confirm()
	device := maria.passkey("Key")
	maria.verifyAddress(domain.MethodEmail, "")
	in := maria.forgets(o)
	opened := in.opens(wire.NextSecondStep)
	if slices.Contains(opened.Methods, domain.MethodEmail) || !slices.Contains(opened.Methods, domain.MethodPasskey) || opened.Methods[0] != domain.MethodApp {
		t.Fatalf("offered %v", opened.Methods)
	}
	in.resend("email").refused(http.StatusForbidden, domain.CodeMethodNotAccepted)
	right := maria.code()
	in.answers("app", right).wants(http.StatusOK)
	if a := into[wire.SignInAnswer](in.client); a.Next != wire.NextPassword || a.Token != "" {
		t.Fatalf("%+v", a)
	}
	in.answers("app", right).refused(http.StatusConflict, domain.CodeVerified)
	if page := read[wire.SignInPage](in.client, wire.ReadSignIn, nil).SecondStep; page == nil || !page.Reset || !page.Passed {
		t.Errorf("%+v", page)
	}
	// The code is spent for everything else.
	other := maria.elsewhere()
	other.start(wire.NextSecondStep)
	other.answers("app", right).refused(http.StatusUnprocessableEntity, domain.CodeCodeReused)

	phone := *maria
	phone.client = o.h.bearer(t, o.short, "")
	phone.opens(wire.NextSecondStep)
	if a := phone.touch(device); a.Next != wire.NextPassword || a.Token != "" {
		t.Fatalf("%+v", a)
	}
	phone.token = ""
	phone.opens(wire.NextSecondStep) // without its token it is somebody else
	phone.touchesFor(device)
	phone.chooses(fresh).wants(http.StatusNoContent)
	maria.changedTo(t, fresh)
}

// touchesFor passes the second step of a reset by a passkey, keeping the token.
func (p *person) touchesFor(a *authenticator) {
	p.t.Helper()
	token := p.token
	p.touch(a)
	p.token = token
}

func resetAutoSend(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) { sending(p); p.AutoSend = false })
	maria := o.texter("maria")
	before := len(maria.messages())
	in := maria.forgets(o)
	b := in.page().open(maria.link()).wants(o.path("/sign-in/verify"), "First, verify it's you", "We can send a code", "I don't have a code")
	if len(maria.messages()) != before {
		t.Fatal("sent by itself")
	}
	b.send(o.path("/sign-in/verify/send"), "way", screen[wire.VerifySent](b).Way).wants(o.path("/sign-in/verify"), "We sent a code")
	b.send(o.path("/sign-in/verify"), "way", screen[wire.VerifySent](b).Way, "code", maria.sentCode()).wants(o.path("/reset"))
}

func resetVerified(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) { sending(p); p.MethodsFirst = true })
	maria := o.join("maria", domain.RoleUser)
	maria.verifyAddress(domain.MethodText, mobile)
	if s := maria.session().TwoStep; s.State != domain.TwoStepNever {
		t.Fatalf("two-step is %s", s.State)
	}
	in := maria.forgets(o)
	in.opens(wire.NextPassword) // required: of those whose two-step is on
	o.policy(func(p *wire.Policy) { p.WaysBack.SecondFactor = domain.ResetVerifiedMethod })
	in = maria.forgets(o)
	if opened := in.opens(wire.NextSecondStep); !slices.Equal(opened.Methods, []domain.Method{domain.MethodText}) {
		t.Fatalf("offered %v", opened.Methods)
	}
	in.answers("", maria.noCode()).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	in.answers("", maria.sentCode()).wants(http.StatusOK)
	in.chooses(fresh).wants(http.StatusNoContent)
	// The same method turns two-step on, with nothing to set up.
	maria.password = fresh
	maria.client = maria.elsewhere().client
	o.h.pass(time.Minute)
	maria.start(wire.NextDone)
	if !maria.session().TwoStep.MayTurnOn {
		t.Error("the verified method doesn't count for two-step")
	}
}

func resetIsNoSignIn(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	signIn := maria.elsewhere()
	signIn.start(wire.NextSecondStep)
	signIn.chooses(fresh).refused(http.StatusUnauthorized, domain.CodeAttemptExpired)
	in := maria.forgets(o)
	in.opens(wire.NextSecondStep)
	in.answers("", maria.code()).wants(http.StatusOK)
	in.do(wire.ReadSession, nil).refused(http.StatusUnauthorized, domain.CodeSignedOut)
	in.page().open(o.path("/me/security")).wants(o.path("/sign-in"))
	signIn.chooses(fresh).refused(http.StatusUnauthorized, domain.CodeAttemptExpired)
	maria.keepsOld(t)

	// Another browser with the half's cookie is nobody.
	in = maria.forgets(o)
	in.opens(wire.NextSecondStep)
	thief := maria.elsewhere()
	cookie := in.cookies("__Host-h-")[0]
	thief.put(cookie.Name, cookie.Value)
	thief.answers("", maria.code()).refused(http.StatusUnauthorized, domain.CodeAttemptExpired)
	thief.chooses(fresh).refused(http.StatusUnauthorized, domain.CodeAttemptExpired)
}
