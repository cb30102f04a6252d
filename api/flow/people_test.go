package flow_test

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"twofold/api/flow"
	"twofold/domain"
	"twofold/tenancy/store"
)

// all reads every page of a query, two people at a time.
func (o *org) all(v *flow.Visit, q flow.PeopleQuery) (ids []string) {
	o.Helper()
	q.Limit = 2
	for {
		page, err := o.flows.People(ctx, o.ask(), v, q)
		o.must(err)
		for _, p := range page.People {
			ids = append(ids, p.ID)
		}
		if page.Total < int64(len(ids)) || page.All < page.Total {
			o.Fatalf("counts %d of %d", page.Total, page.All)
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			return ids
		}
	}
}

func TestPeopleFilters(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		owner := o.person(domain.RoleOwner)
		on, plain, gone := o.secure(o.person(domain.RoleUser)), o.person(domain.RoleUser), o.personIn(domain.RoleUser, domain.UserSuspended)
		h.org("southwind").person(domain.RoleUser)
		v := o.visit(owner)
		o.in(o.scope, func(tx *store.Tx) error {
			if _, err := tx.ChangeUser(ctx, plain.ID, 1, store.UserChange{Name: "100%_Ünal 李", SignedIn: true, At: h.Now()}); err != nil {
				return err
			}
			for range 5 {
				if _, err := tx.SpendCodeTryFor(ctx, on.ID, h.Now()); err != nil {
					return err
				}
			}
			return nil
		})
		for _, one := range []struct {
			q    flow.PeopleQuery
			want []string
		}{
			{flow.PeopleQuery{}, []string{plain.ID, owner.ID, on.ID, gone.ID}},
			{flow.PeopleQuery{Query: " ÜNAL "}, []string{plain.ID}},
			{flow.PeopleQuery{Query: "%_"}, []string{plain.ID}},
			{flow.PeopleQuery{Query: "@NORTHWIND"}, []string{plain.ID, owner.ID, on.ID, gone.ID}},
			{flow.PeopleQuery{Query: "' OR 1=1 --"}, nil},
			{flow.PeopleQuery{TwoStep: "on"}, []string{on.ID}},
			{flow.PeopleQuery{TwoStep: "locked"}, []string{on.ID}},
			{flow.PeopleQuery{TwoStep: "not_set_up"}, []string{plain.ID, owner.ID, gone.ID}},
			{flow.PeopleQuery{Role: domain.RoleOwner}, []string{owner.ID}},
			{flow.PeopleQuery{State: domain.UserSuspended}, []string{gone.ID}},
			{flow.PeopleQuery{Method: domain.MethodApp}, []string{on.ID}},
			{flow.PeopleQuery{SignedIn: "never"}, []string{owner.ID, on.ID, gone.ID}},
			{flow.PeopleQuery{FewCodes: true}, []string{on.ID}},
		} {
			if got := strings.Join(o.all(v, one.q), " "); got != strings.Join(one.want, " ") {
				h.Errorf("%+v: %s, want %s", one.q, got, one.want)
			}
		}
	})
}

func TestPeopleRefusesWhatItDoesNotKnow(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		v := o.visit(o.person(domain.RoleAdmin))
		for _, q := range []flow.PeopleQuery{{TwoStep: "x"}, {Role: domain.RolePending}, {State: "x"}, {Method: "x"}, {SignedIn: "7"},
			{Query: "a\x00b"}, {Query: "\xff"}, {Query: strings.Repeat("x", 401)}} {
			_, err := o.flows.People(ctx, o.ask(), v, q)
			h.refused(err, domain.CodeOutOfRange)
		}
		_, err := o.flows.People(ctx, o.ask(), o.visit(o.person(domain.RoleUser)), flow.PeopleQuery{})
		h.refused(err, domain.CodeForbidden)
		_, err = o.flows.Person(ctx, o.ask(), v, h.org("southwind").person(domain.RoleUser).ID)
		h.refused(err, domain.CodeNotFound)
	})
}

// A cursor is good for its own list, filter and organization, as it was made.
func TestCursorCanNotBeChanged(t *testing.T) {
	inHouses(t, func(h *house) {
		o, other := h.org("northwind"), h.org("southwind")
		for range 3 {
			o.person(domain.RoleUser)
			other.person(domain.RoleUser)
		}
		v := o.visit(o.person(domain.RoleAdmin))
		page, err := o.flows.People(ctx, o.ask(), v, flow.PeopleQuery{Limit: 1})
		h.must(err)
		raw, err := base64.RawURLEncoding.DecodeString(page.Next)
		h.must(err)
		for i := range raw {
			changed := append([]byte(nil), raw...)
			changed[i] ^= 1
			_, err := o.flows.People(ctx, o.ask(), v, flow.PeopleQuery{Cursor: base64.RawURLEncoding.EncodeToString(changed)})
			h.refused(err, domain.CodeMalformed)
		}
		if strings.Contains(string(raw), "northwind.example") {
			h.Error("a cursor shows a name")
		}
		for _, hostile := range []string{"x", "!", page.Next + "AA", page.Next[:20], strings.Repeat("A", 5000), base64.RawURLEncoding.EncodeToString([]byte(`{"Key":"","ID":"a"}`))} {
			_, err := o.flows.People(ctx, o.ask(), v, flow.PeopleQuery{Cursor: hostile})
			h.refused(err, domain.CodeMalformed)
		}
		_, err = o.flows.People(ctx, o.ask(), v, flow.PeopleQuery{Cursor: page.Next, Role: domain.RoleUser})
		h.refused(err, domain.CodeMalformed)
		_, err = o.flows.Audit(ctx, o.ask(), v, flow.AuditQuery{Cursor: page.Next})
		h.refused(err, domain.CodeMalformed)
		_, err = other.flows.People(ctx, other.ask(), other.visit(other.person(domain.RoleAdmin)), flow.PeopleQuery{Cursor: page.Next})
		h.refused(err, domain.CodeMalformed)
	})
}

func TestPersonShowsWhatMayBeDone(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		owner, admin := o.person(domain.RoleOwner), o.person(domain.RoleAdmin)
		maria := o.secure(o.person(domain.RoleUser))
		trust := o.trust(maria)
		p := domain.DefaultPolicy()
		p.TrustDays = 14
		o.save(owner, p)
		v := o.visit(admin)
		got, err := o.flows.Person(ctx, o.ask(), v, maria.ID)
		h.must(err)
		if len(got.Methods) != 1 || got.Methods[0].Name != "Phone" || got.RecoveryLeft != 1 || got.May.Reset+got.May.Unlock+got.May.Manage != "" || len(got.May.Roles) != 4 {
			h.Errorf("person %+v", got)
		}
		if len(got.Trusts) != 1 || got.Trusts[0].ID != trust || got.Trusts[0].EndsAt != h.Now().Add(14*24*time.Hour) {
			h.Errorf("trusts %+v", got.Trusts)
		}
		got, err = o.flows.Person(ctx, o.ask(), v, owner.ID)
		h.must(err)
		if got.May.Reset != domain.CodeOwnerProtected || got.May.Manage != domain.CodeOwnerProtected || len(got.May.Roles) != 0 {
			h.Errorf("owner %+v", got.May)
		}
		got, err = o.flows.Person(ctx, o.ask(), v, admin.ID)
		if h.must(err); !got.Self || got.May.Reset != domain.CodeSelfForbidden {
			h.Errorf("self %+v", got.May)
		}
	})
}
