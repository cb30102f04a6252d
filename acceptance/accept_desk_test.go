package acceptance_test

import (
	"net/http"
	"strings"
	"testing"

	"twofold/api/wire"
	"twofold/domain"
)

// The desk over HTTP, by the company's own staff in sessions of their own.
func TestAcceptanceDesk(t *testing.T) {
	inHouses(t, "F28 A20 A21 A28 a case by two proofs to an unlock mail and back in, and no agent sees a secret", deskJourney)
}

// staff sets the installation up and brings two support agents in.
func (h *house) staff(t *testing.T) (operator, one, other *person) {
	t.Helper()
	code, _, err := h.flows.SetupCode(t.Context())
	check(t, err)
	operator = &person{client: h.client(t, domain.StaffShort), email: "ruth@company.example", password: password}
	operator.do(wire.SetUpInstance, wire.SetUpInstanceRequest{Code: code, Name: "Ruth", Email: operator.email, Password: password}).wants(http.StatusOK)
	operator.setUp()
	agent := func(name string) *person {
		p := &person{client: h.client(t, domain.StaffShort), email: name + "@company.example", password: password}
		operator.confirm().do(wire.InviteStaff, wire.InviteStaffRequest{Email: p.email, Role: domain.RoleSupport}).wants(http.StatusNoContent)
		p.accept()
		return p.setUp()
	}
	return operator, agent("sue"), agent("theo")
}

func deskJourney(t *testing.T, h *house) {
	_, sue, theo := h.staff(t)
	o := h.org(t, "northwind")
	maria := o.backedUp("maria")
	sue.signIn()
	var seen strings.Builder
	do := func(who *person, status int, e wire.Endpoint, in any, params ...string) *client {
		t.Helper()
		c := who.do(e, in, params...).wants(status)
		seen.Write(c.body)
		return c
	}
	do(sue, http.StatusNotFound, wire.OpenCase, wire.OpenCaseRequest{Organization: "northwind", Email: "nobody@northwind.example", Kind: domain.CaseLockedOut, Caller: "M", CalledBy: "phone"})
	do(sue, http.StatusNotFound, wire.OpenCase, wire.OpenCaseRequest{Organization: "staff", Email: theo.email, Kind: domain.CaseLockedOut, Caller: "M", CalledBy: "phone"})
	do(sue, http.StatusOK, wire.OpenCase, wire.OpenCaseRequest{Organization: "northwind", Email: maria.email, Kind: domain.CaseLockedOut, Caller: "Maria", CalledBy: "phone"})
	opened := into[wire.CaseOpened](sue.client)
	decision := wire.CaseDecisionRequest{Grant: domain.GrantUnlockMail, Reason: "checked"}
	sue.confirm()
	do(sue, http.StatusForbidden, wire.DecideCase, decision, "northwind", opened.ID)

	do(sue, http.StatusOK, wire.SendCaseCode, wire.CaseSendRequest{Way: domain.WayPhoneCode}, "northwind", opened.ID)
	proof := into[wire.CaseSent](sue.client).Proof
	code := maria.sentCode()
	do(sue, http.StatusOK, wire.CheckCaseCode, wire.CaseCodeRequest{Proof: proof, Code: maria.noCode()}, "northwind", opened.ID)
	do(sue, http.StatusOK, wire.CheckCaseCode, wire.CaseCodeRequest{Proof: proof, Code: code}, "northwind", opened.ID)
	if !into[wire.CasePassed](sue.client).Passed {
		t.Fatal("the right code is refused")
	}
	do(sue, http.StatusForbidden, wire.DecideCase, decision, "northwind", opened.ID)
	o.vouches(maria, domain.Case{ID: opened.ID})

	do(sue, http.StatusOK, wire.ListCases, nil)
	if q := into[wire.CaseQueue](sue.client).Data; len(q) != 1 || q[0].Number != opened.Number || q[0].Short != "northwind" || q[0].Caller != "Maria" || q[0].Overdue {
		t.Errorf("the queue is %+v", q)
	}
	do(sue, http.StatusOK, wire.ReadCase, nil, "northwind", opened.ID)
	if v := into[wire.CaseView](sue.client); len(v.Proofs) != 2 || len(v.Offers) != 2 || v.Offers[0].Proofs != 2 || v.Offers[0].Problem != "" || v.Person.Email != maria.email {
		t.Errorf("the case is %+v", v)
	}
	do(sue, http.StatusUnprocessableEntity, wire.DecideCase, wire.CaseDecisionRequest{Grant: domain.GrantAccessCode, Reason: "x"}, "northwind", opened.ID)
	do(sue, http.StatusOK, wire.DecideCase, decision, "northwind", opened.ID)
	do(sue, http.StatusOK, wire.ReadCase, nil, "northwind", opened.ID)
	if v := into[wire.CaseView](sue.client); v.State != domain.CaseGranted || len(v.Grants) != 1 || v.Grants[0].By != "Sue" || v.Grants[0].State != "open" {
		t.Errorf("the case is %+v", v)
	}
	link := linkOf(t, o, maria, "unlock")
	for _, secret := range []string{code, link, maria.key.String(), password, strings.ReplaceAll(mobile, " ", ""), mobile} {
		if secret != "" && strings.Contains(seen.String(), secret) {
			t.Errorf("an agent saw %q", secret)
		}
	}
	for _, kind := range []domain.EventKind{domain.EventCaseOpened, domain.EventCaseProof, domain.EventCaseDecided, domain.EventGrantGiven} {
		all := o.events(kind, maria.id)
		if len(all) == 0 || all[0].Actor.Name != "Sue" && kind != domain.EventCaseProof || all[0].IP != "" && kind != domain.EventCaseProof {
			t.Errorf("%s is told as %+v", kind, all)
		}
	}
	back := h.client(t, "northwind").do(wire.AcceptUnlock, wire.AcceptUnlockRequest{Token: link, Password: "a new sentence to remember"}).wants(http.StatusOK)
	if got := into[wire.SignInAnswer](back); got.Next != wire.NextSetUp {
		t.Errorf("the unlock mail led to %+v", got)
	}
	// Nobody of a customer works at the desk, and no agent at a customer's.
	o.owner.confirm().do(wire.ListCases, nil).refused(http.StatusForbidden, domain.CodeForbidden)
	do(sue, http.StatusOK, wire.OpenCase, wire.OpenCaseRequest{Organization: "northwind", Email: o.owner.email, Kind: domain.CaseOwnerLost, Caller: "O", CalledBy: "phone"})
	do(sue, http.StatusNoContent, wire.EndCase, wire.EndCaseRequest{State: domain.CaseDeclined, Reason: "not her"}, "northwind", into[wire.CaseOpened](sue.client).ID)
}
