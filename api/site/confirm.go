package site

import (
	"net/url"
	"slices"
	"strings"

	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/domain/factor"
)

// confirmPath is the page that confirms it's them and goes on at next.
func confirmPath(c *door.Call, reason, next string) string {
	return c.Base() + "/confirm?reason=" + url.QueryEscape(reason) + "&next=" + url.QueryEscape(next)
}

var confirmReasons = []string{"set_up", "replace", "remove", "rename", "new_codes", "turn_off", "password", "policy", "people", "reset", "questions"}

func (s *Site) confirm(c *door.Call) error {
	screen := s.stepUp(c, c.Gin.Query("reason"), c.Gin.Query("next"), c.Gin.Query("method"))
	if err := s.tellLost(c, &screen); err != nil {
		return err
	}
	return s.draw(c, screen)
}

// tellLost says of a code that was sent to this session that it can't be
// delivered.
func (s *Site) tellLost(c *door.Call, screen *wire.StepUp) error {
	all, err := s.flows.ConfirmLost(c, c.Request, c.Visit)
	screen.Lost = slices.Contains(all, domain.ConfirmMethod(screen.Method))
	return err
}

func (s *Site) stepUp(c *door.Call, reason, next, method string) wire.StepUp {
	known := false
	for _, r := range confirmReasons {
		known = known || r == reason
	}
	if !known {
		reason = "set_up"
	}
	home := c.Base() + "/me/security"
	out := wire.StepUp{Reason: reason, Digits: factor.Digits,
		Action: c.Base() + "/confirm?reason=" + url.QueryEscape(reason), Next: safeNext(c, next, home), Cancel: home}
	ways := c.Visit.ConfirmMethods()
	out.Method = string(ways[0])
	for _, m := range ways {
		if string(m) == method {
			out.Method = method
		}
	}
	for _, m := range ways {
		if string(m) != out.Method {
			out.Others = append(out.Others, wire.MethodChoice{Kind: string(m), Href: confirmPath(c, reason, out.Next) + "&method=" + string(m)})
		}
	}
	if out.Method == string(domain.ConfirmByPasskey) {
		out.Challenge = challengeAt(c, wire.AskToConfirm)
	}
	return out
}

func (s *Site) confirmNow(c *door.Call) error {
	method := domain.ConfirmMethod(c.Gin.PostForm("method"))
	in := flow.ConfirmInput{Method: method, Secret: c.Gin.PostForm("password"), Passkey: passkeyAnswer(c)}
	if method != domain.ConfirmByPassword {
		in.Secret = c.Gin.PostForm("code")
	}
	screen := s.stepUp(c, c.Gin.Query("reason"), c.Gin.PostForm("next"), string(method))
	if c.Gin.Query("send") != "" {
		err := s.flows.SendConfirm(c, c.Request, c.Visit, method)
		if screen.Sent = err == nil; err != nil {
			return s.again(c, err, screen)
		}
		return s.draw(c, screen)
	}
	if err := s.flows.Confirm(c, c.Request, c.Visit, in); err != nil {
		if lostErr := s.tellLost(c, &screen); lostErr != nil {
			return lostErr
		}
		screen.Typed = c.Gin.PostForm("code")
		return s.again(c, err, screen)
	}
	return see(c, screen.Next)
}

// confirmed does what needs a confirmation, or leads to the page that asks
// for one and comes back to next.
func confirmed(c *door.Call, err error, reason, next string) (bool, error) {
	if domain.CodeOf(err) != domain.CodeStepUpRequired {
		return false, err
	}
	return true, see(c, confirmPath(c, reason, strings.TrimSpace(next)))
}
