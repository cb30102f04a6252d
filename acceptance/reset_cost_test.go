package acceptance_test

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"twofold/tenancy/scoped"
	"twofold/tenancy/store/storetest"
)

// values are what differs between two statements of one kind.
var values = regexp.MustCompile(`'[^']*'|\d+`)

// ASVS V6.3.8: asking for the link of a forgotten password runs the same
// statements for an address that belongs to somebody and for one of nobody.
func TestA29AskingCostsTheSameForEveryAddress(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		var mu sync.Mutex
		var ran []string
		c.Observe = func(query string) {
			mu.Lock()
			defer mu.Unlock()
			ran = append(ran, values.ReplaceAllString(query, "…"))
		}
		h := open(t, c)
		o := h.org(t, "northwind")
		ask := func(email string) []string {
			b := h.browser(t).open(o.path("/forgot"))
			mu.Lock()
			ran = nil
			mu.Unlock()
			b.send(o.path("/forgot"), "email", email).says(t, true, "Check your email")
			mu.Lock()
			defer mu.Unlock()
			return slices.Clone(ran)
		}
		h.pass(time.Minute)
		known, unknown := ask(o.owner.email), ask("nobody@northwind.example")
		if len(known) < 5 || !slices.Equal(known, unknown) {
			t.Errorf("for somebody\n%s\nfor nobody\n%s", strings.Join(known, "\n"), strings.Join(unknown, "\n"))
		}
	})
}
