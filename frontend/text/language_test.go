package text

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// speak gives the test a language of its own.
func speak(t *testing.T, lang string, words map[string]string) {
	t.Helper()
	Add(lang, words)
	t.Cleanup(func() { delete(catalogs, lang) })
}

func TestChoose(t *testing.T) {
	speak(t, "ar", map[string]string{"back": "رجوع"})
	speak(t, "pt-BR", map[string]string{"back": "Voltar"})
	for _, c := range []struct {
		want   string
		wanted []string
	}{
		{"en", nil},
		{"en", []string{"", "xx", "pt", "pt-PT"}},
		{"ar", []string{"", "de", "ar-EG", "en"}},
		{"en", []string{"de", "en-GB", "ar"}},
		{"pt-BR", []string{"pt-BR"}},
	} {
		if got := Choose(c.wanted...); got != c.want {
			t.Errorf("of %q it chose %q, want %q", c.wanted, got, c.want)
		}
	}
}

func TestWhatALanguageLacksIsInEnglish(t *testing.T) {
	speak(t, "ar", map[string]string{"back": "رجوع", "time.minutes.two": "دقيقتان", "time.minutes.few": "{n} دقائق", "time.minutes.other": "{n} دقيقة"})
	for _, c := range []struct{ got, want string }{
		{T("ar-EG", "back", nil), "رجوع"},
		{T("ar", "signin.title", nil), "Sign in"},
		{N("ar", "time.minutes", 2, nil), "دقيقتان"},
		{N("ar", "time.minutes", 3, nil), "3 دقائق"},
		{N("ar", "time.minutes", 11, nil), "11 دقيقة"}, // which has no form of its own here
		{N("ar", "time.seconds", 1, nil), "1 second"},
		{N("ar", "time.seconds", 2, nil), "2 seconds"},
	} {
		if c.got != c.want {
			t.Errorf("said %q, want %q", c.got, c.want)
		}
	}
}

// TestEveryLanguageHasWhatEnglishHas holds the catalogs of other languages
// against the English one: no other keys, every form that the language counts
// in, and the same placeholders.
func TestEveryLanguageHasWhatEnglishHas(t *testing.T) {
	for lang := range catalogs {
		if lang == Default {
			continue
		}
		for _, flaw := range flaws(lang) {
			t.Error(flaw)
		}
	}
	speak(t, "ar", map[string]string{"back": "{org}", "no.such": "x", "time.minutes.two": "x", "step": "{at} {of}"})
	want := []string{
		"ar: English has no no.such", "ar: back has the placeholder {org}", "ar: time.minutes has no few", "ar: time.minutes has no many",
		"ar: time.minutes has no one", "ar: time.minutes has no other", "ar: time.minutes has no zero",
	}
	if got := flaws("ar"); !slices.Equal(got, want) {
		t.Errorf("flaws are %q, want %q", got, want)
	}
}

func flaws(lang string) []string {
	var out []string
	all, english := wordsOf(lang), merged()
	for key, words := range all {
		theirs := english[key]
		if stem := counting(english, key); stem != "" {
			theirs = english[stem+".one"] + english[stem+".other"]
			for n := range 100 {
				if c := Category(lang, n); all[stem+"."+c] == "" {
					out = append(out, lang+": "+stem+" has no "+c)
				}
			}
			if all[stem+".other"] == "" {
				out = append(out, lang+": "+stem+" has no other")
			}
		}
		if theirs == "" {
			out = append(out, lang+": English has no "+key)
			continue
		}
		for _, p := range Cut(words) {
			if p.Arg != "" && !strings.Contains(theirs, p.Text) {
				out = append(out, lang+": "+key+" has the placeholder "+p.Text)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

var categories = []string{"zero", "one", "two", "few", "many", "other"}

// counting is what key is a form of, empty where its text doesn't count.
func counting(english map[string]string, key string) string {
	for _, form := range categories {
		stem, ok := strings.CutSuffix(key, "."+form)
		if ok && english[stem+".one"] != "" && english[stem+".other"] != "" {
			return stem
		}
	}
	return ""
}

func wordsOf(lang string) map[string]string {
	out := map[string]string{}
	for _, part := range catalogs[lang] {
		maps.Copy(out, part)
	}
	return out
}
