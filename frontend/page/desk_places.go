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

// places are all there are on the server, and in the browser those of its
// binary.
var places []place

// enter enters places of the registry. The desk draws them all.
func enter(list []place) {
	places = append(places, list...)
	for _, p := range list {
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
