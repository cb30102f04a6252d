package site

import (
	"net/http"
	"strings"
	"time"

	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/domain/signin"
)

func (s *Site) forgot(c *door.Call) error { return s.draw(c, wire.Forgot{}) }

// forgotNow asks for a link. The page after it is the same for every address.
func (s *Site) forgotNow(c *door.Call) error {
	if fill := strings.TrimSpace(c.Gin.PostForm("fill")); fill != "" {
		return s.draw(c, wire.Forgot{Email: fill})
	}
	email := strings.TrimSpace(c.Gin.PostForm("email"))
	sent := wire.ForgotSent{Email: email, Minutes: int(domain.ResetFor / time.Minute), Wait: int(flow.ResetAskWait / time.Second)}
	err := s.flows.AskReset(c, c.Request, email)
	switch {
	case err == nil:
		return s.draw(c, sent)
	case domain.CodeOf(err) == domain.CodeResendWait:
		sent.Wait = int(c.Refusal(err).RetryAfter.Seconds() + 0.999)
		return s.again(c, err, sent)
	}
	return s.again(c, err, wire.Forgot{Email: email})
}

// reset opens the link of a forgotten password and leads to what it asks for
// next.
func (s *Site) reset(c *door.Call) error {
	if c.Gin.Query("expired") != "" {
		if err := s.flows.ReadReset(c, c.Request, c.Link()); err != nil {
			return s.resetStopped(c, err)
		}
		return s.draw(c, wire.ResetStopped{Kind: wire.ResetLate})
	}
	if err := c.EnsureBrowser(); err != nil {
		return err
	}
	out, err := s.flows.OpenReset(c, c.Request, c.Link(), c.Half)
	if err != nil {
		return s.resetStopped(c, err)
	}
	if out.Token != "" {
		c.SetHalf(out.Token)
	}
	if out.Step == signin.Challenge {
		return see(c, s.secondStepPath(c, out.Methods))
	}
	return s.draw(c, wire.NewPassword{Email: out.Person.Email, PasswordMin: out.PasswordMin})
}

// resetStopped draws the page of a reset that doesn't go on.
func (s *Site) resetStopped(c *door.Call, err error) error {
	screen := wire.ResetStopped{Kind: wire.ResetExpired, Minutes: int(domain.ResetFor / time.Minute)}
	switch domain.CodeOf(err) {
	case domain.CodeLinkExpired, domain.CodeLinkUsed:
	case domain.CodeMethodDisabled, domain.CodeMethodNotAccepted:
		screen = wire.ResetStopped{Kind: wire.ResetStuck}
	default:
		return err
	}
	p, pageErr := s.page(c)
	if pageErr != nil {
		return pageErr
	}
	return s.show(c, door.Status(err), p, screen)
}

func (s *Site) resetNow(c *door.Call) error {
	form := c.Gin.PostForm
	err := s.flows.ChoosePassword(c, c.Request, c.Half, flow.NewPassword{Password: form("password"), Again: form("again")})
	if err == nil {
		c.SetHalf("")
		c.SetLink("")
		return see(c, c.Base()+"/sign-in?changed=1")
	}
	switch domain.KindOf(err) {
	case domain.Invalid:
		half, halfErr := s.flows.Half(c, c.Request, c.Half)
		if halfErr != nil {
			return halfErr
		}
		return s.again(c, err, wire.NewPassword{Email: half.Person.Email, PasswordMin: flow.LeastPassword(half.Person)})
	case domain.Gone:
		return s.resetStopped(c, err)
	}
	return err
}

// resetOver is where an attempt that ended goes on: at its link's own page,
// where this browser has one that is good; empty otherwise.
func (s *Site) resetOver(c *door.Call) string {
	if c.Link() == "" || s.flows.ReadReset(c, c.Request, c.Link()) != nil {
		return ""
	}
	return c.Base() + "/reset?expired=1"
}

// wayBack is what stands beside a second step.
func wayBack(half flow.HalfView) wire.WayBack {
	return wire.WayBack{Reset: half.Purpose == domain.PurposeReset, TextUntil: textUntil(half)}
}

// changedNotice says after a reset that the new password is in force.
func changedNotice(c *door.Call) *wire.Message {
	if c.Gin.Request.Method != http.MethodGet || c.Gin.Query("changed") == "" {
		return nil
	}
	return &wire.Message{Code: "password_reset"}
}
