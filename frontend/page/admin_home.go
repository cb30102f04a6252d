package page

import (
	"net/url"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
)

// home is the start of administration: the set-up checklist, until it is put
// away behind the account menu, which asks for it by the address.
type home struct {
	d     *desk
	list  remote[wire.Checklist]
	asked bool
}

func newHome(d *desk) panel { return &home{d: d} }

func (h *home) open(at *url.URL) {
	h.asked = at.Query().Has(part.ChecklistAsked)
	var then func()
	if h.asked {
		then = func() { h.d.next(func() { part.Focus("checklist-title") }) }
	}
	h.list.load(h.d, call{to: wire.ReadChecklist}, then)
}

// refresh reads the checklist again.
func (h *home) refresh() { h.list.load(h.d, call{to: wire.ReadChecklist}, nil) }

func (h *home) draw(v part.View) part.Shell {
	return part.Shell{Title: v.T("home.title"), Body: []app.UI{
		h.list.draw(v, "checklist", 5, h.refresh, func(c wire.Checklist) app.UI { return part.Group(leaves(v, c), h.checklist(v, c)) }),
		part.Anchor("shortcuts", v.T("home.shortcuts"), v.Choices(
			part.Choice{Icon: "users", Label: v.T("people.title"), Note: v.T("home.people"), Href: v.Path("/admin/people")},
			part.Choice{Icon: "shield-check", Label: v.T("policy.title"), Note: v.T("home.policy"), Href: v.Path("/admin/policy")},
			part.Choice{Icon: "history", Label: v.T("audit.title"), Note: v.T("home.audit"), Href: v.Path("/admin/audit")},
			part.Choice{Icon: "mail", Label: v.T("messages.title"), Note: v.T("home.messages"), Href: v.Path("/admin/messages")},
			part.Choice{Icon: "building", Label: v.T("organization.title"), Note: v.T("home.organization"), Href: v.Path("/admin/organization")})),
	}}
}

// leaves tells of the standards that the policy leaves, put away or not.
func leaves(v part.View, c wire.Checklist) app.UI {
	var lines []app.UI
	for _, setting := range c.Leaves {
		lines = append(lines, part.Line(v.T("leaves."+setting)))
	}
	if len(lines) == 0 {
		return part.Group()
	}
	return v.CalloutWith("warn", append(lines, part.Links(v.Link(v.T("leaves.go"), v.Path("/admin/policy#questions-settings"))))...)
}

func (h *home) checklist(v part.View, c wire.Checklist) app.UI {
	if c.Hidden && !h.asked {
		return part.Group()
	}
	put := part.Act{Key: "checklist-hide", Kind: part.LinkLike, Label: v.T("checklist.hide"), Press: func() { h.hide(v, true) }}
	if c.Hidden {
		put.Label, put.Press = v.T("checklist.keep"), func() { h.hide(v, false) }
	}
	var items []part.Item
	for _, i := range c.Items {
		items = append(items, h.todo(v, i))
	}
	title := v.T("checklist.title", "org", v.Site(), "done", itoa(c.Done), "of", itoa(len(c.Items)))
	return part.Anchor("checklist", title, v.Meter("ok", "", c.Done, len(c.Items)),
		v.Items(items...),
		part.Actions(h.d.act(v, put)))
}

// todo is one thing to do; a done one folds to its name. The first of them
// begins with oneself.
func (h *home) todo(v part.View, i wire.ChecklistItem) part.Item {
	item := part.Item{Icon: "clock", Name: v.T("checklist." + i.ID), Tags: []app.UI{v.Tag("warn", "clock", v.T("checklist.open"))}}
	if i.Done {
		item.Icon, item.Tags = "check", []app.UI{v.Tag("ok", "check", v.T("checklist.ready"))}
		return item
	}
	item.Lines = []app.UI{part.Note(v.T("checklist." + i.ID + ".text")), part.Note(v.T("checklist." + i.ID + ".time"))}
	if i.ID == "owners" && !i.Mine {
		item.Actions = []app.UI{v.Act(part.Act{Key: "turn-on", Label: v.T("turn.on"), Press: func() { h.d.ask(h.d.turnOn) }})}
		return item
	}
	paths := map[string]string{"owners": "/admin/people?role=owner", "recovery": "/me/security#codes", "contact": "/admin/organization", "people": "/admin/invite", "policy": "/admin/policy"}
	if path, known := paths[i.ID]; known {
		item.Actions = []app.UI{v.LinkButton(part.Secondary, v.T("checklist."+i.ID+".go"), v.Path(path))}
	}
	return item
}

func (h *home) hide(v part.View, hidden bool) {
	h.d.do(call{to: wire.HideChecklist, in: wire.HideChecklistRequest{Hidden: hidden}, key: "checklist-hide", done: func(string) {
		h.list.value.Hidden, h.asked = hidden, false
		if !hidden {
			h.d.said(v.T("checklist.kept"))
			return
		}
		h.d.said(v.T("checklist.hidden"))
		h.d.next(func() { part.Focus("title") })
	}})
}
