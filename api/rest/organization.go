package rest

import (
	"strings"

	"twofold/api/door"
	"twofold/api/wire"
	"twofold/domain"
)

func (s *Server) readOrganization(c *door.Call, _ *none) (*body[wire.Organization], error) {
	org, _, err := c.Flows().Organization(c, c.Scope)
	return ok(wire.Organization{ID: org.ID, Name: org.Name, Short: org.ShortName, Contact: wire.Contact(domain.ReadContact(org.Contact)), Language: org.Language, CreatedAt: org.CreatedAt}), err
}

func (s *Server) saveOrganization(c *door.Call, in *body[wire.SaveOrganizationRequest]) (*body[wire.Organization], error) {
	err := c.Flows().UpdateOrganization(c, c.Request, c.Visit, in.Body.Name, domain.Contact(in.Body.Contact), in.Body.Language)
	if err != nil {
		return nil, renamed(err, func(field string) string {
			if field == "organization" {
				return "name"
			}
			return strings.Replace(field, "contact_", "contact/", 1)
		})
	}
	return s.readOrganization(c, nil)
}

func (s *Server) readChecklist(c *door.Call, _ *none) (*body[wire.Checklist], error) {
	left, err := c.Flows().Checklist(c, c.Request, c.Visit)
	out := wire.Checklist{Items: []wire.ChecklistItem{}, Hidden: left.Hidden, Leaves: list(c.Visit.Policy.Leaves())}
	for _, item := range left.Items {
		out.Items = append(out.Items, wire.ChecklistItem{ID: item.Key, Done: item.Done, Mine: item.Mine})
		if item.Done {
			out.Done++
		}
	}
	return ok(out), err
}

func (s *Server) hideChecklist(c *door.Call, in *body[wire.HideChecklistRequest]) (*none, error) {
	return done(c.Flows().HideChecklist(c, c.Request, c.Visit, in.Body.Hidden))
}
