package page

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
)

func help(v part.View, d wire.Help) (app.UI, string) {
	body := []app.UI{part.Section(v.T("help.signin"), v.Text("help.signin.text"))}
	if d.TwoStep {
		body = append(body,
			part.Section(v.T("help.codes"), v.Text("help.codes.text")),
			part.Section(v.T("help.lost"), v.Text("help.lost.text")))
	}
	body = append(body, part.SectionAt("cookies", v.T("help.cookies"), v.Text("help.cookies.text")))
	ask := v.Sentence("help.contact.text", part.Name("org", v.Site()))
	if v.Page.Org.Contact == (wire.Contact{}) {
		ask = v.Text("help.contact.none")
	}
	body = append(body, part.Section(v.T("help.contact"), ask))
	if v.Page.Me == nil {
		body = append(body, part.Links(v.Link(v.T("help.cant"), v.Path("/help/sign-in"))))
	}
	return v.Card(part.Card{Title: "help.title", Body: body, NoHelp: true})
}
