package flow

import "twofold/domain"

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
