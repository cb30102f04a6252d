package page

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
)

func forgot(v part.View, d wire.Forgot) (app.UI, string) {
	return v.Card(part.Card{Title: "forgot.ask.title", Back: v.Path("/sign-in"), Lean: true, Fields: []string{"email"}, Body: []app.UI{
		v.Text("forgot.text"),
		v.Form(v.Path("/forgot"),
			v.Field(part.Field{Name: "email", Label: v.T("signin.email"), Value: d.Email, Type: "email", Autocomplete: "username", Ltr: true, Focus: true}),
			part.Actions(v.Submit(part.Primary, v.T("forgot.ask.submit")))),
	}})
}

func forgotSent(v part.View, d wire.ForgotSent) (app.UI, string) {
	return v.Card(part.Card{Title: "forgot.sent.title", Body: []app.UI{
		v.Sentence("forgot.sent.text", part.Ltr("email", d.Email), part.Plain("minutes", strconv.Itoa(d.Minutes))),
		v.Form(v.Path("/forgot"), part.Hidden("email", d.Email),
			part.Actions(v.SubmitAfter(part.Secondary, v.T("sent.again"), "sent.wait", d.Wait))),
		part.Links(v.Link(v.T("forgot.sent.other"), v.Path("/forgot"))),
	}})
}

func newPasswordPage(v part.View, d wire.NewPassword) (app.UI, string) {
	return v.Card(part.Card{Title: "forgot.title", Lean: true, Fields: []string{"password", "again"}, Body: []app.UI{
		v.Text("forgot.everywhere"),
		v.Form(v.Path("/reset"),
			v.Field(part.Field{Name: "username", Label: v.T("signin.email"), Value: d.Email, Type: "email", Autocomplete: "username", Ltr: true, Fixed: true}),
			newPassword(v, v.T("forgot.password"), d.PasswordMin, true),
			v.Password(part.Field{Name: "again", Label: v.T("forgot.again"), Autocomplete: "new-password"}),
			part.Actions(v.Submit(part.Primary, v.T("forgot.submit")))),
	}})
}

// resetStopped is a reset that doesn't go on, with what does.
func resetStopped(v part.View, d wire.ResetStopped) (app.UI, string) {
	word, href := "forgot.stopped."+d.Kind, v.Path("/forgot")
	switch d.Kind {
	case wire.ResetLate:
		href = v.Path("/reset")
	case wire.ResetStuck:
		href = v.Path("/help/sign-in")
	}
	return v.Card(part.Card{Title: word, NoHelp: d.Kind == wire.ResetStuck, Body: []app.UI{
		v.Sentence(word+".text", part.Plain("minutes", strconv.Itoa(d.Minutes))),
		part.Actions(v.LinkButton(part.Primary, v.T(word+".go"), href)),
	}})
}

// forgotLink leads to the page of a forgotten password. It stands between the
// password and its button; with an address that was typed already it sends
// forgotForm, which Enter in a field never does.
func forgotLink(v part.View, email string) app.UI {
	if email == "" {
		return part.Links(v.Link(v.T("signin.forgot"), v.Path("/forgot")))
	}
	return part.Links(v.SubmitFor(part.LinkLike, v.T("signin.forgot"), "forgot"))
}

// forgotForm takes the address that was typed along: as a form, because no
// address belongs into a link.
func forgotForm(v part.View, email string) app.UI {
	if email == "" {
		return nil
	}
	return v.FormOf("forgot", v.Path("/forgot"), part.Hidden("fill", email))
}

// titled is the title of a page that asks for a second step.
func titled(key string, reset bool) string {
	if reset {
		return "forgot.verify"
	}
	return key
}

// askedOf says who is asked for a second step, and what for.
func askedOf(v part.View, email string, reset bool) app.UI {
	if reset {
		return v.Muted("forgot.as", part.Ltr("email", email))
	}
	return v.Muted("verify.as", part.Ltr("email", email))
}

// cantVerify is the way out of a reset for people without a way to verify.
func cantVerify(v part.View, reset bool) app.UI {
	return part.If(reset, func() app.UI { return v.Link(v.T("forgot.cant"), v.Path("/help/sign-in")) })
}
