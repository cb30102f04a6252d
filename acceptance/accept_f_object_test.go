package acceptance_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
)

// Every notice carries a link that says "this wasn't me" (F39, ux 6.11).
func TestAcceptanceFObject(t *testing.T) {
	inOrgs(t,
		acase{"F39 an objection without a session, script off", objectsByLink},
		acase{"F39 an objection to a trusted browser", objectsToTrust},
		acase{"F39 a link opens nothing", objectionLetsNobodyIn},
		acase{"F39 a session at a new place is claimed or denied in place", claimsAndDenies},
	)
}

// objectsByLink: somebody in Maria's session replaces her app. Maria reads the
// mail on another device and objects.
func objectsByLink(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) { p.Mode = domain.ModeOptional })
	maria := o.member("maria", domain.RoleUser)
	was := maria.methods()[0]
	thief := maria.elsewhere().signIn()
	o.h.pass(time.Minute)
	thief.confirm().replace(was.ID)
	letter := o.h.mail(t, maria.email)
	if letter.Kind != "method_replaced" || !strings.HasPrefix(letter.Args["link"], o.h.URL+o.path("/objection/")) {
		t.Fatalf("the notice is %+v", letter)
	}
	b := o.h.browser(t).open(o.h.path(letter.Args["link"]))
	b.wants(o.path("/objection"), "Wasn't this you?", "a way to verify was replaced", "If it was you, close this page.")
	b.open(o.h.path(letter.Args["link"])).open(o.path("/objection"))
	if !thief.alive() || len(o.events(domain.EventObjected, maria.id)) != 0 {
		t.Fatal("opening the link did something")
	}
	b.send(o.path("/objection")).wants(o.path("/objection"), "We stopped it", "the change is undone", "Sign in and choose a new password")
	if thief.alive() || maria.alive() {
		t.Error("somebody is still signed in")
	}
	b.open(o.h.path(letter.Args["link"]))
	if b.code != http.StatusGone {
		t.Errorf("the link works again: %d %s", b.code, b.text())
	}
	// Her own app is back: its codes let her in, the thief's don't.
	maria.signIn()
	if got := maria.methods(); len(got) != 1 || got[0].ID != was.ID {
		t.Errorf("methods are %+v", got)
	}
	if !read[wire.Security](maria.client, wire.ReadSecurity, nil).NewPassword {
		t.Error("no new password is asked for")
	}
	maria.changePassword("a new sentence to remember")
	if read[wire.Security](maria.client, wire.ReadSecurity, nil).NewPassword {
		t.Error("a new password is asked for again")
	}
	if o.owner.told("objected") != 1 || maria.told("objection_done") != 1 {
		t.Errorf("told: the owner %v, maria %v", o.owner.letters(), maria.letters())
	}
	if e := o.events(domain.EventObjected, maria.id); len(e) != 1 || e[0].Actor.ID != "" || e[0].Detail["to"] != "method_replaced" {
		t.Errorf("events %+v", e)
	}
}

func objectsToTrust(t *testing.T, o *org) {
	here, maria := o.trusting("maria")
	if maria.told("trusted") != 1 {
		t.Fatalf("maria was told %v", maria.letters())
	}
	token := linkOf(t, o, maria, "trusted")
	read[wire.ObjectionMade](o.h.client(t, o.short), wire.Object, wire.LinkRequest{Token: token})
	here.start(wire.NextSecondStep)
}

// objectionLetsNobodyIn: whoever has the link and no more gets no session, and
// sees nothing of the account.
func objectionLetsNobodyIn(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) { p.Mode = domain.ModeOptional })
	maria := o.member("maria", domain.RoleUser)
	token := linkOf(t, o, maria, "turned_on")
	b := o.h.browser(t).open(o.path("/objection/" + token))
	if strings.Contains(b.body, maria.email) || strings.Contains(b.body, token) {
		t.Errorf("the page tells more than its reader may know:\n%s", b.text())
	}
	b.send(o.path("/objection")).open(o.path("/me/security")).wants(o.path("/sign-in"))
	for _, other := range []string{"/invite/", "/confirm-email/"} {
		if b.open(o.path(other) + token); b.code == http.StatusOK && strings.Contains(b.text(), "Join") {
			t.Errorf("the link is good for %s", other)
		}
	}
	// The mailbox and the password together set nothing up: what was added is
	// out of use, its recovery codes too, and an administrator has to help.
	if got := maria.start(wire.NextSecondStep).Methods; len(got) != 1 || got[0] != domain.MethodRecovery {
		t.Errorf("offered %v", got)
	}
	maria.do(wire.VerifyCode, wire.CodeRequest{Code: maria.code()}).refused(http.StatusForbidden, domain.CodeMethodNotAccepted)
	maria.do(wire.VerifyRecovery, wire.RecoveryRequest{Code: maria.codes[0]}).refused(http.StatusUnprocessableEntity, domain.CodeRecoveryWrong)
	read[wire.ResetAnswer](o.owner.confirm().client, wire.ResetPerson, wire.ResetRequest{Checked: domain.CheckInPerson, Next: domain.ResetSetUp}, maria.id)
	maria.start(wire.NextSetUp)
}

// linkOf is the token in the newest letter of a kind to somebody.
func linkOf(t *testing.T, o *org, p *person, kind string) string {
	t.Helper()
	link := letterOf(t, o, p, kind).Args["link"]
	return link[strings.LastIndexByte(link, '/')+1:]
}

// letterOf is the newest letter of a kind to somebody.
func letterOf(t *testing.T, o *org, p *person, kind string) flow.Letter {
	t.Helper()
	mails, err := o.h.db.Outbox(t.Context(), p.email, 50)
	check(t, err)
	for _, m := range mails {
		l, err := o.h.flows.OpenLetter(m)
		check(t, err)
		if l.Kind == kind {
			return l
		}
	}
	t.Fatalf("no letter %s to %s", kind, p.email)
	return flow.Letter{}
}

// claimsAndDenies: My security asks of every session in a browser new to the
// account whether it was them. A thief can't answer for themselves.
func claimsAndDenies(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) { p.Mode, p.TrustDays = domain.ModeOptional, 30 })
	maria := o.member("maria", domain.RoleUser)
	maria.signOut().signIn() // her first was the invitation
	phone := maria.elsewhere()
	phone.start(wire.NextSecondStep)
	phone.verify(true)
	thief, second := maria.elsewhere().signIn(), maria.elsewhere().signIn()
	twin := *thief // the same browser once more, which vouches for nobody either
	twin.client = thief.twice()
	twin.signIn()
	if got := maria.security().Tasks; !slices.Contains(got, domain.TaskSignIn) {
		t.Errorf("what to do next is %v", got)
	}
	if got := maria.newPlaces(); len(got) != 4 || slices.Contains(got, maria.sessionID()) {
		t.Fatalf("at new places: %v", got)
	}
	for _, id := range []string{thief.sessionID(), second.sessionID()} {
		thief.do(wire.ClaimSession, nil, id).wants(http.StatusForbidden)
		twin.do(wire.ClaimSession, nil, id).wants(http.StatusForbidden)
	}
	if maria.told("signed_in") != 3 {
		t.Errorf("told of each browser once: %v", maria.letters())
	}
	maria.do(wire.ClaimSession, nil, maria.sessionID()).wants(http.StatusNotFound)
	o.member("noah", domain.RoleUser).do(wire.DenySession, nil, phone.sessionID()).wants(http.StatusNotFound)
	maria.do(wire.ClaimSession, nil, phone.sessionID()).wants(http.StatusNoContent)
	maria.do(wire.DenySession, nil, phone.sessionID()).wants(http.StatusNotFound)
	if !phone.alive() || len(maria.newPlaces()) != 3 {
		t.Errorf("after one was claimed: %v, alive %v", maria.newPlaces(), phone.alive())
	}
	if read[wire.Security](maria.client, wire.ReadSecurity, nil).NewPassword {
		t.Error("a new password is asked for already")
	}
	o.h.pass(time.Second)
	maria.do(wire.DenySession, nil, thief.sessionID()).wants(http.StatusNoContent)
	if thief.alive() || twin.alive() || !second.alive() || !maria.alive() || len(maria.newPlaces()) != 1 {
		t.Errorf("alive: the thief %v and %v, another %v, maria %v", thief.alive(), twin.alive(), second.alive(), maria.alive())
	}
	if told := maria.told("signed_in"); thief.signIn() == nil || maria.told("signed_in") != told+1 || len(maria.newPlaces()) != 2 {
		t.Errorf("a denied browser is known: %v, %v", maria.letters(), maria.newPlaces())
	}
	phone.signOut().start(wire.NextSecondStep) // trusted no more
	if o.owner.told("objected") != 1 {
		t.Errorf("the owner was told %v", o.owner.letters())
	}
	if !read[wire.Security](maria.client, wire.ReadSecurity, nil).NewPassword {
		t.Error("no new password is asked for")
	}
	maria.changePassword("a new sentence to remember")
	if read[wire.Security](maria.client, wire.ReadSecurity, nil).NewPassword || second.alive() {
		t.Error("a new password is asked for again, or somebody stayed")
	}
	// What was claimed stays known, and what nobody objected to in time.
	phone.password = maria.password
	tablet := phone.elsewhere().signIn()
	if phone.signIn(); !slices.Equal(phone.newPlaces(), []string{tablet.sessionID()}) {
		t.Errorf("at new places: %v", phone.newPlaces())
	}
	told := maria.told("signed_in")
	o.h.pass(domain.ObjectionFor - time.Hour)
	if tablet.signIn(); len(tablet.newPlaces()) != 1 {
		t.Errorf("not asked about any more: %v", tablet.newPlaces())
	}
	o.h.pass(time.Hour)
	if tablet.signIn(); len(tablet.newPlaces()) != 0 || maria.told("signed_in") != told {
		t.Errorf("still at new places: %v", tablet.newPlaces())
	}
}

// twice is the same browser with a session cookie of its own to come.
func (c *client) twice() *client {
	out := c.h.client(c.t, c.org)
	out.from = c.from
	for _, k := range c.cookies("__Host-b") {
		out.put(k.Name, k.Value)
	}
	return out
}

// newPlaces are the sessions that their page asks about.
func (p *person) newPlaces() (ids []string) {
	for _, s := range read[wire.Security](p.client, wire.ReadSecurity, nil).Sessions {
		if s.NewPlace {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

// sessionID is the one that the person acts in.
func (p *person) sessionID() string {
	for _, s := range read[wire.Security](p.client, wire.ReadSecurity, nil).Sessions {
		if s.Current {
			return s.ID
		}
	}
	p.t.Fatal("no session")
	return ""
}
