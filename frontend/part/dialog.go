package part

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Dialog is a native modal dialog. Its quiet button calls Close, and so does
// Esc unless Esc says otherwise. Focus goes to its heading, in a danger dialog
// to the quiet button, in a lean one to its field, and returns to the opener
// when CloseDialog closes it.
type Dialog struct {
	ID      string
	Title   string
	Body    []app.UI
	Actions []app.UI // the verb buttons
	Danger  bool
	Lean    bool
	Wide    bool
	Quiet   string // label of the quiet button
	Set     func(name, value string)
	Submit  func()
	Close   func()
	Esc     func()
	Stays   bool // Esc does nothing
}

// Dialog draws the dialog as a Live form.
func (v View) Dialog(d Dialog) app.UI {
	class, cancel := "c-dialog", v.T("dialog.cancel")
	if d.Wide {
		class = "c-dialog c-dialog-wide"
	}
	if d.Danger {
		cancel = v.T("dialog.keep")
	}
	scope := app.EventScope(d.ID, v.Turn)
	quiet := el("button", attrs{"type": "button", "class": Secondary, "id": d.ID + "-close", "autofocus": d.Danger}, Text(or(d.Quiet, cancel))).
		On("click", func(app.Context, app.Event) { d.Close() }, scope)
	heading := el("h2", attrs{"id": d.ID + "-title", "tabindex": "-1", "autofocus": !d.Danger && !d.Lean}, Text(d.Title))
	actions := append(append([]app.UI{}, d.Actions...), quiet)
	form := v.Live(Live{Key: d.ID + "-form", Set: d.Set, Submit: d.Submit}, append(append([]app.UI{}, d.Body...), box("c-actions", actions...))...)
	return el("dialog", attrs{"id": d.ID, "class": class, "aria-labelledby": d.ID + "-title"}, heading, form, regions(), &modal{ID: d.ID}).
		On("cancel", func(_ app.Context, e app.Event) { e.PreventDefault(); d.escape() }, scope).
		On("close", func(app.Context, app.Event) { d.reopen() }, scope)
}

func (d Dialog) escape() {
	switch {
	case d.Stays:
	case d.Esc != nil:
		d.Esc()
	default:
		d.Close()
	}
}

// reopen brings a dialog back that a browser has closed all the same: the
// second Esc in a row can't be prevented.
func (d Dialog) reopen() {
	if d.Stays {
		(&modal{ID: d.ID}).open()
	}
}

// regions are the live regions of a dialog: while it is open, those of the page
// are out of reach.
func regions() app.UI {
	return box("u-hidden",
		el("div", attrs{"role": "status", "data-live": "status"}),
		el("div", attrs{"role": "alert", "data-live": "alert"}))
}

// modal opens the dialog it stands in, because showModal exists in browsers
// only.
type modal struct {
	app.Compo
	ID string
}

// Render draws nothing that shows.
func (m *modal) Render() app.UI { return el("span", attrs{"hidden": true}) }

// OnMount opens the dialog.
func (m *modal) OnMount(app.Context) { m.open() }

// OnUpdate opens the dialog that took another one's place.
func (m *modal) OnUpdate(app.Context) { m.open() }

func (m *modal) open() {
	if e := app.Window().GetElementByID(m.ID); e.Truthy() && !e.Get("open").Bool() {
		e.Call("showModal")
	}
}

// CloseDialog gives the focus back to where it was before the dialog opened.
func CloseDialog(id string) {
	if e := app.Window().GetElementByID(id); e.Truthy() {
		e.Call("close")
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
