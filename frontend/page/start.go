package page

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/part"
)

func start(v part.View, d wire.Start) (app.UI, string) {
	return v.Card(part.Card{Title: "start.title", Back: "/", Lean: true,
		Fields: []string{"organization", "short", "name", "email", "password"},
		Body: []app.UI{v.Form("/start", part.If(d.Again, func() app.UI { return part.Hidden("again", "1") }),
			v.Suggesting(part.Field{Name: "organization", Label: v.T("start.organization"), Value: d.Organization, Autocomplete: "organization", Focus: true}, "short", domain.SuggestShortName),
			v.Field(part.Field{Name: "short", Label: v.T("start.short"), Hint: v.T("start.short.hint", "prefix", d.AddressPrefix), Value: d.Short, Ltr: true}),
			v.Field(part.Field{Name: "name", Label: v.T("start.name"), Value: d.Name, Autocomplete: "name"}),
			v.Field(part.Field{Name: "email", Label: v.T("start.email"), Hint: v.T("start.email.hint"), Value: d.Email, Type: "email", Autocomplete: "username", Ltr: true}),
			newPassword(v, v.T("start.password"), d.PasswordMin, false),
			terms(v),
			part.Actions(v.Submit(part.Primary, v.T("start.submit"))))},
	})
}

func newPassword(v part.View, label string, least int, focus bool) app.UI {
	return v.Password(part.Field{Name: "password", Label: label, Autocomplete: "new-password", Focus: focus,
		Hint: v.T("password.new.hint", "n", strconv.Itoa(least))})
}

func terms(v part.View) app.UI {
	if v.Page.Links.Terms == "" {
		return nil
	}
	return part.Group(v.Muted("start.terms"), v.Away(v.T("start.terms.link"), v.Page.Links.Terms))
}

func startSent(v part.View, d wire.StartSent) (app.UI, string) {
	var again app.UI
	if d.Resend {
		again = v.Form("/start/again", part.Actions(v.Submit(part.Secondary, v.T("start.sent.again"))))
	}
	return v.Card(part.Card{Title: "start.sent.title", Body: []app.UI{
		v.Sentence("start.sent.text", part.Ltr("email", d.Email), part.Plain("minutes", strconv.Itoa(d.Minutes))),
		again,
		part.Links(v.Link(v.T("start.sent.other"), "/start?again=1")),
	}})
}

func startConfirm(v part.View, d wire.StartConfirm) (app.UI, string) {
	return v.Card(part.Card{Title: "start.confirm.title", Body: []app.UI{
		v.Sentence("start.confirm.text", part.Ltr("email", d.Email), part.Name("org", d.Organization)),
		v.Form(d.Action, part.Actions(v.Submit(part.Primary, v.T("start.confirm.submit")))),
	}})
}
