package acceptance_test

import (
	"net/http"
	"time"

	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/domain/recovery"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

// Agents of the support desk.
var (
	sue  = flow.Agent{ID: "usr_sue", Name: "Sue Support", Role: domain.RoleSupport}
	theo = flow.Agent{ID: "usr_theo", Name: "Theo Support", Role: domain.RoleSupport}
)

// request is one of the desk in the organization.
func (o *org) request() flow.Request {
	o.t.Helper()
	org, err := o.h.flows.Tenant(o.t.Context(), o.short)
	check(o.t, err)
	return flow.Request{Scope: tenancy.Of(org.ID), RequestID: "req_desk", Now: o.h.now()}
}

// call opens a case about somebody.
func (o *org) call(p *person, kind domain.CaseKind) domain.Case {
	o.t.Helper()
	cs, err := o.h.flows.OpenCase(o.t.Context(), o.request(), sue, flow.CaseInput{PersonID: p.id, Kind: kind, Caller: "Maria", CalledBy: "phone", Reason: "lost phone"})
	check(o.t, err)
	return cs
}

// readsOut passes the check of a code that the caller reads out.
func (o *org) readsOut(p *person, cs domain.Case, way domain.CaseWay) {
	o.t.Helper()
	o.h.pass(31 * time.Second)
	proof, err := o.h.flows.SendCaseCode(o.t.Context(), o.request(), sue, cs.ID, way)
	check(o.t, err)
	passed, err := o.h.flows.CheckCaseCode(o.t.Context(), o.request(), sue, cs.ID, proof, p.sentCode())
	check(o.t, err)
	if !passed {
		o.t.Fatalf("the right code of a %s proof is refused", way)
	}
}

// calledBack notes that the person was reached at the number on file.
func (o *org) calledBack(cs domain.Case) {
	o.t.Helper()
	check(o.t, o.h.flows.NoteCallBack(o.t.Context(), o.request(), sue, cs.ID, true))
}

// decides asks for a decision.
func (o *org) decides(a flow.Agent, cs domain.Case, kind domain.GrantKind) (flow.CaseDecision, error) {
	o.t.Helper()
	return o.h.flows.DecideCase(o.t.Context(), o.request(), a, cs.ID, kind, "checked")
}

// gives runs a case up to what is given in it.
func (o *org) gives(p *person, cs domain.Case, kind domain.GrantKind) flow.CaseDecision {
	o.t.Helper()
	out, err := o.decides(sue, cs, kind)
	check(o.t, err)
	if out.Verdict != recovery.GiveNow {
		o.t.Fatalf("the decision is %q", out.Verdict)
	}
	return out
}

// later moves the time on by so much that the owner signs in again.
func (o *org) later(d time.Duration) {
	o.t.Helper()
	o.h.pass(d)
	o.owner.signIn()
}

// grantsText lets a text message stand in for a lost device, as support does.
func (o *org) grantsText(p *person) flow.CaseDecision {
	o.t.Helper()
	cs := o.call(p, domain.CaseLostDevice)
	o.readsOut(p, cs, domain.WayMail)
	o.calledBack(cs)
	return o.gives(p, cs, domain.GrantText)
}

// backedUp is a member with an app as second step and a number verified to get
// back in, which is older than a day.
func (o *org) backedUp(name string) *person {
	o.t.Helper()
	o.policy(func(p *wire.Policy) {
		optional(p)
		p.Methods = append(p.Methods, domain.MethodText)
		p.RecoveryOnly = []domain.Method{domain.MethodText}
	})
	p := o.member(name, domain.RoleUser).verifyAddress(domain.MethodText, mobile)
	o.later(25 * time.Hour)
	return p
}

// givesCode makes the set-up of somebody who was reset wait for a code, and gives
// them one at the desk.
func (o *org) givesCode(p *person) string {
	o.t.Helper()
	check(o.t, o.h.db.In(o.t.Context(), o.request().Scope, func(tx *store.Tx) error {
		now, err := tx.User(o.t.Context(), p.id)
		if err != nil {
			return err
		}
		_, err = tx.ChangeUser(o.t.Context(), p.id, now.SecurityVersion, store.UserChange{AskCode: true})
		return err
	}))
	cs := o.call(p, domain.CaseLostDevice)
	o.readsOut(p, cs, domain.WayMail)
	o.vouches(p, cs)
	return o.gives(p, cs, domain.GrantAccessCode).Code
}

// vouches is the owner's word for the caller.
func (o *org) vouches(p *person, cs domain.Case) {
	o.t.Helper()
	o.owner.confirm().do(wire.VouchCase, nil, p.id, cs.ID).wants(http.StatusNoContent)
}
