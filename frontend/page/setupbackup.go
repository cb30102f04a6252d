package page

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
)

// backupTitle heads the pages of a backup way to verify.
func backupTitle(backup bool, kind, title string) string {
	if backup && kind == "text" {
		return "backup.title.text"
	}
	return title
}

// backupText says what a backup is for, on the pages of one.
func backupText(v part.View, backup bool) app.UI {
	if !backup {
		return nil
	}
	return v.Text("backup.text")
}

// verifiedOnly is the end of a set-up that turned nothing on: that is the next
// step, where it can be taken.
func verifiedOnly(v part.View, d wire.SetupDone) (app.UI, string) {
	var on, next app.UI
	if d.TurnOn {
		on = v.InlineForm(v.Path("/setup/turn-on"), v.Submit(part.Primary, v.T("verified.turn_on")))
	}
	if !d.Pending {
		next = v.LinkButton(part.Secondary, v.T("security.title"), v.Path("/me/security"))
	}
	return v.Card(part.Card{Title: "verified.title", Body: []app.UI{
		v.CalloutWith("ok", v.Sentence("verified.text", part.Name("name", d.Method))),
		v.Text("verified.off"),
		part.Actions(on, next),
		part.Links(v.Link(v.T("verified.more"), v.Path("/setup?choose=1"))),
	}})
}
