package acceptance_test

import (
	"net/http"
	"testing"
	"time"

	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/domain/recovery"
	"twofold/tenancy"
)

func TestAcceptanceCases(t *testing.T) {
	inOrgs(t,
		acase{"F28 O16 a case is due after 48 hours and then overdue", caseIsDue},
		acase{"A21 two proofs by different ways carry what is given, one and answers alone never", caseProofs},
		acase{"F28 a code that is read out: three tries, once, to what is on file", caseCodes},
		acase{"F28 a second agent decides about administrators and owners", caseSecond},
		acase{"F28 an owner who lost everything waits 48 hours, and any owner stops it", caseOwnerLost},
		acase{"F28 only staff work on cases, and each act is in the tenant's log", caseAgents},
	)
}

func caseIsDue(t *testing.T, o *org) {
	maria := o.backedUp("maria")
	maria.signIn()
	cs := o.call(maria, domain.CaseLostDevice)
	if cs.Number == "" || !cs.DueAt.Equal(cs.OpenedAt.Add(48*time.Hour)) {
		t.Fatalf("opened %+v", cs)
	}
	seen := func() wire.SupportCase {
		all := read[wire.Security](maria.signIn().client, wire.ReadSecurity, nil).Cases
		if len(all) != 1 {
			t.Fatalf("cases %+v", all)
		}
		return all[0]
	}
	if got := seen(); got.Overdue || got.Number != cs.Number || got.State != domain.CaseOpen {
		t.Errorf("the person sees %+v", got)
	}
	o.later(48 * time.Hour)
	if !seen().Overdue {
		t.Error("not overdue after 48 hours")
	}
	all, err := o.h.flows.UnsettledCases(t.Context(), sue)
	check(t, err)
	found := false
	for _, one := range all {
		found = found || one.ID == cs.ID && one.Overdue(o.h.now()) && one.Tenant == o.request().Scope.Tenant()
	}
	if !found {
		t.Errorf("the queue is %+v", all)
	}
	maria.do(wire.StopOwnCase, nil, cs.ID).wants(http.StatusNoContent)
	if _, err := o.decides(sue, cs, domain.GrantText); domain.CodeOf(err) != domain.CodeCaseSettled {
		t.Errorf("decided after it was stopped: %v", err)
	}
}

func caseProofs(t *testing.T, o *org) {
	maria := o.backedUp("maria")
	cs := o.call(maria, domain.CaseLostDevice)
	refused := func(kind domain.GrantKind, want domain.Code) {
		t.Helper()
		if _, err := o.decides(sue, cs, kind); domain.CodeOf(err) != want {
			t.Errorf("%s: %v", kind, err)
		}
	}
	refused(domain.GrantText, domain.CodeCaseProofs)
	o.readsOut(maria, cs, domain.WayMail)
	refused(domain.GrantText, domain.CodeCaseProofs)
	o.readsOut(maria, cs, domain.WayMail)
	refused(domain.GrantText, domain.CodeCaseProofs)
	check(t, o.h.flows.NoteCallBack(t.Context(), o.request(), sue, cs.ID, false))
	refused(domain.GrantText, domain.CodeCaseProofs)
	o.calledBack(cs)
	// A mail on a proof from the mailbox and one more is a proof too few.
	refused(domain.GrantUnlockMail, domain.CodeCaseProofs)
	if maria.told("unlock") != 0 || maria.told("text_given") != 0 {
		t.Errorf("told %v", maria.letters())
	}
	o.gives(maria, cs, domain.GrantText)
	refused(domain.GrantText, domain.CodeCaseSettled)
	if got := o.events(domain.EventCaseProof, maria.id); len(got) != 4 || got[0].Actor.Name != sue.Name {
		t.Errorf("log %+v", got)
	}
}

func caseCodes(t *testing.T, o *org) {
	maria := o.backedUp("maria")
	cs := o.call(maria, domain.CaseLostDevice)
	checks := func(proof, code string) (bool, domain.Code) {
		t.Helper()
		passed, err := o.h.flows.CheckCaseCode(t.Context(), o.request(), sue, cs.ID, proof, code)
		if err != nil {
			return passed, domain.CodeOf(err)
		}
		return passed, ""
	}
	proof, err := o.h.flows.SendCaseCode(t.Context(), o.request(), sue, cs.ID, domain.WayPhoneCode)
	check(t, err)
	if got := maria.messages()[0]; got.Args["purpose"] != "case" {
		t.Fatalf("sent %+v", got)
	}
	right := maria.sentCode()
	for range 3 {
		if passed, code := checks(proof, maria.noCode()); passed || code != "" {
			t.Fatalf("a wrong code: %v %s", passed, code)
		}
	}
	if passed, code := checks(proof, right); passed || code != domain.CodeCaseSettled {
		t.Errorf("the right code after three wrong ones: %v %s", passed, code)
	}
	o.h.pass(time.Minute)
	proof, err = o.h.flows.SendCaseCode(t.Context(), o.request(), sue, cs.ID, domain.WayPhoneCode)
	check(t, err)
	right = maria.sentCode()
	// It is no code of the second step, nor the other way round.
	here := maria.elsewhere()
	here.begin()
	here.answers("", right).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	if passed, code := checks(proof, right); !passed || code != "" {
		t.Errorf("the right code: %v %s", passed, code)
	}
	if passed, code := checks(proof, right); passed || code != domain.CodeCaseSettled {
		t.Errorf("the right code again: %v %s", passed, code)
	}
	o.h.pass(time.Minute)
	proof, err = o.h.flows.SendCaseCode(t.Context(), o.request(), sue, cs.ID, domain.WayMail)
	check(t, err)
	right = maria.sentCode()
	o.h.pass(10 * time.Minute)
	if passed, _ := checks(proof, right); passed {
		t.Error("a code of ten minutes passes")
	}
	if _, err := o.h.flows.SendCaseCode(t.Context(), o.request(), sue, cs.ID, domain.WayAnswers); domain.KindOf(err) != domain.Invalid {
		t.Errorf("a code by answers: %v", err)
	}
}

func caseSecond(t *testing.T, o *org) {
	kim := o.backedUp("kim")
	o.owner.confirm().do(wire.ChangeRole, wire.RoleRequest{Role: domain.RoleAdmin}, kim.id).wants(http.StatusNoContent)
	cs := o.call(kim, domain.CaseLostDevice)
	o.readsOut(kim, cs, domain.WayMail)
	o.calledBack(cs)
	first, err := o.decides(sue, cs, domain.GrantText)
	check(t, err)
	if first.Verdict != recovery.WaitFirst || kim.told("text_given") != 0 || kim.told("case_waiting") != 1 || o.owner.told("case_owners") != 1 {
		t.Fatalf("the first decision: %+v, told %v", first, kim.letters())
	}
	if _, err := o.decides(sue, cs, domain.GrantText); domain.CodeOf(err) != domain.CodeCaseSecond {
		t.Errorf("the same agent twice: %v", err)
	}
	second, err := o.decides(theo, cs, domain.GrantText)
	check(t, err)
	if second.Verdict != recovery.GiveNow || second.Case.FirstBy != sue.ID || second.Case.SecondBy != theo.ID || kim.told("text_given") != 1 {
		t.Errorf("the second decision: %+v", second)
	}
}

func caseOwnerLost(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) { optional(p); p.Methods = append(p.Methods, domain.MethodText) })
	otto := o.member("otto", domain.RoleOwner).verifyAddress(domain.MethodText, mobile)
	o.later(25 * time.Hour)
	lost := func() domain.Case {
		cs := o.call(otto, domain.CaseOwnerLost)
		o.calledBack(cs)
		o.vouches(otto, cs)
		first, err := o.decides(sue, cs, domain.GrantUnlockMail)
		check(t, err)
		if first.Verdict != recovery.WaitFirst || !first.Case.WaitsUntil.Equal(o.h.now().Add(48*time.Hour)) {
			t.Fatalf("the first decision: %+v", first)
		}
		return first.Case
	}
	cs := lost()
	if otto.told("case_waiting") != 1 || o.owner.told("case_owners") != 1 || otto.told("unlock") != 0 {
		t.Fatalf("told %v and %v", otto.letters(), o.owner.letters())
	}
	sam := o.member("sam", domain.RoleAdmin)
	sam.confirm().do(wire.StopPersonCase, nil, otto.id, cs.ID).refused(http.StatusForbidden, domain.CodeForbidden)
	o.owner.confirm().do(wire.StopPersonCase, nil, otto.id, cs.ID).wants(http.StatusNoContent)
	o.later(49 * time.Hour)
	if _, err := o.decides(theo, cs, domain.GrantUnlockMail); domain.CodeOf(err) != domain.CodeCaseSettled {
		t.Errorf("given after an owner stopped it: %v", err)
	}
	// The person stops one by the mail.
	cs = lost()
	o.h.browser(t).open(o.h.path(letterOf(t, o, otto, "case_waiting").Args["link"])).send(o.path("/objection")).wants(o.path("/objection"), "We stopped it")
	o.later(49 * time.Hour)
	if _, err := o.decides(theo, cs, domain.GrantUnlockMail); domain.CodeOf(err) != domain.CodeCaseSettled {
		t.Errorf("given after the person objected: %v", err)
	}
	// Nobody stops the third.
	cs = lost()
	o.h.pass(48*time.Hour - time.Second)
	if _, err := o.decides(theo, cs, domain.GrantUnlockMail); domain.CodeOf(err) != domain.CodeCaseWaits {
		t.Errorf("a second early: %v", err)
	}
	o.h.pass(time.Second)
	if _, err := o.decides(sue, cs, domain.GrantUnlockMail); domain.CodeOf(err) != domain.CodeCaseSecond {
		t.Errorf("the first agent again: %v", err)
	}
	given, err := o.decides(theo, cs, domain.GrantUnlockMail)
	check(t, err)
	if given.Verdict != recovery.GiveNow || otto.told("unlock") != 1 {
		t.Errorf("given %+v, told %v", given, otto.letters())
	}
	o.h.client(t, o.short).do(wire.AcceptUnlock, wire.AcceptUnlockRequest{Token: linkOf(t, o, otto, "unlock"), Password: "a new sentence to remember"}).wants(http.StatusOK)
}

func caseAgents(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	in := flow.CaseInput{PersonID: maria.id, Kind: domain.CaseLostDevice, Caller: "Maria", CalledBy: "phone"}
	for _, a := range []flow.Agent{{}, {ID: o.owner.id, Name: "Olga", Role: domain.RoleOwner}, {Name: "Nobody", Role: domain.RoleSupport}} {
		if _, err := o.h.flows.OpenCase(t.Context(), o.request(), a, in); domain.KindOf(err) != domain.Forbidden {
			t.Errorf("%+v opens a case: %v", a, err)
		}
		if _, err := o.h.flows.UnsettledCases(t.Context(), a); domain.KindOf(err) != domain.Forbidden {
			t.Errorf("%+v reads the queue: %v", a, err)
		}
	}
	inside := o.request()
	inside.Scope = tenancy.Of(domain.StaffTenant)
	if _, err := o.h.flows.OpenCase(t.Context(), inside, sue, in); domain.KindOf(err) != domain.Forbidden {
		t.Errorf("a case about a colleague: %v", err)
	}
	cs := o.call(maria, domain.CaseLockedOut)
	check(t, o.h.flows.EndCase(t.Context(), o.request(), sue, cs.ID, domain.CaseDeclined, "not them"))
	if err := o.h.flows.EndCase(t.Context(), o.request(), sue, cs.ID, domain.CaseClosed, ""); domain.CodeOf(err) != domain.CodeCaseSettled {
		t.Errorf("ended twice: %v", err)
	}
	opened, ended := o.events(domain.EventCaseOpened, maria.id), o.events(domain.EventCaseEnded, maria.id)
	if len(opened) != 1 || opened[0].Actor.ID != sue.ID || opened[0].Detail["case"] != cs.Number || len(ended) != 1 || ended[0].Detail["reason"] != "not them" {
		t.Errorf("log %+v %+v", opened, ended)
	}
}
