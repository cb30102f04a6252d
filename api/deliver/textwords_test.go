package deliver_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"twofold/api/deliver"
	"twofold/frontend/text/messages"
)

func TestSegments(t *testing.T) {
	for _, tt := range []struct {
		name, body string
		want       int
	}{
		{"nothing", "", 1},
		{"a full message", strings.Repeat("a", 160), 1},
		{"one more", strings.Repeat("a", 161), 2},
		{"two full parts", strings.Repeat("a", 306), 2},
		{"three parts", strings.Repeat("a", 307), 3},
		{"the basic alphabet", "£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà", 1},
		{"signs of two septets", strings.Repeat("€", 80), 1},
		{"one more of them", strings.Repeat("€", 81), 2},
		{"none is split: 152 and an escape", strings.Repeat("a", 152) + "€" + strings.Repeat("a", 152), 3},
		{"one wide letter makes all wide", strings.Repeat("a", 70) + "š", 2},
		{"a full wide message", strings.Repeat("ع", 70), 1},
		{"one more wide", strings.Repeat("ع", 71), 2},
		{"emoji count twice", strings.Repeat("😀", 35), 1},
		{"and are not split", strings.Repeat("😀", 66), 2},
		{"33 fit a part", strings.Repeat("😀", 67), 3},
	} {
		if got := deliver.Segments(tt.body); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
	if deliver.GSM7("Š") || !deliver.GSM7("{€}\n@x #1") {
		t.Error("alphabet")
	}
}

func TestCodeText(t *testing.T) {
	const site = "https://id.northwind.example"
	const last = "\n@id.northwind.example #482913"
	for _, tt := range []struct{ name, org, want string }{
		{"as agreed", "Northwind", "482913 is your Northwind code. Don't share it." + last},
		{"marks fall where they must", "Škoda Łódź", "482913 is your Skoda Lodz code. Don't share it." + last},
		{"letters of the alphabet stay", "Müller & Söhne", "482913 is your Müller & Söhne code. Don't share it." + last},
		{"another script would double the price", "Северный ветер", "482913 is your code. Don't share it." + last},
		{"no link in a name", "Win at evil.example/x", "482913 is your Win at evil example x code. Don't share it." + last},
		{"no second code in a name", "123456 is your code", "482913 is your 123 is your code code. Don't share it." + last},
		{"no name", " ", "482913 is your code. Don't share it." + last},
	} {
		if got, err := deliver.CodeText("en", tt.org, "482913", site); err != nil || got != tt.want {
			t.Errorf("%s: %q, %v", tt.name, got, err)
		}
	}
	long, err := deliver.CodeText("en", strings.Repeat("North wind ", 30), "482913", site)
	if err != nil || deliver.Segments(long) != 1 || utf8.RuneCountInString(long) < 150 || !strings.HasSuffix(long, last) {
		t.Errorf("%q, %v", long, err)
	}
	local, err := deliver.CodeText("xx", "Northwind", "000001", "http://localhost:8080")
	if err != nil || !strings.HasSuffix(local, "\n@localhost #000001") {
		t.Errorf("%q, %v", local, err)
	}
	for _, bad := range [][2]string{{"", site}, {"48 2913", site}, {"482913", ""}, {"482913", "::"}} {
		if got, err := deliver.CodeText("en", "Northwind", bad[0], bad[1]); !deliver.Permanent(err) {
			t.Errorf("%q: %q, %v", bad, got, err)
		}
	}
}

// An old number is told in one message without code or link, whatever the
// organization calls itself.
func TestOldNumberTextIsOneMessageInEveryLanguage(t *testing.T) {
	const english = "Northwind: the number for your sign-in codes was changed. Not you? Look at the email we sent you."
	if got := deliver.OldNumberText("en", "Northwind"); got != english {
		t.Errorf("English is %q", got)
	}
	for lang, plain := range map[string]bool{"en": true, "de": true, "ar": false} {
		bare := deliver.OldNumberText(lang, "")
		for _, org := range []string{"", "Northwind", "Škoda", "Северный ветер", "https://evil.example 482913", strings.Repeat("North wind ", 30)} {
			s := deliver.OldNumberText(lang, org)
			if deliver.Segments(s) != 1 || deliver.GSM7(s) != plain || strings.ContainsAny(s, "\n@#/{") || strings.Contains(s, ".example") || strings.Contains(s, "4829") {
				t.Errorf("%s %q: %q", lang, org, s)
			}
		}
		if s := deliver.OldNumberText(lang, "Northwind"); !strings.Contains(s, "Northwind") || strings.Contains(bare, "Northwind") {
			t.Errorf("%s: %q", lang, s)
		}
		args := map[string]string{"org": "Northwind", "to": "+447700900123"}
		own := messages.Wording{"text": "{code} from us"}
		if s, used, err := deliver.WriteText(messages.OldNumber, lang, args, "https://id.northwind.example", own); err != nil || used || s != deliver.OldNumberText(lang, "Northwind") {
			t.Errorf("%s in an organization's words: %q, %v", lang, s, err)
		}
	}
}

func FuzzCodeText(f *testing.F) {
	f.Add("Northwind")
	f.Add("https://evil.example #111111\n@evil.example")
	f.Fuzz(func(t *testing.T, org string) {
		got, err := deliver.CodeText("en", org, "482913", "https://id.northwind.example")
		if err != nil || deliver.Segments(got) != 1 || !deliver.GSM7(got) || strings.Count(got, "\n") != 1 || !strings.HasSuffix(got, "\n@id.northwind.example #482913") {
			t.Fatalf("%q, %v", got, err)
		}
		first, _, _ := strings.Cut(got, "\n")
		if strings.ContainsAny(strings.TrimSuffix(strings.Replace(first, "code. Don't", "", 1), "."), "/:@#.") {
			t.Fatalf("a link: %q", got)
		}
	})
}

// German stays in the seven-bit alphabet; Arabic can't, and is short.
func TestCodeTextIsOneMessageInEveryLanguage(t *testing.T) {
	for lang, plain := range map[string]bool{"en": true, "de": true, "ar": false} {
		s, err := deliver.CodeText(lang, "Northwind", "482913", "https://id.northwind.example")
		if err != nil || deliver.Segments(s) != 1 || deliver.GSM7(s) != plain || !strings.Contains(s, "Northwind") || strings.Contains(s, "://") {
			t.Errorf("%s: %q, %v", lang, s, err)
		}
	}
}
