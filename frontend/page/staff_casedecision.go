package page

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/part"
)

// decision is what can be given in the case: how far the proofs carry it, and
// why it can't be given now.
func (c *deskCase) decision(v part.View, w wire.CaseView) app.UI {
	if !w.State.Unsettled() {
		return part.Group()
	}
	var items []part.Item
	for _, o := range w.Offers {
		key := "give-" + string(o.Grant)
		kind, icon := "gray", "clock"
		if o.Proofs >= 2 {
			kind, icon = "ok", "check"
		}
		verb := "desk.give"
		if w.State == domain.CaseWaiting && w.Grant == o.Grant {
			verb = "desk.agree"
		}
		name := v.T("grant." + string(o.Grant))
		items = append(items, part.Item{Icon: "key", Name: name, Tags: []app.UI{v.Tag(kind, icon, v.T("desk.counted", "n", itoa(min(o.Proofs, 2))))},
			Lines: []app.UI{part.Note(v.T("desk.give." + string(o.Grant)))},
			Actions: []app.UI{v.Act(part.Act{Key: key, Kind: part.Primary, Label: v.T(verb), More: " " + name, Why: barred(v, o.Problem, o.At, w.First),
				Press: func() { c.give(o.Grant, v.T(verb)) }})}})
	}
	return part.Anchor("decision", v.T("desk.decision"), v.Items(items...))
}

// barred is in words why something can't be done in a case now.
func barred(v part.View, code domain.Code, at time.Time, first string) string {
	switch {
	case code == "":
		return ""
	case code == domain.CodeSuspended:
		return v.T("desk.suspended")
	case code == domain.CodeConflict && first != "":
		return v.T("desk.other", "name", first)
	case code == domain.CodeCaseWaits:
		return v.T("case.waits", "day", v.Day(at), "time", v.Time(at))
	case code == domain.CodeAnswerTries:
		return v.T("desk.tries", "day", v.Day(at), "time", v.Time(at))
	}
	return why(v, code)
}

func (c *deskCase) give(kind domain.GrantKind, verb string) {
	v, w := c.d.view(), c.data.value
	s := &sheet{key: "giving", title: v.T("desk.give.title", "what", v.T("grant."+string(kind))), verb: verb, names: []string{"reason"}}
	s.body = func(v part.View, s *sheet) []app.UI {
		lines := []string{v.T("desk.give." + string(kind)), v.T("desk.give.told")}
		if w.TwoAgents && w.State == domain.CaseOpen {
			lines = append(lines, v.T("desk.give.second"))
		}
		if w.Kind == domain.CaseOwnerLost && w.State == domain.CaseOpen {
			lines = append(lines, v.T("desk.give.wait"))
		}
		return []app.UI{part.Consequences(lines...), v.Field(part.Field{Name: "reason", Label: v.T("orgs.reason"), Hint: v.T("orgs.reason.hint"), Value: s.values["reason"]})}
	}
	var out wire.CaseDecided
	c.sheet(s, func() call {
		return call{to: wire.DecideCase, in: wire.CaseDecisionRequest{Grant: kind, Reason: s.value("reason")}, out: &out, why: reason{"case", or(w.Person.Name, w.Person.Email)}}
	}, func(v part.View) string { return v.T("desk.verdict." + out.Verdict) })
}
