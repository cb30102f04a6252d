package domain

// FewRecoveryCodes left are so few that a new set should be made.
const FewRecoveryCodes = 3

// Strength says how well somebody's second step protects them.
type Strength string

const (
	StrengthBasic  Strength = "basic"  // codes that are sent can be intercepted and talked out of people
	StrengthGood   Strength = "good"   // codes of an app can still be talked out of people
	StrengthStrong Strength = "strong" // a passkey answers only the real address
)

// StrengthOf judges by the strongest of the methods that count as a second
// step, empty without any.
func StrengthOf(methods []Method) Strength {
	switch {
	case contains(methods, MethodPasskey):
		return StrengthStrong
	case contains(methods, MethodApp):
		return StrengthGood
	case contains(methods, MethodText), contains(methods, MethodEmail):
		return StrengthBasic
	}
	return ""
}

// Task is one thing a person can do to keep their second step healthy.
type Task string

const (
	TaskBackup   Task = "backup_method"   // one method is easily lost: add another
	TaskCodes    Task = "recovery_codes"  // few are left: get new ones
	TaskStronger Task = "stronger_method" // add an app or a passkey to codes that are sent
	TaskSignIn   Task = "check_sign_in"   // somebody signed in at a new place: was it them?
)

// Wallet is what a person can verify with.
type Wallet struct {
	On       bool     // two-step verification is on
	Methods  []Method // of each usable one that counts as a second step
	MayAdd   []Method // kinds that can be set up
	Codes    bool     // the tenant has recovery codes
	CodeLeft int
	Asked    bool // a session elsewhere is at a new place, and nobody said yet whether it was them
}

// Tasks are what the person should do next, none where all is well.
func (w Wallet) Tasks() []Task {
	var out []Task
	if w.Asked {
		out = append(out, TaskSignIn)
	}
	if !w.On {
		return out
	}
	if len(w.Methods) == 1 && len(w.MayAdd) > 0 {
		out = append(out, TaskBackup)
	}
	if w.Codes && w.CodeLeft <= FewRecoveryCodes {
		out = append(out, TaskCodes)
	}
	if StrengthOf(w.Methods) == StrengthBasic && (contains(w.MayAdd, MethodApp) || contains(w.MayAdd, MethodPasskey)) {
		out = append(out, TaskStronger)
	}
	return out
}

// Backups are the kinds to offer to somebody with a single method: what they
// don't have, strongest first, and never e-mail, which is no second factor.
func (w Wallet) Backups() []Method {
	if len(w.Methods) != 1 {
		return nil
	}
	var out []Method
	for _, m := range Methods {
		if m != MethodEmail && contains(w.MayAdd, m) && !contains(w.Methods, m) {
			out = append(out, m)
		}
	}
	return out
}
