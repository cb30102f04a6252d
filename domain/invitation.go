package domain

import "time"

// Lives of mailed links.
const (
	ConfirmFor       = 60 * time.Minute
	ResetFor         = 60 * time.Minute // the link of a forgotten password
	InvitationFor    = 7 * 24 * time.Hour
	ObjectionFor     = 7 * 24 * time.Hour // "this wasn't me" after a notice
	ContactChangeFor = 60 * time.Minute   // a new address or number waits so long for its code
	UnconfirmedFor   = 24 * time.Hour     // an organization keeps its short name so long while its owner hasn't confirmed
)

// InvitationState says what became of a mailed invitation.
type InvitationState string

const (
	InvitationOpen     InvitationState = "open"
	InvitationExpired  InvitationState = "expired"
	InvitationRevoked  InvitationState = "revoked"
	InvitationAccepted InvitationState = "accepted"
)

// MayInvite says whether actor may invite somebody as role: only those who
// administer invite, and nobody gives a role above their own.
func MayInvite(actor Actor, role Role) error {
	if !actor.Role.Administers() {
		return Refuse(Forbidden, CodeForbidden)
	}
	return actor.Role.mayGive(role)
}
