package rest_test

import (
	"strings"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/domain/factor"
	"twofold/tenancy/store"
)

// reads are what an operator can read of an organization.
var reads = []wire.Endpoint{wire.Inspect, wire.InspectPeople, wire.InspectAudit}

// agent is a client of a new person of the staff.
func (o *org) agent(role domain.Role) *client {
	c := o.client(o.ShortName)
	c.token = o.session(role)
	return c
}

func (c *client) denied(code domain.Code, e wire.Endpoint, in any, ids ...string) {
	c.Helper()
	if a := c.call(e, in, ids...); a.Code != 403 || a.problem.Code != code {
		c.Errorf("%s: %d %s, want 403 %s", e.ID, a.Code, a.Body, code)
	}
}

// ASVS V8.2.2, V8.4.2: nobody of the staff reads in an organization that they
// didn't open themselves, and nobody but operators opens one.
func TestInspectionIsOpenedFirst(t *testing.T) {
	inHouses(t, func(h *house) {
		s, o := h.staff(), h.org(domain.DefaultPolicy())
		ruth, sue, other := s.agent(domain.RoleOperator), s.agent(domain.RoleSupport), s.agent(domain.RoleOperator)
		for _, e := range reads {
			ruth.denied(domain.CodeNotOpen, e, nil, o.ShortName)
			sue.denied(domain.CodeForbidden, e, nil, o.ShortName)
		}
		open := wire.OpenRequest{Reason: "Ticket 7", Minutes: 30}
		sue.denied(domain.CodeForbidden, wire.OpenForSupport, open, o.ShortName)
		if a := ruth.call(wire.OpenForSupport, wire.OpenRequest{Reason: " ", Minutes: 30}, o.ShortName); a.problem.Code != domain.CodeReasonRequired {
			t.Errorf("without a reason: %d %s", a.Code, a.Body)
		}
		if a := ruth.call(wire.OpenForSupport, wire.OpenRequest{Reason: "Ticket 7", Minutes: 61}, o.ShortName); a.Code != 422 {
			t.Errorf("for 61 minutes: %d %s", a.Code, a.Body)
		}
		for _, short := range []string{domain.StaffShort, "nobody"} {
			if a := ruth.call(wire.OpenForSupport, open, short); a.Code != 404 {
				t.Errorf("open %s: %d %s", short, a.Code, a.Body)
			}
		}
		ruth.want(204, wire.OpenForSupport, open, nil, o.ShortName)
		if a := ruth.call(wire.OpenForSupport, open, o.ShortName); a.Code != 409 {
			t.Errorf("open twice: %d %s", a.Code, a.Body)
		}
		third := h.org(domain.DefaultPolicy())
		for _, e := range reads {
			ruth.want(200, e, nil, nil, o.ShortName)
			ruth.denied(domain.CodeNotOpen, e, nil, third.ShortName)
			other.denied(domain.CodeNotOpen, e, nil, o.ShortName)
		}
		other.denied(domain.CodeNotOpen, wire.CloseForSupport, nil, o.ShortName)
		var mine wire.Inspections
		if ruth.want(200, wire.ListInspections, nil, &mine); len(mine.Data) != 1 || mine.Data[0].Short != o.ShortName || mine.Data[0].Reason != "Ticket 7" {
			t.Errorf("open is %+v", mine.Data)
		}
		if other.want(200, wire.ListInspections, nil, &mine); len(mine.Data) != 0 {
			t.Errorf("another has open %+v", mine.Data)
		}
	})
}

// An inspection ends by itself after its time, when it is closed, and with the
// standing of the account that opened it.
func TestInspectionEnds(t *testing.T) {
	inHouses(t, func(h *house) {
		s := h.staff()
		opened := func() (*client, *org) {
			o, c := h.org(domain.DefaultPolicy()), s.agent(domain.RoleOperator)
			c.want(204, wire.OpenForSupport, wire.OpenRequest{Reason: "Ticket 7", Minutes: 60}, nil, o.ShortName)
			return c, o
		}
		over := func(c *client, o *org) {
			t.Helper()
			for _, e := range append(reads, wire.CloseForSupport) {
				c.denied(domain.CodeNotOpen, e, nil, o.ShortName)
			}
			var mine wire.Inspections
			if c.want(200, wire.ListInspections, nil, &mine); len(mine.Data) != 0 {
				t.Errorf("still listed: %+v", mine.Data)
			}
		}
		c, o := opened()
		c.want(204, wire.CloseForSupport, nil, nil, o.ShortName)
		over(c, o)

		c, o = opened()
		var all wire.StaffList
		c.want(200, wire.ListStaff, nil, &all)
		for _, p := range all.Data {
			if !p.Me {
				continue
			}
			h.must(h.db.In(ctx, s.scope, func(tx *store.Tx) error {
				if _, err := tx.ChangeUser(ctx, p.ID, 1, store.UserChange{Raise: true, At: h.Now()}); err != nil {
					return err
				}
				return tx.OpenSession(ctx, store.NewSession{Session: domain.Session{ID: h.next("ses"), UserID: p.ID, SecurityVersion: 2, AMR: []string{"pwd"}, ACR: domain.AssuranceOne,
					AuthAt: h.Now(), StepUpAt: h.Now(), StartedAt: h.Now(), SeenAt: h.Now(), Bearer: true}, TokenHash: factor.HashToken("anew"), BrowserHash: []byte{}})
			}))
			c.token = "tfs_anew"
		}
		over(c, o)

		c, o = opened()
		for _, d := range []time.Duration{20 * time.Minute, 20 * time.Minute, 19*time.Minute + 59*time.Second} {
			h.Pass(d) // less than a session of the staff lasts unused
			c.want(200, wire.Inspect, nil, nil, o.ShortName)
		}
		h.Pass(time.Second)
		over(c, o)
	})
}

// What support reads is little, and the organization learns of it.
func TestInspectionShowsLittleAndIsTold(t *testing.T) {
	inHouses(t, func(h *house) {
		s, o := h.staff(), h.org(domain.DefaultPolicy())
		owner, maria := o.person(domain.RoleOwner, "Olivia Owner"), o.person(domain.RoleUser, "Maria Lopez")
		o.person(domain.RoleUser, "Sam Okafor")
		h.must(h.db.In(ctx, o.scope, func(tx *store.Tx) error {
			return tx.Record(ctx, domain.Event{ID: h.next("evt"), At: h.Now(), Kind: domain.EventSignInFailed, ActorName: maria.Email, Subject: maria.Email, IP: "203.0.113.9", Browser: "Chrome",
				Detail: map[string]string{"to": maria.Email, "reason": "my number is 5550100"}})
		}))
		c := s.agent(domain.RoleOperator)
		c.want(204, wire.OpenForSupport, wire.OpenRequest{Reason: "Ticket 7: mails are late", Minutes: 30}, nil, o.ShortName)
		var seen wire.Inspected
		if c.want(200, wire.Inspect, nil, &seen, o.ShortName); seen.Active != 3 || seen.TwoStep != 0 || seen.Policy.LockAttempts == 0 || seen.EndsAt.Sub(h.Now()) != 30*time.Minute {
			t.Errorf("seen %+v", seen)
		}
		a := c.send("GET", c.address(wire.InspectPeople, o.ShortName)+"?"+wire.InspectQuery{Q: "maria"}.Values().Encode(), nil)
		var people wire.InspectedPeople
		if read(h, a, &people); len(people.Data) != 1 || people.Data[0].Name != "Maria Lopez" || strings.Contains(a.Body.String(), maria.Email) {
			t.Errorf("people are %s", a.Body)
		}
		a = c.call(wire.InspectAudit, nil, o.ShortName)
		if body := a.Body.String(); a.Code != 200 || !strings.Contains(body, "signin.failed") || strings.Contains(body, maria.Email) || strings.Contains(body, "5550100") || strings.Contains(body, "203.0.113.9") {
			t.Errorf("the log is %s", body)
		}
		mails, err := h.db.Outbox(ctx, owner.Email, 1)
		h.must(err)
		l, err := h.flows.OpenLetter(mails[0])
		if err != nil || l.Kind != "support_opened" || l.Args["reason"] != "Ticket 7: mails are late" || l.Args["by"] != "Ida" || l.Args["place"] != "" {
			t.Errorf("the owner was written %+v, %v", l, err)
		}
		c.want(204, wire.CloseForSupport, nil, nil, o.ShortName)
		for _, log := range []*org{o, s} {
			var kinds []string
			h.must(h.db.View(ctx, log.scope, func(tx *store.Tx) error {
				all, err := tx.Events(ctx, store.EventFilter{Kinds: []domain.EventKind{domain.EventTenantOpened, domain.EventTenantClosed}, Limit: 10})
				for _, e := range all {
					if e.ActorName != "Ida" || e.Detail["reason"] != "Ticket 7: mails are late" || log == o && e.IP != "" {
						t.Errorf("the log of %s tells %+v", log.ShortName, e)
					}
					kinds = append(kinds, string(e.Kind))
				}
				return err
			}))
			if len(kinds) != 2 {
				t.Errorf("the log of %s tells of %s", log.ShortName, kinds)
			}
		}
	})
}

// An open organization is read and never written: the agent's session is none
// in it, whatever they have open.
func TestInspectionWritesNothing(t *testing.T) {
	inHouses(t, func(h *house) {
		s, o := h.staff(), h.org(domain.DefaultPolicy())
		maria := o.person(domain.RoleUser, "Maria Lopez")
		c := s.agent(domain.RoleOperator)
		c.want(204, wire.OpenForSupport, wire.OpenRequest{Reason: "Ticket 7", Minutes: 30}, nil, o.ShortName)
		before := o.events()
		inside := h.client(o.ShortName)
		inside.token = c.token
		for _, e := range wire.Endpoints() {
			if e.Root == wire.ServiceRoot || e.Permission == "public" || e.Permission == "limits.read" {
				continue
			}
			if a := inside.call(e, nil, maria.ID, "x"); a.Code != 401 {
				t.Errorf("%s inside: %d %s", e.ID, a.Code, a.Body)
			}
		}
		for _, e := range reads {
			c.want(200, e, nil, nil, o.ShortName)
		}
		if after := o.events(); after != before {
			t.Errorf("the organization's log has %d rows, before %d", after, before)
		}
	})
}
