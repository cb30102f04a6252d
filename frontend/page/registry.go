package page

import (
	"encoding/json"
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
)

type screen struct {
	layout wire.Layout
	draw   func(part.View, json.RawMessage) (app.UI, string, error)
}

var screens = map[string]screen{}

// register enters a screen of the registry under the name of its data type.
func register[D wire.Screen](layout wire.Layout, draw func(part.View, D) (app.UI, string)) {
	var zero D
	screens[zero.Screen()] = screen{layout, func(v part.View, raw json.RawMessage) (app.UI, string, error) {
		var d D
		if err := decode(zero, raw, &d); err != nil {
			return nil, "", err
		}
		ui, title := draw(v, d)
		return ui, title, nil
	}}
}

func decode(s wire.Screen, raw json.RawMessage, into any) error {
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("decode data of page %s: %w", s.Screen(), err)
	}
	return nil
}

// Build draws the page's body and gives its document title. It fails on an
// unknown name and on data that isn't that screen's.
func Build(p wire.Page) (ui app.UI, title string, err error) {
	s, ok := screens[p.Name]
	if !ok {
		return nil, "", fmt.Errorf("draw page: unknown name %q", p.Name)
	}
	if p.Layout == "" {
		p.Layout = s.layout
	}
	return s.draw(part.Of(p), p.Data)
}

// Names are the names of all screens, unordered.
func Names() []string {
	var names []string
	for name := range screens {
		names = append(names, name)
	}
	return names
}
