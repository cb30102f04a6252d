package acceptance_test

import (
	"net/http"
	"strings"
	"testing"

	"twofold/frontend/text"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store/storetest"
)

// mirrored is a made-up language, written from right to left, of a few texts.
const mirrored = "ar-XB"

// It stands before the first test, because pages are drawn by many at once.
func init() {
	text.Add(mirrored, map[string]string{"signin.title": "[ni ngiS]", "needhelp.signin": "[?ni ngis t'naC]", "codes.file.made": "[:no edaM] {date}"})
}

// TestAnotherLanguageIsWordsAlone asks for pages in a language of whose texts
// there are some: they say those, from right to left, and the rest in English.
func TestAnotherLanguageIsWordsAlone(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		h := open(t, c)
		o := h.org(t, "northwind")
		got := h.spoken(t, o.path("/sign-in"), "xx, "+mirrored+";q=0.8, en;q=0.5")
		for _, want := range []string{`<html lang="ar-XB" dir="rtl"`, "[ni ngiS]", "[?ni ngis t&#39;naC]", `"lang":"ar-XB","dir":"rtl"`, "Password"} {
			if !strings.Contains(got, want) {
				t.Errorf("the page in %s lacks %q", mirrored, want)
			}
		}
		for _, asked := range []string{"", "en-GB", "xx", "de", "en, " + mirrored, "not; a=language"} {
			got := h.spoken(t, o.path("/sign-in"), asked)
			if !strings.Contains(got, `<html lang="en" dir="ltr"`) || strings.Contains(got, "[ni ngiS]") {
				t.Errorf("asked for %q the page isn't in English", asked)
			}
		}
	})
}

// spoken is a page as a browser gets it that asks for languages.
func (h *house) spoken(t *testing.T, path, languages string) string {
	t.Helper()
	b := h.browser(t)
	r, err := http.NewRequest(http.MethodGet, h.URL+path, nil)
	check(t, err)
	r.Header.Set("Accept-Language", languages)
	return b.read(b.http.Do(r)).body
}
