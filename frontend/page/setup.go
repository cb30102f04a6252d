package page

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
)

func gate(v part.View, d wire.Gate) (app.UI, string) {
	title, body := gateWords(v, d)
	var off app.UI
	if d.TurnOff != "" {
		off = v.InlineForm(d.TurnOff, v.Submit(part.LinkLike, v.T("gate.off")))
	}
	out := v.InlineForm(v.Path("/sign-out"), v.Submit(part.Secondary, v.T("gate.signout")))
	if d.Later != "" {
		out = v.LinkButton(part.Secondary, v.T("gate.later"), d.Later)
	}
	return v.Card(part.Card{Title: title, Body: append(body,
		part.Actions(v.LinkButton(part.Primary, v.T("gate.submit"), d.SetUp), out),
		off)})
}

// gateNeeds says what is needed, and names the method that is set up where
// nobody chooses one.
func gateNeeds(v part.View, d wire.Gate) app.UI {
	need := v.Text("gate.any")
	if d.AppOnly {
		need = v.Text("gate.need")
	}
	if d.Method == "" {
		return need
	}
	return part.Group(v.Sentence("gate.picked", part.Name("org", v.Site()), part.Plain("method", v.T("setup."+d.Method))), need)
}

func setupMethods(v part.View, d wire.SetupMethods) (app.UI, string) {
	var choices []part.Choice
	for _, m := range d.Methods {
		c := part.Choice{Icon: methodIcons[m.Kind], Label: v.T("setup." + m.Kind), Note: v.T("setup." + m.Kind + ".text"),
			SubmitName: "method", Value: m.Kind}
		switch {
		case m.On:
			c.Tag = v.Tag("ok", "check", v.T("setup.on"))
		case m.Recommended:
			c.Tag = v.Tag("info", "star", v.T("setup.recommended"))
		}
		if m.Kind == "passkey" || m.Kind == "security_key" {
			c.Tag = byDevice(v, m, c.Tag)
		}
		choices = append(choices, c)
	}
	if d.Backup {
		return v.Card(part.Card{Title: "backup.title", Step: d.Step, Body: []app.UI{backupText(v, true), v.Form(v.Path("/setup"), v.Choices(choices...))}})
	}
	return v.Card(part.Card{Title: "setup.title", Step: d.Step, Back: d.Back, Body: []app.UI{
		part.If(d.TurnOn, func() app.UI {
			return v.CalloutWith("info", v.Text("setup.have"), v.InlineForm(v.Path("/setup/turn-on"), v.Submit(part.Primary, v.T("setup.turn_on"))))
		}),
		v.Form(v.Path("/setup"), v.Choices(choices...)),
		part.Fold(v.T("setup.which"), v.Text("setup.which.text")),
	}})
}

// byDevice is the tag of a passkey: it is recommended only where the device
// says that it keeps one, and where the browser makes none that is said.
func byDevice(v part.View, m wire.SetupMethod, tag app.UI) app.UI {
	d := &part.Device{None: v.Tag("warn", "alert", v.T("setup.passkey.no"))}
	if m.On {
		return part.Group(tag, d)
	}
	d.Keeps = tag
	return d
}

func setupDone(v part.View, d wire.SetupDone) (app.UI, string) {
	if d.Verified {
		return verifiedOnly(v, d)
	}
	title, next, gone := "done.title", "done.next", "done.old"
	if d.Kind == "passkey" {
		next, gone = "done.next.passkey", "done.old.passkey"
	}
	var old, others app.UI
	if d.Replaced {
		title, old = "done.title.replaced", v.Callout("info", v.T(gone))
	}
	if d.Others > 0 {
		others = v.InlineForm(v.Path("/setup/done"), v.SubmitAs(part.Secondary, v.N("done.others", d.Others), "others", "1"))
	}
	return v.Card(part.Card{Title: title, Body: []app.UI{
		v.CalloutWith("ok", v.Sentence(next, part.Name("name", d.Method))),
		old, backups(v, d.Backups),
		part.Actions(v.LinkButton(part.Primary, v.T("done.continue", "org", v.Site()), d.Next), others),
	}})
}

// backups offers a second way to verify, each by one press.
func backups(v part.View, kinds []string) app.UI {
	if len(kinds) == 0 {
		return nil
	}
	var choices []part.Choice
	for _, kind := range kinds {
		c := part.Choice{Icon: methodIcons[kind], Label: v.T("setup." + kind), Note: v.T("setup." + kind + ".text"), Href: v.Path("/setup/" + kind)}
		if kind == "passkey" {
			c.Tag = &part.Device{None: v.Tag("warn", "alert", v.T("setup.passkey.no"))}
		}
		choices = append(choices, c)
	}
	return part.Section(v.T("done.backup"), v.Text("done.backup.text"), v.Choices(choices...))
}

func setupInterrupted(v part.View, d wire.SetupInterrupted) (app.UI, string) {
	word := "interrupted.text"
	if d.Method == "app" {
		word = "interrupted.text.app"
	}
	return v.Card(part.Card{Title: "interrupted.title", Body: []app.UI{
		v.Sentence(word, part.Plain("when", v.Ago(d.Started))),
		part.Actions(
			v.LinkButton(part.Primary, v.T("interrupted.go"), d.Next),
			v.InlineForm(v.Path("/setup/app"), v.SubmitAs(part.Secondary, v.T("interrupted.restart"), "action", "over"))),
	}})
}
