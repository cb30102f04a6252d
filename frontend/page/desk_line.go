package page

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/frontend/client"
	"twofold/frontend/part"
)

// line is the connection to the server, as the page sees it. It is down once
// two calls in a row were lost, and up again with the next answer.
type line struct {
	lostCalls int
	off       bool
	back      bool // for a moment after
}

const (
	lostMost   = 2
	backFor    = 4 * time.Second
	probeEvery = 5 * time.Second
)

// listen hears of the browser's connection, and of Back and Forward.
func (d *desk) listen() {
	probe := func(app.Value) { d.ctx.Dispatch(func(app.Context) { d.line.probe(d) }) }
	d.stops = append(d.stops, part.Listen("offline", probe), part.Listen("online", probe),
		part.Listen("popstate", func(app.Value) {
			d.ctx.Dispatch(func(app.Context) { d.wentBack(part.Place()) })
		}),
		part.Listen("keydown", slash),
		part.Listen("beforeunload", func(e app.Value) {
			if d.unsaved() {
				e.Call("preventDefault")
			}
		}))
}

// wentBack follows Back and Forward, which the browser has done by then: where
// changes would be lost, the address is put back and the person asked. Where the
// page was scrolled to is the browser's to say.
func (d *desk) wentBack(to string) {
	turned := pathOf(to) != pathOf(d.address)
	switch {
	case to == d.address:
		return
	case turned && d.unsaved():
		part.Show(d.address, true)
		d.ask(leaving(d, to))
		return
	}
	d.open(to)
	d.edition.turned(d)
	if turned {
		d.next(func() { part.FocusOnly("title") })
	}
}

func (l *line) lost(d *desk) {
	l.lostCalls++
	if l.lostCalls >= lostMost {
		l.drop(d)
	}
}

func (l *line) drop(d *desk) {
	if !l.off {
		l.turn(d, true)
		part.Say(d.view().T("offline"))
		d.later(probeEvery, func() { l.probe(d) })
	}
}

// turn draws the buttons anew, of which one may have the focus.
func (l *line) turn(d *desk, off bool) {
	l.off = off
	held := part.Focused()
	d.next(func() { part.Focus(held) })
}

// probe asks whether the server can be reached, of an address that counts as
// nobody's activity: what the browser believes of its connection is a hint at
// most.
func (l *line) probe(d *desk) {
	d.async(func() func() {
		a, err := d.Send(d.ctx, client.Request{Method: "GET", Path: "/livez"})
		return func() {
			switch {
			case err == nil && a.Status < client.ServerError:
				l.up(d)
			case l.off:
				d.later(probeEvery, func() { l.probe(d) })
			default:
				l.drop(d)
			}
		}
	})
}

// heard notes that the API has answered.
func (l *line) heard(d *desk) {
	if d.idle != nil {
		d.idle.heard()
	}
	l.up(d)
}

// up takes the banner down and reads again what is on the screen.
func (l *line) up(d *desk) {
	l.lostCalls = 0
	if !l.off {
		return
	}
	l.turn(d, false)
	l.back = true
	part.Say(d.view().T("offline.back"))
	d.later(backFor, func() { l.back = false })
	if r, ok := d.panel.(refresher); ok {
		r.refresh()
	}
}

// refresher is a panel whose lists are read again after a break.
type refresher interface{ refresh() }

// guarded is a panel that may hold changes nobody has saved.
type guarded interface{ unsaved() bool }

// unsaved tells whether the screen holds such changes.
func (d *desk) unsaved() bool {
	g, ok := d.panel.(guarded)
	return ok && g.unsaved()
}

func (l *line) draw(v part.View) app.UI {
	switch {
	case l.off:
		return v.Strip("warn", v.T("offline"))
	case l.back:
		return v.Strip("ok", v.T("offline.back"))
	}
	return part.Group()
}

// leaving asks before unsaved changes are left behind.
func leaving(d *desk, address string) func(part.View) part.Dialog {
	return func(v part.View) part.Dialog {
		return part.Dialog{ID: "leaving", Title: v.T("leaving.title"), Danger: true, Quiet: v.T("leaving.stay"), Close: d.shut,
			Body: []app.UI{v.Text("leaving.text")},
			Actions: []app.UI{v.Act(part.Act{Key: "leaving-go", Kind: part.Danger, Label: v.T("leaving.go"), Press: func() {
				d.shut()
				d.turnTo(address)
			}})}}
	}
}

// act is a button that calls the server: busy while its call is on its way,
// and not to be pressed without a connection.
func (d *desk) act(v part.View, a part.Act) app.UI {
	a.Busy = d.busy[a.Key]
	if a.Why == "" {
		a.Why = v.Off
	}
	return v.Act(a)
}

// next runs f when what has changed is on the screen.
func (d *desk) next(f func()) { d.ctx.Defer(func(app.Context) { f() }) }
