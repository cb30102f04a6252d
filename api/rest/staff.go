package rest

import (
	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/domain/factor"
)

func (s *Server) readInstance(c *door.Call, _ *none) (*body[wire.Instance], error) {
	open, err := c.Flows().InstanceOpen(c)
	return ok(wire.Instance{Open: open, PasswordMin: factor.MinPasswordAlone}), err
}

func (s *Server) setUpInstance(c *door.Call, in *body[wire.SetUpInstanceRequest]) (*body[wire.SignInAnswer], error) {
	if err := asBearer(c, in.Body.Bearer); err != nil {
		return nil, err
	}
	out, err := c.Flows().SetUpInstance(c, c.Request, flow.FirstInput{Code: in.Body.Code, Name: in.Body.Name, Email: in.Body.Email, Password: in.Body.Password})
	if err != nil {
		return nil, err
	}
	c.Enter(out.Org)
	return followed(c, out)
}

// organizationsQuery is the input of listOrganizations; wire.OrganizationsQuery
// writes it.
type organizationsQuery struct {
	Q      string             `query:"q" maxLength:"400" doc:"Part of a name or short name"`
	State  domain.TenantState `query:"state" enum:"unconfirmed,active,suspended"`
	Limit  int                `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string             `query:"cursor" maxLength:"4096"`
}

func (s *Server) listOrganizations(c *door.Call, in *organizationsQuery) (*listed[wire.OrganizationList], error) {
	page, err := c.Flows().Organizations(c, c.Request, c.Visit, flow.OrganizationsQuery{Query: in.Q, State: in.State, Limit: in.Limit, Cursor: in.Cursor})
	if err != nil {
		return nil, asked(err)
	}
	out := &listed[wire.OrganizationList]{Link: nextLink(c, page.Next)}
	out.Body = wire.OrganizationList{Data: []wire.OrganizationRow{}, NextCursor: page.Next}
	for _, o := range page.Organizations {
		out.Body.Data = append(out.Body.Data, wire.OrganizationRow{Short: o.ShortName, Name: o.Name, State: o.State, People: o.People, TwoStep: o.TwoStep,
			Messages: o.Messages, CreatedAt: o.CreatedAt})
	}
	return out, nil
}

func (s *Server) addOrganization(c *door.Call, in *body[wire.AddOrganizationRequest]) (*body[wire.OrganizationAdded], error) {
	org, err := c.Flows().AddOrganization(c, c.Request, c.Visit, flow.NewTenant{Organization: in.Body.Organization, Short: in.Body.Short, Name: in.Body.Name, Email: in.Body.Email})
	return ok(wire.OrganizationAdded{Short: org.ShortName}), err
}

// ByShort is the input of an operation on one organization, with its reason.
type ByShort struct {
	Short string `path:"short" minLength:"3" maxLength:"40" pattern:"^[a-z0-9-]+$"`
	Body  wire.StaffReason
}

func (s *Server) suspendOrganization(c *door.Call, in *ByShort) (*none, error) {
	return done(c.Flows().SuspendOrganization(c, c.Request, c.Visit, in.Short, in.Body.Reason))
}

func (s *Server) resumeOrganization(c *door.Call, in *ByShort) (*none, error) {
	return done(c.Flows().ResumeOrganization(c, c.Request, c.Visit, in.Short, in.Body.Reason))
}

func (s *Server) listStaff(c *door.Call, in *struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"4096"`
}) (*listed[wire.StaffList], error) {
	page, err := c.Flows().People(c, c.Request, c.Visit, flow.PeopleQuery{Limit: in.Limit, Cursor: in.Cursor})
	if err != nil {
		return nil, asked(err)
	}
	out := &listed[wire.StaffList]{Link: nextLink(c, page.Next)}
	out.Body = wire.StaffList{Data: []wire.StaffRow{}, NextCursor: page.Next}
	for _, p := range page.People {
		row := personRow(p)
		out.Body.Data = append(out.Body.Data, wire.StaffRow{ID: row.ID, Name: row.Name, Email: row.Email, Role: row.Role, Status: row.Status, TwoStep: row.TwoStep,
			LastSignInAt: row.LastSignInAt, Me: row.Me, May: row.May})
	}
	return out, nil
}

// inviteStaff answers what is wrong with the one address as its refusal.
func (s *Server) inviteStaff(c *door.Call, in *body[wire.InviteStaffRequest]) (*none, error) {
	sent, err := c.Flows().Invite(c, c.Request, c.Visit, []string{in.Body.Email}, in.Body.Role, flow.NumberInput{})
	if err != nil {
		return nil, renamed(err, func(field string) string {
			if field == "emails" {
				return "email"
			}
			return field
		})
	}
	for _, one := range sent {
		if !one.Sent() {
			return nil, domain.RefuseField(domain.Invalid, one.Code, "email")
		}
	}
	return nil, nil
}

func (s *Server) changeStaffRole(c *door.Call, in *struct {
	ByID
	Body wire.StaffRoleRequest
}) (*none, error) {
	return done(c.Flows().ChangeRole(c, c.Request, c.Visit, in.ID, in.Body.Role))
}
