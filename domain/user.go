package domain

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// UserState says whether a person can sign in.
type UserState string

const (
	UserInvited   UserState = "invited"
	UserActive    UserState = "active"
	UserSuspended UserState = "suspended"
)

// TwoStep is the state of a person's second step. "On" and "has methods" are
// two facts: a person can keep verified methods with two-step off.
type TwoStep string

const (
	TwoStepNever TwoStep = "never" // never turned on
	TwoStepOn    TwoStep = "on"
	TwoStepOff   TwoStep = "off"   // was on, turned off by the person
	TwoStepReset TwoStep = "reset" // taken away by an admin: must be set up again
)

// User is one person of one tenant.
type User struct {
	ID        string
	Email     string
	Name      string
	Role      Role
	State     UserState
	TwoStep   TwoStep
	TwoStepAt time.Time // since when TwoStep holds
	// SecurityVersion rises with every change that must end what was issued
	// before: sessions, trusted browsers, half sign-ins and links carry it.
	SecurityVersion int64
	Lock            Lock
	CreatedAt       time.Time
	LastSignInAt    time.Time
	PasswordAt      time.Time
	Language        string // of messages, empty for the organization's
	// NeedsCode is set by a reset that gave an access code: the set-up waits
	// for it. Frozen, since somebody objected to a reset, keeps everybody out
	// until it is lifted. Until TextUntil a text message stands in for a lost device.
	NeedsCode bool
	Frozen    bool
	TextUntil time.Time
	// RoleAt is since when Role holds; RolesBefore are those held shortly before
	// it. Neither is read with a sign-in.
	RoleAt      time.Time
	RolesBefore []Role
	// LastResetAt is when a reset, or the replacement of a lost device, last
	// took the second step. It isn't read with a sign-in.
	LastResetAt time.Time
	// SetAgain is set by a reset after which the person may sign in first:
	// they are asked to set their second step up again (O15).
	SetAgain bool
}

// AskedAgain reports whether u is asked to set their second step up again,
// which is off since a reset.
func (p Policy) AskedAgain(u User) bool {
	return u.SetAgain && u.TwoStep == TwoStepOff && p.MaySetUp(u.Role)
}

// EmailKey is the form of an address that is unique in a tenant: trimmed and
// lower-cased. The typed form is kept for display.
func EmailKey(address string) string { return strings.ToLower(strings.TrimSpace(address)) }

// CheckEmail refuses what can't be an address. It is a screen against typing
// errors, the proof is the message that arrives (ASVS V1.5.3: one parser).
func CheckEmail(address, field string) *Error {
	a := strings.TrimSpace(address)
	if a == "" {
		return RefuseField(Invalid, CodeRequiredEmail, field)
	}
	at := strings.LastIndexByte(a, '@')
	bad := len(a) > 254 || at < 1 || at > 64 || at == len(a)-1 || !utf8.ValidString(a) ||
		strings.ContainsAny(a, " \t\r\n<>(),;:\\\"[]") || strings.Contains(a, "..") ||
		strings.Count(a, "@") != 1 || strings.HasPrefix(a[at+1:], ".") || strings.HasSuffix(a, ".")
	for _, r := range a {
		bad = bad || r < 0x20 || r == 0x7f
	}
	if bad {
		return RefuseField(Invalid, CodeEmailFormat, field)
	}
	return nil
}

// NameMost is the longest name of a person, an organization or a method, in
// characters.
const NameMost = 100

// CheckName refuses an empty display name by the code required, and one that
// is longer than most or holds control characters.
func CheckName(name, field string, required Code, most int) *Error {
	n := strings.TrimSpace(name)
	if n == "" {
		return RefuseField(Invalid, required, field)
	}
	if utf8.RuneCountInString(n) > most || !utf8.ValidString(n) || strings.ContainsFunc(n, control) {
		return RefuseField(Invalid, CodeNameLong, field).With("n", most)
	}
	return nil
}

func control(r rune) bool { return unicode.IsControl(r) || r == 0x2028 || r == 0x2029 }

// Lock counts wrong second-step codes of one person over all methods.
type Lock struct {
	Tries int       // wrong codes in a row since the last success or lock
	Total int       // wrong codes in a row over any time
	Until time.Time // codes are refused until then
}

// DisableAfter is how many wrong codes in a row, over any time, disable the
// method until it is set up again (NIST SP 800-63B 3.2.2).
const DisableAfter = 100

// Locked reports whether codes are refused at now.
func (l Lock) Locked(now time.Time) bool { return now.Before(l.Until) }
