package domain

import "time"

// CaseKind is what a call to the support desk is about.
type CaseKind string

const (
	CaseLostDevice CaseKind = "lost_device"
	CaseLockedOut  CaseKind = "locked_out"
	CaseOwnerLost  CaseKind = "owner_lost" // an owner who lost everything
)

// CaseKinds is the whole vocabulary.
var CaseKinds = []CaseKind{CaseLostDevice, CaseLockedOut, CaseOwnerLost}

// Known reports whether k is a word of the vocabulary.
func (k CaseKind) Known() bool { return contains(CaseKinds, k) }

// CaseState says how far a case has come.
type CaseState string

const (
	CaseOpen     CaseState = "open"    // the caller is being checked
	CaseWaiting  CaseState = "waiting" // decided once: it waits for a second agent, or for its time
	CaseGranted  CaseState = "granted"
	CaseDeclined CaseState = "declined"
	CaseStopped  CaseState = "stopped" // by the person, or an owner
	CaseClosed   CaseState = "closed"  // settled without help
)

// Unsettled reports whether something is still to be done.
func (s CaseState) Unsettled() bool { return s == CaseOpen || s == CaseWaiting }

// CaseWay is how a caller shows who they are.
type CaseWay string

const (
	WayAnswers   CaseWay = "answers"       // to the security questions, as a set
	WayMail      CaseWay = "mail"          // a code to the address on file, read out
	WayPhoneCode CaseWay = "phone_code"    // a code to the verified number, read out
	WayCallBack  CaseWay = "call_back"     // reached at the number on file
	WayOwner     CaseWay = "owner_vouched" // an owner says it's them
)

// ProofResult says what came of a way.
type ProofResult string

const (
	ProofOpen   ProofResult = "open" // a code was sent and not read out yet
	ProofPassed ProofResult = "passed"
	ProofFailed ProofResult = "failed"
)

// CaseCodeTries is how often a code that is read out may be wrong.
const CaseCodeTries = 3

// CaseProof is one way that was tried.
type CaseProof struct {
	ID, CaseID string
	Way        CaseWay
	Result     ProofResult
	Tries      int
	ByID, By   string
	At         time.Time
}

// Case is a call to the support desk about one person of one tenant.
type Case struct {
	ID, Number         string
	Kind               CaseKind
	UserID             string
	Caller, CalledBy   string // as they named themselves, and how they called
	OpenedBy, Opener   string
	State              CaseState
	Grant              GrantKind // what the first agent decided to give
	Reason             string
	FirstBy, First     string
	SecondBy, Second   string
	OpenedAt, DueAt    time.Time
	DecidedAt          time.Time // by the first agent
	WaitsUntil         time.Time // nothing is given before
	ClosedAt           time.Time
	Proofs             []CaseProof
	Tenant, TenantName string // in lists over all tenants
	Form               CaseForm
}

// CaseForm is what a person wrote who opened their case themselves; the zero
// one of a case that an agent opened.
type CaseForm struct {
	Sent            bool
	Why             RequestReason
	Message, Reach  string // and how they can be reached, which proves nothing
	SecurityVersion int64  // of the person when it was sent
	Known           bool   // the browser signed in to the account before
	ByMail          bool   // sent behind a link to the mailbox
}

// Outdated reports whether the account changed since a form was sent.
func (f CaseForm) Outdated(u User) bool { return f.Sent && f.SecurityVersion != u.SecurityVersion }

// Overdue reports whether a case should have been settled by now (O16).
func (c Case) Overdue(now time.Time) bool { return c.State.Unsettled() && !now.Before(c.DueAt) }
