package messages

import (
	"slices"

	"twofold/frontend/text"
)

// Kinds of mail. The comment names the arguments beside those every mail may
// use: org, link, when, device, place, id (reference), feature. An empty or
// missing when, device, place or id leaves its line out.
const (
	Code            = "code"              // code, minutes, purpose (one of Purposes); never a link
	Confirm         = "confirm"           // email, minutes, link
	PasswordReset   = "password_reset"    // email, minutes, link
	Invite          = "invite"            // by, days, link
	TurnedOn        = "turned_on"         // method, label, link
	TurnedOff       = "turned_off"        // by, link
	MethodAdded     = "method_added"      // method, label, link
	MethodRemoved   = "method_removed"    // method, label, link
	MethodReplaced  = "method_replaced"   // method, label, link
	MethodDisabled  = "method_disabled"   // method, label, n, link
	PasskeyCopied   = "passkey_copied"    // method, label, link
	EmailChanged    = "email_changed"     // old, new (both masked), link
	NumberChanged   = "number_changed"    // old, new (last digits), link
	ProfileNumber   = "profile_number"    // by, link
	SignedIn        = "signed_in"         // device, link
	Trusted         = "trusted"           // days, link
	RecoveryUsed    = "recovery_used"     // n, purpose (reset, or none at a sign-in), link
	RecoveryRenewed = "recovery_renewed"  // link
	Reset           = "reset"             // by, next (set_up, access_code, sign_in), app (that was used; empty leaves its line out)
	Locked          = "locked"            // time, n, purpose (as above), link
	AccessGiven     = "access_given"      // by, time, link
	TextGiven       = "text_given"        // by, time, link
	UnlockGiven     = "unlock_given"      // by, time, link
	CaseWaiting     = "case_waiting"      // by, time, link
	CaseOwners      = "case_owners"       // to owners: by, who, time, link
	Unlock          = "unlock"            // by, minutes, link
	PasswordChanged = "password_changed"  // link
	AnswersChanged  = "answers_changed"   // link
	AnswersRemoved  = "answers_removed"   // link
	Objected        = "objected"          // to administrators: who, email, what (a kind, with its arguments), link
	ObjectionDone   = "objection_done"    // to the person: link
	NumberNeeded    = "number_needed"     // link
	TextAlarm       = "text_alarm"        // to owners: percent, link
	TextStopped     = "text_stopped"      // to owners: link
	TextRoute       = "text_route"        // to owners: country, link
	OrgSuspended    = "org_suspended"     // to owners: reason, link
	OrgResumed      = "org_resumed"       // to owners: reason, link
	SupportOpened   = "support_opened"    // to owners: by, reason, minutes, link
	Required        = "required"          // link
	RequiredBy      = "required_by"       // date, link
	RequestMade     = "request_made"      // number, within, link (stops it)
	RequestTaken    = "request_taken"     // number, by, within, link (stops it)
	RequestDone     = "request_done"      // number, by, within, link
	RequestDeclined = "request_declined"  // number, by, reason, within, link
	RequestExpired  = "request_expired"   // number, within, link
	SupportAsked    = "support_asked"     // number, time, within, link (stops it)
	SupportEnded    = "support_ended"     // number, within, link
	RequestWaiting  = "request_waiting"   // to who may answer: who, email, number, link
	RequestStopped  = "request_stopped"   // to who may answer: who, email, number, link
	ResetAsked      = "reset_asked"       // by, within, link
	ResetWaiting    = "reset_waiting"     // by, at, within, link; by text message: at
	ResetOff        = "reset_off"         // by, link
	ApprovalWanted  = "approval_wanted"   // to who may approve: by, who, email, number, link
	ApprovalGiven   = "approval_given"    // to who asked: by, who, link
	ApprovalRefused = "approval_declined" // to who asked: by, who, reason, link
	ResetDropped    = "reset_dropped"     // to who asked: who, link
	Frozen          = "frozen"            // to administrators: who, email, link
	FrozenDone      = "frozen_done"       // to the person: link
	Unfrozen        = "unfrozen"          // by, link
	UnfrozenOwners  = "unfrozen_owners"   // to owners: by, who, link
	Organizations   = "organizations"     // email, link (one address a line, empty for none)
)

// Kinds are all kinds of mail.
var Kinds = []string{
	Code, Confirm, PasswordReset, Invite, TurnedOn, TurnedOff, MethodAdded, MethodRemoved, MethodReplaced, MethodDisabled, PasskeyCopied, EmailChanged, NumberChanged, ProfileNumber, SignedIn,
	Trusted, RecoveryUsed, RecoveryRenewed, Reset, AccessGiven, TextGiven, UnlockGiven, CaseWaiting, CaseOwners, Unlock, Locked, PasswordChanged, AnswersChanged, AnswersRemoved, Objected, ObjectionDone, NumberNeeded,
	TextAlarm, TextStopped, TextRoute, OrgSuspended, OrgResumed, SupportOpened, Required, RequiredBy, RequestMade, RequestTaken, RequestDone, RequestDeclined, RequestExpired, SupportAsked, SupportEnded, RequestWaiting, RequestStopped,
	ResetAsked, ResetWaiting, ResetOff, ApprovalWanted, ApprovalGiven, ApprovalRefused, ResetDropped, Frozen, FrozenDone, Unfrozen, UnfrozenOwners, Organizations,
}

// Notices are the kinds that tell a person of a change to their account. Their
// link may be one to object by (within).
var Notices = []string{
	TurnedOn, TurnedOff, MethodAdded, MethodRemoved, MethodReplaced, MethodDisabled, PasskeyCopied, EmailChanged, NumberChanged, ProfileNumber, SignedIn,
	Trusted, RecoveryUsed, RecoveryRenewed, Reset, AccessGiven, TextGiven, UnlockGiven, CaseWaiting, Locked, PasswordChanged, AnswersChanged, AnswersRemoved,
	ResetAsked, ResetWaiting,
}

// Purposes are what a mailed code can be for.
var Purposes = []string{"signin", "confirm", "verification", "reset", "caller", "recovery", "case"}

// Needs lists the arguments a kind of message can't be written without.
func Needs(kind string) []string {
	var out []string
	for _, part := range []string{".subject", ".text", ".ignore"} {
		for _, p := range text.Cut(pattern(Default, kind+part, "")) {
			if p.Arg != "" && p.Arg != "feature" && !slices.Contains(out, p.Arg) {
				out = append(out, p.Arg)
			}
		}
	}
	switch kind {
	case Code:
		return append(out, "minutes", "purpose")
	case Organizations:
		return out
	case RequestMade, RequestTaken, RequestDone, RequestDeclined, RequestExpired, SupportAsked, SupportEnded:
		out = append(out, "within")
	}
	return append(out, "link")
}
