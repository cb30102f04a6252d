package site

import (
	"net/http"
	"net/url"
	"strings"

	"twofold/api/door"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/page"
	"twofold/policies"
)

// show draws a screen.
func (s *Site) show(c *door.Call, status int, p wire.Page, screen wire.Screen) error {
	p, err := p.With(screen)
	if err != nil {
		return err
	}
	body, err := page.Document(p)
	if err != nil {
		return err
	}
	c.Gin.Data(status, "text/html; charset=utf-8", body)
	return nil
}

// page is what every page shows around its screen.
func (s *Site) page(c *door.Call) (wire.Page, error) {
	csrf, err := c.CSRF()
	p := wire.Page{CSRF: csrf, Appearance: appearanceOf(c), Assets: s.files.assets, Sandbox: s.config.Sandbox,
		RequestID: c.RequestID, Now: c.Now, Links: s.links()}
	p.Ladder, _ = c.Gin.Value(ladderKey).([]wire.HelpLink)
	if c.Org.ID != "" {
		policy := s.freshen(c)
		p.Org = wire.Org{Name: c.Org.Name, Short: c.Org.ShortName, Base: c.Base(), Contact: wire.Contact(policy.WaysBack.Contact(domain.ReadContact(c.Org.Contact)))}
		p.CodesWait = codesWait(c, policy)
	}
	p.Lang = c.Language() // of the organization as it is now
	if c.Visit != nil {
		u := c.Visit.Person
		p.Me = &wire.Me{ID: u.ID, Name: u.Name, Email: u.Email, Role: string(c.Visit.ActsAs), Admin: c.May(policies.PeopleRead) || c.May(policies.TenantsRead)}
		p.Banner = banner(c)
	}
	return p, err
}

// freshen reads the organization's present name, contact and policy for people
// who aren't signed in; a session has read them already. Where the database is
// out of reach the page shows the ones known before.
func (s *Site) freshen(c *door.Call) domain.Policy {
	if c.Visit != nil {
		return c.Visit.Policy
	}
	now, policy, err := s.flows.Organization(c, c.Scope)
	if err == nil {
		c.Org = now
	}
	return policy
}

// banner tells people whom "required" will stop at their next sign-in (P11),
// and asks those to set up again whose second step a reset took away (O15).
func banner(c *door.Call) *wire.Banner {
	v := c.Visit
	if v.Policy.AskedAgain(v.Person.User) && v.ActsAs != domain.RolePending {
		return &wire.Banner{Message: wire.Message{Code: "again", Args: map[string]string{"org": c.Org.Name}}, Kind: "warn", Href: c.Base() + "/setup"}
	}
	if v.ActsAs == domain.RolePending || !domain.MustEnroll(v.Policy, v.Person.User, v.Person.Methods) {
		return nil
	}
	return &wire.Banner{Message: wire.Message{Code: "required", Args: map[string]string{"org": c.Org.Name}}, Kind: "warn", Href: c.Base() + "/setup"}
}

// see leads on by GET, so that a reload doesn't send a form again.
func see(c *door.Call, path string) error {
	c.Gin.Redirect(http.StatusSeeOther, path)
	return nil
}

func notFound() error { return domain.Refuse(domain.NotFound, domain.CodeNotFound) }

// blame puts a refusal on the page: beside its fields, or above the form. It
// reports false for what isn't the person's to mend here.
func blame(c *door.Call, p *wire.Page, err error) bool {
	if domain.KindOf(err) == domain.Internal {
		return false
	}
	e := c.Refusal(err)
	c.RetryHeader(err)
	for _, one := range append([]*domain.Error{e}, e.More...) {
		m := wire.Message{Code: string(one.Code), Args: wordsFor(c, one)}
		if one.Field == "" {
			p.Summary = append(p.Summary, m)
			continue
		}
		if p.Errors == nil {
			p.Errors = wire.FieldError{}
		}
		p.Errors[one.Field] = m
	}
	return true
}

func wordsFor(c *door.Call, e *domain.Error) map[string]string {
	words := c.Words(e)
	if words == nil {
		words = map[string]string{}
	}
	if words["org"] == "" {
		words["org"] = c.Org.Name
	}
	return words
}

// again draws a form anew with what was wrong.
func (s *Site) again(c *door.Call, err error, screen wire.Screen) error {
	p, pageErr := s.page(c)
	if pageErr != nil {
		return pageErr
	}
	if !blame(c, &p, err) {
		return err
	}
	return s.show(c, door.Status(err), p, screen)
}

// draw draws a screen without errors.
func (s *Site) draw(c *door.Call, screen wire.Screen) error {
	p, err := s.page(c)
	if err != nil {
		return err
	}
	return s.show(c, http.StatusOK, p, screen)
}

// safeNext is where a form asked to go on: a path of the same organization,
// or fallback (ASVS V3.7.2). Browsers read %2e%2e as a step up, so the path is
// judged as it is once it is decoded.
func safeNext(c *door.Call, next, fallback string) string {
	to, err := url.Parse(next)
	if err != nil || !strings.HasPrefix(next, c.Base()+"/") {
		return fallback
	}
	fine := strings.HasPrefix(to.Path, c.Base()+"/")
	for _, text := range []string{next, to.Path} {
		fine = fine && !strings.ContainsAny(text, "\\\r\n\t") && !strings.Contains(text, "//") && !strings.Contains(text, "..")
	}
	for _, way := range []string{"/sign-in", "/sign-out", "/signed-out", "/confirm", "/api/"} {
		fine = fine && !strings.HasPrefix(to.Path, c.Base()+way)
	}
	if !fine {
		return fallback
	}
	return next
}
