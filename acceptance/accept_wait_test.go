package acceptance_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

// A reset that waits, and what stops it (S17, O12).
func TestAcceptanceWait(t *testing.T) {
	inOrgs(t,
		acase{"S17 a reset waits 48 hours and happens once, on two instances", waits48},
		acase{"S17 after approval it waits too", approvedThenWaits},
		acase{"S17 the person stops it, signed in", personStops},
		acase{"S17 an administrator stops it", adminStops},
		acase{"S17 it is over where the asker or the person changed meanwhile", changedWhileWaiting},
		acase{"S17 F39 this wasn't me stops it and freezes, and an owner lifts", freezesAndLifts},
		acase{"S17 F39 this wasn't me to a reset that was only asked for", freezesApproval},
		acase{"S17 F39 this wasn't me to a reset that happened freezes", freezesAfter},
		acase{"O12 a frozen owner is lifted by another owner, and keeps no organization", frozenOwner},
		acase{"O12 A28 an owner who is alone and frozen comes back by a case", aloneAndFrozen},
	)
}

func waits48(t *testing.T, o *org) {
	o.policy(guardedBy(48))
	sam, kim := o.member("sam", domain.RoleAdmin), o.member("kim", domain.RoleAdmin)
	maria := o.member("maria", domain.RoleUser).verifyAddress(domain.MethodText, mobile)
	second := o.h.second(t)
	o.h.pass(time.Second)
	a := sam.resets(maria)
	if a.Waits != domain.GuardWaiting || a.WaitsUntil.Sub(o.h.now()) != 48*time.Hour || a.Methods != 0 {
		t.Fatalf("the reset came to %+v", a)
	}
	if e := o.logged(domain.EventResetWaits, sam, maria); e.Detail["time"] != a.WaitsUntil.Format(time.RFC3339) {
		t.Errorf("the log says %v", e.Detail)
	}
	l := o.h.notice(maria, "reset_waiting")
	if l.Args["by"] != "Sam" || l.Args["place"] != "" || !strings.Contains(l.Args["link"], "/objection/") || maria.told("reset") != 0 {
		t.Errorf("maria reads %+v", l)
	}
	texts := 0
	all, err := o.h.db.Outbox(t.Context(), "", 1000)
	check(t, err)
	for _, m := range all {
		if m.UserID == maria.id && m.Kind == "reset_waiting" && m.Channel == "text" {
			l, err := o.h.flows.OpenLetter(m)
			check(t, err)
			if texts++; l.Args["link"] != "" || l.Args["to"] == "" {
				t.Errorf("the text holds %+v", l.Args)
			}
		}
	}
	if texts != 1 {
		t.Errorf("%d text messages", texts)
	}
	kim.confirm().do(wire.ResetPerson, wire.ResetRequest{Checked: domain.CheckInPerson, Next: domain.ResetSetUp}, maria.id).refused(http.StatusConflict, domain.CodeResetWaits)
	o.h.pass(a.WaitsUntil.Add(-time.Minute).Sub(o.h.now()))
	o.h.work(t)
	second.work(t)
	o.untouched(maria)
	o.h.pass(a.WaitsUntil.Add(time.Second).Sub(o.h.now()))
	done := make(chan struct{})
	go func() { defer close(done); second.work(t) }()
	o.h.work(t)
	<-done
	o.h.work(t)
	if n := len(o.back().events(domain.EventTwoStepReset, maria.id)); n != 1 || maria.told("reset") != 1 {
		t.Errorf("%d resets, maria was told %v", n, maria.letters())
	}
	maria.elsewhere().start(wire.NextSetUp)
}

// back signs the owner in again.
func (o *org) back() *org {
	o.owner.back()
	return o
}

func approvedThenWaits(t *testing.T, o *org) {
	o.policy(guardedBy(1, domain.RoleAdmin))
	sam, kim, maria := o.settled(domain.RoleAdmin)
	kim.approves(sam.asksApproval(maria)).wants(http.StatusNoContent)
	g := sam.guarded(maria)
	if g.State != domain.GuardWaiting || g.ApprovedBy != "Kim" || g.DueAt.Sub(o.h.now()) != time.Hour || maria.told("reset_waiting") != 1 {
		t.Fatalf("then %+v", g)
	}
	o.untouched(maria)
	o.h.pass(g.DueAt.Add(time.Second).Sub(o.h.now()))
	o.h.work(t)
	if e := o.back().events(domain.EventTwoStepReset, maria.id); len(e) != 1 || e[0].Detail["approved_by"] != "Kim" || e[0].Actor.ID != sam.id {
		t.Errorf("events %+v", e)
	}
}

// over fails unless a reset's time passes and nothing happens.
func (o *org) over(p *person) {
	o.t.Helper()
	o.h.pass(73 * time.Hour)
	o.h.work(o.t)
	o.back().untouched(p)
}

func personStops(t *testing.T, o *org) {
	o.policy(guardedBy(48))
	sam, maria, ida := o.member("sam", domain.RoleAdmin), o.member("maria", domain.RoleUser), o.member("ida", domain.RoleUser)
	sam.resets(maria)
	g := read[wire.Security](maria.client, wire.ReadSecurity, nil).Reset
	if g == nil || g.By != "Sam" || g.State != domain.GuardWaiting {
		t.Fatalf("maria reads %+v", g)
	}
	ida.do(wire.StopOwnReset, nil, g.ID).refused(http.StatusNotFound, domain.CodeNotFound)
	maria.do(wire.StopOwnReset, nil, g.ID).wants(http.StatusNoContent)
	maria.do(wire.StopOwnReset, nil, g.ID).refused(http.StatusConflict, domain.CodeResetOver)
	if maria.told("reset_off") != 1 || sam.told("reset_dropped") != 1 || !maria.alive() {
		t.Errorf("maria was told %v, sam %v", maria.letters(), sam.letters())
	}
	o.over(maria)
}

func adminStops(t *testing.T, o *org) {
	o.policy(guardedBy(48))
	sam, kim, maria := o.member("sam", domain.RoleAdmin), o.member("kim", domain.RoleAdmin), o.member("maria", domain.RoleUser)
	sam.resets(maria)
	g := kim.guarded(maria)
	maria.do(wire.StopReset, nil, maria.id, g.ID).refused(http.StatusForbidden, domain.CodeForbidden)
	kim.do(wire.StopReset, nil, maria.id, g.ID).wants(http.StatusNoContent)
	if e := o.events(domain.EventResetOff, maria.id); len(e) != 1 || e[0].Actor.ID != kim.id || e[0].Detail["state"] != "stopped" {
		t.Errorf("events %+v", e)
	}
	o.over(maria)
}

func changedWhileWaiting(t *testing.T, o *org) {
	o.policy(guardedBy(48))
	sam, maria, ida, tom := o.member("sam", domain.RoleAdmin), o.member("maria", domain.RoleUser), o.member("ida", domain.RoleUser), o.member("tom", domain.RoleAdmin)
	sam.resets(maria)
	o.owner.resets(ida)
	tom.resets(o.member("una", domain.RoleUser))
	una := &person{}
	*una = *o.member("una2", domain.RoleUser)
	tom.resets(una)
	o.owner.confirm().do(wire.ChangeRole, wire.RoleRequest{Role: domain.RoleUser}, sam.id).wants(http.StatusNoContent)
	o.owner.do(wire.ChangeRole, wire.RoleRequest{Role: domain.RoleHelpdesk}, ida.id).wants(http.StatusNoContent)
	o.owner.do(wire.SuspendPerson, nil, tom.id).wants(http.StatusNoContent)
	o.h.pass(49 * time.Hour)
	o.h.work(t)
	o.back()
	for _, p := range []*person{maria, ida, una} {
		o.untouched(p)
		if p.told("reset_off") != 1 {
			t.Errorf("%s was told %v", p.email, p.letters())
		}
	}
}

func freezesAndLifts(t *testing.T, o *org) {
	o.policy(guardedBy(48))
	sam, maria, otto := o.member("sam", domain.RoleAdmin), o.member("maria", domain.RoleUser), o.member("otto", domain.RoleOwner)
	sam.resets(maria)
	g := sam.guarded(maria)
	link := o.h.path(o.h.notice(maria, "reset_waiting").Args["link"])
	b := o.h.browser(t).open(link).wants(o.path("/objection"), "going to be reset", "Nobody can sign in")
	if sam.guarded(maria).ID != g.ID {
		t.Fatal("opening the link stopped the reset")
	}
	o.h.pass(time.Second)
	b.send(o.path("/objection")).wants(o.path("/objection"), "An owner of your organization can open it again")
	o.shut(maria)
	if sam.guarded(maria).ID != "" || maria.told("frozen_done") != 1 || sam.told("frozen") != 1 || o.owner.told("frozen") != 1 || maria.told("objection_done") != 0 {
		t.Errorf("maria was told %v, sam %v", maria.letters(), sam.letters())
	}
	maria.forgets(o)
	if maria.told("password_reset") != 0 {
		t.Error("a forgotten password gets a link")
	}
	sam.confirm().do(wire.ResetPerson, wire.ResetRequest{Checked: domain.CheckInPerson, Next: domain.ResetSetUp}, maria.id).refused(http.StatusForbidden, domain.CodeFrozen)
	sam.do(wire.UnfreezePerson, nil, maria.id).refused(http.StatusForbidden, domain.CodeForbidden)
	if row := read[wire.Person](sam.client, wire.ReadPerson, nil, maria.id); !row.Frozen || !row.Reset.Frozen {
		t.Error("the page doesn't say that the account is frozen")
	}
	o.h.pass(time.Second)
	o.owner.confirm().do(wire.UnfreezePerson, nil, maria.id).wants(http.StatusNoContent)
	if maria.told("unfrozen") != 1 || otto.told("unfrozen_owners") != 1 || len(o.events(domain.EventFrozen, maria.id)) != 1 || len(o.events(domain.EventUnfrozen, maria.id)) != 1 {
		t.Errorf("maria was told %v, otto %v", maria.letters(), otto.letters())
	}
	o.over(maria)
}

func freezesApproval(t *testing.T, o *org) {
	o.policy(guardedBy(0, domain.RoleAdmin))
	sam, kim, maria := o.settled(domain.RoleAdmin)
	id := sam.asksApproval(maria)
	if !maria.notMe("reset_asked").Frozen {
		t.Error("the answer doesn't say it")
	}
	o.shut(maria)
	kim.approves(id).refused(http.StatusConflict, domain.CodeRequestClosed)
	if got := kim.queue("?ended=true"); len(got) != 1 || got[0].State != domain.RequestStopped {
		t.Errorf("ended: %+v", got)
	}
	o.owner.confirm().do(wire.UnfreezePerson, nil, maria.id).wants(http.StatusNoContent)
	o.untouched(maria)
}

func freezesAfter(t *testing.T, o *org) {
	o.policy(optional)
	sam, maria := o.member("sam", domain.RoleAdmin), o.member("maria", domain.RoleUser)
	sam.resets(maria)
	thief := maria.elsewhere()
	thief.start(wire.NextSetUp)
	maria.notMe("reset")
	o.shut(thief)
	sam.confirm().do(wire.ResetPerson, wire.ResetRequest{Checked: domain.CheckInPerson, Next: domain.ResetAccessCode}, maria.id).refused(http.StatusForbidden, domain.CodeFrozen)
	o.owner.confirm().do(wire.UnfreezePerson, nil, maria.id).wants(http.StatusNoContent)
	maria.elsewhere().start(wire.NextSetUp)
}

// frozenOwner: somebody objected to a reset and became an owner before they
// pressed the link.
func frozenOwner(t *testing.T, o *org) {
	o.policy(optional)
	ada := o.member("ada", domain.RoleAdmin)
	o.owner.resets(ada)
	o.owner.confirm().do(wire.ChangeRole, wire.RoleRequest{Role: domain.RoleOwner}, ada.id).wants(http.StatusNoContent)
	ada.notMe("reset")
	o.shut(ada)
	// A frozen owner keeps no organization: the other one has to stay.
	otto := o.member("otto", domain.RoleOwner)
	o.owner.confirm().do(wire.UnfreezePerson, nil, o.owner.id).refused(http.StatusForbidden, domain.CodeSelfForbidden)
	otto.confirm().do(wire.SuspendPerson, nil, o.owner.id).wants(http.StatusNoContent)
	otto.do(wire.UnfreezePerson, nil, ada.id).wants(http.StatusNoContent)
	ada.elsewhere().start(wire.NextSetUp)
}

// aloneAndFrozen: Ada lowered the other owner before the link of a reset that
// was to come froze her, so nobody there can lift it. Support can, by what it
// takes of an owner who lost everything: two agents, two proofs, 48 hours.
func aloneAndFrozen(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) {
		guardedBy(72)(p)
		p.RecoveryOnly = []domain.Method{domain.MethodText}
		p.WaysBack.Questions, p.WaysBack.QuestionCount = domain.QuestionsOffered, 2
	})
	ada := o.member("ada", domain.RoleAdmin).verifyAddress(domain.MethodText, mobile)
	ada.confirm().do(wire.AnswerQuestions, wire.AnswersRequest{Answers: []wire.AnswerInput{{Question: "first_job", Answer: "Leeds"}, {Question: "first_teacher", Answer: "Rex the cat"}}}).wants(http.StatusNoContent)
	o.rests(25*time.Hour, ada)
	o.owner.resets(ada)
	o.owner.confirm().do(wire.ChangeRole, wire.RoleRequest{Role: domain.RoleOwner}, ada.id).wants(http.StatusNoContent)
	ada.back().do(wire.ChangeRole, wire.RoleRequest{Role: domain.RoleAdmin}, o.owner.id).wants(http.StatusNoContent)
	ada.notMe("reset_waiting")
	o.shut(ada)
	decide := func(kind domain.CaseKind, help domain.GrantKind) (domain.Case, error) {
		cs := o.call(ada, kind)
		o.calledBack(cs)
		right, err := o.h.flows.CheckCaseAnswers(t.Context(), o.request(), sue, cs.ID, []string{"Leeds", "Rex the cat"})
		check(t, err)
		if !right {
			t.Error("the answers are wrong")
		}
		first, err := o.decides(sue, cs, help)
		return first.Case, err
	}
	if _, err := decide(domain.CaseLostDevice, domain.GrantText); domain.CodeOf(err) != domain.CodeFrozen {
		t.Errorf("a text message for a frozen account: %v", err)
	}
	cs, err := decide(domain.CaseOwnerLost, domain.GrantUnlockMail)
	check(t, err)
	o.h.pass(48 * time.Hour)
	o.shut(ada)
	_, err = o.decides(theo, cs, domain.GrantUnlockMail)
	check(t, err)
	if ada.told("unfrozen") != 1 || ada.told("unlock") != 1 {
		t.Errorf("ada was told %v", ada.letters())
	}
	o.h.client(t, o.short).do(wire.AcceptUnlock, wire.AcceptUnlockRequest{Token: linkOf(t, o, ada, "unlock"), Password: "a new sentence to remember"}).wants(http.StatusOK)
}
