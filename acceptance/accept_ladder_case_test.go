package acceptance_test

import (
	"net/http"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

// What the last page of the ladder says of a case at support's desk.
func TestAcceptanceLadderCases(t *testing.T) {
	inOrgs(t,
		acase{"A20 O16 the last page names the case, its state and when an answer is due", namesCase},
		acase{"A20 O16 nothing of a case is told without the right password or the link to the mailbox", tellsCaseToNobodyElse},
	)
}

// reachable puts support on the ladder.
func reachable(p *wire.Policy) {
	p.WaysBack.Support = domain.Support{Who: "Service desk", Phone: "+44 20 7946 0000", Email: "desk@support.example", Hours: "9 to 5"}
}

func namesCase(t *testing.T, o *org) {
	maria := o.backedUp("maria")
	o.policy(reachable)
	cs := o.call(maria, domain.CaseLostDevice)
	help := o.path("/help/sign-in")
	seen := func() wire.HelpCase {
		t.Helper()
		here := maria.elsewhere()
		here.begin()
		all := read[wire.HelpState](here.client, wire.ReadHelp, nil).Cases
		if len(all) != 1 || all[0].Number != cs.Number || !all[0].DueAt.Equal(cs.OpenedAt.Add(48*time.Hour)) {
			t.Fatalf("the API says %+v of %s", all, cs.Number)
		}
		return all[0]
	}
	maria.waiting().open(help).wants(help, "Call +44 20 7946 0000", "Write to desk@support.example", "Answered 9 to 5", "Support case", cs.Number, "Open: support makes sure", "Answer due").says(t, false, "Overdue")
	if got := seen(); got.Overdue || got.State != domain.CaseOpen {
		t.Errorf("at first: %+v", got)
	}
	o.later(47 * time.Hour)
	if seen().Overdue {
		t.Error("overdue an hour early")
	}
	o.later(time.Hour)
	maria.waiting().open(help).wants(help, cs.Number, "Overdue since")
	if !seen().Overdue {
		t.Error("not overdue after 48 hours")
	}
	o.readsOut(maria, cs, domain.WayMail)
	o.calledBack(cs)
	o.gives(maria, cs, domain.GrantText)
	maria.waiting().open(help).wants(help, cs.Number, "Decided: you got a way back in").says(t, false, "Overdue")
	o.later(15 * 24 * time.Hour)
	maria.waiting().open(help).wants(help, "Call +44 20 7946 0000").says(t, false, cs.Number)
}

func tellsCaseToNobodyElse(t *testing.T, o *org) {
	o.policy(optional)
	maria, noor := o.member("maria", domain.RoleUser), o.member("noor", domain.RoleUser)
	cs := o.call(maria, domain.CaseLostDevice)
	help := o.path("/help/sign-in")
	b := o.h.browser(t).open(help).says(t, false, cs.Number)
	b.open(o.path("/sign-in")).send(o.path("/sign-in"), "username", maria.email, "password", "not her password")
	b.open(help).wants(help).says(t, false, cs.Number)
	noor.waiting().open(help).says(t, false, cs.Number)
	if all := read[wire.HelpState](o.h.client(t, o.short), wire.ReadHelp, nil).Cases; len(all) != 0 {
		t.Errorf("the API tells strangers %+v", all)
	}
	// The link of a forgotten password ties the browser to her as well.
	back := maria.forgets(o)
	back.opens(wire.NextSecondStep)
	if all := read[wire.HelpState](back.client, wire.ReadHelp, nil).Cases; len(all) != 1 || all[0].Number != cs.Number {
		t.Errorf("behind the link: %+v", all)
	}
	maria.do(wire.StopOwnCase, nil, cs.ID).wants(http.StatusNoContent)
	maria.waiting().open(help).wants(help, cs.Number, "Stopped")
}
