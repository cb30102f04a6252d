package rest_test

import (
	"testing"

	"twofold/api/wire"
	"twofold/domain"
)

// P10, M11: the policy is one document under a strong ETag. Nothing
// is saved without naming the version it replaces, nor over another one.
func TestP10PolicyIsSavedOverItsOwnVersionOnly(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org(domain.DefaultPolicy())
		one, two := o.signedIn(domain.RoleOwner), o.signedIn(domain.RoleAdmin)
		var doc wire.PolicyDocument
		tag := one.want(200, wire.ReadPolicy, nil, &doc).Header().Get("ETag")
		if tag != `"1"` || doc.Policy.Mode != domain.ModeOff {
			t.Fatalf("%s %+v", tag, doc)
		}
		draft := wire.SavePolicyRequest{Policy: doc.Policy, Reason: "less to type"}
		draft.Policy.Mode, draft.Policy.TrustDays = domain.ModeOptional, 14
		a := one.refused(428, domain.CodePreconditionRequired, wire.SavePolicy, draft)
		if a.Header().Get("ETag") != "" {
			t.Error("428 names a version")
		}
		for _, wrong := range []string{`"7"`, "1", `W/"1"`, "*", `"1", "2"`, `"01"`} {
			one.header = map[string]string{"If-Match": wrong}
			one.refused(412, domain.CodeConflict, wire.SavePolicy, draft)
		}
		two.header = map[string]string{"If-Match": tag}
		saved := two.want(200, wire.SavePolicy, draft, &doc)
		if saved.Header().Get("ETag") != `"2"` || doc.Version != 2 || doc.ChangedBy == "" || doc.Reason != "less to type" {
			t.Errorf("saved %s %+v", saved.Header().Get("ETag"), doc)
		}
		one.header = map[string]string{"If-Match": tag}
		late := one.refused(412, domain.CodeConflict, wire.SavePolicy, draft)
		if late.Header().Get("ETag") != `"2"` || late.problem.Args["name"] == "" || late.problem.Args["when"] == "" {
			t.Errorf("the late one is told %s %s", late.Header().Get("ETag"), late.Body)
		}
		var history wire.List[wire.PolicyVersion]
		one.want(200, wire.ReadPolicyHistory, nil, &history)
		if len(history.Data) != 2 || history.Data[0].Version != 2 {
			t.Errorf("history %+v", history)
		}
	})
}

// Required is not saved by somebody without a working method, which
// the preview says before.
func TestRequiredNeedsAMethodOfOnesOwn(t *testing.T) {
	inHouses(t, func(h *house) {
		owner := h.org(domain.DefaultPolicy()).signedIn(domain.RoleOwner)
		draft := wire.PolicyOf(domain.DefaultPolicy())
		draft.Mode = domain.ModeRequired
		var p wire.PolicyPreview
		owner.want(200, wire.PreviewPolicy, wire.PreviewPolicyRequest{Policy: draft}, &p)
		if !p.SelfNotReady || p.MustSetUp != 1 || len(p.Changes) != 1 || p.Changes[0].Setting != "mode" {
			t.Errorf("preview %+v", p)
		}
		owner.header = map[string]string{"If-Match": `"1"`}
		owner.refused(409, domain.CodePolicySelf, wire.SavePolicy, wire.SavePolicyRequest{Policy: draft})
	})
}

// Fields that are wrong are named by where they stand in the body.
func TestWrongSettingsAreNamed(t *testing.T) {
	h := inHouse(t)
	owner := h.org(domain.DefaultPolicy()).signedIn(domain.RoleOwner)
	draft := wire.PolicyOf(domain.DefaultPolicy())
	draft.LockAttempts, draft.TrustDays = 2, 91
	a := owner.refused(422, domain.CodeOutOfRange, wire.PreviewPolicy, wire.PreviewPolicyRequest{Policy: draft})
	if len(a.problem.Errors) != 2 || a.problem.Errors[0].Pointer != "/policy/lock_attempts" || a.problem.Errors[1].Pointer != "/policy/trust_days" {
		t.Errorf("%s", a.Body)
	}
	draft = wire.PolicyOf(domain.DefaultPolicy())
	draft.Methods = []domain.Method{domain.MethodRecovery}
	a = owner.refused(422, domain.CodeOutOfRange, wire.PreviewPolicy, wire.PreviewPolicyRequest{Policy: draft})
	if a.problem.Errors[0].Pointer != "/policy/methods" {
		t.Errorf("%s", a.Body)
	}
	a = owner.refused(422, domain.CodeRequiredOrganization, wire.SaveOrganization, wire.SaveOrganizationRequest{Contact: wire.Contact{Email: "x"}})
	if a.problem.Errors[0].Pointer != "/name" {
		t.Errorf("%s", a.Body)
	}
	a = owner.refused(422, domain.CodeEmailFormat, wire.SaveOrganization, wire.SaveOrganizationRequest{Name: "Northwind", Contact: wire.Contact{Email: "x"}})
	if a.problem.Errors[0].Pointer != "/contact/email" {
		t.Errorf("%s", a.Body)
	}
	a = h.client(owner.org).refused(422, domain.CodeRequiredEmail, wire.StartSignIn, wire.SignInRequest{})
	if len(a.problem.Errors) != 2 || a.problem.Errors[0].Pointer != "/email" || a.problem.Errors[1].Pointer != "/password" {
		t.Errorf("%s", a.Body)
	}
	a = h.client(owner.org).want(422, wire.StartSignIn, map[string]string{}, nil)
	if len(a.problem.Errors) != 2 || a.problem.Errors[1].Code != domain.CodeRequiredPassword {
		t.Errorf("%s", a.Body)
	}
}
