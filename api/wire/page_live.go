package wire

import "twofold/domain"

// Live is the screen of a page that loads what it shows by the API: its own
// name. The server draws its frame and the shape of what will come, the
// browser the rest. The paths are relative to "/t/{org}".
type Live string

// The screens of the Account layout and of the Admin layout.
const (
	LiveSecurity     Live = "me-security"        // /me/security
	LiveActivity     Live = "me-activity"        // /me/activity
	LiveHome         Live = "admin-home"         // /admin
	LivePeople       Live = "admin-people"       // /admin/people
	LivePerson       Live = "admin-person"       // /admin/people/{id}
	LiveInvite       Live = "admin-invite"       // /admin/invite
	LivePolicy       Live = "admin-policy"       // /admin/policy
	LiveAudit        Live = "admin-audit"        // /admin/audit
	LiveMessages     Live = "admin-messages"     // /admin/messages
	LiveTemplates    Live = "admin-templates"    // /admin/messages/templates
	LiveTemplate     Live = "admin-template"     // /admin/messages/templates/{kind}.{language}
	LiveRequests     Live = "admin-requests"     // /admin/requests
	LiveRequest      Live = "admin-request"      // /admin/requests/{id}
	LiveNumbers      Live = "admin-numbers"      // /admin/numbers
	LiveOrganization Live = "admin-organization" // /admin/organization

	LiveOrganizations Live = "staff-organizations" // /organizations
	LiveInspected     Live = "staff-organization"  // /organizations/{short}
	LiveStaffAudit    Live = "staff-audit"         // /audit
	LiveHealth        Live = "staff-health"        // /health
	LiveStaff         Live = "staff-people"        // /staff
	LiveCases         Live = "staff-cases"         // /cases
	LiveCase          Live = "staff-case"          // /cases/{short}/{id}
)

// AdminStart is where the administration begins for somebody: at its home, at
// the people for those who only help or read; for the company's own staff at the
// support desk's cases, or at the organizations.
func AdminStart(me *Me) string {
	if me != nil && me.Role == string(domain.RoleSupport) {
		return "/cases"
	}
	if me != nil && domain.Role(me.Role).Platform() {
		return "/organizations"
	}
	if me != nil && (me.Role == string(domain.RoleHelpdesk) || me.Role == string(domain.RoleAuditor)) {
		return "/admin/people"
	}
	return "/admin"
}

// Screen names the page.
func (l Live) Screen() string { return string(l) }
