package wire

import (
	"slices"
	"time"

	"twofold/domain"
)

// Security is the answer of ReadSecurity: everything on "My security".
type Security struct {
	Email           string           `json:"email"`
	TwoStep         TwoStep          `json:"two_step"`
	Methods         []OwnMethod      `json:"methods" nullable:"false"`
	Recovery        RecoveryState    `json:"recovery"`
	Strength        domain.Strength  `json:"strength,omitempty" enum:"basic,good,strong" doc:"Of the second step, by the strongest way to verify; absent while it is off"`
	Tasks           []domain.Task    `json:"tasks" nullable:"false" enum:"backup_method,check_sign_in,recovery_codes,stronger_method" doc:"What to do next to stay safe and not locked out"`
	CheckUp         *CheckUp         `json:"check_up,omitempty" doc:"A question that is due: does the authenticator app still work?"`
	TrustDays       int              `json:"trust_days" doc:"0: the organization turned trusted browsers off"`
	SharedBrowser   bool             `json:"shared_browser" doc:"This browser is marked shared: trusting it is offered to nobody in the organization"`
	SharedByOther   bool             `json:"shared_by_other,omitempty" doc:"Somebody else marked it, so the person can't take that back"`
	TrustedBrowsers []TrustedBrowser `json:"trusted_browsers" nullable:"false" doc:"This browser first"`
	Sessions        []OwnSession     `json:"sessions" nullable:"false" doc:"This session first"`
	Grants          []Grant          `json:"grants" nullable:"false" doc:"Ways back in that helpers gave and that are open"`
	Cases           []SupportCase    `json:"cases" nullable:"false" doc:"Calls to the support desk about oneself that aren't settled"`
	Reset           *GuardedReset    `json:"reset,omitempty" doc:"A reset by an administrator that is on its way"`
	PasswordSince   time.Time        `json:"password_since,omitzero"`
	Passkeys        *PasskeySignal   `json:"passkeys,omitempty" doc:"What to tell the browser's password manager after one was removed"`
	PasswordMin     int              `json:"password_min" doc:"Fewest characters of a new password"`
	EmailChange     *EmailChange     `json:"email_change,omitempty" doc:"A change of the address that waits for its code"`
	Number          *ProfileNumber   `json:"number,omitempty" doc:"The phone number on the profile"`
	NumberChange    *NumberChange    `json:"number_change,omitempty" doc:"A change of the number that waits for its code"`
	Questions       *QuestionsState  `json:"questions,omitempty" doc:"The security questions, where the organization has them"`
	SharedLogin     bool             `json:"shared_login,omitempty" doc:"The account looks like a log-in that several people share: advise to keep the details private"`
	NewPassword     bool             `json:"new_password,omitempty" doc:"They said \"that wasn't me\" to a message or of a session and kept the password since: ask for a new one"`
	Language        string           `json:"language" doc:"Of messages: en, de or ar; empty is the organization's"`
	OrgLanguage     string           `json:"org_language" doc:"The organization's language of messages"`
}

// Verified reports whether there is a way to verify that works: its section
// carries a check mark then (R12).
func (s Security) Verified() bool {
	return slices.ContainsFunc(s.Methods, func(m OwnMethod) bool { return !m.Disabled })
}

// OwnMethod is one way to verify. Secrets are never part of it.
type OwnMethod struct {
	ID         string        `json:"id"`
	Kind       domain.Method `json:"kind"`
	Name       string        `json:"name"`
	Hint       string        `json:"hint,omitempty" doc:"Last digits of the number, masked address"`
	Primary    bool          `json:"primary,omitempty" doc:"The one asked first"`
	BackIn     bool          `json:"back_in,omitempty" doc:"It only helps to get back in and is never asked at sign-in"`
	App        string        `json:"app,omitempty" doc:"Which app it is, where the person chose one"`
	AddedAt    time.Time     `json:"added_at"`
	LastUsedAt time.Time     `json:"last_used_at,omitzero"`
	LastUsedOn string        `json:"last_used_on,omitempty" doc:"Browser in words"`
	Disabled   bool          `json:"disabled,omitempty" doc:"Out of use after too many wrong codes: set it up again"`
	Synced     bool          `json:"synced,omitempty" doc:"A passkey that its provider copies between devices; otherwise it is only on this device"`
	// Keep is the reason why it can't be removed, empty where it can.
	Keep domain.Code `json:"keep,omitempty" doc:"Code of the reason why it can't be removed"`
}

// RecoveryState counts a person's recovery codes. Existing codes can never be
// shown.
type RecoveryState struct {
	Offered bool      `json:"offered" doc:"The organization's policy has recovery codes"`
	Left    int       `json:"left"`
	Of      int       `json:"of" doc:"Size of the set"`
	MadeAt  time.Time `json:"made_at,omitzero"`
}

// TrustedBrowser is a browser or client that isn't asked for a code.
type TrustedBrowser struct {
	ID        string    `json:"id"`
	Browser   string    `json:"browser" doc:"Browser and system in words"`
	IP        string    `json:"ip"`
	Place     string    `json:"place,omitempty" doc:"About where the address is, where the operator has a file of places"`
	TrustedAt time.Time `json:"trusted_at"`
	UsedAt    time.Time `json:"used_at,omitzero"`
	ExpiresAt time.Time `json:"expires_at" doc:"By the policy's days as they are now"`
	Current   bool      `json:"current,omitempty" doc:"The one that asks"`
}

// OwnSession is one place where a person is signed in.
type OwnSession struct {
	ID        string    `json:"id"`
	Browser   string    `json:"browser" doc:"Browser and system in words"`
	IP        string    `json:"ip"`
	Place     string    `json:"place,omitempty" doc:"About where the address is, where the operator has a file of places"`
	StartedAt time.Time `json:"started_at"`
	SeenAt    time.Time `json:"seen_at"`
	AMR       []string  `json:"amr" nullable:"false" doc:"How it was opened (RFC 8176)"`
	Bearer    bool      `json:"bearer,omitempty" doc:"A client with a token, not a browser"`
	NewPlace  bool      `json:"new_place,omitempty" doc:"Opened in a browser that was new to the account, and the person hasn't said yet whether it was them"`
	Shared    bool      `json:"shared,omitempty" doc:"Its browser is marked shared; on a person's page in the administration"`
	Current   bool      `json:"current,omitempty" doc:"The one that asks"`
}

// TurnOffRequest is the body of TurnOffTwoStep.
type TurnOffRequest struct {
	Reason string `json:"reason,omitempty" maxLength:"1000" doc:"Up to 500 characters, for the audit log"`
}

// RenameRequest is the body of RenameMethod.
type RenameRequest struct {
	Name string `json:"name" maxLength:"1000" doc:"Up to 40 characters"`
}

// SharedBrowserRequest is the body of MarkSharedBrowser, MarkPersonSession and
// MarkPersonTrust.
type SharedBrowserRequest struct {
	Shared bool `json:"shared"`
}

// EmailChange is a change of the account's address that waits for its code.
type EmailChange struct {
	Email     string    `json:"email"`
	SentAt    time.Time `json:"sent_at"`
	ResendAt  time.Time `json:"resend_at" doc:"When another code can be asked for"`
	ExpiresAt time.Time `json:"expires_at"`
}

// ChangeEmailRequest is the body of StartEmailChange.
type ChangeEmailRequest struct {
	Email string `json:"email" maxLength:"1000"`
}

// ContactCodeRequest is the body of ConfirmEmailChange and ConfirmNumberChange.
type ContactCodeRequest struct {
	Code string `json:"code" maxLength:"100"`
}

// LanguageRequest is the body of ChooseLanguage.
type LanguageRequest struct {
	Language string `json:"language" maxLength:"35" doc:"en, de or ar; empty is the organization's"`
}

// ChangePasswordRequest is the body of ChangePassword.
type ChangePasswordRequest struct {
	Password    string `json:"password" maxLength:"4000" doc:"The current one"`
	NewPassword string `json:"new_password" maxLength:"4000" doc:"Up to 1000 bytes of UTF-8"`
}

// Ended counts what an operation ended.
type Ended struct {
	Ended int `json:"ended"`
}

// Event is one row of the audit log. Detail holds names, counts and settings,
// never a secret.
type Event struct {
	ID        string            `json:"id"`
	At        time.Time         `json:"at"`
	Kind      domain.EventKind  `json:"kind"`
	OK        bool              `json:"ok" doc:"False for refusals and failures"`
	Actor     EventPerson       `json:"actor" doc:"Who did it; without an id: nobody signed in, or the command line"`
	Subject   EventPerson       `json:"subject" doc:"Whom it is about; without an id: the organization"`
	IP        string            `json:"ip,omitempty"`
	Place     string            `json:"place,omitempty" doc:"About where the address is, where the operator has a file of places"`
	Browser   string            `json:"browser,omitempty"`
	RequestID string            `json:"request_id,omitempty"`
	Detail    map[string]string `json:"detail,omitempty"`
}

// EventPerson names a person as they were called then.
type EventPerson struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
}
