package wire

import "time"

// Step is the place in the wizard: "Step At of Of". The zero Step is not drawn.
type Step struct {
	At int `json:"at"`
	Of int `json:"of"`
}

// Gate is the card a person without a method stops at (after the
// deadline): "Set up now" leads to SetUp, "Sign out" posts to "/sign-out".
type Gate struct {
	SetUp   string `json:"set_up"`
	Method  string `json:"method,omitempty"`   // everybody's, where nobody chooses
	AppOnly bool   `json:"app_only,omitempty"` // nothing but an app can be set up
	Why     string `json:"why,omitempty"`      // empty: the organization requires it
	TurnOff string `json:"turn_off,omitempty"` // with lost, where the policy allows it: posted to
	Later   string `json:"later,omitempty"`    // with asked: leads on without it
}

// Why somebody sets up before anything else, beside what the policy requires.
const (
	GateAgain = "again" // the second step was taken away
	GateLost  = "lost"  // support let somebody in who lost the device
	GateAsked = "asked" // a reset took it away; they may go on without it
)

// SetupMethods is the page at "/setup" with more than one method to choose
// from; each card posts method=<kind> to "/setup".
type SetupMethods struct {
	Step    Step          `json:"step"`
	Methods []SetupMethod `json:"methods"`
	Backup  bool          `json:"backup,omitempty"`  // at "/setup/backup": one more, beside what is confirmed
	TurnOn  bool          `json:"turn_on,omitempty"` // verified methods are there: a button posts to "/setup/turn-on"
	Back    string        `json:"back,omitempty"`
}

// SetupMethod is a kind of method that can be set up.
type SetupMethod struct {
	Kind        string `json:"kind"` // app
	On          bool   `json:"on,omitempty"`
	Recommended bool   `json:"recommended,omitempty"`
}

// SetupApp is the page at "/setup/app". Its forms post to "/setup/app" with
// action=choose and app=<id> (error on field app: required_app), or
// action=restart for a new key. With App set the key is shown and "Continue"
// leads to "/setup/code"; "Choose another app" leads to "/setup/app?choose=1".
type SetupApp struct {
	Step     Step        `json:"step"`
	Backup   bool        `json:"backup,omitempty"` // the app is one more, beside what is confirmed
	Apps     []AppChoice `json:"apps"`
	App      string      `json:"app,omitempty"`     // chosen id
	Account  string      `json:"account,omitempty"` // label of the entry, without the issuer
	Key      string      `json:"key,omitempty"`     // base32 without spaces
	URI      string      `json:"uri,omitempty"`     // otpauth://…
	QR       QR          `json:"qr,omitzero"`
	HadApp   bool        `json:"had_app,omitempty"`  // an older entry exists in the app
	Replaced bool        `json:"replaced,omitempty"` // the key expired and this is a new one
	Back     string      `json:"back,omitempty"`
}

// AppChoice is one entry of the organization's list of apps. The id "other" is
// "Another app" and needs no name.
type AppChoice struct {
	ID      string `json:"id"`
	Name    string `json:"name,omitempty"`
	Note    string `json:"note,omitempty"`
	IOS     string `json:"ios,omitempty"`
	Android string `json:"android,omitempty"`
	Help    string `json:"help,omitempty" doc:"What the app's maker says about a lost or new phone"`
	First   bool   `json:"first,omitempty"` // tag Recommended
}

// QR is a QR code as an SVG path, one unit a module, with its quiet zone:
// factor.QRPath gives both.
type QR struct {
	Size int    `json:"size"` // units a side
	Path string `json:"path"`
}

// SetupCode is the page at "/setup/code": posts code and name there. Errors on
// code as on Verify, on name: name_long{n}.
type SetupCode struct {
	Step   Step   `json:"step"`
	Name   string `json:"name"`
	Digits int    `json:"digits"`
	Only   bool   `json:"only,omitempty"`  // it is verified only, or its backup comes next
	Wrong  int    `json:"wrong,omitempty"` // wrong codes so far; hints from 2 on
	Wait   int    `json:"wait,omitempty"`  // seconds to wait after five
	Typed  string `json:"typed,omitempty"`
}

// SetupCodes is the page at "/setup/codes" and the one for a new set. Its form
// posts saved=1 to Action; error on field saved: codes_unsaved.
type SetupCodes struct {
	Step     Step      `json:"step,omitzero"`
	Codes    []string  `json:"codes"` // as written: k7m2-p9xw-4t3h-q8rz
	Account  string    `json:"account"`
	Made     time.Time `json:"made"`
	Download string    `json:"download"` // address of the text file
	Action   string    `json:"action"`
	Renewed  bool      `json:"renewed,omitempty"` // a new set for a person whose 2-step is on already
}

// SetupQuestions is the page at "/setup/questions": posts
// answers/0/question, answers/0/answer and on there, a pair for each of
// Answers. Errors stand on these fields.
type SetupQuestions struct {
	Step      Step          `json:"step,omitzero"`
	Questions []Question    `json:"questions"` // to choose from
	Answers   []AnswerInput `json:"answers"`   // as far as typed
	Least     int           `json:"least"`     // fewest characters of an answer
	Change    bool          `json:"change,omitempty"`
	Back      string        `json:"back,omitempty"`
}

// SetupDone is the page at "/setup/done". With Others, "Sign out other
// devices" posts others=1 to "/setup/done".
type SetupDone struct {
	Kind   string `json:"kind,omitempty"` // passkey, or an app
	Method string `json:"method"`         // nickname
	Others int    `json:"others,omitempty"`
	// Backups are kinds of method to add as a backup: links to "/setup/<kind>".
	Backups  []string `json:"backups,omitempty"`
	Replaced bool     `json:"replaced,omitempty"` // an older app was replaced
	Verified bool     `json:"verified,omitempty"` // it is verified only: 2-step is not on
	TurnOn   bool     `json:"turn_on,omitempty"`  // with Verified: a button posts to "/setup/turn-on"
	Pending  bool     `json:"pending,omitempty"`  // nothing else is open before 2-step is on
	Next     string   `json:"next"`
}

// SetupInterrupted is the page of an unfinished set-up at "/setup/app": "Go on" leads to Next, "Start
// over" posts action=over to "/setup/app".
type SetupInterrupted struct {
	Method  string    `json:"method,omitempty"`
	Started time.Time `json:"started"`
	Next    string    `json:"next"`
}

// Screen names the page.
func (Gate) Screen() string { return "gate" }

// Screen names the page.
func (SetupMethods) Screen() string { return "setup-methods" }

// Screen names the page.
func (SetupApp) Screen() string { return "setup-app" }

// Screen names the page.
func (SetupCode) Screen() string { return "setup-code" }

// Screen names the page.
func (SetupCodes) Screen() string { return "setup-codes" }

// Screen names the page.
func (SetupQuestions) Screen() string { return "setup-questions" }

// Screen names the page.
func (SetupDone) Screen() string { return "setup-done" }

// Screen names the page.
func (SetupInterrupted) Screen() string { return "setup-interrupted" }
