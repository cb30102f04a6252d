package wire

import "time"

// Door is the page at "/". Its form posts org to "/"; error on field org:
// org_unknown{name}. With Find, a second form posts email to "/find".
type Door struct {
	Short    string       `json:"short,omitempty"` // as typed
	Sessions []OrgSession `json:"sessions,omitempty"`
	Start    bool         `json:"start,omitempty"` // draw the link to /start
	Find     bool         `json:"find,omitempty"`  // draw "Find my organizations"
	Email    string       `json:"email,omitempty"` // as typed into Find
}

// OrgSession is an organization this browser is signed in to.
type OrgSession struct {
	Name     string    `json:"name"`
	Href     string    `json:"href"`
	Role     string    `json:"role,omitempty"`
	LastUsed time.Time `json:"last_used,omitzero"`
}

// FindSent is the page after "Find my organizations", the same for every
// address.
type FindSent struct {
	Email string `json:"email"`
}

// Start is the page at "/start". Its form posts organization, short, name,
// email and password to "/start". Errors: required_organization,
// required_short, short_format, short_taken and short_similar{name,
// suggestion}, short_reserved{name}, required_name, required_email,
// email_format, required_password, password_short{n}, password_leaked.
type Start struct {
	Organization  string `json:"organization,omitempty"`
	Short         string `json:"short,omitempty"`
	Name          string `json:"name,omitempty"`
	Email         string `json:"email,omitempty"`
	AddressPrefix string `json:"address_prefix"` // "https://id.example/t/"
	PasswordMin   int    `json:"password_min"`
	Again         bool   `json:"again,omitempty"` // in the place of what this browser started; posts again=1
}

// StartSent is the page after the start form. With Resend, "Send again" posts
// to "/start/again". "/start?again=1" is the form with what was typed, for
// another address.
type StartSent struct {
	Email   string `json:"email"`
	Minutes int    `json:"minutes"` // life of the link
	Resend  bool   `json:"resend,omitempty"`
}

// StartConfirm is the page a confirmation link leads to. Its one button posts
// to Action ("/start/confirm", or "/t/{org}/confirm-email").
type StartConfirm struct {
	Organization string `json:"organization"`
	Email        string `json:"email"`
	Action       string `json:"action"`
}

// Screen names the page.
func (Door) Screen() string { return "door" }

// Screen names the page.
func (FindSent) Screen() string { return "find-sent" }

// Screen names the page.
func (Start) Screen() string { return "start" }

// Screen names the page.
func (StartSent) Screen() string { return "start-sent" }

// Screen names the page.
func (StartConfirm) Screen() string { return "start-confirm" }
