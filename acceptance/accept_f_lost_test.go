package acceptance_test

import (
	"net/http"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

// Whoever has a lost or stolen phone often reads the mailbox on it: what was
// taken from that phone for good comes back by no link (F39).
func TestAcceptanceFLost(t *testing.T) {
	inOrgs(t,
		acase{"F39 what an administrator's reset took stays away once somebody set up again", resetStaysAway(func(o *org, p *person) { o.owner.resets(p) })},
		acase{"F39 so does what a reset took after which they could sign in first", resetStaysAway((*org).letsIn)},
		acase{"F39 so does what a reset of many took", resetStaysAway(resetOfMany)},
		acase{"F39 so does what a reset took that was approved and waited", resetStaysAway(resetThatWaited)},
		acase{"F39 the replacement of a lost device by a granted text brings nothing of it back", lostStaysAway(lostByText)},
		acase{"F39 nor does one by an unlock mail", lostStaysAway(lostByUnlock)},
		acase{"F39 nor does one after a recovery code", lostStaysAway(lostByCode)},
		acase{"F39 nor does turning off in its place, which leaves the account shut", lostStaysAway(lostTurnedOff)},
		acase{"F39 a notice of before a lost device was replaced brings nothing back", lostOlderNotice},
	)
}

// opensNothing fails if somebody gets in by the app or a recovery code they
// have, or sets up anything.
func (p *person) opensNothing(what string) {
	p.t.Helper()
	p.h.pass(time.Minute)
	here := p.elsewhere()
	if here.knock(); here.status != http.StatusOK {
		return // the password alone led nowhere
	}
	if got := into[wire.SignInAnswer](here.client); got.Next != wire.NextSecondStep {
		p.t.Errorf("%s: the password led to %s", what, got.Next)
		return
	}
	if here.do(wire.VerifyCode, wire.CodeRequest{Code: here.code()}); here.status == http.StatusOK {
		p.t.Errorf("%s: its app opens the account: %s", what, here.body)
		return
	}
	if len(here.codes) == 0 {
		return
	}
	if here.do(wire.VerifyRecovery, wire.RecoveryRequest{Code: here.codes[0]}); here.status == http.StatusOK {
		p.t.Errorf("%s: its codes open the account: %s", what, here.body)
	}
}

// objects presses a link as somebody who has nothing else.
func (o *org) objects(token string) {
	o.t.Helper()
	o.h.pass(time.Second)
	read[wire.ObjectionMade](o.h.client(o.t, o.short), wire.Object, wire.LinkRequest{Token: token})
}

func resetOfMany(o *org, p *person) {
	in := wire.ResetManyRequest{People: []string{p.id}, Reason: "stolen laptops"}
	if got := read[wire.ResetMany](o.owner.confirm().client, wire.ResetPeople, in).Data[0]; got.Code != "" {
		o.t.Fatalf("the reset came to %+v", got)
	}
}

func resetThatWaited(o *org, p *person) {
	kim := o.member("kim", domain.RoleAdmin)
	o.rests(domain.RoleHeldFor, kim)
	o.policy(guardedBy(1, domain.RoleUser))
	kim.approves(o.owner.asksApproval(p)).wants(http.StatusNoContent)
	o.h.pass(time.Hour + time.Second)
	o.h.work(o.t)
	if !o.isReset(p) {
		o.t.Fatal("nothing was reset")
	}
}

// resetStaysAway: Maria replaces her app and makes new codes, is reset, and
// sets up again. The thief has the first app and the first codes.
func resetStaysAway(reset func(*org, *person)) func(*testing.T, *org) {
	return func(t *testing.T, o *org) {
		o.optional()
		maria := o.member("maria", domain.RoleUser)
		stolen := *maria
		o.h.pass(time.Minute)
		maria.confirm().replace(maria.methods()[0].ID)
		replaced := linkOf(t, o, maria, "method_replaced")
		o.h.pass(time.Minute)
		read[wire.RecoverySet](maria.confirm().client, wire.RenewRecovery, nil)
		maria.renew(read[wire.SetupFinished](maria.client, wire.FinishSetup, wire.FinishSetupRequest{Saved: true}).Renewal)
		renewed := linkOf(t, o, maria, "recovery_renewed")
		o.h.pass(time.Minute)
		reset(o, maria)
		o.h.pass(time.Minute)
		now := maria.elsewhere().signIn().confirmUnlessPending().setUp()
		o.objects(renewed)
		stolen.opensNothing("what the new codes took the place of")
		o.objects(replaced)
		stolen.opensNothing("what the new app took the place of")
		now.opensNothing("what was set up since")
	}
}

func lostByText(o *org, p *person) (*person, string) {
	o.grantsText(p)
	return p.elsewhere().byText().setUp(), "method_replaced"
}

func lostByUnlock(o *org, p *person) (*person, string) {
	o.unlocks(p)
	here := p.elsewhere()
	p.password = "a new sentence to remember"
	here.password = p.password
	here.do(wire.AcceptUnlock, wire.AcceptUnlockRequest{Token: linkOf(o.t, o, p, "unlock"), Password: here.password}).wants(http.StatusOK)
	return here.setUp(), "method_replaced"
}

func lostByCode(o *org, p *person) (*person, string) {
	app := p.signIn().methods()
	here := p.elsewhere()
	here.start(wire.NextSecondStep)
	here.recover()
	p.codes, here.codes = nil, nil // this replacement leaves the others good
	for _, x := range app {
		if x.Kind == domain.MethodApp {
			return here.replace(x.ID), "method_replaced"
		}
	}
	o.t.Fatalf("methods are %+v", app)
	return nil, ""
}

func lostTurnedOff(o *org, p *person) (*person, string) {
	o.grantsText(p)
	here := p.elsewhere().byText()
	here.do(wire.TurnOffLost, nil).wants(http.StatusOK)
	return here, "turned_off"
}

// lostStaysAway: whoever holds the lost phone presses the link in the notice
// that it was replaced.
func lostStaysAway(replace func(*org, *person) (*person, string)) func(*testing.T, *org) {
	return func(t *testing.T, o *org) {
		maria := o.backedUp("maria")
		lost := *maria
		o.h.pass(time.Minute)
		now, notice := replace(o, &lost)
		o.objects(linkOf(t, o, maria, notice))
		if now.alive() {
			t.Error("somebody is still signed in")
		}
		lost.opensNothing("the lost phone")
		now.opensNothing("what took its place")
	}
}

// lostOlderNotice: the app that was replaced before was on the same phone.
func lostOlderNotice(t *testing.T, o *org) {
	maria := o.backedUp("maria")
	lost := *maria
	maria.signIn()
	o.h.pass(time.Minute)
	maria.confirm().replace(maria.methods()[0].ID)
	older := linkOf(t, o, maria, "method_replaced")
	o.h.pass(time.Minute)
	o.grantsText(maria)
	now := maria.elsewhere().byText().setUp()
	o.objects(older)
	lost.opensNothing("the app of before on the lost phone")
	now.opensNothing("what took its place")
}
