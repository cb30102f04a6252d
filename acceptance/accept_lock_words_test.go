package acceptance_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

func TestAcceptanceLockWords(t *testing.T) {
	inOrgs(t,
		acase{"O13 R17 every refusal of a code has words of its own, over the API and on the page", wordsOfRefusals},
		acase{"R17 the tries left are told from the last two on, wherever a code is asked for", triesLeft},
		acase{"a hundred wrong codes in a row put the method out of use, on the page too", hundredWrong},
	)
}

// told is how one refusal reads.
type told struct {
	code  domain.Code
	words string
}

func wordsOfRefusals(t *testing.T, o *org) {
	o.policy(sending)
	o.policy(func(p *wire.Policy) { p.CodeMinutes = 5 })
	maria := o.member("maria", domain.RoleUser)
	maria.confirm().verifyAddress(domain.MethodText, mobile)
	maria.signOut()
	verify := o.path("/sign-in/verify")
	app := screenWay(maria, domain.MethodApp)
	got := map[string]told{}
	// both asks over the API and on the page, and keeps what each says.
	both := func(name, way, code string, want domain.Code, words string) *browser {
		t.Helper()
		p := maria.answers(way, code).problem()
		b := maria.page().open(verify+"?way="+way).send(verify, "way", way, "code", code).wants(verify, words)
		if p.Code != want {
			t.Errorf("%s: the API says %s, want %s", name, p.Code, want)
		}
		got[name] = told{p.Code, words}
		return b
	}

	maria.begin()
	right := maria.code()
	maria.answers(app, right)
	maria.opened()
	maria.signOut().begin()
	both("wrong", app, maria.wrong(), domain.CodeCodeWrong, "That code is not correct.")
	both("used", app, right, domain.CodeCodeReused, "That code was already used. Wait for the next one (up to 30 seconds).")
	maria.renewLock(o)
	maria.answers(app, maria.wrong())
	off := code(t, maria.key, o.h.now().Add(7*time.Minute))
	p := maria.answers(app, off).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	maria.page().open(verify+"?way="+app).send(verify, "way", app, "code", off).wants(verify, "Your phone is about 7 minutes fast.")
	if p.Args["minutes"] != "7" || p.Args["fast"] != "true" || p.Args["clock_hint"] != "true" {
		t.Errorf("the API says of the clock %v", p.Args)
	}
	got["clock off"] = told{"code_wrong with minutes", "Your phone is about 7 minutes fast."}

	maria.renewLock(o)
	maria.resend("text").wants(http.StatusNoContent)
	late := maria.sentCode()
	maria.lose()
	maria.page().open(verify+"?way=text").wants(verify, lostText)
	if w := read[wire.SignInPage](maria.client, wire.ReadSignIn, nil).SecondStep.Methods[1]; w.Failed != domain.CodeSendFailed {
		t.Errorf("not delivered: %+v", w)
	}
	got["not delivered"] = told{domain.CodeSendFailed, lostText}
	o.h.pass(5 * time.Minute)
	if p := maria.answers("text", late).problem(); p.Code != domain.CodeExpiredResent {
		t.Errorf("expired: %s", p.Code)
	}
	o.h.pass(2 * time.Minute)
	maria.page().open(verify+"?way=text").send(verify, "way", "text", "code", late).wants(verify, "That code has expired. We've sent you a new one.")
	got["expired"] = told{domain.CodeExpiredResent, "That code has expired. We've sent you a new one."}

	for range 5 {
		maria.answers(app, maria.wrong())
	}
	p = maria.refused(http.StatusTooManyRequests, domain.CodeLocked)
	if until, err := time.Parse(time.RFC3339, p.Args["until"]); err != nil || !until.After(o.h.now()) {
		t.Errorf("locked until %q", p.Args["until"])
	}
	maria.page().open(verify).wants(verify, "Too many wrong codes", "signing in is paused until")
	got["locked"] = told{domain.CodeLocked, "signing in is paused until"}

	in := o.path("/sign-in")
	bare := &browser{t: t, h: o.h, http: &http.Client{Transport: secureLocal{noCookies{}, o.h.network()}}}
	bare.open(in).send(in, "username", maria.email, "password", maria.password).wants(in, "Your browser blocks cookies for this site.")
	got["cookie refused"] = told{domain.CodeCSRF, "Your browser blocks cookies for this site."}

	seen := map[told]string{}
	for name, one := range got {
		for other, before := range seen {
			if other.code == one.code || strings.Contains(other.words, one.words) {
				t.Errorf("%s reads like %s: %v", name, before, one)
			}
		}
		seen[one] = name
	}
}

// noCookies is a browser that keeps none.
type noCookies struct{}

func (noCookies) SetCookies(*url.URL, []*http.Cookie) {}
func (noCookies) Cookies(*url.URL) []*http.Cookie     { return nil }

// screenWay is the id of the person's method of a kind.
func screenWay(p *person, m domain.Method) string {
	p.t.Helper()
	for _, x := range p.start(wire.NextSecondStep).Methods {
		if x == m {
			for _, w := range read[wire.SignInPage](p.client, wire.ReadSignIn, nil).SecondStep.Methods {
				if w.Kind == m {
					return w.ID
				}
			}
		}
	}
	p.t.Fatalf("no %s", m)
	return ""
}

// renewLock clears the count of wrong codes and begins another sign-in.
func (p *person) renewLock(o *org) {
	p.t.Helper()
	o.h.pass(time.Hour)
	o.owner.signIn()
	o.owner.confirm().do(wire.UnlockPerson, nil, p.id).wants(http.StatusNoContent)
	p.begin()
}

func triesLeft(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.member("maria", domain.RoleUser)
	maria.confirm().verifyAddress(domain.MethodText, mobile)
	verify, two, one := o.path("/sign-in/verify"), "You can try 2 more times.", "You can try 1 more time."
	maria.signOut().begin()
	maria.answers("app", maria.wrong())
	b := maria.page().open(verify).send(verify, "code", maria.wrong()).wants(verify).says(t, false, "You can try")
	b.open(verify+"/recovery").send(verify+"/recovery", "code", "aaaa-aaaa-aaaa-aaaa").wants(verify+"/recovery", two)
	maria.resend("text").wants(http.StatusNoContent)
	b.open(verify+"?way=text").send(verify, "way", "text", "code", maria.noCode()).wants(verify, one)
	maria.renewLock(o)
	maria.verify(false)
	o.h.pass(domain.StepUpFor)
	confirm := o.path("/confirm?reason=set_up")
	b.open(confirm)
	for range 2 {
		b.send(confirm, "method", "app", "code", maria.wrong()).wants(o.path("/confirm")).says(t, false, "You can try")
	}
	b.send(confirm, "method", "app", "code", maria.wrong()).wants(o.path("/confirm"), two)
	p := maria.do(wire.ConfirmSession, wire.ConfirmRequest{Method: domain.ConfirmByApp, Code: maria.wrong()}).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	if p.Args["left"] != "1" {
		t.Errorf("%v", p.Args)
	}
}

func hundredWrong(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	maria.signOut()
	verify := o.path("/sign-in/verify")
	var b *browser
	for n := range domain.DisableAfter {
		if n%5 == 0 {
			o.h.pass(31 * time.Minute)
			maria.start(wire.NextSecondStep)
			b = maria.page().open(verify)
		}
		if n < domain.DisableAfter-1 {
			maria.answers("app", maria.wrong())
		}
	}
	if maria.told("method_disabled") != 0 {
		t.Fatal("out of use before the hundredth")
	}
	b.send(verify, "code", maria.wrong()).wants(verify, "This way to verify is out of use. Set it up again.", "Try another way")
	o.h.pass(31 * time.Minute)
	maria.start(wire.NextSecondStep)
	maria.answers("app", maria.code()).refused(http.StatusForbidden, domain.CodeMethodNotAccepted)
	b.open(verify).wants(verify + "/recovery")
	if maria.recover(); maria.session().ActsAs != domain.RolePending {
		t.Error("a recovery code leads to more than setting up again")
	}
	o.owner.signIn()
	if ways := read[wire.Person](o.owner.client, wire.ReadPerson, nil, maria.id).Ways; len(ways) != 1 || !ways[0].Disabled {
		t.Errorf("%+v", ways)
	}
}
