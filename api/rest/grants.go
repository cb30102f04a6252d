package rest

import (
	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
)

func (s *Server) readUnlock(c *door.Call, in *body[wire.LinkRequest]) (*body[wire.Unlocking], error) {
	out, err := c.Flows().ReadUnlock(c, c.Request, in.Body.Token)
	return ok(wire.Unlocking{State: out.State, Email: out.Email, PasswordMin: out.PasswordMin}), err
}

func (s *Server) acceptUnlock(c *door.Call, in *body[wire.AcceptUnlockRequest]) (*body[wire.SignInAnswer], error) {
	if err := asBearer(c, in.Body.Bearer); err != nil {
		return nil, err
	}
	out, err := c.Flows().AcceptUnlock(c, c.Request, in.Body.Token, in.Body.Password, in.Body.Password)
	if err != nil {
		return nil, err
	}
	return followed(c, out)
}

func (s *Server) stopOwnGrant(c *door.Call, in *ByID) (*none, error) {
	return done(c.Flows().StopOwnGrant(c, c.Request, c.Visit, in.ID))
}

func (s *Server) stopPersonGrant(c *door.Call, in *struct {
	ByID
	Grant string `path:"grant" minLength:"1" maxLength:"64" pattern:"^[a-z0-9_]+$"`
}) (*none, error) {
	return done(c.Flows().StopPersonGrant(c, c.Request, c.Visit, in.ID, in.Grant))
}

func (s *Server) turnOffLost(c *door.Call, _ *none) (*body[wire.Renewal], error) {
	return renewed(c)(c.Flows().TurnOffLost(c, c.Request, c.Visit))
}

func grants(all []flow.GrantRow) []wire.Grant {
	out := []wire.Grant{}
	for _, g := range all {
		out = append(out, wire.Grant{ID: g.ID, Kind: g.Kind, By: g.Giver, Support: g.ByStaff, Reason: g.Reason, Case: g.CaseID, At: g.CreatedAt, Until: g.ExpiresAt,
			State: string(g.State), UsedAt: g.UsedAt, StoppedAt: g.StoppedAt, StoppedBy: g.Stopper})
	}
	return out
}

func (s *Server) stopOwnCase(c *door.Call, in *ByID) (*none, error) {
	return done(c.Flows().StopCase(c, c.Request, c.Visit, c.Visit.Person.ID, in.ID))
}

// ByCase is the input of an operation on a person's case.
type ByCase struct {
	ByID
	Case string `path:"case" minLength:"1" maxLength:"64" pattern:"^[a-z0-9_]+$"`
}

func (s *Server) stopPersonCase(c *door.Call, in *ByCase) (*none, error) {
	return done(c.Flows().StopCase(c, c.Request, c.Visit, in.ID, in.Case))
}

func (s *Server) vouchCase(c *door.Call, in *ByCase) (*none, error) {
	return done(c.Flows().VouchCase(c, c.Request, c.Visit, in.ID, in.Case))
}

func cases(c *door.Call, all []domain.Case) []wire.SupportCase {
	out := []wire.SupportCase{}
	for _, x := range all {
		out = append(out, wire.SupportCase{ID: x.ID, Number: x.Number, Kind: x.Kind, State: x.State, OpenedAt: x.OpenedAt, DueAt: x.DueAt, Overdue: x.Overdue(c.Now), WaitsUntil: x.WaitsUntil})
	}
	return out
}
