package flow_test

import (
	"testing"
	"time"

	"twofold/api/flow"
	"twofold/domain"
	"twofold/domain/signin"
)

func TestSuspendedOrganization(t *testing.T) {
	inHouses(t, func(h *house) {
		s, o := h.staff(), h.org("northwind")
		v, owner, ida := s.operator(), o.person(domain.RoleOwner), o.person(domain.RoleUser)
		session := o.signIn(ida, o.Now())
		h.refused(h.flows.SuspendOrganization(ctx, s.ask(), v, "northwind", " "), domain.CodeReasonRequired)
		h.must(h.flows.SuspendOrganization(ctx, s.ask(), v, "northwind", "Unpaid since May"))
		h.must(h.flows.SuspendOrganization(ctx, s.ask(), v, "northwind", "Again")) // changes nothing
		if o.alive(session) {
			h.Error("a session of a suspended organization works")
		}
		_, err := h.flows.SignIn(ctx, o.ask(), flow.SignInInput{Email: ida.Email, Password: strong})
		h.refused(err, domain.CodeSuspended)
		_, err = h.flows.SignIn(ctx, o.ask(), flow.SignInInput{Email: ida.Email, Password: "wrong"})
		h.refused(err, domain.CodeBadCredentials)
		told := o.events(domain.EventTenantSuspended)
		if len(told) != 1 || told[0].ActorName != "Olga Operator" || told[0].Detail["reason"] != "Unpaid since May" || told[0].Detail["by"] != "staff" || told[0].IP != "" {
			h.Errorf("the organization's log tells %+v", told)
		}
		if own := s.events(domain.EventTenantSuspended); len(own) != 1 || own[0].Detail["organization"] != "northwind" {
			h.Errorf("the staff's log tells %+v", own)
		}
		if l := h.letters(owner.Email); len(l) != 1 || l[0].Kind != "org_suspended" || l[0].Args["reason"] != "Unpaid since May" || l[0].Args["place"] != "" {
			h.Errorf("the owner was written %+v", l)
		}
		h.must(h.flows.ResumeOrganization(ctx, s.ask(), v, "northwind", "Paid"))
		told = o.events(domain.EventTenantResumed)
		if len(told) != 1 || !told[0].OK || told[0].ActorName != "Olga Operator" || told[0].SubjectID != "" || told[0].Detail["reason"] != "Paid" || told[0].Detail["by"] != "staff" || told[0].IP != "" {
			h.Errorf("the organization's log tells %+v", told)
		}
		if own := s.events(domain.EventTenantResumed); len(own) != 1 || !own[0].OK || own[0].ActorID != v.Person.ID || own[0].Detail["organization"] != "northwind" {
			h.Errorf("the staff's log tells %+v", own)
		}
		out, err := h.flows.SignIn(ctx, o.ask(), flow.SignInInput{Email: ida.Email, Password: strong})
		if err != nil || out.Step != signin.Grant || !o.alive(session) {
			h.Errorf("resumed: %+v, %v", out, err)
		}
	})
}

func TestInvitationToASuspendedOrganization(t *testing.T) {
	inHouses(t, func(h *house) {
		s, o := h.staff(), h.org("northwind")
		_, err := h.flows.Invite(ctx, o.ask(), o.visit(o.person(domain.RoleOwner)), []string{"new@northwind.example"}, domain.RoleUser, flow.NumberInput{})
		h.must(err)
		h.must(h.flows.SuspendOrganization(ctx, s.ask(), s.operator(), "northwind", "Unpaid"))
		_, err = h.flows.AcceptInvitation(ctx, o.ask(), h.lastLink("new@northwind.example"), "New", strong)
		h.refused(err, domain.CodeSuspended)
	})
}

// What operators do is theirs alone, in the staff's own tenant, just confirmed.
func TestWhoOperates(t *testing.T) {
	inHouses(t, func(h *house) {
		s, o := h.staff(), h.org("northwind")
		operator, support, owner := s.operator(), s.visit(s.secure(s.person(domain.RoleSupport))), o.visit(o.person(domain.RoleOwner))
		acts := map[string]func(r flow.Request, v *flow.Visit) error{
			"suspend": func(r flow.Request, v *flow.Visit) error {
				return h.flows.SuspendOrganization(ctx, r, v, "northwind", "x")
			},
			"resume": func(r flow.Request, v *flow.Visit) error {
				return h.flows.ResumeOrganization(ctx, r, v, "northwind", "x")
			},
			"add": func(r flow.Request, v *flow.Visit) error {
				_, err := h.flows.AddOrganization(ctx, r, v, flow.NewTenant{Organization: "New", Short: h.next("n")[2:] + "-new", Name: "Nora", Email: "nora@new.example"})
				return err
			},
		}
		for name, act := range acts {
			h.refused(act(s.ask(), support), domain.CodeForbidden)
			h.refused(act(o.ask(), owner), domain.CodeForbidden)
			h.refused(act(s.ask(), owner), domain.CodeForbidden)
			h.refused(act(o.ask(), operator), domain.CodeForbidden)
			stale := *operator
			stale.Session.StepUpAt = time.Time{}
			h.refused(act(s.ask(), &stale), domain.CodeStepUpRequired)
			if err := act(s.ask(), operator); name == "suspend" && err != nil {
				h.Error(name, err)
			}
		}
		for _, short := range []string{"staff", "nobody", ""} {
			h.refused(h.flows.SuspendOrganization(ctx, s.ask(), operator, short, "x"), domain.CodeNotFound)
		}
		if _, err := h.flows.Organizations(ctx, s.ask(), support, flow.OrganizationsQuery{}); err != nil {
			h.Error("support can't read the list", err)
		}
		_, err := h.flows.Organizations(ctx, o.ask(), owner, flow.OrganizationsQuery{})
		h.refused(err, domain.CodeForbidden)
	})
}

// The staff's people are invited and managed like all others, among roles of
// their own; the last operator stays.
func TestStaffAmongThemselves(t *testing.T) {
	inHouses(t, func(h *house) {
		s := h.staff()
		v, agent := s.operator(), s.person(domain.RoleSupport)
		for role, want := range map[domain.Role]bool{domain.RoleSupport: true, domain.RoleOperator: true, domain.RoleOwner: false, domain.RoleUser: false, domain.RolePending: false} {
			sent, err := h.flows.Invite(ctx, s.ask(), v, []string{string(role) + "@company.example"}, role, flow.NumberInput{})
			if (err == nil && sent[0].Sent()) != want {
				h.Errorf("invite %s: %+v, %v", role, sent, err)
			}
		}
		o := h.org("northwind")
		owner := o.visit(o.person(domain.RoleOwner))
		for _, role := range domain.StaffRoles {
			_, err := h.flows.Invite(ctx, o.ask(), owner, []string{"x@y.example"}, role, flow.NumberInput{})
			h.refused(err, domain.CodeOutOfRange)
			h.refused(h.flows.ChangeRole(ctx, o.ask(), owner, o.person(domain.RoleUser).ID, role), domain.CodeOutOfRange)
		}
		h.must(h.flows.ChangeRole(ctx, s.ask(), v, agent.ID, domain.RoleOperator))
		second := s.visit(s.secure(s.reread(agent)))
		h.must(h.flows.Suspend(ctx, s.ask(), second, v.Person.ID))
		h.refused(h.flows.Suspend(ctx, s.ask(), second, second.Person.ID), domain.CodeSelfForbidden)
		third := s.person(domain.RoleOperator)
		h.must(h.flows.Suspend(ctx, s.ask(), second, third.ID))
		_, err := h.flows.SavePolicy(ctx, s.ask(), second, flow.PolicySave{IfMatch: 1, Draft: domain.DefaultPolicy()})
		if err == nil {
			h.Error("an operator saved the staff's policy")
		}
	})
}

// Of two operators who suspend each other at once, one stays.
func TestTheLastOperatorStays(t *testing.T) {
	inHouses(t, func(h *house) {
		s := h.staff()
		one, other := s.operator(), s.visit(s.secure(s.person(domain.RoleOperator)))
		won := h.together(2, func(i int) error {
			actor, target := one, other
			if i == 1 {
				actor, target = other, one
			}
			return h.flows.Suspend(ctx, s.ask(), actor, target.Person.ID)
		})
		if won != 1 {
			h.Errorf("%d operators suspended each other", won)
		}
	})
}
