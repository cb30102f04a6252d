package acceptance_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"twofold/api/wire"
	"twofold/domain"
)

func TestAcceptanceORoles(t *testing.T) {
	inOrgs(t,
		acase{"O11 F24 who may reset whom", whoResetsWhom},
		acase{"O11 who may not is told who may, and only people of the organization are", toldWhoMay},
		acase{"O12 F25 nobody touches an owner's second step", ownersProtected},
		acase{"O12 an owner stands down only by another owner, and the last one stays", lastOwnerStays},
	)
}

// whoResetsWhom is the matrix of O11. What isn't in it, the permissions of the
// other roles, is held by the role and route matrix of api/rest.
func whoResetsWhom(t *testing.T, o *org) {
	o.policy(optional)
	sam, kim := o.member("sam", domain.RoleAdmin), o.member("kim", domain.RoleAdmin)
	maria, ida := o.member("maria", domain.RoleUser), o.member("ida", domain.RoleUser)
	second := o.member("otto", domain.RoleOwner)
	tries := []struct {
		who, whom *person
		status    int
		code      domain.Code
	}{
		{maria, ida, http.StatusForbidden, domain.CodeForbidden},
		{maria, sam, http.StatusForbidden, domain.CodeForbidden},
		{maria, o.owner, http.StatusForbidden, domain.CodeForbidden},
		{maria, maria, http.StatusForbidden, domain.CodeForbidden},
		{sam, sam, http.StatusForbidden, domain.CodeSelfForbidden},
		{o.owner, o.owner, http.StatusForbidden, domain.CodeSelfForbidden},
		{sam, o.owner, http.StatusForbidden, domain.CodeOwnerProtected},
		{o.owner, second, http.StatusForbidden, domain.CodeOwnerProtected},
		{sam, maria, http.StatusOK, ""},
		{sam, kim, http.StatusOK, ""},
		{o.owner, ida, http.StatusOK, ""},
		{o.owner, sam, http.StatusOK, ""},
	}
	for _, try := range tries {
		who := try.who.confirm()
		who.do(wire.ResetPerson, wire.ResetRequest{Checked: domain.CheckInPerson, Reason: "called back", Next: domain.ResetSetUp}, try.whom.id)
		if who.status != try.status || who.problem().Code != try.code {
			t.Errorf("%s on %s: %d %s", who.email, try.whom.email, who.status, who.body)
		}
		if alive := try.whom.alive(); alive == (try.status == http.StatusOK) {
			t.Errorf("%s on %s: their session lives: %v", who.email, try.whom.email, alive)
		}
	}
	if got := o.events(domain.EventTwoStepReset, maria.id); len(got) != 1 || got[0].Actor.ID != sam.id || got[0].Detail["reason"] != "called back" {
		t.Errorf("log: %+v", got)
	}
	refusals := 0
	for _, e := range o.events(domain.EventRefused, "") {
		if e.OK || e.Actor.ID == "" {
			t.Errorf("refusal: %+v", e)
		}
		refusals++
	}
	if refusals != 8 {
		t.Errorf("%d refusals in the log", refusals)
	}
}

// actsOnOwners are the bodies of acts on a person, by operation.
var actsOnOwners = map[string]any{
	wire.ResetPerson.ID:       wire.ResetRequest{Checked: domain.CheckInPerson, Next: domain.ResetSetUp},
	wire.MarkPersonSession.ID: wire.SharedBrowserRequest{Shared: true},
	wire.MarkPersonTrust.ID:   wire.SharedBrowserRequest{Shared: true},
	wire.ChangeRole.ID:        wire.RoleRequest{Role: domain.RoleUser},
	wire.SavePersonNumber.ID:  wire.NumberRequest{Phone: mobile},
}

// elsewhereThanOwners are acts on what an owner in good order has none of: they
// find nothing, or ask for another role first.
var elsewhereThanOwners = []string{wire.ResendInvitation.ID, wire.RevokeInvitation.ID, wire.StopReset.ID, wire.FetchResetCode.ID,
	wire.UnfreezePerson.ID, wire.StopPersonGrant.ID, wire.StopPersonCase.ID, wire.VouchCase.ID}

// ownersProtected asks every act on a person of an owner.
func ownersProtected(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) { p.Mode, p.TrustDays = domain.ModeOptional, 14 })
	sam := o.member("sam", domain.RoleAdmin)
	o.owner.elsewhere().trustHere()
	owner := read[wire.Person](sam.confirm().client, wire.ReadPerson, nil, o.owner.id)
	if owner.May.Reset != domain.CodeOwnerProtected || owner.May.Manage != domain.CodeOwnerProtected || len(owner.May.Roles) != 0 {
		t.Errorf("the page offers %+v", owner.May)
	}
	for _, e := range wire.Endpoints() {
		if e.Method == http.MethodGet || !strings.HasPrefix(e.Path, "/people/{id}") {
			continue
		}
		params := []string{o.owner.id}
		switch {
		case strings.Contains(e.Path, "{session}"):
			params = append(params, owner.Sessions[0].ID)
		case strings.Contains(e.Path, "{trust}"):
			params = append(params, owner.TrustedBrowsers[0].ID)
		}
		if sam.do(e, actsOnOwners[e.ID], params...); slices.Contains(elsewhereThanOwners, e.ID) {
			if sam.status < 400 {
				t.Errorf("%s: %d %s", e.ID, sam.status, sam.body)
			}
			continue
		}
		if sam.status != http.StatusForbidden || sam.problem().Code != domain.CodeOwnerProtected {
			t.Errorf("%s: %d %s", e.ID, sam.status, sam.body)
		}
	}
	sam.do(wire.InvitePeople, wire.InviteRequest{Emails: []string{"new@northwind.example"}, Role: domain.RoleOwner}).refused(http.StatusForbidden, domain.CodeForbidden)
	sam.do(wire.ChangeRole, wire.RoleRequest{Role: domain.RoleOwner}, sam.id).refused(http.StatusForbidden, domain.CodeSelfForbidden)
	kim := o.member("kim", domain.RoleUser)
	sam.do(wire.ChangeRole, wire.RoleRequest{Role: domain.RoleOwner}, kim.id).refused(http.StatusForbidden, domain.CodeForbidden)
	if !o.owner.alive() {
		t.Error("the owner was signed out")
	}
	if after := read[wire.Person](sam.client, wire.ReadPerson, nil, o.owner.id); after.Role != domain.RoleOwner || after.TwoStep != domain.TwoStepOn || len(after.Sessions) != len(owner.Sessions) || len(after.TrustedBrowsers) != 1 {
		t.Errorf("after it: %+v", after.PersonRow)
	}
}

func lastOwnerStays(t *testing.T, o *org) {
	o.policy(optional)
	second := o.member("otto", domain.RoleOwner)
	o.owner.confirm().do(wire.ChangeRole, wire.RoleRequest{Role: domain.RoleAdmin}, second.id).wants(http.StatusNoContent)
	if second.alive() {
		t.Error("who stood down goes on in the session they had")
	}
	second.signIn().confirm().do(wire.ChangeRole, wire.RoleRequest{Role: domain.RoleUser}, o.owner.id).refused(http.StatusForbidden, domain.CodeOwnerProtected)
	o.owner.do(wire.ChangeRole, wire.RoleRequest{Role: domain.RoleAdmin}, o.owner.id).refused(http.StatusForbidden, domain.CodeSelfForbidden)
	o.owner.do(wire.SuspendPerson, nil, o.owner.id).refused(http.StatusForbidden, domain.CodeSelfForbidden)
	if o.owner.session().Person.Role != string(domain.RoleOwner) {
		t.Error("nobody owns the organization")
	}
}

func toldWhoMay(t *testing.T, o *org) {
	o.policy(optional)
	o.join("sam", domain.RoleAdmin)
	maria, gone := o.join("maria", domain.RoleUser), o.join("zoe", domain.RoleAdmin)
	o.owner.confirm().do(wire.SuspendPerson, nil, gone.id).wants(http.StatusNoContent)
	if got := maria.do(wire.ReadPolicy, nil).refused(http.StatusForbidden, domain.CodeForbidden); got.Args["names"] != "Olga Owner, Sam" {
		t.Errorf("over the API: %+v", got.Args)
	}
	b := maria.page().open(o.path("/admin/policy"))
	if b.code != http.StatusForbidden {
		t.Errorf("the page answers %d", b.code)
	}
	b.says(t, true, "You don't have permission to do this").says(t, true, "People who can: Olga Owner, Sam")
	thief := maria.elsewhere()
	if thief.do(wire.ReadPolicy, nil); strings.Contains(string(thief.body), "Olga") {
		t.Errorf("a stranger is told %s", thief.body)
	}
	o.policy(required(domain.StartAtOnce))
	if got := maria.do(wire.ReadPolicy, nil).refused(http.StatusForbidden, domain.CodeEnrollmentRequired); got.Args["names"] != "" {
		t.Errorf("at the gate: %+v", got.Args)
	}
}
