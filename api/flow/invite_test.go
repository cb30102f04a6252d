package flow_test

import (
	"strings"
	"testing"
	"time"

	"twofold/api/flow"
	"twofold/domain"
	"twofold/domain/signin"
	"twofold/tenancy/store"
)

// invite sends one invitation and returns its token.
func (o *org) invite(v *flow.Visit, email string, role domain.Role) (id, token string) {
	o.Helper()
	got, err := o.flows.Invite(ctx, o.ask(), v, []string{email}, role, flow.NumberInput{})
	o.must(err)
	if len(got) != 1 || !got[0].Sent() {
		o.Fatalf("invited %+v", got)
	}
	return got[0].UserID, o.lastLink(email)
}

func TestInviteAnswersForEachAddress(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		owner, member, gone := o.person(domain.RoleOwner), o.person(domain.RoleUser), o.personIn(domain.RoleUser, domain.UserSuspended)
		v := o.visit(owner)
		got, err := o.flows.Invite(ctx, o.ask(), v, []string{" new@x.example ", "NEW@x.example", "", "nobody", strings.ToUpper(member.Email), gone.Email, "a@b\r\nBcc: c@d.example"}, domain.RoleUser, flow.NumberInput{})
		h.must(err)
		want := []domain.Code{"", domain.CodeEmailFormat, domain.CodeAlreadyMember, domain.CodeAlreadyMember, domain.CodeEmailFormat}
		for i, one := range got {
			if one.Code != want[i] {
				h.Errorf("%q: %q, want %q", one.Email, one.Code, want[i])
			}
		}
		if len(got) != len(want) || got[0].Email != "new@x.example" {
			h.Fatalf("got %+v", got)
		}
		l := h.letters("new@x.example")
		if len(l) != 1 || l[0].Kind != "invite" || l[0].Args["by"] != owner.Name || l[0].Args["days"] != "7" {
			h.Fatalf("mail %+v", l)
		}
		if e := o.events(domain.EventUserInvited); len(e) != 1 || e[0].Subject != "new@x.example" || e[0].ActorID != owner.ID {
			h.Fatalf("events %+v", e)
		}
		_, err = o.flows.Invite(ctx, o.ask(), v, nil, domain.RoleUser, flow.NumberInput{})
		h.refused(err, domain.CodeRequiredEmail)
		_, err = o.flows.Invite(ctx, o.ask(), v, make101(), domain.RoleUser, flow.NumberInput{})
		h.refused(err, domain.CodeOutOfRange)
	})
}

func make101() (out []string) {
	for i := range flow.InvitesMost + 1 {
		out = append(out, strings.Repeat("a", 1+i%50)+strings.Repeat("b", 1+i/50)+"@x.example")
	}
	return out
}

func TestWhoMayInviteWhom(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		may := map[domain.Role][]domain.Role{domain.RoleOwner: domain.Roles, domain.RoleAdmin: {domain.RoleAdmin, domain.RoleHelpdesk, domain.RoleAuditor, domain.RoleUser}}
		for _, actor := range domain.Roles {
			v := o.visit(o.person(actor))
			for _, role := range append(domain.Roles, domain.RolePending, "root") {
				_, err := o.flows.Invite(ctx, o.ask(), v, []string{o.next("x") + "@x.example"}, role, flow.NumberInput{})
				if want := contains(may[actor], role); (err == nil) != want {
					h.Errorf("%s invites %s: %v", actor, role, err)
				}
			}
		}
		if len(o.events(domain.EventRefused)) == 0 {
			h.Error("no refusal was recorded")
		}
	})
}

func contains(list []domain.Role, r domain.Role) bool {
	for _, x := range list {
		if x == r {
			return true
		}
	}
	return false
}

// An invitation works once, for its address, in its organization.
func TestAcceptInvitation(t *testing.T) {
	inHouses(t, func(h *house) {
		o, other := h.org("northwind"), h.org("southwind")
		v := o.visit(o.person(domain.RoleOwner))
		_, token := o.invite(v, "maria@x.example", domain.RoleAdmin)
		page, err := o.flows.ReadInvitation(ctx, o.ask(), token)
		h.must(err)
		if page.State != domain.InvitationOpen || page.Email != "maria@x.example" || page.Inviter != v.Person.Name || page.Required || page.PasswordMin != 15 {
			h.Fatalf("page %+v", page)
		}
		for _, bad := range []struct {
			name, password string
			field          string
			code           domain.Code
		}{
			{"", strong, "name", domain.CodeRequiredName},
			{"a\u2028b", strong, "name", domain.CodeNameLong},
			{"Maria", "short", "password", domain.CodePasswordShort},
			{"Maria", "maria@x.example maria", "password", domain.CodePasswordContext},
		} {
			_, err := o.flows.AcceptInvitation(ctx, o.ask(), token, bad.name, bad.password)
			if got := fields(err); got[bad.field] != bad.code {
				h.Errorf("%q %q: %v", bad.name, bad.password, got)
			}
		}
		_, err = o.flows.AcceptInvitation(ctx, other.ask(), token, "Maria", strong)
		h.refused(err, domain.CodeLinkExpired)
		fine := h.together(8, func(int) error {
			_, err := o.flows.AcceptInvitation(ctx, o.ask(), token, `"><h2> true \ 👩‍🚀`, strong)
			return err
		})
		if fine != 1 || len(o.events(domain.EventUserJoined)) != 1 || len(o.events(domain.EventSignedIn)) != 1 {
			h.Fatalf("%d of 8 joined", fine)
		}
		page, err = o.flows.ReadInvitation(ctx, o.ask(), token)
		if h.must(err); page.State != domain.InvitationAccepted {
			h.Fatalf("page %+v", page)
		}
		_, err = o.flows.AcceptInvitation(ctx, o.ask(), token, "Maria", strong)
		h.refused(err, domain.CodeLinkUsed)
		res, err := o.flows.SignIn(ctx, o.ask(), flow.SignInInput{Email: "Maria@x.example", Password: strong})
		h.must(err)
		if res.Person.Role != domain.RoleAdmin || res.Person.Name != `"><h2> true \ 👩‍🚀` {
			h.Fatalf("joined as %+v", res.Person)
		}
	})
}

func TestInvitationEnds(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		owner := o.person(domain.RoleOwner)
		state := func(token string) domain.InvitationState {
			page, err := o.flows.ReadInvitation(ctx, o.ask(), token)
			h.must(err)
			return page.State
		}
		id, first := o.invite(o.visit(owner), "maria@x.example", domain.RoleUser)
		h.Pass(time.Second)
		again, second := o.invite(o.visit(owner), "maria@x.example", domain.RoleUser)
		if again != id || state(first) != domain.InvitationRevoked || state(second) != domain.InvitationOpen {
			h.Fatal("inviting again did not replace the link")
		}
		h.Pass(time.Second)
		h.must(o.flows.ResendInvitation(ctx, o.ask(), o.visit(owner), id))
		third := h.lastLink("maria@x.example")
		if state(second) != domain.InvitationRevoked || state(third) != domain.InvitationOpen {
			h.Fatal("sending again did not replace the link")
		}
		h.must(o.flows.RevokeInvitation(ctx, o.ask(), o.visit(owner), id))
		_, err := o.flows.AcceptInvitation(ctx, o.ask(), third, "Maria", strong)
		h.refused(err, domain.CodeLinkExpired)
		if state(third) != domain.InvitationRevoked {
			h.Fatal("a revoked invitation is open")
		}
		h.Pass(time.Second)
		_, fourth := o.invite(o.visit(owner), "maria@x.example", domain.RoleUser)
		h.Pass(7*24*time.Hour - time.Second)
		if state(fourth) != domain.InvitationOpen {
			h.Fatal("ended before 7 days")
		}
		h.Pass(time.Second)
		_, err = o.flows.AcceptInvitation(ctx, o.ask(), fourth, "Maria", strong)
		h.refused(err, domain.CodeLinkExpired)
		if state(fourth) != domain.InvitationExpired || state("nonsense") != domain.InvitationExpired {
			h.Fatal("an old invitation is open")
		}
	})
}

// P14: somebody new is under the rule with no further action.
func TestInvitedUnderRequiredGoesToSetUp(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		owner := o.secure(o.person(domain.RoleOwner))
		o.require(owner, domain.StartNextSignIn)
		_, token := o.invite(o.visit(owner), "maria@x.example", domain.RoleUser)
		page, err := o.flows.ReadInvitation(ctx, o.ask(), token)
		if h.must(err); !page.Required {
			h.Fatal("the page does not say what comes next")
		}
		entry, err := o.flows.AcceptInvitation(ctx, o.ask(), token, "Maria", strong)
		h.must(err)
		v, err := o.flows.Visit(ctx, o.ask(), entry.Token)
		h.must(err)
		if entry.Step != signin.Enroll || v.ActsAs != domain.RolePending {
			h.Fatalf("entered %s, acts as %s", entry.Step, v.ActsAs)
		}
	})
}

// require saves a policy that requires two-step verification.
func (o *org) require(owner store.Person, start domain.Start) {
	o.Helper()
	p := domain.DefaultPolicy()
	p.Mode, p.Start = domain.ModeRequired, start
	o.save(owner, p)
}

func (o *org) save(owner store.Person, p domain.Policy) flow.PolicyView {
	o.Helper()
	v := o.visit(owner)
	now, err := o.flows.ReadPolicy(ctx, o.ask(), v)
	o.must(err)
	out, err := o.flows.SavePolicy(ctx, o.ask(), v, flow.PolicySave{IfMatch: now.Version, Draft: p, Email: true})
	o.must(err)
	return out
}

func TestSuspendedInviteeStaysOut(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		owner := o.person(domain.RoleOwner)
		id, token := o.invite(o.visit(owner), "maria@x.example", domain.RoleUser)
		h.must(o.flows.Suspend(ctx, o.ask(), o.visit(owner), id))
		_, err := o.flows.AcceptInvitation(ctx, o.ask(), token, "Maria", strong)
		h.refused(err, domain.CodeLinkExpired)
		h.must(o.flows.Resume(ctx, o.ask(), o.visit(owner), id))
		if p := o.reread(store.Person{User: domain.User{ID: id}}); p.State != domain.UserInvited {
			h.Fatalf("resumed as %s", p.State)
		}
		_, err = o.flows.AcceptInvitation(ctx, o.ask(), token, "Maria", strong)
		h.refused(err, domain.CodeLinkExpired)
	})
}

// A role given while somebody is invited is the one they join with.
func TestRoleOfInvited(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		owner, admin := o.person(domain.RoleOwner), o.person(domain.RoleAdmin)
		id, token := o.invite(o.visit(owner), "maria@x.example", domain.RoleOwner)
		got, err := o.flows.Invite(ctx, o.ask(), o.visit(admin), []string{"maria@x.example"}, domain.RoleUser, flow.NumberInput{})
		h.must(err)
		if got[0].Code != domain.CodeOwnerProtected {
			h.Fatalf("an admin lowered an invited owner: %+v", got)
		}
		h.must(o.flows.ChangeRole(ctx, o.ask(), o.visit(owner), id, domain.RoleUser))
		entry, err := o.flows.AcceptInvitation(ctx, o.ask(), token, "Maria", strong)
		h.must(err)
		if entry.Person.Role != domain.RoleUser {
			h.Fatalf("joined as %s", entry.Person.Role)
		}
	})
}

// An organization's invitations an hour are limited; that they are used up is
// told in its log once an hour, however often somebody tries on.
func TestInvitationsAreLimited(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		sam := o.person(domain.RoleAdmin)
		for hour := 1; hour <= 2; hour++ {
			v := o.visit(sam)
			stale := *v
			stale.Session.StepUpAt = time.Time{}
			for range flow.InvitesPerTenant {
				h.refused(o.flows.ResendInvitation(ctx, o.ask(), &stale, "usr_none"), domain.CodeStepUpRequired)
			}
			for range 3 {
				_, err := o.flows.Invite(ctx, o.ask(), v, []string{"new@x.example"}, domain.RoleUser, flow.NumberInput{})
				h.refused(err, domain.CodeRateLimited)
				h.refused(o.flows.ResendInvitation(ctx, o.ask(), v, "usr_none"), domain.CodeRateLimited)
			}
			if got := o.events(domain.EventRefused); len(got) != hour || got[0].ActorID != v.Person.ID || got[0].Detail["what"] != "invite" || got[0].Detail["reason"] != string(domain.CodeRateLimited) {
				h.Errorf("hour %d: %+v", hour, got)
			}
			h.Pass(time.Hour)
		}
	})
}
