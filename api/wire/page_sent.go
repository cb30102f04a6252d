package wire

import "time"

// VerifySent is the second step by a code that was sent, at
// "/sign-in/verify?way=<id>". Its form posts way, code and, with Trust,
// trust=1 to "/sign-in/verify"; "Send again" posts way to
// "/sign-in/verify/send". Errors on field code as on Verify, and
// code_expired_resent, code_expired; on the page send_quota{n,time} and resend_wait{s}.
type VerifySent struct {
	Kind          string    `json:"kind"` // text or email
	Way           string    `json:"way"`
	Email         string    `json:"email"` // who signs in
	Hint          string    `json:"hint"`  // last digits of the number, masked address
	Digits        int       `json:"digits"`
	SentAt        time.Time `json:"sent_at,omitzero"` // zero: nothing was sent yet
	Wait          int       `json:"wait,omitempty"`   // seconds before the next may be asked for
	Again         bool      `json:"again,omitempty"`  // a new one was just sent
	Lost          bool      `json:"lost,omitempty"`   // the provider says that it can't be delivered
	Trust         *TrustBox `json:"trust,omitempty"`
	TriesLeft     int       `json:"tries_left,omitempty"`
	LooksRecovery bool      `json:"looks_recovery,omitempty"`
	Typed         string    `json:"typed,omitempty"`
	WayBack
	Granted bool `json:"granted,omitempty"` // this is the one that stands in for a lost device
}

// Resend is the page "Didn't get it?" at "/sign-in/verify/resend?way=<id>".
type Resend struct {
	Kind    string    `json:"kind"`
	Way     string    `json:"way"`
	Hint    string    `json:"hint"`
	Sender  string    `json:"sender,omitempty"` // address that mails come from
	SentAt  time.Time `json:"sent_at,omitzero"`
	Wait    int       `json:"wait,omitempty"`
	Minutes int       `json:"minutes"` // that the organization lets people wait before the next
	Lost    bool      `json:"lost,omitempty"`
}

// SetupSent is the page at "/setup/text" and "/setup/email": first the number
// or address, which post action=send with phone and country, or email; then
// the code, which posts code; "Send again" posts action=again, "Change" leads
// to "?change=1". Errors on phone: phone_invalid, phone_landline,
// phone_country{country}, address_exists, phone_shared.
type SetupSent struct {
	Step      Step      `json:"step"`
	Backup    bool      `json:"backup,omitempty"` // it is one more, beside what is confirmed
	Kind      string    `json:"kind"`
	Address   string    `json:"address,omitempty"` // typed, or the account's own
	Country   string    `json:"country,omitempty"`
	Countries []Country `json:"countries,omitempty"`
	Hint      string    `json:"hint,omitempty"` // set: the code was sent there
	Digits    int       `json:"digits"`
	SentAt    time.Time `json:"sent_at,omitzero"`
	Wait      int       `json:"wait,omitempty"`
	Again     bool      `json:"again,omitempty"`
	Lost      bool      `json:"lost,omitempty"`
	Typed     string    `json:"typed,omitempty"`
	Back      string    `json:"back,omitempty"`
}

// Country is one choice beside a number, or of the countries texts go to.
type Country struct {
	Code string `json:"code" doc:"ISO 3166-1, two letters"`
	Name string `json:"name"`
	Dial string `json:"dial" doc:"Country calling code: +44"`
}

// Screen names the page.
func (VerifySent) Screen() string { return "verify-sent" }

// Screen names the page.
func (Resend) Screen() string { return "resend" }

// Screen names the page.
func (SetupSent) Screen() string { return "setup-sent" }
