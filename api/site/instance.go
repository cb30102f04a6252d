package site

import (
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/domain/factor"
)

const staffSignIn = "/t/" + domain.StaffShort + "/sign-in"

// firstRun is the page of an installation that nobody has set up yet.
func (s *Site) firstRun(c *door.Call) error {
	open, err := s.flows.InstanceOpen(c)
	switch {
	case err != nil:
		return err
	case !open:
		return s.draw(c, wire.FirstRun{Ready: true, SignIn: staffSignIn})
	}
	if _, asked := c.Gin.GetQuery(cookieAsked); len(c.BrowserHash) == 0 && !asked {
		// A cookie is given, and looked for in the next request.
		if err := c.EnsureBrowser(); err != nil {
			return err
		}
		return see(c, "/setup/instance?"+cookieAsked)
	}
	checks, err := s.firstChecks(c)
	if err != nil {
		return err
	}
	return s.draw(c, wire.FirstRun{PasswordMin: factor.MinPasswordAlone, Checks: checks})
}

// cookieAsked is the query of a request that has to bring a cookie back.
const cookieAsked = "cookie"

// firstChecks are what can be told of the public address from a request.
func (s *Site) firstChecks(c *door.Call) ([]wire.FirstCheck, error) {
	apart, err := s.flows.ClockApart(c, c.Request)
	if err != nil {
		return nil, err
	}
	set, err := url.Parse(s.config.PublicURL)
	if err != nil {
		return nil, err
	}
	seconds := strconv.Itoa(int(apart.Round(time.Second) / time.Second))
	return []wire.FirstCheck{
		{Name: "https", OK: set.Scheme == "https" || local(set.Hostname()), Set: s.config.PublicURL},
		{Name: "address", OK: sameHost(set, c.Gin.Request.Host), Set: s.config.PublicURL, Seen: c.Gin.Request.Host},
		{Name: "cookie", OK: len(c.BrowserHash) > 0},
		{Name: "clock", OK: apart < flow.ClockTolerance, Seen: seconds},
	}, nil
}

// sameHost compares with the Host header, where the scheme's own port is left
// out.
func sameHost(set *url.URL, host string) bool {
	port := map[string]string{"https": ":443", "http": ":80"}[set.Scheme]
	return strings.EqualFold(strings.TrimSuffix(set.Host, port), strings.TrimSuffix(host, port))
}

func local(host string) bool {
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback() || host == "localhost" || strings.HasSuffix(host, ".localhost")
}

// firstRunNow makes the first person, who goes on to set up a second step.
func (s *Site) firstRunNow(c *door.Call) error {
	form := c.Gin.PostForm
	in := flow.FirstInput{Code: form("code"), Name: form("name"), Email: form("email"), Password: form("password")}
	entry, err := s.flows.SetUpInstance(c, c.Request, in)
	if domain.CodeOf(err) == domain.CodeInstanceReady {
		p, err := s.page(c)
		if err != nil {
			return err
		}
		return s.show(c, http.StatusConflict, p, wire.FirstRun{Ready: true, SignIn: staffSignIn})
	}
	if err != nil {
		checks, cause := s.firstChecks(c)
		if cause != nil {
			return cause
		}
		return s.again(c, err, wire.FirstRun{Checks: checks, Name: in.Name, Email: in.Email, PasswordMin: factor.MinPasswordAlone})
	}
	c.Enter(entry.Org)
	return s.entered(c, entry)
}
