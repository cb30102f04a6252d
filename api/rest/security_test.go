package rest_test

import (
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

// withApp is a bearer client of a new person whose second step is on.
func (o *org) withApp(role domain.Role) (*client, phone, []string) {
	o.Helper()
	c := o.signedIn(role)
	app, codes := c.setUp("")
	return c, app, codes
}

func optional() domain.Policy {
	p := domain.DefaultPolicy()
	p.Mode = domain.ModeOptional
	return p
}

func (c *client) me() (s wire.Security) {
	c.Helper()
	c.want(200, wire.ReadSecurity, nil, &s)
	return s
}

// A12, A18, F11: a recovery code works once, and the last one leads to a new
// set before anything else.
func TestA18TheLastRecoveryCodeLeadsToANewSet(t *testing.T) {
	inHouses(t, func(h *house) {
		p := optional()
		p.RecoveryCodes = 1
		o := h.org(p)
		old, _, codes := o.withApp(domain.RoleUser)
		email := old.me().Email
		c := h.client(o.ShortName)
		c.signIn(email, strong)
		var in wire.SignInAnswer
		c.want(200, wire.VerifyRecovery, wire.RecoveryRequest{Code: codes[0]}, &in)
		c.token = in.Token
		if !in.RecoveryUsed || in.RecoveryLeft != 0 || len(codes) != 1 {
			t.Errorf("%+v", in)
		}
		old.refused(401, domain.CodeSignedOut, wire.ReadSecurity, nil)
		c.refused(403, domain.CodeRecoveryNoneLeft, wire.AnswerRecovery, nil)
		c.refused(403, domain.CodeEnrollmentRequired, wire.ReadSecurity, nil)
		var fresh wire.RecoverySet
		c.want(200, wire.RenewRecovery, nil, &fresh)
		var on wire.SetupFinished
		c.want(200, wire.FinishSetup, wire.FinishSetupRequest{Saved: true}, &on)
		c.renew(on.Renewal)
		if s := c.me(); !on.OnlyCodes || s.Recovery.Left != 1 || len(fresh.Codes) != 1 || fresh.Codes[0] == codes[0] {
			t.Errorf("%+v %+v", on, s.Recovery)
		}
		again := h.client(o.ShortName)
		again.signIn(email, strong)
		again.want(422, wire.VerifyRecovery, wire.RecoveryRequest{Code: codes[0]}, nil)
	})
}

// P13, F4: while required, nobody turns their second step off, nor removes the
// last way to verify; the page says why before.
func TestP13RequiredCannotBeTurnedOff(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org(optional())
		owner, app, _ := o.withApp(domain.RoleOwner)
		requireTwoStep(owner)
		owner.confirm(domain.ConfirmByApp, app.later())
		s := owner.me()
		if s.TwoStep.MayTurnOff || s.Methods[0].Keep != domain.CodeMethodRequired {
			t.Errorf("%+v %+v", s.TwoStep, s.Methods)
		}
		owner.refused(403, domain.CodeMethodRequired, wire.TurnOffTwoStep, wire.TurnOffRequest{})
		owner.refused(403, domain.CodeMethodRequired, wire.RemoveMethod, nil, s.Methods[0].ID)
	})
}

// A11, A17, P20: turning off asks to confirm that it's you, ends every other
// session and goes on under a new token.
func TestP20TurningOffWhereAllowed(t *testing.T) {
	inHouses(t, func(h *house) {
		c, app, _ := h.org(optional()).withApp(domain.RoleUser)
		h.Pass(11 * time.Minute)
		c.refused(403, domain.CodeStepUpRequired, wire.TurnOffTwoStep, wire.TurnOffRequest{})
		c.refused(422, domain.CodeMethodNotAccepted, wire.ConfirmSession, wire.ConfirmRequest{Method: domain.ConfirmByPassword, Password: strong})
		c.confirm(domain.ConfirmByApp, app.later())
		var next wire.Renewal
		c.want(200, wire.TurnOffTwoStep, wire.TurnOffRequest{}, &next)
		c.refused(401, domain.CodeSignedOut, wire.ReadSecurity, nil)
		c.renew(next)
		if s := c.me(); s.TwoStep.State != domain.TwoStepOff || len(s.Methods) != 0 || s.Recovery.Left != 0 {
			t.Errorf("%+v", s)
		}
	})
}

// P21, O10, F44: a replaced app works until the new one is confirmed, which no
// new recovery codes are asked for.
func TestP21ReplacingAnApp(t *testing.T) {
	inHouses(t, func(h *house) {
		c, app, _ := h.org(optional()).withApp(domain.RoleUser)
		c.confirm(domain.ConfirmByApp, app.later())
		old := c.me().Methods[0]
		var s wire.Setup
		c.want(200, wire.StartSetup, wire.StartSetupRequest{Replaces: old.ID}, &s)
		c.want(200, wire.ChooseSetupApp, wire.ChooseAppRequest{App: wire.OtherApp}, &s)
		if !s.HadApp || s.Replaces != old.ID || s.Account == "" || s.Key == app.key {
			t.Errorf("%+v", s)
		}
		c.confirm(domain.ConfirmByApp, app.later())
		var on wire.SetupConfirmed
		c.want(200, wire.ConfirmSetup, wire.ConfirmSetupRequest{Code: phone{h, s.Key}.code(), Name: "Tablet"}, &on)
		if on.Step != wire.SetupStepDone || on.Finished == nil || !on.Finished.Replaced {
			t.Fatalf("%+v", on)
		}
		c.renew(on.Finished.Renewal)
		now := c.me()
		if len(now.Methods) != 1 || now.Methods[0].ID == old.ID || now.Methods[0].Name != "Tablet" || now.Recovery.Left != 10 {
			t.Errorf("%+v", now)
		}
		c.want(204, wire.RenameMethod, wire.RenameRequest{Name: "Big tablet"}, nil, now.Methods[0].ID)
		c.refused(404, domain.CodeNotFound, wire.RenameMethod, wire.RenameRequest{Name: "x"}, old.ID)
		if name := c.me().Methods[0].Name; name != "Big tablet" {
			t.Errorf("renamed to %s", name)
		}
	})
}

// ASVS V6.2.3, V7.4.3: a new password asks for the old one, ends every other
// session, and the one that changed it goes on under a new token.
func TestChangingThePassword(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org(optional())
		c := o.signedIn(domain.RoleUser)
		other := h.client(o.ShortName)
		email := c.me().Email
		other.signIn(email, strong)
		if all := c.me().Sessions; len(all) != 2 || !all[0].Current || all[1].Current {
			t.Errorf("sessions %+v", all)
		}
		a := c.refused(422, domain.CodePasswordShort, wire.ChangePassword, wire.ChangePasswordRequest{Password: strong, NewPassword: "short"})
		if a.problem.Errors[0].Pointer != "/new_password" || a.problem.Args["n"] != "15" {
			t.Errorf("%s", a.Body)
		}
		c.refused(422, domain.CodePasswordWrong, wire.ChangePassword, wire.ChangePasswordRequest{Password: "wrong", NewPassword: strong + " again"})
		var next wire.Renewal
		c.want(200, wire.ChangePassword, wire.ChangePasswordRequest{Password: strong, NewPassword: strong + " again"}, &next)
		c.renew(next)
		other.refused(401, domain.CodeSignedOut, wire.ReadSecurity, nil)
		c.signIn(email, strong+" again")
		c.me()
	})
}

// ASVS V7.5.2: somebody sees where they are signed in and ends what they like.
func TestEndingSessions(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org(optional())
		c := o.signedIn(domain.RoleUser)
		email := c.me().Email
		second, third := h.client(o.ShortName), h.client(o.ShortName)
		second.signIn(email, strong)
		c.want(204, wire.EndOwnSession, nil, nil, c.me().Sessions[1].ID)
		second.refused(401, domain.CodeSignedOut, wire.ReadSession, nil)
		third.signIn(email, strong)
		var n wire.Ended
		c.want(200, wire.EndOtherSessions, nil, &n)
		third.refused(401, domain.CodeSignedOut, wire.ReadSession, nil)
		c.want(204, wire.EndOwnSession, nil, nil, c.me().Sessions[0].ID)
		c.refused(401, domain.CodeSignedOut, wire.ReadSession, nil)
		if n.Ended != 1 {
			t.Errorf("%d ended", n.Ended)
		}
	})
}
