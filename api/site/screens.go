package site

import (
	"net/http"

	"twofold/api/door"
	"twofold/api/wire"
	"twofold/frontend/page"
	"twofold/policies"
)

// place is a screen of the account or the administration. The server draws
// its frame; the browser fills it by the API.
type place struct {
	path       string
	name       string // of the page in the registry
	nav        string // of the place in the side navigation
	permission policies.Permission
}

func (s *Site) screens() []place {
	return []place{
		{"/me/security", "me-security", "security", policies.OwnSecurityRead},
		{"/me/activity", "me-activity", "activity", policies.OwnSecurityRead},
		{"/admin", "admin-home", "home", policies.ChecklistRead},
		{"/admin/people", "admin-people", "people", policies.PeopleRead},
		{"/admin/people/:id", "admin-person", "people", policies.PeopleRead},
		{"/admin/invite", "admin-invite", "people", policies.PeopleInvite},
		{"/admin/requests", "admin-requests", "requests", policies.RequestsRead},
		{"/admin/requests/:id", "admin-request", "requests", policies.RequestsRead},
		{"/admin/numbers", "admin-numbers", "people", policies.PeopleRead},
		{"/admin/policy", "admin-policy", "policy", policies.PolicyRead},
		{"/admin/audit", "admin-audit", "audit", policies.AuditRead},
		{"/admin/messages", "admin-messages", "messages", policies.MessagesRead},
		{"/admin/messages/templates", "admin-templates", "messages", policies.MessagesRead},
		{"/admin/messages/templates/:id", "admin-template", "messages", policies.MessagesRead},
		{"/organizations", "staff-organizations", "organizations", policies.TenantsRead},
		{"/cases", "staff-cases", "cases", policies.CasesRead},
		{"/cases/:short/:id", "staff-case", "cases", policies.CasesRead},
		{"/organizations/:short", "staff-organization", "organizations", policies.TenantsOpen},
		{"/staff", "staff-people", "staff", policies.StaffRead},
		{"/audit", "staff-audit", "audit", policies.StaffRead},
		{"/health", "staff-health", "health", policies.HealthRead},
		{"/admin/organization", "admin-organization", "organization", policies.OrganizationWrite},
	}
}

func (s *Site) screen(at place) handler {
	return func(c *door.Call) error {
		if c.Visit.RecoveryOpen {
			return see(c, c.Base()+"/sign-in/recovery-used")
		}
		p, err := s.page(c)
		if err != nil {
			return err
		}
		if c.Visit.TrustGiven {
			if err := s.trustAnswer(c, &p); err != nil {
				return err
			}
		}
		p.Name, p.Nav = at.name, s.nav(c, at)
		if err := s.waiting(c, p.Nav); err != nil {
			return err
		}
		body, err := page.Document(p)
		if err != nil {
			return err
		}
		c.Gin.Data(http.StatusOK, "text/html; charset=utf-8", body)
		return nil
	}
}

// trustAnswer tells once that the browser kept no trust cookie (P19).
func (s *Site) trustAnswer(c *door.Call, p *wire.Page) error {
	if len(c.TrustTokens()) == 0 {
		p.Notice = &wire.Message{Code: "trust_cookie"}
	}
	return s.flows.TrustKept(c, c.Request, c.Visit)
}

// nav lists the places this role may open, once each.
func (s *Site) nav(c *door.Call, at place) []wire.NavItem {
	var out []wire.NavItem
	seen := map[string]bool{}
	for _, p := range s.screens() {
		if seen[p.nav] || !c.May(p.permission) || isOwn(p) != isOwn(at) {
			continue
		}
		seen[p.nav] = true
		out = append(out, wire.NavItem{Name: p.nav, Href: c.Base() + p.path, Current: p.nav == at.nav})
	}
	return out
}

// waiting puts beside the place of requests how many wait there that this
// person may see. It is read where the place is drawn and nowhere else.
func (s *Site) waiting(c *door.Call, nav []wire.NavItem) (err error) {
	for i := range nav {
		if nav[i].Name == "requests" {
			nav[i].Waiting, err = s.flows.WaitingRequests(c, c.Request, c.Visit)
		}
	}
	return err
}

func isOwn(p place) bool { return len(p.path) > 3 && p.path[:4] == "/me/" }
