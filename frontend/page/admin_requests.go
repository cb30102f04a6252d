package page

import (
	"net/url"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/part"
)

// requests is the queue of requests for help.
type requests struct {
	d      *desk
	ended  bool
	list   remote[wire.Requests]
	rows   []wire.RequestRow
	cursor string
}

func newRequests(d *desk) panel { return &requests{d: d} }

func (q *requests) open(at *url.URL) {
	q.ended, q.list.loaded = at.Query().Get("ended") != "", false
	q.load("")
}

func (q *requests) load(cursor string) {
	query := wire.RequestsQuery{Ended: q.ended, Cursor: cursor}
	q.list.load(q.d, call{to: wire.ListRequests, query: query.Values()}, func() {
		if cursor == "" {
			q.rows = nil
		}
		q.rows, q.cursor = append(q.rows, q.list.value.Data...), q.list.value.NextCursor
	})
}

func (q *requests) draw(v part.View) part.Shell {
	here, ended := v.Path("/admin/requests"), v.Path("/admin/requests?ended=1")
	chosen := here
	if q.ended {
		chosen = ended
	}
	return part.Shell{Title: v.T("requests.title"), Body: []app.UI{
		v.Tabs(v.T("requests.tabs"), chosen, part.Option{Value: here, Label: v.T("requests.queue")}, part.Option{Value: ended, Label: v.T("requests.ended")}),
		q.list.draw(v, "requests", 6, func() { q.load("") }, func(wire.Requests) app.UI { return q.table(v) }),
	}}
}

func (q *requests) table(v part.View) app.UI {
	if len(q.rows) == 0 {
		word := "requests.none"
		if q.ended {
			word = "requests.noended"
		}
		return v.Empty(v.T(word), part.Group())
	}
	var rows [][]app.UI
	for _, r := range q.rows {
		rows = append(rows, []app.UI{v.Link(r.Number, v.Path("/admin/requests/"+r.ID)), part.Plainly(v.T("request.kind." + string(r.Kind))),
			v.Person(r.PersonName, r.PersonEmail, v.Path("/admin/people/"+r.PersonID)), v.When(r.CreatedAt), part.Plainly(or(r.Reach, "–")), requestState(v, r)})
	}
	return part.Group(v.Table(v.T("requests.title"), []part.Column{{Label: v.T("requests.number")}, {Label: v.T("requests.kind")}, {Label: v.T("requests.person")},
		{Label: v.T("requests.asked")}, {Label: v.T("requests.reach")}, {Label: v.T("requests.state")}}, rows), more(v, q.cursor, q.list.loading, func() { q.load(q.cursor) }))
}

func requestState(v part.View, r wire.RequestRow) app.UI {
	kind, icon, name := "gray", "clock", r.DecidedBy
	switch r.State {
	case domain.RequestTaken:
		kind, icon, name = "info", "user", r.TakenBy
	case domain.RequestDone:
		kind, icon = "ok", "check"
	case domain.RequestDeclined:
		icon = "x"
	case domain.RequestStopped:
		kind, icon = "danger", "alert"
	}
	return v.Tag(kind, icon, v.T("request.state."+string(r.State), "name", name))
}
