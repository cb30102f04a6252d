package domain_test

import (
	"testing"

	"twofold/domain"
)

func TestS4WhoeverIsPickedForChoosesNoOtherKind(t *testing.T) {
	type list = []domain.Method
	for _, c := range []struct {
		name   string
		picked domain.PickedBy
		first  bool
		state  domain.TwoStep
		have   list
		want   list // of app, passkey and text
	}{
		{"each person", domain.PickedByUser, false, domain.TwoStepNever, nil, list{"app"}},
		{"each person, methods first", domain.PickedByUser, true, domain.TwoStepNever, nil, list{"app", "text"}},
		{"each person, on", domain.PickedByUser, false, domain.TwoStepOn, list{"app"}, list{"app", "text"}},
		{"picked", domain.PickedByAdmin, false, domain.TwoStepNever, nil, list{"app"}},
		{"picked, methods first", domain.PickedByAdmin, true, domain.TwoStepNever, nil, list{"app"}},
		{"picked, methods first, one is there", domain.PickedByAdmin, true, domain.TwoStepNever, list{"app"}, list{"app", "text"}},
		{"picked, on", domain.PickedByAdmin, false, domain.TwoStepOn, list{"app"}, list{"app", "text"}},
		{"picked, on with what doesn't count any more", domain.PickedByAdmin, false, domain.TwoStepOn, list{"passkey"}, list{"app"}},
	} {
		p := domain.DefaultPolicy()
		p.Methods, p.RecoveryOnly = list{domain.MethodApp, domain.MethodText}, list{domain.MethodText}
		p.PickedBy, p.MethodsFirst = c.picked, c.first
		var got list
		for _, m := range (list{"app", "passkey", "text"}) {
			if p.MayChoose(domain.User{TwoStep: c.state}, c.have, m) {
				got = append(got, m)
			}
		}
		if len(got) != len(c.want) || got[0] != c.want[0] || got[len(got)-1] != c.want[len(c.want)-1] {
			t.Errorf("%s: may choose %v, want %v", c.name, got, c.want)
		}
	}
}
