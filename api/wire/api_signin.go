package wire

import (
	"time"

	"twofold/domain"
)

// SignInRequest is the body of StartSignIn. A client without cookies sets
// Bearer and, when it was trusted before, sends its trust token as
// "Authorization: Bearer tft_…".
type SignInRequest struct {
	Email    string `json:"email" maxLength:"1000"`
	Password string `json:"password" maxLength:"4000" doc:"Up to 1000 bytes of UTF-8"`
	Trust    bool   `json:"trust,omitempty" doc:"The box under the password; only where SignInPage.trust offers it"`
	Bearer   bool   `json:"bearer,omitempty" doc:"Answer with opaque tokens in place of cookies"`
}

// CodeRequest is the body of VerifyCode and VerifyRecovery. Clients without
// cookies send the half sign-in's token as "Authorization: Bearer tfh_…".
type CodeRequest struct {
	Way   string `json:"way,omitempty" maxLength:"100" doc:"Id of a way to verify, or app, text, email, access_code or granted_text; empty for the first one asked that has codes, of the person's own"`
	Code  string `json:"code" maxLength:"200" doc:"Spaces, hyphens and full-width digits are fine"`
	Trust bool   `json:"trust,omitempty" doc:"Don't ask again in this browser; only where second_step.trust offers it, never with a recovery code"`
}

// SendCodeRequest is the body of SendCode.
type SendCodeRequest struct {
	Way string `json:"way,omitempty" maxLength:"100" doc:"Id of a way to verify, or text, email or granted_text"`
}

// RecoveryRequest is the body of VerifyRecovery.
type RecoveryRequest struct {
	Code string `json:"code" maxLength:"200" doc:"Case, spaces and hyphens don't matter"`
}

// What follows a proof: SignInAnswer.Next.
const (
	NextSignIn     = "sign_in"      // no session: StartSignIn
	NextDone       = "done"         // signed in
	NextSecondStep = "second_step"  // a half-finished sign-in: VerifyCode or VerifyRecovery
	NextSetUp      = "set_up"       // signed in, but only to set up: StartSetup
	NextPassword   = "new_password" // a reset whose second step was passed: ChoosePassword
)

// SignInAnswer is what a sign-in, a second step, an accepted invitation or a
// confirmed address leads to. Clients with cookies find their tokens there;
// the token fields are for the others.
type SignInAnswer struct {
	Next         string          `json:"next" enum:"sign_in,done,second_step,set_up,new_password"`
	Methods      []domain.Method `json:"methods,omitempty" doc:"With second_step: the ways to verify, the first is asked first"`
	CSRF         string          `json:"csrf,omitempty" doc:"Clients with cookies: X-Csrf-Token from now on"`
	Token        string          `json:"token,omitempty" doc:"Bearer clients: tfh_ with second_step, otherwise tfs_"`
	TrustToken   string          `json:"trust_token,omitempty" doc:"Bearer clients: tft_, replaces the one before"`
	RecoveryUsed bool            `json:"recovery_used,omitempty" doc:"A recovery code was used: ask whether the phone is lost"`
	RecoveryLeft int             `json:"recovery_left,omitempty" doc:"With recovery_used: codes left; at 0 RenewRecovery comes first"`
}

// SignInPage is the answer of ReadSignIn: what stands on the sign-in page, and
// the half-finished sign-in of this browser or token.
type SignInPage struct {
	Organization Org         `json:"organization"`
	Trust        *TrustBox   `json:"trust,omitempty" doc:"The box under the password, where the policy puts it there"`
	Passkeys     bool        `json:"passkeys" doc:"A passkey alone signs in: AskAnyPasskey"`
	CSRF         string      `json:"csrf,omitempty" doc:"Clients with cookies: X-Csrf-Token until signed in"`
	SecondStep   *SecondStep `json:"second_step,omitempty" doc:"Absent without a half-finished sign-in, or when it ended"`
}

// SecondStep is a half-finished sign-in.
type SecondStep struct {
	Email       string            `json:"email"`
	Methods     []WayToSign       `json:"methods" nullable:"false" doc:"The first is asked first"`
	Trust       *TrustBox         `json:"trust,omitempty" doc:"The box beside the code; checked when it was ticked under the password"`
	Reset       bool              `json:"reset,omitempty" doc:"It is the second step of a forgotten password, after OpenReset"`
	Passed      bool              `json:"passed,omitempty" doc:"With reset: nothing more is asked, ChoosePassword is next"`
	NoCode      map[string]string `json:"no_code,omitempty" doc:"The organization's own words for the link to the recovery codes, by language"`
	LockedUntil time.Time         `json:"locked_until,omitzero" doc:"Codes are refused until then"`
}

// WayToSign is one way to pass the second step.
type WayToSign struct {
	Kind     domain.Method `json:"kind"`
	ID       string        `json:"id,omitempty"`
	Name     string        `json:"name,omitempty" doc:"The person's name for it"`
	Hint     string        `json:"hint,omitempty" doc:"Last digits of the number, masked address"`
	SentAt   time.Time     `json:"sent_at,omitzero" doc:"When a code was sent last in this sign-in"`
	SendAt   time.Time     `json:"send_at,omitzero" doc:"When the next may be asked for"`
	Failed   domain.Code   `json:"failed,omitempty" doc:"send_failed: the code sent last can't be delivered"`
	LastUsed time.Time     `json:"last_used,omitzero"`
	Left     int           `json:"left,omitempty" doc:"Recovery codes left"`
	Until    time.Time     `json:"until,omitzero" doc:"Of granted_text: support lets a text message stand in for a lost device until then"`
}

// LinkRequest is the body of ReadInvitation, ReadConfirmation,
// AcceptConfirmation, ReadObjection and Object. A link's token travels in bodies only, never in an
// address of the API. A confirmed address signs in only the browser that
// started the organization; everybody else gets NextSignIn.
type LinkRequest struct {
	Token string `json:"token" maxLength:"200"`
}

// ObjectionRead is the answer of ReadObjection.
type ObjectionRead struct {
	Kind string    `json:"kind" doc:"Of the notice: turned_on, method_added, email_changed, …"`
	At   time.Time `json:"at" doc:"When it was sent"`
}

// ObjectionMade is the answer of Object.
type ObjectionMade struct {
	Frozen bool `json:"frozen,omitempty" doc:"It was about a reset: nobody signs in or resets anything until an owner lifts that"`
	Undone bool `json:"undone" doc:"Something was changed back"`
}

// AcceptInvitationRequest is the body of AcceptInvitation.
type AcceptInvitationRequest struct {
	Token    string `json:"token" maxLength:"200"`
	Name     string `json:"name" maxLength:"1000"`
	Password string `json:"password" maxLength:"4000" doc:"Up to 1000 bytes of UTF-8"`
	Bearer   bool   `json:"bearer,omitempty" doc:"Answer with opaque tokens in place of cookies"`
}

// Confirmation is what a confirmation link is for.
type Confirmation struct {
	Organization string `json:"organization"`
	Email        string `json:"email"`
}

// Invitation is what an invitation link is for. Only an open one can be
// accepted; of an unknown one there is nothing but the state expired.
type Invitation struct {
	State        domain.InvitationState `json:"state" enum:"open,expired,revoked,accepted"`
	Organization string                 `json:"organization,omitempty"`
	Inviter      string                 `json:"inviter,omitempty"`
	Email        string                 `json:"email,omitempty"`
	PasswordMin  int                    `json:"password_min" doc:"Fewest characters of a password"`
	SetUpNext    bool                   `json:"set_up_next" doc:"2-step verification is set up right after"`
}
