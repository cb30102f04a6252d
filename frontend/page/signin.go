package page

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
)

func signIn(v part.View, d wire.SignIn) (app.UI, string) {
	return v.Card(part.Card{Title: "signin.title", Lean: true, Fields: []string{"username", "password"}, Body: []app.UI{
		signedInAs(v, d), allowCookies(v),
		v.Form(v.Path("/sign-in"),
			part.Hidden("next", d.Next),
			v.Field(part.Field{Name: "username", Label: v.T("signin.email"), Value: d.Email, Type: "email",
				Autocomplete: usernameFill(d.Passkey != ""), Ltr: true, Focus: d.Email == ""}),
			v.Password(part.Field{Name: "password", Label: v.T("signin.password"), Focus: d.Email != ""}),
			forgotLink(v, d.Email),
			trustBox(v, d.Trust),
			part.Actions(v.SubmitAfter(part.Primary, v.T("signin.submit"), "signin.wait", d.Wait))),
		forgotForm(v, d.Email),
		passkeySignIn(v, d),
		part.PasskeyUnknown(d.Site, d.Unknown),
	}})
}

func signedInAs(v part.View, d wire.SignIn) app.UI {
	if d.SignedInAs == "" {
		return nil
	}
	return v.CalloutWith("info",
		v.Sentence("signin.already", part.Ltr("email", d.SignedInAs)),
		part.Links(
			v.Link(v.T("signin.already.continue"), d.Continue),
			v.InlineForm(v.Path("/sign-out"), part.Hidden("next", v.Path("/sign-in")),
				v.Submit(part.LinkLike, v.T("signin.already.other")))))
}

// allowCookies leads to how, where the browser blocks them.
func allowCookies(v part.View) app.UI {
	if len(v.Page.Summary) == 0 || v.Page.Summary[0].Code != "cookies_blocked" {
		return nil
	}
	return part.Links(v.Link(v.T("signin.cookies"), v.Path("/help")+"#cookies"))
}

func trustBox(v part.View, t *wire.TrustBox) app.UI {
	if t == nil {
		return nil
	}
	label := v.T("trust", "n", strconv.Itoa(t.Days))
	if t.Days == 1 {
		label = v.T("trust.one")
	}
	return v.Check("trust", label, v.T("trust.warning"), t.Checked)
}

func organizations(v part.View, d wire.Organizations) (app.UI, string) {
	return v.Card(part.Card{Title: "organizations.title", Body: []app.UI{
		sessions(v, d.Sessions),
		part.Links(v.Link(v.T("organizations.another"), "/")),
	}})
}

func signedOut(v part.View, d wire.SignedOut) (app.UI, string) {
	var forget app.UI
	if d.Trusted {
		forget = v.Form(v.Path("/signed-out"), v.Text("signedout.kept"),
			part.Actions(v.SubmitAs(part.LinkLike, v.T("signedout.forget"), "forget", "1")))
	}
	return v.Card(part.Card{Title: "signedout.title", Args: []part.Arg{part.Name("org", v.Site())}, Body: []app.UI{
		part.Actions(v.LinkButton(part.Primary, v.T("signedout.again"), v.Path("/sign-in"))),
		forget,
	}})
}
