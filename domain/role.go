package domain

// Role is what a person may do in the tenant. Pending is never stored: it is
// what a session acts as while a required second step is not set up.
type Role string

const (
	RoleOwner    Role = "owner"
	RoleAdmin    Role = "admin"
	RoleHelpdesk Role = "helpdesk" // helps users back in
	RoleAuditor  Role = "auditor"  // reads people, policy and log
	RoleUser     Role = "user"
	RolePending  Role = "pending"
)

// Roles of the company's own staff, which nobody outside the staff's tenant has.
const (
	RoleOperator Role = "operator" // runs the installation and its organizations
	RoleSupport  Role = "support"  // works at the support desk
)

// Roles lists the roles a person of a customer can hold, strongest first.
var Roles = []Role{RoleOwner, RoleAdmin, RoleHelpdesk, RoleAuditor, RoleUser}

// StaffRoles lists those of the company's own staff, strongest first.
var StaffRoles = []Role{RoleOperator, RoleSupport}

// Known reports whether r can be stored as a person's role.
func (r Role) Known() bool { return contains(Roles, r) || r.Platform() }

// Platform reports whether r is a role of the company's own staff.
func (r Role) Platform() bool { return contains(StaffRoles, r) }

// Administers reports whether r manages the other people of its tenant.
func (r Role) Administers() bool { return r == RoleOwner || r == RoleAdmin || r == RoleOperator }

// Last reports whether a tenant may never be without somebody of role r.
func (r Role) Last() bool { return r == RoleOwner || r == RoleOperator }

// Beside lists the roles of the kind that r is, strongest first.
func (r Role) Beside() []Role {
	if r.Platform() {
		return StaffRoles
	}
	return Roles
}

// Privileged reports whether r sees what is other people's. They can always set
// up their own second step, and their sessions are the short ones.
func (r Role) Privileged() bool {
	return r.Administers() || r == RoleHelpdesk || r == RoleAuditor || r == RoleSupport
}

func (r Role) rank() int {
	for i, x := range r.Beside() {
		if x == r {
			return len(r.Beside()) - i
		}
	}
	return 0
}

// mayGive says whether somebody of role r may give others the role next: one
// of the same kind, and none above their own.
func (r Role) mayGive(next Role) error {
	switch {
	case !contains(r.Beside(), next):
		return RefuseField(Invalid, CodeOutOfRange, "role")
	case next.rank() > r.rank():
		return Refuse(Forbidden, CodeForbidden)
	}
	return nil
}

// Actor is the person behind a change, as far as object rules need to know.
type Actor struct {
	ID   string
	Role Role
}

// MayReset says whether actor may remove the second step of target (O11, O12):
// nobody their own here, nobody an owner's, owners and admins everybody
// else's, the help desk that of users. It returns nil when allowed.
func MayReset(actor Actor, target User) error {
	switch {
	case actor.ID == target.ID:
		return Refuse(Forbidden, CodeSelfForbidden)
	case target.Role == RoleOwner:
		return Refuse(Forbidden, CodeOwnerProtected)
	case target.Role == RoleOperator:
		return Refuse(Forbidden, CodeForbidden)
	case actor.Role.Administers(), actor.Role == RoleHelpdesk && target.Role == RoleUser:
		return nil
	}
	return Refuse(Forbidden, CodeForbidden)
}

// MayUnlock says whether actor may let target enter codes again: whoever
// manages them, and the help desk users.
func MayUnlock(actor Actor, target User) error {
	if actor.Role == RoleHelpdesk && actor.ID != target.ID && target.Role == RoleUser {
		return nil
	}
	return MayManage(actor, target)
}

// MayManage says whether actor may suspend target or end their sessions: not
// themselves, and an owner only by an owner.
func MayManage(actor Actor, target User) error {
	switch {
	case actor.ID == target.ID:
		return Refuse(Forbidden, CodeSelfForbidden)
	case !actor.Role.Administers():
		return Refuse(Forbidden, CodeForbidden)
	case target.Role == RoleOwner && actor.Role != RoleOwner:
		return Refuse(Forbidden, CodeOwnerProtected)
	}
	return nil
}

// MayChangeRole says whether actor may give target the role next: nobody
// raises or lowers themselves, only owners touch owners or make one, and
// nobody gives a role above their own. That the last owner stays is counted
// in the transaction that changes the row.
func MayChangeRole(actor Actor, target User, next Role) error {
	if err := MayManage(actor, target); err != nil {
		return err
	}
	return actor.Role.mayGive(next)
}
