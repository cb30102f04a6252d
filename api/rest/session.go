package rest

import (
	"time"

	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
)

func (s *Server) readSession(c *door.Call, _ *none) (*body[wire.Session], error) {
	v := c.Visit
	idle, most := domain.SessionIdle, domain.SessionMax
	if v.Person.Role.Privileged() {
		idle, most = domain.AdminSessionIdle, domain.AdminSessionMax
	}
	out := wire.Session{
		Person:       wire.Me{ID: v.Person.ID, Name: v.Person.Name, Email: v.Person.Email, Role: string(v.Person.Role), Admin: v.ActsAs.Privileged()},
		ActsAs:       v.ActsAs,
		May:          c.Granted(),
		Organization: organizationOf(c, v.Tenant, v.Policy),
		TwoStep:      twoStep(v),
		RecoveryUsed: v.RecoveryOpen,
		TrustLost:    v.TrustGiven && len(c.TrustTokens()) == 0,
		Confirm:      confirm(v, c.Now),
		AMR:          list(v.Session.AMR), ACR: string(v.Session.ACR),
		StartedAt: v.Session.StartedAt, IdleSeconds: int(idle / time.Second), EndsAt: v.Session.StartedAt.Add(most), Now: c.Now,
	}
	var err error
	if out.Confirm.Failed, err = c.Flows().ConfirmLost(c, c.Request, v); err != nil {
		return nil, err
	}
	if out.RecoveryUsed {
		all, err := c.Flows().Security(c, c.Request, v)
		if err != nil {
			return nil, err
		}
		out.RecoveryLeft = all.RecoveryLeft
	}
	if c.Bearer {
		return ok(out), nil
	}
	r, err := csrf(c)
	out.CSRF = r.CSRF
	return ok(out), err
}

func twoStep(v *flow.Visit) wire.TwoStep {
	p := v.Policy
	return wire.TwoStep{State: v.Person.TwoStep, Since: v.Person.TwoStepAt, Required: p.Mode == domain.ModeRequired, RequiredOn: p.RequiredSince,
		MustSetUp: v.ActsAs == domain.RolePending, MaySetUp: p.MaySetUp(v.Person.Role) || v.Person.TwoStep == domain.TwoStepOn || v.ActsAs == domain.RolePending,
		MayTurnOff: p.MayTurnOff() && v.Person.TwoStep == domain.TwoStepOn, MethodsFirst: p.MethodsFirst, MayTurnOn: p.MayTurnOn(v.Person.User, v.Person.Methods),
		AskedAgain: p.AskedAgain(v.Person.User)}
}

func confirm(v *flow.Visit, now time.Time) wire.Confirm {
	out := wire.Confirm{Methods: list(v.ConfirmMethods()), Second: list(v.SecondStepMethods())}
	if v.Session.Fresh(now) {
		out.Until = v.Session.StepUpAt.Add(domain.StepUpFor)
	}
	return out
}

// list is never null in JSON.
func list[T any](in []T) []T {
	if in == nil {
		return []T{}
	}
	return in
}

func (s *Server) endSession(c *door.Call, _ *none) (*none, error) {
	err := c.Flows().SignOut(c, c.Request, c.Visit)
	if !c.Bearer {
		c.ClearSession()
	}
	return done(err)
}

func (s *Server) confirmSession(c *door.Call, in *body[wire.ConfirmRequest]) (*body[wire.ConfirmAnswer], error) {
	secret := in.Body.Password
	if in.Body.Method != domain.ConfirmByPassword {
		secret = in.Body.Code
	}
	given := flow.ConfirmInput{Method: in.Body.Method, Secret: secret}
	if in.Body.Passkey != nil {
		given.Passkey = answered(*in.Body.Passkey)
	}
	err := c.Flows().Confirm(c, c.Request, c.Visit, given)
	return ok(wire.ConfirmAnswer{Until: c.Now.Add(domain.StepUpFor)}), err
}

func (s *Server) sendConfirm(c *door.Call, in *body[wire.SendConfirmRequest]) (*none, error) {
	return done(c.Flows().SendConfirm(c, c.Request, c.Visit, in.Body.Method))
}

func (s *Server) answerRecovery(c *door.Call, _ *none) (*none, error) {
	return done(c.Flows().KeepPhone(c, c.Request, c.Visit))
}
