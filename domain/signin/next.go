package signin

import (
	"time"

	"twofold/domain"
)

// Proof is one thing the person has just shown.
type Proof string

const (
	Password     Proof = "password"      // the right password, or one just chosen behind a one-time link
	AppCode      Proof = "app"           // a code of their authenticator app
	TextCode     Proof = "text"          // a code sent to their number
	EmailCode    Proof = "email"         // a code sent to their address
	PasskeyTouch Proof = "passkey"       // a passkey of theirs
	PasskeyAlone Proof = "passkey_alone" // a passkey whose device verified the person: two factors by itself
	Recovery     Proof = "recovery"      // one of their recovery codes
	MailLink     Proof = "mail_link"     // the one-time link of a forgotten password, from their mailbox
	MailCode     Proof = "mail_code"     // a code to the same mailbox in a message of its own
	AccessCode   Proof = "access_code"   // the one-time code that an administrator or support handed out
	UnlockMail   Proof = "unlock_mail"   // the one-time link that support mailed after two proofs
	GrantedText  Proof = "granted_text"  // a code to their verified number, while support's grant is open
)

// methodOf is the verified method that a proof comes from.
var methodOf = map[Proof]domain.Method{AppCode: domain.MethodApp, TextCode: domain.MethodText, EmailCode: domain.MethodEmail, MailCode: domain.MethodMailCode,
	PasskeyTouch: domain.MethodPasskey, PasskeyAlone: domain.MethodPasskey}

// ProofOf is the proof that a code sent by m, or made by it, is.
func ProofOf(m domain.Method) Proof {
	for proof, method := range methodOf {
		if method == m && proof != PasskeyAlone {
			return proof
		}
	}
	return ""
}

// Step is what follows.
type Step string

const (
	Refuse    Step = "refuse"
	Challenge Step = "challenge" // ask for the second step
	Enroll    Step = "enroll"    // open a session that can only set up
	Grant     Step = "grant"     // open a session
	Choose    Step = "choose"    // let them choose a new password, which opens nothing
)

// Facts are all the decision rests on.
type Facts struct {
	Policy   domain.Policy
	Person   domain.User
	Methods  []domain.Method // kinds of the person's usable verified methods, the primary one first
	Disabled bool            // a verified method, or the profile's number, is out of use after too many wrong codes
	Proofs   []Proof
	ByMail   bool // the password was chosen behind a link to the mailbox, which then proves nothing twice (F40)
	Number   bool // the profile has a number that texts can go to (M6)
	Synced   bool // the passkey shown is one that its provider copies between devices
	Trusted  bool // a trusted-browser token of this person's present version, still within the policy's days
	TrustBox bool // the person asked to trust this browser
	Now      time.Time
}

func (f Facts) shown(p Proof) bool {
	for _, x := range f.Proofs {
		if x == p {
			return true
		}
	}
	return false
}

// Outcome is the decision. AMR (RFC 8176) and ACR tell how a session was
// opened and are empty without one.
type Outcome struct {
	Step      Step
	Refusal   *domain.Error
	Methods   []domain.Method // what Challenge offers, the first is asked first
	AMR       []string
	ACR       domain.Assurance
	GiveTrust bool
	UseTrust  bool // the trusted browser took the second step's place
}

// Next decides what follows the facts. It never grants what it doesn't
// recognize.
func Next(f Facts) Outcome {
	switch {
	case !f.shown(Password) && !f.shown(PasskeyAlone) && !f.shown(MailLink) && !f.shown(UnlockMail):
		return refuse(domain.Unauthenticated, domain.CodeBadCredentials)
	case f.Person.State == domain.UserSuspended:
		return refuse(domain.Forbidden, domain.CodeSuspended)
	case f.Person.State != domain.UserActive:
		return refuse(domain.Unauthenticated, domain.CodeBadCredentials)
	case f.Person.Frozen:
		return refuse(domain.Forbidden, domain.CodeFrozen)
	}
	switch {
	case f.shown(MailLink):
		return forgotten(f)
	case f.shown(UnlockMail):
		return unlocked(f)
	}
	switch f.Person.TwoStep {
	case domain.TwoStepOn:
		return secondStep(f)
	case domain.TwoStepReset:
		return first(f, afterReset(f))
	case domain.TwoStepNever, domain.TwoStepOff:
		if f.Policy.Mode != domain.ModeRequired {
			return first(f, passwordOnly())
		}
		if f.profileNumber() {
			return byProfile(f)
		}
		return first(f, enroll())
	}
	return refuse(domain.Unauthenticated, domain.CodeBadCredentials)
}

// first is what a password leads to where no second step is on. A passkey by
// itself leads nowhere then: it is a second step that isn't.
func first(f Facts, o Outcome) Outcome {
	if !f.shown(Password) {
		return refuse(domain.Unauthenticated, domain.CodeBadCredentials)
	}
	return o
}

// profileNumber reports whether the number of the profile is the second step
// of somebody who never had one (M6). Whoever verified a method of their own
// is never asked by a number that others may have entered.
func (f Facts) profileNumber() bool {
	return f.Number && f.shown(Password) && f.Policy.ProfileNumbers && f.Policy.Accepts(domain.MethodText) &&
		f.Person.TwoStep == domain.TwoStepNever && len(f.Methods) == 0
}

// byProfile asks for the code that went to the profile's number. Out of use,
// the number leads nowhere: guessing must not end at a set-up that asks for
// nothing but the password.
func byProfile(f Facts) Outcome {
	switch {
	case f.Disabled:
		return refuse(domain.Forbidden, domain.CodeMethodDisabled)
	case f.shown(TextCode):
		return f.granted(TextCode)
	}
	return Outcome{Step: Challenge, Methods: []domain.Method{domain.MethodText}}
}

// closed reports whether the lock stops what by opens without being counted. A
// proof after the password was counted before it was compared, and the count
// let it through.
func (f Facts) closed(by Proof) bool { return f.Person.Lock.Locked(f.Now) && Closes(f.Policy, by) }

func secondStep(f Facts) Outcome {
	accepted := f.accepted()
	own := f.own()
	switch {
	case !f.shown(Password) && f.closed(PasskeyAlone):
		return Outcome{Step: Refuse, Refusal: Locked(f.Person.Lock.Until, f.Now)}
	case own != "" && has(accepted, methodOf[own]):
		return f.granted(own)
	case own != "" && len(accepted) == 0 && f.shown(Password) && has(f.standIns(), methodOf[own]):
		return enroll()
	case !f.shown(Password):
		return refuse(domain.Forbidden, domain.CodeMethodNotAccepted)
	case f.shown(Recovery) && len(accepted) > 0:
		return Outcome{Step: Grant, AMR: []string{"pwd", domain.MethodRecovery.AMR()}, ACR: domain.AssuranceOne}
	case f.shown(Recovery):
		return enroll()
	case f.shown(GrantedText) && f.textGranted():
		return enroll()
	case f.Trusted && f.Policy.TrustOffered() && len(accepted) > 0 && !f.closed(Password):
		return Outcome{Step: Grant, AMR: []string{"pwd"}, ACR: domain.AssuranceOne, UseTrust: true}
	}
	return challenge(f, accepted)
}

// accepted are the person's methods that count now.
func (f Facts) accepted() []domain.Method {
	var out []domain.Method
	for _, m := range f.Policy.AcceptedOf(f.Methods) {
		if m != domain.MethodEmail || !f.ByMail {
			out = append(out, m)
		}
	}
	return out
}

// own is the strongest proof shown by a verified method.
func (f Facts) own() Proof {
	for _, p := range []Proof{PasskeyAlone, PasskeyTouch, AppCode, TextCode, EmailCode} {
		if f.shown(p) && (p != EmailCode || !f.ByMail) {
			return p
		}
	}
	return ""
}

// granted opens a session on proof p. A code by e-mail satisfies the tenant's
// own rule, but is no second factor and earns no trust (NIST SP 800-63B
// 3.1.3.1).
func (f Facts) granted(p Proof) Outcome {
	o := Outcome{Step: Grant, ACR: domain.AssuranceTwo, GiveTrust: f.TrustBox && f.Policy.TrustOffered()}
	if f.shown(Password) {
		o.AMR = append(o.AMR, "pwd")
	}
	switch p {
	case EmailCode:
		return Outcome{Step: Grant, AMR: append(o.AMR, "email"), ACR: domain.AssuranceOne}
	case PasskeyTouch, PasskeyAlone:
		key := "hwk"
		if f.Synced {
			key = "swk"
		}
		o.AMR = append(o.AMR, key)
		if p == PasskeyAlone {
			o.AMR = append(o.AMR, "user")
		}
	default:
		o.AMR = append(o.AMR, methodOf[p].AMR())
	}
	o.AMR = append(o.AMR, "mfa")
	return o
}

// Shown is what a session may claim (RFC 8176) once a password and proof p
// were shown in it.
func Shown(p Proof) ([]string, domain.Assurance) {
	o := Facts{Proofs: []Proof{Password, p}}.granted(p)
	return o.AMR, o.ACR
}

func has(list []domain.Method, m domain.Method) bool {
	for _, x := range list {
		if x == m {
			return true
		}
	}
	return false
}

// standIns are the methods that prove who somebody is though the policy accepts
// none of theirs any more. Where one was put out of use, by too many wrong codes
// or an objection, nothing weaker than a passkey stands in for it: else a
// mailbox and the password led to a set-up.
func (f Facts) standIns() (out []domain.Method) {
	for _, m := range f.Methods {
		if m.Primary() && (m != domain.MethodEmail || !f.ByMail) && (m == domain.MethodPasskey || !f.Disabled) {
			out = append(out, m)
		}
	}
	return out
}

// challenge offers accepted methods first. Where the policy accepts none of
// them any more they still prove who somebody is, before a new one is set up.
func challenge(f Facts, accepted []domain.Method) Outcome {
	offer := accepted
	if len(offer) == 0 {
		offer = f.standIns()
	}
	if len(offer) == 0 && !f.Disabled && !f.ByMail {
		return enroll()
	}
	if f.Policy.Accepts(domain.MethodRecovery) {
		offer = append(offer[:len(offer):len(offer)], domain.MethodRecovery)
	}
	if f.textGranted() {
		offer = append(offer[:len(offer):len(offer)], domain.MethodGrantedText)
	}
	switch {
	case len(offer) > 0:
		return Outcome{Step: Challenge, Methods: offer}
	case f.Disabled:
		return refuse(domain.Forbidden, domain.CodeMethodDisabled)
	}
	return refuse(domain.Forbidden, domain.CodeMethodNotAccepted)
}

func passwordOnly() Outcome {
	return Outcome{Step: Grant, AMR: []string{"pwd"}, ACR: domain.AssuranceOne}
}

func enroll() Outcome {
	return Outcome{Step: Enroll, AMR: []string{"pwd"}, ACR: domain.AssuranceOne}
}

func refuse(k domain.Kind, c domain.Code) Outcome {
	return Outcome{Step: Refuse, Refusal: domain.Refuse(k, c)}
}
