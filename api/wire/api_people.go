package wire

import (
	"time"

	"twofold/domain"
)

// People is a page of the people table: a List with the number of people that
// the filters leave.
type People struct {
	Data       []PersonRow `json:"data" nullable:"false"`
	NextCursor string      `json:"next_cursor,omitempty" doc:"Opaque; absent on the last page"`
	Total      int64       `json:"total"`
}

// PersonRow is a row of the people table.
type PersonRow struct {
	ID           string           `json:"id"`
	Name         string           `json:"name"`
	Email        string           `json:"email"`
	Role         domain.Role      `json:"role" enum:"owner,admin,user"`
	Status       domain.UserState `json:"status" enum:"invited,active,suspended"`
	TwoStep      domain.TwoStep   `json:"two_step" enum:"never,on,off,reset"`
	MustSetUp    bool             `json:"must_set_up,omitempty" doc:"Has to set up at the next sign-in"`
	Methods      []domain.Method  `json:"methods" nullable:"false"`
	LockedUntil  time.Time        `json:"locked_until,omitzero" doc:"Codes are refused until then"`
	LastSignInAt time.Time        `json:"last_sign_in_at,omitzero"`
	Me           bool             `json:"me,omitempty" doc:"The person who asks"`
}

// Person is a person's page.
type Person struct {
	PersonRow
	CreatedAt       time.Time        `json:"created_at"`
	TwoStepAt       time.Time        `json:"two_step_at,omitzero" doc:"Since when two_step holds"`
	Ways            []OwnMethod      `json:"ways" nullable:"false" doc:"Ways to verify; secrets are never part of it"`
	Recovery        RecoveryState    `json:"recovery"`
	TrustedBrowsers []TrustedBrowser `json:"trusted_browsers" nullable:"false"`
	Sessions        []OwnSession     `json:"sessions" nullable:"false"`
	Invitation      *InvitationState `json:"invitation,omitempty" doc:"Of people who have not joined yet"`
	// Actions holds, for each action on this page, why the session may not
	// take it: a code, or "" where it may.
	Actions Actions `json:"actions"`
}

// Actions are the buttons of a person's page, each with the code of the reason
// why it doesn't work, or empty.
type Actions struct {
	Reset   domain.Code `json:"reset"`
	Unlock  domain.Code `json:"unlock"`
	End     domain.Code `json:"end" doc:"Sign out everywhere, remove trusted browsers"`
	Role    domain.Code `json:"role"`
	Suspend domain.Code `json:"suspend" doc:"Suspend, or resume"`
	Invite  domain.Code `json:"invite" doc:"Send the invitation again, or take it back"`
}

// InvitationState is the latest invitation of a person.
type InvitationState struct {
	State     domain.InvitationState `json:"state" enum:"open,expired,revoked,accepted"`
	By        string                 `json:"by"`
	SentAt    time.Time              `json:"sent_at"`
	ExpiresAt time.Time              `json:"expires_at"`
}

// InviteRequest is the body of InvitePeople.
type InviteRequest struct {
	Emails []string    `json:"emails" nullable:"false" minItems:"1" maxItems:"100"`
	Role   domain.Role `json:"role" enum:"owner,admin,user"`
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

// Ways to have checked who asked for a reset: ResetRequest.Checked.
var ResetChecks = []string{"in_person", "video", "callback", "ticket", "other"}

// ResetRequest is the body of ResetPerson.
type ResetRequest struct {
	Checked string `json:"checked" enum:"in_person,video,callback,ticket,other" doc:"How the admin made sure who asks"`
	Note    string `json:"note,omitempty" maxLength:"500" doc:"Ticket number or words; needed with other"`
}

// ResetAnswer says what a reset took away.
type ResetAnswer struct {
	Methods         int `json:"methods"`
	Sessions        int `json:"sessions"`
	TrustedBrowsers int `json:"trusted_browsers"`
}

// RoleRequest is the body of ChangeRole.
type RoleRequest struct {
	Role domain.Role `json:"role" enum:"owner,admin,user"`
}
