package messages

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"twofold/frontend/text"
)

// catalog is a file as its translators see it: forms by key.
func catalog(t *testing.T, lang string) map[string]map[string]string {
	t.Helper()
	source, err := files.ReadFile(lang + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(source, &raw); err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string]string{}
	for key, value := range raw {
		var one string
		forms := map[string]string{}
		if json.Unmarshal(value, &one) == nil {
			forms["other"] = one
		} else if err := json.Unmarshal(value, &forms); err != nil {
			t.Fatal(err)
		}
		out[key] = forms
	}
	return out
}

func placeholders(s string) string {
	var out []string
	for _, p := range text.Cut(s) {
		if p.Arg != "" && !slices.Contains(out, p.Arg) {
			out = append(out, p.Arg)
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func TestEveryLanguageSaysTheSame(t *testing.T) {
	english := catalog(t, Default)
	for _, lang := range Languages() {
		own := catalog(t, lang)
		if len(own) != len(english) {
			t.Errorf("%s has %d texts of %d", lang, len(own), len(english))
		}
		for key, forms := range english {
			for form, s := range own[key] {
				// A form for one number may spell it out.
				want, got := placeholders(forms["other"]), placeholders(s)
				if got != want && strings.Join(slices.DeleteFunc(strings.Fields(want), func(arg string) bool { return arg == "n" }), " ") != got && !strings.HasPrefix(key, "format.") {
					t.Errorf("%s %s %s has %q, English %q", lang, key, form, got, want)
				}
			}
			if own[key]["other"] == "" || len(forms) > 1 != (len(own[key]) > 1) {
				t.Errorf("%s: %s has no text, or counts where English doesn't", lang, key)
			}
		}
	}
}

// TestPluralsAreThoseOfTheLanguage asks for every number without falling back
// to another form: Arabic has six.
func TestPluralsAreThoseOfTheLanguage(t *testing.T) {
	for _, lang := range Languages() {
		for key, forms := range catalog(t, lang) {
			if len(forms) == 1 {
				continue
			}
			if want := map[string]int{"en": 2, "de": 2, "ar": 6}[lang]; len(forms) != want {
				t.Errorf("%s %s has %d forms, want %d", lang, key, len(forms), want)
			}
			for n := range 205 {
				_, err := localizers[lang].Localize(&i18n.LocalizeConfig{MessageID: key, PluralCount: n, TemplateParser: template.IdentityParser{}})
				if err != nil {
					t.Errorf("%s %s for %d: %v", lang, key, n, err)
				}
			}
		}
	}
	for n, want := range map[string]string{"0": "0 يوم", "1": "يوم واحد", "2": "يومين", "3": "3 أيام", "10": "10 أيام", "11": "11 يومًا", "99": "99 يومًا", "100": "100 يوم", "103": "103 أيام"} {
		w := writer{lang: "ar", args: text.Args{"days": n}}
		if got := w.line(w.value("days")); got != want {
			t.Errorf("%s days are %q, want %q", n, got, want)
		}
	}
}

// TestScreensCountAsMessagesDo holds the rules that screens count by, which
// the browser has, against those of CLDR that messages have.
func TestScreensCountAsMessagesDo(t *testing.T) {
	names := map[plural.Form]string{plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other"}
	for _, lang := range Languages() {
		for n := range 1205 {
			want := names[plural.Cardinal.MatchPlural(language.Make(lang), n, 0, 0, 0, 0)]
			if got := text.Category(lang, n); got != want {
				t.Errorf("%s %d is %s, want %s", lang, n, got, want)
			}
		}
	}
}

func TestCountriesAndBrowsersAreNamedForTheReader(t *testing.T) {
	for _, c := range []struct{ lang, name, value, want string }{
		{"en", "country", "DE", "Germany"}, {"de", "country", "DE", "Deutschland"}, {"ar", "country", "GB", "المملكة المتحدة"}, {"de", "country", "Germany", "Germany"},
		{"de", "device", "Chrome on Windows", "Chrome unter Windows"}, {"de", "device", "Unknown browser", "Unbekannter Browser"}, {"de", "device", "Go program", "Go-Programm"},
	} {
		if got := Value(c.lang, c.name, text.Args{c.name: c.value}); got != c.want {
			t.Errorf("%s %s %q is %q, want %q", c.lang, c.name, c.value, got, c.want)
		}
	}
}

func TestTimesAreWrittenForTheReader(t *testing.T) {
	at := text.Args{"when": "2026-12-07T23:32:00Z", "date": "2026-12-07T23:32:00Z", "time": "2026-12-07T23:32:00Z"}
	for _, c := range []struct{ lang, zone, name, want string }{
		{"en", "", "when", "7 December 2026, 23:32 UTC"},
		{"en", "Europe/Berlin", "when", "8 December 2026, 00:32 CET"},
		{"en", "No/Where", "time", "23:32 UTC"},
		{"en", "", "date", "Monday 7 December 2026"},
		{"de", "Europe/Berlin", "when", "8. Dezember 2026, 00:32 Uhr (CET)"},
		{"de", "", "date", "Montag, 7. Dezember 2026"},
		{"ar", "", "when", "7 ديسمبر 2026، 23:32 UTC"},
		{"ar", "", "date", "الاثنين 7 ديسمبر 2026"},
	} {
		w := writer{lang: c.lang, args: at.With("zone", c.zone)}
		if got := w.value(c.name)[0].Text; got != c.want {
			t.Errorf("%s %s in %s is %q, want %q", c.lang, c.name, c.zone, got, c.want)
		}
	}
	w := writer{lang: "de", args: text.Args{"when": "7 December, as it was written before"}}
	if got := w.value("when")[0].Text; got != w.args["when"] {
		t.Errorf("what is no time became %q", got)
	}
}

func TestWaysToVerifyAreNamed(t *testing.T) {
	for _, c := range []struct{ lang, method, label, want string }{
		{"en", "passkey", "MacBook", `A new way to verify was added: passkey "MacBook"`},
		{"en", "app", "Pixel", `A new way to verify was added: authenticator app "Pixel"`},
		{"en", "text", "67", "A new way to verify was added: text message to the number ending 67"},
		{"en", "email", "m•••@n•••.example", "A new way to verify was added: email to m•••@n•••.example"},
		{"en", "passkey", "", "A new way to verify was added: passkey"},
		{"en", "Pixel", "", "A new way to verify was added: Pixel"},
		{"de", "text", "67", "Neue Bestätigungsmethode: SMS an die Nummer mit den Endziffern 67"},
		{"ar", "text", "67", "أُضيفت طريقة تحقق جديدة: رسالة نصية إلى الرقم المنتهي بـ 67"},
		{"ar", "passkey", "MacBook", "أُضيفت طريقة تحقق جديدة: مفتاح المرور «\u2068MacBook\u2069»"},
	} {
		if got := Write(c.lang, MethodAdded, text.Args{"method": c.method, "label": c.label, "org": "Northwind"}).Subject; got != c.want {
			t.Errorf("%s %s is %q, want %q", c.lang, c.method, got, c.want)
		}
	}
}

func TestAnAdministratorReadsWhatWasObjectedTo(t *testing.T) {
	l := Write("de", Objected, text.Args{"who": "Maria", "email": "maria@northwind.example", "what": MethodAdded, "method": "passkey", "label": "MacBook", "link": "https://id.example/x"})
	if !strings.Contains(l.Text(), "Es ging um: Neue Bestätigungsmethode: Passkey „MacBook“\n") {
		t.Error(l.Text())
	}
}

func TestTheOrganizationsWordsAreUsed(t *testing.T) {
	for _, lang := range Languages() {
		if s := Write(lang, TurnedOn, text.Args{"org": "Northwind", "feature": "2FA", "method": "app"}).Subject; !strings.Contains(s, "2FA") {
			t.Errorf("%s: %q", lang, s)
		}
	}
}

func TestTextMessagesAreShort(t *testing.T) {
	for _, lang := range Languages() {
		for _, org := range []string{"", "Northwind"} {
			s := CodeText(lang, org, "482913")
			if !strings.HasPrefix(s, "482913 ") || len([]rune(s)) > 60 || strings.Contains(s, "{") || !strings.Contains(s, org) {
				t.Errorf("%s: %q", lang, s)
			}
		}
	}
	if got := CodeText("en", "Northwind", "482913"); got != "482913 is your Northwind code. Don't share it." {
		t.Errorf("English is %q", got)
	}
}

func TestStyleOfTheWords(t *testing.T) {
	for key, forms := range catalog(t, Default) {
		for _, s := range forms {
			for _, bad := range []string{"please", "Please", "!", "2FA", "MFA", "SMS", "TOTP", "log in", "Log in", "tenant", "click", "factor", "backup"} {
				if strings.Contains(s, bad) {
					t.Errorf("%s says %q", key, bad)
				}
			}
		}
	}
	for _, kind := range Kinds {
		for _, lang := range Languages() {
			if pattern(lang, kind+".subject", "") == "" || kind != Code && pattern(lang, kind+".text", "") == "" {
				t.Errorf("%s has no words for %s", lang, kind)
			}
		}
	}
}
