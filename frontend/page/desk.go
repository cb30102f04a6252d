package page

import (
	"net/url"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// desk is the one component of the account and admin layouts. It holds the
// screen of the current address, carries its calls to the API, and asks what
// stands between a call and its answer: to confirm it's you, to sign in again.
type desk struct {
	app.Compo
	Page wire.Page
	Send client.Transport // nil on the server, which draws only the frame

	ctx     app.Context
	page    wire.Page // Page as it has become since
	behind  time.Duration
	address string // path and query shown
	place   place
	panel   panel
	session wire.Session

	busy    map[string]bool // keys of buttons whose call is on its way
	dialog  func(part.View) part.Dialog
	confirm *confirm
	again   *signInCard
	idle    *idle
	toast   string
	edition edition
	alert   *wire.Message // what went wrong outside any form
	line    line
	opened  []wire.Inspection // organizations that the person has open for support
	stops   []func()
	titled  string
	aim     string // the section to show once it is there
	turns   int

	// leave opens another document, later waits; tests put their own here.
	leave func(address string)
	later func(time.Duration, func())
}

// overhead is what a binary draws across all of its screens, nil where nothing.
var overhead func(*desk, part.View) app.UI

// begin is what a binary asks once it knows who is signed in, nil for nothing.
var begin func(*desk)

// panel is one place of the account and admin layouts.
type panel interface {
	// open loads what the address asks for. It is called again when only the
	// query has changed.
	open(at *url.URL)
	// draw is what stands in the shell.
	draw(v part.View) part.Shell
}

// OnNav starts the desk on the address that the browser shows. Later addresses
// are its own to follow: go-app is told of none.
func (d *desk) OnNav(ctx app.Context) {
	if d.panel != nil {
		return
	}
	d.start(ctx)
	address := part.Place()
	if address == "" {
		address = d.page.Org.Base + places[0].path
	}
	d.open(address)
	d.aimAt(part.Fragment())
}

func (d *desk) start(ctx app.Context) {
	d.ctx, d.page, d.busy = ctx, d.Page, map[string]bool{}
	d.behind = time.Until(d.page.Now)
	if d.leave == nil {
		d.leave = part.Leave
	}
	if d.later == nil {
		d.later = func(after time.Duration, f func()) { ctx.After(after, func(app.Context) { f() }) }
	}
	d.listen()
	d.idle = newIdle(d)
	d.readSession()
}

// OnDismount gives back what the desk holds of the window.
func (d *desk) OnDismount() {
	for _, stop := range d.stops {
		stop()
	}
}

// open shows an address of these layouts. The screen of the same path stays.
func (d *desk) open(address string) {
	at, err := url.Parse(address)
	if err != nil {
		return
	}
	p, _ := placeAt(strings.TrimPrefix(at.Path, d.page.Org.Base))
	same := d.panel != nil && d.place.name == p.name && pathOf(d.address) == at.Path
	d.address, d.place = address, p
	if !same {
		d.panel, d.alert, d.dialog, d.confirm = p.make(d), nil, nil, nil
	}
	d.panel.open(at)
}

func pathOf(address string) string {
	path, _, _ := strings.Cut(address, "?")
	return path
}

// goTo opens an address inside the layout as a person's own step, which Back
// leads back from.
func (d *desk) goTo(address string) {
	if d.unsaved() && pathOf(address) != pathOf(d.address) {
		d.ask(leaving(d, address))
		return
	}
	d.turnTo(address)
}

func (d *desk) turnTo(address string) {
	path, aim, _ := strings.Cut(address, "#")
	before := pathOf(d.address)
	part.Show(address, true)
	part.CloseMenus()
	d.page.Notice = nil
	d.open(path)
	if before != pathOf(path) {
		d.edition.turned(d)
		d.next(part.Arrive)
	}
	d.aimAt(aim)
}

// aimFor is how long a section is waited for; by then somebody reads elsewhere.
const aimFor = 10 * time.Second

// aimAt waits for a section, in the place of the one waited for before.
func (d *desk) aimAt(section string) {
	if d.aim = section; section == "" {
		return
	}
	d.reach()
	d.later(aimFor, func() {
		if d.aim == section {
			d.aim = ""
		}
	})
}

// reach shows the section that the address names, once it is there: most come
// with an answer of the server.
func (d *desk) reach() {
	if d.aim == "" {
		return
	}
	aim := d.aim
	d.next(func() {
		if d.aim == aim && part.Reveal(aim) {
			d.aim = ""
		}
	})
}

// Render draws the frame on the server, and the screen in the browser.
func (d *desk) Render() app.UI {
	if d.panel == nil {
		p, _ := placeNamed(d.Page.Name)
		v := part.Of(d.Page)
		return v.Shell(part.Shell{Title: v.T(p.title), Body: []app.UI{v.Skeleton(p.rows)}})
	}
	d.turns++
	v := d.view()
	v.Turn = d.turns
	s := d.panel.draw(v)
	d.name(v, s.Title)
	s.Click = part.Follow(d.inside, d.goTo)
	s.Above, s.Asked = d.line.draw(v), d.again != nil
	if overhead != nil {
		s.Above = part.Group(s.Above, overhead(d, v))
	}
	s.Body = append([]app.UI{d.wrong(v)}, s.Body...)
	s.Over = d.over(v)
	return v.Shell(s)
}

// view is the page as of now.
func (d *desk) view() part.View {
	p := d.page
	p.Layout, p.Name = d.place.binary.layout(), d.place.name
	if d.Send != nil {
		p.Now = time.Now().Add(d.behind)
	}
	p.Nav = d.nav()
	v := part.Of(p)
	if d.line.off {
		v.Off = v.T("offline.button")
	}
	return v
}

// now is the service's time.
func (d *desk) now() time.Time { return d.view().Page.Now }

// nav is the side navigation with the entry of the place marked.
func (d *desk) nav() []wire.NavItem {
	items := append([]wire.NavItem{}, d.page.Nav...)
	for i, n := range items {
		items[i].Current = n.Name == d.place.nav
	}
	return items
}

func (d *desk) name(v part.View, title string) {
	if words := v.DocumentTitle(title); words != d.titled {
		d.titled = words
		part.Title(words)
	}
}

func (d *desk) wrong(v part.View) app.UI {
	if d.alert == nil {
		return part.Group()
	}
	return part.Aimed("went-wrong", v.Callout("danger", v.Problem(*d.alert)))
}

func (d *desk) over(v part.View) []app.UI {
	var dialog, confirm, again, toast app.UI = part.Group(), part.Group(), part.Group(), part.Group()
	if d.dialog != nil {
		dialog = v.Dialog(d.dialog(v))
	}
	if d.confirm != nil {
		confirm = v.Dialog(d.confirm.draw(v))
	}
	if d.again != nil {
		again = v.Dialog(d.again.draw(v))
	} else if d.idle != nil && d.idle.asking {
		again = v.Dialog(d.idle.draw(v))
	}
	if d.toast != "" {
		toast = v.Toast("check", d.toast, func(app.Context, app.Event) { d.toast = ""; d.keep() })
	} else if d.edition.offered && !d.unsaved() {
		toast = d.edition.draw(d, v)
	}
	return []app.UI{dialog, confirm, again, toast}
}
