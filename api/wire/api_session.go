package wire

import (
	"time"

	"twofold/domain"
)

// Session is the answer of ReadSession.
type Session struct {
	Person       Me          `json:"person"`
	ActsAs       domain.Role `json:"acts_as" doc:"pending: may only set up a second step and sign out"`
	May          []string    `json:"may" nullable:"false" doc:"Permissions of this session, as operations name them"`
	Organization Org         `json:"organization"`
	CSRF         string      `json:"csrf,omitempty" doc:"Clients with cookies: X-Csrf-Token of every change"`
	TwoStep      TwoStep     `json:"two_step"`
	// RecoveryUsed asks to answer "Have you lost your phone?" by StartSetup or
	// AnswerRecovery.
	RecoveryUsed bool      `json:"recovery_used,omitempty" doc:"Opened by a recovery code, and the question about the phone is not answered"`
	RecoveryLeft int       `json:"recovery_left,omitempty" doc:"With recovery_used: codes left; at 0 RenewRecovery comes first"`
	TrustLost    bool      `json:"trust_lost,omitempty" doc:"The browser was to be trusted but did not keep the cookie"`
	Confirm      Confirm   `json:"confirm"`
	AMR          []string  `json:"amr" nullable:"false" doc:"How the person signed in (RFC 8176)"`
	ACR          string    `json:"acr"`
	StartedAt    time.Time `json:"started_at"`
	IdleSeconds  int       `json:"idle_seconds" doc:"Without activity the session ends after so long"`
	EndsAt       time.Time `json:"ends_at" doc:"The session ends then in any case"`
	Now          time.Time `json:"now" doc:"The service's time"`
}

// TwoStep is a person's second step as their own screens show it.
type TwoStep struct {
	State        domain.TwoStep `json:"state" enum:"never,on,off,reset"`
	Since        time.Time      `json:"since,omitzero" doc:"Since when state holds"`
	Required     bool           `json:"required" doc:"The organization requires it"`
	RequiredOn   time.Time      `json:"required_since,omitzero"`
	MustSetUp    bool           `json:"must_set_up" doc:"Nothing else is allowed until it is set up"`
	MaySetUp     bool           `json:"may_set_up"`
	MayTurnOff   bool           `json:"may_turn_off"`
	MethodsFirst bool           `json:"methods_first" doc:"A way to verify has to be verified before it can be turned on"`
	AskedAgain   bool           `json:"asked_again,omitempty" doc:"Off since an administrator's reset: ask the person to set it up again"`
	MayTurnOn    bool           `json:"may_turn_on" doc:"TurnOnTwoStep turns it on with the ways to verify there are"`
}

// Confirm says how the person can confirm it's them, strongest first.
type Confirm struct {
	Methods []domain.ConfirmMethod `json:"methods" nullable:"false" enum:"passkey,app,text,email,password"`
	Until   time.Time              `json:"until,omitzero" doc:"The last confirmation counts until then"`
	Second  []domain.ConfirmMethod `json:"second" nullable:"false" enum:"passkey,app,text" doc:"Ways to show the second step again, for what is refused as second_step_required"`
	Failed  []domain.ConfirmMethod `json:"failed,omitempty" enum:"text,email" doc:"Methods whose code, sent last to this session, can't be delivered"`
}

// ConfirmRequest is the body of ConfirmSession: Password with method password,
// Code with app, text and email, Passkey with passkey (after AskToConfirm).
type ConfirmRequest struct {
	Method   domain.ConfirmMethod `json:"method" enum:"passkey,app,text,email,password" doc:"One of Session.confirm.methods"`
	Password string               `json:"password,omitempty" maxLength:"4000"`
	Code     string               `json:"code,omitempty" maxLength:"200"`
	Passkey  *PasskeyAnswer       `json:"passkey,omitempty"`
}

// SendConfirmRequest is the body of SendConfirm.
type SendConfirmRequest struct {
	Method domain.ConfirmMethod `json:"method" enum:"text,email"`
}

// ConfirmAnswer says how long a confirmation counts.
type ConfirmAnswer struct {
	Until time.Time `json:"until"`
}

// Renewal is part of every answer after which the session goes on under a new
// token, because everything issued before has ended.
type Renewal struct {
	Token string `json:"token,omitempty" doc:"Bearer clients: the session's new token"`
	CSRF  string `json:"csrf,omitempty" doc:"Clients with cookies: X-Csrf-Token from now on"`
}

// TokenAnswer is the answer of IssueToken (RFC 6749 5.1).
type TokenAnswer struct {
	AccessToken string    `json:"access_token"`
	TokenType   string    `json:"token_type" doc:"Bearer"`
	ExpiresIn   int       `json:"expires_in" doc:"Seconds"`
	ExpiresAt   time.Time `json:"expires_at"`
}
