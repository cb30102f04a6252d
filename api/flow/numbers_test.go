package flow_test

import (
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"twofold/api/flow"
	"twofold/domain"
	"twofold/tenancy/store"
)

// M4: before text messages are allowed, everybody's number is looked at.
func TestM4NumbersAreReadyBeforeTexts(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		admin := o.person(domain.RoleAdmin)
		v := o.visit(admin)
		r := func() flow.Request { return o.request(o.scope, "b") }
		for _, state := range []domain.PhoneState{domain.PhoneVerified, domain.PhoneUnreadable, domain.PhoneLandline, domain.PhoneOther, domain.PhoneUnverified} {
			p := o.person(domain.RoleUser)
			h.in(o.scope, func(tx *store.Tx) error {
				return tx.SetPhone(ctx, p.ID, store.ProfilePhone{Sealed: []byte("x"), Hint: "23", State: state})
			})
		}
		o.personIn(domain.RoleUser, domain.UserSuspended)
		n, err := h.flows.Numbers(ctx, r(), v, flow.NumbersQuery{Limit: 3})
		if err != nil || n.People != 6 || n.Unready[domain.PhoneMissing] != 1 || len(n.Unready) != 5 || len(n.Rows) != 3 {
			h.Fatalf("%+v, %v", n, err)
		}
		rest, err := h.flows.Numbers(ctx, r(), v, flow.NumbersQuery{Limit: 3, Cursor: n.Next})
		if err != nil || len(rest.Rows) != 2 || rest.Next != "" {
			h.Errorf("%+v, %v", rest, err)
		}
		missing, err := h.flows.Numbers(ctx, r(), v, flow.NumbersQuery{State: "missing"})
		if err != nil || len(missing.Rows) != 1 || missing.Rows[0].ID != admin.ID {
			h.Errorf("%+v, %v", missing, err)
		}
		_, err = h.flows.Numbers(ctx, r(), v, flow.NumbersQuery{State: "odd"})
		h.refused(err, domain.CodeOutOfRange)

		draft := domain.DefaultPolicy()
		draft.Methods = append(draft.Methods, domain.MethodText)
		_, err = h.flows.SavePolicy(ctx, r(), v, flow.PolicySave{IfMatch: 1, Draft: draft})
		h.refused(err, domain.CodeNumbersUnready)
		if _, err = h.flows.SavePolicy(ctx, r(), v, flow.PolicySave{IfMatch: 1, Draft: draft, Numbers: true}); err != nil {
			h.Errorf("with a second confirmation: %v", err)
		}
		draft.TrustDays = 14
		if _, err = h.flows.SavePolicy(ctx, r(), v, flow.PolicySave{IfMatch: 2, Draft: draft}); err != nil {
			h.Errorf("text messages that are allowed already: %v", err)
		}

		asked, err := h.flows.MailNumbers(ctx, r(), v)
		if err != nil || asked != 5 {
			h.Fatalf("asked %d, %v", asked, err)
		}
		_, err = h.flows.MailNumbers(ctx, r(), v)
		h.refused(err, domain.CodeNumbersAsked)
		if e := o.events(domain.EventNumbersAsked); len(e) != 1 || !e[0].OK || e[0].ActorID != admin.ID || e[0].SubjectID != "" || e[0].Detail["people"] != "5" {
			h.Errorf("the log tells %+v", e)
		}
		job, found, err := h.db.LeaseJob(ctx, h.Now(), h.Now().Add(time.Minute))
		if err != nil || !found {
			h.Fatal(err)
		}
		h.must(h.flows.RunJob(ctx, job))
		if n := h.mailed(admin.Email, "number_needed"); n != 1 {
			h.Errorf("%d mails", n)
		}
	})
}

func TestM4NumbersAsCSV(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		v := o.visit(o.person(domain.RoleAdmin))
		h.in(o.scope, func(tx *store.Tx) error {
			return tx.AddUser(ctx, store.Person{User: domain.User{ID: "usr_x", Email: "x@x.example", Name: "=HYPERLINK(\"http://evil\"), \"x\"", Role: domain.RoleUser, State: domain.UserActive, CreatedAt: h.Now()}})
		})
		var out strings.Builder
		h.must(h.flows.NumbersCSV(ctx, o.request(o.scope, "b"), v, &out))
		rows, err := csv.NewReader(strings.NewReader(out.String())).ReadAll()
		if err != nil || len(rows) != 3 || rows[2][0] != "'=HYPERLINK(\"http://evil\"), \"x\"" || rows[2][3] != "missing" {
			h.Fatalf("%q, %v", rows, err)
		}
		user := o.visit(o.person(domain.RoleUser))
		h.refused(h.flows.NumbersCSV(ctx, o.request(o.scope, "b"), user, &out), domain.CodeForbidden)
		_, err = h.flows.Numbers(ctx, o.request(o.scope, "b"), user, flow.NumbersQuery{})
		h.refused(err, domain.CodeForbidden)
	})
}

// Where nobody sends text messages nothing can prove one's own number, and it
// is kept as it is.
func TestF39AnOwnNumberIsKeptUnverifiedWhereNoTextsAreSent(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		p := o.person(domain.RoleUser)
		_, waits, err := o.flows.OwnNumber(ctx, o.ask(), o.visit(p), flow.NumberInput{Phone: "+44 7700 900123"})
		o.must(err)
		if now := o.reread(p); waits || now.PhoneState != domain.PhoneUnverified || now.PhoneHint != "23" {
			t.Errorf("waits %v, %q %q", waits, now.PhoneState, now.PhoneHint)
		}
	})
}
