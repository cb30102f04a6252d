package page

import (
	"net/url"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// deskCase is the page of one case: who called, how they show who they are,
// what is given, and what can't be done now, with the reason.
type deskCase struct {
	d      *desk
	ids    []string // of the organization and the case
	data   remote[wire.CaseView]
	typed  map[string]string // codes that the caller reads out, by proof
	errors wire.FieldError
}

func newDeskCase(d *desk) panel { return &deskCase{d: d, typed: map[string]string{}} }

func (c *deskCase) open(at *url.URL) {
	path := strings.Split(at.Path, "/")
	c.ids = path[len(path)-2:]
	if !c.data.loaded {
		c.refresh()
	}
}

func (c *deskCase) refresh() { c.data.load(c.d, call{to: wire.ReadCase, ids: c.ids}, nil) }

func (c *deskCase) draw(v part.View) part.Shell {
	back := v.BackTo(v.T("cases.title"), v.Path("/cases"))
	if !c.data.loaded {
		return part.Shell{Title: v.T("desk.title"), Back: back, Body: []app.UI{c.data.draw(v, "case", 6, c.refresh, func(wire.CaseView) app.UI { return nil })}}
	}
	w := c.data.value
	body := []app.UI{part.Tags(caseTags(v, w.CaseRow)...), v.Person(w.Person.Name, w.Person.Email, ""), c.stands(v, w), c.facts(v, w), c.form(v, w), c.proofs(v, w), c.decision(v, w), c.given(v, w)}
	return part.Shell{Title: w.Number + " – " + v.T("case.kind."+string(w.Kind)), Back: back, Head: c.buttons(v, w),
		Body: []app.UI{c.data.around(v, "case", c.refresh, part.Group(body...))}}
}

// stands says what a case waits for, and what became of one that ended.
func (c *deskCase) stands(v part.View, w wire.CaseView) app.UI {
	switch {
	case w.State == domain.CaseStopped:
		return v.Callout("danger", v.T("desk.stopped"))
	case !w.State.Unsettled():
		return v.Callout("info", v.T("desk.settled"))
	case w.State != domain.CaseWaiting:
		return part.Group()
	}
	lines := []app.UI{part.Line(v.T("desk.first", "name", w.First, "what", v.T("grant."+string(w.Grant)))), part.Line(v.T("grant.reason", "reason", w.Reason)), part.Line(v.T("desk.second"))}
	if w.WaitsTill.After(v.Page.Now) {
		lines = append(lines, part.Line(v.T("case.waits", "day", v.Day(w.WaitsTill), "time", v.Time(w.WaitsTill))), part.Line(v.T("desk.waits")))
	}
	return v.CalloutWith("warn", lines...)
}

func (c *deskCase) facts(v part.View, w wire.CaseView) app.UI {
	facts := []part.Fact{{Name: v.T("cases.caller"), Value: w.Caller}, {Name: v.T("cases.called"), Value: w.CalledBy}, {Name: v.T("cases.organization"), Value: w.Organization + " (" + w.Short + ")"},
		{Name: v.T("desk.opened"), Value: v.Exact(w.OpenedAt) + ", " + w.Opener}, {Name: v.T("cases.due"), Value: due(v, w.CaseRow)}}
	if w.First != "" {
		facts = append(facts, part.Fact{Name: v.T("desk.decided"), Value: w.First})
	}
	if w.Second != "" {
		facts = append(facts, part.Fact{Name: v.T("desk.agreed"), Value: w.Second})
	}
	return part.Anchor("call", v.T("desk.call"), v.Facts(facts...))
}

// form is what the person wrote where they opened the case themselves. It
// proves nothing, how to reach them least of all.
func (c *deskCase) form(v part.View, w wire.CaseView) app.UI {
	if w.Form == nil {
		return part.Group()
	}
	facts := []part.Fact{{Name: v.T("desk.form.reason"), Value: v.T("ask.reason." + string(w.Form.Reason))}}
	if w.Form.Message != "" {
		facts = append(facts, part.Fact{Name: v.T("desk.form.message"), Value: w.Form.Message})
	}
	from := "desk.form.new"
	switch {
	case w.Form.ByMail:
		from = "desk.form.mail"
	case w.Form.Known:
		from = "desk.form.known"
	}
	facts = append(facts, part.Fact{Name: v.T("desk.form.reach"), Value: w.Form.Reach}, part.Fact{Name: v.T("desk.form.from"), Value: v.T(from)})
	warning := v.Callout("info", v.T("desk.form.unproven"))
	if w.Form.Outdated {
		warning = v.Callout("warn", v.T("error.case_outdated"))
	}
	return part.Anchor("form", v.T("desk.form"), warning, v.Facts(facts...))
}

// do takes a step, says so and reads the case again.
func (c *deskCase) do(to call, told func(part.View) string) {
	to.ids = append(append([]string{}, c.ids...), to.ids...)
	after := to.done
	to.done = func(etag string) {
		if after != nil {
			after(etag)
		}
		if words := told(c.d.view()); words != "" {
			c.d.said(words)
		}
		c.refresh()
	}
	if to.fail == nil {
		to.fail = func(p *client.Problem) {
			c.d.tell(p)
			c.refresh()
		}
	}
	c.d.do(to)
}

// sheet is a dialog whose call is about the case.
func (c *deskCase) sheet(s *sheet, to func() call, told func(part.View) string) {
	s.d = c.d
	s.call = func(*sheet) call {
		out := to()
		out.ids = append(append([]string{}, c.ids...), out.ids...)
		return out
	}
	s.then = func() {
		c.d.said(told(c.d.view()))
		c.refresh()
		c.d.next(func() { part.Focus("title") }) // the button may go, and the focus with it
	}
	s.ask()
}

func (c *deskCase) buttons(v part.View, w wire.CaseView) []app.UI {
	if !w.State.Unsettled() {
		return nil
	}
	return []app.UI{v.Act(part.Act{Key: "case-end", Label: v.T("desk.end"), Press: c.end})}
}

// end declines a case, or closes one that needs nothing more.
func (c *deskCase) end() {
	v := c.d.view()
	s := &sheet{key: "ending", title: v.T("desk.end.title", "number", c.data.value.Number), verb: v.T("desk.end"), names: []string{"state", "reason"}, danger: true, values: map[string]string{"state": string(domain.CaseDeclined)}}
	s.body = func(v part.View, s *sheet) []app.UI {
		var states []part.Radio
		for _, x := range []domain.CaseState{domain.CaseDeclined, domain.CaseClosed} {
			states = append(states, part.Radio{Value: string(x), Label: v.T("cases.ended." + string(x)), Note: v.T("desk.end." + string(x))})
		}
		return []app.UI{v.RadioCards("state", v.T("desk.end.how"), s.values["state"], states),
			v.Field(part.Field{Name: "reason", Label: v.T("orgs.reason"), Hint: v.T("orgs.reason.hint"), Value: s.values["reason"], Optional: true})}
	}
	c.sheet(s, func() call {
		return call{to: wire.EndCase, in: wire.EndCaseRequest{State: domain.CaseState(s.values["state"]), Reason: s.value("reason")}}
	}, func(v part.View) string { return v.T("desk.ended") })
}

// given is what the person has got to get back in, with its ends.
func (c *deskCase) given(v part.View, w wire.CaseView) app.UI {
	if len(w.Grants) == 0 {
		return part.Group()
	}
	var items []part.Item
	for _, g := range w.Grants {
		key := "stop-" + g.ID
		items = append(items, grantItem(v, g, c.d.act(v, part.Act{Key: key, Label: v.T("grant.stop"), More: " " + v.T("grant."+string(g.Kind)), Press: func() {
			c.do(call{to: wire.StopGrantInCase, ids: []string{g.ID}, key: key}, func(v part.View) string { return v.T("grant.done") })
		}})))
	}
	return part.Anchor("given", v.T("desk.given"), v.Items(items...))
}
