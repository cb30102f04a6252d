//go:build !app && !admin

package page

import "twofold/api/wire"

// The screens of staff.wasm: those of the company's own staff.
func init() {
	enter([]place{
		{string(wire.LiveOrganizations), "organizations", inStaff, "/organizations", "orgs.title", 8, newOrganizations},
		{string(wire.LiveCases), "cases", inStaff, "/cases", "cases.title", 6, newCases},
		{string(wire.LiveCase), "cases", inStaff, "/cases/{short}/{id}", "desk.title", 6, newDeskCase},
		{string(wire.LiveStaff), "staff", inStaff, "/staff", "staff.title", 6, newStaff},
	})
}
