package flow_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"twofold/api/flow"
	"twofold/domain"
	"twofold/tenancy/store"
)

func required() domain.Policy {
	p := domain.DefaultPolicy()
	p.Mode = domain.ModeRequired
	return p
}

func TestSavePolicy(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		owner := o.secure(o.person(domain.RoleOwner))
		v := o.visit(owner)
		draft := required()
		draft.TrustDays, draft.RequiredSince = 14, h.Now().Add(-time.Hour)
		got, err := o.flows.SavePolicy(ctx, o.ask(), v, flow.PolicySave{IfMatch: 1, Draft: draft, Reason: "  audit  "})
		h.must(err)
		if got.Version != 2 || got.Policy.RequiredSince != h.Now() || len(got.History) != 2 || got.History[0].ByName != owner.Name || got.History[0].Reason != "audit" {
			h.Fatalf("saved %+v", got)
		}
		since := h.Now()
		h.Pass(time.Minute)
		draft = got.Policy
		draft.LockAttempts, draft.RequiredSince = 3, time.Time{}
		got, err = o.flows.SavePolicy(ctx, o.ask(), v, flow.PolicySave{IfMatch: 2, Draft: draft})
		h.must(err)
		if got.Policy.RequiredSince != since {
			h.Error("required began anew")
		}
		e := o.events(domain.EventPolicyChanged)
		if len(e) != 2 || e[0].Detail["mode"] != "off → required" || e[0].Detail["trust_days"] != "0 → 14" || e[0].Detail["reason"] != "audit" || e[1].Detail["lock_attempts"] != "5 → 3" || len(e[1].Detail) != 2 {
			h.Errorf("events %+v", e)
		}
		again, err := o.flows.SavePolicy(ctx, o.ask(), v, flow.PolicySave{IfMatch: 3, Draft: draft})
		if h.must(err); again.Version != 3 || len(o.events(domain.EventPolicyChanged)) != 2 {
			h.Error("a draft that changes nothing was saved")
		}
		if now := o.visit(owner); now.Policy.LockAttempts != 3 {
			h.Error("not in force at the next request")
		}
		draft.Mode = domain.ModeOptional
		got, err = o.flows.SavePolicy(ctx, o.ask(), v, flow.PolicySave{IfMatch: 3, Draft: draft})
		if h.must(err); !got.Policy.RequiredSince.IsZero() {
			h.Error("required since, but it isn't")
		}
	})
}

func TestSavePolicyComparesVersions(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		ida, sam := o.secure(o.person(domain.RoleOwner)), o.secure(o.person(domain.RoleAdmin))
		_, err := o.flows.SavePolicy(ctx, o.ask(), o.visit(ida), flow.PolicySave{Draft: required()})
		h.refused(err, domain.CodePreconditionRequired)
		_, err = o.flows.SavePolicy(ctx, o.ask(), o.visit(ida), flow.PolicySave{IfMatch: 1, Draft: required()})
		h.must(err)
		draft := domain.DefaultPolicy()
		draft.LockMinutes = 60
		now, err := o.flows.SavePolicy(ctx, o.ask(), o.visit(sam), flow.PolicySave{IfMatch: 1, Draft: draft})
		h.refused(err, domain.CodeConflict)
		var e *domain.Error
		if errors.As(err, &e); e.Kind != domain.PreconditionFailed || e.Args["name"] != ida.Name || now.Version != 2 || now.Policy.Mode != domain.ModeRequired {
			h.Fatalf("conflict %+v, now %+v", e, now)
		}
		visits := make([]*flow.Visit, 8)
		for i := range visits {
			visits[i] = o.visit(ida)
		}
		fine := h.together(8, func(i int) error {
			mine := required()
			mine.LockMinutes = 40 + i
			_, err := o.flows.SavePolicy(ctx, o.ask(), visits[i], flow.PolicySave{IfMatch: 2, Draft: mine})
			return err
		})
		if fine != 1 {
			h.Fatalf("%d of 8 saved over version 2", fine)
		}
	})
}

func TestSavePolicyRails(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		owner, user := o.person(domain.RoleOwner), o.secure(o.person(domain.RoleUser))
		save := func(p store.Person, draft domain.Policy, reason string) error {
			_, err := o.flows.SavePolicy(ctx, o.ask(), o.visit(p), flow.PolicySave{IfMatch: 1, Draft: draft, Reason: reason})
			return err
		}
		h.refused(save(owner, required(), ""), domain.CodePolicySelf)
		h.refused(save(user, required(), ""), domain.CodeForbidden)
		for _, change := range []func(p *domain.Policy){
			func(p *domain.Policy) { p.Mode = "maybe" }, func(p *domain.Policy) { p.Mode = domain.ModePrompt }, func(p *domain.Policy) { p.TrustDays = 91 },
			func(p *domain.Policy) { p.LockAttempts = 2 }, func(p *domain.Policy) { p.LockMinutes = 1441 }, func(p *domain.Policy) { p.RecoveryCodes = 17 },
			func(p *domain.Policy) { p.Methods = nil }, func(p *domain.Policy) { p.Methods = []domain.Method{domain.MethodRecovery} },
			func(p *domain.Policy) { p.Apps[0].Android = "javascript:alert(1)" }, func(p *domain.Policy) { p.Apps = nil },
		} {
			draft := domain.DefaultPolicy()
			change(&draft)
			h.refused(save(owner, draft, ""), domain.CodeOutOfRange)
		}
		h.refused(save(owner, domain.DefaultPolicy(), "a\x00b"), domain.CodeOutOfRange)
		stale, err := o.flows.Visit(ctx, o.ask(), o.signIn(owner, time.Time{}))
		h.must(err)
		_, err = o.flows.SavePolicy(ctx, o.ask(), stale, flow.PolicySave{IfMatch: 1, Draft: required()})
		h.refused(err, domain.CodeStepUpRequired)
		if e := o.events(domain.EventRefused); len(e) != 2 {
			h.Fatalf("%d refusals recorded", len(e))
		}
	})
}

// TestPreviewNamesWhoIsLeftWithout drafts what takes one person's method away
// and accepts another's that wasn't: nobody's gain hides a loss.
func TestPreviewNamesWhoIsLeftWithout(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		owner, gains := o.secure(o.person(domain.RoleOwner)), o.person(domain.RoleUser)
		o.person(domain.RoleUser)
		o.in(o.scope, func(tx *store.Tx) error {
			if err := tx.AddFactor(ctx, store.Factor{ID: o.next("fac"), UserID: gains.ID, Method: domain.MethodPasskey, Name: "Key", Secret: []byte{}, CreatedAt: o.Now()}); err != nil {
				return err
			}
			_, err := tx.ChangeUser(ctx, gains.ID, gains.SecurityVersion, store.UserChange{TwoStep: domain.TwoStepOn, At: o.Now()})
			return err
		})
		now := domain.DefaultPolicy()
		now.Methods = []domain.Method{domain.MethodApp, domain.MethodRecovery}
		o.save(owner, now)
		for _, mode := range []domain.Mode{domain.ModeOptional, domain.ModeRequired} {
			draft := now
			draft.Mode, draft.Methods = mode, []domain.Method{domain.MethodPasskey, domain.MethodRecovery}
			got, err := o.flows.PreviewPolicy(ctx, o.ask(), o.visit(owner), draft)
			if h.must(err); got.LeftWithout != 1 || !slices.Equal(got.LeftNames, []string{owner.Name}) {
				h.Errorf("%s leaves %d without: %v", mode, got.LeftWithout, got.LeftNames)
			}
		}
	})
}

func TestPreviewPolicy(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		owner := o.secure(o.person(domain.RoleOwner))
		for range 6 {
			o.person(domain.RoleUser)
		}
		o.personIn(domain.RoleUser, domain.UserInvited)
		o.personIn(domain.RoleUser, domain.UserSuspended)
		now := domain.DefaultPolicy()
		now.TrustDays = 30
		o.save(owner, now)
		for range 3 {
			o.trust(owner)
			h.Pass(10 * 24 * time.Hour)
		}
		v := o.visit(owner)
		draft := required()
		draft.TrustDays, draft.Start = 15, domain.StartAtOnce
		got, err := o.flows.PreviewPolicy(ctx, o.ask(), v, draft)
		h.must(err)
		if got.MustSetUp != 7 || got.Mails != 6 || len(got.Examples) != 5 || !got.AtOnce || got.SelfNotReady || !got.FewOwners || got.OwnersReady != 1 || got.LeftWithout != 0 {
			h.Errorf("people %+v", got)
		}
		if got.TrustsSooner != 2 || got.TrustsNow != 1 || len(got.Changes) != 3 {
			h.Errorf("trusts and changes %+v", got)
		}
		got, err = o.flows.PreviewPolicy(ctx, o.ask(), o.visit(o.person(domain.RoleAdmin)), draft)
		if h.must(err); !got.SelfNotReady || got.MustSetUp != 8 {
			h.Errorf("somebody without a method %+v", got)
		}
		draft = now
		draft.RecoveryOnly = []domain.Method{domain.MethodApp}
		got, err = o.flows.PreviewPolicy(ctx, o.ask(), v, draft)
		if h.must(err); got.LeftWithout != 1 || got.MustSetUp != 1 || len(got.MethodsDropped) != 1 {
			h.Errorf("an app that only helps back in %+v", got)
		}
		draft = required()
		draft.Methods = []domain.Method{domain.MethodRecovery}
		_, err = o.flows.PreviewPolicy(ctx, o.ask(), v, draft)
		h.refused(err, domain.CodeOutOfRange)
		draft = now
		draft.Countries = []string{"ZZ"}
		_, err = o.flows.PreviewPolicy(ctx, o.ask(), v, draft)
		h.refused(err, domain.CodeOutOfRange)
		if p := o.visit(owner); p.Tenant.PolicyVersion != 2 {
			h.Error("a preview was saved")
		}
	})
}
