package domain_test

import (
	"slices"
	"testing"
	"time"

	"twofold/domain"
)

// TestPolicyBounds holds each number at its ends and one past them.
func TestPolicyBounds(t *testing.T) {
	if err := domain.DefaultPolicy().Check(); err != nil {
		t.Fatal(err)
	}
	for field, c := range map[string]struct {
		of          func(p *domain.Policy) *int
		least, most int
	}{
		"trust_days":     {func(p *domain.Policy) *int { return &p.TrustDays }, 0, 90},
		"lock_attempts":  {func(p *domain.Policy) *int { return &p.LockAttempts }, 3, 10},
		"lock_minutes":   {func(p *domain.Policy) *int { return &p.LockMinutes }, 1, 1440},
		"recovery_codes": {func(p *domain.Policy) *int { return &p.RecoveryCodes }, 0, 16},
	} {
		for n, fine := range map[int]bool{c.least - 1: false, c.least: true, c.most: true, c.most + 1: false} {
			p := domain.DefaultPolicy()
			*c.of(&p) = n
			if got := named(p.Check()); slices.Contains(got, field) == fine {
				t.Errorf("%s = %d: %v", field, n, got)
			}
		}
	}
}

// named are the fields an error names.
func named(err error) (fields []string) {
	e, ok := err.(*domain.Error)
	if !ok {
		return nil
	}
	for _, one := range append([]*domain.Error{e}, e.More...) {
		fields = append(fields, one.Field)
	}
	return fields
}

func TestPolicyRefuses(t *testing.T) {
	for field, change := range map[string]func(p *domain.Policy){
		"mode":            func(p *domain.Policy) { p.Mode = domain.ModePrompt },
		"start":           func(p *domain.Policy) { p.Start = "" },
		"trust_placement": func(p *domain.Policy) { p.TrustPlacement = "somewhere" },
		"reauth":          func(p *domain.Policy) { p.Reauth = "" },
		"methods":         func(p *domain.Policy) { p.Methods = []domain.Method{domain.MethodRecovery} },
		"lock_scope":      func(p *domain.Policy) { p.LockScope = "" },
		"recovery_only":   func(p *domain.Policy) { p.RecoveryOnly = []domain.Method{domain.MethodText} },
		"countries":       func(p *domain.Policy) { p.Countries = []string{"FR", "fr"} },
		"apps":            func(p *domain.Policy) { p.Apps[0].Help = "javascript:alert(1)" },
	} {
		p := domain.DefaultPolicy()
		change(&p)
		if got := named(p.Check()); !slices.Equal(got, []string{field}) {
			t.Errorf("%s: the error names %v", field, got)
		}
	}
	p := domain.DefaultPolicy()
	p.Methods = append(p.Methods, domain.MethodApp)
	if p.Check() == nil {
		t.Error("a method stands twice")
	}
}

func TestPolicySwitches(t *testing.T) {
	for mode, c := range map[domain.Mode]struct{ user, off bool }{
		domain.ModeOff: {false, true}, domain.ModeOptional: {true, true}, domain.ModeRequired: {true, false},
	} {
		p := domain.DefaultPolicy()
		p.Mode = mode
		if p.MaySetUp(domain.RoleUser) != c.user || !p.MaySetUp(domain.RoleAdmin) || !p.MaySetUp(domain.RoleOwner) || p.MayTurnOff() != c.off {
			t.Errorf("%s: a user may set up %v, turn off %v", mode, p.MaySetUp(domain.RoleUser), p.MayTurnOff())
		}
		p.UserMayDisable = false
		if p.MayTurnOff() {
			t.Errorf("%s: turned off against the policy", mode)
		}
	}
}

// TestHalfSignInsLast gives messages their time, and never less than ten
// minutes or more than what cookies are kept for.
func TestHalfSignInsLast(t *testing.T) {
	for _, c := range []struct {
		code, resend int
		want         time.Duration
	}{{10, 30, domain.HalfSignInFor}, {5, 30, domain.HalfSignInFor}, {10, 59, domain.HalfSignInFor}, {15, 900, 30 * time.Minute}, {30, 30, 30 * time.Minute}, {30, 900, domain.HalfSignInMost}} {
		p := domain.DefaultPolicy()
		p.CodeMinutes, p.ResendSeconds = c.code, c.resend
		if err := p.Check(); err != nil {
			t.Fatal(err)
		}
		if got := p.HalfFor(); got != c.want {
			t.Errorf("codes of %d minutes, a wait of %d s: %s, want %s", c.code, c.resend, got, c.want)
		}
	}
}
