package rest_test

import (
	"slices"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

// The narrow roles are given as any other, and what they read and do ends
// where their permissions end. ASVS V8.2.1, V8.2.2.
func TestF24HelpDeskAndAuditor(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org(domain.DefaultPolicy())
		owner, maria := o.signedIn(domain.RoleOwner), o.person(domain.RoleUser, "Maria")
		for role, reads := range map[domain.Role][]wire.Endpoint{
			domain.RoleHelpdesk: {wire.ListPeople},
			domain.RoleAuditor:  {wire.ListPeople, wire.ReadPolicy, wire.ReadPolicyHistory, wire.ReadAudit},
		} {
			ida := o.person(domain.RoleUser, "Ida")
			owner.want(204, wire.ChangeRole, wire.RoleRequest{Role: role}, nil, ida.ID)
			owner.want(200, wire.InvitePeople, wire.InviteRequest{Emails: []string{string(role) + "@x.example"}, Role: role}, nil)
			var listed wire.People
			read(h, owner.send("GET", owner.address(wire.ListPeople)+"?"+wire.PeopleQuery{Role: string(role)}.Values().Encode(), nil), &listed)
			if len(listed.Data) != 2 {
				t.Errorf("%d people are %s", len(listed.Data), role)
			}
			c := h.client(o.ShortName)
			c.signIn(ida.Email, strong)
			c.want(200, wire.ConfirmSession, wire.ConfirmRequest{Method: domain.ConfirmByPassword, Password: strong}, nil)
			for _, e := range []wire.Endpoint{wire.ListPeople, wire.ReadPolicy, wire.ReadPolicyHistory, wire.ReadAudit} {
				want := 403
				if slices.ContainsFunc(reads, func(r wire.Endpoint) bool { return r.ID == e.ID }) {
					want = 200
				}
				c.want(want, e, nil, nil)
			}
			var p wire.Person
			c.want(200, wire.ReadPerson, nil, &p, ida.ID)
			if log := len(p.Activity) > 0; log != (role == domain.RoleAuditor) || len(p.May.Roles) != 0 || p.May.Manage == "" {
				t.Errorf("%s reads %d events and may %+v", role, len(p.Activity), p.May)
			}
			unlock := 403
			if role == domain.RoleHelpdesk {
				unlock = 204
			}
			c.want(unlock, wire.UnlockPerson, nil, nil, maria.ID)
			c.want(403, wire.UnlockPerson, nil, nil, o.person(domain.RoleAdmin, "Noah").ID)
			var s wire.Session
			c.want(200, wire.ReadSession, nil, &s)
			if s.IdleSeconds != int(domain.AdminSessionIdle/time.Second) || !s.Person.Admin {
				t.Errorf("%s: session %+v", role, s)
			}
		}
	})
}
