package page

import (
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/domain"
	"twofold/frontend/part"
)

// pickOne is the choice of everybody's second step (S4).
func (p *policy) pickOne(v part.View) app.UI {
	var cards []part.Radio
	for _, m := range p.saved.value.Offered {
		if m.Primary() {
			cards = append(cards, part.Radio{Value: string(m), Label: v.T("methods." + string(m)), Note: v.T("policy.methods." + string(m) + ".hint")})
		}
	}
	return v.RadioCards("method", v.T("policy.method"), string(p.picked()), cards)
}

// picked is everybody's second step, empty where each person chooses.
func (p *policy) picked() domain.Method {
	if p.draft.PickedBy != domain.PickedByAdmin {
		return ""
	}
	for _, m := range p.draft.Methods {
		if m.Primary() && !slices.Contains(p.draft.RecoveryOnly, m) {
			return m
		}
	}
	return ""
}

// mayBeKept reports whether m can be kept for getting back in: of the accepted
// ones where each person chooses, else all but the one that is picked.
func (p *policy) mayBeKept(m domain.Method) bool {
	if one := p.picked(); one != "" {
		return m != one
	}
	return slices.Contains(p.draft.Methods, m)
}

// setPickedBy leaves one method where everyone uses the same, and goes back to
// what was accepted where each person chooses again.
func (p *policy) setPickedBy(by domain.PickedBy) {
	d, saved := &p.draft, p.saved.value.Policy
	d.PickedBy = by
	switch {
	case by == domain.PickedByAdmin:
		p.pick(p.picked())
	case saved.PickedBy == domain.PickedByUser:
		d.Methods, d.RecoveryOnly = slices.Clone(saved.Methods), slices.Clone(saved.RecoveryOnly)
	}
	delete(p.errors, "methods")
}

// pick makes m the one second step that is accepted.
func (p *policy) pick(m domain.Method) {
	d, saved := &p.draft, p.saved.value.Policy
	d.RecoveryOnly = without(d.RecoveryOnly, m, false, saved.RecoveryOnly)
	for _, x := range domain.Methods {
		if x.Primary() {
			d.Methods = without(d.Methods, x, x == m || slices.Contains(d.RecoveryOnly, x), saved.Methods)
		}
	}
	delete(p.errors, "picked_by")
}
