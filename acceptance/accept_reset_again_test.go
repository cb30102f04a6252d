package acceptance_test

import (
	"net/http"
	"testing"

	"twofold/api/wire"
	"twofold/domain"
)

func TestAcceptanceResetAgain(t *testing.T) {
	inOrgs(t,
		acase{"O14 O15 after a reset that lets them sign in first, people are asked to set up again at that sign-in and on every page", askedAgain},
		acase{"S17 a reset with an access code is told in one letter, whose link stops the code", oneLetter},
		acase{"O15 nobody is asked who turned it off themselves, nor where the organization has it off", notAskedAgain},
	)
}

// letsIn resets somebody so that their password alone opens the account.
func (o *org) letsIn(p *person) {
	o.t.Helper()
	o.policy(func(p *wire.Policy) { optional(p); p.WaysBack.Effect = domain.ResetMaySignIn })
	o.owner.confirm().do(wire.ResetPerson, wire.ResetRequest{Checked: domain.CheckInPerson, Next: domain.ResetSetUp}, p.id).wants(http.StatusOK)
}

// oneLetter: who is reset with an access code reads one letter, and its link
// stops the code.
func oneLetter(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	out := read[wire.ResetAnswer](o.owner.confirm().client, wire.ResetPerson, wire.ResetRequest{Checked: domain.CheckInPerson, Next: domain.ResetAccessCode}, maria.id)
	if maria.told("reset") != 1 || maria.told("access_given") != 0 || len(o.events(domain.EventGrantGiven, maria.id)) != 1 {
		t.Fatalf("maria was told %v", maria.letters())
	}
	l := letterOf(t, o, maria, "reset")
	if l.Args["next"] != "access_code" || l.Args["by"] != "Olga Owner" {
		t.Errorf("maria reads %+v", l)
	}
	o.h.browser(t).open(o.h.path(l.Args["link"])).send(o.path("/objection")).wants(o.path("/objection"), "We stopped it")
	o.shut(maria)
	o.owner.confirm().do(wire.UnfreezePerson, nil, maria.id).wants(http.StatusNoContent)
	here := maria.elsewhere()
	here.start(wire.NextSecondStep)
	here.answers("access_code", out.AccessCode).refused(http.StatusUnprocessableEntity, domain.CodeAccessOver)
}

func askedAgain(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	o.letsIn(maria)
	in, setup := o.path("/sign-in"), o.path("/setup")
	here := maria.elsewhere()
	b := here.page().open(in).send(in, "username", maria.email, "password", maria.password)
	b.wants(setup, "Set up 2-step verification again", "your password alone opens your account", "Not now", "Set up now")
	for _, path := range []string{"/me/security", "/me/activity"} {
		b.open(o.path(path)).wants(o.path(path))
		if got := b.page().Banner; got == nil || got.Code != "again" || got.Href != setup {
			t.Errorf("the banner on %s is %+v", path, got)
		}
	}
	if s := here.session(); s.ActsAs != domain.RoleUser || s.TwoStep.State != domain.TwoStepOff || !s.TwoStep.AskedAgain {
		t.Errorf("the API says %+v", s.TwoStep)
	}
	// Until it is done, each sign-in asks; what they wanted stands behind "Not now".
	next := maria.elsewhere().page().open(in).send(in, "username", maria.email, "password", maria.password, "next", o.path("/me/activity"))
	if got := screen[wire.Gate](next); got.Why != wire.GateAsked || got.Later != o.path("/me/activity") {
		t.Errorf("the page is %+v", got)
	}
	here.confirm().setUp()
	if b.open(o.path("/me/security")); b.page().Banner != nil || here.session().TwoStep.AskedAgain {
		t.Errorf("still asked after the set-up: %+v", b.page().Banner)
	}
	maria.key = here.key
	maria.elsewhere().signIn().page().open(o.path("/")).wants(o.path("/me/security"))
}

func notAskedAgain(t *testing.T, o *org) {
	o.policy(optional)
	noor := o.member("noor", domain.RoleUser).off(t)
	if noor.session().TwoStep.AskedAgain {
		t.Error("asked after turning it off oneself")
	}
	maria := o.member("maria", domain.RoleUser)
	o.letsIn(maria)
	here := maria.elsewhere().signIn()
	here.confirm().setUp().off(t)
	if here.session().TwoStep.AskedAgain {
		t.Error("asked after a set-up and a turning off")
	}
	ida := o.member("ida", domain.RoleUser)
	o.letsIn(ida)
	o.policy(func(p *wire.Policy) { p.Mode = domain.ModeOff })
	in := o.path("/sign-in")
	b := ida.elsewhere().page().open(in).send(in, "username", ida.email, "password", ida.password).wants(o.path("/me/security"))
	if b.page().Banner != nil {
		t.Errorf("the banner is %+v", b.page().Banner)
	}
}
