package flow_test

import (
	"testing"

	"twofold/domain"
)

// A person's own choice comes first, then the organization's, then English.
func TestLettersAreInTheReadersLanguage(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		owner := o.visit(o.secure(o.person(domain.RoleOwner)))
		for _, c := range []struct{ person, organization, want string }{{"", "", "en"}, {"", "de", "de"}, {"ar", "de", "ar"}, {"", "", "en"}} {
			maria := o.secure(o.person(domain.RoleUser))
			h.must(o.flows.ChooseLanguage(ctx, o.ask(), o.visit(maria), c.person))
			h.must(o.flows.UpdateOrganization(ctx, o.ask(), owner, "Northwind", domain.Contact{}, c.organization))
			_, err := o.flows.ResetTwoStep(ctx, o.ask(), owner, maria.ID, inPerson(""))
			h.must(err)
			if got := h.letters(maria.Email); len(got) != 1 || got[0].Lang != c.want {
				h.Errorf("%+v: %+v", c, got)
			}
		}
		h.refused(o.flows.ChooseLanguage(ctx, o.ask(), owner, "tlh"), domain.CodeOutOfRange)
	})
}
