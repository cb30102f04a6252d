package acceptance_test

import (
	"net/http"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

// A reset that another administrator approves (O11, S17). Five things hold the
// race, and without them all there are twenty resets: the states in
// store.SettleRequest, store.ApproveGuarded and flow.mayAnswerNow, the person's
// security version, and that nothing is left to take away.
func TestAcceptanceApproval(t *testing.T) {
	inOrgs(t,
		acase{"O11 P23 a second administrator approves a reset, and nothing changes before", approvedReset},
		acase{"O11 neither the asker nor the person approves, nor who may not reset them, nor a new administrator", whoApproves},
		acase{"O11 declined with a reason", declinedApproval},
		acase{"O11 the asker was demoted meanwhile", askerDemoted},
		acase{"O11 the person's role was changed meanwhile", targetChanged},
		acase{"O11 lowering somebody first goes around nothing", loweredFirst},
		acase{"O11 a question for approval ends after 24 hours", approvalEnds},
		acase{"O11 many at once: those who need approval become requests", manyGuarded},
		acase{"S17 the access code of an approved reset is fetched once, by who asked", fetchesCode},
		acase{"O11 an approval has its own rules: no caller, no unlock", approvalIsNoCall},
		acase{"O12 no policy lets an owner be reset with approval", ownersNeverApproved},
		acase{"O11 only an owner takes the guards of resets away", onlyOwnersUnguard},
		acase{"O11 two approvals at once: one reset", twoApprovals},
	)
}

func approvedReset(t *testing.T, o *org) {
	o.policy(guardedBy(0, domain.RoleAdmin))
	sam, kim, maria := o.settled(domain.RoleAdmin)
	if f := read[wire.Person](sam.client, wire.ReadPerson, nil, maria.id).Reset; f.First != domain.GuardApproval {
		t.Errorf("the page says %+v", f)
	}
	id := sam.asksApproval(maria)
	o.untouched(maria)
	for who, kind := range map[*person]string{maria: "reset_asked", kim: "approval_wanted", o.owner: "approval_wanted"} {
		if who.told(kind) != 1 {
			t.Errorf("%s was told %v", who.email, who.letters())
		}
	}
	if sam.told("approval_wanted")+sam.told("request_waiting")+kim.told("request_waiting") != 0 {
		t.Errorf("sam was told %v, kim %v", sam.letters(), kim.letters())
	}
	sam.do(wire.ResetPerson, wire.ResetRequest{Checked: domain.CheckInPerson, Next: domain.ResetSetUp}, maria.id).refused(http.StatusConflict, domain.CodeResetWaits)
	r := read[wire.RequestView](kim.client, wire.ReadRequest, nil, id)
	if r.Asked == nil || r.Asked.By != "Sam" || r.Asked.Checked != domain.CheckInPerson || r.Asked.Reason != "at the desk" || r.Answer != "" || len(r.Ways) != 0 || r.ExpiresAt.Sub(r.CreatedAt) != domain.ApprovalFor {
		t.Errorf("kim reads %+v %+v", r, r.Asked)
	}
	o.h.pass(time.Second)
	kim.approves(id).wants(http.StatusNoContent)
	if e := o.events(domain.EventTwoStepReset, maria.id); len(e) != 1 || e[0].Actor.ID != sam.id || e[0].Detail["approved_by"] != "Kim" {
		t.Errorf("events %+v", e)
	}
	if maria.told("reset") != 1 || sam.told("approval_given") != 1 || maria.told("request_done") != 0 {
		t.Errorf("maria was told %v, sam %v", maria.letters(), sam.letters())
	}
	maria.elsewhere().start(wire.NextSetUp)
}

func whoApproves(t *testing.T, o *org) {
	o.policy(guardedBy(0, domain.RoleAdmin))
	sam, kim, maria := o.settled(domain.RoleAdmin)
	hal, late := o.member("hal", domain.RoleHelpdesk), o.member("lea", domain.RoleAdmin)
	id := sam.asksApproval(maria)
	sam.approves(id).refused(http.StatusForbidden, domain.CodeApprovalOwn)
	maria.approves(id).refused(http.StatusForbidden, domain.CodeSelfForbidden)
	late.approves(id).refused(http.StatusForbidden, domain.CodeApprovalNew)
	hal.approves(id).refused(http.StatusNotFound, domain.CodeNotFound)
	if list := sam.queue(""); len(list) != 1 || list[0].Answer != domain.CodeApprovalOwn {
		t.Errorf("sam reads %+v", list)
	}
	o.untouched(maria)
	kim.approves(id).wants(http.StatusNoContent)
	kim.approves(id).refused(http.StatusConflict, domain.CodeRequestClosed)
	if n := len(o.events(domain.EventTwoStepReset, maria.id)); n != 1 {
		t.Errorf("%d resets", n)
	}
	// Nobody could approve what the only old administrator asks for.
	o.owner.confirm().do(wire.SuspendPerson, nil, sam.id).wants(http.StatusNoContent)
	o.owner.confirm().do(wire.ResetPerson, wire.ResetRequest{Checked: domain.CheckInPerson, Next: domain.ResetSetUp}, kim.id).refused(http.StatusConflict, domain.CodeApprovalNobody)
}

func declinedApproval(t *testing.T, o *org) {
	o.policy(guardedBy(0, domain.RoleAdmin))
	sam, kim, maria := o.settled(domain.RoleAdmin)
	id := sam.asksApproval(maria)
	kim.do(wire.DeclineRequest, wire.DeclineRequestRequest{}, id).refused(http.StatusUnprocessableEntity, domain.CodeReasonRequired)
	o.h.pass(time.Second)
	kim.do(wire.DeclineRequest, wire.DeclineRequestRequest{Reason: "She has her phone"}, id).wants(http.StatusNoContent)
	if l := o.h.notice(sam, "approval_declined"); l.Args["reason"] != "She has her phone" || l.Args["by"] != "Kim" || l.Args["who"] != "Maria" {
		t.Errorf("sam reads %+v", l)
	}
	if maria.told("reset_off") != 1 || maria.told("request_declined") != 0 || sam.guarded(maria).ID != "" {
		t.Errorf("maria was told %v", maria.letters())
	}
	o.untouched(maria)
	sam.asksApproval(maria)
}

func askerDemoted(t *testing.T, o *org) {
	o.policy(guardedBy(0, domain.RoleAdmin))
	sam, kim, maria := o.settled(domain.RoleAdmin)
	id := sam.asksApproval(maria)
	o.owner.confirm().do(wire.ChangeRole, wire.RoleRequest{Role: domain.RoleUser}, sam.id).wants(http.StatusNoContent)
	kim.approves(id).refused(http.StatusConflict, domain.CodeRequestClosed)
	if got := kim.queue("?ended=true"); len(got) != 1 || got[0].State != domain.RequestExpired || maria.told("reset_off") != 1 {
		t.Errorf("ended: %+v; maria was told %v", got, maria.letters())
	}
	o.untouched(maria)
}

func targetChanged(t *testing.T, o *org) {
	o.policy(guardedBy(0, domain.RoleAdmin))
	sam, kim, maria := o.settled(domain.RoleAdmin)
	id := sam.asksApproval(maria)
	o.owner.confirm().do(wire.ChangeRole, wire.RoleRequest{Role: domain.RoleHelpdesk}, maria.id).wants(http.StatusNoContent)
	kim.approves(id).refused(http.StatusConflict, domain.CodeRequestClosed)
	o.untouched(maria)
}

// loweredFirst: an administrator takes another's role, so that their reset
// would need nobody, and makes an administrator of their own to approve.
func loweredFirst(t *testing.T, o *org) {
	o.policy(guardedBy(0, domain.RoleAdmin))
	sam, kim, maria := o.settled(domain.RoleAdmin)
	for _, role := range []domain.Role{domain.RoleHelpdesk, domain.RoleUser} {
		sam.confirm().do(wire.ChangeRole, wire.RoleRequest{Role: role}, maria.id).wants(http.StatusNoContent)
	}
	id := sam.asksApproval(maria)
	o.untouched(maria)
	puppet := o.member("pat", domain.RoleUser)
	sam.confirm().do(wire.ChangeRole, wire.RoleRequest{Role: domain.RoleAdmin}, puppet.id).wants(http.StatusNoContent)
	puppet.back().approves(id).refused(http.StatusForbidden, domain.CodeApprovalNew)
	kim.approves(id).wants(http.StatusNoContent)
	// Whoever was a user for a week is one.
	ida := o.member("ida", domain.RoleAdmin)
	sam.confirm().do(wire.ChangeRole, wire.RoleRequest{Role: domain.RoleUser}, ida.id).wants(http.StatusNoContent)
	o.rests(domain.RoleLingers, sam)
	if a := sam.resets(ida); a.Waits != "" {
		t.Errorf("a week later: %+v", a)
	}
}

func approvalEnds(t *testing.T, o *org) {
	o.policy(guardedBy(0, domain.RoleAdmin))
	sam, kim, maria := o.settled(domain.RoleAdmin)
	id := sam.asksApproval(maria)
	asked := o.h.now()
	o.rests(23*time.Hour+59*time.Minute-2*time.Minute, kim, sam)
	o.h.pass(asked.Add(23*time.Hour + 59*time.Minute).Sub(o.h.now()))
	o.h.work(t)
	if got := kim.queue(""); len(got) != 1 || got[0].ID != id {
		t.Fatalf("after 23:59: %+v", got)
	}
	o.h.pass(2 * time.Minute)
	kim.approves(id).refused(http.StatusConflict, domain.CodeRequestClosed)
	o.h.work(t)
	if got := kim.queue("?ended=true"); len(got) != 1 || got[0].State != domain.RequestExpired || maria.told("reset_off") != 1 || sam.told("reset_dropped") != 1 {
		t.Errorf("after 24:01: %+v; maria was told %v, sam %v", got, maria.letters(), sam.letters())
	}
	o.untouched(maria)
	// One minute before the end it still is good.
	id = sam.back().asksApproval(maria)
	asked = o.h.now()
	o.rests(23*time.Hour+50*time.Minute, kim)
	o.h.pass(asked.Add(23*time.Hour + 58*time.Minute).Sub(o.h.now()))
	kim.approves(id).wants(http.StatusNoContent)
}

func manyGuarded(t *testing.T, o *org) {
	o.policy(guardedBy(0, domain.RoleAdmin))
	sam, _, maria := o.settled(domain.RoleAdmin)
	ida := o.member("ida", domain.RoleUser)
	ids := []string{maria.id, ida.id, o.owner.id}
	wants := []wire.ResetOne{{Waits: domain.GuardApproval}, {}, {Code: domain.CodeOwnerProtected}}
	for _, got := range [][]wire.ResetOne{read[wire.ResetMany](sam.confirm().client, wire.PreviewResets, wire.ResetPreviewRequest{People: ids}).Data,
		read[wire.ResetMany](sam.client, wire.ResetPeople, wire.ResetManyRequest{People: ids, Reason: "stolen laptops"}).Data} {
		for i, w := range wants {
			if got[i].Waits != w.Waits || got[i].Code != w.Code {
				t.Errorf("%s: %+v", got[i].Email, got[i])
			}
		}
	}
	o.untouched(maria)
	if !o.isReset(ida) || len(sam.queue("")) != 1 {
		t.Error("ida is not reset, or nothing waits")
	}
	if got := read[wire.ResetMany](sam.client, wire.PreviewResets, wire.ResetPreviewRequest{People: ids[:1]}).Data[0]; got.Code != domain.CodeResetWaits {
		t.Errorf("once more: %+v", got)
	}
}

func fetchesCode(t *testing.T, o *org) {
	o.policy(guardedBy(0, domain.RoleAdmin))
	sam, kim, maria := o.settled(domain.RoleAdmin)
	if a := sam.resetsTo(maria, domain.ResetAccessCode); a.Waits != domain.GuardApproval || a.AccessCode != "" {
		t.Fatalf("the reset came to %+v", a)
	}
	g := sam.guarded(maria)
	sam.do(wire.FetchResetCode, nil, maria.id, g.ID).refused(http.StatusConflict, domain.CodeResetOver)
	kim.approves(g.RequestID).wants(http.StatusNoContent)
	maria.elsewhere().start(wire.NextSecondStep)
	if kim.guarded(maria).Fetch || !sam.guarded(maria).Fetch {
		t.Error("another than who asked can fetch the code")
	}
	kim.do(wire.FetchResetCode, nil, maria.id, g.ID).refused(http.StatusConflict, domain.CodeResetOver)
	got := read[wire.FetchedCode](sam.confirm().client, wire.FetchResetCode, nil, maria.id, g.ID)
	sam.do(wire.FetchResetCode, nil, maria.id, g.ID).refused(http.StatusConflict, domain.CodeResetOver)
	here := maria.elsewhere()
	here.start(wire.NextSecondStep)
	if in := read[wire.SignInAnswer](here.client, wire.VerifyCode, wire.CodeRequest{Way: "access_code", Code: got.AccessCode}); in.Next != wire.NextSetUp {
		t.Errorf("the code led to %s", in.Next)
	}
}

func approvalIsNoCall(t *testing.T, o *org) {
	o.policy(guardedBy(0, domain.RoleAdmin))
	sam, kim, maria := o.settled(domain.RoleAdmin)
	id := sam.asksApproval(maria)
	kim.do(wire.SendCallerCode, wire.CallerSendRequest{Method: domain.MethodEmail}, id).refused(http.StatusConflict, domain.CodeCallerNoWay)
	kim.do(wire.CheckCaller, wire.CallerCheckRequest{Method: domain.MethodApp, Code: maria.code()}, id).refused(http.StatusConflict, domain.CodeCallerNoWay)
	kim.confirm().do(wire.UnlockByRequest, nil, id).refused(http.StatusConflict, domain.CodeRequestClosed)
}

func ownersNeverApproved(t *testing.T, o *org) {
	o.owner.confirm().savePolicy(guardedBy(0, domain.RoleOwner)).refused(http.StatusUnprocessableEntity, domain.CodeOutOfRange)
	o.owner.confirm().savePolicy(guardedBy(73)).refused(http.StatusUnprocessableEntity, domain.CodeOutOfRange)
	o.policy(guardedBy(2, domain.RoleAdmin, domain.RoleUser))
	sam, _, _ := o.settled(domain.RoleUser)
	sam.confirm().do(wire.ResetPerson, wire.ResetRequest{Checked: domain.CheckInPerson, Next: domain.ResetSetUp}, o.owner.id).refused(http.StatusForbidden, domain.CodeOwnerProtected)
	if len(sam.queue("")) != 0 {
		t.Error("it became a request")
	}
}

func onlyOwnersUnguard(t *testing.T, o *org) {
	o.policy(guardedBy(24, domain.RoleAdmin))
	sam := o.member("sam", domain.RoleAdmin)
	sam.confirm().savePolicy(func(p *wire.Policy) { p.WaysBack.Approve = []domain.Role{} }).refused(http.StatusForbidden, domain.CodePolicyOwner)
	sam.savePolicy(func(p *wire.Policy) { p.WaysBack.WaitHours = 23 }).refused(http.StatusForbidden, domain.CodePolicyOwner)
	sam.savePolicy(func(p *wire.Policy) {
		p.WaysBack.WaitHours, p.WaysBack.Approve = 25, []domain.Role{domain.RoleUser, domain.RoleAdmin}
	}).wants(http.StatusOK)
	o.policy(func(p *wire.Policy) {
		p.WaysBack.WaitHours, p.WaysBack.Approve, p.WaysBack.AdminsReset = 0, []domain.Role{}, false
	})
	sam.confirm().savePolicy(func(p *wire.Policy) { p.WaysBack.AdminsReset = true }).refused(http.StatusForbidden, domain.CodePolicyOwner)
	o.policy(func(p *wire.Policy) { p.WaysBack.AdminsReset = true })
}

func twoApprovals(t *testing.T, o *org) {
	o.policy(guardedBy(0, domain.RoleAdmin))
	sam, kim, maria := o.settled(domain.RoleAdmin)
	id := sam.asksApproval(maria)
	kim.confirm()
	o.owner.confirm()
	var all []*client
	for range 10 {
		all = append(all, kim.clone(), o.owner.clone())
	}
	here := wire.ApproveReset
	here.Path = here.At(id) // the same request for all of them
	statuses := together(t, all, here, nil)
	if n := len(o.events(domain.EventTwoStepReset, maria.id)); statuses[http.StatusNoContent] != 1 || n != 1 || maria.told("reset") != 1 {
		t.Errorf("answers %v, %d resets", statuses, n)
	}
}
