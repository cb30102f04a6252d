//go:build !app && !admin

package page

import "twofold/api/wire"

// The screens of staff.wasm: those of the company's own staff.
func init() {
	overhead, begin = openBanner, beginStaff
	enter([]place{
		{string(wire.LiveOrganizations), "organizations", inStaff, "/organizations", "orgs.title", 8, newOrganizations},
		{string(wire.LiveCases), "cases", inStaff, "/cases", "cases.title", 6, newCases},
		{string(wire.LiveCase), "cases", inStaff, "/cases/{short}/{id}", "desk.title", 6, newDeskCase},
		{string(wire.LiveInspected), "organizations", inStaff, "/organizations/{short}", "orgs.title", 8, newInspected},
		{string(wire.LiveStaff), "staff", inStaff, "/staff", "staff.title", 6, newStaff},
		{string(wire.LiveStaffAudit), "audit", inStaff, "/audit", "audit.title", 8, newStaffAudit},
		{string(wire.LiveHealth), "health", inStaff, "/health", "health.title", 8, newHealth},
	})
}
