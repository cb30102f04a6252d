package domain

import "slices"

// Languages are those messages are written in, the one of last resort first.
var Languages = []string{"en", "de", "ar"}

// CheckLanguage refuses what messages can't be written in. Empty chooses none.
func CheckLanguage(lang, field string) *Error {
	if lang == "" || slices.Contains(Languages, lang) {
		return nil
	}
	return RefuseField(Invalid, CodeOutOfRange, field)
}

// Region is a country by its code (ISO 3166-1 alpha-2), which a refusal names
// in the reader's language.
type Region string

// LanguageFor is the language of messages to somebody: their own choice, else
// the organization's, else the one of last resort.
func LanguageFor(person, organization string) string {
	for _, lang := range []string{person, organization} {
		if slices.Contains(Languages, lang) {
			return lang
		}
	}
	return Languages[0]
}
