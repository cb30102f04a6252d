package part

import (
	"html"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Icon is a stroke from the sprite, hidden from screen readers: a word always
// stands beside it.
func (v View) Icon(name string) app.UI { return v.icon(name, "c-icon") }

func (v View) icon(name, class string) app.UI {
	return app.Raw(`<svg class="` + class + `" aria-hidden="true" focusable="false" width="24" height="24"><use href="` +
		html.EscapeString(v.Page.Assets.Icons) + "#" + name + `"></use></svg>`)
}
