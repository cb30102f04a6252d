package messages

import (
	"slices"
	"strings"
	"testing"
	"time"

	"twofold/domain"
	"twofold/frontend/text"
)

// Whatever the catalog says could have been an organization's own words.
func TestCatalogPassesItsOwnCheck(t *testing.T) {
	for _, kind := range Templates {
		if len(Fields(kind)) == 0 {
			t.Errorf("%s has no fields", kind)
		}
		for _, lang := range Languages() {
			words := Catalog(kind, lang)
			if err := words.Check(kind); err != nil {
				t.Errorf("%s in %s: %v of %q", kind, lang, err, words)
			}
			if clean := words.Clean().Changed(kind, lang); len(clean) > 0 {
				t.Errorf("%s in %s changes by itself: %q", kind, lang, clean)
			}
		}
	}
}

// Every variable that may be used has a value in every message of its kind.
func TestVariablesAreAlwaysThere(t *testing.T) {
	for _, kind := range Templates {
		for _, name := range Variables(kind) {
			ours := slices.Contains([]string{"org", "feature", "minutes", "code"}, name)
			if kind != CodeByText && !ours && !slices.Contains(Needs(kind), name) {
				t.Errorf("%s may lack {%s}", kind, name)
			}
			if got := Value("de", name, SampleOf(kind, "Northwind", "https://id.example", time.Unix(0, 0))); got == "" {
				t.Errorf("%s has no sample of {%s}", kind, name)
			}
		}
	}
}

func TestWordingIsCleaned(t *testing.T) {
	got := Wording{"text": " a \r\nb\r\n\r\n\r\n\r\n c\u0301 \n"}.Clean()["text"]
	if got != "a\nb\n\n\u0107" {
		t.Errorf("%q", got)
	}
}

// FuzzWording holds whatever passes the check against what is promised of it.
func FuzzWording(f *testing.F) {
	for _, s := range []string{"{code} is yours", "{{.Code}}", "{code} a.b", "\"><h2>{code}", "{code}\n@x #1", "{code}{org}", "{code}}", "{code} 12 34 56", "{code} ｅｖｉｌ．ｃｏｍ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for kind, name := range map[string]string{CodeByText: "text", Code: "subject", Invite: "text"} {
			words := Wording{name: s}.Clean()
			if words.Check(kind) != nil {
				continue
			}
			got := words[name]
			if strings.ContainsAny(got, "\r\x00\u202e\u2028@") || strings.Contains(got, "//") || kind != Invite && strings.Contains(got, "\n") {
				t.Fatalf("%s passed %q", kind, got)
			}
			if strings.ContainsAny(text.Fill(got, text.Args{"code": "", "org": "", "feature": "", "minutes": "", "by": "", "days": ""}), "{}") {
				t.Fatalf("%s leaves braces of %q", kind, got)
			}
			letter := WriteOwn("en", kind, SampleOf(kind, "Northwind", "", time.Unix(0, 0)), words)
			if strings.ContainsAny(letter.Subject, "\r\n") {
				t.Fatalf("subject %q", letter.Subject)
			}
		}
	})
}

func TestWordingSaysWhereItIsWrong(t *testing.T) {
	err := Wording{"subject": "{{.Code}} now", "text": "evil.example {by} {days}", "more": "x"}.Check(Invite)
	e, _ := err.(*domain.Error)
	if e == nil || e.Code != domain.CodeUnknownField || len(e.More) != 2 || e.More[0].Field != "subject" || e.More[0].Args["name"] != "{{.Code}}" || e.More[1].Code != domain.CodeWordsLink {
		t.Errorf("%+v", err)
	}
}
