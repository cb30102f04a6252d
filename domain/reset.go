package domain

import "strings"

// ResetCheck is how an administrator made sure who asks for a reset.
type ResetCheck string

const (
	CheckInPerson  ResetCheck = "in_person"
	CheckVideo     ResetCheck = "video"
	CheckCallback  ResetCheck = "callback"   // on the number on file
	CheckEmailCode ResetCheck = "email_code" // a code to the address on file, read out to the administrator
	CheckTicket    ResetCheck = "ticket"
	CheckOther     ResetCheck = "other"
)

// ResetChecks is the whole vocabulary, in the order it is offered.
var ResetChecks = []ResetCheck{CheckInPerson, CheckVideo, CheckCallback, CheckEmailCode, CheckTicket, CheckOther}

// ResetNext is what follows a reset (S17).
type ResetNext string

const (
	ResetAccessCode ResetNext = "access_code" // the set-up waits for a code that the administrator hands out
	ResetSetUp      ResetNext = "set_up"      // the password alone leads to the set-up
)

// ResetReasonMost is the longest reason for a reset, in characters.
const ResetReasonMost = 300

// ResetAsked is a reset as an administrator asks for it.
type ResetAsked struct {
	Check  ResetCheck
	Reason string // or the number of a ticket
	Next   ResetNext
}

// Fine refuses what is asked for without saying enough, by the field.
func (r ResetAsked) Fine() error {
	var wrong []*Error
	if !contains(ResetChecks, r.Check) {
		wrong = append(wrong, RefuseField(Invalid, CodeRequiredCheck, "checked"))
	}
	if !line(r.Reason, ResetReasonMost) {
		wrong = append(wrong, RefuseField(Invalid, CodeOutOfRange, "reason").With("n", ResetReasonMost))
	}
	if (r.Check == CheckTicket || r.Check == CheckOther) && strings.TrimSpace(r.Reason) == "" {
		wrong = append(wrong, RefuseField(Invalid, CodeRequiredNote, "reason"))
	}
	if r.Next != ResetAccessCode && r.Next != ResetSetUp {
		wrong = append(wrong, RefuseField(Invalid, CodeOutOfRange, "next"))
	}
	return Collect(wrong...)
}

// AfterReset lists what may follow a reset of u, what to offer first first.
// With nothing to take away an access code alone is left, for those whose next
// sign-in ends at the set-up anyway.
func (p Policy) AfterReset(u User, nothing bool) []ResetNext {
	switch {
	case nothing && u.State == UserActive && (u.TwoStep == TwoStepReset || p.Mode == ModeRequired):
		return []ResetNext{ResetAccessCode}
	case nothing:
		return nil
	case p.WaysBack.AccessCode == AccessCodeRequired:
		return []ResetNext{ResetAccessCode}
	}
	return []ResetNext{ResetAccessCode, ResetSetUp}
}

// StateAfterReset is a person's two-step after a reset that next follows: they
// must set it up, or where the tenant lets them sign in first, and doesn't
// require it, it is off and they are asked to (O14, O15).
func (p Policy) StateAfterReset(next ResetNext) TwoStep {
	if next == ResetSetUp && p.WaysBack.Effect == ResetMaySignIn && p.Mode != ModeRequired {
		return TwoStepOff
	}
	return TwoStepReset
}

// SecondStepMethods are the ways a person can show their second step once
// more, strongest first. A code by e-mail is none, nor is a password.
func SecondStepMethods(p Policy, u User, methods []Method) (out []ConfirmMethod) {
	if u.TwoStep != TwoStepOn {
		return nil
	}
	for _, m := range Methods {
		if m.Primary() && m != MethodEmail && contains(p.AcceptedOf(methods), m) {
			out = append(out, ConfirmMethod(m))
		}
	}
	return out
}
