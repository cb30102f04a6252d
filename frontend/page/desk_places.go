package page

import (
	"encoding/json"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
)

// place is an address of the account and admin layouts and what stands there.
type place struct {
	name   string
	nav    string // name of its entry of the navigation
	layout wire.Layout
	path   string // relative to the organization; {id} is one segment
	title  string // key
	rows   int    // of the skeleton
	make   func(*desk) panel
}

var places []place

func init() {
	places = []place{
		{string(wire.LiveSecurity), "security", wire.LayoutAccount, "/me/security", "security.title", 4, newSecurity},
		{string(wire.LiveActivity), "activity", wire.LayoutAccount, "/me/activity", "activity.title", 6, newActivity},
		{string(wire.LiveHome), "home", wire.LayoutAdmin, "/admin", "home.title", 5, newHome},
		{string(wire.LivePeople), "people", wire.LayoutAdmin, "/admin/people", "people.title", 8, newPeople},
		{string(wire.LivePerson), "people", wire.LayoutAdmin, "/admin/people/{id}", "person.title", 5, newPerson},
		{string(wire.LiveInvite), "people", wire.LayoutAdmin, "/admin/invite", "invites.title", 3, newInvite},
		{string(wire.LiveNumbers), "people", wire.LayoutAdmin, "/admin/numbers", "numbers.title", 6, newNumbers},
		{string(wire.LivePolicy), "policy", wire.LayoutAdmin, "/admin/policy", "policy.title", 6, newPolicy},
		{string(wire.LiveAudit), "audit", wire.LayoutAdmin, "/admin/audit", "audit.title", 8, newAudit},
		{string(wire.LiveMessages), "messages", wire.LayoutAdmin, "/admin/messages", "messages.title", 8, newMessages},
		{string(wire.LiveTemplates), "messages", wire.LayoutAdmin, "/admin/messages/templates", "messages.title", 10, newTemplates},
		{string(wire.LiveTemplate), "messages", wire.LayoutAdmin, "/admin/messages/templates/{id}", "templates.title", 6, newTemplate},
		{string(wire.LiveOrganization), "organization", wire.LayoutAdmin, "/admin/organization", "organization.title", 4, newOrganization},
	}
	for _, p := range places {
		screens[p.name] = screen{p.layout, func(v part.View, _ json.RawMessage) (app.UI, string, error) {
			return &desk{Page: *v.Page}, v.DocumentTitle(v.T(p.title)), nil
		}}
	}
}

// placeAt is the place of a path relative to the organization.
func placeAt(path string) (place, bool) {
	for _, p := range places {
		stem, id := strings.CutSuffix(p.path, "{id}")
		rest, found := strings.CutPrefix(path, stem)
		if found && (rest == "" && !id || id && rest != "" && !strings.Contains(rest, "/")) {
			return p, true
		}
	}
	return places[0], false
}

func placeNamed(name string) (place, bool) {
	for _, p := range places {
		if p.name == name {
			return p, true
		}
	}
	return places[0], false
}

// idOf is the last segment of a path.
func idOf(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

// inside tells whether a path is of the layout that is shown. The other layout
// has a navigation of its own, which the server sends.
func (d *desk) inside(path string) bool {
	p, found := placeAt(strings.TrimPrefix(path, d.page.Org.Base))
	return found && strings.HasPrefix(path, d.page.Org.Base+"/") && p.layout == d.place.layout
}
