package page

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
)

// place is an address of the account and admin layouts and what stands there.
type place struct {
	name   string
	nav    string // name of its entry of the navigation
	binary binary
	path   string // relative to the organization; what is in braces is one segment
	title  string // key
	rows   int    // of the skeleton
	make   func(*desk) panel
}

// binary is one of the programs that browsers run, named as the build tag it is
// compiled with.
type binary string

const (
	inApp   binary = "app"
	inAdmin binary = "admin"
	inStaff binary = "staff"
)

// layout is how the places of a binary look.
func (b binary) layout() wire.Layout {
	if b == inApp {
		return wire.LayoutAccount
	}
	return wire.LayoutAdmin
}

// places are all there are on the server, and in the browser those of its
// binary.
var places []place

// enter enters places of the registry. The desk draws them all.
func enter(list []place) {
	places = append(places, list...)
	for _, p := range list {
		screens[p.name] = screen{p.binary.layout(), func(v part.View, _ json.RawMessage) (app.UI, string, error) {
			return &desk{Page: *v.Page}, v.DocumentTitle(v.T(p.title)), nil
		}}
	}
}

// placeAt is the place of a path relative to the organization.
func placeAt(path string) (place, bool) {
	for _, p := range places {
		if p.at(path) {
			return p, true
		}
	}
	return places[0], false
}

func (p place) at(path string) bool {
	own, other := strings.Split(p.path, "/"), strings.Split(path, "/")
	return slices.EqualFunc(own, other, func(a, b string) bool { return a == b || strings.HasPrefix(a, "{") && b != "" })
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

// inside tells whether a path is of the binary that runs. The others' have a
// navigation of their own, which the server sends.
func (d *desk) inside(path string) bool {
	p, found := placeAt(strings.TrimPrefix(path, d.page.Org.Base))
	return found && strings.HasPrefix(path, d.page.Org.Base+"/") && p.binary == d.place.binary
}
