package page

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
)

// accessCode has the layout of the recovery code's page.
func accessCode(v part.View, d wire.AccessCode) (app.UI, string) {
	return v.Card(part.Card{Title: "access.title", Back: v.Path("/sign-in"), Lean: true, Body: []app.UI{
		v.Text("access.text"),
		v.Muted("verify.as", part.Ltr("email", d.Email)),
		v.Form(v.Path("/sign-in/verify/access-code"),
			v.Field(part.Field{Name: "code", Label: v.T("access.code"), Hint: v.T("access.hint"), Value: d.Typed, Ltr: true, Focus: true}),
			adviceOn(v, v.Page.Errors["code"]),
			part.Actions(v.Submit(part.Primary, v.T("recovery.submit")))),
		part.Links(v.Link(v.T("access.none"), v.Path("/help/sign-in"))),
	}})
}

// instead is the way on by a text message that support let stand in for a lost
// device, drawn only while it does.
func instead(v part.View, until time.Time) app.UI {
	if until.IsZero() {
		return nil
	}
	return part.Group(part.Links(v.Link(v.T("granted.link"), v.Path("/sign-in/verify?way=granted_text"))), openUntil(v, until))
}

func openUntil(v part.View, until time.Time) app.UI {
	return v.Muted("granted.until", part.Plain("day", v.Day(until)), v.Clock("time", until))
}

// gateWords are what stands on the gate: why somebody sets up now.
func gateWords(v part.View, d wire.Gate) (title string, lines []app.UI) {
	switch d.Why {
	case wire.GateLost:
		return "gate.lost", []app.UI{v.Text("gate.lost.text"), v.Text("gate.lost.gone")}
	case wire.GateAgain:
		return "gate.again", []app.UI{v.Text("gate.again.text"), gateNeeds(v, d)}
	case wire.GateAsked:
		return "gate.asked", []app.UI{v.Text("gate.asked.text"), gateNeeds(v, d)}
	}
	return "gate.title", []app.UI{v.Lead("gate.text", part.Name("org", v.Site())), gateNeeds(v, d)}
}

// unlock is the page behind the link that support mailed.
func unlock(v part.View, d wire.Unlock) (app.UI, string) {
	switch d.State {
	case "accepted":
		return v.Card(part.Card{Title: "unlock.used", Body: []app.UI{v.Text("unlock.used.text"),
			part.Actions(v.LinkButton(part.Primary, v.T("invite.signin"), v.Path("/sign-in")))}})
	case "expired", "revoked":
		return v.Card(part.Card{Title: "unlock.over", Body: []app.UI{v.Text("unlock.over.text"),
			part.Links(v.Link(v.T("recovery.none.link"), v.Path("/help/sign-in")))}})
	}
	return v.Card(part.Card{Title: "unlock.title", Lean: true, Fields: []string{"password", "again"}, Body: []app.UI{
		v.Text("unlock.text"),
		v.Form(v.Path("/unlock"),
			v.Field(part.Field{Name: "username", Label: v.T("invite.email"), Value: d.Email, Type: "email", Autocomplete: "username", Ltr: true, Fixed: true}),
			newPassword(v, v.T("unlock.password"), d.PasswordMin, true),
			v.Password(part.Field{Name: "again", Label: v.T("unlock.again"), Autocomplete: "new-password"}),
			part.Actions(v.Submit(part.Primary, v.T("unlock.submit"))))}})
}

// grantItem is one thing that was given to get back in.
func grantItem(v part.View, g wire.Grant, stop app.UI) part.Item {
	by := v.T("grant.by", "name", g.By)
	if g.Support {
		by = v.T("grant.by.support", "name", g.By)
	}
	item := part.Item{Icon: "key", Name: v.T("grant." + string(g.Kind)), Lines: []app.UI{part.Note(by, v.T("grant.at", "when", v.Ago(g.At)))}}
	if g.Reason != "" {
		item.Lines = append(item.Lines, part.Note(v.T("grant.reason", "reason", g.Reason)))
	}
	kind, more := "gray", ""
	switch {
	case g.State == "open":
		kind, more = "warn", v.T("granted.until", "day", v.Day(g.Until), "time", v.Time(g.Until))
		item.Actions = []app.UI{stop}
	case g.State == "stopped":
		more = v.T("grant.stopped", "name", g.StoppedBy, "date", v.Day(g.StoppedAt))
	case !g.UsedAt.IsZero():
		more = v.T("grant.used", "date", v.Day(g.UsedAt))
	}
	if more != "" {
		item.Lines = append(item.Lines, part.Line(more))
	}
	item.Tags = []app.UI{v.Tag(kind, "clock", v.T("grant.state."+g.State))}
	return item
}

// grants are the ways back in that are open for oneself, drawn only where
// there are some.
func (s *security) grants(v part.View, w wire.Security) app.UI {
	if len(w.Grants) == 0 {
		return part.Group()
	}
	var items []part.Item
	for _, g := range w.Grants {
		items = append(items, grantItem(v, g, s.d.act(v, part.Act{Key: "stop-" + g.ID, Label: v.T("grant.stop"), More: v.T("grant." + string(g.Kind)), Press: func() {
			s.d.do(call{to: wire.StopOwnGrant, ids: []string{g.ID}, key: "stop-" + g.ID, done: func(string) { s.changed("methods", v.T("grant.done")) }})
		}})))
	}
	return part.Anchor("grants", v.T("grant.title"), part.Line(v.T("grant.own")), v.Items(items...))
}

// grants are all the ways back in that somebody was given.
func (p *person) grants(v part.View, w wire.Person) app.UI {
	if len(w.Grants) == 0 {
		return part.Group()
	}
	var items []part.Item
	for _, g := range w.Grants {
		items = append(items, grantItem(v, g, p.d.act(v, part.Act{Key: "stop-" + g.ID, Label: v.T("grant.stop"), More: v.T("grant." + string(g.Kind)), Press: func() {
			p.do(call{to: wire.StopPersonGrant, ids: []string{g.ID}, key: "stop-" + g.ID}, "grant.done")
		}})))
	}
	return part.Anchor("grants", v.T("grant.title"), v.Items(items...))
}

// caseItem is a call to the support desk that isn't settled.
func caseItem(v part.View, c wire.SupportCase, actions ...app.UI) part.Item {
	item := part.Item{Icon: "user", Name: v.T("case.number", "number", c.Number), Actions: actions,
		Lines: []app.UI{part.Note(v.T("case.kind."+string(c.Kind)), v.T("case.opened", "when", v.Ago(c.OpenedAt)), v.T("case.due", "day", v.Day(c.DueAt), "time", v.Time(c.DueAt)))}}
	if c.WaitsUntil.After(v.Page.Now) {
		item.Lines = append(item.Lines, part.Line(v.T("case.waits", "day", v.Day(c.WaitsUntil), "time", v.Time(c.WaitsUntil))))
	}
	item.Tags = []app.UI{v.Tag("info", "clock", v.T("case.state."+string(c.State)))}
	if c.Overdue {
		item.Tags = append(item.Tags, v.Tag("danger", "alert", v.T("case.overdue")))
	}
	return item
}

// cases are the calls about oneself that aren't settled.
func (s *security) cases(v part.View, w wire.Security) app.UI {
	if len(w.Cases) == 0 {
		return part.Group()
	}
	var items []part.Item
	for _, c := range w.Cases {
		items = append(items, caseItem(v, c, s.d.act(v, part.Act{Key: "stop-" + c.ID, Label: v.T("grant.stop"), More: c.Number, Press: func() {
			s.d.do(call{to: wire.StopOwnCase, ids: []string{c.ID}, key: "stop-" + c.ID, done: func(string) { s.changed("methods", v.T("case.done")) }})
		}})))
	}
	return part.Anchor("cases", v.T("case.title"), part.Line(v.T("case.own")), v.Items(items...))
}

// cases are the calls about somebody that aren't settled. Owners stop them, or
// say that it is the person.
func (p *person) cases(v part.View, w wire.Person) app.UI {
	if len(w.Cases) == 0 {
		return part.Group()
	}
	var items []part.Item
	for _, c := range w.Cases {
		items = append(items, caseItem(v, c,
			p.d.act(v, part.Act{Key: "vouch-" + c.ID, Label: v.T("case.vouch"), More: c.Number, Press: func() {
				p.do(call{to: wire.VouchCase, ids: []string{c.ID}, key: "vouch-" + c.ID, why: reason{word: "vouch"}}, "case.vouched")
			}}),
			p.d.act(v, part.Act{Key: "stop-" + c.ID, Label: v.T("grant.stop"), More: c.Number, Press: func() {
				p.do(call{to: wire.StopPersonCase, ids: []string{c.ID}, key: "stop-" + c.ID}, "case.done")
			}})))
	}
	return part.Anchor("cases", v.T("case.title"), part.Line(v.T("case.theirs")), v.Items(items...))
}
