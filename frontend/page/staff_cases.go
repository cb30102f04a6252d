package page

import (
	"net/url"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/part"
)

// cases is the support desk's queue: the unsettled cases of all organizations.
type cases struct {
	d    *desk
	list remote[wire.CaseQueue]
}

func newCases(d *desk) panel { return &cases{d: d} }

func (q *cases) open(*url.URL) { q.refresh() }

func (q *cases) refresh() { q.list.load(q.d, call{to: wire.ListCases}, nil) }

func (q *cases) draw(v part.View) part.Shell {
	return part.Shell{Title: v.T("cases.title"),
		Head: []app.UI{v.Act(part.Act{Key: "case-open", Kind: part.Primary, Label: v.T("cases.open"), Press: q.ask})},
		Body: []app.UI{q.list.draw(v, "cases", 6, q.refresh, func(w wire.CaseQueue) app.UI { return q.table(v, w.Data) })}}
}

func (q *cases) table(v part.View, list []wire.CaseRow) app.UI {
	if len(list) == 0 {
		return v.Empty(v.T("cases.none"), part.Group())
	}
	var rows [][]app.UI
	for _, r := range list {
		rows = append(rows, []app.UI{v.Link(r.Number, v.Path("/cases/"+r.Short+"/"+r.ID)), part.Plainly(r.Organization), part.Plainly(r.Caller + ", " + r.CalledBy),
			part.Plainly(v.T("case.kind." + string(r.Kind))), part.Tags(caseTags(v, r)...), part.Plainly(due(v, r))})
	}
	return v.Table(v.T("cases.title"), []part.Column{{Label: v.T("cases.number")}, {Label: v.T("cases.organization")}, {Label: v.T("cases.caller")},
		{Label: v.T("cases.kind")}, {Label: v.T("cases.state")}, {Label: v.T("cases.due")}}, rows)
}

// caseTags say how far a case has come, and that it is late.
func caseTags(v part.View, r wire.CaseRow) []app.UI {
	if !r.State.Unsettled() {
		kind, icon := "gray", "x"
		if r.State == domain.CaseGranted {
			kind, icon = "ok", "check"
		}
		return []app.UI{v.Tag(kind, icon, v.T("cases.ended."+string(r.State)))}
	}
	tags := []app.UI{v.Tag("info", "clock", v.T("case.state."+string(r.State)))}
	if r.Overdue {
		tags = append(tags, v.Tag("danger", "alert", v.T("case.overdue")))
	}
	return tags
}

// due is until when a case is to be settled, and how long that is.
func due(v part.View, r wire.CaseRow) string {
	at := v.Day(r.DueAt) + ", " + v.Time(r.DueAt)
	if !r.State.Unsettled() {
		return at
	}
	if !r.DueAt.After(v.Page.Now) {
		return at + " (" + v.Ago(r.DueAt) + ")"
	}
	return at + " (" + v.Until(r.DueAt) + ")"
}

func (q *cases) ask() {
	v := q.d.view()
	s := &sheet{d: q.d, key: "opening", title: v.T("cases.open"), verb: v.T("cases.open"), names: []string{"organization", "email", "kind", "caller", "called_by", "reason"},
		values: map[string]string{"kind": string(domain.CaseLostDevice)}}
	s.body = func(v part.View, s *sheet) []app.UI {
		var kinds []part.Radio
		for _, k := range domain.CaseKinds {
			kinds = append(kinds, part.Radio{Value: string(k), Label: v.T("case.kind." + string(k))})
		}
		return []app.UI{
			v.Field(part.Field{Name: "organization", Label: v.T("cases.short"), Hint: v.T("cases.short.hint"), Value: s.values["organization"], Ltr: true}),
			v.Field(part.Field{Name: "email", Label: v.T("cases.email"), Value: s.values["email"], Type: "email", Ltr: true}),
			v.RadioCards("kind", v.T("cases.kind"), s.values["kind"], kinds),
			v.Field(part.Field{Name: "caller", Label: v.T("cases.caller.name"), Hint: v.T("cases.caller.hint"), Value: s.values["caller"]}),
			v.Field(part.Field{Name: "called_by", Label: v.T("cases.called"), Hint: v.T("cases.called.hint"), Value: s.values["called_by"]}),
			v.Field(part.Field{Name: "reason", Label: v.T("cases.said"), Hint: v.T("orgs.reason.hint"), Value: s.values["reason"], Optional: true}),
		}
	}
	var opened wire.CaseOpened
	short := func() string { return strings.ToLower(s.value("organization")) }
	s.call = func(s *sheet) call {
		return call{to: wire.OpenCase, out: &opened, in: wire.OpenCaseRequest{Organization: short(), Email: s.value("email"), Kind: domain.CaseKind(s.values["kind"]),
			Caller: s.value("caller"), CalledBy: s.value("called_by"), Reason: s.value("reason")}}
	}
	s.then = func() {
		q.d.said(q.d.view().T("cases.opened", "number", opened.Number))
		q.d.goTo(q.d.view().Path("/cases/" + short() + "/" + opened.ID))
	}
	s.ask()
}
