package wire

import (
	"time"

	"twofold/domain"
)

// Operations on what helpers gave people to get back in.
var (
	ReadUnlock      = tenant("POST", "/unlock/read", "public", "read-unlock", "Read what a link that support mailed is for, without spending it")
	AcceptUnlock    = tenant("POST", "/unlock", "public", "accept-unlock", "Choose a new password by the link's token and sign in, to set up a second step")
	StopOwnGrant    = tenant("DELETE", "/me/grants/{id}", "own.security.change", "stop-own-grant", "Stop something that was given to oneself to get back in")
	StopPersonGrant = tenant("DELETE", "/people/{id}/grants/{grant}", "people.reset", "stop-person-grant", "Stop something that was given to a person to get back in")
	TurnOffLost     = tenant("POST", "/setup/turn-off", "own.setup", "turn-off-lost", "Turn off 2-step verification in the place of replacing a lost device, where the policy allows it")
)

// Grant is something a helper gave to a person to get back in. Codes and links
// are never part of it.
type Grant struct {
	ID        string           `json:"id"`
	Kind      domain.GrantKind `json:"kind" enum:"access_code,text,unlock_mail"`
	By        string           `json:"by"`
	Support   bool             `json:"support" doc:"Given by support of the service, not by the organization"`
	Reason    string           `json:"reason,omitempty"`
	Case      string           `json:"case,omitempty" doc:"Id of the support case"`
	At        time.Time        `json:"at"`
	Until     time.Time        `json:"until"`
	State     string           `json:"state" enum:"open,used,stopped,void,expired,outdated" doc:"void: too many wrong codes; outdated: the account changed since"`
	UsedAt    time.Time        `json:"used_at,omitzero"`
	StoppedAt time.Time        `json:"stopped_at,omitzero"`
	StoppedBy string           `json:"stopped_by,omitempty"`
}

// AcceptUnlockRequest is the body of AcceptUnlock.
type AcceptUnlockRequest struct {
	Token    string `json:"token" maxLength:"200"`
	Password string `json:"password" maxLength:"4000" doc:"Up to 1000 bytes of UTF-8"`
	Bearer   bool   `json:"bearer,omitempty" doc:"Answer with opaque tokens in place of cookies"`
}

// Unlocking is what an unlock link is for. Only an open one can be accepted.
type Unlocking struct {
	State       domain.InvitationState `json:"state" enum:"open,expired,revoked,accepted"`
	Email       string                 `json:"email,omitempty"`
	PasswordMin int                    `json:"password_min" doc:"Fewest characters of a password"`
}

// Operations on calls to the support desk.
var (
	StopOwnCase    = tenant("DELETE", "/me/cases/{id}", "own.security.change", "stop-own-case", "Stop a case at the support desk about oneself")
	StopPersonCase = tenant("DELETE", "/people/{id}/cases/{case}", "people.role", "stop-person-case", "Stop a case at the support desk about a person, as an owner")
	VouchCase      = tenant("POST", "/people/{id}/cases/{case}/vouch", "people.role", "vouch-case", "Say as an owner that it is this person who called support")
)

// SupportCase is a call to the support desk about a person.
type SupportCase struct {
	ID         string           `json:"id"`
	Number     string           `json:"number" doc:"What the caller was told"`
	Kind       domain.CaseKind  `json:"kind" enum:"lost_device,locked_out,owner_lost"`
	State      domain.CaseState `json:"state" enum:"open,waiting,granted,declined,stopped,closed"`
	OpenedAt   time.Time        `json:"opened_at"`
	DueAt      time.Time        `json:"due_at"`
	Overdue    bool             `json:"overdue"`
	WaitsUntil time.Time        `json:"waits_until,omitzero" doc:"Nothing is given before"`
}
