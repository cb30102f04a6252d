package text

import "strings"

// Default is the language of last resort: of readers whose own has no words
// here, and of every text that another language lacks.
const Default = "en"

// catalogs are the words by language.
var catalogs = map[string][]map[string]string{}

// Add leads to words of a language. A language is one that pages can be in as
// soon as it has some.
func Add(lang string, words ...map[string]string) {
	catalogs[lang] = append(catalogs[lang], words...)
}

// Choose is the first of the wanted languages that has words: itself, or the
// one that it is a kind of, as German for "de-AT". It is the one of last
// resort where none has.
func Choose(wanted ...string) string {
	for _, w := range wanted {
		for _, lang := range []string{w, base(w)} {
			if len(catalogs[lang]) > 0 {
				return lang
			}
		}
	}
	return Default
}

// Dir is the writing direction of lang, ltr or rtl.
func Dir(lang string) string {
	switch base(lang) {
	case "ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi":
		return "rtl"
	}
	return "ltr"
}

func find(lang, key string) (string, bool) {
	for _, l := range sources(lang) {
		if s, ok := findIn(l, key); ok {
			return s, true
		}
	}
	return "", false
}

func findIn(lang, key string) (string, bool) {
	for _, part := range catalogs[lang] {
		if s, ok := part[key]; ok {
			return s, true
		}
	}
	return "", false
}

// sources are the languages a text of lang may come from, the best first.
func sources(lang string) [3]string { return [...]string{lang, base(lang), Default} }

func base(lang string) string {
	b, _, _ := strings.Cut(lang, "-")
	return strings.ToLower(b)
}
