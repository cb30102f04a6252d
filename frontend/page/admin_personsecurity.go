package page

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/part"
)

// security is the tab with everything about a person's sign-in.
func (p *person) security(v part.View, w wire.Person) app.UI {
	return part.Group(p.lock(v, w), p.ways(v, w), p.trusted(v, w), p.sessions(v, w))
}

func (p *person) lock(v part.View, w wire.Person) app.UI {
	if !w.LockedUntil.After(v.Page.Now) {
		return part.Group()
	}
	return v.CalloutWith("danger", part.Line(v.T("person.locked", "time", v.Time(w.LockedUntil), "when", v.Until(w.LockedUntil))),
		p.d.act(v, part.Act{Key: "unlock", Label: v.T("person.unlock"), Why: why(v, w.May.Manage), Press: func() {
			p.do(call{to: wire.UnlockPerson, key: "unlock"}, "person.unlocked")
		}}))
}

func (p *person) ways(v part.View, w wire.Person) app.UI {
	body := []app.UI{part.Line(p.state(v, w))}
	var items []part.Item
	for _, m := range w.Ways {
		items = append(items, wayItem(v, m))
	}
	if len(items) > 0 {
		body = append(body, v.Items(items...))
	}
	if w.Recovery.Offered && w.TwoStep == domain.TwoStepOn {
		body = append(body, codesLeft(v, w.Recovery))
	}
	return part.Anchor("ways", v.T("security.methods"), body...)
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
		item.Actions = []app.UI{p.d.act(v, part.Act{Key: "untrust-" + b.ID, Label: v.T("remove"), More: b.Browser, Why: why(v, w.May.Manage), Press: func() {
			p.do(call{to: wire.RemovePersonTrust, ids: []string{b.ID}, key: "untrust-" + b.ID}, "trusted.removed")
		}})}
		items = append(items, item)
	}
	return part.Anchor("trusted", v.T("security.trusted"), v.Items(items...),
		part.Actions(p.d.act(v, part.Act{Key: "untrust-all", Label: v.T("remove.all"), Why: why(v, w.May.Manage), Press: func() {
			p.do(call{to: wire.RemovePersonTrusts, key: "untrust-all"}, "trusted.removed.all")
		}})))
}

func (p *person) sessions(v part.View, w wire.Person) app.UI {
	if len(w.Sessions) == 0 {
		return part.Anchor("sessions", v.T("person.sessions"), v.Empty(v.T("person.sessions.none"), nil))
	}
	var items []part.Item
	for _, s := range w.Sessions {
		item := sessionItem(v, s)
		item.Actions = []app.UI{p.d.act(v, part.Act{Key: "end-" + s.ID, Label: v.T("menu.signout"), More: s.Browser, Why: why(v, w.May.Manage), Press: func() {
			p.do(call{to: wire.EndPersonSession, ids: []string{s.ID}, key: "end-" + s.ID}, "person.session.ended")
		}})}
		items = append(items, item)
	}
	return part.Anchor("sessions", v.T("person.sessions"), v.Items(items...),
		part.Actions(p.d.act(v, part.Act{Key: "end-all", Label: v.T("person.end"), Why: why(v, w.May.Manage), Press: p.askEnd})))
}

func (p *person) askEnd() {
	p.ask("end", "person.end", []string{"person.end.text"}, func() {
		p.do(call{to: wire.EndPersonSessions, key: "end-go"}, "person.ended")
	})
}

// suspendAct suspends, or lets in again, which needs no question.
func (p *person) suspendAct(v part.View, w wire.Person) app.UI {
	if w.Status == domain.UserSuspended {
		return p.d.act(v, part.Act{Key: "resume", Kind: part.LinkLike, Label: v.T("person.resume"), Why: why(v, w.May.Manage), Press: func() {
			p.do(call{to: wire.ResumePerson, key: "resume"}, "person.resumed")
		}})
	}
	return p.d.act(v, part.Act{Key: "suspend-open", Kind: part.LinkLike, Label: v.T("person.suspend"), Why: why(v, w.May.Manage), Press: func() {
		p.ask("suspend", "person.suspend", []string{"person.suspend.out", "person.suspend.in"}, func() {
			p.do(call{to: wire.SuspendPerson, key: "suspend-go"}, "person.suspended")
		})
	}})
}

// ask opens a danger dialog: the title names the person, lines say what it
// will do.
func (p *person) ask(key, verb string, lines []string, press func()) {
	p.d.ask(func(v part.View) part.Dialog {
		w := p.data.value
		var told []string
		for _, l := range lines {
			told = append(told, v.T(l))
		}
		return part.Dialog{ID: key + "-dialog", Title: v.T(verb+".title", "name", or(w.Name, w.Email)), Danger: true, Close: p.d.shut,
			Body:    []app.UI{part.Consequences(told...)},
			Actions: []app.UI{p.d.act(v, part.Act{Key: key + "-go", Kind: part.Danger, Label: v.T(verb), Press: press})}}
	})
}

func (p *person) askRole() {
	p.role = p.data.value.Role
	p.d.ask(func(v part.View) part.Dialog {
		w := p.data.value
		var roles []part.Radio
		for _, r := range w.May.Roles {
			roles = append(roles, part.Radio{Value: string(r), Label: v.T("role." + string(r)), Note: v.T("role.note." + string(r))})
		}
		save := func() {
			p.do(call{to: wire.ChangeRole, in: wire.RoleRequest{Role: p.role}, key: "role-go"}, "person.role.changed")
		}
		return part.Dialog{ID: "role-dialog", Title: v.T("person.role.title", "name", or(w.Name, w.Email)), Close: p.d.shut, Submit: save,
			Set:     func(_, value string) { p.role = domain.Role(value) },
			Body:    []app.UI{v.RadioCards("role", v.T("people.role"), string(w.Role), roles), part.Line(v.T("person.role.text"))},
			Actions: []app.UI{v.Send(part.Primary, "role-go", v.T("person.role"), p.d.busy["role-go"])}}
	})
}

// myRole is the role of the person who looks.
func (d *desk) myRole() domain.Role {
	if d.page.Me != nil {
		return domain.Role(d.page.Me.Role)
	}
	return domain.Role(d.session.Person.Role)
}
