package domain

// StaffTenant is the id of the one organization whose people are the company's
// own staff, and StaffShort its short name, which is reserved. It is made when
// the first of them is.
const (
	StaffTenant = "org_staff"
	StaffShort  = "staff"
)

// Home reports whether a person with role r may belong to a tenant: the staff
// has platform roles alone, and nobody else has one.
func (r Role) Home(tenantID string) bool { return r.Platform() == (tenantID == StaffTenant) }

// StaffPolicy is the policy of the company's own staff. It is part of the
// program, so that nobody can loosen it: a second step at once, by app or
// passkey, and no browser is trusted.
func StaffPolicy() Policy {
	p := DefaultPolicy()
	p.Mode, p.Start = ModeRequired, StartAtOnce
	p.Methods = []Method{MethodPasskey, MethodApp, MethodRecovery}
	p.TrustDays, p.UserMayDisable = 0, false
	return p
}
