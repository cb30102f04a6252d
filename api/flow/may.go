package flow

import "twofold/domain"

// What jobs ask leave for, in the words of package policies. The door asked the
// same of the same table when it let the request in; a job asks again, so that
// a route mounted under the wrong word opens nothing.
const (
	mayReadPeople    = "people.read"
	mayInvite        = "people.invite"
	mayReset         = "people.reset"
	mayUnlock        = "people.unlock"
	mayEndSessions   = "people.sessions.end"
	maySuspend       = "people.suspend"
	mayChangeRole    = "people.role"
	mayChangeNumber  = "people.number"
	mayUnfreeze      = "people.unfreeze"
	mayReadPolicy    = "policy.read"
	mayWritePolicy   = "policy.write"
	mayReadAudit     = "audit.read"
	mayReadChecklist = "checklist.read"
	mayWriteOrg      = "organization.write"
	mayReadMessages  = "messages.read"
	mayWriteMessages = "messages.write"
	mayReadRequests  = "requests.read"
	mayAnswerRequest = "requests.answer"
	mayReadTenants   = "tenants.read"
	mayWriteTenants  = "tenants.write"
	mayOpenTenants   = "tenants.open"
	mayReadHealth    = "health.read"
	mayReadCases     = "cases.read"
	mayWriteCases    = "cases.write"
)

// amongStaff are the words for what the company's own people do to each other,
// who have none of a customer's.
var amongStaff = map[string]string{mayReadPeople: "staff.read", mayInvite: "staff.invite",
	maySuspend: "staff.write", mayChangeRole: "staff.write", mayReset: "staff.write",
	mayEndSessions: "staff.write", mayUnlock: "staff.write", mayReadAudit: "staff.read", mayUnfreeze: "staff.write"}

// may reports whether the visit may do what permission names, in its own
// tenant and as what it acts as now.
func (f *Flows) may(v *Visit, permission string) bool {
	if own := amongStaff[permission]; own != "" && v.Tenant.ID == domain.StaffTenant {
		permission = own
	}
	return f.config.May != nil && f.config.May(v.Policy, v.ActsAs, permission)
}

// permit refuses a visit that may not do what permission names, or is of
// another tenant than the request.
func (f *Flows) permit(c ctxt, v *Visit, permission string) error {
	if v.Tenant.ID != c.Scope.Tenant() || !f.may(v, permission) {
		return domain.Refuse(domain.Forbidden, domain.CodeForbidden)
	}
	return nil
}
