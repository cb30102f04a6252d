package part

import (
	"encoding/json"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// What a passkey form asks for.
const (
	PasskeySignIn = "sign-in" // anyone's, among the field's suggestions too
	PasskeyOwn    = "own"     // one of the person's
	PasskeyCreate = "create"  // a new one
)

// Passkey is a form that the script passkey.js answers for: it fetches a
// challenge, asks the browser and posts ceremony and passkey to Action. Without
// script, or where the browser has no passkeys, only No is drawn.
type Passkey struct {
	For       string
	Challenge string // address that gives the challenge
	Ask       any    // its body, none where nil
	Action    string
	Canceled  string // words for each way it can fail
	No        string
	Exists    string
	Body      []app.UI
}

// Passkey draws the form.
func (v View) Passkey(p Passkey) app.UI {
	body := ""
	if p.Ask != nil {
		if text, err := json.Marshal(p.Ask); err == nil {
			body = string(text)
		}
	}
	var no app.UI
	if p.No != "" {
		no = box("c-passkey-no", v.Callout("info", p.No))
	}
	inside := append([]app.UI{v.csrf(), answerField("ceremony"), answerField("passkey"),
		v.said("canceled", p.Canceled), v.said("exists", p.Exists), v.said("unsupported", p.No)}, p.Body...)
	return box("c-passkeys", no, el("form", attrs{"method": "post", "action": p.Action, "class": "c-form c-passkey", "novalidate": true,
		"data-passkey": p.For, "data-challenge": p.Challenge, "data-body": body}, inside...))
}

// answerField is a hidden field that the script fills.
func answerField(name string) app.UI {
	return void("input", attrs{"type": "hidden", "name": name, "autocomplete": "off"})
}

func (v View) said(word, words string) app.UI {
	if words == "" {
		return nil
	}
	return el("div", attrs{"hidden": true, "data-said": word}, v.Callout("warn", words))
}

// Device asks the browser about passkeys and then draws Keeps, where the device
// keeps them itself, or None, where the browser has none. Before, and without a
// script, nobody knows and nothing is drawn.
type Device struct {
	app.Compo
	Keeps, None app.UI
	told        string
}

// OnMount asks.
func (d *Device) OnMount(ctx app.Context) {
	if app.IsServer || !app.Window().Get("twofoldDevice").Truthy() {
		return
	}
	app.Window().Call("twofoldDevice").Then(func(v app.Value) {
		told := v.String()
		ctx.Dispatch(func(app.Context) { d.told = told })
	})
}

// Render draws what is known.
func (d *Device) Render() app.UI {
	shown := app.UI(nil)
	switch d.told {
	case "keeps":
		shown = d.Keeps
	case "none":
		shown = d.None
	}
	return el("span", attrs{"hidden": shown == nil}, shown)
}

// Or stands between two ways to do one thing.
func (v View) Or(key string) app.UI { return el("p", attrs{"class": "c-or"}, Text(v.T(key))) }

// PasskeyUnknown lets the script tell the browser that a passkey isn't known
// here any more.
func PasskeyUnknown(site, credential string) app.UI {
	if credential == "" {
		return nil
	}
	return el("span", attrs{"hidden": true, "data-passkey-unknown": credential, "data-site": site})
}

// AskPasskey asks the browser for one of the person's passkeys and tells the
// answer, or canceled or unsupported. Nothing is told on the server.
func AskPasskey(options string, told func(answer, problem string)) {
	if app.IsServer {
		return
	}
	ask := app.Window().Get("twofoldPasskey")
	if !ask.Truthy() {
		told("", "unsupported")
		return
	}
	app.Window().Call("twofoldPasskey", options).Then(func(v app.Value) {
		if answer := v.Get("answer"); answer.Truthy() {
			told(answer.String(), "")
			return
		}
		told("", v.Get("problem").String())
	})
}

// TellPasskeys tells the browser's password manager which passkeys are left.
func TellPasskeys(site, user string, left []string) {
	if app.IsServer || !app.Window().Get("twofoldPasskeysLeft").Truthy() {
		return
	}
	text, err := json.Marshal(map[string]any{"rpId": site, "userId": user, "allAcceptedCredentialIds": left})
	if err == nil {
		app.Window().Call("twofoldPasskeysLeft", string(text))
	}
}
