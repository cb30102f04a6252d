package rest

import (
	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
)

// DeskCase is the input of an operation on one case.
type DeskCase struct {
	Short string `path:"short" minLength:"3" maxLength:"40" pattern:"^[a-z0-9-]+$"`
	ID    string `path:"id" minLength:"1" maxLength:"64" pattern:"^[a-z0-9_]+$"`
}

func (s *Server) listCases(c *door.Call, _ *none) (*body[wire.CaseQueue], error) {
	all, err := c.Flows().DeskQueue(c, c.Request, c.Visit)
	out := wire.CaseQueue{Data: []wire.CaseRow{}}
	for _, one := range all {
		out.Data = append(out.Data, caseRow(c, one, one.Tenant, one.TenantName))
	}
	return ok(out), err
}

func caseRow(c *door.Call, one domain.Case, short, organization string) wire.CaseRow {
	return wire.CaseRow{ID: one.ID, Number: one.Number, Short: short, Organization: organization, Kind: one.Kind, State: one.State, Caller: one.Caller, CalledBy: one.CalledBy,
		OpenedAt: one.OpenedAt, DueAt: one.DueAt, Overdue: one.Overdue(c.Now)}
}

func (s *Server) openCase(c *door.Call, in *body[wire.OpenCaseRequest]) (*body[wire.CaseOpened], error) {
	b := in.Body
	out, err := c.Flows().DeskOpen(c, c.Request, c.Visit, b.Organization, b.Email, flow.CaseInput{Kind: b.Kind, Caller: b.Caller, CalledBy: b.CalledBy, Reason: b.Reason})
	return ok(wire.CaseOpened{ID: out.ID, Number: out.Number}), err
}

func (s *Server) readCase(c *door.Call, in *DeskCase) (*body[wire.CaseView], error) {
	found, err := c.Flows().DeskCase(c, c.Request, c.Visit, in.Short, in.ID)
	if err != nil {
		return nil, err
	}
	out := wire.CaseView{CaseRow: caseRow(c, found.Case, found.Org.ShortName, found.Org.Name), Person: wire.CasePerson{Name: found.Person.Name, Email: found.Person.Email},
		Opener: found.Opener, Proofs: []wire.CaseProof{}, Questions: []string{}, Ways: []wire.CaseCheck{}, Offers: []wire.CaseOffer{},
		TwoAgents: found.TwoAgents, Mine: found.Mine, Grants: grants(found.Grants), Grant: found.Grant,
		Reason: found.Reason, First: found.First, Second: found.Second, WaitsTill: found.WaitsUntil}
	if w := found.Form; w.Sent {
		out.Form = &wire.CaseForm{Reason: w.Why, Message: w.Message, Reach: w.Reach, Known: w.Known, ByMail: w.ByMail, Outdated: w.Outdated(found.Person)}
	}
	for _, p := range found.Proofs {
		out.Proofs = append(out.Proofs, wire.CaseProof{ID: p.ID, Way: p.Way, Result: p.Result, By: p.By, At: p.At})
	}
	for _, q := range found.Questions {
		out.Questions = append(out.Questions, q.Text)
	}
	for _, w := range found.Ways {
		out.Ways = append(out.Ways, wire.CaseCheck{Way: w.Way, Hint: w.Hint, Problem: w.Code, At: w.At})
	}
	for _, o := range found.Offers {
		out.Offers = append(out.Offers, wire.CaseOffer{Grant: o.Kind, Proofs: o.Proofs, Problem: o.Code, At: o.At})
	}
	return ok(out), nil
}

func (s *Server) sendCaseCode(c *door.Call, in *struct {
	DeskCase
	Body wire.CaseSendRequest
}) (*body[wire.CaseSent], error) {
	proof, err := c.Flows().DeskSend(c, c.Request, c.Visit, in.Short, in.ID, in.Body.Way)
	return ok(wire.CaseSent{Proof: proof}), err
}

func (s *Server) checkCaseCode(c *door.Call, in *struct {
	DeskCase
	Body wire.CaseCodeRequest
}) (*body[wire.CasePassed], error) {
	passed, err := c.Flows().DeskCode(c, c.Request, c.Visit, in.Short, in.ID, in.Body.Proof, in.Body.Code)
	return ok(wire.CasePassed{Passed: passed}), err
}

func (s *Server) checkAnswers(c *door.Call, in *struct {
	DeskCase
	Body wire.CaseAnswersRequest
}) (*body[wire.CasePassed], error) {
	passed, err := c.Flows().DeskAnswers(c, c.Request, c.Visit, in.Short, in.ID, in.Body.Answers)
	return ok(wire.CasePassed{Passed: passed}), err
}

func (s *Server) noteCallBack(c *door.Call, in *struct {
	DeskCase
	Body wire.CaseCallBackRequest
}) (*none, error) {
	return done(c.Flows().DeskCallBack(c, c.Request, c.Visit, in.Short, in.ID, in.Body.Reached))
}

func (s *Server) decideCase(c *door.Call, in *struct {
	DeskCase
	Body wire.CaseDecisionRequest
}) (*body[wire.CaseDecided], error) {
	verdict, err := c.Flows().DeskDecide(c, c.Request, c.Visit, in.Short, in.ID, in.Body.Grant, in.Body.Reason)
	return ok(wire.CaseDecided{Verdict: string(verdict)}), err
}

func (s *Server) endCase(c *door.Call, in *struct {
	DeskCase
	Body wire.EndCaseRequest
}) (*none, error) {
	return done(c.Flows().DeskEnd(c, c.Request, c.Visit, in.Short, in.ID, in.Body.State, in.Body.Reason))
}

func (s *Server) stopCaseGrant(c *door.Call, in *struct {
	DeskCase
	Grant string `path:"grant" minLength:"1" maxLength:"64" pattern:"^[a-z0-9_]+$"`
}) (*none, error) {
	return done(c.Flows().DeskStop(c, c.Request, c.Visit, in.Short, in.ID, in.Grant))
}
