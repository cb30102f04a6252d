package page

import (
	"cmp"
	"net/url"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// organization is the name of the organization and whom its people ask.
type organization struct {
	d       *desk
	saved   remote[wire.Organization]
	draft   wire.SaveOrganizationRequest
	errors  wire.FieldError
	summary []wire.Message
	round   int // draws the fields anew after they were put back
}

func newOrganization(d *desk) panel { return &organization{d: d} }

func (o *organization) open(*url.URL) {
	o.saved.load(o.d, call{to: wire.ReadOrganization}, o.reset)
}

func (o *organization) reset() {
	o.draft = wire.SaveOrganizationRequest{Name: o.saved.value.Name, Contact: o.saved.value.Contact, Language: o.saved.value.Language}
	o.errors, o.summary = nil, nil
	o.round++
}

func (o *organization) unsaved() bool {
	return o.saved.loaded && o.draft != wire.SaveOrganizationRequest{Name: o.saved.value.Name, Contact: o.saved.value.Contact, Language: o.saved.value.Language}
}

func (o *organization) draw(v part.View) part.Shell {
	return part.Shell{Title: v.T("organization.title"), Body: []app.UI{
		o.saved.draw(v, "organization", 4, func() { o.open(nil) }, func(w wire.Organization) app.UI { return o.form(v, w) }),
	}}
}

func (o *organization) form(v part.View, w wire.Organization) app.UI {
	v = v.Failing(o.errors, o.summary...)
	why := ""
	if o.d.lacks(wire.SaveOrganization) {
		why = v.T("error.forbidden")
	}
	c := o.draft.Contact
	fields := part.Group(
		v.Field(part.Field{Name: "name", Label: v.T("organization.name"), Value: o.draft.Name}),
		v.Facts(part.Fact{Name: v.T("organization.address"), Value: w.Short, Ltr: true}),
		v.Select(part.Field{Name: "language", Label: v.T("organization.language"), Hint: v.T("organization.language.hint"), Value: cmp.Or(o.draft.Language, domain.Languages[0])}, languages(v)),
		part.Section(v.T("organization.contact"), part.Line(v.T("organization.contact.text")),
			v.Field(part.Field{Name: "contact_name", Label: v.T("organization.contact.name"), Value: c.Name, Optional: true}),
			v.Field(part.Field{Name: "email", Label: v.T("organization.contact.email"), Value: c.Email, Type: "email", Ltr: true, Optional: true}),
			v.Field(part.Field{Name: "phone", Label: v.T("organization.contact.phone"), Value: c.Phone, Type: "tel", Ltr: true, Optional: true}),
			v.Field(part.Field{Name: "hours", Label: v.T("organization.contact.hours"), Hint: v.T("organization.contact.hours.hint"), Value: c.Hours, Optional: true})))
	save := v.Send(part.Primary, "organization-save", v.T("save"), o.d.busy["organization-save"])
	if why != "" {
		save = v.Act(part.Act{Key: "organization-save", Kind: part.Primary, Label: v.T("save"), Why: why})
	}
	return part.Anchor("organization", v.T("organization.settings"), v.Live(part.Live{Key: "organization-form", Set: o.set, Submit: o.save},
		v.Summary("", "name", "language", "contact_name", "email", "phone", "hours"), part.Fresh(itoa(o.round), fields), part.Actions(save)))
}

func (o *organization) set(name, value string) {
	fields := map[string]*string{"name": &o.draft.Name, "contact_name": &o.draft.Contact.Name, "email": &o.draft.Contact.Email,
		"phone": &o.draft.Contact.Phone, "language": &o.draft.Language, "hours": &o.draft.Contact.Hours}
	if f, known := fields[name]; known {
		*f = value
	}
}

func (o *organization) save() {
	o.errors, o.summary = nil, nil
	var answer wire.Organization
	o.d.do(call{to: wire.SaveOrganization, in: o.draft, out: &answer, key: "organization-save", why: reason{word: "organization"},
		done: func(string) {
			o.saved.value = answer
			o.reset()
			o.d.page.Org.Name, o.d.page.Org.Contact = answer.Name, answer.Contact
			o.d.said(o.d.view().T("notice.saved"))
		},
		fail: o.refused})
}

func (o *organization) refused(p *client.Problem) {
	o.errors = wire.FieldError{}
	for _, e := range p.Errors {
		name := idOf(e.Pointer)
		if e.Pointer == "/contact/name" {
			name = "contact_name"
		}
		o.errors[name] = wire.Message{Code: e.Code, Args: e.Args}
	}
	focus := "summary"
	switch len(o.errors) {
	case 0:
		o.summary = []wire.Message{p.Message()}
	case 1:
		for name := range o.errors {
			focus = name
		}
	}
	o.d.next(func() { part.Focus(focus) })
}
