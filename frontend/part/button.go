package part

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Kinds of button.
const (
	Primary   = "c-btn c-btn-primary"
	Secondary = "c-btn c-btn-secondary"
	Quiet     = "c-btn-quiet"
	Danger    = "c-btn c-btn-danger"
	LinkLike  = "c-btn-link"
	Token     = "c-token" // a small one among others
)

// Submit is a button that sends its form.
func (v View) Submit(kind, label string) app.UI {
	as := attrs{"type": "submit", "class": kind, "title": v.Off}
	if v.Off != "" {
		as["aria-disabled"] = "true"
	}
	return el("button", as, Text(label))
}

// SubmitAs is a Submit that also sends name=value.
func (v View) SubmitAs(kind, label, name, value string) app.UI {
	return el("button", attrs{"type": "submit", "class": kind, "name": name, "value": value}, Text(label))
}

// SubmitTo is a Submit that sends the form to another address.
func (v View) SubmitTo(kind, label, action string) app.UI {
	return el("button", attrs{"type": "submit", "class": kind, "formaction": action}, Text(label))
}

// SubmitFor is a Submit of the form with an id, wherever it stands.
func (v View) SubmitFor(kind, label, form string) app.UI {
	return el("button", attrs{"type": "submit", "class": kind, "form": form}, Text(label))
}

// Button runs click in the browser; it is not drawn on the server, where it
// could do nothing.
func (v View) Button(kind, label string, click app.EventHandler) app.UI {
	if app.IsServer {
		return nil
	}
	return el("button", attrs{"type": "button", "class": kind}, Text(label)).On("click", click)
}

// Actions is a row of buttons, the main one first.
func Actions(body ...app.UI) app.UI { return box("c-actions", body...) }
