package page

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// openBanner stands across every screen of the staff while the person has an
// organization open for support: which, why, until when, and the way to close
// it.
func openBanner(d *desk, v part.View) app.UI {
	if d.place.binary != inStaff {
		return part.Group()
	}
	var strips []app.UI
	for _, i := range d.opened {
		if !i.EndsAt.After(v.Page.Now) {
			continue
		}
		strips = append(strips, v.Strip("danger", v.T("inspect.banner", "name", i.Organization, "reason", i.Reason, "time", v.Time(i.EndsAt)),
			v.Link(v.T("inspect.look"), v.Path("/organizations/"+i.Short)),
			d.act(v, part.Act{Key: "close-" + i.Short, Kind: part.LinkLike, Label: v.T("inspect.close"), More: " " + i.Organization, Press: func() { d.closeOrganization(i) }})))
	}
	return part.Group(strips...)
}

// beginStaff is what the staff's screens ask as they start.
func beginStaff(d *desk) {
	if d.place.binary == inStaff && d.may(wire.ListInspections.Permission) {
		d.readOpened()
	}
}

// readOpened asks what the person has open, and again when the first of it
// ends.
func (d *desk) readOpened() {
	var all wire.Inspections
	d.send(call{to: wire.ListInspections, out: &all, done: func(string) {
		d.opened = all.Data
		for _, i := range all.Data {
			d.later(i.EndsAt.Sub(d.now()), func() {})
		}
	}, fail: func(*client.Problem) {}})
}

func (d *desk) closeOrganization(i wire.Inspection) {
	d.do(call{to: wire.CloseForSupport, ids: []string{i.Short}, key: "close-" + i.Short, done: func(string) {
		d.said(d.view().T("inspect.closed", "name", i.Organization))
		d.readOpened()
		d.goTo(d.page.Org.Base + "/organizations")
	}})
}

// openOrganization asks why, and for how long, before an organization is
// opened for support.
func (d *desk) openOrganization(short, name string) {
	v := d.view()
	s := &sheet{d: d, key: "open", title: v.T("inspect.open.title", "name", name), verb: v.T("inspect.open"), names: []string{"reason"}, values: map[string]string{"minutes": "30"}}
	s.body = func(v part.View, s *sheet) []app.UI {
		var lengths []part.Radio
		for _, n := range []int{15, 30, 60} {
			lengths = append(lengths, part.Radio{Value: itoa(n), Label: v.N("time.minutes", n)})
		}
		return []app.UI{part.Consequences(v.T("inspect.open.reads"), v.T("orgs.suspend.told"), v.T("inspect.open.ends")),
			v.Field(part.Field{Name: "reason", Label: v.T("orgs.reason"), Hint: v.T("orgs.reason.hint"), Value: s.values["reason"]}),
			v.RadioCards("minutes", v.T("inspect.minutes"), s.values["minutes"], lengths)}
	}
	s.call = func(s *sheet) call {
		minutes, _ := strconv.Atoi(s.values["minutes"])
		return call{to: wire.OpenForSupport, ids: []string{short}, in: wire.OpenRequest{Reason: s.value("reason"), Minutes: minutes}, why: reason{"open", name}}
	}
	s.then = func() {
		d.readOpened()
		d.turnTo(d.page.Org.Base + "/organizations/" + short)
		if p, shown := d.panel.(*inspected); shown {
			p.read()
		}
	}
	s.ask()
}
