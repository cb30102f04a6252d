package part

import (
	"testing"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/text"
)

func TestBrowsersAreNamedInTheReadersWords(t *testing.T) {
	text.Add("fr", map[string]string{"browser.on": "{browser} sous {system}", "browser.unknown": "Navigateur inconnu", "browser.program": "Programme"})
	for _, c := range []struct{ browser, system, en, fr string }{
		{"Chrome", "Windows", "Chrome on Windows", "Chrome sous Windows"},
		{"Firefox", "", "Firefox", "Firefox"},
		{domain.BrowserUnknown, "", "Unknown browser", "Navigateur inconnu"},
		{domain.BrowserUnknown, "Linux", "Unknown browser on Linux", "Navigateur inconnu sous Linux"},
		{domain.BrowserProgram, "", "Go program", "Programme"},
		{"", "", "", ""},
	} {
		kept := domain.NameBrowser(c.browser, c.system)
		for lang, want := range map[string]string{"en": c.en, "fr": c.fr} {
			if got := Of(wire.Page{Lang: lang}).Browser(kept); got != want {
				t.Errorf("%q in %s is %q, want %q", kept, lang, got, want)
			}
		}
	}
}
