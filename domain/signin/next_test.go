package signin_test

import (
	"slices"
	"testing"
	"time"

	"twofold/domain"
	"twofold/domain/signin"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// ready is somebody whose second step is on, with an app that is accepted.
func ready() signin.Facts {
	p := domain.DefaultPolicy()
	p.Mode = domain.ModeOptional
	return signin.Facts{Policy: p, Person: domain.User{State: domain.UserActive, TwoStep: domain.TwoStepOn}, Now: noon,
		Methods: []domain.Method{domain.MethodApp}, Proofs: []signin.Proof{signin.Password}}
}

// lockAccount is what too many wrong codes come to where they lock the account.
func lockAccount(f *signin.Facts) {
	f.Policy.LockScope, f.Person.Lock.Until = domain.LockAccount, noon.Add(time.Minute)
}

var app_ = []domain.Method{domain.MethodApp}

// own gives somebody one more method, which the policy accepts, and a proof.
func own(m domain.Method, p signin.Proof) func(*signin.Facts) {
	return func(f *signin.Facts) {
		f.Methods, f.Policy.Methods, f.Proofs = append(f.Methods, m), append(f.Policy.Methods, m), append(f.Proofs, p)
	}
}

func alone(f *signin.Facts) {
	own(domain.MethodPasskey, "")(f)
	f.Proofs = []signin.Proof{signin.PasskeyAlone}
}

// byNumber is somebody who never set up a second step, where the number of
// the profile serves.
func byNumber(f *signin.Facts) {
	f.Person.TwoStep, f.Methods, f.Number = domain.TwoStepNever, nil, true
	f.Policy.Mode, f.Policy.ProfileNumbers, f.Policy.Methods = domain.ModeRequired, true, append(f.Policy.Methods, domain.MethodText)
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
		"out of use, and a mailbox that doesn't count": {func(f *signin.Facts) {
			f.Methods, f.Disabled, f.Proofs = []domain.Method{domain.MethodEmail}, true, append(f.Proofs, signin.EmailCode)
		}, signin.Challenge, []domain.Method{recovery}, ""},
		"out of use, and a passkey that doesn't count": {func(f *signin.Facts) {
			f.Policy.Methods, f.Methods, f.Disabled, f.Proofs = []domain.Method{app}, []domain.Method{domain.MethodPasskey}, true, append(f.Proofs, signin.PasskeyTouch)
		}, signin.Enroll, nil, ""},
		"the method is out of use, no codes":             {func(f *signin.Facts) { f.Methods, f.Disabled, f.Policy.RecoveryCodes = nil, true, 0 }, signin.Refuse, nil, domain.CodeMethodDisabled},
		"on without any method":                          {func(f *signin.Facts) { f.Methods = nil }, signin.Enroll, nil, ""},
		"a trusted browser":                              {func(f *signin.Facts) { f.Trusted, f.Policy.TrustDays = true, 14 }, signin.Grant, nil, ""},
		"a trusted browser while trust is off":           {func(f *signin.Facts) { f.Trusted = true }, signin.Challenge, []domain.Method{app, recovery}, ""},
		"reset":                                          {func(f *signin.Facts) { f.Person.TwoStep = domain.TwoStepReset }, signin.Enroll, nil, ""},
		"never on":                                       {func(f *signin.Facts) { f.Person.TwoStep = domain.TwoStepNever }, signin.Grant, nil, ""},
		"never on, required":                             {func(f *signin.Facts) { f.Person.TwoStep, f.Policy.Mode = domain.TwoStepNever, domain.ModeRequired }, signin.Enroll, nil, ""},
		"turned off, required":                           {func(f *signin.Facts) { f.Person.TwoStep, f.Policy.Mode = domain.TwoStepOff, domain.ModeRequired }, signin.Enroll, nil, ""},
		"on, and the policy is off":                      {func(f *signin.Facts) { f.Policy.Mode = domain.ModeOff }, signin.Challenge, []domain.Method{app, recovery}, ""},
		"a text code":                                    {own(domain.MethodText, signin.TextCode), signin.Grant, nil, ""},
		"a code by e-mail":                               {own(domain.MethodEmail, signin.EmailCode), signin.Grant, nil, ""},
		"a passkey after a password":                     {own(domain.MethodPasskey, signin.PasskeyTouch), signin.Grant, nil, ""},
		"a passkey by itself":                            {alone, signin.Grant, nil, ""},
		"a passkey by itself, reset":                     {func(f *signin.Facts) { alone(f); f.Person.TwoStep = domain.TwoStepReset }, signin.Refuse, nil, domain.CodeBadCredentials},
		"a passkey by itself, not accepted":              {func(f *signin.Facts) { alone(f); f.Policy.Methods = app_ }, signin.Refuse, nil, domain.CodeMethodNotAccepted},
		"S19 a passkey by itself while codes are locked": {func(f *signin.Facts) { alone(f); f.Person.Lock.Until = noon.Add(time.Minute) }, signin.Grant, nil, ""},
		"S19 a passkey by itself, the account locked":    {func(f *signin.Facts) { alone(f); lockAccount(f) }, signin.Refuse, nil, domain.CodeLocked},
		"S19 a trusted browser, the account locked":      {func(f *signin.Facts) { f.Trusted, f.Policy.TrustDays = true, 14; lockAccount(f) }, signin.Challenge, []domain.Method{app, recovery}, ""},
		"S19 the try that locked, and was right":         {func(f *signin.Facts) { f.Proofs = append(f.Proofs, signin.AppCode); lockAccount(f) }, signin.Grant, nil, ""},
		"a method kept for recovery only": {func(f *signin.Facts) {
			own(domain.MethodText, "")(f)
			f.Policy.RecoveryOnly = []domain.Method{domain.MethodText}
		}, signin.Challenge, []domain.Method{domain.MethodApp, recovery}, ""},
		"the primary is asked first": {func(f *signin.Facts) {
			own(domain.MethodText, "")(f)
			f.Methods = []domain.Method{domain.MethodText, app}
		}, signin.Challenge, []domain.Method{domain.MethodText, app, recovery}, ""},
		"F40 P1 a code by e-mail after a mailed link": {func(f *signin.Facts) {
			own(domain.MethodEmail, signin.EmailCode)(f)
			f.ByMail = true
			f.Methods = []domain.Method{domain.MethodEmail}
		}, signin.Challenge, []domain.Method{recovery}, ""},
		"F40 nothing but the mailbox": {func(f *signin.Facts) {
			own(domain.MethodEmail, signin.EmailCode)(f)
			f.ByMail, f.Policy.RecoveryCodes = true, 0
			f.Methods = []domain.Method{domain.MethodEmail}
		}, signin.Refuse, nil, domain.CodeMethodNotAccepted},
		"M6 the profile's number is asked":       {byNumber, signin.Challenge, []domain.Method{domain.MethodText}, ""},
		"M6 a code sent to the profile's number": {func(f *signin.Facts) { byNumber(f); f.Proofs = append(f.Proofs, signin.TextCode) }, signin.Grant, nil, ""},
		"M6 after a reset there is a set-up":     {func(f *signin.Facts) { byNumber(f); f.Person.TwoStep = domain.TwoStepReset }, signin.Enroll, nil, ""},
		"M6 turned off, there is a set-up":       {func(f *signin.Facts) { byNumber(f); f.Person.TwoStep = domain.TwoStepOff }, signin.Enroll, nil, ""},
		"M6 a method of one's own goes first":    {func(f *signin.Facts) { byNumber(f); f.Methods = app_ }, signin.Enroll, nil, ""},
		"M6 text messages aren't accepted":       {func(f *signin.Facts) { byNumber(f); f.Policy.Methods = app_ }, signin.Enroll, nil, ""},
		"M6 text messages are for recovery only": {func(f *signin.Facts) { byNumber(f); f.Policy.RecoveryOnly = []domain.Method{domain.MethodText} }, signin.Enroll, nil, ""},
		"M6 the policy doesn't say so":           {func(f *signin.Facts) { byNumber(f); f.Policy.ProfileNumbers = false }, signin.Enroll, nil, ""},
		"M6 a browser trusted before":            {func(f *signin.Facts) { byNumber(f); f.Trusted, f.Policy.TrustDays = true, 30 }, signin.Challenge, []domain.Method{domain.MethodText}, ""},
		"M6 the number is out of use":            {func(f *signin.Facts) { byNumber(f); f.Disabled, f.Proofs = true, append(f.Proofs, signin.TextCode) }, signin.Refuse, nil, domain.CodeMethodDisabled},
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

// some is what a person or a policy may have of the methods.
var some = [][]domain.Method{nil, {domain.MethodApp}, {domain.MethodApp, domain.MethodRecovery}, {domain.MethodRecovery}, {domain.MethodText, domain.MethodPasskey}, {domain.MethodEmail}, domain.Methods}

// all are the things a decision hangs on, each with every value it can have.
var all = [][]change{
	over(func(f *signin.Facts, v domain.Mode) { f.Policy.Mode = v }, domain.ModeOff, domain.ModeOptional, domain.ModePrompt, domain.ModeRequired, "x"),
	over(func(f *signin.Facts, v domain.UserState) { f.Person.State = v }, domain.UserActive, domain.UserInvited, domain.UserSuspended),
	over(func(f *signin.Facts, v domain.TwoStep) { f.Person.TwoStep = v }, domain.TwoStepNever, domain.TwoStepOn, domain.TwoStepOff, domain.TwoStepReset, ""),
	over(func(f *signin.Facts, v []domain.Method) { f.Policy.Methods = v }, some...),
	over(func(f *signin.Facts, v []domain.Method) { f.Methods = v }, some...),
	over(func(f *signin.Facts, v []signin.Proof) { f.Proofs = v }, nil, []signin.Proof{signin.Password}, []signin.Proof{signin.AppCode}, []signin.Proof{signin.Recovery}, []signin.Proof{signin.PasskeyAlone},
		[]signin.Proof{signin.PasskeyTouch, signin.TextCode, signin.EmailCode}, []signin.Proof{signin.Password, signin.AppCode}, []signin.Proof{signin.Password, signin.Recovery}, []signin.Proof{signin.Password, signin.AppCode, signin.Recovery},
		[]signin.Proof{signin.Password, signin.TextCode}, []signin.Proof{signin.Password, signin.EmailCode}, []signin.Proof{signin.Password, signin.PasskeyTouch}, []signin.Proof{signin.Password, signin.PasskeyAlone}),
	over(func(f *signin.Facts, v int) { f.Policy.TrustDays, f.TrustBox = v, v > 0 }, 0, 30),
	over(func(f *signin.Facts, v bool) { f.Trusted = v }, false, true),
	over(func(f *signin.Facts, v bool) { f.ByMail = v }, false, true),
	over(func(f *signin.Facts, v [2]bool) { f.Number, f.Policy.ProfileNumbers = v[0], v[1] }, [2]bool{false, false}, [2]bool{true, false}, [2]bool{false, true}, [2]bool{true, true}),
	over(func(f *signin.Facts, v bool) { f.Disabled = v }, false, true),
	over(func(f *signin.Facts, lock func(*signin.Facts)) { lock(f) }, func(f *signin.Facts) { f.Person.Lock = domain.Lock{} }, lockAccount),
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
	grants := 0
	every(ready(), all, func(f signin.Facts) {
		o := signin.Next(f)
		for _, law := range laws(f, o) {
			t.Errorf("%s: %+v leads to %+v", law, f, o)
		}
		if o.Step == signin.Grant {
			grants++
		}
	})
	if grants == 0 {
		t.Error("nobody ever gets in")
	}
}

// laws names those that an outcome breaks.
func laws(f signin.Facts, o signin.Outcome) (broken []string) {
	shown := func(p signin.Proof) bool { return slices.Contains(f.Proofs, p) }
	accepted := f.Policy.AcceptedOf(f.Methods)
	if f.ByMail {
		accepted = slices.DeleteFunc(accepted, func(m domain.Method) bool { return m == domain.MethodEmail })
	}
	with := func(p signin.Proof, m domain.Method) bool { return shown(p) && slices.Contains(accepted, m) }
	strong := with(signin.AppCode, domain.MethodApp) || with(signin.TextCode, domain.MethodText) || with(signin.PasskeyTouch, domain.MethodPasskey) || with(signin.PasskeyAlone, domain.MethodPasskey)
	number := f.Number && f.Policy.ProfileNumbers && f.Policy.Accepts(domain.MethodText) && f.Person.TwoStep == domain.TwoStepNever && len(f.Methods) == 0
	profile := number && !f.Disabled && shown(signin.TextCode) && shown(signin.Password)
	email := with(signin.EmailCode, domain.MethodEmail)
	recovery := shown(signin.Recovery)
	trust := f.Trusted && f.Policy.TrustDays > 0
	on, grant, enroll := f.Person.TwoStep == domain.TwoStepOn, o.Step == signin.Grant, o.Step == signin.Enroll
	any := shown(signin.AppCode) || shown(signin.TextCode) || shown(signin.PasskeyTouch) || shown(signin.PasskeyAlone) || shown(signin.EmailCode)
	locked := f.Policy.LockScope == domain.LockAccount && f.Person.Lock.Locked(f.Now)
	twoFactors := slices.Contains(o.AMR, "mfa")
	if !slices.Contains([]signin.Step{signin.Refuse, signin.Challenge, signin.Enroll, signin.Grant}, o.Step) {
		broken = append(broken, "a known step")
	}
	for _, l := range []struct {
		law    string
		broken bool
	}{
		{"a refusal says why, nothing else does", (o.Step == signin.Refuse) != (o.Refusal != nil)},
		{"nobody gets anything without a first proof", !shown(signin.Password) && !shown(signin.PasskeyAlone) && o.Step != signin.Refuse},
		{"a passkey alone leads in or nowhere", !shown(signin.Password) && o.Step != signin.Refuse && !(grant && on && with(signin.PasskeyAlone, domain.MethodPasskey))},
		{"nobody gets anything who isn't active", f.Person.State != domain.UserActive && o.Step != signin.Refuse},
		{"on: no session without a second step", grant && on && !strong && !email && !recovery && !trust},
		{"on: no session without an accepted method", grant && on && len(accepted) == 0},
		{"S19: nothing that isn't counted opens a locked account", grant && on && locked && (!shown(signin.Password) || o.UseTrust)},
		{"required: no session without two-step on", grant && f.Policy.Mode == domain.ModeRequired && !on && !profile},
		{"reset: no session before set-up", grant && f.Person.TwoStep == domain.TwoStepReset},
		{"a password alone sets no new second step up", enroll && on && len(accepted) > 0},
		{"out of use: a password alone sets none up", enroll && on && f.Disabled && !any && !recovery},
		{"M6: nobody who ever had a second step is asked by the profile's number", o.Step == signin.Challenge && !on && !number},
		{"M6: where the number is asked, the password alone sets none up", enroll && number},
		{"M6: a number out of use leads nowhere", number && f.Disabled && f.Policy.Mode == domain.ModeRequired && o.Step != signin.Refuse},
		{"F40: a mailbox alone sets none up", enroll && on && f.ByMail && !recovery && !(any && !shown(signin.EmailCode))},
		{"trust is given by a strong proof only", o.GiveTrust && !(grant && (strong || profile) && f.TrustBox && f.Policy.TrustDays > 0)},
		{"trust is used where nothing better was shown", o.UseTrust && (!grant || !trust || any && strong || recovery)},
		{"mfa and the second level go together", twoFactors != (o.ACR == domain.AssuranceTwo)},
		{"mfa needs both factors", twoFactors && !(grant && (strong || profile))},
		{"F40: a code by e-mail is never a second factor", twoFactors && !strong && !profile},
		{"a challenge offers something", (o.Step == signin.Challenge) != (len(o.Methods) > 0)},
		{"F40: a mailed link is not followed by a mailed code", f.ByMail && slices.Contains(o.Methods, domain.MethodEmail)},
	} {
		if l.broken {
			broken = append(broken, l.law)
		}
	}
	return broken
}
