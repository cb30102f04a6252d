package rest

import (
	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
)

func (s *Server) readHealth(c *door.Call, _ *none) (*body[wire.Health], error) {
	checks, err := c.Flows().Health(c, c.Request, c.Visit)
	out := wire.Health{Data: []wire.HealthCheck{}}
	for _, one := range checks {
		facts := one.Facts
		if facts == nil {
			facts = map[string]string{}
		}
		out.Data = append(out.Data, wire.HealthCheck{Name: one.Name, State: string(one.State), Code: one.Code, Facts: facts})
	}
	return ok(out), err
}

func (s *Server) testSender(c *door.Call, _ *none) (*body[wire.SenderTested], error) {
	to, err := c.Flows().TestSender(c, c.Request, c.Visit)
	return ok(wire.SenderTested{To: to}), err
}

// AtShort is the input of an operation on one organization.
type AtShort struct {
	Short string `path:"short" minLength:"3" maxLength:"40" pattern:"^[a-z0-9-]+$"`
}

// inspectQuery is the input of inspectAudit; wire.InspectQuery writes it.
type inspectQuery struct {
	Short  string `path:"short" minLength:"3" maxLength:"40" pattern:"^[a-z0-9-]+$"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"4096"`
}

func (s *Server) listInspections(c *door.Call, _ *none) (*body[wire.Inspections], error) {
	all, err := c.Flows().Inspections(c, c.Request, c.Visit)
	out := wire.Inspections{Data: []wire.Inspection{}}
	for _, one := range all {
		out.Data = append(out.Data, inspection(one.Inspection, one.Org))
	}
	return ok(out), err
}

func inspection(i domain.Inspection, org domain.Tenant) wire.Inspection {
	return wire.Inspection{Short: org.ShortName, Organization: org.Name, Reason: i.Reason, EndsAt: i.EndsAt}
}

func (s *Server) openForSupport(c *door.Call, in *struct {
	AtShort
	Body wire.OpenRequest
}) (*none, error) {
	_, err := c.Flows().OpenForSupport(c, c.Request, c.Visit, in.Short, in.Body.Reason, in.Body.Minutes)
	return done(err)
}

func (s *Server) closeForSupport(c *door.Call, in *AtShort) (*none, error) {
	return done(c.Flows().CloseForSupport(c, c.Request, c.Visit, in.Short))
}

func (s *Server) inspect(c *door.Call, in *AtShort) (*body[wire.Inspected], error) {
	found, err := c.Flows().Inspect(c, c.Request, c.Visit, in.Short)
	if err != nil {
		return nil, err
	}
	return ok(wire.Inspected{Inspection: inspection(found.Inspection, found.Org), State: found.Org.State, Policy: wire.PolicyOf(found.Policy.Policy), Version: found.Policy.Version,
		Active: found.People.Active, Invited: found.People.Invited, Suspended: found.People.Suspended, TwoStep: found.People.TwoStep, Locked: found.People.Locked}), nil
}

func (s *Server) inspectPeople(c *door.Call, in *struct {
	Short  string `path:"short" minLength:"3" maxLength:"40" pattern:"^[a-z0-9-]+$"`
	Q      string `query:"q" maxLength:"400" doc:"Part of a name or address"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"4096"`
}) (*listed[wire.InspectedPeople], error) {
	page, err := c.Flows().InspectPeople(c, c.Request, c.Visit, in.Short, in.Q, in.Cursor, in.Limit)
	if err != nil {
		return nil, asked(err)
	}
	out := &listed[wire.InspectedPeople]{Link: nextLink(c, page.Next)}
	out.Body = wire.InspectedPeople{Data: []wire.InspectedPerson{}, NextCursor: page.Next}
	for _, p := range page.People {
		out.Body.Data = append(out.Body.Data, wire.InspectedPerson{ID: p.ID, Name: p.Name, Email: p.Address, Role: p.Role, Status: p.State, TwoStep: p.TwoStep, Locked: p.Locked})
	}
	return out, nil
}

func (s *Server) inspectAudit(c *door.Call, in *inspectQuery) (*listed[wire.List[wire.Event]], error) {
	page, err := c.Flows().InspectLog(c, c.Request, c.Visit, in.Short, in.Cursor, in.Limit)
	return s.auditPage(c, page, err)
}

func (s *Server) auditPage(c *door.Call, page flow.AuditPage, err error) (*listed[wire.List[wire.Event]], error) {
	if err != nil {
		return nil, asked(err)
	}
	return &listed[wire.List[wire.Event]]{Link: nextLink(c, page.Next), Body: wire.List[wire.Event]{Data: s.events(c, page.Events), NextCursor: page.Next}}, nil
}
