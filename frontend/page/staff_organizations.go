package page

import (
	"net/url"
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/part"
)

// orgs is the staff's table of organizations.
type orgs struct {
	d      *desk
	q      string
	typing int
	list   remote[wire.OrganizationList]
	rows   []wire.OrganizationRow
	cursor string
}

func newOrganizations(d *desk) panel { return &orgs{d: d} }

func (o *orgs) open(*url.URL) { o.load("") }

func (o *orgs) load(cursor string) {
	q := wire.OrganizationsQuery{Q: o.q, Cursor: cursor}
	first := !o.list.loaded
	o.list.load(o.d, call{to: wire.ListOrganizations, query: q.Values()}, func() {
		if cursor == "" {
			o.rows = nil
		}
		o.rows, o.cursor = append(o.rows, o.list.value.Data...), o.list.value.NextCursor
		if !first {
			part.Say(o.d.view().N("orgs.count", len(o.rows)))
		}
	})
}

func (o *orgs) search(_, value string) {
	o.q = value
	o.typing++
	stroke := o.typing
	o.d.later(typingPause, func() {
		if stroke == o.typing {
			o.load("")
		}
	})
}

func (o *orgs) draw(v part.View) part.Shell {
	var head []app.UI
	if o.d.may(wire.AddOrganization.Permission) {
		head = append(head, v.Act(part.Act{Key: "org-add", Kind: part.Primary, Label: v.T("orgs.add"), Press: o.add}))
	}
	return part.Shell{Title: v.T("orgs.title"), Head: head, Body: []app.UI{
		v.Live(part.Live{Key: "filters", Set: o.search}, part.Filters(v.Field(part.Field{Name: "q", Label: v.T("orgs.search"), Type: "search", Optional: true}))),
		o.list.draw(v, "orgs", 8, func() { o.load("") }, func(wire.OrganizationList) app.UI { return o.table(v) }),
	}}
}

func (o *orgs) table(v part.View) app.UI {
	if len(o.rows) == 0 {
		if o.q != "" {
			return v.Empty(v.T("orgs.nomatch"), part.Group())
		}
		var next app.UI = part.Group()
		if o.d.may(wire.ReadHealth.Permission) {
			next = part.Group(v.Text("orgs.none.next"), v.Link(v.T("orgs.none.health"), v.Path("/health")))
		}
		return v.Empty(v.T("orgs.none"), next)
	}
	columns := []part.Column{{Label: v.T("orgs.name")}, {Label: v.T("orgs.people")}, {Label: v.T("orgs.twostep")}, {Label: v.T("orgs.messages")}, {Label: v.T("orgs.state")},
		{Label: v.T("actions"), Hidden: true}}
	var rows [][]app.UI
	for _, r := range o.rows {
		rows = append(rows, []app.UI{v.Person(r.Name, r.Short, ""), part.Plainly(strconv.FormatInt(r.People, 10)), part.Plainly(share(v, r)),
			part.Plainly(strconv.FormatInt(r.Messages, 10)), orgState(v, r.State), part.Inline(o.openAct(v, r), o.turnAct(v, r))})
	}
	return part.Group(v.Table(v.T("orgs.title"), columns, rows), more(v, o.cursor, o.list.loading, func() { o.load(o.cursor) }))
}

// share is the part of the people with two-step on.
func share(v part.View, r wire.OrganizationRow) string {
	if r.People == 0 {
		return "–"
	}
	return v.T("orgs.share", "n", strconv.FormatInt(r.TwoStep*100/r.People, 10))
}

func orgState(v part.View, s domain.TenantState) app.UI {
	word := v.T("orgs." + string(s))
	switch s {
	case domain.TenantActive:
		return v.Tag("ok", "check", word)
	case domain.TenantSuspended:
		return v.Tag("danger", "alert", word)
	}
	return v.Tag("gray", "clock", word)
}

// openAct opens an organization for support.
func (o *orgs) openAct(v part.View, r wire.OrganizationRow) app.UI {
	if !o.d.may(wire.OpenForSupport.Permission) {
		return part.Group()
	}
	for _, i := range o.d.opened {
		if i.Short == r.Short {
			return v.Link(v.T("inspect.look"), v.Path("/organizations/"+r.Short))
		}
	}
	return v.Act(part.Act{Key: "open-" + r.Short, Kind: part.LinkLike, Label: v.T("inspect.open"), More: " " + r.Name, Press: func() { o.d.openOrganization(r.Short, r.Name) }})
}

// turnAct suspends an organization, or lets it in again.
func (o *orgs) turnAct(v part.View, r wire.OrganizationRow) app.UI {
	if !o.d.may(wire.SuspendOrganization.Permission) || r.State == domain.TenantUnconfirmed {
		return part.Group()
	}
	verb, to, done, lines := "orgs.suspend", wire.SuspendOrganization, "orgs.suspended.done", []string{"orgs.suspend.out", "orgs.suspend.told"}
	if r.State == domain.TenantSuspended {
		verb, to, done, lines = "orgs.resume", wire.ResumeOrganization, "orgs.resumed.done", []string{"orgs.resume.in", "orgs.suspend.told"}
	}
	return v.Act(part.Act{Key: "turn-" + r.Short, Kind: part.LinkLike, Label: v.T(verb), More: " " + r.Name, Press: func() { o.turn(r, verb, to, done, lines) }})
}

func (o *orgs) turn(r wire.OrganizationRow, verb string, to wire.Endpoint, done string, lines []string) {
	v := o.d.view()
	s := &sheet{d: o.d, key: "turn", title: v.T(verb+".title", "name", r.Name), verb: v.T(verb), names: []string{"reason"}, danger: r.State == domain.TenantActive}
	s.body = func(v part.View, s *sheet) []app.UI {
		return []app.UI{part.Consequences(v.T(lines[0]), v.T(lines[1])),
			v.Field(part.Field{Name: "reason", Label: v.T("orgs.reason"), Hint: v.T("orgs.reason.hint"), Value: s.values["reason"]})}
	}
	s.call = func(s *sheet) call {
		return call{to: to, ids: []string{r.Short}, in: wire.StaffReason{Reason: s.value("reason")}, why: reason{"orgs", r.Name}}
	}
	s.then = func() {
		o.d.said(o.d.view().T(done, "name", r.Name))
		o.load("")
	}
	s.ask()
}

func (o *orgs) add() {
	v := o.d.view()
	s := &sheet{d: o.d, key: "add", title: v.T("orgs.add"), verb: v.T("orgs.add"), names: []string{"organization", "short", "name", "email"}}
	s.body = func(v part.View, s *sheet) []app.UI {
		return []app.UI{
			v.Field(part.Field{Name: "organization", Label: v.T("orgs.organization"), Value: s.values["organization"]}),
			v.Field(part.Field{Name: "short", Label: v.T("orgs.short"), Hint: v.T("orgs.short.hint"), Value: s.values["short"], Ltr: true}),
			v.Field(part.Field{Name: "name", Label: v.T("orgs.owner.name"), Value: s.values["name"], Autocomplete: "off"}),
			v.Field(part.Field{Name: "email", Label: v.T("orgs.owner.email"), Hint: v.T("orgs.owner.hint"), Value: s.values["email"], Type: "email", Ltr: true, Autocomplete: "off"}),
		}
	}
	s.call = func(s *sheet) call {
		return call{to: wire.AddOrganization, why: reason{word: "org"},
			in: wire.AddOrganizationRequest{Organization: s.value("organization"), Short: s.value("short"), Name: s.value("name"), Email: s.value("email")}}
	}
	s.then = func() {
		o.d.said(o.d.view().T("orgs.added", "name", s.value("organization")))
		o.load("")
	}
	s.ask()
}
