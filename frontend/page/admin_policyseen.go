package page

import (
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/domain"
	"twofold/frontend/part"
)

// seen is what the draft puts before people: the card they stop at and the
// e-mail, both in the words they get.
func (p *policy) seen(v part.View) app.UI {
	if p.draft.Mode != domain.ModeRequired {
		return part.Group()
	}
	need := v.T("gate.any")
	if slices.Equal(p.draft.Domain().AcceptedOf(p.saved.value.Offered), []domain.Method{domain.MethodApp}) {
		need = v.T("gate.need")
	}
	return part.Section(v.T("preview.seen"),
		part.Note(v.T("preview.seen.card")),
		part.Mini(v.T("gate.title"), []string{v.T("gate.text", "org", v.Site()), need}, v.T("gate.submit"), v.T("gate.signout")),
		p.letter(v, "seen-mail"))
}

// letter is the e-mail that people get who have to set up.
func (p *policy) letter(v part.View, id string) app.UI {
	letter := p.saved.value.Letter
	return part.Fold(v.T("preview.seen.mail", "subject", letter.Subject), part.Pre(id, letter.Text))
}
