package domain

// MayChoose reports whether somebody with these usable methods can set up one
// of kind m. Where that turns two-step on it takes a second step, and not what
// only helps somebody back in. Where the policy picked the second step it
// comes before anything else (S4).
func (p Policy) MayChoose(u User, have []Method, m Method) bool {
	switch {
	case !p.MayVerify(m):
		return false
	case p.Accepts(m):
		return true
	case p.PickedBy == PickedByAdmin && len(p.AcceptedOf(have)) == 0:
		return false
	}
	return p.MethodsFirst || u.TwoStep == TwoStepOn
}

// Picked is the kind of everybody's second step, empty where each person
// chooses.
func (p Policy) Picked() Method {
	if accepted := p.AcceptedOf(Offered); p.PickedBy == PickedByAdmin && len(accepted) == 1 {
		return accepted[0]
	}
	return ""
}
