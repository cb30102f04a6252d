package rest

import (
	"strconv"
	"strings"

	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/domain/factor"
	"twofold/frontend/text/messages"
)

func (s *Server) readPolicy(c *door.Call, _ *none) (*tagged[wire.PolicyDocument], error) {
	view, err := c.Flows().ReadPolicy(c, c.Request, c.Visit)
	if err != nil {
		return nil, err
	}
	return policyDocument(c, view), nil
}

func (s *Server) savePolicy(c *door.Call, in *struct {
	IfMatch string `header:"If-Match" maxLength:"100" doc:"The ETag of the version that was read; without it the answer is 428"`
	Body    wire.SavePolicyRequest
}) (*tagged[wire.PolicyDocument], error) {
	version, err := version(in.IfMatch)
	if err != nil {
		return nil, err
	}
	view, err := c.Flows().SavePolicy(c, c.Request, c.Visit, flow.PolicySave{IfMatch: version, Draft: in.Body.Policy.Domain(), Reason: in.Body.Reason, Email: in.Body.Notify, Numbers: in.Body.NumbersKnown})
	if domain.KindOf(err) == domain.PreconditionFailed {
		c.Gin.Header("ETag", etag(view.Version))
	}
	if err != nil {
		return nil, settings(err)
	}
	return policyDocument(c, view), nil
}

func (s *Server) previewPolicy(c *door.Call, in *body[wire.PreviewPolicyRequest]) (*body[wire.PolicyPreview], error) {
	p, err := c.Flows().PreviewPolicy(c, c.Request, c.Visit, in.Body.Policy.Domain())
	if err != nil {
		return nil, settings(err)
	}
	out := wire.PolicyPreview{Changes: []wire.PolicyChange{}, MustSetUp: p.MustSetUp, ByNumber: p.ByNumber, Mails: p.Mails, Examples: list(p.Examples), AtOnce: p.AtOnce, LeftWithout: p.LeftWithout, LeftNames: list(p.LeftNames),
		MethodsDropped: list(p.MethodsDropped), TrustsSooner: p.TrustsSooner, TrustsNow: p.TrustsNow, OwnersReady: p.OwnersReady, FewOwners: p.FewOwners, SelfNotReady: p.SelfNotReady}
	for _, ch := range p.Changes {
		out.Changes = append(out.Changes, wire.PolicyChange(ch))
	}
	return ok(out), nil
}

func (s *Server) readPolicyHistory(c *door.Call, _ *none) (*body[wire.List[wire.PolicyVersion]], error) {
	view, err := c.Flows().ReadPolicy(c, c.Request, c.Visit)
	if err != nil {
		return nil, err
	}
	out := wire.List[wire.PolicyVersion]{Data: []wire.PolicyVersion{}}
	for _, one := range view.History {
		out.Data = append(out.Data, wire.PolicyVersion{Version: one.Version, At: one.At, By: one.ByName, Reason: one.Reason, Policy: wire.PolicyOf(one.Policy)})
	}
	return ok(out), nil
}

func policyDocument(c *door.Call, view flow.PolicyView) *tagged[wire.PolicyDocument] {
	doc := wire.PolicyDocument{Version: view.Version, Policy: wire.PolicyOf(view.Policy), RequiredSince: view.Policy.RequiredSince, Offered: c.Flows().Offered(), Served: served(c), Letter: requiredLetter(c)}
	for _, one := range view.History {
		if one.Version == view.Version {
			doc.ChangedAt, doc.ChangedBy, doc.Reason = one.At, one.ByName, one.Reason
		}
	}
	return &tagged[wire.PolicyDocument]{ETag: etag(view.Version), Body: doc}
}

// served are the countries that a policy can choose from.
func served(c *door.Call) []wire.Country {
	out := []wire.Country{}
	codes := c.Flows().TextCountries(domain.Policy{})
	if len(codes) == 0 {
		return out
	}
	for _, x := range factor.Countries(c.Language(), codes...) {
		out = append(out, wire.Country{Code: x.Region, Name: x.Name, Dial: "+" + strconv.Itoa(x.Dial)})
	}
	return out
}

// requiredLetter is in the organization's own words where those can be sent.
func requiredLetter(c *door.Call) wire.Letter {
	lang := domain.LanguageFor("", c.Visit.Tenant.Language)
	own, err := c.Flows().OwnWords(c, c.Scope, messages.Required, lang)
	if err != nil || own.Check(messages.Required) != nil {
		own = nil
	}
	l := messages.WriteOwn(lang, messages.Required, map[string]string{"org": c.Visit.Tenant.Name, "link": c.Flows().SignInAddress(c.Visit.Tenant)}, own)
	return wire.Letter{Language: l.Lang, Subject: l.Subject, Text: l.Text()}
}

func etag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

// version reads If-Match (RFC 9110 13.1.1). What isn't one strong tag of ours
// can't be the version in force.
func version(ifMatch string) (int64, error) {
	if ifMatch == "" {
		return 0, domain.Refuse(domain.PreconditionRequired, domain.CodePreconditionRequired)
	}
	digits := strings.TrimSuffix(strings.TrimPrefix(ifMatch, `"`), `"`)
	v, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || v < 1 || etag(v) != ifMatch {
		return 0, domain.Refuse(domain.PreconditionFailed, domain.CodeConflict)
	}
	return v, nil
}

// settings gives the fields of a refused draft their place in the body.
func settings(err error) error {
	return renamed(err, func(field string) string {
		if field == "reason" {
			return field
		}
		return "/policy/" + strings.ReplaceAll(field, ".", "/")
	})
}
