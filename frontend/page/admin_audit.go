package page

import (
	"net/url"
	"strconv"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
)

// audit is the log of everything. Its filters stand in the address.
type audit struct {
	d      *desk
	to     wire.Endpoint
	path   string // of the page, and of one person's events in it
	filter url.Values
	list   remote[wire.List[wire.Event]]
	rows   []wire.Event
	cursor string
	stroke int
	round  int
	told   bool // the log was read once: from then on what a filter leaves is said
}

func newAudit(d *desk) panel { return &audit{d: d, to: wire.ReadAudit, path: "/admin/audit"} }

func (a *audit) open(at *url.URL) {
	a.filter = at.Query()
	a.round++
	a.refresh()
}

// refresh reads the log from its newest event.
func (a *audit) refresh() { a.load("") }

func (a *audit) load(cursor string) {
	q := a.query()
	q.Cursor = cursor
	a.list.load(a.d, call{to: a.to, query: q.Values()}, func() {
		if cursor == "" {
			a.rows = nil
		}
		a.rows, a.cursor = append(a.rows, a.list.value.Data...), a.list.value.NextCursor
		if a.told {
			a.say()
		}
		a.told = true
	})
}

// say counts the events that are shown, for who doesn't see them change.
func (a *audit) say() {
	v := a.d.view()
	if len(a.rows) == 0 {
		part.Say(v.T("audit.nomatch"))
		return
	}
	part.Say(v.N("audit.count", len(a.rows)))
}

// auditDays are the ranges to choose from; custom ones are two dates.
var auditDays = []string{"1", "7", "30", "90"}

const custom = "custom"

func (a *audit) query() wire.AuditQuery {
	f := a.filter
	q := wire.AuditQuery{Kind: kindsOf(f.Get("group")), Person: f.Get("person"), Result: f.Get("result"), IP: f.Get("ip"),
		RequestID: f.Get("request_id"), Q: f.Get("q")}
	switch days, err := strconv.Atoi(f.Get("days")); {
	case err == nil && days > 0:
		q.From = a.d.now().AddDate(0, 0, -days)
	case f.Get("days") == custom:
		q.From, _ = time.ParseInLocation(time.DateOnly, f.Get("from"), time.Local)
		if to, err := time.ParseInLocation(time.DateOnly, f.Get("to"), time.Local); err == nil {
			q.To = to.AddDate(0, 0, 1)
		}
	}
	return q
}

// set narrows by one filter; typing waits for a pause.
func (a *audit) set(name, value string) {
	if value == anything {
		value = ""
	}
	if a.filter.Get(name) == value {
		return
	}
	a.filter.Set(name, value)
	if value == "" {
		a.filter.Del(name)
	}
	switch name {
	case "q", "ip", "request_id":
		a.stroke++
		stroke := a.stroke
		a.d.later(typingPause, func() {
			if stroke == a.stroke {
				a.show(false)
			}
		})
	default:
		a.show(true)
	}
}

func (a *audit) show(entry bool) {
	address := pathOf(a.d.address)
	if q := a.filter.Encode(); q != "" {
		address += "?" + q
	}
	a.d.address = address
	part.Show(address, entry)
	a.refresh()
}

func (a *audit) clear() {
	a.filter = url.Values{}
	a.round++
	a.show(true)
	a.d.next(func() { part.Focus("q") })
}

func (a *audit) draw(v part.View) part.Shell {
	return part.Shell{Title: v.T("audit.title"), Body: []app.UI{
		v.Live(part.Live{Key: "filters", Set: a.set}, part.Fresh(strconv.Itoa(a.round), a.fields(v)), a.between(v)),
		a.chosen(v),
		a.list.draw(v, "audit", 8, func() { a.load("") }, func(wire.List[wire.Event]) app.UI { return a.table(v) }),
	}}
}

func (a *audit) fields(v part.View) app.UI {
	days := []part.Option{{Value: anything, Label: v.T("audit.days.any")}}
	for _, d := range auditDays {
		days = append(days, part.Option{Value: d, Label: v.T("audit.days." + d)})
	}
	days = append(days, part.Option{Value: custom, Label: v.T("audit.days.custom")})
	groups := []part.Option{{Value: anything, Label: v.T("filter.any")}}
	for _, g := range auditGroups {
		groups = append(groups, part.Option{Value: g.name, Label: v.T("audit.group." + g.name)})
	}
	results := []part.Option{{Value: anything, Label: v.T("filter.any")}, {Value: "ok", Label: v.T("audit.result.ok")}, {Value: "failed", Label: v.T("audit.result.failed")}}
	get := a.filter.Get
	return part.Filters(
		v.Field(part.Field{Name: "q", Label: v.T("audit.search"), Value: get("q"), Type: "search", Optional: true}),
		v.Select(part.Field{Name: "days", Label: v.T("audit.days"), Value: or(get("days"), anything)}, days),
		v.Select(part.Field{Name: "group", Label: v.T("audit.group"), Value: or(get("group"), anything)}, groups),
		v.Select(part.Field{Name: "result", Label: v.T("audit.result"), Value: or(get("result"), anything)}, results),
		v.Field(part.Field{Name: "ip", Label: v.T("audit.ip"), Value: get("ip"), Ltr: true, Optional: true}),
		v.Field(part.Field{Name: "request_id", Label: v.T("audit.request"), Value: get("request_id"), Ltr: true, Optional: true}))
}

// between are the two dates of a range of one's own.
func (a *audit) between(v part.View) app.UI {
	return part.If(a.filter.Get("days") == custom, func() app.UI {
		return part.Filters(
			v.Field(part.Field{Name: "from", Label: v.T("audit.from"), Value: a.filter.Get("from"), Type: "date", Optional: true}),
			v.Field(part.Field{Name: "to", Label: v.T("audit.to"), Value: a.filter.Get("to"), Type: "date", Optional: true}))
	})
}

// chosen takes the filters off that are on.
func (a *audit) chosen(v part.View) app.UI {
	var chips []app.UI
	if a.filter.Get("person") != "" {
		chips = append(chips, v.Chip("chip-person", v.T("audit.person"), func() {
			a.filter.Del("person")
			a.show(true)
			a.d.next(func() { part.Focus("q") })
		}))
	}
	if len(a.filter) > 0 {
		chips = append(chips, v.Act(part.Act{Key: "clear-all", Kind: part.LinkLike, Label: v.T("filters.clear"), Press: a.clear}))
	}
	if len(chips) == 0 {
		return part.Group()
	}
	return part.Tags(chips...)
}

func (a *audit) table(v part.View) app.UI {
	if len(a.rows) == 0 && a.list.problem != nil {
		return part.Group()
	}
	if len(a.rows) == 0 {
		if len(a.filter) == 0 {
			return v.Empty(v.T("audit.none"), nil)
		}
		return v.Empty(v.T("audit.nomatch"), v.Act(part.Act{Key: "nomatch-clear", Label: v.T("filters.none"), Press: a.clear}))
	}
	return part.Group(auditTable(v, a.rows, a.of), more(v, a.cursor, a.list.loading, func() { a.load(a.cursor) }))
}

// of narrows to the events of one person.
func (a *audit) of(id string) string { return a.d.page.Org.Base + a.path + "?person=" + escape(id) }
