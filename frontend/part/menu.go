package part

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Menu is a small button with a list of actions under it. The screen keeps
// whether it is open, so that a table of many has the actions of one only.
type Menu struct {
	Key   string // id of the button
	Label string // for screen readers, and as a tooltip
	Open  bool
	Flip  func() // opens or closes it
	Items []app.UI
}

// Menu draws the button, and the list while it is open. Escape closes it and
// gives the focus back; going elsewhere closes it.
func (v View) Menu(m Menu) app.UI {
	open := "false"
	var list app.UI
	if m.Open {
		open = "true"
		var items []app.UI
		for _, i := range m.Items {
			items = append(items, el("li", nil, i))
		}
		// Without a tab index of its own, Safari would tell of a press on a
		// button in it as going elsewhere.
		list = el("ul", attrs{"class": "c-menu-list", "id": m.Key + "-list", "tabindex": "-1"}, items...)
	}
	scope := app.EventScope(m.Key, v.Turn)
	button := el("button", attrs{"type": "button", "class": "c-menu-dots", "id": m.Key, "aria-expanded": open, "aria-label": m.Label, "title": m.Label}, v.Icon("dots")).
		On("click", func(app.Context, app.Event) { m.Flip() }, scope)
	menu := el("div", attrs{"class": "c-menu", "id": m.Key + "-menu"}, button, list)
	if !m.Open {
		return menu
	}
	return menu.On("keydown", m.key, scope).On("focusout", m.left, scope)
}

func (m Menu) key(_ app.Context, e app.Event) {
	if e.Get("key").String() == "Escape" {
		Focus(m.Key)
		m.Flip()
	}
}

func (m Menu) left(_ app.Context, e app.Event) {
	to := e.Get("relatedTarget")
	if menu := e.Get("currentTarget"); !to.Truthy() || menu.Truthy() && !menu.Call("contains", to).Bool() {
		m.Flip()
	}
}
