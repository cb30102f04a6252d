package domain

// ConfirmMethod is a way to confirm that it's still you.
type ConfirmMethod string

const (
	ConfirmByPasskey  ConfirmMethod = "passkey"
	ConfirmByApp      ConfirmMethod = "app"
	ConfirmByText     ConfirmMethod = "text"
	ConfirmByEmail    ConfirmMethod = "email"
	ConfirmByPassword ConfirmMethod = "password"
)

// Method is the verified method that is asked for, empty for the password.
func (m ConfirmMethod) Method() Method {
	if m == ConfirmByPassword {
		return ""
	}
	return Method(m)
}

// ConfirmMethods are the ways a person can confirm that it's them, the one to
// ask first first: the strongest they have of those that are accepted, or
// where none is any more of all; the password where they have no second step
// or where the tenant wants the password every time (S9).
func ConfirmMethods(p Policy, u User, methods []Method) []ConfirmMethod {
	var out []ConfirmMethod
	if u.TwoStep == TwoStepOn && p.Reauth != ReauthPassword {
		if accepted := p.AcceptedOf(methods); len(accepted) > 0 {
			methods = accepted
		}
		for _, m := range Methods {
			if m.Primary() && contains(methods, m) {
				out = append(out, ConfirmMethod(m))
			}
		}
	}
	if len(out) == 0 {
		return []ConfirmMethod{ConfirmByPassword}
	}
	return out
}
