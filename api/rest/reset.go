package rest

import (
	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
)

func (s *Server) askReset(c *door.Call, in *body[wire.AskResetRequest]) (*none, error) {
	return done(c.Flows().AskReset(c, c.Request, in.Body.Email))
}

func (s *Server) openReset(c *door.Call, in *body[wire.OpenResetRequest]) (*body[wire.ResetOpened], error) {
	if err := asBearer(c, in.Body.Bearer); err != nil {
		return nil, err
	}
	out, err := c.Flows().OpenReset(c, c.Request, in.Body.Token, c.Half)
	if err != nil {
		return nil, err
	}
	answer := wire.ResetOpened{Next: next(out.Step), Methods: out.Methods, Email: out.Person.Email, PasswordMin: out.PasswordMin}
	if out.Token == "" {
		return ok(answer), nil
	}
	r, err := halfOpened(c, out.Token)
	answer.Token, answer.CSRF = r.Token, r.CSRF
	return ok(answer), err
}

func (s *Server) choosePassword(c *door.Call, in *body[wire.ChoosePasswordRequest]) (*none, error) {
	err := c.Flows().ChoosePassword(c, c.Request, c.Half, flow.NewPassword{Password: in.Body.Password, Again: in.Body.Password})
	if err == nil && !c.Bearer {
		c.SetHalf("")
	}
	return done(err)
}
