package part

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/frontend/text"
)

// Looks of a Letter.
const (
	LookLight = "light"
	LookDark  = "dark"
	LookPhone = "phone"
	LookPlain = "plain"
)

// LetterPart is lines of words, a code, or links.
type LetterPart struct {
	Kind  string
	Lines []string
}

// Letter is a picture of a message: words of others in a language of their
// own, in which nothing can be pressed.
type Letter struct {
	Label   string
	Lang    string
	Look    string
	From    string
	Subject string
	Parts   []LetterPart
	Text    string // in place of the parts: the plain text, or a text message
}

// Letter draws the picture.
func (v View) Letter(l Letter) app.UI {
	var body []app.UI
	if l.From != "" {
		body = append(body, para("", l.From))
	}
	if l.Subject != "" {
		body = append(body, para("c-letter-subject", l.Subject))
	}
	if l.Text != "" {
		body = append(body, para("c-letter-plain", l.Text))
	}
	for i, p := range l.Parts {
		body = append(body, letterPart(p, i == 0))
	}
	return el("div", attrs{"class": "c-letter c-letter-" + l.Look, "role": "group", "aria-label": l.Label, "tabindex": "0"},
		el("div", attrs{"class": "c-letter-page", "lang": l.Lang, "dir": text.Dir(l.Lang)}, body...))
}

func letterPart(p LetterPart, lead bool) app.UI {
	var lines []app.UI
	for _, line := range p.Lines {
		lines = append(lines, el("span", nil, Text(line)))
	}
	switch {
	case p.Kind == "code":
		return el("p", attrs{"class": "c-letter-code", "dir": "ltr"}, lines...)
	case p.Kind == "links":
		return el("p", attrs{"class": "c-letter-link", "dir": "ltr"}, lines...)
	case lead:
		return el("p", attrs{"class": "c-letter-lead"}, lines...)
	}
	return el("p", nil, lines...)
}

// In is parts in a language of their own.
func In(lang string, body ...app.UI) app.UI {
	return el("div", attrs{"lang": lang, "dir": text.Dir(lang), "class": "c-group"}, body...)
}

// Insert puts words where the cursor of a field is, as typing would, and leaves
// the cursor after them.
func Insert(id, words string) {
	if app.IsServer {
		return
	}
	field := app.Window().GetElementByID(id)
	if !field.Truthy() {
		return
	}
	field.Call("focus")
	field.Call("setRangeText", words, field.Get("selectionStart"), field.Get("selectionEnd"), "end")
	field.Call("dispatchEvent", app.Window().Get("Event").New("input", map[string]any{"bubbles": true}))
}
