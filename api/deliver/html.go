package deliver

import (
	_ "embed"
	"html/template"
	"strings"

	"twofold/frontend/text"
	"twofold/frontend/text/messages"
)

//go:embed mail.html
var mailHTML string

var mailPage = template.Must(template.New("mail").Parse(mailHTML))

// page is the letter as HTML: one column, no script, nothing to load.
func page(letter messages.Letter, preheader string) (string, error) {
	in := struct {
		messages.Letter
		Dir, Preheader string
	}{letter, text.Dir(letter.Lang), preheader}
	var b strings.Builder
	if err := mailPage.Execute(&b, in); err != nil {
		return "", err
	}
	return b.String(), nil
}
