package acceptance_test

import (
	"net/http"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

// unlocks gives somebody an unlock mail: the number on file and an owner's
// word carry it.
func (o *org) unlocks(p *person) domain.Case {
	o.t.Helper()
	cs := o.call(p, domain.CaseLockedOut)
	o.calledBack(cs)
	o.vouches(p, cs)
	o.gives(p, cs, domain.GrantUnlockMail)
	return cs
}

func grantedTextBarred(t *testing.T, o *org) {
	maria := o.backedUp("maria")
	decision := o.grantsText(maria)
	offered := func(who *person) bool {
		for _, m := range who.elsewhere().begin().Methods {
			if m == domain.MethodGrantedText {
				return true
			}
		}
		return false
	}
	if !offered(maria) {
		t.Fatal("it isn't open")
	}
	o.owner.confirm().do(wire.StopPersonGrant, nil, maria.id, decision.Grant.ID).wants(http.StatusNoContent)
	if offered(maria) {
		t.Error("open after it was stopped")
	}
	o.owner.do(wire.StopPersonGrant, nil, maria.id, decision.Grant.ID).refused(http.StatusConflict, domain.CodeGrantOver)

	ida := o.member("ida", domain.RoleUser).verifyAddress(domain.MethodText, "+44 7700 900124")
	o.later(23 * time.Hour)
	cs := o.call(ida, domain.CaseLostDevice)
	if _, err := o.h.flows.SendCaseCode(t.Context(), o.request(), sue, cs.ID, domain.WayPhoneCode); domain.CodeOf(err) != domain.CodeCaseNoAddress {
		t.Errorf("a code to a number of 23 hours: %v", err)
	}
	o.readsOut(ida, cs, domain.WayMail)
	o.vouches(ida, cs)
	if _, err := o.decides(sue, cs, domain.GrantText); domain.CodeOf(err) != domain.CodeNumberNew {
		t.Errorf("a text to a number of 23 hours: %v", err)
	}
	o.later(time.Hour)
	o.gives(ida, cs, domain.GrantText)
	if !offered(ida) {
		t.Fatal("it isn't open")
	}
	o.policy(func(p *wire.Policy) { p.Methods = []domain.Method{domain.MethodPasskey, domain.MethodText} })
	if offered(ida) {
		t.Error("open where only passkeys count")
	}
}

func unlockMail(t *testing.T, o *org) {
	maria := o.backedUp("maria")
	maria.signIn()
	o.unlocks(maria)
	if maria.told("unlock") != 1 || maria.told("unlock_given") != 1 {
		t.Fatalf("told %v", maria.letters())
	}
	link := letterOf(t, o, maria, "unlock").Args["link"]
	b := o.h.browser(t).open(o.h.path(link)).wants(o.path("/unlock"), "Choose a new password")
	b.open(o.h.path(link)).open(o.path("/unlock"))
	if !maria.alive() {
		t.Fatal("opening the link did something")
	}
	const next = "a new sentence to remember"
	b.send(o.path("/unlock"), "password", next, "again", "another sentence to remember").wants(o.path("/unlock"), "The two passwords differ")
	b.send(o.path("/unlock"), "password", "short", "again", "short").wants(o.path("/unlock"), "Use at least 12 characters")
	b.send(o.path("/unlock"), "password", next, "again", next).wants(o.path("/setup"), "Replace your device")
	if maria.alive() {
		t.Error("a session of before lives")
	}
	b.open(o.path("/me/security"))
	if b.at != o.path("/setup") {
		t.Errorf("at %s before the set-up", b.at)
	}
	o.h.browser(t).open(o.h.path(link)).wants(o.path("/unlock"), "This link was already used")
	maria.knock().refused(http.StatusUnauthorized, domain.CodeBadCredentials)
	maria.password = next
	maria.elsewhere().start(wire.NextSecondStep)
	if got := o.events(domain.EventGrantUsed, maria.id); len(got) != 1 || got[0].Detail["kind"] != "unlock_mail" {
		t.Errorf("log %+v", got)
	}
	// The address on file alone ever gets it.
	if l := letterOf(t, o, maria, "unlock"); l.Args["link"] != link {
		t.Error("there is another link")
	}
}

func unlockEnds(t *testing.T, o *org) {
	maria := o.backedUp("maria")
	const next = "a new sentence to remember"
	token := func() string { return linkOf(t, o, maria, "unlock") }
	accept := func() *client {
		return o.h.client(t, o.short).do(wire.AcceptUnlock, wire.AcceptUnlockRequest{Token: token(), Password: next})
	}
	o.unlocks(maria)
	o.later(time.Hour)
	accept().refused(http.StatusGone, domain.CodeLinkExpired)

	o.unlocks(maria)
	maria.signIn().changePassword("yet another sentence to remember")
	accept().refused(http.StatusGone, domain.CodeLinkExpired)

	o.unlocks(maria)
	if got := read[wire.Unlocking](o.h.client(t, o.short), wire.ReadUnlock, wire.LinkRequest{Token: token()}); got.State != domain.InvitationOpen || got.Email != maria.email {
		t.Errorf("read %+v", got)
	}
	accept().wants(http.StatusOK)
	accept().refused(http.StatusGone, domain.CodeLinkUsed)
	// Three by support in a year are all.
	cs := o.call(maria, domain.CaseLockedOut)
	o.calledBack(cs)
	o.vouches(maria, cs)
	if _, err := o.decides(sue, cs, domain.GrantUnlockMail); domain.CodeOf(err) != domain.CodeGrantLimit {
		t.Errorf("a fourth: %v", err)
	}
}

func grantStopped(t *testing.T, o *org) {
	maria := o.backedUp("maria")
	maria.signIn()
	o.h.pass(time.Minute)
	decision := o.grantsText(maria)
	own := read[wire.Security](maria.client, wire.ReadSecurity, nil)
	if len(own.Grants) != 1 || own.Grants[0].By != sue.Name || own.Grants[0].Reason != "checked" || !own.Grants[0].Support || own.Grants[0].State != "open" {
		t.Fatalf("listed %+v", own.Grants)
	}
	ida := o.member("ida", domain.RoleUser)
	ida.do(wire.StopOwnGrant, nil, decision.Grant.ID).refused(http.StatusNotFound, domain.CodeNotFound)
	ida.do(wire.StopPersonGrant, nil, maria.id, decision.Grant.ID).refused(http.StatusForbidden, domain.CodeForbidden)
	maria.do(wire.StopOwnGrant, nil, decision.Grant.ID).wants(http.StatusNoContent)
	page := read[wire.Person](o.owner.confirm().client, wire.ReadPerson, nil, maria.id)
	if len(page.Grants) != 1 || page.Grants[0].State != "stopped" || page.Grants[0].StoppedBy == "" {
		t.Errorf("the person's page says %+v", page.Grants)
	}
	if len(o.events(domain.EventGrantStopped, maria.id)) != 1 {
		t.Error("no event")
	}

	o.grantsText(maria)
	link := letterOf(t, o, maria, "text_given").Args["link"]
	b := o.h.browser(t).open(o.h.path(link)).wants(o.path("/objection"), "a text message stands in for your lost device")
	if len(read[wire.Security](maria.client, wire.ReadSecurity, nil).Grants) != 1 {
		t.Fatal("opening the link stopped it")
	}
	b.send(o.path("/objection")).wants(o.path("/objection"), "We stopped it")
	here := maria.elsewhere()
	here.begin()
	here.resend("granted_text").refused(http.StatusForbidden, domain.CodeMethodNotAccepted)
}

// forgetsToo: the access code outlives the reset of a password that its person
// forgot as well, which opens nothing by itself.
func forgetsToo(t *testing.T, o *org) {
	maria := o.resetPerson("maria")
	given := o.givesCode(maria)
	here := maria.forgets(o)
	here.opens("second_step")
	o.h.work(t)
	here.answers("", here.sentCode()).wants(http.StatusOK)
	maria.password = "a new sentence to remember"
	here.chooses(maria.password).wants(http.StatusNoContent)
	in := maria.elsewhere()
	if answer := in.start(wire.NextSecondStep); answer.Methods[0] != domain.MethodAccessCode {
		t.Fatalf("asked for %v", answer.Methods)
	}
	in.answers("access_code", given)
	if got := in.opened(); got.Next != wire.NextSetUp {
		t.Errorf("the code led to %q", got.Next)
	}
}
