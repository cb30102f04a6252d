package page

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
	"twofold/frontend/text"
)

func setupApp(v part.View, d wire.SetupApp) (app.UI, string) {
	if d.App == "" {
		return chooseApp(v, d)
	}
	return scanKey(v, d)
}

func chooseApp(v part.View, d wire.SetupApp) (app.UI, string) {
	var cards []part.Radio
	for _, a := range d.Apps {
		cards = append(cards, appCard(v, a))
	}
	return v.Card(part.Card{Title: "app.choose.title", Step: d.Step, Back: d.Back, Wide: true, Fields: []string{"app"}, Body: []app.UI{
		backupText(v, d.Backup),
		v.Text("app.choose.text"),
		v.Form(v.Path("/setup/app"),
			part.Hidden("action", "choose"),
			&part.Chosen{Draw: func(chosen bool) app.UI {
				why := v.T("app.next.why")
				if chosen {
					why = ""
				}
				return part.Group(v.RadioCards("app", v.T("app.choose.label"), "", cards), part.Actions(v.SubmitOnce(part.Primary, v.T("app.next"), why)))
			}}),
	}})
}

// appNote is what stands under an app: the organization's own words, or ours
// where it left them as they came.
func appNote(v part.View, a wire.AppChoice) string {
	key := "app.note." + strings.ToLower(strings.ReplaceAll(a.ID, " ", "_"))
	if a.Note != "" && a.Note == text.T(text.Default, key, nil) {
		return v.T(key)
	}
	return a.Note
}

func appCard(v part.View, a wire.AppChoice) part.Radio {
	r := part.Radio{Value: a.ID, Label: a.Name, Note: appNote(v, a)}
	if a.ID == "other" {
		r.Label, r.Note = v.T("app.other"), v.T("app.other.note")
	}
	if a.First {
		r.Tag = v.Tag("info", "star", v.T("setup.recommended"))
	}
	var ios, android app.UI
	if a.IOS != "" {
		ios = v.Away(v.T("app.get.ios", "app", a.Name), a.IOS)
	}
	if a.Android != "" {
		android = v.Away(v.T("app.get.android", "app", a.Name), a.Android)
	}
	r.Foot = part.Links(ios, android, appHelp(v, a))
	return r
}

// appHelp leads to what the app's maker says about a lost or new phone.
func appHelp(v part.View, a wire.AppChoice) app.UI {
	if a.Help == "" {
		return nil
	}
	return v.Away(v.T("app.help", "app", a.Name), a.Help)
}

func scanKey(v part.View, d wire.SetupApp) (app.UI, string) {
	org := part.Name("org", v.Site())
	var expired, old app.UI
	if d.Replaced {
		expired = v.Callout("warn", v.T("app.expired"))
	}
	if d.HadApp {
		old = v.CalloutWith("info", v.Sentence("app.old", org, part.Ltr("account", d.Account)))
	}
	return v.Card(part.Card{Title: "app.title", Args: []part.Arg{org}, Step: d.Step, Back: d.Back, Wide: true, Body: []app.UI{
		expired, old,
		part.Steps(
			openApp(v, d),
			part.Beside(
				part.Group(v.Text("app.scan"), v.OpenApp(v.T("app.open"), d.URI),
					v.QRFold(v.T("app.scan.other"), v.QR(d.QR, v.T("app.qr", "org", v.Site())))),
				keyBlock(v, d)),
			v.Text("app.go")),
		part.Actions(v.LinkButton(part.Primary, v.T("app.continue"), v.Path("/setup/code"))),
		v.InlineForm(v.Path("/setup/app"), v.SubmitAs(part.LinkLike, v.T("app.restart"), "action", "restart")),
	}})
}

func openApp(v part.View, d wire.SetupApp) app.UI {
	change := v.Link(v.T("app.change"), v.Path("/setup/app?choose=1"))
	for _, a := range d.Apps {
		if a.ID == d.App && a.Name != "" {
			return part.Group(v.Sentence("app.chosen", part.Name("app", a.Name)), part.Links(change, appHelp(v, a)))
		}
	}
	return part.Group(v.Text("app.chosen.other"), part.Links(change))
}

func keyBlock(v part.View, d wire.SetupApp) app.UI {
	return part.Section(v.T("app.key"),
		v.Secret(v.T("app.key.label"), d.Key),
		v.Facts(
			part.Fact{Name: v.T("app.account"), Value: d.Account, Ltr: true},
			part.Fact{Name: v.T("app.type"), Value: v.T("app.type.value")},
			part.Fact{Name: v.T("app.digits"), Value: "6", Ltr: true},
			part.Fact{Name: v.T("app.every"), Value: v.T("app.every.value")}))
}
