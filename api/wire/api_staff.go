package wire

import (
	"net/url"
	"time"

	"twofold/domain"
)

// Instance is the answer of ReadInstance.
type Instance struct {
	Open        bool `json:"open" doc:"Nobody has set this installation up"`
	PasswordMin int  `json:"password_min" doc:"Fewest characters of the password"`
}

// SetUpInstanceRequest is the body of SetUpInstance.
type SetUpInstanceRequest struct {
	Code     string `json:"code" maxLength:"200" doc:"The set-up code of the server's log, or of twofold staff create"`
	Name     string `json:"name" maxLength:"1000"`
	Email    string `json:"email" maxLength:"1000"`
	Password string `json:"password" maxLength:"4000" doc:"Up to 1000 bytes of UTF-8"`
	Bearer   bool   `json:"bearer,omitempty" doc:"Answer with opaque tokens in place of cookies"`
}

// OrganizationList is a page of all organizations, by name.
type OrganizationList struct {
	Data       []OrganizationRow `json:"data" nullable:"false"`
	NextCursor string            `json:"next_cursor,omitempty" doc:"Opaque; absent on the last page"`
}

// OrganizationRow is an organization in numbers.
type OrganizationRow struct {
	Short     string             `json:"short"`
	Name      string             `json:"name"`
	State     domain.TenantState `json:"state" enum:"unconfirmed,active,suspended"`
	People    int64              `json:"people" doc:"In use"`
	TwoStep   int64              `json:"two_step" doc:"Of them, with 2-step verification on"`
	Messages  int64              `json:"messages" doc:"That went out this month (UTC)"`
	CreatedAt time.Time          `json:"created_at"`
}

// OrganizationsQuery is the filters of ListOrganizations. Empty fields don't
// narrow.
type OrganizationsQuery struct {
	Q      string // part of a name or short name
	State  string // unconfirmed, active, suspended
	Limit  int    // 1 to 200, 50 when zero
	Cursor string
}

// Values is the query as ListOrganizations reads it.
func (q OrganizationsQuery) Values() url.Values {
	v := url.Values{}
	put(v, "q", q.Q, "state", q.State)
	return page(v, q.Limit, q.Cursor)
}

// AddOrganizationRequest is the body of AddOrganization.
type AddOrganizationRequest struct {
	Organization string `json:"organization" maxLength:"1000" doc:"Name"`
	Short        string `json:"short" maxLength:"1000" doc:"For its address: 3 to 40 of a-z, 0-9 and inner hyphens"`
	Name         string `json:"name" maxLength:"1000" doc:"The owner's name"`
	Email        string `json:"email" maxLength:"1000" doc:"The owner's address; the invitation is sent there, and nowhere else"`
}

// OrganizationAdded is the answer of AddOrganization.
type OrganizationAdded struct {
	Short string `json:"short"`
}

// StaffReason is the body of what the staff does inside an organization.
type StaffReason struct {
	Reason string `json:"reason" maxLength:"1000" doc:"Why, up to 300 characters; it stands in the organization's own log, and its owners read it"`
}

// StaffList is the company's own people, by name.
type StaffList struct {
	Data       []StaffRow `json:"data" nullable:"false"`
	NextCursor string     `json:"next_cursor,omitempty" doc:"Opaque; absent on the last page"`
}

// StaffRow is one of the company's own people.
type StaffRow struct {
	ID           string           `json:"id"`
	Name         string           `json:"name,omitempty" doc:"Absent until an invited person joins"`
	Email        string           `json:"email"`
	Role         domain.Role      `json:"role" enum:"support,operator"`
	Status       domain.UserState `json:"status" enum:"invited,active,suspended"`
	TwoStep      domain.TwoStep   `json:"two_step" enum:"never,on,off,reset"`
	LastSignInAt time.Time        `json:"last_sign_in_at,omitzero"`
	Me           bool             `json:"me,omitempty" doc:"The person who asks"`
	May          PersonActions    `json:"may"`
}

// StaffRoleRequest is the body of ChangeStaffRole.
type StaffRoleRequest struct {
	Role domain.Role `json:"role" enum:"support,operator"`
}

// InviteStaffRequest is the body of InviteStaff.
type InviteStaffRequest struct {
	Email string      `json:"email" maxLength:"1000"`
	Role  domain.Role `json:"role" enum:"support,operator"`
}
