package site

import (
	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
)

// askSupport is the form to support's desk, or what became of the case that is
// under way. Where the form isn't on the ladder there is no page.
func (s *Site) askSupport(c *door.Call) error {
	found, err := s.flows.Help(c, c.Request, c.Half)
	if err != nil {
		return err
	}
	for _, one := range found.Cases {
		if one.State.Unsettled() {
			return s.draw(c, wire.HelpSupported{Case: wire.HelpCaseOf(one, c.Now)})
		}
	}
	if !found.Half || !found.Offers(domain.RungSupportForm) {
		return see(c, c.Base()+"/help/sign-in")
	}
	return s.draw(c, supportScreen(found.Policy))
}

func supportScreen(p domain.Policy) wire.HelpSupport {
	return wire.HelpSupport{Who: p.WaysBack.Support.Who, Hours: p.WaysBack.Support.Hours, Due: p.WaysBack.SupportHours}
}

func (s *Site) askSupportNow(c *door.Call) error {
	form := c.Gin.PostForm
	in := flow.SupportInput{Reason: domain.RequestReason(form("reason")), Message: form("message"), Reach: form("reach")}
	out, err := s.flows.AskSupport(c, c.Request, c.Half, in)
	if err == nil {
		return s.draw(c, wire.HelpSupported{Case: wire.HelpCaseOf(out, c.Now)})
	}
	if code := domain.CodeOf(err); code == domain.CodeAttemptExpired || code == domain.CodeRequestsOff {
		return err
	}
	found, helpErr := s.flows.Help(c, c.Request, c.Half)
	if helpErr != nil {
		return helpErr
	}
	screen := supportScreen(found.Policy)
	screen.Reason, screen.Message, screen.Reach = in.Reason, in.Message, in.Reach
	return s.again(c, err, screen)
}
