package page

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/client"
)

// Root is the component the browser mounts in place of the page's HTML.
type Root struct {
	app.Compo
	Page wire.Page
	// Send carries the calls of the pages that load what they show.
	Send client.Transport
	// Taken runs once the page's own elements are in the document.
	Taken func()
}

// Render draws the page. Data the browser can't read leaves an empty box, but
// the caller has drawn the page once before it mounts the root.
func (r *Root) Render() app.UI {
	ui, _, err := Build(r.Page)
	if err != nil {
		return app.Text("")
	}
	if d, live := ui.(*desk); live {
		d.Send = r.Send
	}
	return ui
}

// OnMount hands over to the caller.
func (r *Root) OnMount(app.Context) {
	if r.Taken != nil {
		r.Taken()
	}
}
