package page

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
)

func invite(v part.View, d wire.Invite) (app.UI, string) {
	org := part.Name("org", v.Site())
	switch d.State {
	case "":
		return v.Card(part.Card{Title: "invite.title", Args: []part.Arg{org}, Lean: true, Fields: []string{"name", "password"},
			Body: openInvite(v, d, org)})
	case "other":
		return v.Card(part.Card{Title: "invite.other", Args: []part.Arg{part.Ltr("email", d.Email)}, Body: []app.UI{
			v.Sentence("invite.other.text", part.Ltr("me", d.SignedInAs)),
			v.Form(v.Path("/sign-out"), part.Hidden("next", v.Path("/invite")),
				part.Actions(v.Submit(part.Primary, v.T("invite.other.submit")))),
		}})
	}
	c := part.Card{Title: "invite.expired", Body: []app.UI{v.Text("invite.expired.text")}}
	switch d.State {
	case "revoked":
		c = part.Card{Title: "invite.revoked", Body: []app.UI{v.Text("invite.revoked.text")}}
	case "accepted":
		c = part.Card{Title: "invite.accepted", Body: []app.UI{v.Text("invite.accepted.text"),
			part.Actions(v.LinkButton(part.Primary, v.T("invite.signin"), v.Path("/sign-in")))}}
	}
	return v.Card(c)
}

func openInvite(v part.View, d wire.Invite, org part.Arg) []app.UI {
	from := v.Sentence("invite.from", part.Name("name", d.Inviter), org)
	if d.Inviter == "" {
		from = v.Sentence("invite.from.nobody", org)
	}
	var next app.UI
	if d.SetUpNext {
		next = v.Muted("invite.next")
	}
	return []app.UI{from, v.Form(v.Path("/invite"),
		v.Field(part.Field{Name: "username", Label: v.T("invite.email"), Value: d.Email, Type: "email",
			Autocomplete: "username", Ltr: true, Fixed: true}),
		v.Field(part.Field{Name: "name", Label: v.T("invite.name"), Value: d.Name, Autocomplete: "name", Focus: true}),
		newPassword(v, v.T("invite.password"), d.PasswordMin, false),
		terms(v), next,
		part.Actions(v.Submit(part.Primary, v.T("invite.submit", "org", v.Site()))))}
}
