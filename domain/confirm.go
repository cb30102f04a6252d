package domain

// ConfirmMethod is a way to confirm that it's still you.
type ConfirmMethod string

const (
	ConfirmByPasskey  ConfirmMethod = "passkey"
	ConfirmByApp      ConfirmMethod = "app"
	ConfirmByPassword ConfirmMethod = "password"
)

// ConfirmMethods are the ways a person can confirm that it's them, the
// strongest first; the password where they have no second step or where the
// tenant wants the password every time (S9).
func ConfirmMethods(p Policy, u User, methods []Method) []ConfirmMethod {
	if u.TwoStep != TwoStepOn || p.Reauth == ReauthPassword {
		return []ConfirmMethod{ConfirmByPassword}
	}
	var out []ConfirmMethod
	for _, m := range []Method{MethodPasskey, MethodApp} {
		if contains(methods, m) {
			out = append(out, ConfirmMethod(m))
		}
	}
	if len(out) == 0 {
		return []ConfirmMethod{ConfirmByPassword}
	}
	return out
}
