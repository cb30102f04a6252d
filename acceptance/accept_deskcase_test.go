package acceptance_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

// What an agent's screen of a case says and does, over HTTP.
func TestAcceptanceDeskCase(t *testing.T) {
	inHouses(t, "A21 A22 F13 answers are checked as one set, three times a day over all agents, and the case says so", deskAnswers)
	inHouses(t, "F28 O16 a case says what it can't do now: proofs, a number, the kind, a second agent, its time", deskSays)
	inHouses(t, "F28 O17 what was given in a case is stopped in it", deskStops)
}

// atDesk is one agent's view of one case.
type atDesk struct {
	*person
	short, id string
}

func (d *atDesk) read() wire.CaseView {
	d.t.Helper()
	return read[wire.CaseView](d.client, wire.ReadCase, nil, d.short, d.id)
}

func (d *atDesk) way(w domain.CaseWay) wire.CaseCheck {
	d.t.Helper()
	all := d.read().Ways
	return all[slices.IndexFunc(all, func(x wire.CaseCheck) bool { return x.Way == w })]
}

func (d *atDesk) offer(k domain.GrantKind) wire.CaseOffer {
	d.t.Helper()
	all := d.read().Offers
	return all[slices.IndexFunc(all, func(x wire.CaseOffer) bool { return x.Grant == k })]
}

func (d *atDesk) by(p *person) *atDesk { return &atDesk{p, d.short, d.id} }

func (d *atDesk) answer(words ...string) *client {
	return d.do(wire.CheckAnswers, wire.CaseAnswersRequest{Answers: words}, d.short, d.id)
}

func (d *atDesk) decide(k domain.GrantKind) *client {
	return d.confirm().do(wire.DecideCase, wire.CaseDecisionRequest{Grant: k, Reason: "checked"}, d.short, d.id)
}

func (d *atDesk) calledBack() {
	d.t.Helper()
	d.do(wire.NoteCallBack, wire.CaseCallBackRequest{Reached: true}, d.short, d.id).wants(http.StatusNoContent)
}

// opens opens a case about somebody.
func (o *org) opens(agent, about *person, kind domain.CaseKind) *atDesk {
	o.t.Helper()
	agent.signIn()
	opened := read[wire.CaseOpened](agent.client, wire.OpenCase, wire.OpenCaseRequest{Organization: o.short, Email: about.email, Kind: kind, Caller: "Maria", CalledBy: "phone"})
	return &atDesk{agent, o.short, opened.ID}
}

var said = []string{"Elm Street", "Miss Finch", "Zoë", "Leeds"}

// answered lets the organization ask questions, and the person answer four.
func (o *org) answered(p *person) {
	o.t.Helper()
	o.owner.signIn()
	o.policy(func(p *wire.Policy) { p.WaysBack.Questions = domain.QuestionsOffered })
	var in wire.AnswersRequest
	for i, words := range said {
		in.Answers = append(in.Answers, wire.AnswerInput{Question: domain.OwnQuestions[i].ID, Answer: words})
	}
	p.signIn().confirm().do(wire.AnswerQuestions, in).wants(http.StatusNoContent)
}

func deskAnswers(t *testing.T, h *house) {
	_, sue, theo := h.staff(t)
	o := h.org(t, "northwind")
	maria := o.backedUp("maria")
	d := o.opens(sue, maria, domain.CaseLockedOut)
	if w := d.way(domain.WayAnswers); w.Problem != domain.CodeQuestionsNone {
		t.Errorf("without answers: %+v", w)
	}
	d.answer(said...).refused(http.StatusConflict, domain.CodeQuestionsNone)
	o.answered(maria)
	if v := d.read(); len(v.Questions) != 4 || v.Questions[0] != domain.OwnQuestions[0].Text {
		t.Errorf("the questions are %q", v.Questions)
	}
	oneWrong := append([]string{"Oak Street"}, said[1:]...)
	for i, words := range [][]string{oneWrong, said[:3], said} {
		who := d.by([]*person{sue, theo.signIn(), sue}[i])
		got := who.answer(words...).wants(http.StatusOK)
		if body := strings.TrimSpace(string(got.body)); into[wire.CasePassed](got).Passed != (i == 2) || len(body) > len(`{"passed":false}`) {
			t.Errorf("check %d: %s", i, body)
		}
	}
	for _, who := range []*person{sue, theo} {
		d.by(who).answer(said...).refused(http.StatusTooManyRequests, domain.CodeAnswerTries)
		if w := d.by(who).way(domain.WayAnswers); w.Problem != domain.CodeAnswerTries || w.At.Sub(h.now()) > 24*time.Hour || w.At.Before(h.now()) {
			t.Errorf("after three: %+v", w)
		}
	}
	h.pass(24 * time.Hour)
	if w := d.by(sue.signIn()).way(domain.WayAnswers); w.Problem != "" || !w.At.IsZero() {
		t.Errorf("a day later: %+v", w)
	}
}

func deskSays(t *testing.T, h *house) {
	_, sue, theo := h.staff(t)
	o := h.org(t, "northwind")
	o.policy(optional)
	bare := o.opens(sue, o.member("bare", domain.RoleUser), domain.CaseLostDevice)
	for _, w := range []domain.CaseWay{domain.WayPhoneCode, domain.WayCallBack} {
		if got := bare.way(w); got.Problem != domain.CodeCaseNoAddress || got.Hint != "" {
			t.Errorf("without a number: %+v", got)
		}
	}
	if got := bare.offer(domain.GrantText); got.Problem != domain.CodeCaseProofs || got.Proofs != 0 {
		t.Errorf("without a proof: %+v", got)
	}
	otto := o.backedUp("otto")
	o.owner.confirm().do(wire.ChangeRole, wire.RoleRequest{Role: domain.RoleOwner}, otto.id).wants(http.StatusNoContent)
	o.answered(otto)
	d := o.opens(sue, otto, domain.CaseOwnerLost)
	if w := d.way(domain.WayPhoneCode); w.Hint != "23" || w.Problem != "" {
		t.Errorf("the number on file: %+v", w)
	}
	if w := d.way(domain.WayMail); w.Hint != "o•••@n•••.example" {
		t.Errorf("the address on file: %+v", w)
	}
	d.answer(said...).wants(http.StatusOK)
	d.calledBack()
	if v := d.read(); !v.TwoAgents || v.Mine || d.offer(domain.GrantText).Problem != domain.CodeCaseGrant || d.offer(domain.GrantUnlockMail).Problem != "" {
		t.Errorf("before it is decided: %+v", v)
	}
	if got := into[wire.CaseDecided](d.decide(domain.GrantUnlockMail).wants(http.StatusOK)); got.Verdict != "wait" {
		t.Errorf("decided: %+v", got)
	}
	until := h.now().Add(48 * time.Hour)
	if v := d.read(); !v.Mine || v.State != domain.CaseWaiting || !v.WaitsTill.Equal(until) || d.offer(domain.GrantUnlockMail).Problem != domain.CodeCaseSecond {
		t.Errorf("to the first agent: %+v", v)
	}
	h.pass(48*time.Hour - 5*time.Minute)
	other := d.by(theo.signIn()) // which takes some of it
	h.pass(until.Sub(h.now()) - time.Second)
	if got := other.offer(domain.GrantUnlockMail); got.Problem != domain.CodeCaseWaits || !got.At.Equal(until) || other.read().Mine {
		t.Errorf("a second early, to the second agent: %+v", got)
	}
	h.pass(time.Second)
	if got := other.offer(domain.GrantUnlockMail); got.Problem != "" || !other.read().Overdue {
		t.Errorf("in time: %+v", got)
	}
	if got := into[wire.CaseDecided](other.decide(domain.GrantUnlockMail).wants(http.StatusOK)); got.Verdict != "give" {
		t.Errorf("agreed: %+v", got)
	}
	if v := other.read(); v.Second != "Theo" || v.Overdue || other.offer(domain.GrantUnlockMail).Problem != domain.CodeCaseSettled {
		t.Errorf("settled: %+v", v)
	}
}

func deskStops(t *testing.T, h *house) {
	_, sue, theo := h.staff(t)
	o := h.org(t, "northwind")
	maria := o.backedUp("maria")
	d := o.opens(sue, maria, domain.CaseLostDevice)
	d.calledBack()
	o.vouches(maria, domain.Case{ID: d.id})
	if got := into[wire.CaseDecided](d.decide(domain.GrantText).wants(http.StatusOK)); got.Verdict != "give" {
		t.Fatalf("decided: %+v", got)
	}
	given := d.read().Grants
	if len(given) != 1 || given[0].State != "open" || given[0].By != "Sue" || !given[0].Support || given[0].Reason != "checked" {
		t.Fatalf("given: %+v", given)
	}
	d.by(theo.signIn()).do(wire.StopGrantInCase, nil, d.short, d.id, given[0].ID).wants(http.StatusNoContent)
	if got := d.read().Grants[0]; got.State != "stopped" || got.StoppedBy != "Theo" {
		t.Errorf("stopped: %+v", got)
	}
	sue.do(wire.StopGrantInCase, nil, d.short, d.id, given[0].ID).refused(http.StatusConflict, domain.CodeGrantOver)
	sue.do(wire.StopGrantInCase, nil, d.short, d.id, "gra_of_nobody").refused(http.StatusNotFound, domain.CodeNotFound)
	sue.do(wire.OpenCase, wire.OpenCaseRequest{Organization: "northwind", Email: maria.email, Kind: domain.CaseLockedOut}).refused(http.StatusUnprocessableEntity, domain.CodeRequiredCaller)
}
