package page

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
)

func verify(v part.View, d wire.Verify) (app.UI, string) {
	return v.Card(part.Card{Title: titled("verify.title", d.Reset), Back: v.Path("/sign-in"), Lean: true,
		Problem: failed(v), Body: []app.UI{
			askedOf(v, d.Email, d.Reset),
			v.Form(v.Path("/sign-in/verify"), part.Hidden("way", d.Way),
				codeField(v, d.Method, d.Typed, d.Digits, true),
				advice(v, d),
				trustBox(v, d.Trust),
				part.Actions(v.Submit(part.Primary, v.T("verify.submit")))),
			ladder(v), part.Links(cantVerify(v, d.Reset)), instead(v, d.TextUntil),
		}})
}

// failed is the heading of R16 over a code that was checked and refused.
func failed(v part.View) string {
	if v.Page.Errors["code"].Code == "code_wrong" {
		return "summary.verify"
	}
	return ""
}

func codeField(v part.View, name, typed string, digits int, selfSubmit bool) app.UI {
	label := v.T("verify.code")
	if name != "" {
		label = v.T("verify.code.named", "name", name)
	}
	return v.Code(part.Field{Name: "code", Label: label, Value: typed, Focus: true,
		Hint: v.T("verify.code.hint", "digits", strconv.Itoa(digits))}, digits, selfSubmit)
}

// advice is what helps after a wrong code: tries left, the phone's clock, and
// the way out for a recovery code typed into the wrong field.
func advice(v part.View, d wire.Verify) app.UI {
	var lines []app.UI
	if d.TriesLeft == 1 || d.TriesLeft == 2 {
		lines = append(lines, part.Line(v.N("verify.tries", d.TriesLeft)))
	}
	if d.ClockHint {
		lines = append(lines, v.Text("verify.clock"))
	}
	switch {
	case d.ClockOff > 0:
		lines = append(lines, part.Line(v.N("verify.fast", d.ClockOff)))
	case d.ClockOff < 0:
		lines = append(lines, part.Line(v.N("verify.slow", -d.ClockOff)))
	}
	if d.LooksRecovery {
		lines = append(lines, v.Text("verify.recovery"),
			v.SubmitTo(part.LinkLike, v.T("verify.recovery.use"), v.Path("/sign-in/verify/recovery")))
	}
	if len(lines) == 0 {
		return nil
	}
	return v.CalloutWith("info", lines...)
}

// adviceOn is the same after a code refused with m, on pages that carry nothing
// else about it.
func adviceOn(v part.View, m wire.Message) app.UI {
	var d wire.Verify
	d.TriesLeft, _ = strconv.Atoi(m.Args["left"])
	d.ClockHint = m.Args["clock_hint"] == "true"
	if d.ClockOff, _ = strconv.Atoi(m.Args["minutes"]); m.Args["fast"] == "false" {
		d.ClockOff = -d.ClockOff
	}
	return advice(v, d)
}

func methods(v part.View, d wire.Methods) (app.UI, string) {
	return v.Card(part.Card{Title: titled("methods.title", d.Reset), Back: v.Path("/sign-in/verify"), Body: []app.UI{
		v.Form(v.Path("/sign-in/verify/send"), methodChoices(v, d.Methods)),
		ladder(v, "other_method", "recovery_code"),
		part.Links(v.Link(v.T(noneWork(d.Reset)), v.Path("/help/sign-in"))),
	}})
}

func noneWork(reset bool) string {
	if reset {
		return "forgot.cant"
	}
	return "methods.none"
}

var methodIcons = map[string]string{"passkey": "key", "security_key": "key", "app": "phone", "text": "mail", "email": "mail", "recovery": "list", "access_code": "list", "password": "key"}

func methodChoices(v part.View, list []wire.MethodChoice) app.UI {
	var choices []part.Choice
	for _, m := range list {
		note := m.Name
		switch {
		case m.Kind == "recovery":
			note = v.N("methods.left", m.Left)
		case m.Hint != "":
			note = v.T("methods."+m.Kind+".to", "hint", m.Hint)
		}
		if !m.LastUsed.IsZero() {
			note = join(note, v.T("methods.used", "when", v.Ago(m.LastUsed)))
		}
		choices = append(choices, part.Choice{Icon: methodIcons[m.Kind], Label: v.T("methods." + m.Kind), Note: note, Href: m.Href, SubmitName: "way", Value: m.Way})
	}
	return v.Choices(choices...)
}
