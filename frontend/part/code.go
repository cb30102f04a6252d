package part

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Code is the field for a code of digits digits. With selfSubmit it sends its
// form once, when the last digit is there; and once more when the answer was an
// error and another code is there. The organization and the person may want
// codes to wait for the button instead.
func (v View) Code(f Field, digits int, selfSubmit bool) app.UI {
	f.Type, f.Ltr, f.Mode = "text", true, or(f.Mode, "numeric")
	f.Autocomplete = or(f.Autocomplete, "one-time-code")
	return &code{V: v, F: f, Digits: digits, SelfSubmit: selfSubmit && v.Page.CodesWait == ""}
}

type code struct {
	app.Compo
	V          View
	F          Field
	Digits     int
	SelfSubmit bool
	sent       string // what it has sent by itself
	turn       int    // of the view, then
}

func (c *code) Render() app.UI {
	return box("c-field", c.V.label(c.F), c.V.hint(c.F), c.V.fieldError(c.F.Name),
		void("input", c.V.inputAttrs(c.F, "c-input c-code")).On("input", c.input))
}

// OnMount selects a wrong code that was kept, so that typing replaces it.
func (c *code) OnMount(app.Context) {
	if c.V.Broken(c.F.Name) {
		selectAll(c.F.Name)
	}
}

func (c *code) input(ctx app.Context, e app.Event) {
	if e.Get("isComposing").Truthy() {
		return
	}
	typed := ctx.JSSrc().Get("value").String()
	digits, clean := Digits(typed)
	if clean && digits != typed {
		ctx.JSSrc().Set("value", digits)
	}
	if clean && c.SelfSubmit && !offline() && len(digits) == c.Digits && c.maySend(digits) {
		c.sent, c.turn = digits, c.V.Turn
		Say(c.V.T("verify.checking"))
		form := ctx.JSSrc().Get("form")
		// On this goroutine the form's own handler would run only after the
		// browser has sent the form by itself.
		ctx.Async(func() { form.Call("requestSubmit") })
	}
}

func (c *code) maySend(digits string) bool {
	return c.sent == "" || c.sent != digits && c.V.Turn != c.turn && c.V.Broken(c.F.Name)
}

// Digits turns what a person typed or pasted into ASCII digits: spaces,
// hyphens and other marks go, Arabic-Indic, Persian and full-width digits are
// turned. It reports false when there are letters, which must stay visible.
func Digits(typed string) (string, bool) {
	clean := true
	digits := strings.Map(func(r rune) rune {
		for _, zero := range []rune{'0', '٠', '۰', '0'} {
			if r >= zero && r <= zero+9 {
				return '0' + r - zero
			}
		}
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			clean = false
		}
		return -1
	}, typed)
	return digits, clean
}
