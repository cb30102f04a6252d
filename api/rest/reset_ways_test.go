package rest_test

import (
	"fmt"
	"testing"
	"time"

	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/domain/signin"
	"twofold/tenancy/store"
)

// O14, O15: where the tenant lets people sign in first, and doesn't require
// two-step, a reset turns it off: the password signs them in. Where it is
// required the set-up comes first all the same.
func TestO14O15MaySignInThenEnroll(t *testing.T) {
	inHouses(t, func(h *house) {
		for mode, want := range map[domain.Mode]signin.Step{domain.ModeOptional: signin.Grant, domain.ModeRequired: signin.Enroll} {
			policy := domain.DefaultPolicy()
			policy.Mode, policy.WaysBack.Effect = mode, domain.ResetMaySignIn
			o := h.org(policy)
			c, maria := o.helper(domain.RoleAdmin), o.secured(domain.RoleUser, "Maria")
			var p wire.Person
			c.want(200, wire.ReadPerson, nil, &p, maria.ID)
			c.want(200, wire.ResetPerson, bySetUp, nil, maria.ID)
			now := o.reread(maria.ID)
			next := signin.Next(signin.Facts{Policy: policy, Person: now.User, Methods: now.Methods, Proofs: []signin.Proof{signin.Password}, Now: h.Now()})
			if next.Step != want || p.Reset.SignsIn != (want == signin.Grant) || len(now.Methods) != 0 {
				t.Errorf("%s: leads to %s, the dialog said %+v", mode, next.Step, p.Reset)
			}
		}
	})
}

// S17: an organization that resets with an access code only has no other way,
// and none for many at once.
func TestS17AccessCodeRequired(t *testing.T) {
	inHouses(t, func(h *house) {
		policy := domain.DefaultPolicy()
		policy.WaysBack.AccessCode = domain.AccessCodeRequired
		o := h.org(policy)
		c, maria := o.helper(domain.RoleOwner), o.secured(domain.RoleUser, "Maria")
		a := c.want(422, wire.ResetPerson, bySetUp, nil, maria.ID)
		if a.problem.Errors[0].Code != domain.CodeAccessCodeRequired {
			t.Errorf("%s", a.Body)
		}
		for _, e := range []wire.Endpoint{wire.PreviewResets, wire.ResetPeople} {
			var in any = wire.ResetPreviewRequest{People: []string{maria.ID}}
			if e.ID == wire.ResetPeople.ID {
				in = wire.ResetManyRequest{People: []string{maria.ID}, Reason: "stolen"}
			}
			c.refused(409, domain.CodeAccessCodeRequired, e, in)
		}
		c.want(200, wire.ResetPerson, byCode, nil, maria.ID)
	})
}

// F23: a code to the address on file, read out by the caller, lets that choice
// through; three tries, and a right one works once and for one administrator.
func TestF23CallersCode(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org(domain.DefaultPolicy())
		c, other, maria := o.helper(domain.RoleAdmin), o.helper(domain.RoleAdmin), o.secured(domain.RoleUser, "Maria")
		by := func(code string) wire.ResetRequest {
			return wire.ResetRequest{Checked: domain.CheckEmailCode, Code: code, Next: domain.ResetAccessCode}
		}
		refused := func(c *client, code string, want domain.Code) {
			t.Helper()
			a := c.want(422, wire.ResetPerson, by(code), nil, maria.ID)
			if a.problem.Errors[0].Code != want || a.problem.Errors[0].Pointer != "/code" {
				t.Errorf("%q: %s, want %s", code, a.Body, want)
			}
		}
		refused(c, "", domain.CodeRequiredCode)
		refused(c, "123456", domain.CodeCallerCodeOver) // none was sent
		c.want(204, wire.SendResetCode, nil, nil, maria.ID)
		first := o.letter(maria.Email).Args["code"]
		refused(other, first, domain.CodeCallerCodeOver) // of another administrator
		for i := range flow.CallerTries {
			refused(c, fmt.Sprintf("%06d", i), domain.CodeCodeWrong)
		}
		refused(c, first, domain.CodeCallerCodeOver)
		if o.reread(maria.ID).Lock.Tries != 0 {
			t.Error("wrong codes of an administrator count against the person")
		}
		h.Pass(time.Minute)
		c.want(204, wire.SendResetCode, nil, nil, maria.ID)
		h.Pass(time.Second)
		refused(c, first, domain.CodeCodeWrong)
		c.want(200, wire.ResetPerson, by(o.letter(maria.Email).Args["code"]), nil, maria.ID)
		if e := o.detail(domain.EventTwoStepReset); e["checked"] != "email_code" {
			t.Errorf("recorded %v", e)
		}
	})
}

// letter is the newest code to an address.
func (h *house) letter(to string) flow.Letter {
	h.Helper()
	all, err := h.db.Outbox(ctx, to, 100)
	h.must(err)
	for _, m := range all {
		if m.Kind == "code" {
			l, err := h.flows.OpenLetter(m)
			h.must(err)
			return l
		}
	}
	h.Fatalf("no code to %s", to)
	return flow.Letter{}
}

// Somebody objected to being helped: no reset until that is lifted.
func TestF23FrozenPeopleAreNotReset(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org(domain.DefaultPolicy())
		c, maria := o.helper(domain.RoleOwner), o.secured(domain.RoleUser, "Maria")
		h.must(h.db.In(ctx, o.scope, func(tx *store.Tx) error {
			_, err := tx.ChangeUser(ctx, maria.ID, maria.SecurityVersion, store.UserChange{Freeze: true, At: h.Now()})
			return err
		}))
		o.resets(c, "frozen", o.reread(maria.ID), o.reread(maria.ID), domain.CodeFrozen)
		c.refused(403, domain.CodeFrozen, wire.SendResetCode, nil, maria.ID)
	})
}

// Many at once: owners, oneself and who has nothing are told, and nothing else
// of theirs changes; fifty in a call, a hundred in a day, owners more; an event
// and a mail for each.
func TestF23ManyAtOnce(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org(domain.DefaultPolicy())
		sam := o.secured(domain.RoleAdmin, "Sam")
		c := o.proved(sam, nil)
		olga, none, maria := o.secured(domain.RoleOwner, "Olga"), o.person(domain.RoleUser, "Noah"), o.secured(domain.RoleUser, "Maria")
		ids := []string{olga.ID, sam.ID, none.ID, maria.ID, "usr_none"}
		want := []domain.Code{domain.CodeOwnerProtected, domain.CodeSelfForbidden, domain.CodeNothingToReset, "", domain.CodeNotFound}
		for _, e := range []wire.Endpoint{wire.PreviewResets, wire.ResetPeople} {
			var in any = wire.ResetPreviewRequest{People: ids}
			if e.ID == wire.ResetPeople.ID {
				in = wire.ResetManyRequest{People: ids, Reason: "stolen"}
			}
			var out wire.ResetMany
			c.want(200, e, in, &out)
			for i, one := range out.Data {
				if one.ID != ids[i] || one.Code != want[i] || (one.Name == "") != (i == 4) {
					t.Errorf("%s: %+v, want %q", e.ID, one, want[i])
				}
			}
		}
		if mails, err := h.db.Outbox(ctx, maria.Email, 10); err != nil || len(mails) != 1 {
			t.Errorf("%d mails, %v", len(mails), err)
		}
		if e := o.detail(domain.EventTwoStepReset); e["reason"] != "stolen" || e["next"] != "set_up" {
			t.Errorf("recorded %v", e)
		}
		c.want(422, wire.ResetPeople, wire.ResetManyRequest{People: []string{maria.ID, maria.ID}, Reason: "twice"}, nil)
		c.want(422, wire.ResetPeople, wire.ResetManyRequest{People: make([]string, flow.ResetsAtOnce+1), Reason: "too many"}, nil)
		h.must(h.db.In(ctx, o.scope, func(tx *store.Tx) error {
			_, _, err := tx.SpendQuota(ctx, "resets:"+sam.ID, flow.ResetsADay-1, flow.ResetsADay, 24*time.Hour, h.Now())
			return err
		}))
		last := o.secured(domain.RoleUser, "Ida")
		c.refused(429, domain.CodeResetQuota, wire.ResetPerson, bySetUp, last.ID)
		var out wire.ResetMany
		c.want(200, wire.ResetPeople, wire.ResetManyRequest{People: []string{last.ID}, Reason: "one more"}, &out)
		if out.Data[0].Code != domain.CodeResetQuota || o.reread(last.ID).TwoStep != domain.TwoStepOn {
			t.Errorf("the hundred and first: %+v", out)
		}
		o.proved(olga, nil).want(200, wire.ResetPerson, bySetUp, nil, last.ID)
	})
}
