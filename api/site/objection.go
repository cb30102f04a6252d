package site

import (
	"net/url"

	"twofold/api/door"
	"twofold/api/wire"
)

// objection is the page of a "this wasn't me" link. It works without a session
// and changes nothing until its button is pressed.
func (s *Site) objection(c *door.Call) error {
	found, err := s.flows.ReadObjection(c, c.Request, c.Link())
	if err != nil {
		return err
	}
	return s.draw(c, wire.Objection{Kind: found.Kind, At: found.At, Freezes: found.Freezes})
}

func (s *Site) objectionNow(c *door.Call) error {
	out, err := s.flows.Object(c, c.Request, c.Link())
	if err != nil {
		return err
	}
	c.SetLink("")
	return s.draw(c, wire.ObjectionDone{Undone: out.Undone, Frozen: out.Frozen, SignIn: c.Base() + "/sign-in?next=" + url.QueryEscape(c.Base()+"/me/security#change-password")})
}
