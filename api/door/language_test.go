package door

import (
	"net/http/httptest"
	"testing"

	"github.com/gin-gonic/gin"

	"twofold/api/flow"
	"twofold/domain"
	"twofold/frontend/text"
	"twofold/tenancy/store"
)

func TestLanguageIsThePersonsThenTheOrganizationsThenTheBrowsers(t *testing.T) {
	for _, lang := range []string{"de", "ar", "fr"} {
		text.Add(lang, map[string]string{"back": "←"})
	}
	for _, c := range []struct{ person, organization, browser, want string }{
		{"", "", "", "en"},
		{"", "", "xx, fr-CA;q=0.5, de;q=0.4", "fr"},
		{"", "ar", "fr", "ar"},
		{"de", "ar", "fr", "de"},
		{"pt", "", "fr", "fr"}, // which no screen has
	} {
		g := &gin.Context{Request: httptest.NewRequest("GET", "/", nil)}
		g.Request.Header.Set("Accept-Language", c.browser)
		call := &Call{Gin: g, Org: domain.Tenant{Language: c.organization}, Visit: &flow.Visit{}}
		call.Visit.Person = store.Person{User: domain.User{Language: c.person}}
		if got := call.Language(); got != c.want {
			t.Errorf("%+v: it is %q", c, got)
		}
		call.Visit = nil
		if c.person == "" && call.Language() != c.want {
			t.Errorf("%+v: of nobody it is %q", c, call.Language())
		}
	}
}
