package site

import (
	"strconv"

	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/domain/factor"
)

// setupSent verifies a number or an address: it asks for it, then for the
// code that went there.
func (s *Site) setupSent(m domain.Method) handler {
	return func(c *door.Call) error {
		view, done, err := s.liveSetup(c)
		if done || err != nil {
			return err
		}
		view, place := ownSetup(c, view, m)
		if place != "" {
			return see(c, place)
		}
		return s.draw(c, setupSentScreen(c, m, view))
	}
}

func setupSentScreen(c *door.Call, m domain.Method, view flow.SetupView) wire.SetupSent {
	out := wire.SetupSent{Step: pageStep(c, view, m, stepMethod), Backup: backing(view, m), Kind: string(m), Digits: factor.Digits, Back: c.Base() + "/setup"}
	if out.Backup {
		out.Back = c.Base() + "/setup/backup?choose=1"
		if len(view.Due) < 2 {
			out.Back = ""
		}
	}
	if view.Found && view.Method == m && !view.Confirmed && c.Gin.Query("change") == "" {
		out.Step = pageStep(c, view, m, stepProve)
		out.Hint, out.SentAt, out.Wait, out.Again, out.Lost = view.Hint, view.SentAt, seconds(view.Again, c.Now), c.Gin.Query("sent") != "", view.Lost
		return out
	}
	if m == domain.MethodEmail {
		out.Address = c.Visit.Person.Email
		return out
	}
	out.Country = factor.CountryOf(c.Gin.GetHeader("Accept-Language"))
	for _, x := range factor.Countries(c.Language(), c.Flows().TextCountries(c.Visit.Policy)...) {
		out.Countries = append(out.Countries, wire.Country{Code: x.Region, Name: x.Name, Dial: "+" + strconv.Itoa(x.Dial)})
	}
	return out
}

func (s *Site) setupSentNow(m domain.Method) handler {
	return func(c *door.Call) error {
		view, done, err := s.liveSetup(c)
		if done || err != nil {
			return err
		}
		here := c.Base() + "/setup/" + string(m)
		switch c.Gin.PostForm("action") {
		case "send":
			return s.setupSend(c, m, here, view)
		case "again":
			if err := s.flows.ResendSetup(c, c.Request, c.Visit); err != nil {
				return s.setupSentAgain(c, err, m, view)
			}
			return see(c, here+"?sent=1")
		}
		turned, err := s.flows.ConfirmSetup(c, c.Request, c.Visit, c.Gin.PostForm("code"), "")
		if err != nil {
			return s.setupSentAgain(c, err, m, view)
		}
		if turned != nil {
			return s.turnedOn(c, turned)
		}
		return s.goOnSetup(c)
	}
}

func (s *Site) setupSend(c *door.Call, m domain.Method, here string, view flow.SetupView) error {
	in := flow.SentSetup{Method: m, Address: c.Gin.PostForm("phone"), Country: c.Gin.PostForm("country"), Replaces: c.Replaces()}
	if m == domain.MethodEmail {
		in.Address = c.Gin.PostForm("email")
	}
	err := s.flows.StartSentSetup(c, c.Request, c.Visit, in)
	if asked, err := confirmed(c, err, s.setupReason(c), here); asked {
		return err
	}
	if err != nil {
		view.Found = false
		screen := setupSentScreen(c, m, view)
		screen.Address, screen.Country = in.Address, in.Country
		return s.again(c, err, screen)
	}
	return see(c, here)
}

func (s *Site) setupSentAgain(c *door.Call, err error, m domain.Method, view flow.SetupView) error {
	screen := setupSentScreen(c, m, view)
	screen.Typed = c.Gin.PostForm("code")
	return s.again(c, err, screen)
}
