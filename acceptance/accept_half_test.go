package acceptance_test

import (
	"net/http"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

func TestAcceptanceHalf(t *testing.T) {
	inOrgs(t,
		acase{"M1 a half-finished sign-in lasts ten minutes", halfEnds},
		acase{"M1 a sign-in that took too long begins again with its address and where it was going", halfBeginsAgain},
		acase{"M1 a sign-in goes on inside its organization, whatever it was asked for", staysInside},
		acase{"M1 a half-finished sign-in is its browser's own", halfIsBound},
		acase{"M1 a half-finished sign-in of a client is no browser's, and the other way round", halfIsOfItsKind},
	)
}

// halfRefused fails unless nothing can be done with the half sign-in p holds.
func (p *person) halfRefused(t *testing.T, o *org) {
	t.Helper()
	p.do(wire.VerifyCode, wire.CodeRequest{Code: p.code()}).refused(http.StatusUnauthorized, domain.CodeAttemptExpired)
	p.do(wire.VerifyRecovery, wire.RecoveryRequest{Code: p.codes[0]}).refused(http.StatusUnauthorized, domain.CodeAttemptExpired)
	if page := read[wire.SignInPage](p.client, wire.ReadSignIn, nil); page.SecondStep != nil {
		t.Errorf("it shows %+v", page.SecondStep)
	}
	p.do(wire.ReadSession, nil).refused(http.StatusUnauthorized, domain.CodeSignedOut)
}

func halfEnds(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	maria.signOut().start(wire.NextSecondStep)
	o.h.pass(10*time.Minute - 31*time.Second) // and half a minute until the next code
	maria.verify(false)
	late := maria.elsewhere()
	late.start(wire.NextSecondStep)
	cookie := late.cookies("__Host-h-")[0]
	o.h.pass(10 * time.Minute)
	late.put(cookie.Name, cookie.Value) // a browser that keeps it longer
	for range 5 {
		late.do(wire.VerifyCode, wire.CodeRequest{Code: maria.wrong()}).refused(http.StatusUnauthorized, domain.CodeAttemptExpired)
	}
	late.halfRefused(t, o)
	// What isn't compared is no wrong code.
	if got := read[wire.Person](o.owner.client, wire.ReadPerson, nil, maria.id); got.WrongCodes != 0 || !got.LockedUntil.IsZero() {
		t.Errorf("%d wrong codes were counted", got.WrongCodes)
	}
	late.page().open(o.path("/sign-in/verify")).wants(o.path("/sign-in"))
}

func halfBeginsAgain(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	signIn, verify, going := o.path("/sign-in"), o.path("/sign-in/verify"), o.path("/me/activity")
	b := o.h.browser(t).open(signIn+"?next="+going).send(signIn, "username", maria.email, "password", maria.password, "next", going).wants(verify)
	o.h.pass(10 * time.Minute)
	for range 2 { // and so it does when the page is loaded again
		b.send(verify, "code", maria.code()).wants(signIn, "This took too long or was ended elsewhere", "Start again.")
		if at := screen[wire.SignIn](b); at.Email != maria.email || at.Next != going {
			t.Errorf("begins again with %+v", at)
		}
	}
	b.send(signIn, "username", maria.email, "password", maria.password, "next", going).wants(verify)
	b.send(verify, "code", maria.code()).wants(going)
	b.open(signIn + "?expired=1")
	if at := screen[wire.SignIn](b); at.Email != "" || at.Next != "" {
		t.Errorf("after signing in it still knows %+v", at)
	}
}

// staysInside: where a sign-in goes on is a path of its own organization, however
// it is spelled. ASVS V3.7.2
func staysInside(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.join("maria", domain.RoleUser)
	home := o.path("/me/security")
	for _, next := range []string{"https://evil.example/", "//evil.example/", "/t/evil/sign-in", o.path("evil/"), o.path("/../evil/sign-in"), o.path("/%2e%2e/evil/sign-in"), o.path("/me/.%2E/%2e./evil/sign-in"),
		o.path("/%2f/evil.example"), o.path("/%5c..%5cevil"), o.path("/me%0d%0aset-cookie:x=1"), o.path("/%73ign-in"), o.path("/%61pi/v1/session"), o.path("/confirm?next=x"), o.path("/%zz")} {
		at := o.h.browser(t).open(o.path("/sign-in")).send(o.path("/sign-in"), "username", maria.email, "password", maria.password, "next", next)
		if at.at != home {
			t.Errorf("%s leads to %s", next, at.at)
		}
	}
	going := o.path("/me/activity?a=%2e%2e")
	o.h.browser(t).open(o.path("/sign-in")).send(o.path("/sign-in"), "username", maria.email, "password", maria.password, "next", going).wants(o.path("/me/activity"))
}

func halfIsBound(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	maria.signOut().start(wire.NextSecondStep)
	thief := maria.elsewhere()
	cookie := maria.cookies("__Host-h-")[0]
	thief.put(cookie.Name, cookie.Value)
	thief.halfRefused(t, o)
	thief.do(wire.EndSession, nil) // nor does it give the half sign-in up
	maria.verify(false)
}

func halfIsOfItsKind(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	maria.signOut().start(wire.NextSecondStep)
	cookie := maria.cookies("__Host-h-")[0]
	client := *maria
	client.client = o.h.bearer(t, o.short, "tfh_"+cookie.Value)
	client.halfRefused(t, o)

	phone := *maria
	phone.client = o.h.bearer(t, o.short, "")
	phone.start(wire.NextSecondStep)
	page := maria.elsewhere()
	page.put(cookie.Name, phone.token[len("tfh_"):])
	page.halfRefused(t, o)
	phone.verify(false)
	maria.verify(false)
}
