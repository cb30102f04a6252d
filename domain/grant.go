package domain

import "time"

// GrantKind is what a helper gave somebody to get back in.
type GrantKind string

const (
	GrantAccessCode GrantKind = "access_code" // a one-time code that leads from the password to set-up
	GrantText       GrantKind = "text"        // a text message stands in for a lost device (O17)
	GrantUnlockMail GrantKind = "unlock_mail" // a one-time link to the address on file (A21, A28)
)

// Lives of grants whose length no tenant chooses.
const (
	AccessCodeFor = 48 * time.Hour
	UnlockMailFor = 60 * time.Minute
)

// AccessCodeTries is how many wrong ones void an access code.
const AccessCodeTries = 5

// Grant is one such gift. It ends by itself.
type Grant struct {
	ID              string
	Kind            GrantKind
	UserID          string
	GiverID, Giver  string
	ByStaff         bool // the giver is staff of the service, not of the organization
	Reason          string
	CaseID          string // empty outside a support case
	Secret          []byte // a keyed hash of the access code, or the hash of the link's token
	SecurityVersion int64  // of the person when it was given; a later one ends it
	UsesLeft        int
	Tries           int
	CreatedAt       time.Time
	ExpiresAt       time.Time
	UsedAt          time.Time // last
	StoppedAt       time.Time
	StoppedBy       string
	Stopper         string
}
