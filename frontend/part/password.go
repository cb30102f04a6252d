package part

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Password is a field for a password, with a button that shows it while
// WebAssembly runs. Autocomplete tells a current from a new one.
func (v View) Password(f Field) app.UI {
	f.Type, f.Value = "password", ""
	f.Autocomplete = or(f.Autocomplete, "current-password")
	return &password{V: v, F: f}
}

type password struct {
	app.Compo
	V     View
	F     Field
	shown bool
	caps  bool
	stop  func()
}

func (p *password) Render() app.UI {
	f := p.F
	if p.shown {
		f.Type = "text"
	}
	as := p.V.inputAttrs(f, "c-input")
	as["autocapitalize"], as["autocorrect"], as["spellcheck"] = "off", "off", "false"
	input := void("input", as).On("keyup", p.key).On("blur", p.key)
	// The button stands over the field and comes after it: who types an address
	// and presses Tab goes on with the password.
	return box("c-field c-password", p.V.label(f), p.V.hint(f), p.V.fieldError(f.Name), input, p.toggle(), p.capsLock())
}

// toggle is drawn in the browser only: without a script it could do nothing.
func (p *password) toggle() app.UI {
	if app.IsServer {
		return nil
	}
	label, name, pressed := "password.show", "password.show.label", "false"
	if p.shown {
		label, name, pressed = "password.hide", "password.hide.label", "true"
	}
	return el("button", attrs{
		"type": "button", "class": "c-btn-quiet", "aria-label": p.V.T(name), "aria-pressed": pressed, "aria-controls": p.F.Name,
	}, Text(p.V.T(label))).On("click", func(app.Context, app.Event) { p.shown = !p.shown })
}

func (p *password) capsLock() app.UI {
	if !p.caps {
		return nil
	}
	return el("p", attrs{"class": "c-hint", "role": "status"}, Text(p.V.T("password.caps")))
}

func (p *password) key(_ app.Context, e app.Event) {
	p.caps = e.Get("getModifierState").Truthy() && e.Call("getModifierState", "CapsLock").Bool()
}

// OnMount hides the password again when its form is sent.
func (p *password) OnMount(app.Context) { p.stop = hideOnSubmit(p.F.Name) }

// OnDismount stops listening.
func (p *password) OnDismount() {
	if p.stop != nil {
		p.stop()
	}
}
