package acceptance_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
)

// What is said of a session holds for those by the trust that it gave (F39).
func TestAcceptanceFTrustObject(t *testing.T) {
	inOrgs(t,
		acase{"F39 a client vouches for nobody by the trust it was given", clientVouchesForNobody},
		acase{"F39 a denial ends what its trust opened", denialEndsTrusted},
		acase{"F39 a browser's trust sent by a client is the browser's", browserTrustInClient},
		acase{"F39 an answer holds for what followed by its trust", claimHoldsForTrusted},
		acase{"F39 administrators are told of one person five times a day", toldFiveTimes},
	)
}

// program is the person on a client without cookies, which showed a second step
// and is trusted, and the token it is trusted by.
func (p *person) program(trust bool) (out *person, token string) {
	p.t.Helper()
	out = p.withToken("")
	out.start(wire.NextSecondStep)
	return out, out.verify(trust).TrustToken
}

// withToken is the person on a client that has a token and no cookies.
func (p *person) withToken(token string) *person {
	out := *p
	out.client = p.h.bearer(p.t, p.org, token)
	return &out
}

// byTrust signs in by a password and a trust token.
func (p *person) byTrust(token string) (out *person, next string) {
	p.t.Helper()
	out = p.withToken(token)
	return out, out.start(wire.NextDone).TrustToken
}

// returning is a member who signed in before, in an organization that trusts.
func (o *org) returning(name string) *person {
	o.t.Helper()
	o.policy(func(p *wire.Policy) { p.Mode, p.TrustDays = domain.ModeOptional, 30 })
	return o.member(name, domain.RoleUser).signOut().signIn()
}

func clientVouchesForNobody(t *testing.T, o *org) {
	maria := o.returning("maria")
	first, trust := maria.program(true)
	second, trust := maria.byTrust(trust)
	if got := maria.newPlaces(); len(got) != 2 || maria.told("signed_in") != 1 {
		t.Errorf("at new places: %v, told %v", got, maria.letters())
	}
	second.do(wire.ClaimSession, nil, first.sessionID()).wants(http.StatusForbidden)
	first.do(wire.ClaimSession, nil, second.sessionID()).wants(http.StatusForbidden)
	// Not after signing out either, nor once more.
	first.signOut()
	third, trust := maria.byTrust(trust)
	third.do(wire.ClaimSession, nil, second.sessionID()).wants(http.StatusForbidden)
	// What nobody objected to in time is known, as it is in a browser.
	o.h.pass(domain.ObjectionFor)
	last, _ := maria.byTrust(trust)
	if got := last.newPlaces(); slices.Contains(got, last.sessionID()) {
		t.Errorf("still at a new place: %v", got)
	}
}

func denialEndsTrusted(t *testing.T, o *org) {
	maria := o.returning("maria")
	first, trust := maria.program(true)
	second, trust := maria.byTrust(trust)
	third, trust := maria.byTrust(trust)
	other, _ := maria.program(true) // of a trust of its own
	// Whoever acts stays, whatever opened their session.
	third.do(wire.DenySession, nil, first.sessionID()).wants(http.StatusNoContent)
	if first.alive() || second.alive() || !third.alive() || !other.alive() || !maria.alive() {
		t.Errorf("alive: the first %v, the second %v, who acts %v, another %v, maria %v", first.alive(), second.alive(), third.alive(), other.alive(), maria.alive())
	}
	maria.withToken(trust).start(wire.NextSecondStep)
}

func browserTrustInClient(t *testing.T, o *org) {
	maria := o.returning("maria")
	browser := maria.elsewhere()
	browser.start(wire.NextSecondStep)
	browser.verify(true)
	program, _ := maria.byTrust("tft_" + browser.cookies(trustCookie)[0].Value)
	program.do(wire.ClaimSession, nil, browser.sessionID()).wants(http.StatusForbidden)
	if got := maria.newPlaces(); len(got) != 2 {
		t.Errorf("at new places: %v", got)
	}
	maria.do(wire.DenySession, nil, browser.sessionID()).wants(http.StatusNoContent)
	if browser.alive() || program.alive() || !maria.alive() {
		t.Errorf("alive: the browser %v, the program %v, maria %v", browser.alive(), program.alive(), maria.alive())
	}
}

func claimHoldsForTrusted(t *testing.T, o *org) {
	maria := o.returning("maria")
	first, trust := maria.program(true)
	second, trust := maria.byTrust(trust)
	other, _ := maria.program(true)
	maria.do(wire.ClaimSession, nil, first.sessionID()).wants(http.StatusNoContent)
	if got := maria.newPlaces(); !slices.Equal(got, []string{other.sessionID()}) {
		t.Errorf("at new places: %v", got)
	}
	third, _ := maria.byTrust(trust)
	if got := maria.newPlaces(); len(got) != 1 || !second.alive() || !third.alive() {
		t.Errorf("after the answer: %v", got)
	}
}

// toldFiveTimes: whoever signs in only to deny it fills nobody's mailbox.
func toldFiveTimes(t *testing.T, o *org) {
	maria, noah := o.returning("maria"), o.returning("noah")
	deny := func(p *person) {
		program, _ := p.program(false)
		p.do(wire.DenySession, nil, program.sessionID()).wants(http.StatusNoContent)
	}
	for range flow.ObjectionsTold + 2 {
		deny(maria)
	}
	if got := o.owner.told("objected"); got != flow.ObjectionsTold || flow.ObjectionsTold != 5 {
		t.Errorf("the owner was told %d times", got)
	}
	if got := len(o.events(domain.EventSessionDenied, maria.id)); got != flow.ObjectionsTold+2 {
		t.Errorf("%d are recorded", got)
	}
	// By the link of a notice too.
	read[wire.ObjectionMade](o.h.client(t, o.short), wire.Object, wire.LinkRequest{Token: linkOf(t, o, maria, "signed_in")})
	deny(noah)
	if got := o.owner.told("objected"); got != flow.ObjectionsTold+1 {
		t.Errorf("told %d times with another person's", got)
	}
	o.h.pass(24 * time.Hour)
	deny(maria.signIn())
	if got := o.owner.told("objected"); got != flow.ObjectionsTold+2 {
		t.Errorf("told %d times on the next day", got)
	}
}
