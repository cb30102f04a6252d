package page

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
)

// people is the table of everybody. Its filters stand in the address,
// under the names the API has for them.
type people struct {
	d      *desk
	query  wire.PeopleQuery
	page   remote[wire.People]
	rows   []wire.PersonRow
	cursor string
	typing int // the last key stroke in the search box
	round  int // draws the filters anew when the address has changed them
	loaded bool
	menu   string // the person whose menu is open
	notice string // what a reset has done, until the table is left
	resets resets
	shared sharing
}

const typingPause = 300 * time.Millisecond

func newPeople(d *desk) panel {
	p := &people{d: d, shared: sharing{d: d}}
	p.resets.p = p
	return p
}

func (p *people) open(at *url.URL) {
	q := at.Query()
	p.query = wire.PeopleQuery{Q: q.Get("q"), TwoStep: q.Get("two_step"), Role: q.Get("role"), Status: q.Get("status"),
		Method: q.Get("method"), LastSignIn: q.Get("last_sign_in"), FewCodes: q.Get("few_codes") == "true", Sort: q.Get("sort")}
	p.round++
	p.refresh()
	p.shared.refresh()
}

// refresh reads the table from its start.
func (p *people) refresh() { p.load("") }

func (p *people) load(cursor string) {
	q := p.query
	q.Cursor = cursor
	if cursor == "" {
		p.resets.clear() // nobody is acted on who can't be seen
	}
	p.page.load(p.d, call{to: wire.ListPeople, query: q.Values()}, func() {
		if cursor == "" {
			p.rows = nil
		}
		p.rows, p.cursor = append(p.rows, p.page.value.Data...), p.page.value.NextCursor
		if p.loaded {
			part.Say(p.d.view().N("people.count", int(p.page.value.Total)))
		}
		p.loaded = true
	})
}

// set narrows by one filter. Typing waits for a pause and replaces the entry
// of the browser's history; the others make a new one.
func (p *people) set(name, value string) {
	if value == anything {
		value = ""
	}
	before := p.query
	switch name {
	case "q":
		p.query.Q = value
	case "few_codes":
		p.query.FewCodes = value == "1"
	default:
		if f, known := p.filters()[strings.TrimPrefix(name, filterField)]; known {
			*f = value
		}
	}
	if p.query == before {
		return
	}
	if name != "q" {
		p.show(true)
		return
	}
	p.typing++
	stroke := p.typing
	p.d.later(typingPause, func() {
		if stroke == p.typing {
			p.show(false)
		}
	})
}

func (p *people) filters() map[string]*string {
	return map[string]*string{"two_step": &p.query.TwoStep, "role": &p.query.Role, "status": &p.query.Status,
		"method": &p.query.Method, "last_sign_in": &p.query.LastSignIn, "sort": &p.query.Sort}
}

// show puts the filters into the address and reads the table.
func (p *people) show(entry bool) {
	address := pathOf(p.d.address)
	if q := p.query.Values().Encode(); q != "" {
		address += "?" + q
	}
	p.d.address = address
	part.Show(address, entry)
	p.refresh()
}

// clear takes filters off and draws the fields anew, which hold the old ones.
func (p *people) clear(names ...string) {
	for _, n := range names {
		switch n {
		case "q":
			p.query.Q = ""
		case "few_codes":
			p.query.FewCodes = false
		default:
			*p.filters()[n] = ""
		}
	}
	p.round++
	p.show(true)
	p.d.next(func() { part.Focus("q") })
}

func (p *people) draw(v part.View) part.Shell {
	return part.Shell{Title: v.T("people.title"), Head: p.inviting(v, part.Primary),
		Body: []app.UI{
			v.Live(part.Live{Key: "filters", Set: p.set}, part.Fresh(strconv.Itoa(p.round), p.fields(v))),
			p.shared.draw(v), p.chips(v), notice(v, p.notice),
			p.page.draw(v, "people", 8, func() { p.load("") }, func(w wire.People) app.UI { return p.table(v, w) }),
			p.resets.bar(v),
		}}
}

// inviting leads to the invitations, where the reader's role invites.
func (p *people) inviting(v part.View, kind string) []app.UI {
	if p.d.lacks(wire.InvitePeople) {
		return nil
	}
	return []app.UI{v.LinkButton(kind, v.T("people.invite"), v.Path("/admin/invite"))}
}

func (p *people) table(v part.View, w wire.People) app.UI {
	if len(p.rows) == 0 && p.page.problem != nil {
		return part.Group()
	}
	if len(p.rows) == 0 {
		if p.query == (wire.PeopleQuery{Sort: p.query.Sort}) {
			return v.Empty(v.T("people.none"), part.Group(p.inviting(v, part.Secondary)...))
		}
		return v.Empty(v.T("people.nomatch"), v.Act(part.Act{Key: "nomatch-clear", Label: v.T("filters.none"), Press: p.clearAll}))
	}
	columns := []part.Column{p.sortable(v, v.T("people.name"), "name"), {Label: v.T("people.twostep")}, {Label: v.T("people.methods")},
		{Label: v.T("people.role")}, p.sortable(v, v.T("people.signin"), "last_sign_in"), {Label: v.T("actions"), Hidden: true}}
	var rows [][]app.UI
	for _, r := range p.rows {
		rows = append(rows, p.row(v, r))
	}
	return part.Group(v.Table(v.T("people.title"), columns, rows),
		part.Note(v.T("people.showing", "n", itoa(len(p.rows)), "total", strconv.FormatInt(w.Total, 10))),
		more(v, p.cursor, p.page.loading, func() { p.load(p.cursor) }))
}
