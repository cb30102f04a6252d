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

// Roles lists the roles a person can hold, strongest first.
var Roles = []Role{RoleOwner, RoleAdmin, RoleHelpdesk, RoleAuditor, RoleUser}

// Known reports whether r can be stored as a person's role.
func (r Role) Known() bool { return contains(Roles, r) }

// Administers reports whether r manages other people.
func (r Role) Administers() bool { return r == RoleOwner || r == RoleAdmin }

func (r Role) rank() int {
	for i, x := range Roles {
		if x == r {
			return len(Roles) - i
		}
	}
	return 0
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
	case actor.Role.Administers(), actor.Role == RoleHelpdesk && target.Role == RoleUser:
		return nil
	}
	return Refuse(Forbidden, CodeForbidden)
}

// MayManage says whether actor may suspend target, end their sessions or
// unlock them: not themselves, and an owner only by an owner.
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
	if !next.Known() {
		return RefuseField(Invalid, CodeOutOfRange, "role")
	}
	if next.rank() > actor.Role.rank() {
		return Refuse(Forbidden, CodeForbidden)
	}
	return nil
}
