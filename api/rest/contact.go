package rest

import (
	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
)

func emailChange(e *flow.EmailChange) *wire.EmailChange {
	if e == nil {
		return nil
	}
	return &wire.EmailChange{Email: e.Address, SentAt: e.SentAt, ResendAt: e.ResendAt, ExpiresAt: e.ExpiresAt}
}

func (s *Server) startEmailChange(c *door.Call, in *body[wire.ChangeEmailRequest]) (*none, error) {
	return done(c.Flows().StartEmailChange(c, c.Request, c.Visit, in.Body.Email))
}

func (s *Server) resendEmailChange(c *door.Call, _ *none) (*none, error) {
	return done(c.Flows().ResendEmailChange(c, c.Request, c.Visit))
}

func (s *Server) confirmEmailChange(c *door.Call, in *body[wire.EmailCodeRequest]) (*body[wire.Renewal], error) {
	return renewed(c)(c.Flows().ConfirmEmailChange(c, c.Request, c.Visit, in.Body.Code))
}

func (s *Server) cancelEmailChange(c *door.Call, _ *none) (*none, error) {
	return done(c.Flows().CancelEmailChange(c, c.Request, c.Visit))
}
