package rest

import (
	"time"

	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/token"
	"twofold/api/wire"
)

func (s *Server) readLimits(c *door.Call, _ *none) (*body[wire.Limits], error) {
	_, policy, err := c.Flows().Organization(c, c.Scope)
	return ok(limits(append(flow.PolicyLimits(policy), flow.Limits()...))), err
}

func (s *Server) readServiceLimits(*door.Call, *none) (*body[wire.Limits], error) {
	return ok(limits(flow.Limits())), nil
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
	own("token.life", int64(token.Lifetime/time.Second), "seconds", "Life of a token for the product")
	own("token.overlap", int64(token.Overlap/time.Second), "seconds", "How long a signing key is published before and after it signs")
	return out
}
