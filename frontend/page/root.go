package page

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
)

// Root is the component the browser mounts in place of the page's HTML.
type Root struct {
	app.Compo
	Page wire.Page
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
	return ui
}

// OnMount hands over to the caller.
func (r *Root) OnMount(app.Context) {
	if r.Taken != nil {
		r.Taken()
	}
}
