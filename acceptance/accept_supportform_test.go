package acceptance_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

// The form to support's desk on the ladder (S16, F28).
func TestAcceptanceSupportForm(t *testing.T) {
	inOrgs(t,
		acase{"S16 F28 O16 A20 the form opens a case with its number and when an answer is due, script off", formOpensCase},
		acase{"A27 with support by phone only no form is drawn and none is taken", formOnlyOnLadder},
		acase{"F28 the form's case is stopped by its mail, with what support gave", formStopped},
		acase{"F28 nothing is given on a form that an older standing of the account sent", formOutdated},
		acase{"F28 of forms that race one opens a case", formsRace},
	)
}

func withForm(p *wire.Policy) {
	optional(p)
	reachable(p)
	p.WaysBack.Ladder = []domain.Rung{domain.RungOtherMethod, domain.RungRecoveryCode, domain.RungSupportForm}
}

var toSupport = wire.AskSupportRequest{Reason: "lost_phone", Message: "It fell into the lake", Reach: "Phone 4711"}

// asksSupport sends the form and returns its case as support sees it.
func (p *person) asksSupport(o *org) domain.Case {
	p.t.Helper()
	here := p.elsewhere()
	here.begin()
	p.h.pass(time.Second)
	sent := read[wire.HelpCase](here.client, wire.AskSupport, toSupport)
	all, err := o.h.flows.UnsettledCases(p.t.Context(), sue)
	check(p.t, err)
	for _, one := range all {
		if one.Number == sent.Number && one.UserID == p.id {
			return one
		}
	}
	p.t.Fatalf("the queue has no %s", sent.Number)
	return domain.Case{}
}

func formOpensCase(t *testing.T, o *org) {
	o.policy(withForm)
	maria := o.member("maria", domain.RoleUser)
	help, form := o.path("/help/sign-in"), o.path("/help/sign-in/support")
	stranger := o.h.browser(t).open(help).wants(help, "Sign in with your password first. Then this page has a form to support.")
	stranger.open(form).wants(help)
	stranger.open(o.path("/sign-in")).send(form, lostPhone...) // any page's token will do
	if strings.Contains(stranger.text(), "C-") {
		t.Error("a stranger opened a case")
	}
	b := maria.waiting().open(help).wants(help, "Write to support").open(form).wants(form, "Write to support", "an answer is due within 48 hours", "Answered 9 to 5", "How can they reach you?")
	o.h.pass(time.Second)
	b.send(form, "reason", "", "reach", "").wants(form, "Enter a reason.", "Say how they can reach you")
	b.send(form, lostPhone...).wants(form, "Request sent", "Support case", "C-", "Open: support makes sure", "Answer due")
	letter := o.h.mail(t, maria.email)
	if letter.Kind != "support_asked" || !strings.HasPrefix(letter.Args["number"], "C-") || o.owner.told("request_waiting") != 0 {
		t.Fatalf("maria reads %+v", letter)
	}
	number := letter.Args["number"]
	b.open(help).wants(help, number, "Answer due")
	// Another browser, and another try, come to the same case.
	again := maria.elsewhere()
	again.begin()
	if got := read[wire.HelpCase](again.client, wire.AskSupport, toSupport); got.Number != number || maria.told("support_asked") != 1 {
		t.Errorf("asking again: %+v, told %v", got, maria.letters())
	}
	all, err := o.h.flows.UnsettledCases(t.Context(), sue)
	check(t, err)
	var cs domain.Case
	for _, one := range all {
		if one.Number == number {
			cs = one
		}
	}
	if cs.Caller != "Maria" || cs.CalledBy != "form" || cs.Form.Message != "It fell into the lake" || cs.Form.Reach != "Phone 4711" || cs.Form.Why != "lost_phone" || cs.Form.Known || !cs.DueAt.Equal(cs.OpenedAt.Add(48*time.Hour)) {
		t.Errorf("support reads %+v", cs)
	}
	if opened := o.events(domain.EventCaseOpened, maria.id); len(opened) != 1 || opened[0].Actor.ID != maria.id || opened[0].Detail["called_by"] != "form" {
		t.Errorf("log %+v", opened)
	}
	// What the caller wrote is no proof, and no address a code goes to.
	if _, err := o.decides(sue, cs, domain.GrantText); domain.CodeOf(err) != domain.CodeCaseProofs {
		t.Errorf("given on a form: %v", err)
	}
	o.h.pass(time.Second)
	check(t, o.h.flows.EndCase(t.Context(), o.request(), sue, cs.ID, domain.CaseDeclined, "nobody picked up"))
	if l := o.h.mail(t, maria.email); l.Kind != "support_ended" || l.Args["number"] != number || l.Args["place"] != "" {
		t.Errorf("maria reads %+v", l)
	}
	maria.waiting().open(help).wants(help, number, "Decided: declined")
	for range 4 {
		other := maria.asksSupport(o)
		check(t, o.h.flows.EndCase(t.Context(), o.request(), sue, other.ID, domain.CaseClosed, ""))
	}
	again.do(wire.AskSupport, toSupport).refused(http.StatusTooManyRequests, domain.CodeRateLimited)
}

func formOnlyOnLadder(t *testing.T, o *org) {
	o.policy(withForm)
	o.policy(func(p *wire.Policy) {
		p.WaysBack.Ladder = []domain.Rung{domain.RungRecoveryCode, domain.RungSupportPhone}
	})
	maria := o.member("maria", domain.RoleUser)
	help, form := o.path("/help/sign-in"), o.path("/help/sign-in/support")
	b := maria.waiting().open(help).wants(help, "Call +44 20 7946 0000").says(t, false, "Write to support")
	b.open(form).wants(help)
	if strings.Contains(b.body, "<form") {
		t.Error("there is a form")
	}
	if b.open(o.path("/sign-in/verify")).send(form, lostPhone...); b.code != http.StatusForbidden {
		t.Errorf("the form is taken: %d", b.code)
	}
	here := maria.elsewhere()
	here.begin()
	here.do(wire.AskSupport, toSupport).refused(http.StatusForbidden, domain.CodeRequestsOff)
	o.h.client(t, o.short).do(wire.AskSupport, toSupport).refused(http.StatusUnauthorized, domain.CodeAttemptExpired)
	if maria.told("support_asked") != 0 {
		t.Errorf("told %v", maria.letters())
	}
}

func formStopped(t *testing.T, o *org) {
	maria := o.backedUp("maria")
	o.policy(func(p *wire.Policy) { p.WaysBack.Ladder = append(p.WaysBack.Ladder, domain.RungSupportForm) })
	cs := maria.asksSupport(o)
	thief := maria.waiting()
	link := o.h.path(letterOf(t, o, maria, "support_asked").Args["link"])
	o.readsOut(maria, cs, domain.WayMail)
	o.calledBack(cs)
	o.gives(maria, cs, domain.GrantText)
	here := maria.elsewhere()
	if answer := here.begin(); !strings.Contains(words(answer.Methods), "granted_text") {
		t.Fatal("nothing was given")
	}
	b := o.h.browser(t).open(link).wants(o.path("/request"), "Stop this request?", cs.Number, "asked support")
	b.send(o.path("/request")).wants(o.path("/request"), "The request is stopped", cs.Number)
	if o.owner.told("request_stopped") != 1 {
		t.Errorf("the owner was told %v", o.owner.letters())
	}
	if b.open(link); b.code != http.StatusGone {
		t.Errorf("the link works again: %d", b.code)
	}
	if thief.open(o.path("/sign-in/verify")); thief.at == o.path("/sign-in/verify") {
		t.Error("the half-finished sign-in lives on")
	}
	later := maria.elsewhere()
	if answer := later.begin(); strings.Contains(words(answer.Methods), "granted_text") {
		t.Error("what support gave lives on")
	}
	// One that waits is stopped before anything is given.
	next := maria.asksSupport(o)
	o.h.client(t, o.short).do(wire.StopHelpRequest, wire.LinkRequest{Token: o.h.tokenOf(letterOf(t, o, maria, "support_asked").Args["link"])}).wants(http.StatusOK)
	if _, err := o.decides(sue, next, domain.GrantText); domain.CodeOf(err) != domain.CodeCaseSettled {
		t.Errorf("decided after it was stopped: %v", err)
	}
	if e := o.events(domain.EventCaseEnded, maria.id); len(e) != 2 || e[0].Actor.ID != "" {
		t.Errorf("log %+v", e)
	}
}

func formOutdated(t *testing.T, o *org) {
	maria := o.backedUp("maria")
	o.policy(func(p *wire.Policy) { p.WaysBack.Ladder = append(p.WaysBack.Ladder, domain.RungSupportForm) })
	cs := maria.asksSupport(o)
	o.readsOut(maria, cs, domain.WayMail)
	o.calledBack(cs)
	maria.elsewhere().signIn().confirm().do(wire.ChangePassword, wire.ChangePasswordRequest{Password: maria.password, NewPassword: fresh}).wants(http.StatusOK)
	maria.password = fresh
	if _, err := o.decides(sue, cs, domain.GrantText); domain.CodeOf(err) != domain.CodeCaseOutdated {
		t.Errorf("decided on a form from before: %v", err)
	}
	o.h.pass(time.Minute)
	if next := maria.asksSupport(o); next.Number == cs.Number {
		t.Error("the new form came to the old case")
	}
	if e := o.events(domain.EventCaseEnded, maria.id); len(e) != 1 || e[0].Detail["case"] != cs.Number || e[0].Detail["state"] != "closed" {
		t.Errorf("log %+v", e)
	}
}

func formsRace(t *testing.T, o *org) {
	o.policy(withForm)
	maria := o.member("maria", domain.RoleUser)
	var all []*person
	for range 6 {
		here := maria.elsewhere()
		here.begin()
		all = append(all, here)
	}
	var mu sync.Mutex
	numbers := map[string]bool{}
	var wg sync.WaitGroup
	for _, here := range all {
		wg.Go(func() {
			here.do(wire.AskSupport, toSupport)
			mu.Lock()
			defer mu.Unlock()
			if here.status == http.StatusOK {
				numbers[into[wire.HelpCase](here.client).Number] = true
			}
		})
	}
	wg.Wait()
	if len(numbers) != 1 || maria.told("support_asked") != 1 || len(o.events(domain.EventCaseOpened, maria.id)) != 1 {
		t.Errorf("cases %v, told %v", numbers, maria.letters())
	}
}
