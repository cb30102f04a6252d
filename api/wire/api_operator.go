package wire

import (
	"net/url"
	"time"

	"twofold/domain"
)

// What operators do beside the organizations, at the staff's own address.
var (
	ReadStaff          = tenant("GET", "/staff/{id}", "staff.read", "read-staff", "Read a colleague's page, before a reset")
	SendStaffResetCode = tenant("POST", "/staff/{id}/reset/code", "staff.write", "send-staff-reset-code", "E-mail a colleague a code that they read out, to show who asks for a reset")
	EndStaffSessions   = tenant("DELETE", "/staff/{id}/sessions", "staff.write", "end-staff-sessions", "Sign a colleague out everywhere")
	UnlockStaff        = tenant("POST", "/staff/{id}/unlock", "staff.write", "unlock-staff", "Let a colleague enter codes again")
	ReadStaffAudit     = tenant("GET", "/staff-audit", "staff.read", "read-staff-audit", "Read the staff's own audit log, newest first, with filters")
	ReadHealth         = tenant("GET", "/health", "health.read", "read-health", "Read how the installation stands: database, messages, disk, version, keys, each with a state")
	TestSender         = tenant("POST", "/health/mail", "health.read", "test-sender", "Send oneself an e-mail, to see whether it arrives")

	ListInspections = tenant("GET", "/inspections", "tenants.open", "list-inspections", "List the organizations that one has open for support")
	OpenForSupport  = tenant("POST", "/organizations/{short}/inspection", "tenants.open", "open-for-support", "Open an organization to read in it for up to 60 minutes; its owners are told why")
	CloseForSupport = tenant("DELETE", "/organizations/{short}/inspection", "tenants.open", "close-for-support", "Stop reading in an organization before the time")
	Inspect         = tenant("GET", "/organizations/{short}", "tenants.open", "inspect", "Read the policy of an open organization, and how many people it has")
	InspectPeople   = tenant("GET", "/organizations/{short}/people", "tenants.open", "inspect-people", "Search the people of an open organization; addresses are masked")
	InspectAudit    = tenant("GET", "/organizations/{short}/audit", "tenants.open", "inspect-audit", "Read the audit log of an open organization, newest first; not from where its people came")
)

// Health is how the installation stands.
type Health struct {
	Data []HealthCheck `json:"data" nullable:"false"`
}

// HealthCheck is one thing that the service needs.
type HealthCheck struct {
	Name  string            `json:"name" enum:"database,migrations,queue,mail,texts,disk,version,certificate,keys,backups"`
	State string            `json:"state" enum:"fine,look,broken,unseen" doc:"unseen: the service can't know"`
	Code  string            `json:"code" doc:"Why, in a word"`
	Facts map[string]string `json:"facts" doc:"Numbers, versions and times"`
}

// SenderTested is the answer of TestSender.
type SenderTested struct {
	To string `json:"to" doc:"The reader's own address, masked"`
}

// OpenRequest is the body of OpenForSupport.
type OpenRequest struct {
	Reason  string `json:"reason" maxLength:"1000" doc:"Why, up to 300 characters; the organization's owners and its log are told"`
	Minutes int    `json:"minutes" minimum:"1" maximum:"60"`
}

// Inspection is an organization that is open for support.
type Inspection struct {
	Short        string    `json:"short"`
	Organization string    `json:"organization"`
	Reason       string    `json:"reason"`
	EndsAt       time.Time `json:"ends_at"`
}

// Inspections is what somebody has open.
type Inspections struct {
	Data []Inspection `json:"data" nullable:"false"`
}

// Inspected is an open organization at a glance.
type Inspected struct {
	Inspection
	State     domain.TenantState `json:"state" enum:"unconfirmed,active,suspended"`
	Policy    Policy             `json:"policy"`
	Version   int64              `json:"policy_version"`
	Active    int64              `json:"active"`
	Invited   int64              `json:"invited"`
	Suspended int64              `json:"suspended"`
	TwoStep   int64              `json:"two_step" doc:"Of the active, with 2-step verification on"`
	Locked    int64              `json:"locked" doc:"Whose codes are refused now"`
}

// InspectedPeople is a page of an open organization's people, by name.
type InspectedPeople struct {
	Data       []InspectedPerson `json:"data" nullable:"false"`
	NextCursor string            `json:"next_cursor,omitempty" doc:"Opaque; absent on the last page"`
}

// InspectedPerson is somebody of an open organization.
type InspectedPerson struct {
	ID      string           `json:"id"`
	Name    string           `json:"name,omitempty"`
	Email   string           `json:"email" doc:"Masked"`
	Role    domain.Role      `json:"role" enum:"owner,admin,helpdesk,auditor,user"`
	Status  domain.UserState `json:"status" enum:"invited,active,suspended"`
	TwoStep domain.TwoStep   `json:"two_step" enum:"never,on,off,reset"`
	Locked  bool             `json:"locked,omitempty"`
}

// InspectQuery narrows and pages what is read of an open organization.
type InspectQuery struct {
	Q      string // part of a name or address
	Cursor string
}

// Values is the query as InspectPeople and InspectAudit read it.
func (q InspectQuery) Values() url.Values {
	v := url.Values{}
	put(v, "q", q.Q)
	return page(v, 0, q.Cursor)
}
