package page

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// language is the section that chooses the language of messages.
type language struct {
	s      *security
	chosen string
	began  bool // chosen holds what the person picked
}

func (l *language) draw(v part.View, w wire.Security) app.UI {
	if !l.began {
		l.chosen = w.Language
	}
	options := append([]part.Option{{Value: "", Label: v.T("language.org", "language", v.T("language."+w.OrgLanguage))}}, languages(v)...)
	return part.Anchor("messages", v.T("language.title"), part.Line(v.T("language.text")),
		v.Live(part.Live{Key: "language-form", Set: l.set, Submit: l.save},
			v.Select(part.Field{Name: "language", Label: v.T("language.label"), Value: l.chosen}, options),
			part.Actions(v.Send(part.Secondary, "language-save", v.T("language.save"), l.s.d.busy["language-save"]))))
}

// languages are those messages are written in, each by its own name.
func languages(v part.View) []part.Option {
	var out []part.Option
	for _, lang := range domain.Languages {
		out = append(out, part.Option{Value: lang, Label: v.T("language." + lang)})
	}
	return out
}

func (l *language) set(name, value string) {
	if name == "language" {
		l.chosen, l.began = value, true
	}
}

func (l *language) save() {
	l.s.d.do(call{to: wire.ChooseLanguage, in: wire.LanguageRequest{Language: l.chosen}, key: "language-save",
		done: func(string) {
			*l = language{s: l.s}
			l.s.changed("messages", l.s.d.view().T("notice.saved"))
		},
		fail: func(p *client.Problem) { l.s.d.tell(p) }})
}
