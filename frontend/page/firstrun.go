package page

import (
	"time"

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
		Body: []app.UI{v.Text("instance.text"), firstChecks(v, d.Checks), v.Form("/setup/instance",
			v.Field(part.Field{Name: "code", Label: v.T("instance.code"), Hint: v.T("instance.code.hint"), Autocomplete: "off", Ltr: true, Focus: true}),
			v.Field(part.Field{Name: "name", Label: v.T("start.name"), Value: d.Name, Autocomplete: "name"}),
			v.Field(part.Field{Name: "email", Label: v.T("start.email"), Value: d.Email, Type: "email", Autocomplete: "username", Ltr: true}),
			newPassword(v, v.T("start.password"), d.PasswordMin, false),
			v.Muted("instance.next"),
			part.Actions(v.Submit(part.Primary, v.T("instance.submit"))))}})
}

// Clocks of a browser and the service may be apart by what a slow page takes.
const (
	browserAhead  = 5 * time.Minute
	browserBehind = -time.Minute
)

// firstChecks say what is right about the public address, and what exactly to
// change where it isn't. Only the browser's own clock needs a script.
func firstChecks(v part.View, checks []wire.FirstCheck) app.UI {
	if len(checks) == 0 {
		return part.Group()
	}
	if app.IsClient {
		apart := time.Since(v.Page.Now)
		checks = append(checks, wire.FirstCheck{Name: "browser_clock", OK: apart < browserAhead && apart > browserBehind, Seen: itoa(int(apart.Abs() / time.Minute))})
	}
	var lines []app.UI
	for _, c := range checks {
		tag, result := v.Tag("ok", "check", v.T("instance.fine")), ".ok"
		if !c.OK {
			tag, result = v.Tag("danger", "x", v.T("instance.wrong")), ".bad"
		}
		lines = append(lines, part.Group(tag, part.Line(v.T("instance."+c.Name+result, "set", c.Set, "seen", c.Seen))))
	}
	return part.Section(v.T("instance.checks"), lines...)
}
