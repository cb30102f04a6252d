package domain

import (
	"strings"
	"time"
)

// EventKind names one thing worth keeping (ASVS V16.3).
type EventKind string

const (
	EventTenantCreated      EventKind = "tenant.created"
	EventTenantConfirmed    EventKind = "tenant.confirmed"
	EventUserInvited        EventKind = "user.invited"
	EventInviteRevoked      EventKind = "user.invitation_revoked"
	EventUserJoined         EventKind = "user.joined"
	EventUserRole           EventKind = "user.role_changed"
	EventUserSuspended      EventKind = "user.suspended"
	EventUserResumed        EventKind = "user.resumed"
	EventSignedIn           EventKind = "signin.succeeded"
	EventPasswordRight      EventKind = "signin.password_accepted"
	EventSignInFailed       EventKind = "signin.failed"
	EventSecondStepFailed   EventKind = "signin.code_failed"
	EventCodeSent           EventKind = "signin.code_sent"
	EventLocked             EventKind = "signin.locked"
	EventUnlocked           EventKind = "signin.unlocked"
	EventSignedOut          EventKind = "session.signed_out"
	EventSessionRevoked     EventKind = "session.revoked"
	EventSessionClaimed     EventKind = "session.claimed"
	EventSessionDenied      EventKind = "session.denied"
	EventStepUp             EventKind = "session.confirmed"
	EventStepUpFailed       EventKind = "session.confirm_failed"
	EventTwoStepOn          EventKind = "user.mfa.enabled"
	EventTwoStepOff         EventKind = "user.mfa.disabled"
	EventTwoStepReset       EventKind = "user.mfa.reset"
	EventResetWaits         EventKind = "user.mfa.reset_waiting"
	EventResetOff           EventKind = "user.mfa.reset_canceled"
	EventFrozen             EventKind = "user.frozen"
	EventUnfrozen           EventKind = "user.unfrozen"
	EventMethodAdded        EventKind = "user.mfa.method.added"
	EventMethodReplaced     EventKind = "user.mfa.method.replaced"
	EventMethodRemoved      EventKind = "user.mfa.method.removed"
	EventMethodRenamed      EventKind = "user.mfa.method.renamed"
	EventMethodDisabled     EventKind = "user.mfa.method.disabled"
	EventPrimaryChanged     EventKind = "user.mfa.primary_changed"
	EventCheckedUp          EventKind = "user.mfa.checked"
	EventEnrollStarted      EventKind = "user.mfa.setup_started"
	EventEnrollFailed       EventKind = "user.mfa.setup_code_failed"
	EventRecoveryUsed       EventKind = "recovery_code.used"
	EventRecoveryReplaced   EventKind = "recovery_code.replaced"
	EventTrustAdded         EventKind = "trusted_browser.added"
	EventTrustRemoved       EventKind = "trusted_browser.removed"
	EventBrowserShared      EventKind = "browser.shared"
	EventBrowserNotShared   EventKind = "browser.not_shared"
	EventResetAsked         EventKind = "user.password_reset.asked"
	EventResetOpened        EventKind = "user.password_reset.opened"
	EventResetVerified      EventKind = "user.password_reset.verified"
	EventPasswordReset      EventKind = "user.password_reset"
	EventPasswordChanged    EventKind = "user.password_changed"
	EventEmailChanged       EventKind = "user.email_changed"
	EventNumberChanged      EventKind = "user.number_changed"
	EventObjected           EventKind = "user.objected"
	EventAnswersChanged     EventKind = "user.answers_changed"
	EventAnswersRemoved     EventKind = "user.answers_removed"
	EventAnswersChecked     EventKind = "user.answers_checked"
	EventPolicyChanged      EventKind = "policy.changed"
	EventTenantChanged      EventKind = "tenant.changed"
	EventTokenIssued        EventKind = "token.issued"
	EventRefused            EventKind = "access.refused"
	EventMailUndeliverable  EventKind = "message.failed"
	EventEnrollmentNotified EventKind = "policy.announced"
	EventNumbersAsked       EventKind = "numbers.asked"
	EventTextRefused        EventKind = "text.refused"
	EventTextAlarm          EventKind = "text.cap_near"
	EventTextStopped        EventKind = "text.cap_reached"
	EventTextRouteStopped   EventKind = "text.country_stopped"
	EventTemplateChanged    EventKind = "message.template_changed"
	EventTemplateReset      EventKind = "message.template_reset"
	EventTemplateTested     EventKind = "message.test_sent"
	EventGrantGiven         EventKind = "grant.given"
	EventGrantUsed          EventKind = "grant.used"
	EventGrantStopped       EventKind = "grant.stopped"
	EventCaseOpened         EventKind = "case.opened"
	EventCaseProof          EventKind = "case.proof"
	EventCaseDecided        EventKind = "case.decided"
	EventCaseEnded          EventKind = "case.ended"
	EventTenantSuspended    EventKind = "tenant.suspended"
	EventTenantResumed      EventKind = "tenant.resumed"
	EventTenantOpened       EventKind = "tenant.opened"
	EventTenantClosed       EventKind = "tenant.closed"
	EventSenderTested       EventKind = "message.sender_tested"
	EventInstanceSetUp      EventKind = "instance.set_up"
	EventInstanceRefused    EventKind = "instance.code_failed"
	EventRequestMade        EventKind = "request.made"
	EventRequestTaken       EventKind = "request.taken"
	EventRequestDone        EventKind = "request.done"
	EventRequestDeclined    EventKind = "request.declined"
	EventRequestExpired     EventKind = "request.expired"
	EventRequestStopped     EventKind = "request.stopped"
	EventCallerCode         EventKind = "request.code_sent"
	EventCallerChecked      EventKind = "request.caller_checked"
)

// EventKinds lists every kind, in the order of the filter on the audit page.
var EventKinds = []EventKind{
	EventTenantCreated, EventTenantConfirmed, EventTenantChanged, EventUserInvited, EventInviteRevoked, EventUserJoined, EventUserRole, EventUserSuspended, EventUserResumed,
	EventSignedIn, EventPasswordRight, EventSignInFailed, EventSecondStepFailed, EventCodeSent, EventLocked, EventUnlocked, EventSignedOut, EventSessionRevoked, EventSessionClaimed, EventSessionDenied, EventStepUp, EventStepUpFailed,
	EventTwoStepOn, EventTwoStepOff, EventTwoStepReset, EventResetWaits, EventResetOff, EventFrozen, EventUnfrozen, EventMethodAdded, EventMethodReplaced, EventMethodRemoved, EventMethodRenamed, EventMethodDisabled, EventPrimaryChanged, EventCheckedUp,
	EventEnrollStarted, EventEnrollFailed, EventRecoveryUsed, EventRecoveryReplaced, EventTrustAdded, EventTrustRemoved, EventBrowserShared, EventBrowserNotShared, EventPasswordChanged, EventEmailChanged, EventNumberChanged, EventAnswersChanged, EventAnswersRemoved, EventAnswersChecked, EventObjected,
	EventResetAsked, EventResetOpened, EventResetVerified, EventPasswordReset,
	EventPolicyChanged, EventEnrollmentNotified, EventTokenIssued, EventRefused, EventMailUndeliverable,
	EventNumbersAsked, EventTextRefused, EventTextAlarm, EventTextStopped, EventTextRouteStopped,
	EventTemplateChanged, EventTemplateReset, EventTemplateTested,
	EventGrantGiven, EventGrantUsed, EventGrantStopped, EventCaseOpened, EventCaseProof, EventCaseDecided, EventCaseEnded,
	EventTenantSuspended, EventTenantResumed, EventTenantOpened, EventTenantClosed, EventSenderTested, EventInstanceSetUp, EventInstanceRefused,
	EventRequestMade, EventRequestTaken, EventRequestDone, EventRequestDeclined, EventRequestExpired, EventRequestStopped, EventCallerCode, EventCallerChecked,
}

// OfSignIn reports whether a kind is about getting in and out, rather than a
// change of the account.
func (k EventKind) OfSignIn() bool {
	return strings.HasPrefix(string(k), "signin.") || strings.HasPrefix(string(k), "session.")
}

// Event is one row of the audit log. Detail never holds a secret: only names,
// counts and settings.
type Event struct {
	ID        string
	At        time.Time
	Kind      EventKind
	OK        bool   // false for refusals and failures
	ActorID   string // empty: nobody signed in, or the command line
	ActorName string
	SubjectID string // the person it is about, empty for the tenant
	Subject   string
	IP        string
	Browser   string
	RequestID string
	Detail    map[string]string
}
