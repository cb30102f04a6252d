package rest

import (
	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
)

// health adds how well the person is protected, what to do next, and the
// check-up that is due.
func health(c *door.Call, all flow.Security, out *wire.Security) {
	w := c.Flows().Wallet(c.Visit, all)
	out.Tasks = list(w.Tasks())
	if w.On {
		out.Strength = domain.StrengthOf(w.Methods)
	}
	if all.CheckUp != nil {
		out.CheckUp = &wire.CheckUp{Why: all.CheckUp.Why, App: all.CheckUp.App.Name, Replaces: all.CheckUp.App.ID}
	}
}

func (s *Server) answerCheckUp(c *door.Call, in *body[wire.CheckUpRequest]) (*none, error) {
	return done(c.Flows().AnswerCheckUp(c, c.Request, c.Visit, in.Body.Code))
}

func (s *Server) dismissCheckUp(c *door.Call, _ *none) (*none, error) {
	return done(c.Flows().DismissCheckUp(c, c.Request, c.Visit))
}
