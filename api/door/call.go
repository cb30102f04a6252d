package door

import (
	"context"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"twofold/api/flow"
	"twofold/domain"
	"twofold/domain/factor"
	"twofold/policies"
	"twofold/tenancy"
)

// Call is one request inside the door. Org is set for paths under /t/{org};
// Visit when somebody is signed in to it.
type Call struct {
	context.Context
	flow.Request
	Gin     *gin.Context
	Org     domain.Tenant
	Visit   *flow.Visit
	Session string // the session's token, empty without one
	Half    string // the half sign-in's token
	door    *Door
	browser string // the browser cookie
}

type callKey struct{}

// CallFrom is the call a context belongs to, nil outside the door.
func CallFrom(ctx context.Context) *Call {
	c, _ := ctx.Value(callKey{}).(*Call)
	return c
}

// Flows are the jobs behind the door.
func (c *Call) Flows() *flow.Flows { return c.door.flows }

// API reports whether the request is for the API, whose errors are problem
// documents.
func (c *Call) API() bool { return isAPI(c.Gin.Request.URL.Path) }

func isAPI(path string) bool {
	_, rest, ok := tenancy.FromPath(path)
	return ok && strings.HasPrefix(rest, "/api/") || strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/hooks/") ||
		path == ReportsPath || path == "/openapi.json" || strings.HasPrefix(path, "/.well-known/")
}

// Base is the path of the organization, "/t/northwind".
func (c *Call) Base() string { return "/t/" + c.Org.ShortName }

// May reports whether the call's session may do p now.
func (c *Call) May(p policies.Permission) bool {
	if c.Visit == nil {
		return p == policies.Public
	}
	return c.door.may.MayUnder(c.Visit.Policy, c.Visit.ActsAs, string(p))
}

// Granted lists what the call's session may do now.
func (c *Call) Granted() []string { return c.door.may.Granted(c.Visit.Policy, c.Visit.ActsAs) }

// receive makes the call of a request, which knows where the request is from
// and nothing else yet.
func (d *Door) receive(g *gin.Context, ctx context.Context, id string) {
	ip := g.ClientIP()
	d.tellUnbelieved(g, ip)
	c := &Call{Gin: g, door: d}
	c.Request = flow.Request{IP: ip, Network: network(ip), Browser: browserWords(g.GetHeader("User-Agent")), RequestID: id, Now: d.flows.Now()}
	if token, ok := readCookie(g.Request, browserCookie); ok {
		c.browser, c.BrowserHash = token, factor.HashToken(token)
	}
	c.Context = context.WithValue(ctx, callKey{}, c)
	g.Request = g.Request.WithContext(c.Context)
}

// tellUnbelieved says once that somebody in front names other addresses than its
// own and isn't believed: where that is the operator's proxy, everybody shares
// the limits of one network, and the log of every organization has the proxy's
// address.
func (d *Door) tellUnbelieved(g *gin.Context, ip string) {
	if g.GetHeader("X-Forwarded-For") == "" || ip != g.RemoteIP() || d.toldUnbelieved.Swap(true) {
		return
	}
	d.log.Warn("X-Forwarded-For is not believed: everybody behind this address counts as one; if it is your proxy, list it in trusted_proxies", "address", ip)
}

// callOf is the call that receive made.
func callOf(g *gin.Context) *Call { return CallFrom(g.Request.Context()) }

// enter lets a request through a route of permission p, or says why not. The
// call is returned with the error, so that its page can be drawn.
func (d *Door) enter(g *gin.Context, p policies.Permission) (*Call, error) {
	c := callOf(g)
	if err := d.findOrg(c, g.Param("org")); err != nil {
		return c, err
	}
	if err := d.findSession(c); err != nil {
		return c, err
	}
	if err := d.fromHere(c); err != nil {
		return c, d.refused(c, p, err)
	}
	return c, d.admit(c, p)
}

// Enter makes the call one of org, whose path it did not have: what it begins
// there is kept in that organization's cookies.
func (c *Call) Enter(org domain.Tenant) { c.Org, c.Scope = org, tenancy.Of(org.ID) }

// In is the request as one of the organization with this id, for a session of
// the same browser that is kept there.
func (c *Call) In(id string) flow.Request {
	r := c.Request
	r.Scope = tenancy.Of(id)
	return r
}

// lost answers what has no route. A page of an organization still has its help,
// as every other.
func (d *Door) lost(refusal func() error) gin.HandlerFunc {
	return func(g *gin.Context) {
		c := callOf(g)
		var err error
		if name, _, ok := tenancy.FromPath(g.Request.URL.Path); ok && !c.API() {
			if err = d.findOrg(c, name); err == nil {
				err = d.findSession(c)
			}
		}
		if err == nil {
			err = refusal()
		}
		d.fail(c, err)
	}
}

func (d *Door) findOrg(c *Call, name string) error {
	if name == "" {
		return nil
	}
	org, err := d.flows.Tenant(c, name)
	if err != nil {
		if domain.KindOf(err) == domain.NotFound {
			return domain.Refuse(domain.NotFound, domain.CodeOrgUnknown).With("name", name)
		}
		return err
	}
	c.Org, c.Scope = org, tenancy.Of(org.ID)
	return nil
}

// findSession reads the session of the cookie or the bearer token. Without
// one, or with one that ended, the call goes on as nobody's: the permission
// decides whether that is enough.
func (d *Door) findSession(c *Call) error {
	if !c.Scope.Valid() {
		return nil
	}
	d.readTokens(c)
	if c.Session == "" {
		return nil
	}
	visit, err := d.flows.Visit(c, c.Request, c.Session)
	switch {
	case domain.KindOf(err) == domain.Unauthenticated:
		c.Session = ""
		return nil
	case err != nil:
		return err
	}
	c.Visit, c.Org = visit, visit.Tenant
	return nil
}

// admit asks whether the role the session acts as may do p. Whoever must set
// up first is told so whatever they asked for, also what they may not do then.
func (d *Door) admit(c *Call, p policies.Permission) error {
	if c.Visit == nil {
		if d.may.May(policies.Anonymous, p) {
			return nil
		}
		return domain.Refuse(domain.Unauthenticated, domain.CodeSignedOut)
	}
	if c.May(p) {
		return nil
	}
	if c.Visit.ActsAs == domain.RolePending {
		return d.refused(c, p, domain.Refuse(domain.Forbidden, domain.CodeEnrollmentRequired).
			With("org", c.Org.Name).With("set_up", c.Base()+"/setup"))
	}
	refusal := domain.Refuse(domain.Forbidden, domain.CodeForbidden)
	names, err := d.flows.WhoMay(c, c.Request, d.may.Holders(c.Visit.Policy, p))
	if err != nil {
		return err
	}
	if len(names) > 0 {
		refusal = refusal.With("names", names)
	}
	return d.refused(c, p, refusal)
}

// refused records what a session was refused (ASVS V16.3.2, V16.3.3) and
// returns it. Where nobody is signed in there is nobody to record.
func (d *Door) refused(c *Call, p policies.Permission, refusal error) error {
	if c.Visit == nil || domain.KindOf(refusal) != domain.Forbidden {
		return refusal
	}
	if err := d.flows.RecordRefusal(c, c.Request, c.Visit, string(p), domain.CodeOf(refusal)); err != nil {
		return err
	}
	return refusal
}

func notFound() error { return domain.Refuse(domain.NotFound, domain.CodeNotFound) }

func methodNotAllowed() error {
	return domain.Refuse(domain.MethodNotAllowed, domain.CodeMethodNotAllowed)
}

// safe reports whether a method promises to change nothing.
func safe(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}
