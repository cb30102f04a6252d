package rest

import (
	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/domain/signin"
)

func (s *Server) startSignIn(c *door.Call, in *body[wire.SignInRequest]) (*body[wire.SignInAnswer], error) {
	if err := asBearer(c, in.Body.Bearer); err != nil {
		return nil, err
	}
	out, err := c.Flows().SignIn(c, c.Request, flow.SignInInput{Email: in.Body.Email, Password: in.Body.Password, Trust: trustTokens(c), TrustBox: in.Body.Trust})
	if err != nil {
		return nil, err
	}
	if out.Renew {
		out.Step = signin.Enroll
	}
	answer := wire.SignInAnswer{Next: next(out.Step), Methods: out.Methods, TrustToken: trusted(c, out.NewTrust, out.UsedTrust)}
	hand := entered
	if out.Step == signin.Challenge {
		hand = halfOpened
	}
	r, err := hand(c, out.Token)
	answer.Token, answer.CSRF = r.Token, r.CSRF
	return ok(answer), err
}

func next(step signin.Step) string {
	switch step {
	case signin.Grant:
		return wire.NextDone
	case signin.Enroll:
		return wire.NextSetUp
	case signin.Challenge:
		return wire.NextSecondStep
	case signin.Choose:
		return wire.NextPassword
	}
	return wire.NextSignIn
}

func (s *Server) verifyCode(c *door.Call, in *body[wire.CodeRequest]) (*body[wire.SignInAnswer], error) {
	out, err := c.Flows().VerifyCode(c, c.Request, flow.VerifyInput{Half: c.Half, Way: in.Body.Way, Code: in.Body.Code, TrustBox: in.Body.Trust})
	if err != nil {
		return nil, err
	}
	return verified(c, out, wire.SignInAnswer{TrustToken: trusted(c, out.Trust, "")})
}

func (s *Server) verifyRecovery(c *door.Call, in *body[wire.RecoveryRequest]) (*body[wire.SignInAnswer], error) {
	out, err := c.Flows().VerifyRecovery(c, c.Request, flow.VerifyInput{Half: c.Half, Code: in.Body.Code})
	if err != nil {
		return nil, err
	}
	return verified(c, out, wire.SignInAnswer{RecoveryUsed: true, RecoveryLeft: out.RecoveryLeft})
}

// verified hands over the session that a second step opened. A reset opens
// none and goes on under the token it has.
func verified(c *door.Call, out flow.VerifyResult, answer wire.SignInAnswer) (*body[wire.SignInAnswer], error) {
	if out.Step == signin.Choose {
		answer.Next, answer.RecoveryUsed = next(out.Step), false
		return ok(answer), nil
	}
	if out.Renew {
		out.Step = signin.Enroll // what is left of it
	}
	r, err := entered(c, out.Token)
	answer.Next, answer.Token, answer.CSRF = next(out.Step), r.Token, r.CSRF
	return ok(answer), err
}

func (s *Server) cancelSignIn(c *door.Call, _ *none) (*none, error) {
	err := c.Flows().CancelHalf(c, c.Request, c.Half)
	if !c.Bearer {
		c.SetHalf("")
	}
	return done(err)
}

func (s *Server) forgetBrowser(c *door.Call, _ *none) (*none, error) {
	err := c.Flows().ForgetBrowser(c, c.Request, trustTokens(c))
	if !c.Bearer {
		c.ForgetTrust()
	}
	return done(err)
}

func (s *Server) readSignIn(c *door.Call, _ *none) (*body[wire.SignInPage], error) {
	org, policy, err := c.Flows().Organization(c, c.Scope)
	if err != nil {
		return nil, err
	}
	page := wire.SignInPage{Organization: organizationOf(c, org, policy), Passkeys: c.Flows().PasskeySignIns(policy)}
	box, err := c.Flows().BoxAtPassword(c, c.Request, policy)
	if err != nil {
		return nil, err
	}
	if box {
		page.Trust = &wire.TrustBox{Days: policy.TrustDays}
	}
	if !c.Bearer {
		if page.CSRF, err = c.CSRF(); err != nil {
			return nil, err
		}
	}
	page.SecondStep, err = secondStep(c)
	return ok(page), err
}

func secondStep(c *door.Call) (*wire.SecondStep, error) {
	if c.Half == "" {
		return nil, nil
	}
	half, err := c.Flows().Half(c, c.Request, c.Half)
	switch domain.KindOf(err) {
	case domain.Unauthenticated:
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	out := &wire.SecondStep{Email: half.Person.Email, Methods: []wire.WayToSign{}, Reset: half.Purpose == domain.PurposeReset, Passed: half.Step == signin.Choose,
		NoCode: half.Policy.WaysBack.NoCode}
	if half.TrustOffered && half.Policy.TrustPlacement == domain.PlaceCodeStep || half.TrustOffered && half.TrustWanted {
		out.Trust = &wire.TrustBox{Days: half.Policy.TrustDays, Checked: half.TrustWanted}
	}
	if half.Person.Lock.Locked(c.Now) {
		out.LockedUntil = half.Person.Lock.Until
	}
	for _, m := range half.Methods {
		out.Methods = append(out.Methods, ways(m, half)...)
	}
	return out, nil
}

// ways are the person's methods of one kind.
func ways(kind domain.Method, half flow.HalfView) []wire.WayToSign {
	if kind == domain.MethodRecovery {
		return []wire.WayToSign{{Kind: kind, Left: half.RecoveryLeft}}
	}
	switch kind {
	case domain.MethodAccessCode:
		return []wire.WayToSign{{Kind: kind}}
	case domain.MethodGrantedText:
		way := wayTo(half, half.Granted)
		way.Kind, way.ID, way.Until = kind, "", half.Person.TextUntil
		return []wire.WayToSign{way}
	}
	var out []wire.WayToSign
	for _, x := range half.Factors {
		if x.Method == kind {
			out = append(out, wayTo(half, x))
		}
	}
	return out
}

func wayTo(half flow.HalfView, x flow.Way) wire.WayToSign {
	at, next := half.Sent(x)
	return wire.WayToSign{Kind: x.Method, ID: x.ID, Name: x.Name, Hint: x.Hint, LastUsed: x.LastUsedAt, SentAt: at, SendAt: next, Failed: sendFailed(half.Lost(x))}
}

// sendFailed is the code of a message that will never arrive.
func sendFailed(lost bool) domain.Code {
	if lost {
		return domain.CodeSendFailed
	}
	return ""
}

func (s *Server) sendCode(c *door.Call, in *body[wire.SendCodeRequest]) (*none, error) {
	return done(c.Flows().SendCode(c, c.Request, c.Half, in.Body.Way))
}

// organizationOf is the organization as every page shows it.
func organizationOf(c *door.Call, org domain.Tenant, policy domain.Policy) wire.Org {
	return wire.Org{Name: org.Name, Short: org.ShortName, Base: c.Base(), Contact: wire.Contact(policy.WaysBack.Contact(domain.ReadContact(org.Contact)))}
}
