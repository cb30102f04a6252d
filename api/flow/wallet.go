package flow

import (
	"slices"

	"twofold/domain"
	"twofold/tenancy/store"
)

// Wallet is what a person can verify with, and what they could add.
func (f *Flows) Wallet(v *Visit, own Security) domain.Wallet {
	w := domain.Wallet{On: v.Person.TwoStep == domain.TwoStepOn, Codes: v.Policy.Accepts(domain.MethodRecovery), CodeLeft: own.RecoveryLeft,
		Asked: slices.ContainsFunc(own.Sessions, func(s domain.Session) bool { return s.NewPlace && s.ID != v.Session.ID })}
	for _, x := range usable(own.Factors) {
		if v.Policy.Accepts(x.Method) {
			w.Methods = append(w.Methods, x.Method)
		}
	}
	for _, m := range f.Offered() {
		if m.Primary() && v.Policy.Accepts(m) {
			w.MayAdd = append(w.MayAdd, m)
		}
	}
	return w
}

// newestApp is the usable app that was set up last, the zero Factor without
// one.
func newestApp(v *Visit, all []store.Factor) (newest store.Factor) {
	if v.Person.TwoStep != domain.TwoStepOn || !v.Policy.Accepts(domain.MethodApp) {
		return newest
	}
	for _, x := range usable(all) {
		if x.Method == domain.MethodApp && !x.CreatedAt.Before(newest.CreatedAt) {
			newest = x
		}
	}
	return newest
}
