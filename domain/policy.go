package domain

import (
	"time"
	"unicode/utf8"
)

// Mode says who decides on the second step.
type Mode string

const (
	ModeOff      Mode = "off"      // no switch for users; owners and admins can set up their own
	ModeOptional Mode = "optional" // each person decides
	ModePrompt   Mode = "prompt"
	ModeRequired Mode = "required" // everyone must
)

// Start says when "required" bites people who are signed in already.
type Start string

const (
	StartNextSignIn Start = "next_sign_in"
	StartAtOnce     Start = "at_once"
)

// TrustDaysMost is the most days a browser may be trusted.
const TrustDaysMost = 90

// Placement says on which page the trusted-browser box stands.
type Placement string

const (
	PlaceCodeStep     Placement = "code_step"
	PlacePasswordStep Placement = "password_step"
)

// Reauth says what turning on, off or changing the second step asks first (S9).
type Reauth string

const (
	ReauthNone             Reauth = "none"               // nothing before the first set-up; what is on is never changed unasked
	ReauthPassword         Reauth = "password"           // every time
	ReauthPasswordOrFactor Reauth = "password_or_factor" // a step-up of the last 10 minutes counts
)

// LockScope says what too many wrong codes close (S19).
type LockScope string

const (
	LockSecondStep LockScope = "second_step" // codes; a passkey still works
	LockAccount    LockScope = "account"     // everything that says who somebody is
)

// Backup says what a set-up asks for beside the method itself (S5).
type Backup string

const (
	BackupNone  Backup = "none"
	BackupPhone Backup = "phone"             // a verified number
	BackupAny   Backup = "any_second_method" // one more method of any kind
)

// PickedBy says who chooses a person's method (S4).
type PickedBy string

const (
	PickedByUser  PickedBy = "user"  // each person, of the accepted ones
	PickedByAdmin PickedBy = "admin" // the policy accepts one, and nobody is asked
)

// App is one entry of the tenant's ordered list of authenticator apps; the
// first is the recommended one.
type App struct {
	Name    string `json:"name"`
	Note    string `json:"note"`
	Android string `json:"android"` // store link, https only
	Apple   string `json:"apple"`
	Help    string `json:"help,omitempty"` // its maker's article on a lost or new phone (P24), https only
}

// Policy is a tenant's settings as one document. It is stored whole, by
// version; RequiredSince is set by the service when Mode becomes required.
type Policy struct {
	Mode           Mode      `json:"mode"`
	Start          Start     `json:"start"`
	Methods        []Method  `json:"methods"`
	TrustDays      int       `json:"trust_days"` // 0 is off
	TrustPlacement Placement `json:"trust_placement"`
	LockAttempts   int       `json:"lock_attempts"`
	LockMinutes    int       `json:"lock_minutes"`
	UserMayDisable bool      `json:"user_may_disable"`
	RecoveryCodes  int       `json:"recovery_codes"` // a set's size, 0 is none
	Reauth         Reauth    `json:"reauth"`
	Apps           []App     `json:"apps"`
	LockScope      LockScope `json:"lock_scope"`
	RecoveryOnly   []Method  `json:"recovery_only"`   // verified and kept, but no second step (S4)
	Backup         Backup    `json:"backup"`          // what a set-up asks for beside the method
	MethodsFirst   bool      `json:"methods_first"`   // methods are verified before two-step can be turned on (S8, R13)
	ProfileNumbers bool      `json:"profile_numbers"` // a profile's good number serves for text messages without a set-up (M6)
	CodeMinutes    int       `json:"code_minutes"`    // how long a sent code can be used
	ResendSeconds  int       `json:"resend_seconds"`  // before the first resend; then twice and four times as long
	AutoSend       bool      `json:"auto_send"`       // send the first code with the page that asks for it
	EarlierCodes   bool      `json:"earlier_codes"`   // a resend leaves the codes before it valid
	CodesWait      bool      `json:"codes_wait"`      // a code is sent by its button only, not by its last digit
	Countries      []string  `json:"countries"`       // where texts go, ISO 3166-1; none is wherever the service sends
	PickedBy       PickedBy  `json:"picked_by"`       // who chooses a person's method
	WaysBack       WaysBack  `json:"ways_back"`       // what is settled about getting back in
	RequiredSince  time.Time `json:"required_since"`
}

// DefaultPolicy is what a new tenant starts from: off (M11).
func DefaultPolicy() Policy {
	return Policy{
		Mode: ModeOff, Start: StartNextSignIn,
		Methods:        []Method{MethodApp, MethodPasskey, MethodRecovery},
		TrustPlacement: PlaceCodeStep,
		LockAttempts:   5, LockMinutes: 30,
		UserMayDisable: true, RecoveryCodes: 10,
		Reauth:    ReauthPasswordOrFactor,
		LockScope: LockSecondStep, RecoveryOnly: []Method{}, Backup: BackupNone,
		CodeMinutes: 10, ResendSeconds: 30, AutoSend: true, EarlierCodes: true, Countries: []string{}, PickedBy: PickedByUser, WaysBack: DefaultWaysBack(),
		Apps: []App{
			{Name: "Authy", Note: "Can back up your codes to another phone. Can be locked with a PIN.", Android: "https://play.google.com/store/apps/details?id=com.authy.authy", Apple: "https://apps.apple.com/app/id494168017", Help: "https://support.authy.com/hc/en-us/articles/115001750008"},
			{Name: "Google Authenticator", Note: "Simple. Backup only through your Google account.", Android: "https://play.google.com/store/apps/details?id=com.google.android.apps.authenticator2", Apple: "https://apps.apple.com/app/id388497605", Help: "https://support.google.com/accounts/answer/1066447"},
			{Name: "Duo Mobile", Note: "Can back up your codes. Works without an account.", Android: "https://play.google.com/store/apps/details?id=com.duosecurity.duomobile", Apple: "https://apps.apple.com/app/id422663827", Help: "https://guide.duo.com/duo-restore"},
			{Name: "1Password", Note: "Keeps codes beside your passwords.", Android: "https://play.google.com/store/apps/details?id=com.onepassword.android", Apple: "https://apps.apple.com/app/id1511601750", Help: "https://support.1password.com/one-time-passwords/"},
		},
	}
}

// Accepts reports whether the policy lets m count.
func (p Policy) Accepts(m Method) bool {
	if m == MethodRecovery {
		return p.RecoveryCodes > 0 && contains(p.Methods, m)
	}
	return contains(p.Methods, m) && !contains(p.RecoveryOnly, m)
}

// MayVerify reports whether people may have m among their verified methods,
// as a second step or to get back in.
func (p Policy) MayVerify(m Method) bool { return m.Primary() && contains(p.Methods, m) }

// AcceptedOf keeps of methods those that can be a second step under p.
func (p Policy) AcceptedOf(methods []Method) []Method {
	var out []Method
	for _, m := range methods {
		if m.Primary() && p.Accepts(m) {
			out = append(out, m)
		}
	}
	return out
}

// MaySetUp reports whether a person with role r may turn on their own second
// step: always for those who see what is other people's, for users unless the
// mode is off.
func (p Policy) MaySetUp(r Role) bool { return p.Mode != ModeOff || r.Privileged() }

// MayTurnOff reports whether a person may turn off their own second step.
func (p Policy) MayTurnOff() bool { return p.Mode != ModeRequired && p.UserMayDisable }

// PasskeysOnly reports whether nothing but a passkey is a second step: weaker
// proofs then stand in for it nowhere.
func (p Policy) PasskeysOnly() bool {
	accepted := p.AcceptedOf(Methods)
	return len(accepted) == 1 && accepted[0] == MethodPasskey
}

// TrustOffered reports whether browsers may be trusted at all.
func (p Policy) TrustOffered() bool { return p.TrustDays > 0 }

// LockFor is how long codes are refused after too many wrong ones.
func (p Policy) LockFor() time.Duration { return time.Duration(p.LockMinutes) * time.Minute }

// CodeFor is how long a sent code can be used.
func (p Policy) CodeFor() time.Duration { return time.Duration(p.CodeMinutes) * time.Minute }

// HalfFor is how long a sign-in may stay half done: HalfSignInFor, and longer
// where the organization lets messages take their time, so that the code asked
// for after the first wait can be used as long as any.
func (p Policy) HalfFor() time.Duration {
	return max(HalfSignInFor, time.Duration(p.ResendSeconds/60)*time.Minute+p.CodeFor())
}

// ResendMinutes is the wait before the first resend in whole minutes, rounded up.
func (p Policy) ResendMinutes() int { return (p.ResendSeconds + 59) / 60 }

// Check refuses a document with a value out of its range; every error names
// its field.
func (p Policy) Check() error {
	var errs []*Error
	bad := func(ok bool, field string) {
		if !ok {
			errs = append(errs, RefuseField(Invalid, CodeOutOfRange, field))
		}
	}
	bad(p.Mode == ModeOff || p.Mode == ModeOptional || p.Mode == ModeRequired, "mode")
	bad(p.Start == StartNextSignIn || p.Start == StartAtOnce, "start")
	bad(p.TrustDays >= 0 && p.TrustDays <= TrustDaysMost, "trust_days")
	bad(p.TrustPlacement == PlaceCodeStep || p.TrustPlacement == PlacePasswordStep, "trust_placement")
	bad(p.LockAttempts >= 3 && p.LockAttempts <= 10, "lock_attempts")
	bad(p.LockMinutes >= 1 && p.LockMinutes <= 1440, "lock_minutes")
	bad(p.RecoveryCodes >= 0 && p.RecoveryCodes <= 16, "recovery_codes")
	bad(p.Reauth == ReauthNone || p.Reauth == ReauthPassword || p.Reauth == ReauthPasswordOrFactor, "reauth")
	bad(methodsFine(p.Methods), "methods")
	bad(len(p.AcceptedOf(Offered)) > 0, "methods")
	bad(len(p.Apps) >= 1 && len(p.Apps) <= 12 && appsFine(p.Apps), "apps")
	bad(p.LockScope == LockSecondStep || p.LockScope == LockAccount, "lock_scope")
	bad(methodsFine(p.RecoveryOnly) && !contains(p.RecoveryOnly, MethodRecovery) && within(p.RecoveryOnly, p.Methods), "recovery_only")
	bad(p.Backup == BackupNone || p.Backup == BackupPhone || p.Backup == BackupAny, "backup")
	if p.Backup == BackupPhone && !p.MayVerify(MethodText) {
		errs = append(errs, RefuseField(Invalid, CodeBackupText, "backup"))
	}
	bad(p.CodeMinutes >= 5 && p.CodeMinutes <= 30, "code_minutes")
	bad(p.ResendSeconds >= 30 && p.ResendSeconds <= 900, "resend_seconds")
	bad(countriesFine(p.Countries), "countries")
	bad(p.PickedBy == PickedByUser || p.PickedBy == PickedByAdmin && len(p.AcceptedOf(Offered)) == 1, "picked_by")
	for _, field := range p.WaysBack.faults() {
		bad(false, "ways_back."+field)
	}
	return Collect(errs...)
}

// countriesFine asks for distinct ISO 3166-1 codes of two capital letters.
func countriesFine(list []string) bool {
	seen := map[string]bool{}
	for _, c := range list {
		if len(c) != 2 || c[0] < 'A' || c[0] > 'Z' || c[1] < 'A' || c[1] > 'Z' || seen[c] {
			return false
		}
		seen[c] = true
	}
	return true
}

// within reports whether all of list are in whole.
func within(list, whole []Method) bool {
	for _, m := range list {
		if !contains(whole, m) {
			return false
		}
	}
	return true
}

func methodsFine(list []Method) bool {
	seen := map[Method]bool{}
	for _, m := range list {
		if !m.Known() || seen[m] {
			return false
		}
		seen[m] = true
	}
	return true
}

func appsFine(list []App) bool {
	seen := map[string]bool{}
	for _, a := range list {
		if CheckName(a.Name, "apps", CodeOutOfRange, 40) != nil || utf8.RuneCountInString(a.Note) > 200 || seen[a.Name] {
			return false
		}
		if !httpsOrEmpty(a.Android) || !httpsOrEmpty(a.Apple) || !httpsOrEmpty(a.Help) {
			return false
		}
		seen[a.Name] = true
	}
	return true
}

func httpsOrEmpty(s string) bool {
	return s == "" || len(s) <= 300 && len(s) > 8 && s[:8] == "https://" && utf8.ValidString(s)
}
