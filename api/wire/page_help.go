package wire

import (
	"time"

	"twofold/domain"
)

// Help is the page at "/help".
type Help struct {
	TwoStep bool `json:"two_step,omitempty"` // the organization uses 2-step verification
}

// HelpSignIn is the page at "/help/sign-in". Forgot is the address of the page
// for a forgotten password, empty where there is none.
type HelpSignIn struct {
	Forgot  string      `json:"forgot,omitempty"`
	Rungs   []HelpRung  `json:"rungs,omitempty"`
	Request *OwnRequest `json:"request,omitempty"` // that this browser made
	Cases   []HelpCase  `json:"cases,omitempty"`   // at support's desk, of somebody half signed in
}

// HelpCase is a case at support's desk as the person it is about sees it
// before they are back in: text helpcase.state.<state>.
type HelpCase struct {
	Number   string           `json:"number" doc:"What both sides call it by, such as C-482913"`
	State    domain.CaseState `json:"state" enum:"open,waiting,granted,declined,stopped,closed"`
	OpenedAt time.Time        `json:"opened_at"`
	DueAt    time.Time        `json:"due_at" doc:"When an answer is due"`
	Overdue  bool             `json:"overdue,omitempty" doc:"It is past that time without one"`
}

// HelpCaseOf is a case as it stands at now.
func HelpCaseOf(one domain.Case, now time.Time) HelpCase {
	return HelpCase{Number: one.Number, State: one.State, OpenedAt: one.OpenedAt, DueAt: one.DueAt, Overdue: one.Overdue(now)}
}

// HelpRung is one way out of a lost second step: text rung.<kind>. Without Href
// it begins with a password, except those of support, which show Contact.
type HelpRung struct {
	Kind    domain.Rung `json:"kind"`
	Href    string      `json:"href,omitempty"`
	Left    int         `json:"left,omitempty"`   // recovery codes left
	Names   []string    `json:"names,omitempty"`  // who administers
	Text    string      `json:"text,omitempty"`   // the organization's own words in the place of names
	Nobody  bool        `json:"nobody,omitempty"` // none of them could help this person
	Contact string      `json:"contact,omitempty"`
	Hours   string      `json:"hours,omitempty"`
}

// HelpLink is a way out on a page that asks for a code: text rung.link.<kind>,
// or the organization's own.
type HelpLink struct {
	Kind string `json:"kind"`
	Href string `json:"href"`
	Text string `json:"text,omitempty"`
}

// HelpAsk is the page at "/help/sign-in/ask". Its form posts reason, message
// and reach there. Errors on the fields: required_reason, required_reach,
// name_long{n}. Summary: rate_limited{s}.
type HelpAsk struct {
	Names    []string             `json:"names,omitempty"`
	Text     string               `json:"text,omitempty"`
	Nobody   bool                 `json:"nobody,omitempty"` // no form: nobody could answer it
	Operator string               `json:"operator,omitempty"`
	Reason   domain.RequestReason `json:"reason,omitempty"`
	Message  string               `json:"message,omitempty"`
	Reach    string               `json:"reach,omitempty"`
}

// HelpAsked is the same page once a request was sent.
type HelpAsked struct {
	Request OwnRequest `json:"request"`
}

// HelpSupport is the page at "/help/sign-in/support". Its form posts reason,
// message and reach there, with the errors of HelpAsk.
type HelpSupport struct {
	Who     string               `json:"who,omitempty"`
	Hours   string               `json:"hours,omitempty"`
	Due     int                  `json:"due"` // hours until an answer is due
	Reason  domain.RequestReason `json:"reason,omitempty"`
	Message string               `json:"message,omitempty"`
	Reach   string               `json:"reach,omitempty"`
}

// HelpSupported is the same page once a case is under way.
type HelpSupported struct {
	Case HelpCase `json:"case"`
}

// OwnRequest is a request for help as the browser that made it sees it.
type OwnRequest struct {
	Number    string              `json:"number" doc:"What both sides call it by, such as R-1042"`
	Kind      domain.RequestKind  `json:"kind" enum:"lost_device,unlock"`
	State     domain.RequestState `json:"state" enum:"open,taken,done,declined,expired,stopped"`
	Decision  string              `json:"decision,omitempty" doc:"Why it was declined"`
	CreatedAt time.Time           `json:"created_at"`
	ExpiresAt time.Time           `json:"expires_at"`
}

// StopRequest is the page behind the "this wasn't me" link of a message about
// a request. Its one button posts to "/request"; opening it changes nothing.
type StopRequest struct {
	Number  string             `json:"number"`
	Kind    domain.RequestKind `json:"kind"`
	At      time.Time          `json:"at"`
	Support bool               `json:"support,omitempty"` // it went to support
}

// RequestStopped is the page after it.
type RequestStopped struct {
	Number string `json:"number"`
	SignIn string `json:"sign_in"` // leads to a new password
}

// Screen names the page.
func (Help) Screen() string { return "help" }

// Screen names the page.
func (HelpSignIn) Screen() string { return "help-sign-in" }

// Screen names the page.
func (HelpAsk) Screen() string { return "help-ask" }

// Screen names the page.
func (HelpAsked) Screen() string { return "help-asked" }

// Screen names the page.
func (HelpSupport) Screen() string { return "help-support" }

// Screen names the page.
func (HelpSupported) Screen() string { return "help-supported" }

// Screen names the page.
func (StopRequest) Screen() string { return "request-stop" }

// Screen names the page.
func (RequestStopped) Screen() string { return "request-stopped" }
