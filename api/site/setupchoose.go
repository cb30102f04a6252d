package site

import (
	"cmp"
	"slices"

	"twofold/api/door"
	"twofold/api/wire"
	"twofold/domain"
)

// setupOrder are the cards of the wizard. A security key is a passkey that is
// plugged in or tapped.
var setupOrder = []struct {
	card   string
	method domain.Method
}{{"passkey", domain.MethodPasskey}, {"app", domain.MethodApp}, {"text", domain.MethodText}, {"security_key", domain.MethodPasskey}, {"email", domain.MethodEmail}}

// choose shows the methods to choose from, or goes straight on where there is
// one. A method is replaced by one of its kind.
func (s *Site) choose(c *door.Call) error {
	own, err := s.flows.Security(c, c.Request, c.Visit)
	if err != nil {
		return err
	}
	have := map[domain.Method]bool{}
	for _, x := range own.Factors {
		have[x.Method] = have[x.Method] || !x.Disabled
		if x.ID == c.Gin.Query("replace") {
			return see(c, c.Base()+"/setup/"+string(x.Method))
		}
	}
	view, err := s.flows.Setup(c, c.Request, c.Visit)
	if err != nil {
		return err
	}
	if len(view.Due) > 0 {
		return see(c, c.Base()+"/setup/backup?choose=1")
	}
	screen := wire.SetupMethods{}
	choices := s.flows.Choices(c.Visit)
	for _, m := range setupOrder {
		if slices.Contains(choices, m.method) {
			screen.Methods = append(screen.Methods, wire.SetupMethod{Kind: m.card, On: have[m.method] && m.card == string(m.method), Recommended: len(screen.Methods) == 0})
			screen.Step = cmp.Or(screen.Step, wizardStep(c, view, m.method, stepChoose))
		}
	}
	p := c.Visit.Person
	screen.TurnOn = c.Visit.Policy.MayTurnOn(p.User, p.Methods)
	if len(screen.Methods) == 1 && !screen.TurnOn {
		return see(c, c.Base()+"/setup/"+screen.Methods[0].Kind)
	}
	if c.Visit.ActsAs != domain.RolePending {
		screen.Back = c.Base() + "/me/security"
	}
	return s.draw(c, screen)
}

// setupChosen goes on with the chosen method.
func (s *Site) setupChosen(c *door.Call) error {
	for _, m := range setupOrder {
		if m.card != c.Gin.PostForm("method") || !c.Visit.Policy.MayVerify(m.method) {
			continue
		}
		if m.card == "security_key" {
			return see(c, c.Base()+"/setup/passkey?kind=security_key")
		}
		if m.card == "passkey" {
			return see(c, c.Base()+"/setup/passkey?again=1")
		}
		return see(c, c.Base()+"/setup/"+m.card)
	}
	return domain.Refuse(domain.Forbidden, domain.CodeMethodNotAccepted)
}

// turnOnKept turns two-step verification on with the methods there are.
func (s *Site) turnOnKept(c *door.Call) error {
	turned, err := s.flows.StartTurnOn(c, c.Request, c.Visit)
	if asked, err := confirmed(c, err, "set_up", c.Base()+"/setup?choose=1"); asked {
		return err
	}
	switch domain.CodeOf(err) {
	case domain.CodeMethodRequired:
		return see(c, c.Base()+"/setup?choose=1")
	case domain.CodeQuestionsRequired:
		return see(c, c.Base()+"/setup/questions")
	}
	if err != nil {
		return err
	}
	if turned != nil {
		return s.turnedOn(c, turned)
	}
	return s.goOnSetup(c)
}
