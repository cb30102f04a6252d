package rest

import (
	"time"

	"twofold/api/deliver"
	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/token"
	"twofold/api/wire"
)

func (s *Server) readLimits(c *door.Call, _ *none) (*body[wire.Limits], error) {
	_, policy, err := c.Flows().Organization(c, c.Scope)
	return ok(limits(append(c.Flows().OrganizationLimits(policy), c.Flows().Limits()...))), err
}

func (s *Server) readServiceLimits(c *door.Call, _ *none) (*body[wire.Limits], error) {
	return ok(limits(c.Flows().Limits())), nil
}

// limits adds those of the API itself.
func limits(all []flow.Limit) wire.Limits {
	out := wire.Limits{}
	for _, l := range all {
		out.Limits = append(out.Limits, wire.Limit{Name: l.Name, Value: l.Value, Unit: l.Unit, Tenant: l.Tenant, About: l.About})
	}
	own := func(name string, value int64, unit, about string) {
		out.Limits = append(out.Limits, wire.Limit{Name: name, Value: value, Unit: unit, About: about})
	}
	own("request.body", door.MostBody, "bytes", "Most bytes of a request's body")
	own("request.body.time", int64(bodyWithin/time.Second), "seconds", "How long a request's body may take")
	own("request.time", int64(door.Deadline/time.Second), "seconds", "How long a request may take")
	own("request.body.depth", deepest, "count", "Levels of a request's body")
	own("request.headers", door.MostHeaders, "bytes", "Most bytes of a request's line and headers")
	own("connection.headers.time", int64(door.HeadersWithin/time.Second), "seconds", "How long a request's headers may take")
	own("connection.read.time", int64(door.ReadWithin/time.Second), "seconds", "How long reading a request may take")
	own("connection.write.time", int64(door.WriteWithin/time.Second), "seconds", "How long answering it may take")
	own("connection.idle", int64(door.IdleFor/time.Second), "seconds", "How long a connection stays open between requests")
	own("reports.body", door.MostReport, "bytes", "Most bytes of a browser's report of what a page's policy stopped")
	own("browser.sessions", door.SessionsMost, "count", "Organizations one browser is signed in to; the oldest is signed out")
	own("browser.trusts", door.TrustsMost, "count", "People who trust one browser")
	own("browser.life", int64(door.BrowserFor/time.Second), "seconds", "How long a browser is known by its cookie")
	own("text.segments", deliver.TextSegments, "count", "Text messages that one in an organization's own words may be billed as")
	own("token.life", int64(token.Lifetime/time.Second), "seconds", "Life of a token for the product")
	own("token.leeway", int64(token.Leeway/time.Second), "seconds", "What is granted to clocks that differ")
	own("token.max", token.Longest, "bytes", "Most bytes of a token")
	own("token.keys.life", int64(token.MaxAge/time.Second), "seconds", "How long the list of signing keys may be kept")
	own("token.overlap", int64(token.Overlap/time.Second), "seconds", "How long a signing key is published before and after it signs")
	return out
}
