//go:build !app && !staff

package page

import "twofold/api/wire"

// The screens of admin.wasm: the administration.
func init() {
	enter([]place{
		{string(wire.LiveHome), "home", inAdmin, "/admin", "home.title", 5, newHome},
		{string(wire.LivePeople), "people", inAdmin, "/admin/people", "people.title", 8, newPeople},
		{string(wire.LivePerson), "people", inAdmin, "/admin/people/{id}", "person.title", 5, newPerson},
		{string(wire.LiveInvite), "people", inAdmin, "/admin/invite", "invites.title", 3, newInvite},
		{string(wire.LiveRequests), "requests", inAdmin, "/admin/requests", "requests.title", 6, newRequests},
		{string(wire.LiveRequest), "requests", inAdmin, "/admin/requests/{id}", "request.title", 5, newRequest},
		{string(wire.LiveNumbers), "people", inAdmin, "/admin/numbers", "numbers.title", 6, newNumbers},
		{string(wire.LivePolicy), "policy", inAdmin, "/admin/policy", "policy.title", 6, newPolicy},
		{string(wire.LiveAudit), "audit", inAdmin, "/admin/audit", "audit.title", 8, newAudit},
		{string(wire.LiveMessages), "messages", inAdmin, "/admin/messages", "messages.title", 8, newMessages},
		{string(wire.LiveTemplates), "messages", inAdmin, "/admin/messages/templates", "messages.title", 10, newTemplates},
		{string(wire.LiveTemplate), "messages", inAdmin, "/admin/messages/templates/{id}", "templates.title", 6, newTemplate},
		{string(wire.LiveOrganization), "organization", inAdmin, "/admin/organization", "organization.title", 4, newOrganization},
	})
}
