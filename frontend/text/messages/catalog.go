package messages

import (
	"embed"
	"encoding/json"
	"slices"
	"strconv"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"

	"twofold/frontend/text"
)

//go:embed en.json de.json ar.json
var files embed.FS

// Default is the language of readers whose own is not known or has no
// catalog.
const Default = text.Default

var languages = []string{Default, "de", "ar"}

var localizers = load()

// Languages are the languages with a catalog, the default first.
func Languages() []string { return slices.Clone(languages) }

// Known is lang where it has a catalog, else the default.
func Known(lang string) string {
	if slices.Contains(languages, lang) {
		return lang
	}
	return Default
}

func load() map[string]*i18n.Localizer {
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	out := map[string]*i18n.Localizer{}
	for _, lang := range languages {
		if _, err := bundle.LoadMessageFileFS(files, lang+".json"); err != nil {
			panic("messages: " + err.Error()) // the catalogs are part of the program
		}
	}
	for _, lang := range languages {
		out[lang] = i18n.NewLocalizer(bundle, lang)
	}
	return out
}

// pattern is the text of key in lang with its placeholders, in the plural
// form that n asks for; empty for no such text.
func pattern(lang, key, n string) string {
	config := &i18n.LocalizeConfig{MessageID: key, TemplateParser: template.IdentityParser{}}
	if count, err := strconv.Atoi(n); err == nil {
		config.PluralCount = count
	}
	// An error with a text says that the text has one form for all numbers.
	s, _ := localizers[Known(lang)].Localize(config)
	return s
}

func has(key string) bool { return pattern(Default, key, "") != "" }
