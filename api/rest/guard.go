package rest

import (
	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
)

// ByReset is the input of an operation on a person's reset.
type ByReset struct {
	ByID
	Reset string `path:"reset" minLength:"1" maxLength:"64" pattern:"^[a-z0-9_]+$"`
}

func guarded(g *flow.GuardView) *wire.GuardedReset {
	if g == nil {
		return nil
	}
	return &wire.GuardedReset{ID: g.ID, State: g.State, By: g.By, ApprovedBy: g.ApprovedBy, At: g.At, DueAt: g.DueAt, RequestID: g.RequestID, Fetch: g.Fetch}
}

func (s *Server) approveReset(c *door.Call, in *ByID) (*none, error) {
	return done(c.Flows().ApproveReset(c, c.Request, c.Visit, in.ID))
}

func (s *Server) stopReset(c *door.Call, in *ByReset) (*none, error) {
	return done(c.Flows().StopReset(c, c.Request, c.Visit, in.ID, in.Reset))
}

func (s *Server) stopOwnReset(c *door.Call, in *ByID) (*none, error) {
	return done(c.Flows().StopOwnReset(c, c.Request, c.Visit, in.ID))
}

func (s *Server) fetchResetCode(c *door.Call, in *ByReset) (*body[wire.FetchedCode], error) {
	out, err := c.Flows().FetchResetCode(c, c.Request, c.Visit, in.ID, in.Reset)
	return ok(wire.FetchedCode{AccessCode: out.Code, AccessCodeUntil: out.Until}), err
}

func (s *Server) unfreezePerson(c *door.Call, in *ByID) (*none, error) {
	return done(c.Flows().Unfreeze(c, c.Request, c.Visit, in.ID))
}
