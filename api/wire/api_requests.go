package wire

import (
	"net/url"
	"time"

	"twofold/domain"
)

// HelpState is the answer of ReadHelp.
type HelpState struct {
	Rungs   []HelpWay   `json:"rungs" nullable:"false" doc:"Ways back in that lead somewhere, in the organization's order"`
	Contact Contact     `json:"contact" doc:"Whom to ask when nothing else helps"`
	Request *OwnRequest `json:"request,omitempty" doc:"The newest request that this browser made, or the open one of whoever is half signed in"`
	Cases   []HelpCase  `json:"cases,omitempty" nullable:"false" doc:"Cases at support's desk about whoever is half signed in, the newest first"`
}

// HelpWay is one way back in.
type HelpWay struct {
	Kind   domain.Rung `json:"kind" enum:"other_method,recovery_code,tenant_admin,support_phone,support_mail,support_form"`
	Open   bool        `json:"open" doc:"It leads on now; otherwise it begins with a password. Support's phone and address are always open"`
	Left   int         `json:"left,omitempty" doc:"Recovery codes left"`
	Names  []string    `json:"names,omitempty" doc:"Who administers, after a right password"`
	Text   string      `json:"text,omitempty" doc:"What the organization says in the place of names"`
	Nobody bool        `json:"nobody,omitempty" doc:"Nobody there could answer a request of this person"`
}

// AskForHelpRequest is the body of AskForHelp. An unlock takes its kind alone.
type AskForHelpRequest struct {
	Kind    domain.RequestKind   `json:"kind" enum:"lost_device,unlock"`
	Reason  domain.RequestReason `json:"reason,omitempty" enum:"lost_phone,new_phone,app_deleted,other"`
	Message string               `json:"message,omitempty" maxLength:"2000" doc:"Up to 500 characters"`
	Reach   string               `json:"reach,omitempty" maxLength:"1000" doc:"How they can be reached, up to 200 characters"`
}

// AskSupportRequest is the body of AskSupport.
type AskSupportRequest struct {
	Reason  domain.RequestReason `json:"reason,omitempty" enum:"lost_phone,new_phone,app_deleted,other"`
	Message string               `json:"message,omitempty" maxLength:"2000" doc:"Up to 500 characters"`
	Reach   string               `json:"reach,omitempty" maxLength:"1000" doc:"How they can be reached, up to 200 characters"`
}

// StopState is the answer of ReadStop and StopHelpRequest.
type StopState struct {
	Number string             `json:"number"`
	Kind   domain.RequestKind `json:"kind" enum:"lost_device,unlock,approval"`
	At     time.Time          `json:"at"`
	// Support says that it is a case at support's desk.
	Support bool `json:"support,omitempty"`
}

// Requests is a page of the queue.
type Requests struct {
	Data       []RequestRow `json:"data" nullable:"false"`
	NextCursor string       `json:"next_cursor,omitempty" doc:"Opaque; absent on the last page"`
	Waiting    int64        `json:"waiting" doc:"All that wait for an end"`
}

// RequestRow is a request in the queue.
type RequestRow struct {
	ID          string              `json:"id"`
	Number      string              `json:"number" doc:"What both sides call it by, such as R-1042"`
	Kind        domain.RequestKind  `json:"kind" enum:"lost_device,unlock,approval"`
	State       domain.RequestState `json:"state" enum:"open,taken,done,declined,expired,stopped"`
	PersonID    string              `json:"person_id"`
	PersonName  string              `json:"person_name"`
	PersonEmail string              `json:"person_email"`
	Reach       string              `json:"reach,omitempty"`
	TakenBy     string              `json:"taken_by,omitempty" doc:"Name of who is on it"`
	DecidedBy   string              `json:"decided_by,omitempty" doc:"Name of who ended it"`
	DecidedAt   time.Time           `json:"decided_at,omitzero"`
	CreatedAt   time.Time           `json:"created_at"`
	ExpiresAt   time.Time           `json:"expires_at"`
	Answer      domain.Code         `json:"answer,omitempty" doc:"Why whoever asks may not answer it; absent where they may"`
}

// RequestView is the answer of ReadRequest.
type RequestView struct {
	RequestRow
	Mine       bool                 `json:"mine,omitempty" doc:"Whoever asks is on it"`
	Reason     domain.RequestReason `json:"reason,omitempty" enum:"lost_phone,new_phone,app_deleted,other"`
	Message    string               `json:"message,omitempty"`
	Decision   string               `json:"decision,omitempty" doc:"The reason it was declined for"`
	Browser    string               `json:"browser,omitempty"`
	IP         string               `json:"ip,omitempty"`
	Signals    []RequestSignal      `json:"signals" nullable:"false" doc:"What speaks for and against it"`
	Ways       []CallerWay          `json:"ways" nullable:"false" doc:"Ways to make sure who calls"`
	TriesLeft  int                  `json:"tries_left" doc:"Codes that may still be typed in"`
	CheckedHow domain.Method        `json:"checked_how,omitempty" enum:"email,text,app"`
	CheckedBy  string               `json:"checked_by,omitempty"`
	CheckedAt  time.Time            `json:"checked_at,omitzero"`
	Asked      *AskedReset          `json:"asked,omitempty" doc:"Of a question for approval: the reset"`
}

// AskedReset is a reset that an administrator wants approved.
type AskedReset struct {
	By      string            `json:"by" doc:"Name of who asks"`
	Checked domain.ResetCheck `json:"checked" enum:"in_person,video,callback,email_code,ticket,other" doc:"How they made sure who asked them"`
	Reason  string            `json:"reason,omitempty"`
	Next    domain.ResetNext  `json:"next" enum:"access_code,set_up"`
}

// RequestSignal is one thing known about a request: text request.signal.<word>.
type RequestSignal struct {
	Word    string `json:"word" doc:"browser_known, browser_new, network_known, network_new, password, mail or frozen"`
	Minutes int    `json:"minutes,omitempty" doc:"Of password: how long before the request it was changed"`
	Bad     bool   `json:"bad,omitempty" doc:"It asks for care"`
}

// CallerWay is a way to make sure who calls.
type CallerWay struct {
	Method domain.Method `json:"method" enum:"email,text,app"`
	Hint   string        `json:"hint,omitempty" doc:"Where a code goes; absent for an app, which makes its own"`
}

// TakeRequestRequest is the body of TakeRequest.
type TakeRequestRequest struct {
	Over bool `json:"over,omitempty" doc:"Also where somebody else is on it"`
}

// CallerSendRequest is the body of SendCallerCode.
type CallerSendRequest struct {
	Method domain.Method `json:"method" enum:"email,text"`
}

// CallerCheckRequest is the body of CheckCaller.
type CallerCheckRequest struct {
	Method domain.Method `json:"method" enum:"email,text,app"`
	Code   string        `json:"code" maxLength:"1000"`
}

// DeclineRequestRequest is the body of DeclineRequest.
type DeclineRequestRequest struct {
	Reason string `json:"reason" maxLength:"1000" doc:"Up to 300 characters; the person reads it"`
}

// RequestsQuery is the query of ListRequests.
type RequestsQuery struct {
	Ended  bool
	Cursor string
	Limit  int
}

// Values writes the query.
func (q RequestsQuery) Values() url.Values {
	v := url.Values{}
	if q.Ended {
		v.Set("ended", "true")
	}
	return page(v, q.Limit, q.Cursor)
}
