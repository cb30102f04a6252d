package domain_test

import (
	"testing"
	"time"

	"twofold/domain"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func TestSessionsEnd(t *testing.T) {
	for _, c := range []struct {
		role       domain.Role
		idle, life time.Duration
	}{
		{domain.RoleUser, 12 * time.Hour, 30 * 24 * time.Hour},
		{domain.RoleAdmin, 30 * time.Minute, 12 * time.Hour},
		{domain.RoleOwner, 30 * time.Minute, 12 * time.Hour},
		{domain.RoleHelpdesk, 30 * time.Minute, 12 * time.Hour},
		{domain.RoleAuditor, 30 * time.Minute, 12 * time.Hour},
	} {
		for _, ends := range []struct {
			s     domain.Session
			ended bool
		}{
			{domain.Session{StartedAt: noon.Add(-c.idle), SeenAt: noon.Add(-c.idle)}, true},
			{domain.Session{StartedAt: noon.Add(-c.idle), SeenAt: noon.Add(time.Millisecond - c.idle)}, false},
			{domain.Session{StartedAt: noon.Add(-c.life), SeenAt: noon}, true},
			{domain.Session{StartedAt: noon.Add(time.Millisecond - c.life), SeenAt: noon}, false},
		} {
			if ends.s.Ended(c.role, noon) != ends.ended {
				t.Errorf("%s, started %s, seen %s: ended is %v", c.role, ends.s.StartedAt, ends.s.SeenAt, !ends.ended)
			}
		}
	}
}

func TestConfirmationsLastTenMinutes(t *testing.T) {
	s := domain.Session{StepUpAt: noon}
	if !s.Fresh(noon.Add(10*time.Minute-time.Millisecond)) || s.Fresh(noon.Add(10*time.Minute)) || (domain.Session{}).Fresh(noon) {
		t.Error("a confirmation doesn't last ten minutes")
	}
}

func TestARecoveryCodeConfirmsFifteenMinutes(t *testing.T) {
	s := domain.Session{AuthAt: noon}
	if !s.Recovered(noon) || !s.Recovered(noon.Add(15*time.Minute-time.Millisecond)) || s.Recovered(noon.Add(15*time.Minute)) || (domain.Session{}).Recovered(noon) {
		t.Error("a recovery code doesn't confirm for fifteen minutes")
	}
}

// TestActsAs is the gate: who acts as pending, and who goes on.
func TestActsAs(t *testing.T) {
	app := []domain.Method{domain.MethodApp}
	before, after := domain.Session{StartedAt: noon.Add(-time.Hour)}, domain.Session{StartedAt: noon}
	required := domain.DefaultPolicy()
	required.Mode, required.RequiredSince = domain.ModeRequired, noon
	atOnce := required
	atOnce.Start = domain.StartAtOnce
	without, strict := domain.DefaultPolicy(), required
	strict.Methods = []domain.Method{domain.MethodPasskey}
	without.Methods = strict.Methods
	renew := domain.Session{StartedAt: noon, Renew: true}
	for name, c := range map[string]struct {
		s       domain.Session
		p       domain.Policy
		two     domain.TwoStep
		methods []domain.Method
		gated   bool
	}{
		"nothing required":                              {after, domain.DefaultPolicy(), domain.TwoStepNever, nil, false},
		"required, ready":                               {after, atOnce, domain.TwoStepOn, app, false},
		"required, opened before":                       {before, required, domain.TwoStepNever, nil, false},
		"required, opened at that moment":               {after, required, domain.TwoStepNever, nil, true},
		"required at once, opened before":               {before, atOnce, domain.TwoStepNever, nil, true},
		"required, turned off":                          {after, required, domain.TwoStepOff, nil, true},
		"required, a method that isn't accepted":        {before, strict, domain.TwoStepOn, app, true},
		"not required, a method that isn't accepted":    {before, without, domain.TwoStepOn, app, true},
		"on without any method":                         {before, domain.DefaultPolicy(), domain.TwoStepOn, nil, true},
		"reset":                                         {before, domain.DefaultPolicy(), domain.TwoStepReset, nil, true},
		"opened by the last recovery code":              {renew, domain.DefaultPolicy(), domain.TwoStepOn, app, true},
		"that, while the policy has no recovery codes":  {renew, noCodes(), domain.TwoStepOn, app, false},
		"a recovery code is no method to be ready with": {after, atOnce, domain.TwoStepOn, []domain.Method{domain.MethodRecovery}, true},
	} {
		for _, role := range domain.Roles {
			want := role
			if c.gated {
				want = domain.RolePending
			}
			if got := c.s.ActsAs(c.p, domain.User{Role: role, TwoStep: c.two}, c.methods); got != want {
				t.Errorf("%s: %s acts as %s, want %s", name, role, got, want)
			}
		}
	}
}

func noCodes() domain.Policy {
	p := domain.DefaultPolicy()
	p.RecoveryCodes = 0
	return p
}
