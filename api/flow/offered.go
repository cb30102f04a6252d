package flow

import (
	"slices"

	"twofold/domain"
)

// Offered lists the methods this installation can set up and verify: text
// messages only where somebody sends them, passkeys only at an address that
// browsers make them for.
func (f *Flows) Offered() []domain.Method {
	var out []domain.Method
	for _, m := range domain.Offered {
		if m == domain.MethodText && !f.config.Texts.Offered || m == domain.MethodPasskey && !f.Passkeys() {
			continue
		}
		out = append(out, m)
	}
	return out
}

// Choices are the kinds of method that somebody can set up now.
func (f *Flows) Choices(v *Visit) []domain.Method {
	out := []domain.Method{}
	for _, m := range f.Offered() {
		if v.Policy.MayChoose(v.Person.User, v.Person.Methods, m) {
			out = append(out, m)
		}
	}
	return out
}

// TextCountries are those that this installation sends text messages to, as
// far as policy p allows.
func (f *Flows) TextCountries(p domain.Policy) (out []string) {
	for _, country := range f.config.Texts.Countries {
		if len(p.Countries) == 0 || slices.Contains(p.Countries, country) {
			out = append(out, country)
		}
	}
	return out
}
