package acceptance_test

import (
	"fmt"
	"testing"

	"twofold/tenancy/scoped"
	"twofold/tenancy/store/storetest"
)

// acase is one acceptance case: its id, in words, and what shows it in an
// organization of its own.
type acase struct {
	name string
	run  func(t *testing.T, o *org)
}

// inOrgs runs cases on both databases, each in a new organization of one
// service.
func inOrgs(t *testing.T, cases ...acase) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		h := open(t, c)
		for i, one := range cases {
			t.Run(one.name, func(t *testing.T) { one.run(t, h.org(t, fmt.Sprintf("northwind-%d", i+2))) })
		}
	})
}

// inHouses runs cases on both databases, each on a service of its own, for
// what is counted over all organizations.
func inHouses(t *testing.T, name string, run func(t *testing.T, h *house)) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		t.Run(name, func(t *testing.T) { run(t, open(t, c)) })
	})
}

// second is another instance of the same service.
func (h *house) second(t *testing.T) *house {
	t.Helper()
	return h.another(t, h.config)
}
