//go:build !wasm

package page

import (
	"slices"
	"testing"

	"golang.org/x/net/html"

	"twofold/api/wire"
)

// TestTheFocusHasAPlace on every page as it is opened and as it answers a form
// with one refusal: where nothing takes it, whoever hears the page begins at its
// top and never learns what happened.
func TestTheFocusHasAPlace(t *testing.T) {
	for name, screen := range samples("Maria") {
		for _, refused := range [][]wire.Message{nil, {{Code: "too_many"}}} {
			p := sample(t, "Northwind", screen)
			p.Summary = refused
			if got := focused(draw(t, p)); len(got) != 1 {
				t.Errorf("%s with %d refusals gives the focus to %q", name, len(refused), got)
			}
		}
	}
}

func focused(root *html.Node) []string {
	var at []string
	for n := range root.Descendants() {
		if _, takes := has(n, "autofocus"); takes {
			at = append(at, n.Data+"#"+attr(n, "id"))
		}
	}
	slices.Sort(at)
	return at
}
