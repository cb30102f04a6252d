package rest_test

import (
	"slices"
	"testing"

	"twofold/api/wire"
	"twofold/domain"
)

// What is wrong with the name and the contact is said at once, each at its
// place in the document.
func TestOrganizationIsCheckedWhole(t *testing.T) {
	inHouses(t, func(h *house) {
		owner := h.org(domain.DefaultPolicy()).signedIn(domain.RoleOwner)
		a := owner.want(422, wire.SaveOrganization, wire.SaveOrganizationRequest{Contact: wire.Contact{Email: "nonsense", Phone: "\x01"}}, nil)
		var at []string
		for _, e := range a.problem.Errors {
			at = append(at, e.Pointer)
		}
		slices.Sort(at)
		if !slices.Equal(at, []string{"/contact/email", "/contact/phone", "/name"}) {
			h.Errorf("errors at %v", at)
		}
	})
}
