package site

import (
	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
)

const ladderKey = "ladder"

func (s *Site) help(c *door.Call) error {
	_, policy, err := s.flows.Organization(c, c.Scope)
	if err != nil {
		return err
	}
	return s.draw(c, wire.Help{TwoStep: policy.Mode != domain.ModeOff})
}

// ladder is the ways out that stand under the field of a second step, in the
// tenant's order; those of support are one link.
func ladder(c *door.Call, half flow.HalfView) []wire.HelpLink {
	var out []wire.HelpLink
	support := false
	for _, rung := range flow.Ladder(half.Policy) {
		switch rung {
		case domain.RungOtherMethod:
			out = append(out, wire.HelpLink{Kind: string(rung), Href: c.Base() + "/sign-in/verify/methods"})
		case domain.RungRecoveryCode:
			if offered(half.Methods, domain.MethodRecovery) {
				out = append(out, wire.HelpLink{Kind: string(rung), Href: c.Base() + "/sign-in/verify/recovery", Text: half.Policy.WaysBack.NoCode[c.Language()]})
			}
		case domain.RungAdmins:
			out = append(out, wire.HelpLink{Kind: string(rung), Href: c.Base() + "/help/sign-in/ask"})
		default:
			if !support {
				out = append(out, wire.HelpLink{Kind: "support", Href: c.Base() + "/help/sign-in#support"})
			}
			support = true
		}
	}
	return out
}

// helpSignIn is "Can't sign in?". To strangers it says the same for everybody.
func (s *Site) helpSignIn(c *door.Call) error {
	found, err := s.flows.Help(c, c.Request, c.Half)
	if err != nil {
		return err
	}
	out := wire.HelpSignIn{Forgot: c.Base() + "/forgot", Request: ownRequest(found.Own), Cases: helpCases(c, found.Cases)}
	for _, rung := range found.Rungs {
		out.Rungs = append(out.Rungs, helpRung(c, found, rung))
	}
	return s.draw(c, out)
}

func helpCases(c *door.Call, all []domain.Case) (out []wire.HelpCase) {
	for _, one := range all {
		out = append(out, wire.HelpCaseOf(one, c.Now))
	}
	return out
}

func helpRung(c *door.Call, found flow.HelpView, rung domain.Rung) wire.HelpRung {
	out := wire.HelpRung{Kind: rung}
	support := found.Policy.WaysBack.Support
	switch rung {
	case domain.RungSupportPhone:
		out.Contact, out.Hours = support.Phone, support.Hours
	case domain.RungSupportMail:
		out.Contact, out.Hours = support.Email, support.Hours
	case domain.RungSupportForm:
		out.Hours = support.Hours
	}
	if !found.Half {
		return out
	}
	switch rung {
	case domain.RungOtherMethod:
		out.Href = c.Base() + "/sign-in/verify/methods"
	case domain.RungRecoveryCode:
		out.Href, out.Left = c.Base()+"/sign-in/verify/recovery", found.RecoveryLeft
	case domain.RungAdmins:
		out.Href = c.Base() + "/help/sign-in/ask"
		out.Names, out.Text, out.Nobody = found.Admins, found.AdminsText(), found.Nobody
	case domain.RungSupportForm:
		out.Href = c.Base() + "/help/sign-in/support"
	}
	return out
}

func ownRequest(own *flow.OwnRequest) *wire.OwnRequest {
	if own == nil {
		return nil
	}
	return &wire.OwnRequest{Number: domain.RequestName(own.Number), Kind: own.Kind, State: own.State, Decision: own.Decision, CreatedAt: own.CreatedAt, ExpiresAt: own.ExpiresAt}
}

// askHelp is the form to those who administer, or what became of the request
// that is open.
func (s *Site) askHelp(c *door.Call) error {
	found, err := s.flows.Help(c, c.Request, c.Half)
	if err != nil {
		return err
	}
	if found.Own != nil && found.Own.State.Live() {
		return s.draw(c, wire.HelpAsked{Request: *ownRequest(found.Own)})
	}
	if !found.Half || !found.Offers(domain.RungAdmins) {
		return see(c, c.Base()+"/help/sign-in")
	}
	return s.draw(c, s.askScreen(found))
}

func (s *Site) askScreen(found flow.HelpView) wire.HelpAsk {
	return wire.HelpAsk{Names: found.Admins, Text: found.AdminsText(), Nobody: found.Nobody, Operator: s.flows.Operator()}
}

func (s *Site) askHelpNow(c *door.Call) error {
	form := c.Gin.PostForm
	in := flow.HelpInput{Kind: domain.RequestLostDevice, Reason: domain.RequestReason(form("reason")), Message: form("message"), Reach: form("reach")}
	return s.asked(c, in)
}

// askUnlock is the button of the page of a paused second step.
func (s *Site) askUnlock(c *door.Call) error {
	return s.asked(c, flow.HelpInput{Kind: domain.RequestUnlock})
}

func (s *Site) asked(c *door.Call, in flow.HelpInput) error {
	out, err := s.flows.AskForHelp(c, c.Request, c.Half, in)
	if err == nil {
		return s.draw(c, wire.HelpAsked{Request: *ownRequest(&out)})
	}
	code := domain.CodeOf(err)
	if code == domain.CodeAttemptExpired {
		return err
	}
	found, helpErr := s.flows.Help(c, c.Request, c.Half)
	if helpErr != nil {
		return helpErr
	}
	screen := s.askScreen(found)
	screen.Reason, screen.Message, screen.Reach = in.Reason, in.Message, in.Reach
	if code == domain.CodeRequestNobody {
		screen.Nobody = true
		return s.draw(c, screen)
	}
	return s.again(c, err, screen)
}

// stopRequest is the page of a request's "this wasn't me" link. It works
// without a session and changes nothing until its button is pressed.
func (s *Site) stopRequest(c *door.Call) error {
	found, err := s.flows.ReadStop(c, c.Request, c.Link())
	if err != nil {
		return err
	}
	return s.draw(c, wire.StopRequest{Number: found.Number, Kind: found.Kind, At: found.At, Support: found.Support})
}

func (s *Site) stopRequestNow(c *door.Call) error {
	out, err := s.flows.StopRequest(c, c.Request, c.Link())
	if err != nil {
		return err
	}
	c.SetLink("")
	return s.draw(c, wire.RequestStopped{Number: out.Number, SignIn: c.Base() + "/sign-in"})
}
