package site

import (
	"net/http"
	"sort"
	"strings"
	"time"

	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/domain/factor"
	"twofold/domain/signin"
)

// front is the door of the service: where do you sign in?
func (s *Site) front(c *door.Call) error {
	return s.draw(c, wire.Door{Sessions: s.signedIn(c), Start: s.config.OpenSignUp, Find: true})
}

func (s *Site) findOrg(c *door.Call) error {
	typed := c.Gin.PostForm("org")
	short := strings.ToLower(strings.TrimSpace(typed))
	var err error
	if short == "" {
		err = domain.RefuseField(domain.Invalid, domain.CodeRequiredShort, "org")
	} else if _, err = s.flows.Tenant(c, short); domain.KindOf(err) == domain.NotFound {
		err = domain.RefuseField(domain.NotFound, domain.CodeOrgUnknown, "org").With("name", typed)
	}
	if kind := domain.KindOf(err); kind == domain.NotFound || kind == domain.Invalid {
		return s.again(c, err, wire.Door{Short: typed, Sessions: s.signedIn(c), Start: s.config.OpenSignUp, Find: true})
	}
	if err != nil {
		return err
	}
	return see(c, "/t/"+short+"/sign-in")
}

func (s *Site) findMine(c *door.Call) error {
	email := c.Gin.PostForm("email")
	if err := s.flows.FindOrganizations(c, c.Request, email); err != nil {
		return s.again(c, err, wire.Door{Email: email, Sessions: s.signedIn(c), Start: s.config.OpenSignUp, Find: true})
	}
	return s.draw(c, wire.FindSent{Email: strings.TrimSpace(email)})
}

// signedIn lists the organizations this browser holds live sessions of.
func (s *Site) signedIn(c *door.Call) []wire.OrgSession {
	var out []wire.OrgSession
	for id, token := range c.Sessions() {
		visit, err := s.flows.Visit(c, c.In(id), token)
		if err != nil {
			continue // ended, or of a tenant that never was: not worth a word
		}
		out = append(out, wire.OrgSession{Name: visit.Tenant.Name, Href: "/t/" + visit.Tenant.ShortName + "/", Role: string(visit.Person.Role), LastUsed: visit.Session.SeenAt})
	}
	sort.Slice(out, func(i, j int) bool { return out[i].LastUsed.After(out[j].LastUsed) })
	return out
}

// organizations lists what this browser is signed in to; where that is nothing,
// there is nothing to choose from but the door's field.
func (s *Site) organizations(c *door.Call) error {
	all := s.signedIn(c)
	if len(all) == 0 {
		return see(c, "/")
	}
	return s.draw(c, wire.Organizations{Sessions: all})
}

func (s *Site) start(c *door.Call) error {
	if !s.config.OpenSignUp {
		return domain.Refuse(domain.Forbidden, domain.CodeSignUpClosed)
	}
	var in flow.StartInput
	if c.Gin.Query("again") != "" { // another address for what this browser started
		var err error
		if in, err = s.flows.StartedHere(c, c.Request, c.Started()); err != nil {
			return err
		}
	}
	return s.draw(c, s.startScreen(in))
}

func (s *Site) startScreen(in flow.StartInput) wire.Start {
	return wire.Start{Organization: in.Organization, Short: in.Short, Name: in.Name, Email: in.Email, Again: in.Again != "",
		AddressPrefix: s.config.PublicURL + "/t/", PasswordMin: factor.MinPasswordAlone}
}

func (s *Site) startOrg(c *door.Call) error {
	form := c.Gin.PostForm
	in := flow.StartInput{Organization: form("organization"), Short: form("short"), Name: form("name"), Email: form("email"), Password: form("password")}
	if form("again") != "" {
		in.Again = c.Started()
	}
	if strings.TrimSpace(in.Short) == "" {
		in.Short = domain.SuggestShortName(in.Organization)
	}
	started, err := s.flows.StartOrganization(c, c.Request, in)
	if err != nil {
		return s.again(c, err, s.startScreen(in))
	}
	c.SetStarted(started.Org.ShortName)
	return s.draw(c, wire.StartSent{Email: started.Email, Minutes: started.Minutes, Resend: true})
}

// startAgain mails the link anew to the address the form had, if it was this
// browser's, and says so. Nothing waits any more where the address was
// confirmed meanwhile.
func (s *Site) startAgain(c *door.Call) error {
	started, err := s.flows.ResendConfirmation(c, c.Request, c.Started())
	if err != nil {
		return err
	}
	if started.Email == "" {
		return domain.Refuse(domain.Gone, domain.CodeLinkUsed)
	}
	p, err := s.page(c)
	if err != nil {
		return err
	}
	p.Notice = &wire.Message{Code: "code_sent_again"}
	return s.show(c, http.StatusOK, p, wire.StartSent{Email: started.Email, Minutes: int(domain.ConfirmFor / time.Minute), Resend: true})
}

// linkTo takes a mailed link: its token moves into a cookie and the address
// loses it, so that it stays in no history. Opening spends nothing.
func (s *Site) linkTo(path string) handler {
	return func(c *door.Call) error {
		c.SetLink(c.Gin.Param("token"))
		return see(c, c.Base()+path)
	}
}

func (s *Site) confirmEmail(c *door.Call) error {
	found, err := s.flows.ReadConfirmation(c, c.Request, c.Link())
	if err != nil {
		return err
	}
	return s.draw(c, wire.StartConfirm{Organization: found.Org.Name, Email: found.Email, Action: c.Base() + "/confirm-email"})
}

func (s *Site) confirmEmailNow(c *door.Call) error {
	entry, err := s.flows.ConfirmOrganization(c, c.Request, c.Link())
	if err != nil {
		return err
	}
	c.SetLink("")
	return s.entered(c, entry)
}

// entered goes on after a one-time link: signed in, or to the sign-in page.
func (s *Site) entered(c *door.Call, e flow.Entry) error {
	if e.Token == "" {
		return see(c, c.Base()+"/sign-in")
	}
	if e.Step == signin.Challenge {
		c.SetHalf(e.Token)
		return see(c, c.Base()+"/sign-in/verify")
	}
	if err := s.begin(c, e.Token); err != nil {
		return err
	}
	return see(c, s.landing(c, e.Person.Role, e.Step))
}
