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

// These are asked for like methods, at a sign-in or a forgotten password, but
// nobody has them among their verified ones and no policy accepts them.
const (
	MethodMailCode    Method = "mail_code"    // a code in an e-mail of its own, after the link of a forgotten password (A19)
	MethodAccessCode  Method = "access_code"  // handed out by an administrator or support
	MethodGrantedText Method = "granted_text" // a code to the verified number, while support's grant is open (O19)
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
