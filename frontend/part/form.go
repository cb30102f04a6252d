package part

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Form posts to action, with the page's token in the hidden field csrf. It
// always posts natively, with or without WebAssembly.
func (v View) Form(action string, body ...app.UI) app.UI {
	return &form{V: v, Action: action, Body: body}
}

// InlineForm is a form that is one button among others, like Sign out.
func (v View) InlineForm(action string, body ...app.UI) app.UI {
	return el("form", attrs{"method": "post", "action": action, "class": "c-form-inline"},
		append([]app.UI{v.csrf()}, body...)...)
}

// FormOf is a form that shows nothing: SubmitFor sends it from elsewhere.
func (v View) FormOf(id, action string, body ...app.UI) app.UI {
	return el("form", attrs{"method": "post", "action": action, "id": id, "hidden": true}, append([]app.UI{v.csrf()}, body...)...)
}

// Hidden is a field that is not shown.
func Hidden(name, value string) app.UI {
	if value == "" {
		return nil
	}
	return void("input", attrs{"type": "hidden", "name": name, "value": value})
}

func (v View) csrf() app.UI { return Hidden("csrf", v.Page.CSRF) }

// form holds back a second press while the first is on its way, and says so.
type form struct {
	app.Compo
	V      View
	Action string
	Body   []app.UI
	busy   bool
	slow   bool
}

func (f *form) Render() app.UI {
	body := append([]app.UI{f.V.csrf()}, f.Body...)
	if f.slow {
		body = append(body, Note(f.V.T("busy.slow")))
	}
	return el("form", attrs{
		"method": "post", "action": f.Action, "class": "c-form", "novalidate": true,
	}, body...).On("submit", f.submit)
}
