package rest

import (
	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
)

// ByID is the input of an operation on one thing. huma reads exported fields
// alone, also of what is embedded.
type ByID struct {
	ID string `path:"id" minLength:"1" maxLength:"64" pattern:"^[a-z0-9_]+$"`
}

func (s *Server) readSecurity(c *door.Call, _ *none) (*body[wire.Security], error) {
	v := c.Visit
	all, err := c.Flows().Security(c, c.Request, v)
	if err != nil {
		return nil, err
	}
	out := wire.Security{Email: v.Person.Email, TwoStep: twoStep(v), Methods: ownMethods(v, all), Recovery: recovery(v.Policy, all.RecoveryLeft),
		TrustDays: v.Policy.TrustDays, SharedBrowser: all.Shared, SharedByOther: all.Shared && !all.SharedByOwn, TrustedBrowsers: ownTrusts(c, all), Sessions: sessions(all.Sessions, v.Session.ID),
		PasswordSince: v.Person.PasswordAt, PasswordMin: v.PasswordMin(), NewPassword: all.NewPassword, EmailChange: emailChange(all.EmailChange), Number: profileNumber(v.Person.PhoneHint, v.Person.PhoneState), NumberChange: numberChange(all.NumberChange),
		Language: v.Person.Language, OrgLanguage: domain.LanguageFor("", v.Tenant.Language)}
	s.locate(c, out.TrustedBrowsers, out.Sessions)
	out.Recovery.MadeAt = all.RecoveryMade
	out.Grants, out.Cases = grants(all.Grants), cases(c, all.Cases)
	out.Reset = guarded(all.Reset)
	if all.Questions.Mode != domain.QuestionsOff {
		state := questionsState(all.Questions)
		out.Questions, out.TwoStep.MayTurnOn = &state, out.TwoStep.MayTurnOn && !state.Due
	}
	out.SharedLogin = v.Person.SharedLogin.Advise(c.Now)
	out.Passkeys = passkeySignal(c, all)
	health(c, all, &out)
	return ok(out), nil
}

func ownMethods(v *flow.Visit, all flow.Security) []wire.OwnMethod {
	out, first := []wire.OwnMethod{}, flow.FirstAsked(v.Person, all.Factors)
	for _, x := range all.Factors {
		m := wire.OwnMethod{ID: x.ID, Kind: x.Method, Name: x.Name, App: x.App, AddedAt: x.CreatedAt, LastUsedAt: x.LastUsedAt, LastUsedOn: x.LastUsedOn, Disabled: x.Disabled,
			Hint: x.Hint, Primary: x.ID == first, BackIn: v.Policy.MayVerify(x.Method) && !v.Policy.Accepts(x.Method), Synced: synced(x.Method, x.Detail)}
		if flow.LastThatCounts(v, all.Factors, x.ID) {
			m.Keep = keep(v.Policy)
		}
		out = append(out, m)
	}
	return out
}

// keep is why a person can't remove their last method.
func keep(p domain.Policy) domain.Code {
	switch {
	case p.Mode == domain.ModeRequired:
		return domain.CodeMethodRequired
	case !p.MayTurnOff():
		return domain.CodeTurnOffNotAllowed
	}
	return ""
}

func recovery(p domain.Policy, left int) wire.RecoveryState {
	return wire.RecoveryState{Offered: p.Accepts(domain.MethodRecovery), Left: left, Of: p.RecoveryCodes}
}

func ownTrusts(c *door.Call, all flow.Security) []wire.TrustedBrowser {
	current := all.TrustOf(trustTokens(c))
	out := []wire.TrustedBrowser{}
	for _, t := range all.Trusts {
		one := wire.TrustedBrowser{ID: t.ID, Browser: t.Browser, IP: t.IP, TrustedAt: t.TrustedAt, UsedAt: t.UsedAt,
			ExpiresAt: t.TrustedAt.AddDate(0, 0, c.Visit.Policy.TrustDays), Current: t.ID == current}
		out = append(out, one)
	}
	return currentFirst(out, func(t wire.TrustedBrowser) bool { return t.Current })
}

func sessions(all []domain.Session, current string) []wire.OwnSession {
	out := []wire.OwnSession{}
	for _, x := range all {
		out = append(out, wire.OwnSession{ID: x.ID, Browser: x.Browser, IP: x.IP, StartedAt: x.StartedAt, SeenAt: x.SeenAt, AMR: list(x.AMR), Bearer: x.Bearer, NewPlace: x.NewPlace, Current: x.ID == current})
	}
	return currentFirst(out, func(x wire.OwnSession) bool { return x.Current })
}

// locate says where trusted browsers and sessions are, in the words of who
// reads it.
func (s *Server) locate(c *door.Call, trusts []wire.TrustedBrowser, sessions []wire.OwnSession) {
	lang := c.Language()
	for i := range trusts {
		trusts[i].Place = s.config.Places.Of(trusts[i].IP, lang)
	}
	for i := range sessions {
		sessions[i].Place = s.config.Places.Of(sessions[i].IP, lang)
	}
}

func currentFirst[T any](all []T, current func(T) bool) []T {
	for i, x := range all {
		if current(x) {
			copy(all[1:i+1], all[:i])
			all[0] = x
		}
	}
	return all
}

// activityQuery is the input of readActivity.
type activityQuery struct {
	Show   string `query:"show" enum:"sign_ins,changes" doc:"Only sign-ins and sessions, or only what changed the account"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"4096"`
}

func (s *Server) readActivity(c *door.Call, in *activityQuery) (*listed[wire.List[wire.Event]], error) {
	page, err := c.Flows().Activity(c, c.Request, c.Visit, flow.ActivityQuery{Show: in.Show, Cursor: in.Cursor, Limit: in.Limit})
	if err != nil {
		return nil, err
	}
	return &listed[wire.List[wire.Event]]{Link: nextLink(c, page.Next), Body: wire.List[wire.Event]{Data: s.events(c, page.Events), NextCursor: page.Next}}, nil
}

func (s *Server) renameMethod(c *door.Call, in *struct {
	ByID
	Body wire.RenameRequest
}) (*none, error) {
	return done(c.Flows().RenameMethod(c, c.Request, c.Visit, in.ID, in.Body.Name))
}

func (s *Server) makePrimary(c *door.Call, in *ByID) (*none, error) {
	return done(c.Flows().MakePrimary(c, c.Request, c.Visit, in.ID))
}

func (s *Server) removeMethod(c *door.Call, in *ByID) (*body[wire.Renewal], error) {
	return renewed(c)(c.Flows().RemoveMethod(c, c.Request, c.Visit, in.ID))
}

// renewed answers with the token the session goes on under.
func renewed(c *door.Call) func(string, error) (*body[wire.Renewal], error) {
	return func(token string, err error) (*body[wire.Renewal], error) {
		if err != nil {
			return nil, err
		}
		r, err := opened(c, token)
		return ok(r), err
	}
}

func (s *Server) chooseLanguage(c *door.Call, in *body[wire.LanguageRequest]) (*none, error) {
	return done(c.Flows().ChooseLanguage(c, c.Request, c.Visit, in.Body.Language))
}

func (s *Server) renewRecovery(c *door.Call, _ *none) (*body[wire.RecoverySet], error) {
	if err := c.Flows().StartNewCodes(c, c.Request, c.Visit); err != nil {
		return nil, err
	}
	return s.readSetupCodes(c, nil)
}

func (s *Server) removeTrust(c *door.Call, in *ByID) (*none, error) {
	return done(c.Flows().EndTrust(c, c.Request, c.Visit, in.ID))
}

func (s *Server) removeTrusts(c *door.Call, _ *none) (*none, error) {
	return done(c.Flows().EndTrust(c, c.Request, c.Visit, ""))
}

func (s *Server) markSharedBrowser(c *door.Call, in *body[wire.SharedBrowserRequest]) (*none, error) {
	return done(c.Flows().MarkShared(c, c.Request, c.Visit, in.Body.Shared, c.TrustTokens()))
}

func (s *Server) endOwnSession(c *door.Call, in *ByID) (*none, error) {
	if in.ID == c.Visit.Session.ID {
		return s.endSession(c, nil)
	}
	return done(c.Flows().EndSession(c, c.Request, c.Visit, in.ID))
}

func (s *Server) claimSession(c *door.Call, in *ByID) (*none, error) {
	return done(c.Flows().ClaimSession(c, c.Request, c.Visit, in.ID))
}

func (s *Server) denySession(c *door.Call, in *ByID) (*none, error) {
	return done(c.Flows().DenySession(c, c.Request, c.Visit, in.ID))
}

func (s *Server) endOtherSessions(c *door.Call, _ *none) (*body[wire.Ended], error) {
	n, err := c.Flows().EndOtherSessions(c, c.Request, c.Visit)
	return ok(wire.Ended{Ended: int(n)}), err
}

func (s *Server) changePassword(c *door.Call, in *body[wire.ChangePasswordRequest]) (*body[wire.Renewal], error) {
	return renewed(c)(c.Flows().ChangePassword(c, c.Request, c.Visit, in.Body.Password, in.Body.NewPassword))
}

func (s *Server) turnOffTwoStep(c *door.Call, in *body[wire.TurnOffRequest]) (*body[wire.Renewal], error) {
	return renewed(c)(c.Flows().TurnOff(c, c.Request, c.Visit, in.Body.Reason))
}
