package acceptance_test

import (
	"net/http"
	"testing"

	"twofold/api/wire"
	"twofold/domain"
)

func TestAcceptanceMShared(t *testing.T) {
	inOrgs(t,
		acase{"M8 O8 a shared browser has no box under the password either", noBoxUnderPassword},
		acase{"M8 F20 a shared browser is so for everybody, and only who marked it takes that back", sharedForAll},
		acase{"M8 F20 an administrator marks somebody's browser and takes that back", markedByAdmin},
	)
}

// alsoHere is somebody else in the same browser.
func (p *person) alsoHere(q *person) *person {
	out := *q
	out.client = p.client.clone()
	return &out
}

// out is signOut of somebody who may be out already.
func (p *person) out() *person {
	if p.alive() {
		p.signOut()
	}
	return p
}

func (p *person) shared(shared bool) *client {
	return p.do(wire.MarkSharedBrowser, wire.SharedBrowserRequest{Shared: shared})
}

// offered reports whether the code's page has the box, in HTML and over the
// API alike.
func (p *person) offered(t *testing.T, o *org) bool {
	t.Helper()
	p.out().start(wire.NextSecondStep)
	box := screen[wire.Verify](p.page().open(o.path("/sign-in/verify"))).Trust != nil
	if api := read[wire.SignInPage](p.client, wire.ReadSignIn, nil).SecondStep.Trust != nil; api != box {
		t.Errorf("%s is offered trust on the page: %v, over the API: %v", p.email, box, api)
	}
	return box
}

func noBoxUnderPassword(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) {
		p.Mode, p.TrustDays, p.TrustPlacement = domain.ModeOptional, 30, domain.PlacePasswordStep
	})
	maria := o.member("maria", domain.RoleUser)
	in := o.path("/sign-in")
	offered := func(want bool) {
		t.Helper()
		b := maria.out().page().open(in).says(t, want, "Don't ask again in this browser")
		b.send(in, "username", maria.email, "password", "wrong").says(t, want, "Don't ask again in this browser")
		if box := read[wire.SignInPage](maria.client, wire.ReadSignIn, nil).Trust; (box != nil) != want {
			t.Errorf("the API's box: %+v", box)
		}
	}
	offered(true)
	maria.signIn().shared(true).wants(http.StatusNoContent)
	offered(false)
	maria.do(wire.StartSignIn, wire.SignInRequest{Email: maria.email, Password: maria.password, Trust: true}).wants(http.StatusOK)
	maria.verify(true)
	if n := len(maria.cookies(trustCookie)); n != 0 {
		t.Errorf("a tick by hand gave %d trust cookies", n)
	}
	maria.shared(false).wants(http.StatusNoContent)
	offered(true)
}

func sharedForAll(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) { p.Mode, p.TrustDays = domain.ModeOptional, 30 })
	maria, noah := o.member("maria", domain.RoleUser), o.member("noah", domain.RoleUser)
	ida := maria.alsoHere(o.member("ida", domain.RoleUser))
	maria.signOut()
	if !ida.offered(t, o) {
		t.Fatal("the browser isn't marked yet")
	}
	ida.verify(true)
	ida.signOut().start(wire.NextDone)
	maria.signIn().shared(true).wants(http.StatusNoContent)
	if maria.offered(t, o) || ida.offered(t, o) {
		t.Error("somebody is offered to trust a shared browser")
	}
	ida.verify(true)
	if all := ida.security(); len(all.TrustedBrowsers) != 0 || !all.SharedBrowser || !all.SharedByOther {
		t.Errorf("the other person reads %+v", all)
	}
	ida.shared(false).refused(http.StatusForbidden, domain.CodeSharedByOther)
	ida.shared(true).wants(http.StatusNoContent)
	if ida.offered(t, o) {
		t.Error("somebody else took the mark off")
	}
	if !noah.offered(t, o) {
		t.Error("the mark holds for another browser")
	}
	if got := o.events(domain.EventBrowserShared, maria.id); len(got) != 1 || got[0].Actor.ID != maria.id {
		t.Errorf("log: %+v", got)
	}
	maria.signIn()
	if all := maria.security(); !all.SharedBrowser || all.SharedByOther {
		t.Error("who marked it can't tell")
	}
	maria.shared(false).wants(http.StatusNoContent)
	if !ida.offered(t, o) || !maria.offered(t, o) {
		t.Error("a mark taken back holds on")
	}
	if got := o.events(domain.EventBrowserNotShared, maria.id); len(got) != 1 {
		t.Errorf("log: %+v", got)
	}
}

func markedByAdmin(t *testing.T, o *org) {
	here, other := o.trusting("maria")
	ida := here.alsoHere(o.member("ida", domain.RoleUser))
	sam := o.member("sam", domain.RoleAdmin)
	on := wire.SharedBrowserRequest{Shared: true}
	of := func() wire.Person { return read[wire.Person](sam.client, wire.ReadPerson, nil, here.id) }
	trust := of().TrustedBrowsers[0].ID
	other.do(wire.MarkPersonTrust, on, here.id, trust).refused(http.StatusForbidden, domain.CodeForbidden)
	sam.do(wire.MarkPersonTrust, on, ida.id, trust).refused(http.StatusNotFound, domain.CodeNotFound)
	sam.do(wire.MarkPersonTrust, on, o.owner.id, trust).refused(http.StatusForbidden, domain.CodeOwnerProtected)
	sam.do(wire.MarkPersonTrust, on, here.id, trust).wants(http.StatusNoContent)
	if len(of().TrustedBrowsers) != 0 || here.offered(t, o) || ida.offered(t, o) {
		t.Error("the browser is trusted, or offered to be")
	}
	here.signIn()
	here.shared(false).refused(http.StatusForbidden, domain.CodeSharedByOther)
	if got := o.events(domain.EventBrowserShared, here.id); len(got) != 1 || got[0].Actor.ID != sam.id {
		t.Errorf("log: %+v", got)
	}
	var marked []wire.OwnSession
	for _, s := range of().Sessions {
		if s.Shared {
			marked = append(marked, s)
		}
	}
	if len(marked) != 1 {
		t.Fatalf("sessions in shared browsers: %+v", marked)
	}
	sam.do(wire.MarkPersonSession, wire.SharedBrowserRequest{}, here.id, marked[0].ID).wants(http.StatusNoContent)
	if !ida.offered(t, o) {
		t.Error("a mark taken back by an administrator holds on")
	}
	phone := *here
	phone.client = o.h.bearer(t, o.short, "")
	phone.signIn()
	for _, s := range of().Sessions {
		if s.Bearer {
			sam.do(wire.MarkPersonSession, on, here.id, s.ID).refused(http.StatusConflict, domain.CodeNoBrowser)
		}
	}
}
