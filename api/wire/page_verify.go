package wire

import "time"

// Verify is the second step with an authenticator app at "/sign-in/verify".
// Its form posts code and, with Trust, trust=1 to "/sign-in/verify". Errors on
// field code: required_code, code_short, code_long{n}, code_not_digits,
// code_wrong (draws the heading "Verification failed"), code_reused.
type Verify struct {
	Email     string    `json:"email"`
	Method    string    `json:"method,omitempty"` // nickname of the app
	Way       string    `json:"way,omitempty"`    // its id, posted as way
	Digits    int       `json:"digits"`
	Trust     *TrustBox `json:"trust,omitempty"`
	TriesLeft int       `json:"tries_left,omitempty"` // said when 1 or 2
	ClockHint bool      `json:"clock_hint,omitempty"` // from the second wrong code on
	ClockOff  int       `json:"clock_off,omitempty"`  // minutes the phone is fast (+) or slow (-)
	// LooksRecovery offers to send the typed value to the recovery page, by
	// POST, because it has the form of a recovery code.
	LooksRecovery bool   `json:"looks_recovery,omitempty"`
	Typed         string `json:"typed,omitempty"` // the wrong code, kept in the field
	WayBack
}

// Methods is the page at "/sign-in/verify/methods": links, and buttons where
// choosing sends a code.
type Methods struct {
	Methods []MethodChoice `json:"methods"`
	Reset   bool           `json:"reset,omitempty"`
}

// MethodChoice is one way to verify. Kind is a method or password. Without
// Href it is a button that posts way=<Way> to "/sign-in/verify/send".
type MethodChoice struct {
	Kind     string    `json:"kind"`
	Name     string    `json:"name,omitempty"`
	Hint     string    `json:"hint,omitempty"` // where a code goes
	Href     string    `json:"href,omitempty"`
	Way      string    `json:"way,omitempty"`
	LastUsed time.Time `json:"last_used,omitzero"`
	Left     int       `json:"left,omitempty"` // recovery codes left
}

// Recovery is the page at "/sign-in/verify/recovery". Its form posts code
// there. Errors on field code: required_code, recovery_wrong,
// recovery_used{date}. With None the page has no form.
type Recovery struct {
	Email     string    `json:"email"`
	Typed     string    `json:"typed,omitempty"`
	None      bool      `json:"none,omitempty"`
	Reset     bool      `json:"reset,omitempty"`
	TextUntil time.Time `json:"text_until,omitzero"`
}

// WayBack is what stands on a page that asks for a second step beside what it
// asks for. Reset says that it is the second step of a forgotten password,
// under a heading of its own, with a way out for people who can't verify.
type WayBack struct {
	Reset bool `json:"reset,omitempty"`
	// Until TextUntil a text message stands in for a lost device, at "?way=granted_text".
	TextUntil time.Time `json:"text_until,omitzero"`
}

// RecoveryUsed is the page at "/sign-in/recovery-used". Empty addresses are
// not drawn; with Left 0, Continue is never drawn. NewCodes and Continue are
// posted to, SetUp is a link.
type RecoveryUsed struct {
	Left     int    `json:"left"`
	SetUp    string `json:"set_up,omitempty"`    // set up again, lost phone
	NewCodes string `json:"new_codes,omitempty"` // drawn at 3 or fewer
	Continue string `json:"continue,omitempty"`
	First    bool   `json:"first,omitempty"` // the set is the first one: two-step has just turned on
	Spent    bool   `json:"spent,omitempty"` // the last code was used before this sign-in
}

// Locked is the page of a paused second step. TryAgain is where the button
// leads once Until has passed.
type Locked struct {
	Until    time.Time `json:"until"`
	TryAgain string    `json:"try_again"`
	Passkey  string    `json:"passkey,omitempty"` // where a passkey goes on meanwhile
	Ask      string    `json:"ask,omitempty"`     // posted to, asks those who administer
	Forgot   string    `json:"forgot,omitempty"`  // leads to a new password, where somebody else knows this one
}

// StepUp is "Confirm it's you" as a page. Its form posts next, method and
// code (method app) or password (method password) to Action. Reason is the end
// of the text confirm.reason.<reason>: set_up, replace, remove, rename,
// new_codes, turn_off, password, policy, people, reset. Errors as on the
// pages sign-in and verify; a wrong password is password_wrong.
type StepUp struct {
	Reason  string `json:"reason"`
	Subject string `json:"subject,omitempty"` // placeholder {name} of the reason
	Method  string `json:"method"`            // passkey, app, text, email or password
	Sent    bool   `json:"sent,omitempty"`    // a code was just sent; posts with send=1 send one
	Lost    bool   `json:"lost,omitempty"`    // the code sent last can't be delivered
	Typed   string `json:"typed,omitempty"`
	// Challenge is the address of a passkey's challenge; its form posts
	// ceremony and passkey too.
	Challenge string         `json:"challenge,omitempty"`
	Digits    int            `json:"digits,omitempty"`
	Others    []MethodChoice `json:"others,omitempty"`
	Action    string         `json:"action"`
	Next      string         `json:"next,omitempty"`
	Cancel    string         `json:"cancel,omitempty"`
	Step      Step           `json:"step,omitzero"` // set when it opens the wizard
}

// Screen names the page.
func (Verify) Screen() string { return "verify" }

// Screen names the page.
func (Methods) Screen() string { return "methods" }

// Screen names the page.
func (Recovery) Screen() string { return "recovery" }

// Screen names the page.
func (RecoveryUsed) Screen() string { return "recovery-used" }

// Screen names the page.
func (Locked) Screen() string { return "locked" }

// Screen names the page.
func (StepUp) Screen() string { return "step-up" }
