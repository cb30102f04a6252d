package site

import (
	"time"

	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/domain/signin"
)

// accessCode asks for the code that an administrator or support gave.
func (s *Site) accessCode(c *door.Call) error {
	half, err := s.half(c)
	if err != nil {
		return err
	}
	if half.Closed(signin.AccessCode, c.Now) {
		return s.locked(c, half)
	}
	if !offered(half.Methods, domain.MethodAccessCode) {
		return see(c, s.secondStepPath(c, half.Methods))
	}
	return s.draw(c, wire.AccessCode{Email: half.Person.Email})
}

func (s *Site) accessCodeNow(c *door.Call) error {
	out, err := s.flows.VerifyCode(c, c.Request, flow.VerifyInput{Half: c.Half, Way: string(domain.MethodAccessCode), Code: c.Gin.PostForm("code")})
	if err == nil {
		return s.verified(c, out)
	}
	return s.stepRefused(c, err, func(half flow.HalfView) error {
		return s.again(c, err, wire.AccessCode{Email: half.Person.Email, Typed: c.Gin.PostForm("code")})
	})
}

// textUntil is until when a text message may stand in for a lost device, the
// zero time where none may.
func textUntil(half flow.HalfView) time.Time {
	if half.Granted.ID == "" {
		return time.Time{}
	}
	return half.Person.TextUntil
}

// turnOffLost turns two-step off where a lost device would be replaced.
func (s *Site) turnOffLost(c *door.Call) error {
	token, err := s.flows.TurnOffLost(c, c.Request, c.Visit)
	if err != nil {
		return err
	}
	if err := c.SetSession(token); err != nil {
		return err
	}
	return see(c, c.Base()+"/me/security")
}
