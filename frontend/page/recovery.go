package page

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/part"
)

func recovery(v part.View, d wire.Recovery) (app.UI, string) {
	if d.None {
		return v.Card(part.Card{Title: "recovery.title", Back: v.Path("/sign-in/verify/methods"), Body: []app.UI{
			v.Callout("warn", v.T("recovery.none")),
			ladder(v, "recovery_code"),
			part.Links(v.Link(v.T("recovery.none.link"), v.Path("/help/sign-in"))), instead(v, d.TextUntil),
		}})
	}
	return v.Card(part.Card{Title: "recovery.title", Back: v.Path("/sign-in/verify/methods"), Lean: true, Body: []app.UI{
		v.Text("recovery.text"),
		askedOf(v, d.Email, d.Reset),
		v.Form(v.Path("/sign-in/verify/recovery"),
			v.Field(part.Field{Name: "code", Label: v.T("recovery.code"), Hint: v.T("recovery.hint"), Value: d.Typed, Ltr: true, Focus: true}),
			adviceOn(v, v.Page.Errors["code"]),
			part.Actions(v.Submit(part.Primary, v.T("recovery.submit")))),
		ladder(v, "recovery_code"), instead(v, d.TextUntil),
	}})
}

const fewCodes = domain.FewRecoveryCodes

func recoveryUsed(v part.View, d wire.RecoveryUsed) (app.UI, string) {
	if d.First {
		return v.Card(part.Card{Title: "used.first.title", Body: []app.UI{
			v.Callout("ok", v.T("used.first.on")), v.Text("used.first.text"),
			part.Actions(v.InlineForm(d.NewCodes, v.Submit(part.Primary, v.T("used.first.go"))))}})
	}
	if d.Spent {
		return v.Card(part.Card{Title: "used.spent.title", Body: []app.UI{
			v.Callout("danger", v.T("used.none")), v.Text("used.spent.text"),
			part.Actions(v.InlineForm(d.NewCodes, v.Submit(part.Primary, v.T("used.new"))))}})
	}
	left := part.Line(v.N("used.left", d.Left))
	if d.Left == 0 {
		left = v.Callout("danger", v.T("used.none"))
	} else if d.Left <= fewCodes {
		left = v.Callout("warn", v.N("used.left", d.Left))
	}
	setUp := part.Secondary
	var buttons []app.UI
	if d.NewCodes != "" && d.Left <= fewCodes {
		buttons = append(buttons, v.InlineForm(d.NewCodes, v.Submit(part.Primary, v.T("used.new"))))
	} else {
		setUp = part.Primary
	}
	if d.SetUp != "" {
		buttons = append(buttons, v.LinkButton(setUp, v.T("used.again"), d.SetUp))
	}
	if d.Continue != "" && d.Left > 0 {
		buttons = append(buttons, v.InlineForm(d.Continue, v.Submit(part.Secondary, v.T("used.continue"))))
	}
	return v.Card(part.Card{Title: "used.title", Body: []app.UI{
		left, v.Text("used.lost"), part.Actions(buttons...),
	}})
}

func locked(v part.View, d wire.Locked) (app.UI, string) {
	seconds := int((d.Until.Sub(v.Page.Now) + time.Second - 1) / time.Second)
	return v.Card(part.Card{Title: "locked.title", Body: []app.UI{
		&part.Countdown{Seconds: max(seconds, 0), Announce: 300, Said: v.T("locked.text.over"), Draw: func(left int) app.UI {
			if left <= 0 {
				return part.Group(v.Text("locked.text.over"),
					part.Actions(v.LinkButton(part.Primary, v.T("locked.again"), d.TryAgain)))
			}
			return v.Sentence("locked.text", v.Clock("time", d.Until),
				part.Plain("left", v.Wait(time.Duration(left)*time.Second)))
		}},
		part.Section(v.T("locked.can"), passkeyMeanwhile(v, d.Passkey), v.Text("locked.wait"), askMeanwhile(v, d.Ask)),
		part.If(d.Forgot != "", func() app.UI {
			return part.Section(v.T("locked.notme"), v.Text("locked.notme.text"), part.Links(v.Link(v.T("locked.notme.go"), d.Forgot)))
		}),
	}})
}

func stepUp(v part.View, d wire.StepUp) (app.UI, string) {
	reason := v.T("confirm.reason."+d.Reason, "name", d.Subject)
	var others, cancel app.UI
	if len(d.Others) > 0 {
		others = part.Section(v.T("confirm.other"), methodChoices(v, d.Others))
	}
	if d.Cancel != "" {
		cancel = v.LinkButton(part.Secondary, v.T("confirm.cancel"), d.Cancel)
	}
	return v.Card(part.Card{Title: "confirm.title", Step: d.Step, Lean: d.Method != "passkey", Problem: failed(v), Body: []app.UI{
		v.Sentence("confirm.text", part.Plain("reason", reason)),
		stepUpForm(v, d, cancel),
		others,
	}})
}

func stepUpForm(v part.View, d wire.StepUp, cancel app.UI) app.UI {
	next, method := part.Hidden("next", d.Next), part.Hidden("method", d.Method)
	again, by := part.Hidden("next", d.Next), part.Hidden("method", d.Method) // an element stands in one form
	switch d.Method {
	case "passkey":
		return part.Group(v.Text("passkey.text"), ownPasskey(v, d.Challenge, d.Action, next, method,
			part.Actions(v.Submit(part.Primary, v.T("passkey.submit")), cancel)))
	case "app":
		return v.Form(d.Action, next, method, codeField(v, "", d.Typed, d.Digits, false), adviceOn(v, v.Page.Errors["code"]),
			part.Actions(v.Submit(part.Primary, v.T("confirm.submit")), cancel))
	}
	if d.Method == "text" || d.Method == "email" {
		word := "sent.send"
		if d.Sent {
			word = "sent.again"
		}
		var gone app.UI
		if d.Lost {
			gone = lost(v, d.Method)
		}
		return part.Group(gone,
			v.InlineForm(d.Action+"&send=1", again, by, v.Submit(part.Secondary, v.T(word))),
			v.Form(d.Action, next, method, sentField(v, d.Typed, d.Digits, false), adviceOn(v, v.Page.Errors["code"]),
				part.Actions(v.Submit(part.Primary, v.T("confirm.submit")), cancel)))
	}
	return v.Form(d.Action, next, method, v.Password(part.Field{Name: "password", Label: v.T("confirm.password"), Focus: true}),
		part.Actions(v.Submit(part.Primary, v.T("confirm.submit")), cancel))
}

// askMeanwhile asks those who administer to end the pause.
func askMeanwhile(v part.View, action string) app.UI {
	if action == "" {
		return nil
	}
	return part.Group(v.Text("locked.admin"), v.InlineForm(action, v.Submit(part.Secondary, v.T("locked.ask"))))
}

// passkeyMeanwhile is the way on while only codes are locked.
func passkeyMeanwhile(v part.View, href string) app.UI {
	if href == "" {
		return nil
	}
	return part.Links(v.Link(v.T("passkey.title"), href))
}
