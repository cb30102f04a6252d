package policies

import (
	"slices"

	"twofold/domain"
)

// Permission names an action. A route names one where it is mounted.
type Permission string

const (
	// Public is for routes that ask for no session. Like every other
	// permission it has to be written.
	Public     Permission = "public"
	LimitsRead Permission = "limits.read"

	SessionRead    Permission = "session.read"
	SessionEnd     Permission = "session.end" // sign out
	SessionConfirm Permission = "session.confirm"
	OwnSetup       Permission = "own.setup"
	HelpRead       Permission = "help.read"

	OwnSecurityRead   Permission = "own.security.read"
	OwnSecurityChange Permission = "own.security.change"
	OwnSessionEnd     Permission = "own.session.end" // any of one's own, one by one
	TokenIssue        Permission = "token.issue"
	OrganizationRead  Permission = "organization.read"

	PeopleRead        Permission = "people.read"
	PeopleInvite      Permission = "people.invite"
	PeopleReset       Permission = "people.reset"
	PeopleUnlock      Permission = "people.unlock"
	PeopleSessionsEnd Permission = "people.sessions.end"
	PeopleSuspend     Permission = "people.suspend"
	PeopleRole        Permission = "people.role"
	PeopleNumber      Permission = "people.number"
	PeopleUnfreeze    Permission = "people.unfreeze"
	RequestsRead      Permission = "requests.read"
	RequestsAnswer    Permission = "requests.answer"
	PolicyRead        Permission = "policy.read"
	PolicyWrite       Permission = "policy.write"
	AuditRead         Permission = "audit.read"
	OrganizationWrite Permission = "organization.write"
	ChecklistRead     Permission = "checklist.read"
	MessagesRead      Permission = "messages.read"
	MessagesWrite     Permission = "messages.write"
)

// Permissions of the company's own staff over all organizations. No role of a
// customer has one of them, and the staff has none of a customer's.
const (
	TenantsRead  Permission = "tenants.read"
	TenantsWrite Permission = "tenants.write"
	TenantsOpen  Permission = "tenants.open" // for support: read in one, for a while
	HealthRead   Permission = "health.read"  // and to send oneself a test message
	StaffRead    Permission = "staff.read"
	StaffInvite  Permission = "staff.invite"
	StaffWrite   Permission = "staff.write" // suspend, resume, reset, roles
	CasesRead    Permission = "cases.read"
	CasesWrite   Permission = "cases.write"
)

var platform = []Permission{TenantsRead, TenantsWrite, TenantsOpen, HealthRead, StaffRead, StaffInvite, StaffWrite, CasesRead, CasesWrite}

// Platform reports whether p is a permission of the company's own staff.
func (p Permission) Platform() bool { return slices.Contains(platform, p) }

// Anonymous is the role of a request without a session. It is never stored and
// never a session's role.
const Anonymous domain.Role = "anonymous"

var permissions = append([]Permission{
	Public, LimitsRead,
	SessionRead, SessionEnd, SessionConfirm, OwnSetup, HelpRead,
	OwnSecurityRead, OwnSecurityChange, OwnSessionEnd, TokenIssue, OrganizationRead,
	PeopleRead, PeopleInvite, PeopleReset, PeopleUnlock, PeopleSessionsEnd, PeopleSuspend, PeopleRole, PeopleNumber, PeopleUnfreeze, RequestsRead, RequestsAnswer,
	PolicyRead, PolicyWrite, AuditRead, OrganizationWrite, ChecklistRead, MessagesRead, MessagesWrite,
}, platform...)

var roles = []domain.Role{Anonymous, domain.RolePending, domain.RoleUser, domain.RoleAuditor, domain.RoleHelpdesk, domain.RoleAdmin, domain.RoleOwner,
	domain.RoleSupport, domain.RoleOperator}

// Permissions lists every permission there is.
func Permissions() []Permission { return slices.Clone(permissions) }

// Roles lists every role a request can have, weakest first: those of customers,
// then those of the staff.
func Roles() []domain.Role { return slices.Clone(roles) }

// Known reports whether p is a permission of this package, exactly as written.
func (p Permission) Known() bool { return slices.Contains(permissions, p) }
