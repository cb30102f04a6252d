package page

import (
	"net/url"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// activity is the whole list of a person's own events. Its filter stands in
// the address.
type activity struct {
	d      *desk
	show   string // sign_ins, changes; empty for everything
	list   remote[wire.List[wire.Event]]
	rows   []wire.Event
	more   string // cursor of the next page
	saving bool
}

func newActivity(d *desk) panel { return &activity{d: d} }

func (a *activity) open(at *url.URL) {
	show := at.Query().Get("show")
	if !a.list.loaded || show != a.show {
		a.show = show
		a.refresh()
	}
}

// refresh reads the list from its start.
func (a *activity) refresh() { a.load("") }

func (a *activity) load(cursor string) {
	a.list.load(a.d, call{to: wire.ReadActivity, query: wire.ActivityQuery{Show: a.show, Cursor: cursor}.Values()}, func() {
		if cursor == "" {
			a.rows = nil
		}
		a.rows, a.more = append(a.rows, a.list.value.Data...), a.list.value.NextCursor
	})
}

func (a *activity) draw(v part.View) part.Shell {
	return part.Shell{Title: v.T("activity.title"), Body: []app.UI{
		part.Actions(a.filter(v, ""), a.filter(v, "sign_ins"), a.filter(v, "changes"),
			v.Act(part.Act{Key: "csv", Kind: part.LinkLike, Label: v.T("activity.csv"), Busy: a.saving, Why: v.Off, Press: a.save})),
		a.list.draw(v, "activity", 6, func() { a.load(a.more) }, func(wire.List[wire.Event]) app.UI {
			return part.Group(days(v, "h2", a.rows), more(v, a.more, a.list.loading, func() { a.load(a.more) }))
		}),
	}}
}

func (a *activity) filter(v part.View, show string) app.UI {
	on := "false"
	if show == a.show {
		on = "true"
	}
	name := or(show, "all")
	return v.Act(part.Act{Key: "show-" + name, Label: v.T("activity.show." + name), On: on, Press: func() {
		address := v.Path("/me/activity")
		if show != "" {
			address += "?show=" + show
		}
		a.d.turnTo(address)
	}})
}

// wholePage is how many events are read at a time for the file.
const wholePage = 200

// save gives everything that the filter leaves as a file, whatever was read so
// far.
func (a *activity) save() {
	if !a.saving {
		a.saving = true
		a.gather(a.show, "", nil)
	}
}

func (a *activity) gather(show, cursor string, before []wire.Event) {
	var next wire.List[wire.Event]
	a.d.send(call{to: wire.ReadActivity, query: wire.ActivityQuery{Show: show, Limit: wholePage, Cursor: cursor}.Values(), out: &next,
		done: func(string) {
			all := append(before, next.Data...)
			if next.NextCursor != "" {
				a.gather(show, next.NextCursor, all)
				return
			}
			a.saving = false
			part.Save("activity.csv", "text/csv;charset=utf-8", activityTable(a.d.view(), all))
		},
		fail: func(p *client.Problem) {
			a.saving = false
			a.d.tell(p)
		}})
}

func activityTable(v part.View, events []wire.Event) string {
	var b strings.Builder
	b.WriteString("\ufefftime,event,ip,browser,place\r\n")
	for _, e := range events {
		for i, cell := range []string{e.At.UTC().Format("2006-01-02T15:04:05Z"), eventName(v, e), e.IP, v.Browser(e.Browser), e.Place} {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(csvCell(cell))
		}
		b.WriteString("\r\n")
	}
	return b.String()
}

// csvCell quotes a cell, and keeps a spreadsheet from reading it as a formula.
func csvCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		s = "'" + s
	}
	return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
}

// more is the button under a list that goes on.
func more(v part.View, cursor string, loading bool, next func()) app.UI {
	if cursor == "" {
		return part.Group()
	}
	return part.Actions(v.Act(part.Act{Key: "more", Label: v.T("more"), Busy: loading, Why: v.Off, Press: next}))
}

// days is a list of events, under a heading of a level for each day. Failed tries in a
// row are one line.
func days(v part.View, level string, events []wire.Event) app.UI {
	if len(events) == 0 {
		return v.Empty(v.T("activity.none"), nil)
	}
	var body, lines []app.UI
	day := ""
	flush := func() {
		if len(lines) > 0 {
			body = append(body, v.DayList(level, day, lines...))
			lines = nil
		}
	}
	for i := 0; i < len(events); {
		e := events[i]
		if d := v.Day(e.At); d != day {
			flush()
			day = d
		}
		n := alike(events[i:])
		lines = append(lines, eventLine(v, events[i:i+n]))
		i += n
	}
	flush()
	return part.Group(body...)
}
