package page

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/part"
)

// security is the tab with everything about a person's sign-in.
func (p *person) security(v part.View, w wire.Person) app.UI {
	return part.Group(p.frozen(v, w), p.guarded(v, w), p.lock(v, w), p.cases(v, w), p.grants(v, w), p.ways(v, w), p.codes(v, w), p.trusted(v, w), p.sessions(v, w))
}

func (p *person) lock(v part.View, w wire.Person) app.UI {
	if !w.LockedUntil.After(v.Page.Now) {
		return part.Group()
	}
	return v.CalloutWith("danger", part.Line(v.T("person.locked", "time", v.Time(w.LockedUntil), "when", v.Until(w.LockedUntil))),
		p.unlockAct(v, part.Secondary))
}

func (p *person) ways(v part.View, w wire.Person) app.UI {
	body := []app.UI{part.Line(p.state(v, w)), part.If(!w.RequiredOn.IsZero(), func() app.UI { return part.Line(v.T("person.required", "date", v.Day(w.RequiredOn))) })}
	var items []part.Item
	for _, m := range w.Ways {
		items = append(items, wayItem(v, m))
	}
	if len(items) > 0 {
		body = append(body, v.Items(items...))
	}
	return part.Anchor("ways", v.T("security.methods"), body...)
}

func (p *person) codes(v part.View, w wire.Person) app.UI {
	return part.If(w.Recovery.Offered && w.TwoStep == domain.TwoStepOn, func() app.UI {
		return part.Anchor("codes", v.T("security.codes"), codesLeft(v, w.Recovery))
	})
}

func (p *person) state(v part.View, w wire.Person) string {
	key := "person.state." + string(w.TwoStep)
	if w.TwoStepSince.IsZero() {
		return v.T(key)
	}
	return v.T(key) + " " + v.T("person.state.since", "date", v.Day(w.TwoStepSince))
}

func (p *person) trusted(v part.View, w wire.Person) app.UI {
	if len(w.TrustedBrowsers) == 0 {
		return part.Anchor("trusted", v.T("security.trusted"), v.Empty(v.T("person.trusted.none"), nil))
	}
	var items []part.Item
	for _, b := range w.TrustedBrowsers {
		item := trustItem(v, b)
		item.Actions = p.ending(part.Act{Key: "untrust-" + b.ID, Label: v.T("remove"), More: v.Browser(b.Browser), Why: why(v, w.May.Manage), Press: func() {
			p.do(call{to: wire.RemovePersonTrust, ids: []string{b.ID}, key: "untrust-" + b.ID}, "trusted.removed")
		}}, v)
		item.Actions = append(item.Actions, p.marking(part.Act{Key: "share-" + b.ID, More: v.Browser(b.Browser), Why: why(v, w.May.Manage)}, wire.MarkPersonTrust, b.ID, true, v)...)
		items = append(items, item)
	}
	return part.Anchor("trusted", v.T("security.trusted"), v.Items(items...),
		part.Actions(p.ending(part.Act{Key: "untrust-all", Label: v.T("remove.all"), Why: why(v, w.May.Manage), Press: func() {
			p.do(call{to: wire.RemovePersonTrusts, key: "untrust-all"}, "trusted.removed.all")
		}}, v)...))
}

func (p *person) sessions(v part.View, w wire.Person) app.UI {
	if len(w.Sessions) == 0 {
		return part.Anchor("sessions", v.T("person.sessions"), v.Empty(v.T("person.sessions.none"), nil))
	}
	var items []part.Item
	for _, s := range w.Sessions {
		item := sessionItem(v, s)
		item.Actions = p.ending(part.Act{Key: "end-" + s.ID, Label: v.T("menu.signout"), More: v.Browser(s.Browser), Why: why(v, w.May.Manage), Press: func() {
			p.do(call{to: wire.EndPersonSession, ids: []string{s.ID}, key: "end-" + s.ID}, "person.session.ended")
		}}, v)
		if !s.Bearer {
			item.Actions = append(item.Actions, p.marking(part.Act{Key: "share-" + s.ID, More: v.Browser(s.Browser), Why: why(v, w.May.Manage)}, wire.MarkPersonSession, s.ID, !s.Shared, v)...)
		}
		items = append(items, item)
	}
	return part.Anchor("sessions", v.T("person.sessions"), v.Items(items...),
		part.Actions(p.ending(part.Act{Key: "end-all", Label: v.T("person.end"), Why: why(v, w.May.Manage), Press: p.askEnd}, v)...))
}

// marking is a button that says whether a browser is a shared one.
func (p *person) marking(a part.Act, to wire.Endpoint, id string, shared bool, v part.View) []app.UI {
	label, told := "person.shared.no", "person.shared.no.done"
	if shared {
		label, told = "person.shared", "person.shared.done"
	}
	a.Label, a.Press = v.T(label), func() {
		p.do(call{to: to, ids: []string{id}, in: wire.SharedBrowserRequest{Shared: shared}, key: a.Key}, told)
	}
	return p.ending(a, v)
}

// ending is a button that ends a session or a trusted browser, where the
// reader's role ends any.
func (p *person) ending(a part.Act, v part.View) []app.UI {
	if p.d.lacks(wire.EndPersonSessions) {
		return nil
	}
	return []app.UI{p.d.act(v, a)}
}
