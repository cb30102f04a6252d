package page

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/frontend/part"
)

// line is the connection to the server, as the page sees it.
type line struct {
	lostCalls int
	off       bool
	back      bool // for a moment after
	since     time.Time
}

const (
	lostMost = 2
	backFor  = 4 * time.Second
)

// listen hears of the browser's connection, and of Back and Forward.
func (d *desk) listen() {
	d.line.off = !part.Online()
	d.stops = append(d.stops,
		part.Listen("offline", func(app.Value) { d.ctx.Dispatch(func(app.Context) { d.line.drop(d) }) }),
		part.Listen("online", func(app.Value) { d.ctx.Dispatch(func(app.Context) { d.line.heard(d) }) }),
		part.Listen("popstate", func(app.Value) {
			d.ctx.Dispatch(func(app.Context) {
				if part.Place() != d.address {
					d.open(part.Place())
				}
			})
		}),
		part.Listen("keydown", slash),
		part.Listen("beforeunload", func(e app.Value) {
			if g, ok := d.panel.(guarded); ok && g.unsaved() {
				e.Call("preventDefault")
			}
		}))
}

func (l *line) lost(d *desk) {
	l.lostCalls++
	if l.lostCalls >= lostMost {
		l.drop(d)
	}
}

func (l *line) drop(d *desk) {
	if !l.off {
		l.off, l.since = true, d.now()
		part.Say(d.view().T("offline"))
	}
}

// heard takes the banner down and reads again what is on the screen.
func (l *line) heard(d *desk) {
	l.lostCalls = 0
	if d.idle != nil {
		d.idle.heard()
	}
	if !l.off {
		return
	}
	l.off, l.back = false, true
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
	if d.line.off && a.Why == "" {
		a.Why = v.T("offline.button")
	}
	return v.Act(a)
}

// next runs f when what has changed is on the screen.
func (d *desk) next(f func()) { d.ctx.Defer(func(app.Context) { f() }) }
