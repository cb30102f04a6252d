package acceptance_test

import (
	"net/http"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store/storetest"
)

// TestWayInGoesOn: the links back and on of the way in lead where they say,
// and no page asks twice for what was typed or tells what isn't so.
func TestWayInGoesOn(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		h := open(t, c)
		for i, one := range []acase{
			{"back from the second step", backKeeps},
			{"back at the code after signing in", backAtCode},
			{"another account", anotherAccount},
			{"a first visit by a link", firstVisit},
			{"a wrong recovery code", wrongRecoveryStays},
			{"a wrong code to confirm", wrongConfirmStays},
			{"too many tries", slowedDown},
			{"the gate's words", gateNeeds},
		} {
			t.Run(one.name, func(t *testing.T) {
				one.run(t, h.org(t, []string{"ash", "birch", "cedar", "dogwood", "elm", "fir", "gum", "hazel"}[i]))
			})
		}
		t.Run("the door", func(t *testing.T) { doorAnswers(t, h) })
		t.Run("a link sent again", func(t *testing.T) { linkAgain(t, h) })
	})
}

// half is a browser at the second step of a sign-in that was going somewhere.
func (o *org) half(t *testing.T, who *person, going string) *browser {
	t.Helper()
	signIn := o.path("/sign-in")
	return o.h.browser(t).open(signIn+"?next="+going).send(signIn, "username", who.email, "password", who.password, "next", going).wants(o.path("/sign-in/verify"))
}

func backKeeps(t *testing.T, o *org) {
	o.policy(optional)
	maria, going := o.member("maria", domain.RoleUser), o.path("/me/activity")
	b := o.half(t, maria, going)
	at := screen[wire.SignIn](b.open(o.path("/sign-in")).says(t, false, "There is a problem"))
	if at.Email != maria.email || at.Next != going {
		t.Errorf("Back leads to %+v", at)
	}
	if at := screen[wire.SignIn](b.open(o.path("/sign-in"))); at.Email != "" || at.Next != "" {
		t.Errorf("and knows it for whoever comes next: %+v", at)
	}
}

func backAtCode(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	b := o.half(t, maria, o.path("/me/activity"))
	o.h.pass(time.Minute)
	b.send(o.path("/sign-in/verify"), "code", maria.code()).wants(o.path("/me/activity"))
	b.open(o.path("/sign-in/verify")).wants(o.path("/sign-in"), "You're signed in as").says(t, false, "There is a problem")
}

func anotherAccount(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.join("maria", domain.RoleUser)
	signIn := o.path("/sign-in")
	b := o.h.browser(t).open(signIn).send(signIn, "username", maria.email, "password", maria.password).wants(o.path("/me/security"))
	b.open(signIn).wants(signIn, "Use another account").send(o.path("/sign-out"), "next", signIn).wants(signIn)
	b.says(t, false, "You're signed in as").open(o.path("/me/security")).wants(signIn)
	b.send(o.path("/sign-in"), "username", maria.email, "password", maria.password).wants(o.path("/me/security"))
	b.open(o.path("/help")).open(signIn).send(o.path("/sign-out"), "next", "https://elsewhere.example/sign-in").wants(o.path("/signed-out"))
}

func firstVisit(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.join("maria", domain.RoleUser)
	signIn, security := o.path("/sign-in"), o.path("/me/security")
	b := o.h.browser(t).open(security).wants(signIn).says(t, false, "You were signed out")
	b.send(signIn, "username", maria.email, "password", maria.password, "next", security).wants(security)
	o.h.pass(31 * 24 * time.Hour)
	b.open(security).wants(signIn, "You were signed out. Sign in to go on.")
}

func wrongRecoveryStays(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	b, page := o.half(t, maria, o.path("/me/activity")), o.path("/sign-in/verify/recovery")
	b.open(page).send(page, "code", "k7m2-p9xw-4t3h-q8rz").wants(page, "That code is not correct.")
	if at := screen[wire.Recovery](b); at.Typed != "k7m2-p9xw-4t3h-q8rz" {
		t.Errorf("the field has %q", at.Typed)
	}
}

func wrongConfirmStays(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	b := o.half(t, maria, o.path("/me/activity"))
	o.h.pass(time.Minute)
	b.send(o.path("/sign-in/verify"), "code", maria.code()).wants(o.path("/me/activity"))
	o.h.pass(11 * time.Minute)
	page := "/confirm?reason=replace&next=" + o.path("/setup")
	b.open(o.path(page)).send(o.path(page), "method", "app", "code", maria.wrong()).wants(o.path("/confirm"))
	if at := screen[wire.StepUp](b); at.Typed != maria.wrong() {
		t.Errorf("the field has %q", at.Typed)
	}
	b.send(o.path(page), "method", "password", "password", "not my password here").wants(o.path("/confirm"))
	if at := screen[wire.StepUp](b); at.Typed != "" {
		t.Errorf("a password comes back")
	}
}

// slowedDown: the button alone counts.
func slowedDown(t *testing.T, o *org) {
	o.policy(optional)
	maria, signIn := o.join("maria", domain.RoleUser), o.path("/sign-in")
	b := o.h.browser(t).open(signIn)
	for range 8 {
		if b.send(signIn, "username", maria.email, "password", "not my password").code == http.StatusTooManyRequests {
			break
		}
	}
	b.wants(signIn, "Too many tries. For safety we wait a little.").says(t, false, "Too many requests")
	if at := screen[wire.SignIn](b); b.code != http.StatusTooManyRequests || at.Wait == 0 || b.header.Get("Retry-After") == "" {
		t.Errorf("%d with %+v, Retry-After %q", b.code, at, b.header.Get("Retry-After"))
	}
}

// gateNeeds: an app is asked for only where nothing else can be set up.
func gateNeeds(t *testing.T, o *org) {
	const app = "with an authenticator app"
	o.policy(func(p *wire.Policy) {
		required(domain.StartNextSignIn)(p)
		p.Methods = []domain.Method{domain.MethodApp, domain.MethodRecovery}
	})
	maria, signIn := o.join("maria", domain.RoleUser), o.path("/sign-in")
	b := o.h.browser(t).open(signIn).send(signIn, "username", maria.email, "password", maria.password).wants(o.path("/setup"))
	b.says(t, true, app)
	o.policy(func(p *wire.Policy) { p.Methods = append(p.Methods, domain.MethodPasskey) })
	b.open(o.path("/setup")).says(t, false, app).says(t, true, "We show you each step.")
	b.open(o.path("/setup/app")).send(o.path("/setup/app"), "action", "choose", "app", "Authy")
	b.open(o.path("/setup")).says(t, true, "You started setting up an authenticator app")
}

func doorAnswers(t *testing.T, h *house) {
	b := h.browser(t).open("/")
	b.send("/", "org", " ").wants("/", "Enter a short name").says(t, false, "We don't know")
	b.send("/", "org", "nobody-here").wants("/", "We don't know nobody-here.")
	o := h.org(t, "ivy")
	b.open(o.path("/sign-in/organization")).wants("/", "Where do you sign in?")
}

func linkAgain(t *testing.T, h *house) {
	b := h.browser(t).open("/start").send("/start", "organization", "Juniper", "short", "juniper", "name", "Olga Owner", "email", "olga@juniper.example", "password", password)
	h.pass(time.Second)
	b.says(t, false, "We sent the link again.").send("/start/again").wants("/start/again", "We sent the link again.", "olga@juniper.example")
	other := *b
	other.open(h.path(h.mail(t, "olga@juniper.example").Args["link"])).send("/t/juniper/confirm-email").wants("/t/juniper/admin")
	b.open("/start").send("/start/again").wants("/start/again", "This link was already used")
}
