package deliver

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"twofold/frontend/text/messages"
)

// pseudo is a letter in a language nobody speaks: accents on every letter and
// words 40 % longer, with the values as they are.
func pseudo(l messages.Letter) messages.Letter {
	accents := strings.NewReplacer("a", "å", "e", "é", "i", "ï", "o", "ø", "u", "û", "n", "ñ", "c", "ç", "y", "ÿ", "s", "š", "A", "Å", "Y", "Ý", "W", "Ŵ", "I", "Î")
	for i, p := range l.Paragraphs {
		for j, line := range p.Lines {
			for k, r := range line {
				if !r.Value {
					l.Paragraphs[i].Lines[j][k].Text = accents.Replace(r.Text) + strings.Repeat("·", len([]rune(r.Text))*2/5)
				}
			}
		}
	}
	return l
}

func TestLongerWordsKeepThePage(t *testing.T) {
	for _, kind := range messages.Kinds {
		args := full(kind)
		l := pseudo(messages.Write("en", kind, args))
		s, err := page(l, preheader(l, args))
		if err != nil || len(s) > 102*1024 {
			t.Errorf("%s: %d bytes, %v", kind, len(s), err)
		}
		doc, err := html.Parse(strings.NewReader(s))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range strings.Split(strings.TrimSpace(l.Text()), "\n\n") {
			if !strings.Contains(words(doc), strings.ReplaceAll(p, "\n", "")) {
				t.Errorf("%s: the HTML does not say %q", kind, p)
			}
		}
		// What is still plain ASCII prose was put together outside a catalog.
		for _, p := range l.Paragraphs {
			for _, line := range p.Lines {
				for _, r := range line {
					if !r.Value && strings.ContainsAny(r.Text, "aeiou") {
						t.Errorf("%s: %q isn't from a catalog", kind, r.Text)
					}
				}
			}
		}
	}
}
