package domain

// ConfirmMethod is a way to confirm that it's still you.
type ConfirmMethod string

const (
	ConfirmByApp      ConfirmMethod = "app"
	ConfirmByPassword ConfirmMethod = "password"
)

// ConfirmMethods are the ways a person can confirm that it's them, the one to
// ask first first: the strongest they have, the password where they have no
// second step or where the tenant wants the password every time (S9).
func ConfirmMethods(p Policy, u User, methods []Method) []ConfirmMethod {
	if u.TwoStep == TwoStepOn && contains(methods, MethodApp) && p.Reauth != ReauthPassword {
		return []ConfirmMethod{ConfirmByApp}
	}
	return []ConfirmMethod{ConfirmByPassword}
}
