package site

import (
	"net/http"

	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/domain/factor"
)

const staffSignIn = "/t/" + domain.StaffShort + "/sign-in"

// firstRun is the page of an installation that nobody has set up yet.
func (s *Site) firstRun(c *door.Call) error {
	open, err := s.flows.InstanceOpen(c)
	switch {
	case err != nil:
		return err
	case !open:
		return s.draw(c, wire.FirstRun{Ready: true, SignIn: staffSignIn})
	}
	return s.draw(c, wire.FirstRun{PasswordMin: factor.MinPasswordAlone})
}

// firstRunNow makes the first person, who goes on to set up a second step.
func (s *Site) firstRunNow(c *door.Call) error {
	form := c.Gin.PostForm
	in := flow.FirstInput{Code: form("code"), Name: form("name"), Email: form("email"), Password: form("password")}
	entry, err := s.flows.SetUpInstance(c, c.Request, in)
	if domain.CodeOf(err) == domain.CodeInstanceReady {
		p, err := s.page(c)
		if err != nil {
			return err
		}
		return s.show(c, http.StatusConflict, p, wire.FirstRun{Ready: true, SignIn: staffSignIn})
	}
	if err != nil {
		return s.again(c, err, wire.FirstRun{Name: in.Name, Email: in.Email, PasswordMin: factor.MinPasswordAlone})
	}
	c.Enter(entry.Org)
	return s.entered(c, entry)
}
