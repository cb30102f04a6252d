package deliver

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"twofold/frontend/text/messages"
)

func sampleOf(kind string) map[string]string {
	return messages.SampleOf(kind, "Northwind", "https://id.example/t/northwind", time.Unix(1e9, 0))
}

// Every kind can be written in own words, in every language, as in ours.
func TestEveryTemplateIsWritten(t *testing.T) {
	for _, kind := range messages.Templates {
		for _, lang := range messages.Languages() {
			own := messages.Catalog(kind, lang)
			if kind == messages.CodeByText {
				body, used, err := OwnCodeText(lang, sampleOf(kind), "https://id.example", own)
				if err != nil || !used || !strings.HasSuffix(body, "\n@id.example #123456") || Segments(body) > 2 {
					t.Errorf("%s: %q %v %v", lang, body, used, err)
				}
				continue
			}
			m, letter, err := Preview(kind, lang, sampleOf(kind), own)
			ours, oursErr := Render(kind, lang, sampleOf(kind))
			if err != nil || oursErr != nil || len(letter.Paragraphs) == 0 || m.Lang != ours.Lang || len(m.Text) == 0 {
				t.Errorf("%s %s: %v %v", kind, lang, err, oursErr)
			}
		}
	}
}

// A name that doesn't fit leaves the catalog's words, not a gap.
func TestOwnTextKeepsItsSegments(t *testing.T) {
	own := messages.Wording{"text": "{code} for {org}, and for nobody else. Keep it."}
	for _, c := range []struct {
		org  string
		used bool
		says string
	}{
		{"Northwind", true, "123456 for Northwind, and"},
		{"HP", true, "for HP, and"},
		{strings.Repeat("Long Name ", 12), true, "123456 for Long Name Long Name"},
		{"مؤسسة", false, "123456 is your code."},
		{"...", false, "123456 is your code."},
	} {
		args := sampleOf(messages.CodeByText)
		args["org"] = c.org
		body, used, err := OwnCodeText("en", args, "https://id.example", own)
		if err != nil || used != c.used || !strings.Contains(body, c.says) || Segments(body) != 1 {
			t.Errorf("%q: %q %v %v", c.org, body, used, err)
		}
	}
	long := messages.Wording{"text": strings.Repeat("ж", 110) + " {code}"}
	if body, used, err := OwnCodeText("en", sampleOf(messages.CodeByText), "https://"+strings.Repeat("long.", 30)+"example", long); err != nil || used || Segments(body) > 2 {
		t.Errorf("%q %v %v", body, used, err)
	}
}

// FuzzOwnWords: whatever passes the check is words in the mail, and no more:
// one header, no element, no link but ours.
func FuzzOwnWords(f *testing.F) {
	for _, s := range []string{"\"><h2>{by} {days}", "<script>{by}</script>{days}", "{by}\n\n{days}", "{{.By}} {by} {days}", "{by} {days} https://evil.example", "{by} {days} a＠b", "&lt;{by}{days}"} {
		f.Add(s)
	}
	plainMail, _ := Render(messages.Invite, "en", sampleOf(messages.Invite))
	want := elements(plainMail.HTML)
	f.Fuzz(func(t *testing.T, s string) {
		own := messages.Wording{"text": s, "subject": s}.Clean()
		for _, one := range []messages.Wording{{"text": own["text"]}, {"subject": own["subject"]}} {
			m, used, err := RenderOwn(messages.Invite, "en", sampleOf(messages.Invite), one)
			if err != nil {
				t.Fatalf("lost a message for %q: %v", s, err)
			}
			if !used {
				continue
			}
			m.ID, m.At, m.From, m.To = "msg_1", time.Unix(1e9, 0), Address{"Northwind", "id@twofold.example"}, "maria@example.com"
			if _, err := m.Source(); err != nil {
				t.Fatalf("%q can't be sent: %v", s, err)
			}
			got := elements(m.HTML)
			for name, n := range got {
				if name != "p" && name != "br" && name != "bdi" && n != want[name] {
					t.Fatalf("%q made %d %s of %d", s, n, name, want[name])
				}
			}
		}
	})
}

// elements counts what the HTML holds.
func elements(page string) map[string]int {
	out := map[string]int{}
	for z := html.NewTokenizer(strings.NewReader(page)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return out
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			out[string(name)]++
		}
	}
}
