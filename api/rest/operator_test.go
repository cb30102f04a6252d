package rest_test

import (
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/tenancy/store"
)

// The staff's people are managed among themselves by operators: roles, the
// second step of agents, sessions. Nobody changes themselves.
func TestOperatorsManageTheStaff(t *testing.T) {
	inHouses(t, func(h *house) {
		s := h.staff()
		ruth, sue := s.agent(domain.RoleOperator), s.agent(domain.RoleSupport)
		var all wire.StaffList
		ruth.want(200, wire.ListStaff, nil, &all)
		var me, agent wire.StaffRow
		for _, p := range all.Data {
			if p.Me {
				me = p
			} else {
				agent = p
			}
		}
		var page wire.Person
		if ruth.want(200, wire.ReadStaff, nil, &page, agent.ID); page.May.Reset != "" || len(page.May.Roles) != 2 || len(page.Sessions) != 1 {
			t.Errorf("an agent's page: %+v", page)
		}
		if ruth.want(200, wire.ReadStaff, nil, &page, me.ID); page.May.Reset != domain.CodeSelfForbidden || page.May.Manage != domain.CodeSelfForbidden || len(page.May.Roles) != 0 {
			t.Errorf("one's own page: %+v", page.May)
		}
		for _, e := range []wire.Endpoint{wire.ReadStaff, wire.EndStaffSessions, wire.UnlockStaff, wire.SendStaffResetCode} {
			sue.denied(domain.CodeForbidden, e, nil, me.ID)
		}
		sue.denied(domain.CodeForbidden, wire.ReadStaffAudit, nil)
		ruth.denied(domain.CodeSelfForbidden, wire.ChangeStaffRole, wire.StaffRoleRequest{Role: domain.RoleSupport}, me.ID)
		ruth.denied(domain.CodeSelfForbidden, wire.EndStaffSessions, nil, me.ID)
		ruth.want(204, wire.UnlockStaff, nil, nil, agent.ID)
		var ended wire.Ended
		if ruth.want(200, wire.EndStaffSessions, nil, &ended, agent.ID); ended.Ended != 1 {
			t.Errorf("%d sessions ended", ended.Ended)
		}
		if a := sue.call(wire.ListOrganizations, nil); a.Code != 401 {
			t.Errorf("a session that was ended: %d", a.Code)
		}
		ruth.want(204, wire.ChangeStaffRole, wire.StaffRoleRequest{Role: domain.RoleOperator}, nil, agent.ID)
		if ruth.want(200, wire.ReadStaff, nil, &page, agent.ID); page.Role != domain.RoleOperator || page.May.Reset == "" {
			t.Errorf("made an operator: %+v", page.PersonRow)
		}
		var log wire.List[wire.Event]
		ruth.want(200, wire.ReadStaffAudit, nil, &log)
		seen := map[domain.EventKind]bool{}
		for _, e := range log.Data {
			seen[e.Kind] = true
		}
		if !seen[domain.EventUserRole] || !seen[domain.EventSessionRevoked] || !seen[domain.EventRefused] {
			t.Errorf("the staff's log tells of %v", seen)
		}
	})
}

// Operators read how the installation stands, and nobody else; it tells no
// secret, address or host.
func TestHealthOfTheInstallation(t *testing.T) {
	inHouses(t, func(h *house) {
		s, o := h.staff(), h.org(domain.DefaultPolicy())
		ruth, sue := s.agent(domain.RoleOperator), s.agent(domain.RoleSupport)
		sue.denied(domain.CodeForbidden, wire.ReadHealth, nil)
		sue.denied(domain.CodeForbidden, wire.TestSender, nil)
		check := func(name string) (found wire.HealthCheck) {
			t.Helper()
			var all wire.Health
			ruth.want(200, wire.ReadHealth, nil, &all)
			for _, one := range all.Data {
				if one.Name == name {
					found = one
				}
			}
			if len(all.Data) != 10 || found.State == "" {
				t.Fatalf("no %s in %+v", name, all.Data)
			}
			return found
		}
		if d := check("database"); d.Facts["version"] == "" || d.Facts["kind"] == "" || d.State != "fine" && d.Code != "slow" {
			t.Errorf("database: %+v", d)
		}
		if k := check("keys"); k.State != "fine" || k.Facts["days"] != "0" {
			t.Errorf("keys: %+v", k)
		}
		if q := check("queue"); q.State != "fine" || q.Facts["dead"] != "0" {
			t.Errorf("queue: %+v", q)
		}
		owner := o.person(domain.RoleOwner, "Olivia")
		ruth.want(204, wire.OpenForSupport, wire.OpenRequest{Reason: "Ticket 7", Minutes: 30}, nil, o.ShortName)
		if mails, err := h.db.Outbox(ctx, owner.Email, 1); err != nil || len(mails) != 1 {
			t.Fatalf("%d mails, %v", len(mails), err)
		}
		h.Pass(6 * time.Minute)
		if q := check("queue"); q.State != "look" || q.Code != "late" || q.Facts["minutes"] != "6" {
			t.Errorf("a late queue: %+v", q)
		}
		for range 2 {
			h.Pass(20 * time.Minute)
			check("queue")
		}
		if q := check("queue"); q.State != "broken" || q.Code != "stuck" {
			t.Errorf("a stuck queue: %+v", q)
		}
		for _, name := range []string{"mail", "backups", "certificate"} {
			if c := check(name); c.State == "fine" {
				t.Errorf("%s, of which nothing is known: %+v", name, c)
			}
		}
	})
}

// An operator sends themselves a test, so many times an hour, and the log
// tells of it.
func TestOperatorsTestTheSender(t *testing.T) {
	inHouses(t, func(h *house) {
		s := h.staff()
		ruth := s.agent(domain.RoleOperator)
		var sent wire.SenderTested
		for range 10 {
			ruth.want(200, wire.TestSender, nil, &sent)
		}
		if a := ruth.call(wire.TestSender, nil); a.Code != 429 {
			t.Errorf("the eleventh test: %d %s", a.Code, a.Body)
		}
		mails, err := h.db.Outbox(ctx, "", 50)
		h.must(err)
		n := 0
		for _, m := range mails {
			if m.Kind == "test" {
				n++
			}
		}
		if n != 10 || sent.To == "" {
			t.Errorf("%d tests are on their way to %q", n, sent.To)
		}
		h.must(h.db.View(ctx, s.scope, func(tx *store.Tx) error {
			all, err := tx.Events(ctx, store.EventFilter{Kinds: []domain.EventKind{domain.EventSenderTested}, Limit: 20})
			if len(all) != 10 {
				t.Errorf("the log tells of %d", len(all))
			}
			return err
		}))
	})
}
