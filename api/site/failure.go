package site

import (
	"net/http"
	"net/url"
	"strings"

	"twofold/api/door"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/text"
)

// Fail draws what stopped a page. Being signed out, held at the gate or asked
// to confirm leads to the page that mends it; the rest are system pages.
func (s *Site) Fail(c *door.Call, err error) {
	if path := s.mend(c, err); path != "" {
		c.Gin.Redirect(http.StatusSeeOther, path)
		return
	}
	if s.failForm(c, err) {
		return
	}
	status := door.Status(err)
	c.RetryHeader(err)
	p, pageErr := s.page(c)
	if pageErr == nil {
		pageErr = s.show(c, status, p, s.retry(c, system(c, err)))
	}
	if pageErr != nil {
		c.Gin.String(http.StatusInternalServerError, "%s\n", text.T(c.Language(), "error.unknown", text.Args{"id": c.RequestID}))
	}
}

// retry leads from a page that couldn't be had now back to itself: a link that was
// mailed must not look broken by a busy minute. What nobody can use now the browser
// asks for again by itself.
func (s *Site) retry(c *door.Call, page wire.System) wire.System {
	here := c.Gin.Request.URL.RequestURI()
	if c.Gin.Request.Method != http.MethodGet || strings.HasPrefix(here, "//") {
		return page
	}
	switch page.Kind {
	case wire.KindUnavailable:
		c.RefreshHeader()
		page.Home = here
	case wire.KindTooMany:
		page.Home = here
	}
	return page
}

func (s *Site) mend(c *door.Call, err error) string {
	if c.Org.ID == "" {
		return ""
	}
	here := ""
	if c.Gin.Request.Method == http.MethodGet {
		here = "?next=" + url.QueryEscape(c.Gin.Request.URL.Path)
	}
	switch domain.CodeOf(err) {
	case domain.CodeSignedOut:
		return c.Base() + "/sign-in" + here
	case domain.CodeVerified, domain.CodeVerifyFirst:
		return c.Base() + "/reset"
	case domain.CodeAttemptExpired:
		if over := s.resetOver(c); over != "" {
			return over
		}
		if c.Visit != nil && c.Half == "" && c.Address() == "" {
			return c.Base() + "/sign-in" // back at the code of a sign-in that went through
		}
		return c.Base() + "/sign-in?expired=1"
	case domain.CodeEnrollmentRequired:
		return s.gatePath(c)
	}
	return ""
}

// gatePath is where somebody is held: at the new recovery codes when the last
// one was just used, else at set-up.
func (s *Site) gatePath(c *door.Call) string {
	if c.Visit != nil && c.Visit.Session.Renew {
		return c.Base() + "/sign-in/recovery-used"
	}
	return c.Base() + "/setup"
}

func system(c *door.Call, err error) wire.System {
	e := c.Refusal(err)
	out := wire.System{Wait: int(e.RetryAfter.Seconds() + 0.999)}
	switch e.Code {
	case domain.CodeLinkExpired, domain.CodeEnrollmentExpired:
		out.Kind = wire.KindLinkExpired
	case domain.CodeLinkUsed:
		out.Kind = wire.KindLinkUsed
	case domain.CodeSuspended:
		out.Kind = wire.KindSuspended
	case domain.CodeSignUpClosed:
		out.Kind = wire.KindClosed
	}
	if out.Kind != "" {
		return out
	}
	out.People, _ = e.Args["names"].([]string)
	out.Kind = map[domain.Kind]string{domain.NotFound: wire.KindNotFound, domain.Forbidden: wire.KindForbidden, domain.MethodNotAllowed: wire.KindMethod,
		domain.Gone: wire.KindGone, domain.TooMany: wire.KindTooMany, domain.Busy: wire.KindUnavailable, domain.Unavailable: wire.KindUnavailable, domain.Internal: wire.KindInternal}[e.Kind]
	if out.Kind == "" {
		out.Kind = wire.KindBadRequest
	}
	return out
}

// failForm draws the sign-in page again when its form came without the cookie
// or the token the page had set: cookies are blocked, or the page was open for
// too long.
func (s *Site) failForm(c *door.Call, err error) bool {
	if domain.CodeOf(err) != domain.CodeCSRF || c.Gin.Request.URL.Path != c.Base()+"/sign-in" || c.Org.ID == "" {
		return false
	}
	code := string(domain.CodeCSRF)
	if c.CookiesBlocked() {
		code = "cookies_blocked"
	}
	p, err := s.page(c)
	if err != nil {
		return false
	}
	p.Summary = []wire.Message{{Code: code}}
	return s.show(c, http.StatusForbidden, p, wire.SignIn{Email: c.Gin.PostForm("username")}) == nil
}
