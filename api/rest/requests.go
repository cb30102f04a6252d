package rest

import (
	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
)

func (s *Server) readHelp(c *door.Call, _ *none) (*body[wire.HelpState], error) {
	found, err := c.Flows().Help(c, c.Request, c.Half)
	if err != nil {
		return nil, err
	}
	org, _, err := c.Flows().Organization(c, c.Scope)
	if err != nil {
		return nil, err
	}
	out := wire.HelpState{Rungs: []wire.HelpWay{}, Contact: organizationOf(c, org, found.Policy).Contact}
	for _, rung := range found.Rungs {
		out.Rungs = append(out.Rungs, helpWay(found, rung))
	}
	if found.Own != nil {
		own := ownRequest(*found.Own)
		out.Request = &own
	}
	for _, one := range found.Cases {
		out.Cases = append(out.Cases, wire.HelpCaseOf(one, c.Now))
	}
	return ok(out), nil
}

func helpWay(found flow.HelpView, rung domain.Rung) wire.HelpWay {
	out := wire.HelpWay{Kind: rung, Open: found.Half}
	switch rung {
	case domain.RungRecoveryCode:
		out.Left = found.RecoveryLeft
	case domain.RungAdmins:
		out.Names, out.Text, out.Nobody = found.Admins, found.AdminsText(), found.Nobody
	case domain.RungSupportPhone, domain.RungSupportMail:
		out.Open = true
	}
	return out
}

func ownRequest(own flow.OwnRequest) wire.OwnRequest {
	return wire.OwnRequest{Number: domain.RequestName(own.Number), Kind: own.Kind, State: own.State, Decision: own.Decision, CreatedAt: own.CreatedAt, ExpiresAt: own.ExpiresAt}
}

func (s *Server) askForHelp(c *door.Call, in *body[wire.AskForHelpRequest]) (*body[wire.OwnRequest], error) {
	out, err := c.Flows().AskForHelp(c, c.Request, c.Half, flow.HelpInput{Kind: in.Body.Kind, Reason: in.Body.Reason, Message: in.Body.Message, Reach: in.Body.Reach})
	return ok(ownRequest(out)), err
}

func (s *Server) askSupport(c *door.Call, in *body[wire.AskSupportRequest]) (*body[wire.HelpCase], error) {
	out, err := c.Flows().AskSupport(c, c.Request, c.Half, flow.SupportInput{Reason: in.Body.Reason, Message: in.Body.Message, Reach: in.Body.Reach})
	return ok(wire.HelpCaseOf(out, c.Now)), err
}

func (s *Server) readStop(c *door.Call, in *body[wire.LinkRequest]) (*body[wire.StopState], error) {
	out, err := c.Flows().ReadStop(c, c.Request, in.Body.Token)
	return ok(stopState(out)), err
}

func (s *Server) stopHelpRequest(c *door.Call, in *body[wire.LinkRequest]) (*body[wire.StopState], error) {
	out, err := c.Flows().StopRequest(c, c.Request, in.Body.Token)
	return ok(stopState(out)), err
}

func stopState(s flow.Stoppable) wire.StopState {
	return wire.StopState{Number: s.Number, Kind: s.Kind, At: s.At, Support: s.Support}
}

// requestsQuery is the input of listRequests; wire.RequestsQuery writes it.
type requestsQuery struct {
	Ended  bool   `query:"ended" doc:"Those that have ended, newest first, in the place of those that wait"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"4096"`
}

func (s *Server) listRequests(c *door.Call, in *requestsQuery) (*listed[wire.Requests], error) {
	page, err := c.Flows().Requests(c, c.Request, c.Visit, flow.RequestsQuery{Ended: in.Ended, Cursor: in.Cursor, Limit: in.Limit})
	if err != nil {
		return nil, asked(err)
	}
	out := &listed[wire.Requests]{Link: nextLink(c, page.Next)}
	out.Body = wire.Requests{Data: []wire.RequestRow{}, NextCursor: page.Next, Waiting: page.Waiting}
	for _, r := range page.Requests {
		out.Body.Data = append(out.Body.Data, requestRow(r))
	}
	return out, nil
}

func requestRow(r flow.RequestRow) wire.RequestRow {
	return wire.RequestRow{ID: r.ID, Number: domain.RequestName(r.Number), Kind: r.Kind, State: r.State, PersonID: r.Person.ID, PersonName: r.Person.Name, PersonEmail: r.Person.Email,
		Reach: r.Reach, TakenBy: r.TakenName, DecidedBy: r.DecidedName, DecidedAt: r.DecidedAt, CreatedAt: r.CreatedAt, ExpiresAt: r.ExpiresAt, Answer: r.Answer}
}

func (s *Server) readRequest(c *door.Call, in *ByID) (*body[wire.RequestView], error) {
	r, err := c.Flows().Request(c, c.Request, c.Visit, in.ID)
	if err != nil {
		return nil, err
	}
	out := wire.RequestView{RequestRow: requestRow(r.RequestRow), Mine: r.TakenBy == c.Visit.Person.ID, Reason: r.Reason, Message: r.Message, Decision: r.Decision, Browser: r.Browser, IP: r.IP,
		Signals: []wire.RequestSignal{}, Ways: []wire.CallerWay{}, TriesLeft: r.Left, CheckedHow: r.CheckedHow, CheckedBy: r.CheckedBy, CheckedAt: r.CheckedAt}
	if r.Kind == domain.RequestApproval {
		out.Asked = &wire.AskedReset{By: r.AskedName, Checked: r.Asked.Check, Reason: r.Asked.Reason, Next: r.Asked.Next}
	}
	for _, x := range r.Signals {
		out.Signals = append(out.Signals, wire.RequestSignal(x))
	}
	for _, x := range r.Ways {
		out.Ways = append(out.Ways, wire.CallerWay(x))
	}
	return ok(out), nil
}

func (s *Server) takeRequest(c *door.Call, in *struct {
	ByID
	Body wire.TakeRequestRequest
}) (*none, error) {
	return done(c.Flows().TakeRequest(c, c.Request, c.Visit, in.ID, in.Body.Over))
}

func (s *Server) sendCallerCode(c *door.Call, in *struct {
	ByID
	Body wire.CallerSendRequest
}) (*none, error) {
	return done(c.Flows().SendRequestCode(c, c.Request, c.Visit, in.ID, in.Body.Method))
}

func (s *Server) checkCaller(c *door.Call, in *struct {
	ByID
	Body wire.CallerCheckRequest
}) (*none, error) {
	return done(c.Flows().CheckCaller(c, c.Request, c.Visit, in.ID, in.Body.Method, in.Body.Code))
}

func (s *Server) declineRequest(c *door.Call, in *struct {
	ByID
	Body wire.DeclineRequestRequest
}) (*none, error) {
	return done(c.Flows().DeclineRequest(c, c.Request, c.Visit, in.ID, in.Body.Reason))
}

func (s *Server) unlockByRequest(c *door.Call, in *ByID) (*none, error) {
	return done(c.Flows().UnlockByRequest(c, c.Request, c.Visit, in.ID))
}
