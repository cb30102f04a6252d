package part

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Suggesting is a text field from which another one, called into, is filled
// while somebody types, by suggest. What they put there themselves stays.
func (v View) Suggesting(f Field, into string, suggest func(string) string) app.UI {
	return &suggesting{V: v, F: f, Into: into, Suggest: suggest}
}

type suggesting struct {
	app.Compo
	V       View
	F       Field
	Into    string
	Suggest func(string) string
	filled  string // what stands there by this field
}

func (s *suggesting) Render() app.UI {
	return box("c-field", s.V.label(s.F), s.V.hint(s.F), s.V.fieldError(s.F.Name),
		void("input", s.V.inputAttrs(s.F, "c-input")).On("input", s.input))
}

func (s *suggesting) input(ctx app.Context, _ app.Event) {
	into := app.Window().GetElementByID(s.Into)
	if !into.Truthy() || into.Get("value").String() != s.filled {
		return
	}
	s.filled = s.Suggest(ctx.JSSrc().Get("value").String())
	into.Set("value", s.filled)
}
