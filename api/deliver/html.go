package deliver

import (
	_ "embed"
	"html/template"
	"strings"

	"twofold/frontend/text"
)

//go:embed mail.html
var mailHTML string

var mailPage = template.Must(template.New("mail").Parse(mailHTML))

type paragraph struct {
	Lead  bool
	Links []string // set: the paragraph is addresses, one a line
	Lines []string
}

// page is the letter as HTML: one column, no script, nothing to load.
func page(lang string, letter text.Letter, link, preheader string) (string, error) {
	in := struct {
		Lang, Dir, Subject, Preheader string
		Paragraphs                    []paragraph
	}{Lang: lang, Dir: text.Dir(lang), Subject: letter.Subject, Preheader: preheader}
	for i, p := range letter.Paragraphs {
		if link != "" && p == link {
			in.Paragraphs = append(in.Paragraphs, paragraph{Links: strings.Fields(p)})
			continue
		}
		in.Paragraphs = append(in.Paragraphs, paragraph{Lead: i == 0, Lines: strings.Split(p, "\n")})
	}
	var b strings.Builder
	if err := mailPage.Execute(&b, in); err != nil {
		return "", err
	}
	return b.String(), nil
}
