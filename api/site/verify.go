package site

import (
	"slices"
	"strings"

	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/domain/factor"
	"twofold/domain/signin"
)

// half reads the half-finished sign-in of this browser, or the reset whose
// second step is still to come. Every page drawn from it carries the same ways
// out.
func (s *Site) half(c *door.Call) (flow.HalfView, error) {
	half, err := s.flows.Half(c, c.Request, c.Half)
	switch {
	case err == nil && half.Step == signin.Choose:
		err = domain.Refuse(domain.Conflict, domain.CodeVerified)
	case err == nil:
		c.Gin.Set(ladderKey, ladder(c, half))
	}
	return half, err
}

func (s *Site) verify(c *door.Call) error {
	half, err := s.half(c)
	if err != nil {
		return err
	}
	way := c.Gin.Query("way")
	if to := s.secondStepPath(c, half.Methods); to != c.Base()+"/sign-in/verify" && way == "" {
		return see(c, to)
	}
	if half.Closed(signin.AppCode, c.Now) {
		return s.locked(c, half)
	}
	return s.draw(c, s.secondStep(c, half, half.Way(way)))
}

func verifyScreen(half flow.HalfView, x flow.Way) wire.Verify {
	out := wire.Verify{Email: half.Person.Email, Digits: factor.Digits, Method: x.Name, Way: x.ID, WayBack: wayBack(half)}
	if half.TrustOffered && half.Policy.TrustPlacement == domain.PlaceCodeStep {
		out.Trust = &wire.TrustBox{Days: half.Policy.TrustDays}
	}
	return out
}

func (s *Site) locked(c *door.Call, half flow.HalfView) error {
	p, err := s.page(c)
	if err != nil {
		return err
	}
	until := half.Person.Lock.Until
	refusal := signin.Locked(until, c.Now)
	c.RetryHeader(refusal)
	screen := wire.Locked{Until: until, TryAgain: c.Base() + "/sign-in/verify", Forgot: c.Base() + "/forgot"}
	if !half.Closed(signin.PasskeyTouch, c.Now) && slices.Contains(half.Methods, domain.MethodPasskey) {
		screen.Passkey = c.Base() + "/sign-in/verify/passkey"
	}
	if half.Policy.WaysBack.Climbs(domain.RungAdmins) {
		screen.Ask = c.Base() + "/help/sign-in/unlock"
	}
	return s.show(c, door.Status(refusal), p, screen)
}

func (s *Site) verifyNow(c *door.Call) error {
	in := flow.VerifyInput{Half: c.Half, Way: c.Gin.PostForm("way"), Code: c.Gin.PostForm("code"), TrustBox: c.Gin.PostForm("trust") != ""}
	out, err := s.flows.VerifyCode(c, c.Request, in)
	if err == nil {
		return s.verified(c, out)
	}
	return s.stepRefused(c, err, func(half flow.HalfView) error { return s.verifyAgain(c, err, in, half) })
}

// stepRefused answers a refused second step: the attempt has ended, codes are
// locked, or its page comes again.
func (s *Site) stepRefused(c *door.Call, err error, again func(flow.HalfView) error) error {
	if domain.CodeOf(err) == domain.CodeAttemptExpired {
		return err
	}
	half, halfErr := s.half(c)
	if halfErr != nil {
		return halfErr
	}
	if domain.CodeOf(err) == domain.CodeLocked {
		return s.locked(c, half)
	}
	return again(half)
}

func (s *Site) verifyAgain(c *door.Call, err error, in flow.VerifyInput, half flow.HalfView) error {
	x := half.Way(in.Way)
	if x.ID == "" {
		x = half.Way("") // what was asked went away meanwhile
	}
	if sent(x.Method) {
		return s.verifySentAgain(c, err, in, half, x)
	}
	screen := verifyScreen(half, x)
	screen.Typed = in.Code
	if screen.Trust != nil {
		screen.Trust.Checked = in.TrustBox
	}
	e := c.Refusal(err)
	if left, ok := e.Args["left"].(int); ok {
		screen.TriesLeft = left
	}
	screen.ClockHint = e.Args["clock_hint"] == true
	if minutes, ok := e.Args["minutes"].(int); ok {
		screen.ClockOff = minutes
		if e.Args["fast"] == false {
			screen.ClockOff = -minutes
		}
	}
	if e.Code == domain.CodeLooksLikeRecovery {
		screen.LooksRecovery = true
		err = domain.RefuseField(domain.Invalid, domain.CodeCodeNotDigits, "code")
	}
	return s.again(c, err, screen)
}

// verified opens the session and goes where the sign-in was asked for. A reset
// goes on to its new password.
func (s *Site) verified(c *door.Call, out flow.VerifyResult) error {
	if out.Step == signin.Choose {
		return see(c, c.Base()+"/reset")
	}
	next := c.Next()
	c.SetNext("")
	if out.Trust != "" {
		c.SetTrust(out.Trust, "")
	}
	if err := s.begin(c, out.Token); err != nil {
		return err
	}
	return s.goOn(c, out.Person, out.Step, next)
}

func (s *Site) methods(c *door.Call) error {
	half, err := s.half(c)
	if err != nil {
		return err
	}
	out := wire.Methods{Reset: half.Purpose == domain.PurposeReset}
	for _, x := range half.Factors {
		choice := wire.MethodChoice{Kind: kindOf(x.Method), Name: x.Name, Hint: x.Hint, LastUsed: x.LastUsedAt, Way: x.ID}
		if !sent(x.Method) {
			choice.Href = verifyPath(c, x)
		}
		out.Methods = append(out.Methods, choice)
	}
	if offered(half.Methods, domain.MethodRecovery) {
		out.Methods = append(out.Methods, wire.MethodChoice{Kind: "recovery", Href: c.Base() + "/sign-in/verify/recovery", Left: half.RecoveryLeft})
	}
	if offered(half.Methods, domain.MethodAccessCode) {
		out.Methods = append(out.Methods, wire.MethodChoice{Kind: string(domain.MethodAccessCode), Href: c.Base() + "/sign-in/verify/access-code"})
	}
	if x := half.Granted; x.ID != "" {
		out.Methods = append(out.Methods, wire.MethodChoice{Kind: "text", Hint: x.Hint, Href: verifyPath(c, x)})
	}
	return s.draw(c, out)
}

func (s *Site) recovery(c *door.Call) error {
	half, err := s.half(c)
	if err != nil {
		return err
	}
	if half.Closed(signin.Recovery, c.Now) {
		return s.locked(c, half)
	}
	return s.draw(c, recoveryScreen(half))
}

func recoveryScreen(half flow.HalfView) wire.Recovery {
	return wire.Recovery{Email: half.Person.Email, None: half.RecoveryLeft == 0, Reset: half.Purpose == domain.PurposeReset, TextUntil: textUntil(half)}
}

func (s *Site) recoveryNow(c *door.Call) error {
	out, err := s.flows.VerifyRecovery(c, c.Request, flow.VerifyInput{Half: c.Half, Code: strings.TrimSpace(c.Gin.PostForm("code"))})
	if err == nil && out.Step == signin.Choose {
		return s.verified(c, out)
	}
	if err == nil {
		c.SetNext("")
		if err := s.begin(c, out.Token); err != nil {
			return err
		}
		return see(c, c.Base()+"/sign-in/recovery-used")
	}
	return s.stepRefused(c, err, func(half flow.HalfView) error {
		screen := recoveryScreen(half)
		screen.Typed = c.Gin.PostForm("code")
		return s.again(c, err, screen)
	})
}

// recoveryUsed asks whether the phone is lost, after a recovery code, or for a
// set to be saved: the first, after the profile's number was proved, or a new
// one where the last code went before this sign-in.
func (s *Site) recoveryUsed(c *door.Call) error {
	if !c.Visit.RecoveryOpen && !c.Visit.Session.Renew {
		return see(c, c.Base()+"/")
	}
	own, err := s.flows.Security(c, c.Request, c.Visit)
	if err != nil {
		return err
	}
	if !c.Visit.RecoveryOpen {
		spent := !own.RecoveryMade.IsZero()
		return s.draw(c, wire.RecoveryUsed{First: !spent, Spent: spent, NewCodes: c.Base() + "/setup/new-codes"})
	}
	screen := wire.RecoveryUsed{Left: own.RecoveryLeft, NewCodes: c.Base() + "/setup/new-codes"}
	if len(own.Factors) > 0 {
		screen.SetUp = c.Base() + "/setup?replace=" + own.Factors[0].ID
	}
	if own.RecoveryLeft > 0 {
		screen.Continue = c.Base() + "/sign-in/recovery-used"
	}
	return s.draw(c, screen)
}

func (s *Site) phoneKept(c *door.Call) error {
	if err := s.flows.KeepPhone(c, c.Request, c.Visit); err != nil {
		return err
	}
	return see(c, c.Base()+"/")
}

func offered(list []domain.Method, m domain.Method) bool {
	for _, x := range list {
		if x == m {
			return true
		}
	}
	return false
}
