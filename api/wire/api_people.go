package wire

import (
	"time"

	"twofold/domain"
)

// People is a page of the people table.
type People struct {
	Data       []PersonRow `json:"data" nullable:"false"`
	NextCursor string      `json:"next_cursor,omitempty" doc:"Opaque; absent on the last page"`
	Total      int64       `json:"total" doc:"People the filters leave"`
	All        int64       `json:"all" doc:"Everybody"`
}

// PersonRow is a row of the people table.
type PersonRow struct {
	ID           string           `json:"id"`
	Name         string           `json:"name,omitempty" doc:"Absent until an invited person joins"`
	Email        string           `json:"email"`
	Role         domain.Role      `json:"role" enum:"owner,admin,helpdesk,auditor,user,operator,support" doc:"The last two at the staff's own address alone"`
	Status       domain.UserState `json:"status" enum:"invited,active,suspended"`
	TwoStep      domain.TwoStep   `json:"two_step" enum:"never,on,off,reset"`
	TwoStepSince time.Time        `json:"two_step_since,omitzero" doc:"Since when two_step holds"`
	Methods      []domain.Method  `json:"methods" nullable:"false" doc:"Kinds of ways to verify that work"`
	LockedUntil  time.Time        `json:"locked_until,omitzero" doc:"Codes are refused until then"`
	CreatedAt    time.Time        `json:"created_at"`
	LastSignInAt time.Time        `json:"last_sign_in_at,omitzero"`
	SharedLogin  bool             `json:"shared_login,omitempty" doc:"It looks like a log-in that several people share: 3 or more browsers from 2 or more networks active in the same 15 minutes, on 2 of the last 7 days"`
	Frozen       bool             `json:"frozen,omitempty" doc:"Nobody signs in nor resets anything, since the person said \"this wasn't me\" to a reset, until an owner lifts it"`
	Me           bool             `json:"me,omitempty" doc:"The person who asks"`
	May          PersonActions    `json:"may"`
}

// Person is a person's page.
type Person struct {
	PersonRow
	Ways            []OwnMethod      `json:"ways" nullable:"false" doc:"Ways to verify; secrets are never part of it"`
	Recovery        RecoveryState    `json:"recovery"`
	RequiredOn      time.Time        `json:"required_since,omitzero" doc:"Since when 2-step verification is required, absent where it isn't"`
	WrongCodes      int              `json:"wrong_codes" doc:"Wrong codes in a row since the last right one or lock"`
	TrustedBrowsers []TrustedBrowser `json:"trusted_browsers" nullable:"false"`
	Sessions        []OwnSession     `json:"sessions" nullable:"false"`
	Grants          []Grant          `json:"grants" nullable:"false" doc:"Ways back in that helpers gave, newest first"`
	Cases           []SupportCase    `json:"cases" nullable:"false" doc:"Calls to the support desk that aren't settled"`
	Activity        []Event          `json:"activity" nullable:"false" doc:"The newest events about or by the person, for who may read the audit log, which has the others"`
	Invitation      *InvitationState `json:"invitation,omitempty" doc:"Of people who have not joined yet"`
	Number          *ProfileNumber   `json:"number,omitempty" doc:"The phone number on the profile"`
	Reset           ResetFacts       `json:"reset"`
}

// SharedLogins are the accounts that look like log-ins that several people
// share and whose advice wasn't put away.
type SharedLogins struct {
	Data  []PersonRow `json:"data" nullable:"false" doc:"The first five by name"`
	Total int64       `json:"total"`
}

// PersonActions says what the person who asks may do to this one: empty for
// yes, else the code of the reason why not.
type PersonActions struct {
	Reset  domain.Code   `json:"reset,omitempty" doc:"Why a reset isn't allowed; absent where it is"`
	Unlock domain.Code   `json:"unlock,omitempty" doc:"Why an unlock isn't allowed; absent where it is"`
	Number domain.Code   `json:"number,omitempty" doc:"Why the phone number can't be changed; absent where it can"`
	Manage domain.Code   `json:"manage,omitempty" doc:"Why sign out, remove trusted browsers, suspend, resume and invitations aren't allowed; absent where they are"`
	Roles  []domain.Role `json:"roles" nullable:"false" doc:"Roles that may be given"`
}

// InvitationState is the latest invitation of a person.
type InvitationState struct {
	State     domain.InvitationState `json:"state" enum:"open,expired,revoked,accepted"`
	ExpiresAt time.Time              `json:"expires_at"`
}

// InviteRequest is the body of InvitePeople.
type InviteRequest struct {
	Emails  []string    `json:"emails" nullable:"false" minItems:"1" maxItems:"100"`
	Role    domain.Role `json:"role" enum:"owner,admin,helpdesk,auditor,user"`
	Phone   string      `json:"phone,omitempty" maxLength:"60" doc:"Phone number for the profile, for one address alone"`
	Country string      `json:"country,omitempty" maxLength:"2" doc:"Of a number without its own, ISO 3166-1"`
}

// Invitations is the answer of InvitePeople: an entry for each address.
type Invitations struct {
	Data []Invited `json:"data" nullable:"false"`
}

// Invited is what became of one address.
type Invited struct {
	Email string      `json:"email"`
	ID    string      `json:"id,omitempty" doc:"The person's id"`
	Code  domain.Code `json:"code,omitempty" doc:"Why no invitation went out, such as email_format or already_member; absent when it did"`
}

// ResetRequest is the body of ResetPerson.
type ResetRequest struct {
	Checked domain.ResetCheck `json:"checked" enum:"in_person,video,callback,email_code,ticket,other" doc:"How the admin made sure who asks"`
	Reason  string            `json:"reason,omitempty" maxLength:"1000" doc:"The ticket's number, or what else made sure; required with ticket and other; up to 300 characters, for the audit log"`
	Code    string            `json:"code,omitempty" maxLength:"200" doc:"With email_code: what the person read out, after SendResetCode"`
	Next    domain.ResetNext  `json:"next" enum:"access_code,set_up" doc:"What follows: the set-up waits for an access code, or the password alone leads to it"`
}

// ResetFacts is what a reset of a person would meet.
type ResetFacts struct {
	Next    []domain.ResetNext `json:"next" nullable:"false" enum:"access_code,set_up" doc:"What may follow, the default first; none where there is nothing to reset"`
	Nothing bool               `json:"nothing,omitempty" doc:"There is nothing to take away; an access code may be given all the same where next has one"`
	SignsIn bool               `json:"signs_in,omitempty" doc:"With set_up the password signs the person in, and they are asked to set up again"`
	Frozen  bool               `json:"frozen,omitempty" doc:"The person objected to a reset; nothing can be reset until an owner lifts that"`
	Address string             `json:"address" doc:"Where SendResetCode sends to, masked"`
	LastAt  time.Time          `json:"last_at,omitzero" doc:"The last reset, where it was within a day"`
	LastBy  string             `json:"last_by,omitempty"`
	First   domain.GuardState  `json:"first,omitempty" enum:"approval,waiting" doc:"What a reset waits for before it happens: another administrator's approval, then hours where there are some, or the hours alone; absent where it happens at once"`
	Hours   int                `json:"hours,omitempty" doc:"How long it waits after it was announced"`
	Guarded *GuardedReset      `json:"guarded,omitempty" doc:"A reset that is on its way, or whose access code whoever asks can fetch"`
}

// GuardedReset is a reset that doesn't happen at once.
type GuardedReset struct {
	ID         string            `json:"id"`
	State      domain.GuardState `json:"state" enum:"approval,waiting,done"`
	By         string            `json:"by" doc:"Name of who asked for it"`
	ApprovedBy string            `json:"approved_by,omitempty"`
	At         time.Time         `json:"at" doc:"When it was asked for"`
	DueAt      time.Time         `json:"due_at" doc:"When the question for approval ends, or when the reset happens"`
	RequestID  string            `json:"request_id,omitempty" doc:"Of the question for approval, while it is open"`
	Fetch      bool              `json:"fetch,omitempty" doc:"Whoever asks can fetch its access code, once"`
}

// FetchedCode is the answer of FetchResetCode.
type FetchedCode struct {
	AccessCode      string    `json:"access_code" doc:"To be handed to the person; shown this once"`
	AccessCodeUntil time.Time `json:"access_code_until"`
}

// ResetAnswer says what a reset took away.
type ResetAnswer struct {
	Person          PersonRow         `json:"person" doc:"As they are now"`
	Methods         int               `json:"methods"`
	RecoveryCodes   int               `json:"recovery_codes" doc:"Unused ones"`
	Sessions        int               `json:"sessions"`
	TrustedBrowsers int               `json:"trusted_browsers"`
	AccessCode      string            `json:"access_code,omitempty" doc:"To be handed to the person; shown this once"`
	AccessCodeUntil time.Time         `json:"access_code_until,omitzero"`
	Waits           domain.GuardState `json:"waits,omitempty" enum:"approval,waiting" doc:"Nothing happened yet: it waits for another administrator's approval, or for its time; absent where it happened"`
	WaitsUntil      time.Time         `json:"waits_until,omitzero" doc:"When the question for approval ends, or when the reset happens"`
	Request         string            `json:"request,omitempty" doc:"Number of the question for approval"`
}

// ResetManyRequest is the body of ResetPeople.
type ResetManyRequest struct {
	People []string `json:"people" nullable:"false" minItems:"1" maxItems:"50" doc:"Ids, each once"`
	Reason string   `json:"reason" minLength:"1" maxLength:"1000" doc:"Up to 300 characters, for the audit log"`
}

// ResetPreviewRequest is the body of PreviewResets.
type ResetPreviewRequest struct {
	People []string `json:"people" nullable:"false" minItems:"1" maxItems:"50" doc:"Ids, each once"`
}

// ResetMany says of each person what became of them, or would.
type ResetMany struct {
	Data []ResetOne `json:"data" nullable:"false"`
}

// ResetOne is one person of a reset of many.
type ResetOne struct {
	ID    string            `json:"id"`
	Name  string            `json:"name,omitempty"`
	Email string            `json:"email,omitempty"`
	Code  domain.Code       `json:"code,omitempty" doc:"Why not; absent where the person is reset"`
	Waits domain.GuardState `json:"waits,omitempty" enum:"approval,waiting" doc:"What their reset waits for; absent where it happens at once"`
}

// RoleRequest is the body of ChangeRole.
type RoleRequest struct {
	Role domain.Role `json:"role" enum:"owner,admin,helpdesk,auditor,user"`
}
