package page

import (
	"net/url"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
)

// person is the page of one person, in tabs; Security comes first.
type person struct {
	*acts
	id     string
	tab    string
	data   remote[wire.Person]
	notice string // what a reset has done, until the page is left
	number number
}

func newPerson(d *desk) panel {
	p := &person{}
	p.acts = newActs(d, "", func() wire.PersonRow { return p.data.value.PersonRow }, p.refresh, func(words string) { p.notice = words })
	p.number = number{d: d, ids: func() []string { return []string{p.id} }, told: func(words string) { d.said(words); p.refresh() }}
	return p
}

// unsaved tells whether a number is half typed.
func (p *person) unsaved() bool { return p.number.typed != "" }

func (p *person) open(at *url.URL) {
	p.id, p.tab = idOf(at.Path), or(at.Query().Get("tab"), "security")
	if !p.data.loaded {
		p.refresh()
	}
}

// refresh reads the person again.
func (p *person) refresh() {
	p.data.load(p.d, call{to: wire.ReadPerson, ids: []string{p.id}}, p.keepFocus)
}

func (p *person) draw(v part.View) part.Shell {
	if !p.data.loaded {
		return part.Shell{Title: v.T("person.title"), Back: v.BackTo(v.T("people.title"), v.Path("/admin/people")), Body: []app.UI{
			p.data.draw(v, "person", 5, p.refresh, func(wire.Person) app.UI { return nil })}}
	}
	w := p.data.value
	tabs := []part.Option{}
	for _, t := range []string{"security", "activity", "profile"} {
		if t == "activity" && p.d.lacks(wire.ReadAudit) {
			continue
		}
		tabs = append(tabs, part.Option{Value: v.Path("/admin/people/" + p.id + "?tab=" + t), Label: v.T("person.tab." + t)})
	}
	body := []app.UI{
		part.Tags(append([]app.UI{part.Email(w.Email), statusTag(v, w.PersonRow)}, twoStepTags(v, w.PersonRow)...)...),
		notice(v, p.notice), part.If(w.SharedLogin, func() app.UI { return v.Callout("warn", v.T("shared.person")) }), v.Tabs(v.T("person.tabs"), v.Path("/admin/people/"+p.id+"?tab="+p.tab), tabs...)}
	switch p.tab {
	case "activity":
		body = append(body, p.events(v, w.Activity))
	case "profile":
		body = append(body, p.profile(v, w))
	default:
		body = append(body, p.security(v, w))
	}
	return part.Shell{Title: or(w.Name, w.Email), Back: v.BackTo(v.T("people.title"), v.Path("/admin/people")), Head: p.buttons(v), Body: body}
}

// notice says what a reset has done.
func notice(v part.View, words string) app.UI {
	if words == "" {
		return part.Group()
	}
	return v.Callout("ok", words)
}

func (p *person) buttons(v part.View) []app.UI {
	out := p.resetAct(v, part.Secondary)
	if further := p.further(v); len(further) > 0 {
		out = append(out, v.More("more-actions", v.T("more.actions"), further...))
	}
	return out
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
	return part.Group(part.Anchor("profile", v.T("person.tab.profile"), v.Facts(facts...)), p.number.draw(v, w.Number, nil, why(v, w.May.Number)))
}

func (p *person) events(v part.View, events []wire.Event) app.UI {
	if len(events) == 0 {
		return v.Empty(v.T("activity.none"), nil)
	}
	return part.Group(auditTable(v, events, nil), part.Links(v.Link(v.T("person.audit"), v.Path("/admin/audit?person="+p.id))))
}
