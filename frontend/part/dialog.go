package part

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Dialog is a native modal dialog while Open. Esc and its quiet button call
// Close; focus goes to its heading, or in a danger dialog to the quiet button,
// and returns to the opener by the browser.
type Dialog struct {
	app.Compo
	V       View
	ID      string
	Title   string
	Body    []app.UI
	Actions []app.UI // the verb buttons
	Danger  bool
	Close   func(app.Context)
}

// Render draws the dialog closed; OnMount opens it, because showModal exists
// in browsers only.
func (d *Dialog) Render() app.UI {
	cancel := "dialog.cancel"
	if d.Danger {
		cancel = "dialog.keep"
	}
	quiet := el("button", attrs{"type": "button", "class": Secondary, "autofocus": d.Danger}, Text(d.V.T(cancel))).
		On("click", func(ctx app.Context, _ app.Event) { d.close(ctx) })
	body := append([]app.UI{
		el("h2", attrs{"id": d.ID + "-title", "tabindex": "-1", "autofocus": !d.Danger}, Text(d.Title)),
	}, d.Body...)
	body = append(body, box("c-actions", append(append([]app.UI{}, d.Actions...), quiet)...))
	return el("dialog", attrs{"id": d.ID, "class": "c-dialog", "aria-labelledby": d.ID + "-title"}, body...).
		On("cancel", func(ctx app.Context, e app.Event) { e.PreventDefault(); d.close(ctx) })
}

// OnMount opens the dialog.
func (d *Dialog) OnMount(app.Context) {
	if e := app.Window().GetElementByID(d.ID); e.Truthy() {
		e.Call("showModal")
	}
}

func (d *Dialog) close(ctx app.Context) {
	if e := app.Window().GetElementByID(d.ID); e.Truthy() {
		e.Call("close")
	}
	if d.Close != nil {
		d.Close(ctx)
	}
}

// Consequences is the list of what a danger dialog will do.
func Consequences(lines ...string) app.UI {
	var items []app.UI
	for _, l := range lines {
		items = append(items, el("li", nil, Text(l)))
	}
	return el("ul", attrs{"class": "c-list"}, items...)
}
