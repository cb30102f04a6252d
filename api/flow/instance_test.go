package flow_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"twofold/api/flow"
	"twofold/domain"
	"twofold/domain/signin"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

func (h *house) setupCode() string {
	h.Helper()
	code, open, err := h.flows.SetupCode(ctx)
	h.must(err)
	if !open || code == "" {
		h.Fatal("there is no set-up code")
	}
	return code
}

func (h *house) setUp(code string, n int) (flow.Entry, error) {
	r := h.request(tenancy.Scope{}, "first")
	return h.flows.SetUpInstance(ctx, r, flow.FirstInput{Code: code, Name: "Olga Operator", Email: fmt.Sprintf("olga%d@company.example", n), Password: strong})
}

// staff is the company's own staff, with one operator.
func (h *house) staff() *org {
	h.Helper()
	_, err := h.setUp(h.setupCode(), 0)
	h.must(err)
	return h.at(domain.StaffShort)
}

// operator is the staff's first person, secured and signed in.
func (o *org) operator() *flow.Visit {
	o.Helper()
	var p store.Person
	o.must(o.db.View(ctx, o.scope, func(tx *store.Tx) (err error) {
		p, err = tx.UserByEmail(ctx, "olga0@company.example")
		return err
	}))
	return o.visit(o.secure(p))
}

// ASVS V6.3.2, V13.4.1: nobody takes a new installation without the code of
// its log.
func TestTheFirstPersonNeedsTheCode(t *testing.T) {
	inHouses(t, func(h *house) {
		old := h.setupCode()
		h.open(false) // another instance prints its own, and both are good
		code := h.setupCode()
		if old == code {
			h.Fatal("two starts printed one code")
		}
		for _, wrong := range []string{strings.Repeat("0", 16), "x", code[:15]} {
			_, err := h.setUp(wrong, 1)
			h.refused(err, domain.CodeSetupCode)
		}
		_, err := h.setUp("", 1)
		h.refused(err, domain.CodeRequiredCode)
		out, err := h.setUp(strings.ToUpper(strings.ReplaceAll(old, "-", " ")), 2)
		h.must(err)
		if out.Step != signin.Enroll || out.Token == "" || out.Person.Role != domain.RoleOperator || out.Policy.Mode != domain.ModeRequired {
			h.Errorf("the first set-up led to %+v", out)
		}
		o := h.at(domain.StaffShort)
		v, err := h.flows.Visit(ctx, o.ask(), out.Token)
		h.must(err)
		if v.ActsAs != domain.RolePending {
			h.Errorf("the first person acts as %s before a second step", v.ActsAs)
		}
		if e := o.events(domain.EventInstanceSetUp); len(e) != 1 || !e[0].OK || e[0].ActorID != out.Person.ID || e[0].SubjectID != out.Person.ID {
			h.Errorf("the log tells of the first person %+v", e)
		}
		if got := len(o.events(domain.EventInstanceRefused)); got != 3 {
			h.Errorf("%d wrong codes are in the log", got)
		}
		if _, open, err := h.flows.SetupCode(ctx); err != nil || open {
			h.Error("there is a set-up code still", err)
		}
		_, err = h.setUp(code, 3)
		h.refused(err, domain.CodeInstanceReady)
	})
}

func TestWrongSetUpCodesAreLimited(t *testing.T) {
	inHouses(t, func(h *house) {
		code := h.setupCode()
		for range flow.SetupTries {
			_, err := h.setUp(strings.Repeat("0", 16), 1)
			h.refused(err, domain.CodeSetupCode)
		}
		_, err := h.setUp(code, 1)
		h.refused(err, domain.CodeRateLimited)
		h.Pass(time.Hour)
		_, err = h.setUp(code, 1)
		h.must(err)
	})
}

// Of 20 first set-ups at once, one is the first.
func TestOneFirstPersonOfTwenty(t *testing.T) {
	inHouses(t, func(h *house) {
		code := h.setupCode()
		won := h.together(20, func(i int) error {
			r := h.request(tenancy.Scope{}, "first")
			r.Network = fmt.Sprint("192.0.2.", i)
			_, err := h.flows.SetUpInstance(ctx, r, flow.FirstInput{Code: code, Name: "Olga", Email: fmt.Sprintf("olga%d@company.example", i), Password: strong})
			if err != nil && domain.CodeOf(err) != domain.CodeInstanceReady {
				h.Error(err)
			}
			return err
		})
		if won != 1 {
			h.Errorf("%d were first", won)
		}
	})
}

func TestStaffFromTheCommandLine(t *testing.T) {
	inHouses(t, func(h *house) {
		r := flow.Request{Now: h.flows.Now()}
		link, err := h.flows.CreateStaff(ctx, r, "Olga", "olga0@company.example")
		h.must(err)
		_, err = h.setUp("x", 1)
		h.refused(err, domain.CodeInstanceReady)
		again, err := h.flows.CreateStaff(ctx, r, "Olga", "OLGA0@company.example")
		h.must(err)
		if link == again || !strings.HasPrefix(again, "https://id.example/t/staff/invite/") {
			h.Errorf("the links are %s and %s", link, again)
		}
		o := h.at(domain.StaffShort)
		out, err := h.flows.AcceptInvitation(ctx, o.ask(), again[strings.LastIndexByte(again, '/')+1:], "Olga", strong)
		h.must(err)
		if out.Step != signin.Enroll || out.Person.Role != domain.RoleOperator {
			h.Errorf("the link led to %+v", out)
		}
		_, err = h.flows.CreateStaff(ctx, r, "Olga", "olga0@company.example")
		h.refused(err, domain.CodeAlreadyMember)
	})
}
