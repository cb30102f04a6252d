package rest

import (
	"slices"

	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
)

// peopleQuery is the input of listPeople; wire.PeopleQuery writes it.
type peopleQuery struct {
	Q          string           `query:"q" maxLength:"400" doc:"Part of a name or address"`
	TwoStep    string           `query:"two_step" enum:"on,not_set_up,locked"`
	Role       domain.Role      `query:"role" enum:"owner,admin,helpdesk,auditor,user"`
	Status     domain.UserState `query:"status" enum:"invited,active,suspended"`
	Method     domain.Method    `query:"method" enum:"app,passkey,text,email"`
	LastSignIn string           `query:"last_sign_in" enum:"never,30,90" doc:"None in so many days"`
	FewCodes   bool             `query:"few_codes" doc:"Three recovery codes or fewer"`
	Sort       string           `query:"sort" enum:"name,-name,last_sign_in,-last_sign_in" default:"name" doc:"A hyphen turns the order round; who never signed in counts as the earliest"`
	Limit      int              `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor     string           `query:"cursor" maxLength:"4096"`
}

func (s *Server) listPeople(c *door.Call, in *peopleQuery) (*listed[wire.People], error) {
	page, err := c.Flows().People(c, c.Request, c.Visit, flow.PeopleQuery{Query: in.Q, TwoStep: in.TwoStep, Role: in.Role, State: in.Status,
		Method: in.Method, SignedIn: in.LastSignIn, FewCodes: in.FewCodes, Sort: in.Sort, Cursor: in.Cursor, Limit: in.Limit})
	if err != nil {
		return nil, asked(err)
	}
	out := &listed[wire.People]{Link: nextLink(c, page.Next)}
	out.Body = wire.People{Data: []wire.PersonRow{}, NextCursor: page.Next, Total: page.Total, All: page.All}
	for _, p := range page.People {
		out.Body.Data = append(out.Body.Data, personRow(p))
	}
	return out, nil
}

func personRow(p flow.PersonRow) wire.PersonRow {
	return wire.PersonRow{ID: p.ID, Name: p.Name, Email: p.Email, Role: p.Role, Status: p.State, TwoStep: p.TwoStep, TwoStepSince: p.TwoStepAt,
		Methods: list(p.Kinds), LockedUntil: p.LockedUntil, CreatedAt: p.CreatedAt, LastSignInAt: p.LastSignInAt, SharedLogin: p.SharedLogin, Me: p.Self, Frozen: p.Frozen,
		May: wire.PersonActions{Reset: p.May.Reset, Unlock: p.May.Unlock, Number: p.May.Number, Manage: p.May.Manage, Roles: list(p.May.Roles)}}
}

func (s *Server) readPerson(c *door.Call, in *ByID) (*body[wire.Person], error) {
	p, err := c.Flows().Person(c, c.Request, c.Visit, in.ID)
	if err != nil {
		return nil, err
	}
	out := wire.Person{PersonRow: personRow(p.PersonRow), Ways: []wire.OwnMethod{}, Recovery: recovery(c.Visit.Policy, p.RecoveryLeft), WrongCodes: p.WrongCodes,
		TrustedBrowsers: []wire.TrustedBrowser{}, Sessions: sessions(p.Sessions, ""), Activity: s.events(c, p.Events)}
	if c.Visit.Policy.Mode == domain.ModeRequired {
		out.RequiredOn = c.Visit.Policy.RequiredSince
	}
	out.Recovery.MadeAt = p.RecoveryMade
	out.Grants, out.Cases = grants(p.Grants), cases(c, p.Cases)
	for i, x := range out.Sessions {
		out.Sessions[i].Shared = slices.Contains(p.Shared, x.ID)
	}
	for _, m := range p.Methods {
		out.Ways = append(out.Ways, wire.OwnMethod{ID: m.ID, Kind: m.Method, Name: m.Name, App: m.App, AddedAt: m.AddedAt, LastUsedAt: m.LastUsedAt, LastUsedOn: m.LastUsedOn, Disabled: m.Disabled, Hint: m.Hint})
	}
	for _, t := range p.Trusts {
		out.TrustedBrowsers = append(out.TrustedBrowsers, wire.TrustedBrowser{ID: t.ID, Browser: t.Browser, IP: t.IP, TrustedAt: t.TrustedAt, UsedAt: t.UsedAt, ExpiresAt: t.EndsAt})
	}
	s.locate(c, out.TrustedBrowsers, out.Sessions)
	out.Number = profileNumber(p.NumberHint, p.NumberState)
	out.Reset = wire.ResetFacts{Next: list(p.Reset.Next), Nothing: p.Reset.Nothing, SignsIn: p.Reset.SignsIn, Frozen: p.Reset.Frozen, Address: p.Reset.Address,
		LastAt: p.Reset.LastAt, LastBy: p.Reset.LastBy, First: p.Reset.First, Hours: p.Reset.Hours, Guarded: guarded(p.Reset.Guarded)}
	if p.Invitation != "" {
		out.Invitation = &wire.InvitationState{State: p.Invitation, ExpiresAt: p.InvitedUntil}
	}
	return ok(out), nil
}

func (s *Server) invitePeople(c *door.Call, in *body[wire.InviteRequest]) (*body[wire.Invitations], error) {
	sent, err := c.Flows().Invite(c, c.Request, c.Visit, in.Body.Emails, in.Body.Role, flow.NumberInput{Phone: in.Body.Phone, Country: in.Body.Country})
	if err != nil {
		return nil, err
	}
	out := wire.Invitations{Data: []wire.Invited{}}
	for _, one := range sent {
		out.Data = append(out.Data, wire.Invited{Email: one.Email, ID: one.UserID, Code: one.Code})
	}
	return ok(out), nil
}

func (s *Server) resendInvitation(c *door.Call, in *ByID) (*none, error) {
	return done(c.Flows().ResendInvitation(c, c.Request, c.Visit, in.ID))
}

func (s *Server) revokeInvitation(c *door.Call, in *ByID) (*none, error) {
	return done(c.Flows().RevokeInvitation(c, c.Request, c.Visit, in.ID))
}

func (s *Server) resetPerson(c *door.Call, in *struct {
	ByID
	Body wire.ResetRequest
}) (*body[wire.ResetAnswer], error) {
	out, err := c.Flows().ResetTwoStep(c, c.Request, c.Visit, in.ID, flow.ResetInput{
		ResetAsked: domain.ResetAsked{Check: in.Body.Checked, Reason: in.Body.Reason, Next: in.Body.Next}, Code: in.Body.Code})
	return ok(wire.ResetAnswer{Person: personRow(out.Person), Methods: out.Methods, RecoveryCodes: out.Codes, Sessions: out.Sessions, TrustedBrowsers: out.Trusts,
		AccessCode: out.AccessCode, AccessCodeUntil: out.CodeUntil, Waits: out.State, WaitsUntil: out.Until, Request: out.Request}), err
}

func (s *Server) sendResetCode(c *door.Call, in *ByID) (*none, error) {
	return done(c.Flows().SendCallerCode(c, c.Request, c.Visit, in.ID))
}

func (s *Server) previewResets(c *door.Call, in *body[wire.ResetPreviewRequest]) (*body[wire.ResetMany], error) {
	out, err := c.Flows().PreviewResets(c, c.Request, c.Visit, in.Body.People)
	return ok(resetMany(out)), err
}

func (s *Server) resetPeople(c *door.Call, in *body[wire.ResetManyRequest]) (*body[wire.ResetMany], error) {
	out, err := c.Flows().ResetMany(c, c.Request, c.Visit, in.Body.People, in.Body.Reason)
	return ok(resetMany(out)), err
}

func resetMany(people []flow.ResetOne) wire.ResetMany {
	out := wire.ResetMany{Data: []wire.ResetOne{}}
	for _, p := range people {
		out.Data = append(out.Data, wire.ResetOne{ID: p.ID, Name: p.Name, Email: p.Email, Code: p.Code, Waits: p.State})
	}
	return out
}

func (s *Server) unlockPerson(c *door.Call, in *ByID) (*none, error) {
	return done(c.Flows().Unlock(c, c.Request, c.Visit, in.ID))
}

func (s *Server) endPersonSessions(c *door.Call, in *ByID) (*body[wire.Ended], error) {
	n, err := c.Flows().EndPersonSessions(c, c.Request, c.Visit, in.ID, "")
	return ok(wire.Ended{Ended: n}), err
}

func (s *Server) endPersonSession(c *door.Call, in *struct {
	ByID
	Session string `path:"session" minLength:"1" maxLength:"64" pattern:"^[a-z0-9_]+$"`
}) (*none, error) {
	_, err := c.Flows().EndPersonSessions(c, c.Request, c.Visit, in.ID, in.Session)
	return done(err)
}

func (s *Server) removePersonTrusts(c *door.Call, in *ByID) (*body[wire.Ended], error) {
	n, err := c.Flows().EndPersonTrusts(c, c.Request, c.Visit, in.ID, "")
	return ok(wire.Ended{Ended: n}), err
}

func (s *Server) removePersonTrust(c *door.Call, in *struct {
	ByID
	Trust string `path:"trust" minLength:"1" maxLength:"64" pattern:"^[a-z0-9_]+$"`
}) (*none, error) {
	_, err := c.Flows().EndPersonTrusts(c, c.Request, c.Visit, in.ID, in.Trust)
	return done(err)
}

func (s *Server) markPersonSession(c *door.Call, in *struct {
	ByID
	Session string `path:"session" minLength:"1" maxLength:"64" pattern:"^[a-z0-9_]+$"`
	Body    wire.SharedBrowserRequest
}) (*none, error) {
	return done(c.Flows().MarkSessionShared(c, c.Request, c.Visit, in.ID, in.Session, in.Body.Shared))
}

func (s *Server) markPersonTrust(c *door.Call, in *struct {
	ByID
	Trust string `path:"trust" minLength:"1" maxLength:"64" pattern:"^[a-z0-9_]+$"`
	Body  wire.SharedBrowserRequest
}) (*none, error) {
	return done(c.Flows().MarkTrustShared(c, c.Request, c.Visit, in.ID, in.Trust, in.Body.Shared))
}

func (s *Server) changeRole(c *door.Call, in *struct {
	ByID
	Body wire.RoleRequest
}) (*none, error) {
	return done(c.Flows().ChangeRole(c, c.Request, c.Visit, in.ID, in.Body.Role))
}

func (s *Server) suspendPerson(c *door.Call, in *ByID) (*none, error) {
	return done(c.Flows().Suspend(c, c.Request, c.Visit, in.ID))
}

func (s *Server) resumePerson(c *door.Call, in *ByID) (*none, error) {
	return done(c.Flows().Resume(c, c.Request, c.Visit, in.ID))
}

func (s *Server) listSharedLogins(c *door.Call, _ *none) (*body[wire.SharedLogins], error) {
	people, all, err := c.Flows().SharedLogins(c, c.Request, c.Visit)
	if err != nil {
		return nil, err
	}
	out := wire.SharedLogins{Data: []wire.PersonRow{}, Total: all}
	for _, p := range people {
		out.Data = append(out.Data, personRow(p))
	}
	return ok(out), nil
}

func (s *Server) hideSharedLogins(c *door.Call, _ *none) (*none, error) {
	return done(c.Flows().HideSharedLogins(c, c.Request, c.Visit))
}

func (s *Server) hideSharedLogin(c *door.Call, _ *none) (*none, error) {
	return done(c.Flows().HideSharedLogin(c, c.Request, c.Visit))
}
