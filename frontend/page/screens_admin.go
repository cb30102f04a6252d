//go:build !app

package page

import "twofold/api/wire"

// The screens of admin.wasm: the administration.
func init() {
	enter([]place{
		{string(wire.LiveHome), "home", wire.LayoutAdmin, "/admin", "home.title", 5, newHome},
		{string(wire.LivePeople), "people", wire.LayoutAdmin, "/admin/people", "people.title", 8, newPeople},
		{string(wire.LivePerson), "people", wire.LayoutAdmin, "/admin/people/{id}", "person.title", 5, newPerson},
		{string(wire.LiveInvite), "people", wire.LayoutAdmin, "/admin/invite", "invites.title", 3, newInvite},
		{string(wire.LiveRequests), "requests", wire.LayoutAdmin, "/admin/requests", "requests.title", 6, newRequests},
		{string(wire.LiveRequest), "requests", wire.LayoutAdmin, "/admin/requests/{id}", "request.title", 5, newRequest},
		{string(wire.LiveNumbers), "people", wire.LayoutAdmin, "/admin/numbers", "numbers.title", 6, newNumbers},
		{string(wire.LivePolicy), "policy", wire.LayoutAdmin, "/admin/policy", "policy.title", 6, newPolicy},
		{string(wire.LiveAudit), "audit", wire.LayoutAdmin, "/admin/audit", "audit.title", 8, newAudit},
		{string(wire.LiveMessages), "messages", wire.LayoutAdmin, "/admin/messages", "messages.title", 8, newMessages},
		{string(wire.LiveTemplates), "messages", wire.LayoutAdmin, "/admin/messages/templates", "messages.title", 10, newTemplates},
		{string(wire.LiveTemplate), "messages", wire.LayoutAdmin, "/admin/messages/templates/{id}", "templates.title", 6, newTemplate},
		{string(wire.LiveOrganization), "organization", wire.LayoutAdmin, "/admin/organization", "organization.title", 4, newOrganization},
		{string(wire.LiveOrganizations), "organizations", wire.LayoutAdmin, "/organizations", "orgs.title", 8, newOrganizations},
		{string(wire.LiveStaff), "staff", wire.LayoutAdmin, "/staff", "staff.title", 6, newStaff},
	})
}
