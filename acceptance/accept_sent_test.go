package acceptance_test

import (
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

func TestAcceptanceSent(t *testing.T) {
	inOrgs(t,
		acase{"R1 R8 R10 R11 A9 a number is verified by a code before it counts", numberIsVerified},
		acase{"R15 S21 the primary is asked first, and its code is sent by itself, once", primaryFirst},
		acase{"R16 F17 earlier codes still work, and a resend gives no try back", earlierCodes},
		acase{"S20 O21 F16 resends wait, and codes end", resendsWait},
		acase{"O21 messages that may take a quarter of an hour leave the time for it", slowMessages},
		acase{"A5 F12 a code of one purpose, request or browser is refused for every other", codesAreBound},
		acase{"F40 P1 a code by e-mail is no second factor", emailIsNoFactor},
		acase{"R17 codes of every kind share one count and one lock", oneCount},
		acase{"a code that came too late is answered by a new one", lateCode},
		acase{"R13 R7 two-step turns on with methods that are verified already", turnsOnWithMethods},
		acase{"R12 several methods of a kind, and none twice", severalOfAKind},
		acase{"one code opens one session", oneCodeOneSession},
		acase{"S4 a method that only helps back in is no second step, and confirms nothing", onlyHelpsBackIn},
		acase{"S4 M2 a policy names countries there are, and methods it accepts", policyNames},
	)
}

func numberIsVerified(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.join("maria", domain.RoleUser)
	maria.confirm()
	for _, bad := range []struct {
		phone string
		code  domain.Code
	}{{"12", domain.CodePhoneInvalid}, {"call me", domain.CodePhoneInvalid}, {"+44 20 7946 0018", domain.CodePhoneLandline}} {
		maria.do(wire.StartAddress, wire.AddressRequest{Method: domain.MethodText, Phone: bad.phone}).refused(http.StatusUnprocessableEntity, bad.code)
	}
	if len(maria.messages()) != 0 {
		t.Fatal("something was sent to a number that isn't one")
	}
	at := read[wire.Setup](maria.client, wire.StartAddress, wire.AddressRequest{Method: domain.MethodText, Phone: "07700 900123", Country: "GB"})
	if at.Step != wire.SetupStepCode || at.Hint != "23" || len(maria.messages()) != 1 || maria.messages()[0].Args["to"] != "+447700900123" {
		t.Fatalf("%+v, sent %v", at, maria.messages())
	}
	maria.do(wire.ConfirmSetup, wire.ConfirmSetupRequest{Code: maria.noCode()}).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	maria.signOut().start(wire.NextDone) // nothing is on before the code was right
	maria.confirm().verifyAddress(domain.MethodText, mobile)
	maria.signOut().begin()
	maria.answers("", maria.sentCode())
	if a := maria.opened(); a.Next != wire.NextDone || !slices.Equal(maria.session().AMR, []string{"pwd", "sms", "mfa"}) {
		t.Fatalf("%+v %v", a, maria.session().AMR)
	}
}

func primaryFirst(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.member("maria", domain.RoleUser)
	maria.verifyAddress(domain.MethodText, mobile)
	sent := len(maria.messages())
	if a := maria.signOut().begin(); a.Methods[0] != domain.MethodApp || len(maria.messages()) != sent {
		t.Fatalf("asked %v, sent %d", a.Methods, len(maria.messages())-sent)
	}
	maria.verify(false)
	var text string
	for _, m := range maria.methods() {
		if m.Kind == domain.MethodText {
			text = m.ID
		}
	}
	maria.do(wire.MakePrimary, nil, text).wants(http.StatusNoContent)
	maria.do(wire.MakePrimary, nil, "fac_none").refused(http.StatusNotFound, domain.CodeNotFound)
	if n := slices.IndexFunc(maria.methods(), func(m wire.OwnMethod) bool { return m.Primary }); maria.methods()[n].ID != text {
		t.Fatal("the text message is not the primary")
	}
	if a := maria.signOut().begin(); a.Methods[0] != domain.MethodText || len(maria.messages()) != sent+1 {
		t.Fatalf("asked %v, sent %d", a.Methods, len(maria.messages())-sent)
	}
	page := read[wire.SignInPage](maria.client, wire.ReadSignIn, nil).SecondStep
	if page.Methods[0].Hint != "23" || page.Methods[0].SentAt.IsZero() || len(maria.messages()) != sent+1 {
		t.Fatalf("%+v", page)
	}
	maria.answers("app", maria.code()) // another way is as good
	maria.opened()

	o.policy(func(p *wire.Policy) { p.AutoSend = false })
	maria.signOut().begin()
	if len(maria.messages()) != sent+1 {
		t.Fatal("sent by itself all the same")
	}
	maria.resend("text").wants(http.StatusNoContent)
	maria.answers("text", maria.sentCode())
	maria.opened()
}

func earlierCodes(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.texter("maria")
	maria.signOut().begin()
	first := maria.sentCode()
	for range 4 {
		maria.answers("", maria.noCode()).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	}
	o.h.pass(31 * time.Second)
	maria.resend("").wants(http.StatusNoContent)
	if maria.sentCode() == first {
		t.Fatal("the same code again")
	}
	maria.answers("", first)
	maria.opened()

	o.policy(func(p *wire.Policy) { p.EarlierCodes = false })
	o.h.pass(2 * time.Hour)
	maria.signOut().begin()
	first = maria.sentCode()
	o.h.pass(31 * time.Second)
	maria.resend("").wants(http.StatusNoContent)
	maria.answers("", first).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	for range 3 {
		maria.answers("", maria.noCode()).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	}
	o.h.pass(61 * time.Second)
	maria.resend("").wants(http.StatusNoContent)
	maria.answers("", maria.noCode()).refused(http.StatusTooManyRequests, domain.CodeLocked)
}

func resendsWait(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.texter("maria")
	o.h.pass(2 * time.Hour)
	maria.elsewhere().begin()
	here := maria.elsewhere()
	o.h.pass(2 * time.Hour)
	here.begin()
	sent := len(maria.messages())
	for n, wait := range []int{30, 60, 120} {
		if p := here.resend("").refused(http.StatusTooManyRequests, domain.CodeResendWait); p.RetryAfter != wait {
			t.Fatalf("after %d codes the wait is %d s, want %d", n+1, p.RetryAfter, wait)
		}
		o.h.pass(time.Duration(wait)*time.Second - time.Millisecond)
		here.resend("").refused(http.StatusTooManyRequests, domain.CodeResendWait)
		o.h.pass(time.Millisecond)
		here.resend("").wants(http.StatusNoContent)
	}
	if got := len(maria.messages()) - sent; got != 3 {
		t.Fatalf("%d codes were sent", got)
	}
	o.h.pass(7 * time.Minute)
	here.answers("", here.sentCode()).refused(http.StatusUnauthorized, domain.CodeAttemptExpired)

	again := maria.elsewhere()
	again.begin() // the fifth in an hour
	o.h.pass(3 * time.Minute)
	p := again.resend("").refused(http.StatusTooManyRequests, domain.CodeSendQuota)
	if p.Args["n"] != "5" || p.RetryAfter <= 0 {
		t.Fatalf("%+v", p)
	}
}

// slowMessages is O21's own setting: a wait of 15 minutes, and codes that last
// as long. The second code can be used as long as any.
func slowMessages(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) {
		sending(p)
		p.CodeMinutes, p.ResendSeconds = 15, 900
	})
	maria := o.texter("maria")
	o.h.pass(2 * time.Hour)
	maria.signOut().begin()
	first := maria.sentCode()
	o.h.pass(15*time.Minute - time.Second)
	if p := maria.resend("").refused(http.StatusTooManyRequests, domain.CodeResendWait); p.RetryAfter != 1 {
		t.Fatalf("the wait is %d s", p.RetryAfter)
	}
	o.h.pass(time.Second)
	maria.answers("", first).refused(http.StatusUnprocessableEntity, domain.CodeExpiredResent)
	maria.answers("", first).refused(http.StatusUnprocessableEntity, domain.CodeExpired)
	o.h.pass(15*time.Minute - time.Second)
	maria.answers("", maria.sentCode())
	maria.opened()

	maria.signOut().begin()
	o.h.pass(30 * time.Minute)
	maria.answers("", maria.sentCode()).refused(http.StatusUnauthorized, domain.CodeAttemptExpired)
}

func codesAreBound(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.texter("maria")
	maria.verifyAddress(domain.MethodEmail, "")
	maria.elsewhere().signInBy("text")
	there := maria.elsewhere()
	there.begin()
	signIn := maria.sentCode()
	o.h.pass(31 * time.Second)

	maria.do(wire.SendConfirm, wire.SendConfirmRequest{Method: domain.ConfirmByText}).wants(http.StatusNoContent)
	confirm := maria.sentCode()
	maria.do(wire.ConfirmSession, wire.ConfirmRequest{Method: domain.ConfirmByText, Code: signIn}).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	there.answers("text", confirm).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)

	other := maria.elsewhere()
	other.begin()
	other.answers("text", signIn).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	there.answers("email", signIn).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	sam := o.join("sam", domain.RoleUser).verifyAddress(domain.MethodText, "+44 7700 900456")
	sam.signOut().begin()
	sam.answers("text", signIn).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)

	there.answers("text", signIn)
	there.opened()
	read[wire.ConfirmAnswer](maria.client, wire.ConfirmSession, wire.ConfirmRequest{Method: domain.ConfirmByText, Code: confirm})
}

// signInBy signs in with the code sent to a method.
func (p *person) signInBy(way string) *person {
	p.t.Helper()
	p.begin()
	if len(p.messages()) == 0 || way == "email" {
		p.resend(way).wants(http.StatusNoContent)
	}
	p.answers(way, p.sentCode())
	p.opened()
	return p
}

func emailIsNoFactor(t *testing.T, o *org) {
	o.policy(sending)
	o.policy(trusting(14))
	maria := o.join("maria", domain.RoleUser).verifyAddress(domain.MethodEmail, "")
	if maria.session().ACR != string(domain.AssuranceOne) {
		t.Errorf("after verifying an address: %s", maria.session().ACR)
	}
	maria.signOut().begin()
	maria.do(wire.VerifyCode, wire.CodeRequest{Code: maria.sentCode(), Trust: true})
	maria.opened()
	if s := maria.session(); s.ACR != string(domain.AssuranceOne) || !slices.Equal(s.AMR, []string{"pwd", "email"}) || len(maria.cookies("__Host-t-")) != 0 {
		t.Errorf("%s %v, %d trust cookies", s.ACR, s.AMR, len(maria.cookies("__Host-t-")))
	}
	l := maria.messages()[0]
	if l.Args["link"] != "" {
		t.Errorf("a link beside a code: %v", l.Args)
	}
	o.h.work(t)
	for _, m := range o.h.sent.of(maria.email) {
		if code := l.Args["code"]; slices.Contains([]string{m.Subject}, code+" is your The "+o.short+" code") && (len(m.Text) == 0 || containsLink(m.Text) || containsLink(m.HTML)) {
			t.Errorf("a link stands in %q", m.Text)
		}
	}
}

func oneCount(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.member("maria", domain.RoleUser)
	maria.verifyAddress(domain.MethodText, mobile)
	maria.signOut().begin()
	maria.resend("text").wants(http.StatusNoContent)
	right := maria.sentCode()
	maria.answers("app", maria.wrong()).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	maria.answers("text", maria.noCode()).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	maria.do(wire.VerifyRecovery, wire.RecoveryRequest{Code: "aaaa-aaaa-aaaa-aaaa"}).refused(http.StatusUnprocessableEntity, domain.CodeRecoveryWrong)
	maria.answers("text", maria.noCode()).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	maria.answers("app", maria.wrong()).refused(http.StatusTooManyRequests, domain.CodeLocked)
	for _, way := range []string{"text", "app"} {
		maria.answers(way, right).refused(http.StatusTooManyRequests, domain.CodeLocked)
	}
	maria.resend("text").refused(http.StatusTooManyRequests, domain.CodeLocked)
	o.owner.confirm().do(wire.UnlockPerson, nil, maria.id).wants(http.StatusNoContent)
	maria.answers("text", right)
	maria.opened()
}

func lateCode(t *testing.T, o *org) {
	o.policy(sending)
	o.policy(func(p *wire.Policy) { p.CodeMinutes = 5 })
	maria := o.texter("maria")
	maria.signOut().begin()
	late, sent := maria.sentCode(), len(maria.messages())
	o.h.pass(5 * time.Minute)
	maria.answers("", late).refused(http.StatusUnprocessableEntity, domain.CodeExpiredResent)
	if len(maria.messages()) != sent+1 {
		t.Fatal("no new code was sent")
	}
	maria.answers("", maria.sentCode())
	maria.opened()
	maria.elsewhere().begin()
}

func turnsOnWithMethods(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.texter("maria")
	maria.confirm().turnOff()
	if got := maria.methods(); len(got) != 1 || got[0].Kind != domain.MethodText {
		t.Fatalf("a verified number stays when two-step is turned off: %+v", got)
	}
	maria.signOut().start(wire.NextDone)
	maria.confirm()
	on := read[wire.SetupConfirmed](maria.client, wire.TurnOnTwoStep, nil)
	if on.Step != wire.SetupStepCodes {
		t.Fatalf("%+v", on)
	}
	maria.renew(read[wire.SetupFinished](maria.client, wire.FinishSetup, wire.FinishSetupRequest{Saved: true}).Renewal)
	maria.signOut().begin()
	maria.answers("text", maria.sentCode())
	maria.opened()

	maria.confirm().turnOff()
	b := maria.confirm().page().open(o.path("/setup")).wants(o.path("/setup"), "Turn on with these")
	b.send(o.path("/setup/turn-on")).wants(o.path("/setup/codes"))
	b.send(o.path("/setup/codes"), "saved", "1")
	maria.signOut().begin()

	lee := o.join("lee", domain.RoleUser)
	lee.confirm().page().open(o.path("/setup")).says(t, false, "Turn on with these")
	lee.confirm().do(wire.TurnOnTwoStep, nil).refused(http.StatusConflict, domain.CodeMethodRequired)
}

func severalOfAKind(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.texter("maria")
	maria.confirm().do(wire.StartAddress, wire.AddressRequest{Method: domain.MethodText, Phone: "+447700 900 123"}).refused(http.StatusConflict, domain.CodeAddressExists)
	maria.verifyAddress(domain.MethodText, "+44 7700 900456")
	if got := maria.methods(); len(got) != 2 || got[0].Hint != "23" || got[1].Hint != "56" {
		t.Fatalf("%+v", got)
	}
	refusal := maria.confirm().do(wire.StartAddress, wire.AddressRequest{Method: domain.MethodText, Phone: "+1 202 555 0123"}).refused(http.StatusForbidden, domain.CodePhoneCountry)
	if refusal.Args["country"] != "United States" {
		t.Errorf("the country is %q", refusal.Args["country"])
	}
}

func oneCodeOneSession(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.texter("maria")
	maria.signOut().begin()
	code := maria.sentCode()
	var mu sync.Mutex
	in := map[int]int{}
	var wg sync.WaitGroup
	for _, c := range maria.crowd(20) {
		wg.Go(func() {
			c.do(wire.VerifyCode, wire.CodeRequest{Code: code})
			mu.Lock()
			in[c.status]++
			mu.Unlock()
		})
	}
	wg.Wait()
	if in[http.StatusOK] != 1 {
		t.Fatalf("one code opened %d sessions: %v", in[http.StatusOK], in)
	}
}

// onlyHelpsBackIn was seen to fail without AcceptedOf in domain.ConfirmMethods
// and without RecoveryOnly in Policy.Accepts.
func onlyHelpsBackIn(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.member("maria", domain.RoleUser)
	maria.verifyAddress(domain.MethodText, mobile)
	o.policy(func(p *wire.Policy) { p.RecoveryOnly = []domain.Method{domain.MethodText} })
	if got := maria.session().Confirm.Methods; !slices.Equal(got, []domain.ConfirmMethod{domain.ConfirmByApp}) {
		t.Errorf("it confirms by %v", got)
	}
	maria.do(wire.SendConfirm, wire.SendConfirmRequest{Method: domain.ConfirmByText}).refused(http.StatusUnprocessableEntity, domain.CodeMethodNotAccepted)
	sent := len(maria.messages())
	if a := maria.signOut().begin(); !slices.Equal(a.Methods, []domain.Method{domain.MethodApp, domain.MethodRecovery}) {
		t.Errorf("offered %v", a.Methods)
	}
	maria.resend("text").refused(http.StatusForbidden, domain.CodeMethodNotAccepted)
	if len(maria.messages()) != sent {
		t.Error("a code was sent")
	}
	// Without an accepted way left it says who she is, and no more.
	o.policy(func(p *wire.Policy) {
		p.Methods = []domain.Method{domain.MethodPasskey, domain.MethodText, domain.MethodRecovery}
	})
	maria.begin()
	maria.resend("text").wants(http.StatusNoContent)
	maria.answers("text", maria.sentCode())
	if a := maria.opened(); a.Next != wire.NextSetUp || maria.session().ActsAs != domain.RolePending {
		t.Errorf("it led to %s, acting as %s", a.Next, maria.session().ActsAs)
	}
}

func policyNames(t *testing.T, o *org) {
	for at, change := range map[string]func(*wire.Policy){
		"/policy/recovery_only": func(p *wire.Policy) { p.RecoveryOnly = []domain.Method{domain.MethodText} },
		"/policy/countries":     func(p *wire.Policy) { p.Countries = []string{"GB", "ZZ"} },
	} {
		o.owner.confirm().savePolicy(change).wants(http.StatusUnprocessableEntity)
		if p := o.owner.problem(); len(p.Errors) != 1 || p.Errors[0].Pointer != at {
			t.Errorf("%s: %+v", at, p)
		}
	}
	got := read[wire.PolicyDocument](o.owner.client, wire.ReadPolicy, nil).Served
	if len(got) != 2 || got[0].Code != "DE" || got[0].Name != "Germany" || got[1].Dial != "+44" {
		t.Errorf("served %+v", got)
	}
	// What the service sends to is narrowed, never widened.
	o.policy(sending)
	o.policy(func(p *wire.Policy) { p.Countries = []string{"DE", "FR"} })
	maria := o.join("maria", domain.RoleUser)
	maria.confirm()
	for _, phone := range []string{mobile, "+33 6 12 34 56 78"} {
		maria.do(wire.StartAddress, wire.AddressRequest{Method: domain.MethodText, Phone: phone}).refused(http.StatusForbidden, domain.CodePhoneCountry)
	}
	maria.confirm().page().open(o.path("/setup/text")).says(t, true, "Germany").says(t, false, "United Kingdom").says(t, false, "France")
}
