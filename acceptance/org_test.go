package acceptance_test

import (
	"net/http"
	"strings"
	"testing"

	"twofold/api/wire"
	"twofold/domain"
)

// org is an organization whose owner is signed in with two-step on, in a
// session that may do everything.
type org struct {
	t     *testing.T
	h     *house
	short string
	owner *person
}

// org makes an organization over the API; the owner sets up an app.
func (h *house) org(t *testing.T, short string) *org {
	t.Helper()
	o := h.bareOrg(t, short)
	o.owner.confirm().setUp()
	return o
}

// bareOrg makes an organization whose owner has no second step.
func (h *house) bareOrg(t *testing.T, short string) *org {
	t.Helper()
	p := &person{client: h.client(t, short), email: "olga@" + short + ".example", password: password}
	read[wire.OrganizationCreated](p.client, wire.CreateOrganization, wire.CreateOrganizationRequest{Organization: "The " + short, Short: short, Name: "Olga Owner", Email: p.email, Password: p.password})
	read[wire.SignInAnswer](p.client, wire.AcceptConfirmation, wire.LinkRequest{Token: h.linkToken(t, p.email)})
	p.id = p.session().Person.ID
	return &org{t: t, h: h, short: short, owner: p}
}

// linkToken is the token of the link in the newest mail to an address.
func (h *house) linkToken(t *testing.T, to string) string {
	t.Helper()
	link := h.mail(t, to).Args["link"]
	return link[strings.LastIndexByte(link, '/')+1:]
}

// invited invites an address and does not join.
func (o *org) invited(name string, role domain.Role) *person {
	o.t.Helper()
	p := &person{client: o.h.client(o.t, o.short), email: name + "@" + o.short + ".example", password: password}
	o.owner.confirm()
	sent := read[wire.Invitations](o.owner.client, wire.InvitePeople, wire.InviteRequest{Emails: []string{p.email}, Role: role}).Data[0]
	if sent.Code != "" {
		o.t.Fatalf("inviting %s: %s", p.email, sent.Code)
	}
	p.id = sent.ID
	return p
}

// join invites somebody who joins at once.
func (o *org) join(name string, role domain.Role) *person {
	o.t.Helper()
	p := o.invited(name, role)
	p.accept()
	return p
}

// member joins and sets up an app.
func (o *org) member(name string, role domain.Role) *person {
	o.t.Helper()
	p := o.join(name, role)
	p.confirmUnlessPending().setUp()
	return p
}

// policy changes the organization's policy as its owner.
func (o *org) policy(change func(p *wire.Policy)) {
	o.t.Helper()
	o.owner.confirm()
	o.owner.savePolicy(change).wants(http.StatusOK)
}

// savePolicy saves a changed policy and asks that people be told.
func (p *person) savePolicy(change func(p *wire.Policy)) *client {
	p.t.Helper()
	doc := read[wire.PolicyDocument](p.client, wire.ReadPolicy, nil)
	etag := p.header.Get("ETag")
	change(&doc.Policy)
	return p.ask(http.MethodPut, "/t/"+p.org+"/api/v1/policy", wire.SavePolicyRequest{Policy: doc.Policy, Notify: true, NumbersKnown: true}, "If-Match", etag)
}

// required makes two-step verification required from start on.
func required(start domain.Start) func(*wire.Policy) {
	return func(p *wire.Policy) { p.Mode, p.Start = domain.ModeRequired, start }
}

// optional lets everybody decide.
func optional(p *wire.Policy) { p.Mode = domain.ModeOptional }

// trusting lets browsers be trusted for so many days.
func trusting(days int) func(*wire.Policy) {
	return func(p *wire.Policy) { p.TrustDays = days }
}

// events is what the audit log says of somebody by kind, as the owner reads
// it, newest first.
func (o *org) events(kind domain.EventKind, about string) []wire.Event {
	o.t.Helper()
	path := "/t/" + o.short + "/api/v1/audit?" + wire.AuditQuery{Kind: string(kind), Person: about, Limit: 200}.Values().Encode()
	o.owner.ask(http.MethodGet, path, nil).wants(http.StatusOK)
	return into[wire.List[wire.Event]](o.owner.client).Data
}

// logged is the one event of a kind about somebody, and fails unless actor did
// it: nobody who is signed in where that is nil.
func (o *org) logged(kind domain.EventKind, actor, subject *person) wire.Event {
	o.t.Helper()
	all, by := o.events(kind, subject.id), ""
	if actor != nil {
		by = actor.id
	}
	if len(all) != 1 || !all[0].OK || all[0].Kind != kind || all[0].Actor.ID != by || all[0].Subject.ID != subject.id {
		o.t.Errorf("%s by %q about %q: the log has %+v", kind, by, subject.email, all)
		return wire.Event{}
	}
	return all[0]
}

// path is an address of the organization.
func (o *org) path(rest string) string { return "/t/" + o.short + rest }
