package page

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
)

const wrongHint = 2

func setupCode(v part.View, d wire.SetupCode) (app.UI, string) {
	var hint, wait app.UI
	text := "code.text"
	if d.Only {
		text = "code.text.only"
	}
	if d.Wrong >= wrongHint {
		hint = v.CalloutWith("info", v.Text("code.wrong"), v.Link(v.T("code.qr"), v.Path("/setup/app")))
	}
	if d.Wait > 0 {
		wait = v.Callout("warn", v.T("code.wait"))
	}
	return v.Card(part.Card{Title: "code.title", Step: d.Step, Back: v.Path("/setup/app"), Lean: true,
		Problem: failed(v), Fields: []string{"code", "name"}, Body: []app.UI{
			v.Text(text), wait,
			v.Form(v.Path("/setup/code"),
				codeField(v, "", d.Typed, d.Digits, false),
				hint, adviceOn(v, v.Page.Errors["code"]),
				v.Field(part.Field{Name: "name", Label: v.T("code.name"), Hint: v.T("code.name.hint"), Value: d.Name}),
				part.Actions(v.SubmitAfter(part.Primary, v.T("code.submit"), "signin.wait", d.Wait))),
		}})
}

func setupCodes(v part.View, d wire.SetupCodes) (app.UI, string) {
	submit := v.T("codes.submit")
	if d.Renewed {
		submit = v.T("codes.done")
	}
	return v.Card(part.Card{Title: "codes.title", Step: d.Step, Wide: true, Fields: []string{"saved"}, Body: []app.UI{
		v.Text("codes.text"),
		v.RecoveryCodes(d.Codes, d.Account, d.Made, d.Download),
		v.LeaveGuard(!d.Renewed, v.Form(d.Action,
			v.Check("saved", v.T("codes.saved"), "", false),
			part.Actions(v.Submit(part.Primary, submit)))),
	}})
}
