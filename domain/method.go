package domain

// Method is a kind of second step. The names are those of the API.
type Method string

const (
	MethodApp      Method = "app"      // time-based codes, RFC 6238
	MethodRecovery Method = "recovery" // saved look-up secrets, NIST SP 800-63B 3.1.2
	MethodPasskey  Method = "passkey"
	MethodText     Method = "text"
	MethodEmail    Method = "email"
)

// Methods is the whole vocabulary, strongest first.
var Methods = []Method{MethodPasskey, MethodApp, MethodText, MethodEmail, MethodRecovery}

// Offered lists the methods this build can enroll and verify.
var Offered = []Method{MethodPasskey, MethodApp, MethodText, MethodEmail, MethodRecovery}

// Known reports whether m is a word of the vocabulary.
func (m Method) Known() bool { return contains(Methods, m) }

// Primary reports whether m can be a person's second step by itself: recovery
// codes only stand in for a lost one.
func (m Method) Primary() bool { return m.Known() && m != MethodRecovery }

// AMR is the authentication method reference of RFC 8176 that m adds.
func (m Method) AMR() string {
	switch m {
	case MethodApp, MethodRecovery:
		return "otp"
	case MethodPasskey:
		return "hwk"
	case MethodText:
		return "sms"
	}
	return string(m)
}

func contains[T comparable](list []T, x T) bool {
	for _, v := range list {
		if v == x {
			return true
		}
	}
	return false
}
