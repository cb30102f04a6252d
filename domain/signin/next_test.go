package signin_test

import (
	"slices"
	"testing"

	"twofold/domain"
	"twofold/domain/signin"
)

// ready is somebody whose second step is on, with an app that is accepted.
func ready() signin.Facts {
	p := domain.DefaultPolicy()
	p.Mode = domain.ModeOptional
	return signin.Facts{Policy: p, Person: domain.User{State: domain.UserActive, TwoStep: domain.TwoStepOn},
		Methods: []domain.Method{domain.MethodApp}, Proofs: []signin.Proof{signin.Password}}
}

func TestNext(t *testing.T) {
	app, recovery := domain.MethodApp, domain.MethodRecovery
	for name, c := range map[string]struct {
		change func(f *signin.Facts)
		step   signin.Step
		offer  []domain.Method
		code   domain.Code
	}{
		"a password asks for the second step":        {func(*signin.Facts) {}, signin.Challenge, []domain.Method{app, recovery}, ""},
		"nothing shown":                              {func(f *signin.Facts) { f.Proofs = nil }, signin.Refuse, nil, domain.CodeBadCredentials},
		"a code without a password":                  {func(f *signin.Facts) { f.Proofs = []signin.Proof{signin.AppCode} }, signin.Refuse, nil, domain.CodeBadCredentials},
		"suspended":                                  {func(f *signin.Facts) { f.Person.State = domain.UserSuspended }, signin.Refuse, nil, domain.CodeSuspended},
		"invited":                                    {func(f *signin.Facts) { f.Person.State = domain.UserInvited }, signin.Refuse, nil, domain.CodeBadCredentials},
		"a state nobody knows":                       {func(f *signin.Facts) { f.Person.State = "x" }, signin.Refuse, nil, domain.CodeBadCredentials},
		"two-step in a state nobody knows":           {func(f *signin.Facts) { f.Person.TwoStep = "x" }, signin.Refuse, nil, domain.CodeBadCredentials},
		"a code":                                     {func(f *signin.Facts) { f.Proofs = append(f.Proofs, signin.AppCode) }, signin.Grant, nil, ""},
		"a recovery code":                            {func(f *signin.Facts) { f.Proofs = append(f.Proofs, signin.Recovery) }, signin.Grant, nil, ""},
		"a recovery code, no method left":            {func(f *signin.Facts) { f.Methods, f.Proofs = nil, append(f.Proofs, signin.Recovery) }, signin.Enroll, nil, ""},
		"a code of a method no longer accepted":      {func(f *signin.Facts) { f.Policy.Methods, f.Proofs = nil, append(f.Proofs, signin.AppCode) }, signin.Enroll, nil, ""},
		"a method no longer accepted is still asked": {func(f *signin.Facts) { f.Policy.Methods = nil }, signin.Challenge, []domain.Method{app}, ""},
		"no recovery codes in the policy":            {func(f *signin.Facts) { f.Policy.RecoveryCodes = 0 }, signin.Challenge, []domain.Method{app}, ""},
		"the method is out of use":                   {func(f *signin.Facts) { f.Methods, f.Disabled = nil, true }, signin.Challenge, []domain.Method{recovery}, ""},
		"the method is out of use, no codes":         {func(f *signin.Facts) { f.Methods, f.Disabled, f.Policy.RecoveryCodes = nil, true, 0 }, signin.Refuse, nil, domain.CodeMethodDisabled},
		"on without any method":                      {func(f *signin.Facts) { f.Methods = nil }, signin.Enroll, nil, ""},
		"a trusted browser":                          {func(f *signin.Facts) { f.Trusted, f.Policy.TrustDays = true, 14 }, signin.Grant, nil, ""},
		"a trusted browser while trust is off":       {func(f *signin.Facts) { f.Trusted = true }, signin.Challenge, []domain.Method{app, recovery}, ""},
		"reset":                                      {func(f *signin.Facts) { f.Person.TwoStep = domain.TwoStepReset }, signin.Enroll, nil, ""},
		"never on":                                   {func(f *signin.Facts) { f.Person.TwoStep = domain.TwoStepNever }, signin.Grant, nil, ""},
		"never on, required":                         {func(f *signin.Facts) { f.Person.TwoStep, f.Policy.Mode = domain.TwoStepNever, domain.ModeRequired }, signin.Enroll, nil, ""},
		"turned off, required":                       {func(f *signin.Facts) { f.Person.TwoStep, f.Policy.Mode = domain.TwoStepOff, domain.ModeRequired }, signin.Enroll, nil, ""},
		"on, and the policy is off":                  {func(f *signin.Facts) { f.Policy.Mode = domain.ModeOff }, signin.Challenge, []domain.Method{app, recovery}, ""},
	} {
		f := ready()
		c.change(&f)
		got := signin.Next(f)
		var code domain.Code
		if got.Refusal != nil {
			code = got.Refusal.Code
		}
		if got.Step != c.step || !slices.Equal(got.Methods, c.offer) || code != c.code {
			t.Errorf("%s: %s %v %s, want %s %v %s", name, got.Step, got.Methods, code, c.step, c.offer, c.code)
		}
	}
}

// change is one thing a decision hangs on, put to one of its values.
type change func(f *signin.Facts)

func over[T any](set func(f *signin.Facts, v T), values ...T) (out []change) {
	for _, v := range values {
		out = append(out, func(f *signin.Facts) { set(f, v) })
	}
	return out
}

// all are the things a decision hangs on, each with every value it can have.
var all = [][]change{
	over(func(f *signin.Facts, v domain.Mode) { f.Policy.Mode = v }, domain.ModeOff, domain.ModeOptional, domain.ModePrompt, domain.ModeRequired, "x"),
	over(func(f *signin.Facts, v domain.UserState) { f.Person.State = v }, domain.UserActive, domain.UserInvited, domain.UserSuspended, ""),
	over(func(f *signin.Facts, v domain.TwoStep) { f.Person.TwoStep = v }, domain.TwoStepNever, domain.TwoStepOn, domain.TwoStepOff, domain.TwoStepReset, ""),
	over(func(f *signin.Facts, v []domain.Method) { f.Policy.Methods = v }, nil, []domain.Method{domain.MethodApp}, []domain.Method{domain.MethodApp, domain.MethodRecovery}, []domain.Method{domain.MethodRecovery}),
	over(func(f *signin.Facts, v []domain.Method) { f.Methods = v }, nil, []domain.Method{domain.MethodApp}, []domain.Method{domain.MethodText}, []domain.Method{domain.MethodRecovery}),
	over(func(f *signin.Facts, v []signin.Proof) { f.Proofs = v }, nil, []signin.Proof{signin.Password}, []signin.Proof{signin.AppCode}, []signin.Proof{signin.Recovery},
		[]signin.Proof{signin.AppCode, signin.Recovery}, []signin.Proof{signin.Password, signin.AppCode}, []signin.Proof{signin.Password, signin.Recovery}, []signin.Proof{signin.Password, signin.AppCode, signin.Recovery}),
	over(func(f *signin.Facts, v int) { f.Policy.TrustDays = v }, 0, 30),
	over(func(f *signin.Facts, v bool) { f.Trusted = v }, false, true),
	over(func(f *signin.Facts, v bool) { f.TrustBox = v }, false, true),
	over(func(f *signin.Facts, v bool) { f.Disabled = v }, false, true),
}

// every calls fn with every combination of them.
func every(f signin.Facts, rest [][]change, fn func(f signin.Facts)) {
	if len(rest) == 0 {
		fn(f)
		return
	}
	for _, put := range rest[0] {
		put(&f)
		every(f, rest[1:], fn)
	}
}

// TestNextKeepsItsLaws says, over every combination, what no decision may do.
func TestNextKeepsItsLaws(t *testing.T) {
	shown := func(f signin.Facts, p signin.Proof) bool { return slices.Contains(f.Proofs, p) }
	grants := 0
	every(ready(), all, func(f signin.Facts) {
		o := signin.Next(f)
		code, recovery := shown(f, signin.AppCode), shown(f, signin.Recovery)
		trust, ready := f.Trusted && f.Policy.TrustDays > 0, len(f.Policy.AcceptedOf(f.Methods)) > 0
		twoFactors := slices.Contains(o.AMR, "mfa")
		for law, broken := range map[string]bool{
			"a known step":                                 !slices.Contains([]signin.Step{signin.Refuse, signin.Challenge, signin.Enroll, signin.Grant}, o.Step),
			"a refusal says why, nothing else does":        (o.Step == signin.Refuse) != (o.Refusal != nil),
			"nobody gets anything without a password":      !shown(f, signin.Password) && o.Step != signin.Refuse,
			"nobody gets anything who isn't active":        f.Person.State != domain.UserActive && o.Step != signin.Refuse,
			"on: no session without a second step":         o.Step == signin.Grant && f.Person.TwoStep == domain.TwoStepOn && !code && !recovery && !trust,
			"on: no session without a method":              o.Step == signin.Grant && f.Person.TwoStep == domain.TwoStepOn && !ready,
			"required: no session without two-step on":     o.Step == signin.Grant && f.Policy.Mode == domain.ModeRequired && f.Person.TwoStep != domain.TwoStepOn,
			"reset: no session before set-up":              o.Step == signin.Grant && f.Person.TwoStep == domain.TwoStepReset,
			"a password alone sets no new second step up":  o.Step == signin.Enroll && f.Person.TwoStep == domain.TwoStepOn && ready,
			"out of use: a password alone sets none up":    o.Step == signin.Enroll && f.Person.TwoStep == domain.TwoStepOn && f.Disabled && !code && !recovery,
			"trust is given by a code only":                o.GiveTrust && !(o.Step == signin.Grant && code && f.TrustBox && f.Policy.TrustDays > 0 && f.Person.TwoStep == domain.TwoStepOn),
			"trust is used where nothing better was shown": o.UseTrust && (o.Step != signin.Grant || !trust || code || recovery),
			"mfa and the second level go together":         twoFactors != (o.ACR == domain.AssuranceTwo),
			"mfa needs both factors":                       twoFactors && !(o.Step == signin.Grant && code),
			"a challenge offers something":                 (o.Step == signin.Challenge) != (len(o.Methods) > 0),
		} {
			if broken {
				t.Errorf("%s: %+v leads to %+v", law, f, o)
			}
		}
		if o.Step == signin.Grant {
			grants++
		}
	})
	if grants == 0 {
		t.Error("nobody ever gets in")
	}
}
