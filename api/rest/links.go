package rest

import (
	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
)

func (s *Server) createOrganization(c *door.Call, in *body[wire.CreateOrganizationRequest]) (*body[wire.OrganizationCreated], error) {
	if err := asBearer(c, false); err != nil {
		return nil, err
	}
	out, err := c.Flows().StartOrganization(c, c.Request, flow.StartInput{Organization: in.Body.Organization, Short: in.Body.Short,
		Name: in.Body.Name, Email: in.Body.Email, Password: in.Body.Password, Again: in.Body.Again})
	if err != nil {
		return nil, err
	}
	return ok(wire.OrganizationCreated{Short: out.Org.ShortName, Email: out.Email, Minutes: out.Minutes}), nil
}

func (s *Server) resendConfirmation(c *door.Call, in *body[wire.ResendConfirmationRequest]) (*none, error) {
	_, err := c.Flows().ResendConfirmation(c, c.Request, in.Body.Short)
	return done(err)
}

func (s *Server) findOrganizations(c *door.Call, in *body[wire.FindRequest]) (*none, error) {
	return done(c.Flows().FindOrganizations(c, c.Request, in.Body.Email))
}

func (s *Server) readConfirmation(c *door.Call, in *body[wire.LinkRequest]) (*body[wire.Confirmation], error) {
	out, err := c.Flows().ReadConfirmation(c, c.Request, in.Body.Token)
	return ok(wire.Confirmation{Organization: out.Org.Name, Email: out.Email}), err
}

func (s *Server) acceptConfirmation(c *door.Call, in *body[wire.LinkRequest]) (*body[wire.SignInAnswer], error) {
	out, err := c.Flows().ConfirmOrganization(c, c.Request, in.Body.Token)
	if err != nil {
		return nil, err
	}
	return followed(c, out)
}

func (s *Server) readInvitation(c *door.Call, in *body[wire.LinkRequest]) (*body[wire.Invitation], error) {
	out, err := c.Flows().ReadInvitation(c, c.Request, in.Body.Token)
	return ok(wire.Invitation{State: out.State, Organization: out.Org.Name, Inviter: out.Inviter, Email: out.Email,
		PasswordMin: out.PasswordMin, SetUpNext: out.Required}), err
}

func (s *Server) acceptInvitation(c *door.Call, in *body[wire.AcceptInvitationRequest]) (*body[wire.SignInAnswer], error) {
	if err := asBearer(c, in.Body.Bearer); err != nil {
		return nil, err
	}
	out, err := c.Flows().AcceptInvitation(c, c.Request, in.Body.Token, in.Body.Name, in.Body.Password)
	if err != nil {
		return nil, err
	}
	return followed(c, out)
}

func (s *Server) readObjection(c *door.Call, in *body[wire.LinkRequest]) (*body[wire.ObjectionRead], error) {
	out, err := c.Flows().ReadObjection(c, c.Request, in.Body.Token)
	return ok(wire.ObjectionRead{Kind: out.Kind, At: out.At}), err
}

func (s *Server) object(c *door.Call, in *body[wire.LinkRequest]) (*body[wire.ObjectionMade], error) {
	out, err := c.Flows().Object(c, c.Request, in.Body.Token)
	return ok(wire.ObjectionMade{Undone: out.Undone, Frozen: out.Frozen}), err
}

// followed answers a link that was used up: with a session where it opened
// one.
func followed(c *door.Call, out flow.Entry) (*body[wire.SignInAnswer], error) {
	if out.Token == "" {
		return ok(wire.SignInAnswer{Next: wire.NextSignIn}), nil
	}
	hand := entered
	if !out.Entered() {
		hand = halfOpened
	}
	r, err := hand(c, out.Token)
	return ok(wire.SignInAnswer{Next: next(out.Step), Token: r.Token, CSRF: r.CSRF}), err
}
