package acceptance_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

func TestAcceptanceResetLinks(t *testing.T) {
	inOrgs(t,
		acase{"A29 the page after asking is the same for every address", askingTellsNothing},
		acase{"A29 the link works for an hour and once, and opening it spends nothing", linkOnce},
		acase{"A29 of two that choose by one link one does", linkOnceAtOnce},
		acase{"M1 an attempt takes ten minutes at most, and the link stays", resetTakesTooLong},
		acase{"A29 what ends everything ends the link", linkEnds},
		acase{"F18 asking is limited per address and per network", askingIsLimited},
		acase{"A23 the address in the mail is the service's own, whatever host was asked", forgedHost},
		acase{"F18 a completed reset lets its person in past the throttle of the account", resetClearsThrottle},
		acase{"A29 A30 the whole of it by the API", resetByAPI},
	)
}

func askingTellsNothing(t *testing.T, o *org) {
	o.policy(optional)
	nora := o.join("nora", domain.RoleUser)
	ivan := o.invited("ivan", domain.RoleUser)
	sue := o.join("sue", domain.RoleUser)
	o.owner.confirm().do(wire.SuspendPerson, nil, sue.id)
	if o.owner.status >= 300 {
		t.Fatalf("suspend: %d %s", o.owner.status, o.owner.body)
	}
	o.h.pass(time.Second)
	var pages []string
	for _, email := range []string{nora.email, ivan.email, sue.email, "nobody@" + o.short + ".example"} {
		b := o.h.browser(t).open(o.path("/forgot")).send(o.path("/forgot"), "email", email)
		pages = append(pages, fmt.Sprint(b.code, strings.ReplaceAll(b.text()[:strings.Index(b.text(), "Reference")], email, "…")))
	}
	o.h.work(t)
	for _, p := range pages[1:] {
		if p != pages[0] {
			t.Errorf("one page says\n%s\nanother\n%s", pages[0], p)
		}
	}
	if nora.told("password_reset") != 1 || ivan.told("password_reset") != 0 || sue.told("password_reset") != 0 {
		t.Errorf("%v %v %v", nora.letters(), ivan.letters(), sue.letters())
	}
	// A link from before the suspension leads nowhere while it lasts.
	o.owner.confirm().do(wire.SuspendPerson, nil, nora.id)
	if b := o.h.browser(t).open(nora.link()); b.code != http.StatusGone {
		t.Errorf("%d: %s", b.code, b.text())
	}
}

func linkOnce(t *testing.T, o *org) {
	o.policy(optional)
	nora := o.join("nora", domain.RoleUser)
	for _, token := range []string{"none", strings.Repeat("a", 43), "%20"} {
		b := o.h.browser(t).open(o.path("/reset/" + token))
		if b.wants(o.path("/reset"), "This link has expired", "Send a new link"); b.code != http.StatusGone {
			t.Errorf("%q: %d", token, b.code)
		}
	}
	if b := o.h.browser(t).open(o.path("/reset")); b.code != http.StatusGone {
		t.Errorf("without a link: %d", b.code)
	}
	nora.forgets(o)
	first := nora.link()
	for range 3 {
		o.h.browser(t).open(first).wants(o.path("/reset"), "Choose a new password")
	}
	b := nora.elsewhere().page().open(first)
	if b.at != o.path("/reset") || strings.Contains(b.body, o.h.tokenOf(first)) {
		t.Error("the token stands on the page")
	}
	nora.forgets(o) // a newer link takes the place of the one before
	o.h.browser(t).open(first).wants(o.path("/reset"), "This link has expired")
	o.h.browser(t).open(nora.link()).send(o.path("/reset"), "password", fresh, "again", fresh).wants(o.path("/sign-in"), "Your password is changed")
	b.send(o.path("/reset"), "password", fresh+"x", "again", fresh+"x").says(t, false, "Your password is changed")
	for range 2 {
		if b := o.h.browser(t).open(nora.link()); b.code != http.StatusGone {
			t.Errorf("used: %d", b.code)
		}
	}
	nora.password = fresh
	nora.forgets(o)
	late := o.h.browser(t).open(nora.link()).wants(o.path("/reset"), "Choose a new password")
	o.h.pass(time.Hour)
	late.open(nora.link()).wants(o.path("/reset"), "This link has expired")
	late.open(o.path("/forgot"))
	late.send(o.path("/reset"), "password", password, "again", password).says(t, false, "Your password is changed")
	nora.keepsOld(t)
}

func linkOnceAtOnce(t *testing.T, o *org) {
	o.policy(optional)
	nora := o.join("nora", domain.RoleUser)
	nora.forgets(o)
	var all [4]*person
	for i := range all {
		all[i] = nora.elsewhere()
		all[i].opens(wire.NextPassword)
		all[i].csrf = read[wire.SignInPage](all[i].client, wire.ReadSignIn, nil).CSRF
	}
	var wait sync.WaitGroup
	for i := range all {
		wait.Go(func() {
			_ = all[i].try(http.MethodPost, "/t/"+o.short+"/api/v1"+wire.ChoosePassword.Path, wire.ChoosePasswordRequest{Password: fmt.Sprint(fresh, i)})
		})
	}
	wait.Wait()
	n := 0
	for i := range all {
		if all[i].status == http.StatusNoContent {
			n++
		}
	}
	if n != 1 || nora.told("password_changed") != 1 || len(o.events(domain.EventPasswordReset, nora.id)) != 1 {
		t.Errorf("%d chose, told %v", n, nora.letters())
	}
}

func resetTakesTooLong(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.texter("maria")
	in := maria.forgets(o)
	b := in.page().open(maria.link()).wants(o.path("/sign-in/verify"))
	way := screen[wire.VerifySent](b).Way
	cookie := in.cookies("__Host-h-")[0]
	o.h.pass(10 * time.Minute)
	in.put(cookie.Name, cookie.Value) // a browser that keeps it longer
	b.send(o.path("/sign-in/verify"), "way", way, "code", maria.sentCode()).wants(o.path("/reset"), "This took too long or was ended elsewhere", "Start again")
	sent := len(maria.messages())
	b.open(o.path("/reset")).wants(o.path("/sign-in/verify"), "First, verify it's you")
	if len(maria.messages()) != sent+1 {
		t.Error("no new code")
	}
	b.send(o.path("/sign-in/verify"), "way", way, "code", maria.sentCode()).wants(o.path("/reset"), "Choose a new password")
	cookie = in.cookies("__Host-h-")[0]
	o.h.pass(10 * time.Minute)
	in.put(cookie.Name, cookie.Value)
	b.send(o.path("/reset"), "password", fresh, "again", fresh).wants(o.path("/reset"), "This took too long or was ended elsewhere")
	maria.keepsOld(t)
	// Without a link of its own a late sign-in starts at its own page.
	other := maria.elsewhere()
	other.begin()
	o.h.pass(11 * time.Minute)
	other.page().open(o.path("/sign-in/verify")).wants(o.path("/sign-in"))
}

func linkEnds(t *testing.T, o *org) {
	o.policy(optional)
	nora := o.join("nora", domain.RoleUser)
	in := nora.forgets(o)
	in.opens(wire.NextPassword)
	nora.confirm().do(wire.ChangePassword, wire.ChangePasswordRequest{Password: nora.password, NewPassword: fresh}).wants(http.StatusOK)
	nora.password = fresh
	in.chooses(password).refused(http.StatusUnauthorized, domain.CodeAttemptExpired)
	if b := o.h.browser(t).open(nora.link()); b.code != http.StatusGone {
		t.Errorf("%d: %s", b.code, b.text())
	}
}

func askingIsLimited(t *testing.T, o *org) {
	o.policy(optional)
	nora := o.join("nora", domain.RoleUser)
	for _, email := range []string{nora.email, "nobody@" + o.short + ".example"} {
		c := o.h.client(t, o.short)
		ask := func() *client { return c.do(wire.AskReset, wire.AskResetRequest{Email: email}) }
		ask().wants(http.StatusNoContent)
		ask().refused(http.StatusTooManyRequests, domain.CodeResendWait)
		if wait := c.header.Get("Retry-After"); wait != "30" {
			t.Errorf("wait %q", wait)
		}
		page := o.h.browser(t).open(o.path("/forgot")).send(o.path("/forgot"), "email", email)
		page.says(t, true, "Check your email").says(t, true, "Use a different address")
		for range 4 {
			o.h.pass(30 * time.Second)
			ask().wants(http.StatusNoContent)
		}
		o.h.pass(30 * time.Second)
		ask()
		if wait := c.throttled(); wait > time.Hour || wait < 50*time.Minute {
			t.Errorf("wait %s", wait)
		}
		o.h.pass(time.Hour)
		ask().wants(http.StatusNoContent)
	}
	c := o.h.client(t, o.short)
	for i := range 30 {
		c.do(wire.AskReset, wire.AskResetRequest{Email: fmt.Sprintf("n%d@%s.example", i, o.short)}).wants(http.StatusNoContent)
	}
	c.do(wire.AskReset, wire.AskResetRequest{Email: "m@" + o.short + ".example"}).throttled()
	c.do(wire.AskReset, wire.AskResetRequest{Email: "m@" + o.short + ".example"}).throttled()
	o.owner.signIn()
	refused := 0
	for _, e := range o.events(domain.EventRefused, "") {
		if e.Detail["what"] == "password_reset" {
			refused++
		}
	}
	if refused != 3 { // the first of each window, of two addresses and a network
		t.Errorf("%d refusals stand in the log", refused)
	}
	o.h.browser(t).open(o.path("/forgot")).send(o.path("/forgot"), "email", "").says(t, true, "Enter your email")
	o.h.browser(t).open(o.path("/forgot")).send(o.path("/forgot"), "email", "nora").wants(o.path("/forgot"))
}

func forgedHost(t *testing.T, o *org) {
	o.policy(optional)
	nora := o.join("nora", domain.RoleUser)
	o.h.pass(time.Second)
	c := o.h.client(t, o.short)
	c.ask(http.MethodPost, "/t/"+o.short+"/api/v1"+wire.AskReset.Path, wire.AskResetRequest{Email: nora.email},
		"X-Forwarded-Host", "evil.example", "Forwarded", "host=evil.example").wants(http.StatusNoContent)
	r, err := http.NewRequest(http.MethodGet, o.h.URL+o.path("/forgot"), nil)
	check(t, err)
	r.Host = "evil.example"
	resp, err := http.DefaultTransport.RoundTrip(r)
	check(t, err)
	resp.Body.Close()
	o.h.work(t)
	if link := nora.lettersOf("password_reset")[0].Args["link"]; !strings.HasPrefix(link, o.h.URL+o.path("/reset/")) {
		t.Errorf("the link is %s", link)
	}
}

func resetClearsThrottle(t *testing.T, o *org) {
	o.policy(optional)
	nora := o.join("nora", domain.RoleUser)
	for range 101 {
		o.h.client(t, o.short).guess(nora.email).refused(http.StatusUnauthorized, domain.CodeBadCredentials)
	}
	nora.elsewhere().knock().refused(http.StatusUnauthorized, domain.CodeBadCredentials) // an unknown browser, and the right password
	in := nora.forgets(o)
	in.opens(wire.NextPassword)
	in.chooses(fresh).wants(http.StatusNoContent)
	nora.password = fresh
	nora.elsewhere().start(wire.NextDone)
}

func resetByAPI(t *testing.T, o *org) {
	o.policy(sending)
	o.policy(trusting(14)) // which a reset neither offers nor gives
	maria := o.texter("maria")
	phone := *maria
	phone.client = o.h.bearer(t, o.short, "")
	o.h.pass(time.Minute)
	phone.do(wire.AskReset, wire.AskResetRequest{Email: maria.email}).wants(http.StatusNoContent)
	o.h.work(t)
	opened := phone.opens(wire.NextSecondStep)
	if opened.Email != maria.email || opened.PasswordMin != 12 || !strings.HasPrefix(opened.Token, "tfh_") || opened.CSRF != "" {
		t.Fatalf("%+v", opened)
	}
	if step := read[wire.SignInPage](phone.client, wire.ReadSignIn, nil).SecondStep; !step.Reset || step.Passed || step.Trust != nil {
		t.Fatalf("%+v", step)
	}
	// Opened again with its token it goes on, and sends nothing.
	sent := len(maria.messages())
	if again := phone.opens(wire.NextSecondStep); again.Token != "" || len(maria.messages()) != sent {
		t.Fatalf("%+v", again)
	}
	a := read[wire.SignInAnswer](phone.client, wire.VerifyCode, wire.CodeRequest{Code: maria.sentCode(), Trust: true})
	if a.Next != wire.NextPassword || a.Token != "" || a.TrustToken != "" || a.CSRF != "" {
		t.Fatalf("%+v", a)
	}
	phone.chooses("short").refused(http.StatusUnprocessableEntity, domain.CodePasswordShort)
	phone.chooses(fresh).wants(http.StatusNoContent)
	phone.chooses(fresh).refused(http.StatusUnauthorized, domain.CodeAttemptExpired)
	maria.changedTo(t, fresh)
}
