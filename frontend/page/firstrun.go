package page

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
)

func firstRun(v part.View, d wire.FirstRun) (app.UI, string) {
	if d.Ready {
		return v.Card(part.Card{Title: "instance.ready", NoHelp: true, Body: []app.UI{
			part.Actions(v.LinkButton(part.Primary, v.T("instance.signin"), d.SignIn))}})
	}
	return v.Card(part.Card{Title: "instance.title", Lean: true, NoHelp: true, Fields: []string{"code", "name", "email", "password"},
		Body: []app.UI{v.Text("instance.text"), v.Form("/setup/instance",
			v.Field(part.Field{Name: "code", Label: v.T("instance.code"), Hint: v.T("instance.code.hint"), Autocomplete: "off", Ltr: true, Focus: true}),
			v.Field(part.Field{Name: "name", Label: v.T("start.name"), Value: d.Name, Autocomplete: "name"}),
			v.Field(part.Field{Name: "email", Label: v.T("start.email"), Value: d.Email, Type: "email", Autocomplete: "username", Ltr: true}),
			newPassword(v, v.T("start.password"), d.PasswordMin),
			v.Muted("instance.next"),
			part.Actions(v.Submit(part.Primary, v.T("instance.submit"))))}})
}
