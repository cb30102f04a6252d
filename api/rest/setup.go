package rest

import (
	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
)

func (s *Server) readSetup(c *door.Call, _ *none) (*body[wire.Setup], error) {
	view, err := c.Flows().Setup(c, c.Request, c.Visit)
	if err != nil {
		return nil, err
	}
	return setup(c, view)
}

func (s *Server) startSetup(c *door.Call, in *body[wire.StartSetupRequest]) (*body[wire.Setup], error) {
	view, err := c.Flows().StartSetup(c, c.Request, c.Visit, in.Body.Replaces, in.Body.Restart)
	if err != nil {
		return nil, err
	}
	return setup(c, view)
}

func (s *Server) chooseSetupApp(c *door.Call, in *body[wire.ChooseAppRequest]) (*body[wire.Setup], error) {
	if err := c.Flows().ChooseApp(c, c.Request, c.Visit, in.Body.App); err != nil {
		return nil, err
	}
	return s.readSetup(c, nil)
}

func (s *Server) confirmSetup(c *door.Call, in *body[wire.ConfirmSetupRequest]) (*body[wire.SetupConfirmed], error) {
	on, err := c.Flows().ConfirmSetup(c, c.Request, c.Visit, in.Body.Code, in.Body.Name)
	return confirmedSetup(c, on, err)
}

// confirmedSetup says what a confirmation leads to: a backup, the security
// questions, recovery codes, or nothing more.
func confirmedSetup(c *door.Call, on *flow.TurnedOn, err error) (*body[wire.SetupConfirmed], error) {
	if err != nil {
		return nil, err
	}
	if on == nil {
		view, err := c.Flows().Setup(c, c.Request, c.Visit)
		if err != nil {
			return nil, err
		}
		if len(view.Due) > 0 {
			return ok(wire.SetupConfirmed{Step: wire.SetupStepBackup, BackupKinds: view.Due}), nil
		}
		if view.Questions {
			return ok(wire.SetupConfirmed{Step: wire.SetupStepQuestions}), nil
		}
		return ok(wire.SetupConfirmed{Step: wire.SetupStepCodes}), nil
	}
	finished, err := turnedOn(c, on)
	return ok(wire.SetupConfirmed{Step: wire.SetupStepDone, Finished: &finished}), err
}

func (s *Server) startAddress(c *door.Call, in *body[wire.AddressRequest]) (*body[wire.Setup], error) {
	to := flow.SentSetup{Method: in.Body.Method, Address: in.Body.Phone, Country: in.Body.Country, Replaces: in.Body.Replaces}
	if to.Method == domain.MethodEmail {
		to.Address = in.Body.Email
	}
	if err := c.Flows().StartSentSetup(c, c.Request, c.Visit, to); err != nil {
		return nil, err
	}
	return s.readSetup(c, nil)
}

func (s *Server) resendSetup(c *door.Call, _ *none) (*none, error) {
	return done(c.Flows().ResendSetup(c, c.Request, c.Visit))
}

func (s *Server) turnOnTwoStep(c *door.Call, _ *none) (*body[wire.SetupConfirmed], error) {
	on, err := c.Flows().StartTurnOn(c, c.Request, c.Visit)
	return confirmedSetup(c, on, err)
}

func (s *Server) readSetupCodes(c *door.Call, _ *none) (*body[wire.RecoverySet], error) {
	view, err := c.Flows().Setup(c, c.Request, c.Visit)
	if err != nil {
		return nil, err
	}
	if len(view.Codes) == 0 {
		return nil, domain.Refuse(domain.Gone, domain.CodeEnrollmentExpired)
	}
	return ok(wire.RecoverySet{Codes: view.Codes, Account: c.Visit.Person.Email, MadeAt: view.Started}), nil
}

func (s *Server) finishSetup(c *door.Call, in *body[wire.FinishSetupRequest]) (*body[wire.SetupFinished], error) {
	on, err := c.Flows().TurnOn(c, c.Request, c.Visit, in.Body.Saved)
	if err != nil {
		return nil, err
	}
	finished, err := turnedOn(c, on)
	return ok(finished), err
}

func (s *Server) cancelSetup(c *door.Call, _ *none) (*none, error) {
	return done(c.Flows().DropSetup(c, c.Request, c.Visit))
}

func turnedOn(c *door.Call, on *flow.TurnedOn) (wire.SetupFinished, error) {
	r, err := opened(c, on.Token)
	return wire.SetupFinished{Method: on.Factor.Name, Kind: on.Factor.Method, OnlyCodes: on.OnlyCodes && !on.First, Verified: on.Verified, First: on.First, Replaced: on.Replaced,
		OtherSessions: on.Others, Renewal: r}, err
}

// setup shows a set-up. The key is part of it from the choice of the app until
// its first code was right.
func setup(c *door.Call, view flow.SetupView) (*body[wire.Setup], error) {
	out := wire.Setup{Step: setupStep(view), Kinds: c.Flows().Choices(c.Visit), Apps: apps(c.Visit.Policy), Digits: flow.AppDigits}
	if !view.Found {
		return ok(out), nil
	}
	if out.Kind = string(view.Method); view.Method == domain.MethodPasskey {
		out.Kind = string(view.Passkey)
	}
	out.Backup, out.BackupKinds = view.Backup, view.Due
	out.OnlyCodes, out.App, out.Name, out.HadApp, out.Renewed = view.OnlyCodes, view.App, view.Name, view.HadApp, view.Expired
	out.StartedAt, out.ExpiresAt = view.Started, view.Ends()
	out.Hint, out.SentAt, out.SendAt, out.Failed = view.Hint, view.SentAt, view.Again, sendFailed(view.Lost)
	if view.Replaces != nil {
		out.Replaces = view.Replaces.ID
	}
	out.Wrong = view.Tries
	if view.WaitUntil.After(c.Now) {
		out.WaitUntil = view.WaitUntil
	}
	if out.Step != wire.SetupStepScan {
		return ok(out), nil
	}
	path, size, err := view.QR()
	out.Account, out.Key, out.URI, out.QR = view.Account, view.Key.Base32(), view.URI, &wire.QR{Size: size, Path: path}
	return ok(out), err
}

func setupStep(view flow.SetupView) string {
	switch {
	case !view.Found:
		return wire.SetupStepNone
	case len(view.Due) > 0 && !view.Backup:
		return wire.SetupStepBackup
	case view.Questions:
		return wire.SetupStepQuestions
	case view.AsksQuestions && view.Confirmed && len(view.Codes) == 0:
		return wire.SetupStepFinish
	case view.Method == domain.MethodPasskey && len(view.Codes) == 0:
		return wire.SetupStepName
	case view.OnlyCodes, view.Confirmed:
		return wire.SetupStepCodes
	case view.Method == domain.MethodText, view.Method == domain.MethodEmail:
		return wire.SetupStepCode
	case view.App == "":
		return wire.SetupStepApp
	}
	return wire.SetupStepScan
}

func apps(p domain.Policy) []wire.AppChoice {
	out := make([]wire.AppChoice, 0, len(p.Apps)+1)
	for i, a := range p.Apps {
		out = append(out, wire.AppChoice{ID: a.Name, Name: a.Name, Note: a.Note, Android: a.Android, IOS: a.Apple, Help: a.Help, First: i == 0})
	}
	return append(out, wire.AppChoice{ID: wire.OtherApp})
}
