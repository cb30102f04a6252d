package domain

import (
	"errors"
	"fmt"
	"time"
)

// Kind groups errors by what the caller can do about them. The edge maps a
// kind to one HTTP status; an error without a kind is internal and is hidden.
type Kind int

const (
	Internal             Kind = iota
	Invalid                   // the input breaks a rule
	Unauthenticated           // no session, or one that ended
	Forbidden                 // signed in, but not allowed
	NotFound                  // no such thing in this tenant
	Conflict                  // true, but not now: the thing is in another state
	Gone                      // a link or code that was used or has ended
	PreconditionFailed        // If-Match names an older version
	PreconditionRequired      // If-Match is missing
	TooMany                   // a throttle or lock, see RetryAfter
	Busy                      // overload, see RetryAfter
	TooLarge                  // the body is over its limit
	UnsupportedMedia          // the content type is not the one documented
	MethodNotAllowed          // the path exists, the method doesn't
	Unavailable               // a dependency is down
	Unreadable                // the request can't be understood: not JSON, a field unknown, twice or of another type
	TooSlow                   // the body did not arrive in time
)

// Code names one error for machines; the screens map it to the words of the
// catalog (frontend/text, key "error.<code>").
type Code string

const (
	CodeUnknown              Code = "unknown"
	CodeRequiredEmail        Code = "required_email"
	CodeRequiredPassword     Code = "required_password"
	CodeRequiredCode         Code = "required_code"
	CodeRequiredName         Code = "required_name"
	CodeRequiredOrganization Code = "required_organization"
	CodeRequiredShort        Code = "required_short"
	CodeNameLong             Code = "name_long"
	CodePasswordWrong        Code = "password_wrong"
	CodeOrgUnknown           Code = "org_unknown"
	CodeEmailFormat          Code = "email_format"
	CodeEmailSame            Code = "email_same"
	CodeEmailTaken           Code = "email_taken"
	CodeEmailChangeOver      Code = "email_change_over"
	CodeNumberSame           Code = "number_same"
	CodeNumberChangeOver     Code = "number_change_over"
	CodeBadCredentials       Code = "bad_credentials"
	CodeCodeShort            Code = "code_short"
	CodeCodeLong             Code = "code_long"
	CodeCodeNotDigits        Code = "code_not_digits"
	CodeLooksLikeRecovery    Code = "looks_like_recovery"
	CodeCodeWrong            Code = "code_wrong"
	CodeCodeReused           Code = "code_reused"
	CodeRecoveryWrong        Code = "recovery_wrong"
	CodeRecoveryUsed         Code = "recovery_used"
	CodeRecoveryNoneLeft     Code = "recovery_none_left"
	CodeLocked               Code = "locked"
	CodeMethodDisabled       Code = "method_disabled"
	CodeAttemptExpired       Code = "attempt_expired"
	CodeEnrollmentRequired   Code = "enrollment_required"
	CodeEnrollmentExpired    Code = "enrollment_expired"
	CodeStepUpRequired       Code = "step_up_required"
	CodeSignedOut            Code = "signed_out"
	CodeSuspended            Code = "suspended"
	CodeOwnerProtected       Code = "owner_protected"
	CodeLastOwner            Code = "last_owner"
	CodeSelfForbidden        Code = "self_forbidden"
	CodePreconditionRequired Code = "precondition_required"
	CodeUnknownField         Code = "unknown_field"
	CodeMalformed            Code = "malformed"
	CodeUnsupportedMedia     Code = "unsupported_media_type"
	CodeTooLarge             Code = "too_large"
	CodeTooSlow              Code = "too_slow"
	CodeBusy                 Code = "busy"
	CodePasswordShort        Code = "password_short"
	CodePasswordLong         Code = "password_long"
	CodePasswordLeaked       Code = "password_leaked"
	CodePasswordContext      Code = "password_context"
	CodePasswordSame         Code = "password_same"
	CodeLinkExpired          Code = "link_expired"
	CodeLinkUsed             Code = "link_used"
	CodeMethodRequired       Code = "method_required"
	CodeBackupRequired       Code = "backup_required"
	CodeBackupText           Code = "backup_text"
	CodeMethodNotAccepted    Code = "method_not_accepted"
	CodePolicySelf           Code = "policy_self_unprotected"
	CodeConflict             Code = "conflict"
	CodeForbidden            Code = "forbidden"
	CodeCSRF                 Code = "form_expired"
	CodeRateLimited          Code = "rate_limited"
	CodeNotFound             Code = "not_found"
	CodeMethodNotAllowed     Code = "method_not_allowed"
	CodeUnavailable          Code = "unavailable"
	CodeShortNameTaken       Code = "short_taken"
	CodeShortNameReserved    Code = "short_reserved"
	CodeShortNameAlike       Code = "short_similar"
	CodeShortNameFormat      Code = "short_format"
	CodeSignUpClosed         Code = "sign_up_closed"
	CodeTickRequired         Code = "codes_unsaved"
	CodeAlreadyMember        Code = "already_member"
	CodeOutOfRange           Code = "out_of_range"
	CodeTurnOffNotAllowed    Code = "turn_off_not_allowed"
	CodeNothingToReset       Code = "nothing_to_reset"
	CodeRequiredApp          Code = "required_app"
	CodeNoBrowser            Code = "no_browser"
	CodeSharedByOther        Code = "shared_by_other"
	CodePasskeyCanceled      Code = "passkey_canceled"
	CodePasskeyUnknown       Code = "passkey_unknown"
	CodePasskeyElsewhere     Code = "passkey_elsewhere"
	CodePasskeyExists        Code = "passkey_exists"
	CodePasskeyUnsupported   Code = "passkey_unsupported"
	CodePasskeyRefused       Code = "passkey_refused"
	CodePasskeyCopied        Code = "passkey_copied"
	CodePhoneInvalid         Code = "phone_invalid"
	CodePhoneLandline        Code = "phone_landline"
	CodePhoneCountry         Code = "phone_country"
	CodeSendQuota            Code = "send_quota"
	CodeResendWait           Code = "resend_wait"
	CodeAddressExists        Code = "address_exists"
	CodePhoneShared          Code = "phone_shared"
	CodePhoneMany            Code = "phone_many" // one number for several people
	CodeExpiredResent        Code = "code_expired_resent"
	CodeExpired              Code = "code_expired" // and it is too soon for the next
	CodeSendFailed           Code = "send_failed"
	CodeTextQuota            Code = "text_quota"
	CodeTextStopped          Code = "text_stopped"
	CodeNumbersUnready       Code = "numbers_unready"
	CodeNumbersAsked         Code = "numbers_asked"
	CodeWordsEmpty           Code = "words_empty"
	CodeWordsCharacter       Code = "words_character"
	CodeWordsVariable        Code = "words_variable"
	CodeWordsMissing         Code = "words_missing"
	CodeWordsLink            Code = "words_link"
	CodeWordsDigits          Code = "words_digits"
	CodeTestQuota            Code = "test_quota"
	CodeTestNoNumber         Code = "test_no_number"
	CodeAccessShort          Code = "access_short"
	CodeAccessLong           Code = "access_long"
	CodeAccessWrong          Code = "access_wrong"
	CodeAccessUsed           Code = "access_used"
	CodeAccessOver           Code = "access_over" // ended, stopped, or void after too many wrong ones
	CodeGrantOver            Code = "grant_over"
	CodePasswordMismatch     Code = "password_mismatch"
	CodeNumberNew            Code = "number_new"
	CodeNoNumber             Code = "no_number" // verified, to send a text message to
	CodePasskeysOnly         Code = "passkeys_only"
	CodeCaseSettled          Code = "case_settled"
	CodeCaseOutdated         Code = "case_outdated" // the account changed since a form was sent
	CodeCaseGrant            Code = "case_grant"    // no such help in a case of this kind
	CodeCaseProofs           Code = "case_proofs"   // two by different ways are needed
	CodeCaseSecond           Code = "case_second"   // somebody else decides too
	CodeCaseWaits            Code = "case_waits"
	CodeCaseNoAddress        Code = "case_no_address" // on file to send a code to
	CodeGrantLimit           Code = "grant_limit"
	CodeInstanceReady        Code = "instance_ready" // somebody set this instance up
	CodeSetupCode            Code = "setup_code"
	CodeReasonRequired       Code = "required_reason"
	CodeVerified             Code = "verified"     // a reset whose second step was passed already
	CodeVerifyFirst          Code = "verify_first" // a reset whose second step is still to come
	CodeRequiredCheck        Code = "required_check"
	CodeRequiredNote         Code = "required_note"
	CodeAccessCodeRequired   Code = "access_code_required" // this organization resets with an access code only
	CodeSecondStepRequired   Code = "second_step_required" // the second step has to be shown again
	CodeSecondStepMissing    Code = "second_step_missing"  // the actor has none to show
	CodeCallerCodeOver       Code = "caller_code_over"     // three wrong ones, or none was sent
	CodeResetQuota           Code = "reset_quota"
	CodeNotOpen              Code = "not_open"        // for support, by whoever asks
	CodeAlreadyOpen          Code = "already_open"    // for support, by whoever asks
	CodeFrozen               Code = "frozen"          // nobody gets in and nothing is reset, since somebody objected to a reset
	CodeApprovalOwn          Code = "approval_own"    // the asker can't approve
	CodeApprovalNew          Code = "approval_new"    // an approver has their role for a day
	CodeApprovalNobody       Code = "approval_nobody" // nobody here could approve
	CodePolicyOwner          Code = "policy_owner"    // only an owner takes a guard of resets away
	CodeResetWaits           Code = "reset_waits"     // one is asked for already
	CodeResetOver            Code = "reset_over"      // it happened, or was stopped
	CodeQuestionsOff         Code = "questions_off"
	CodeQuestionsRequired    Code = "questions_required"
	CodeQuestionsNone        Code = "questions_none" // there are no answers to check
	CodeQuestionsCount       Code = "questions_count"
	CodeRequiredQuestion     Code = "required_question"
	CodeQuestionTwice        Code = "question_twice"
	CodeAnswerShort          Code = "answer_short"
	CodeAnswerLong           Code = "answer_long"
	CodeAnswerTwice          Code = "answer_twice"
	CodeAnswerInQuestion     Code = "answer_in_question"
	CodeAnswerTries          Code = "answer_tries"
	CodeRequiredReach        Code = "required_reach"
	CodeRequiredCaller       Code = "required_caller"
	CodeRequiredCalledBy     Code = "required_called_by"
	CodeRequestClosed        Code = "request_closed" // it has ended
	CodeRequestTaken         Code = "request_taken"  // another administrator is on it
	CodeRequestNobody        Code = "request_nobody" // nobody here could answer it
	CodeRequestsOff          Code = "requests_off"   // the organization takes none
	CodeNotLocked            Code = "not_locked"
	CodeCallerTries          Code = "caller_tries" // too many codes were typed in for a caller
	CodeCallerWrong          Code = "caller_wrong"
	CodeCallerNoWay          Code = "caller_no_way" // nothing of that kind is on file
)

// Error is a refusal a person can be told about. Field names the input it is
// about ("password"), empty for the whole request. Args fill the words of the
// catalog entry. RetryAfter is set for TooMany and Busy.
type Error struct {
	Kind       Kind
	Code       Code
	Field      string
	Args       map[string]any
	RetryAfter time.Duration
	More       []*Error // further errors of the same request, one a field
}

func (e *Error) Error() string {
	if e.Field != "" {
		return fmt.Sprintf("%s (%s)", e.Code, e.Field)
	}
	return string(e.Code)
}

// Refuse makes a refusal of kind k with code c.
func Refuse(k Kind, c Code) *Error { return &Error{Kind: k, Code: c} }

// RefuseField makes a refusal about one input.
func RefuseField(k Kind, c Code, field string) *Error {
	return &Error{Kind: k, Code: c, Field: field}
}

// With returns the error with one word for its text set.
func (e *Error) With(key string, value any) *Error {
	out := *e
	out.Args = map[string]any{key: value}
	for k, v := range e.Args {
		if _, taken := out.Args[k]; !taken {
			out.Args[k] = v
		}
	}
	return &out
}

// After returns the error with the wait before another try.
func (e *Error) After(d time.Duration) *Error {
	out := *e
	out.RetryAfter = d
	return &out
}

// KindOf reports the kind of err, Internal for errors without one.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// CodeOf reports the code of err, CodeUnknown for errors without one.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return CodeUnknown
}

// Collect joins field errors into one refusal, nil when there are none.
func Collect(errs ...*Error) error {
	var first *Error
	for _, e := range errs {
		if e == nil {
			continue
		}
		if first == nil {
			c := *e
			first = &c
			continue
		}
		first.More = append(first.More, e)
	}
	if first == nil {
		return nil
	}
	return first
}
