package rest

import (
	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
)

func emailChange(e *flow.ContactChange) *wire.EmailChange {
	if e == nil {
		return nil
	}
	return &wire.EmailChange{Email: e.Address, SentAt: e.SentAt, ResendAt: e.ResendAt, ExpiresAt: e.ExpiresAt}
}

func numberChange(e *flow.ContactChange) *wire.NumberChange {
	if e == nil {
		return nil
	}
	return &wire.NumberChange{Hint: e.Hint, SentAt: e.SentAt, ResendAt: e.ResendAt, ExpiresAt: e.ExpiresAt}
}

func (s *Server) startEmailChange(c *door.Call, in *body[wire.ChangeEmailRequest]) (*none, error) {
	return done(c.Flows().StartEmailChange(c, c.Request, c.Visit, in.Body.Email))
}

func (s *Server) saveOwnNumber(c *door.Call, in *body[wire.NumberRequest]) (*body[wire.OwnNumberSaved], error) {
	token, waits, err := c.Flows().OwnNumber(c, c.Request, c.Visit, flow.NumberInput(in.Body))
	if err != nil || waits {
		return ok(wire.OwnNumberSaved{Waits: waits}), err
	}
	r, err := opened(c, token)
	return ok(wire.OwnNumberSaved{Renewal: r}), err
}

func (s *Server) removeOwnNumber(c *door.Call, _ *none) (*body[wire.Renewal], error) {
	return renewed(c)(c.Flows().RemoveOwnNumber(c, c.Request, c.Visit))
}

// What waits for a code goes on the same way, an address or a number.

func resendChange(k flow.Contact) func(c *door.Call, _ *none) (*none, error) {
	return func(c *door.Call, _ *none) (*none, error) {
		return done(c.Flows().ResendContactChange(c, c.Request, c.Visit, k))
	}
}

func confirmChange(k flow.Contact) func(c *door.Call, in *body[wire.ContactCodeRequest]) (*body[wire.Renewal], error) {
	return func(c *door.Call, in *body[wire.ContactCodeRequest]) (*body[wire.Renewal], error) {
		return renewed(c)(c.Flows().ConfirmContactChange(c, c.Request, c.Visit, k, in.Body.Code))
	}
}

func cancelChange(k flow.Contact) func(c *door.Call, _ *none) (*none, error) {
	return func(c *door.Call, _ *none) (*none, error) {
		return done(c.Flows().CancelContactChange(c, c.Request, c.Visit, k))
	}
}
