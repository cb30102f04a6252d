package page

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
)

// passkeySignIn is the button of a complete sign-in.
func passkeySignIn(v part.View, d wire.SignIn) app.UI {
	if d.Passkey == "" {
		return nil
	}
	return v.Passkey(part.Passkey{For: part.PasskeySignIn, Challenge: d.Passkey, Ask: wire.PasskeyAskRequest{}, Action: v.Path("/sign-in/passkey"),
		Canceled: v.T("passkey.canceled"), Body: []app.UI{
			v.Or("signin.or"), part.Hidden("next", d.Next),
			part.Actions(v.Submit(part.Secondary, v.T("signin.passkey")))}})
}

// usernameFill is what browsers may fill the email field of a sign-in with.
func usernameFill(passkeys bool) string {
	if passkeys {
		return "username webauthn"
	}
	return "username"
}

func ownPasskey(v part.View, challenge, action string, body ...app.UI) app.UI {
	return v.Passkey(part.Passkey{For: part.PasskeyOwn, Challenge: challenge, Action: action,
		Canceled: v.T("passkey.canceled"), No: v.T("passkey.unsupported"), Body: body})
}

func verifyPasskey(v part.View, d wire.PasskeyStep) (app.UI, string) {
	return v.Card(part.Card{Title: titled("passkey.title", d.Reset), Back: v.Path("/sign-in"), Body: []app.UI{
		askedOf(v, d.Email, d.Reset),
		v.Text("passkey.text"),
		ownPasskey(v, d.Challenge, v.Path("/sign-in/verify/passkey"),
			trustBox(v, d.Trust),
			part.Actions(v.Submit(part.Primary, v.T("passkey.submit")))),
		ladder(v), part.Links(cantVerify(v, d.Reset)), instead(v, d.TextUntil),
	}})
}

func setupPasskey(v part.View, d wire.SetupPasskey) (app.UI, string) {
	word, other := "", v.Link(v.T("passkey.new.key"), v.Path("/setup/passkey?kind="+wire.KindSecurityKey))
	if d.Kind == wire.KindSecurityKey {
		word, other = "."+d.Kind, v.Link(v.T("passkey.new.device"), v.Path("/setup/passkey"))
	}
	return v.Card(part.Card{Title: "passkey.new.title" + word, Step: d.Step, Back: d.Back, Body: []app.UI{
		v.Text("passkey.new.text" + word),
		v.Passkey(part.Passkey{For: part.PasskeyCreate, Challenge: d.Challenge, Ask: wire.CreatePasskeyRequest{Kind: d.Kind}, Action: v.Path("/setup/passkey"),
			Canceled: v.T("passkey.new.canceled"), Exists: v.T("passkey.exists"), No: v.T("passkey.new.unsupported"), Body: []app.UI{
				part.Hidden("kind", d.Kind),
				part.Actions(v.Submit(part.Primary, v.T("passkey.new.submit"+word)))}}),
		part.Links(other, v.Link(v.T("passkey.new.other"), v.Path("/setup?choose=1"))),
	}})
}

func namePasskey(v part.View, d wire.PasskeyName) (app.UI, string) {
	name := d.Name
	if name == "" {
		name = passkeyWord(v, d.Kind)
	}
	return v.Card(part.Card{Title: "passkey.name.title", Step: d.Step, Lean: true, Fields: []string{"name"}, Body: []app.UI{
		v.Text("passkey.name.text"),
		v.Form(v.Path("/setup/passkey/name"),
			v.Field(part.Field{Name: "name", Label: v.T("passkey.name.label"), Hint: v.T("code.name.hint"), Value: name, Focus: true}),
			part.Actions(v.Submit(part.Primary, v.T("code.submit")))),
	}})
}

func passkeyWord(v part.View, kind string) string {
	if kind == wire.KindSecurityKey {
		return v.T("passkey.name.key")
	}
	return v.T("passkey.name")
}
