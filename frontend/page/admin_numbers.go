package page

import (
	"net/url"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
)

// numbers is the check of everybody's phone number before text messages are
// allowed.
type numbers struct {
	d      *desk
	state  string
	list   remote[wire.Numbers]
	rows   []wire.NumberRow
	cursor string
}

func newNumbers(d *desk) panel { return &numbers{d: d} }

func (n *numbers) open(at *url.URL) {
	n.state = at.Query().Get("state")
	n.refresh()
}

// refresh reads the counts and the list from its start.
func (n *numbers) refresh() { n.load("") }

func (n *numbers) load(cursor string) {
	q := wire.NumbersQuery{State: n.state, Cursor: cursor}
	n.list.load(n.d, call{to: wire.ReadNumbers, query: q.Values()}, func() {
		if cursor == "" {
			n.rows = nil
		}
		n.rows, n.cursor = append(n.rows, n.list.value.Data...), n.list.value.NextCursor
	})
}

// numberStates are the problems to narrow by.
var numberStates = []string{"missing", "unreadable", "landline", "other", "unverified"}

func (n *numbers) set(_, value string) {
	if value == anything {
		value = ""
	}
	if value == n.state {
		return
	}
	n.state = value
	address := pathOf(n.d.address)
	if value != "" {
		address += "?state=" + escape(value)
	}
	n.d.address = address
	part.Show(address, true)
	n.load("")
}

func (n *numbers) draw(v part.View) part.Shell {
	options := []part.Option{{Value: anything, Label: v.T("filter.any")}}
	for _, s := range numberStates {
		options = append(options, part.Option{Value: s, Label: v.T("numbers.state." + s)})
	}
	return part.Shell{Title: v.T("numbers.title"), Body: []app.UI{
		part.Note(v.T("numbers.text")),
		v.Live(part.Live{Key: "filters", Set: n.set}, part.Filters(v.Select(part.Field{Name: "state", Label: v.T("numbers.problem"), Value: or(n.state, anything)}, options))),
		n.list.draw(v, "numbers", 6, n.refresh, func(w wire.Numbers) app.UI { return part.Group(n.counts(v, w), n.table(v, w)) }),
	}}
}

func (n *numbers) counts(v part.View, w wire.Numbers) app.UI {
	all := itoa(int(w.People))
	facts := []part.Fact{{Name: v.T("numbers.ready"), Value: v.T("numbers.of", "n", itoa(int(w.Ready)), "all", all)}}
	for i, count := range []int64{w.Missing, w.Unreadable, w.Landline, w.Other, w.Unverified} {
		if count > 0 {
			facts = append(facts, part.Fact{Name: v.T("numbers.state." + numberStates[i]), Value: v.T("numbers.of", "n", itoa(int(count)), "all", all)})
		}
	}
	if w.Ready == w.People {
		return v.Facts(facts...)
	}
	acts := []app.UI{v.Download(part.Secondary, v.T("numbers.csv"), v.Path("/admin/numbers.csv"))}
	if !n.d.lacks(wire.MailNumbers) {
		acts = append([]app.UI{n.d.act(v, part.Act{Key: "mail", Label: v.T("numbers.mail"), Press: n.mail})}, acts...)
	}
	return part.Group(v.Facts(facts...), part.Actions(acts...))
}

func (n *numbers) mail() {
	var answer wire.NumbersAsked
	n.d.do(call{to: wire.MailNumbers, out: &answer, key: "mail", why: reason{word: "numbers"}, done: func(string) {
		n.d.said(n.d.view().N("numbers.mailed", int(answer.People)))
	}})
}

func (n *numbers) table(v part.View, w wire.Numbers) app.UI {
	if len(n.rows) == 0 {
		word := "numbers.nomatch"
		if w.Ready == w.People {
			word = "numbers.none"
		}
		return v.Empty(v.T(word), part.Group())
	}
	var rows [][]app.UI
	for _, r := range n.rows {
		hint := "–"
		if r.Hint != "" {
			hint = "•••" + r.Hint
		}
		rows = append(rows, []app.UI{v.Link(or(r.Name, r.Email), v.Path("/admin/people/"+r.ID)), part.Address(r.Email), part.Address(hint), v.Tag("warn", "alert", v.T("numbers.state."+r.State))})
	}
	return part.Group(v.Table(v.T("numbers.list"), []part.Column{{Label: v.T("people.name")}, {Label: v.T("numbers.email")}, {Label: v.T("numbers.number")}, {Label: v.T("numbers.problem")}}, rows),
		more(v, n.cursor, n.list.loading, func() { n.load(n.cursor) }))
}
