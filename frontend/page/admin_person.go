package page

import (
	"net/url"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// person is the page of one person, in tabs; Security comes first.
type person struct {
	d      *desk
	id     string
	tab    string
	data   remote[wire.Person]
	notice string // what a reset has done, until the page is left
	reset  resetting
	role   domain.Role // chosen in the dialog
}

func newPerson(d *desk) panel {
	p := &person{d: d}
	p.reset.p = p
	return p
}

func (p *person) open(at *url.URL) {
	p.id, p.tab = idOf(at.Path), or(at.Query().Get("tab"), "security")
	if !p.data.loaded {
		p.refresh()
	}
}

// refresh reads the person again.
func (p *person) refresh() {
	p.data.load(p.d, call{to: wire.ReadPerson, ids: []string{p.id}}, nil)
}

func (p *person) draw(v part.View) part.Shell {
	if !p.data.loaded {
		return part.Shell{Title: v.T("person.title"), Body: []app.UI{
			v.BackTo(v.T("people.title"), v.Path("/admin/people")),
			p.data.draw(v, "person", 5, p.refresh, func(wire.Person) app.UI { return nil })}}
	}
	w := p.data.value
	tabs := []part.Option{}
	for _, t := range []string{"security", "activity", "profile"} {
		tabs = append(tabs, part.Option{Value: v.Path("/admin/people/" + p.id + "?tab=" + t), Label: v.T("person.tab." + t)})
	}
	body := []app.UI{v.BackTo(v.T("people.title"), v.Path("/admin/people")),
		part.Tags(append([]app.UI{part.Email(w.Email), statusTag(v, w.Status)}, twoStepTags(v, w.PersonRow)...)...),
		p.told(v), v.Tabs(v.T("person.tabs"), v.Path("/admin/people/"+p.id+"?tab="+p.tab), tabs...)}
	switch p.tab {
	case "activity":
		body = append(body, p.events(v, w.Activity))
	case "profile":
		body = append(body, p.profile(v, w))
	default:
		body = append(body, p.security(v, w))
	}
	return part.Shell{Title: or(w.Name, w.Email), Head: p.buttons(v, w), Body: body}
}

func (p *person) told(v part.View) app.UI {
	if p.notice == "" {
		return part.Group()
	}
	return v.Callout("ok", p.notice)
}

// why is the reason against an action in words, empty where it may be taken.
func why(v part.View, code domain.Code) string {
	if code == "" {
		return ""
	}
	return v.Problem(wire.Message{Code: string(code)})
}

func (p *person) buttons(v part.View, w wire.Person) []app.UI {
	more := []app.UI{
		p.d.act(v, part.Act{Key: "role-open", Kind: part.LinkLike, Label: v.T("person.role"), Why: p.whyRole(v), Press: p.askRole}),
		p.suspendAct(v, w),
		p.d.act(v, part.Act{Key: "end-open", Kind: part.LinkLike, Label: v.T("person.end"), Why: why(v, w.May.Manage), Press: p.askEnd}),
	}
	if w.Status == domain.UserInvited {
		more = append(more,
			p.d.act(v, part.Act{Key: "resend", Kind: part.LinkLike, Label: v.T("person.resend"), Why: why(v, w.May.Manage), Press: func() {
				p.do(call{to: wire.ResendInvitation, key: "resend"}, "person.resent")
			}}),
			p.d.act(v, part.Act{Key: "revoke", Kind: part.LinkLike, Label: v.T("person.revoke"), Why: why(v, w.May.Manage), Press: func() {
				p.do(call{to: wire.RevokeInvitation, key: "revoke"}, "person.revoked")
			}}))
	}
	return []app.UI{
		p.d.act(v, part.Act{Key: "reset-open", Label: v.T("person.reset"), Why: why(v, w.May.Reset), Press: p.reset.ask}),
		v.More("more-actions", v.T("more.actions"), more...),
	}
}

// do takes an action on this person, says so and reads the page again.
func (p *person) do(c call, told string) {
	w := p.data.value
	c.ids = append([]string{p.id}, c.ids...)
	c.why = reason{"people", or(w.Name, w.Email)}
	c.done = func(string) {
		p.d.shut()
		p.d.said(p.d.view().T(told, "name", or(w.Name, w.Email)))
		p.refresh()
	}
	c.fail = func(problem *client.Problem) {
		p.d.shut()
		p.d.tell(problem)
	}
	p.d.do(c)
}

// whyRole is the reason against another role.
func (p *person) whyRole(v part.View) string {
	m := p.data.value.May
	switch {
	case len(m.Roles) > 0:
		return ""
	case m.Manage != "":
		return why(v, m.Manage)
	}
	return v.T("error.forbidden")
}

func (p *person) profile(v part.View, w wire.Person) app.UI {
	facts := []part.Fact{{Name: v.T("person.name"), Value: w.Name}, {Name: v.T("signin.email"), Value: w.Email, Ltr: true},
		{Name: v.T("people.role"), Value: v.T("role." + string(w.Role))}, {Name: v.T("person.created"), Value: v.Exact(w.CreatedAt)}}
	if !w.LastSignInAt.IsZero() {
		facts = append(facts, part.Fact{Name: v.T("people.signin"), Value: v.Exact(w.LastSignInAt)})
	}
	if i := w.Invitation; i != nil {
		facts = append(facts, part.Fact{Name: v.T("person.invitation"), Value: v.T("person.invitation." + string(i.State))},
			part.Fact{Name: v.T("person.invitation.until"), Value: v.Exact(i.ExpiresAt)})
	}
	return part.Anchor("profile", v.T("person.tab.profile"), v.Facts(facts...))
}

func (p *person) events(v part.View, events []wire.Event) app.UI {
	if len(events) == 0 {
		return v.Empty(v.T("activity.none"), nil)
	}
	return part.Group(auditTable(v, events, nil), part.Links(v.Link(v.T("person.audit"), v.Path("/admin/audit?person="+p.id))))
}
