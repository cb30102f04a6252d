package flow_test

import (
	"testing"
	"time"

	"twofold/api/flow"
	"twofold/domain"
	"twofold/tenancy/store"
)

// past writes n events about somebody, a minute apart and two a minute.
func (o *org) past(p domain.User, kind domain.EventKind, n int) {
	o.Helper()
	o.in(o.scope, func(tx *store.Tx) error {
		for i := range n {
			e := domain.Event{ID: o.next("evt"), At: o.Now().Add(-time.Duration(i/2) * time.Minute), Kind: kind, OK: i%2 == 0, ActorID: p.ID, ActorName: p.Name,
				SubjectID: p.ID, Subject: p.Name, IP: "192.0.2.9", RequestID: "req_7"}
			if err := tx.Record(ctx, e); err != nil {
				return err
			}
		}
		return nil
	})
}

func (o *org) audit(v *flow.Visit, q flow.AuditQuery) (out []domain.Event) {
	o.Helper()
	q.Limit = 3
	for {
		page, err := o.flows.Audit(ctx, o.ask(), v, q)
		o.must(err)
		out = append(out, page.Events...)
		if q.Cursor = page.Next; q.Cursor == "" {
			return out
		}
	}
}

func TestAuditFiltersAndPages(t *testing.T) {
	inHouses(t, func(h *house) {
		o, other := h.org("northwind"), h.org("southwind")
		maria, sam := o.person(domain.RoleUser), o.person(domain.RoleUser)
		o.past(maria.User, domain.EventSignedIn, 10)
		o.past(sam.User, domain.EventLocked, 4)
		other.past(other.person(domain.RoleUser).User, domain.EventSignedIn, 5)
		v := o.visit(o.person(domain.RoleAdmin))
		for _, one := range []struct {
			q    flow.AuditQuery
			want int
		}{
			{flow.AuditQuery{}, 14},
			{flow.AuditQuery{Kinds: []domain.EventKind{domain.EventLocked}}, 4},
			{flow.AuditQuery{Person: maria.ID}, 10},
			{flow.AuditQuery{Result: "failed"}, 7},
			{flow.AuditQuery{From: h.Now().Add(-time.Minute), To: h.Now()}, 4},
			{flow.AuditQuery{IP: "192.0.2.9", RequestID: "req_7"}, 14},
			{flow.AuditQuery{Query: sam.ID}, 4},
			{flow.AuditQuery{Query: "%"}, 0},
		} {
			got := o.audit(v, one.q)
			seen := map[string]bool{}
			for i, e := range got {
				seen[e.ID] = true
				if i > 0 && e.At.After(got[i-1].At) {
					h.Errorf("%+v: not newest first", one.q)
				}
			}
			if len(got) != one.want || len(seen) != one.want {
				h.Errorf("%+v: %d events, %d of them different, want %d", one.q, len(got), len(seen), one.want)
			}
		}
	})
}

func TestAuditRefusals(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		v := o.visit(o.person(domain.RoleAdmin))
		for _, q := range []flow.AuditQuery{{Kinds: []domain.EventKind{"x"}}, {Person: "\x00"}, {Result: "maybe"}, {IP: "x"}, {Query: "\xff"}, {RequestID: "a\nb"},
			{From: h.Now(), To: h.Now().Add(-time.Hour)}} {
			_, err := o.flows.Audit(ctx, o.ask(), v, q)
			h.refused(err, domain.CodeOutOfRange)
		}
		_, err := o.flows.Audit(ctx, o.ask(), o.visit(o.person(domain.RoleUser)), flow.AuditQuery{})
		h.refused(err, domain.CodeForbidden)
	})
}

// People see what happened to their own account, not where an administrator
// works, nor what they did to others.
func TestActivity(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		admin, maria := o.secure(o.person(domain.RoleAdmin)), o.secure(o.person(domain.RoleUser))
		o.past(maria.User, domain.EventSignedIn, 3)
		_, err := o.flows.ResetTwoStep(ctx, o.ask(), o.visit(admin), maria.ID, inPerson(""))
		h.must(err)
		mine, err := o.flows.Activity(ctx, o.ask(), o.visit(maria), flow.ActivityQuery{})
		h.must(err)
		if len(mine.Events) != 4 {
			h.Fatalf("%d events", len(mine.Events))
		}
		for _, e := range mine.Events {
			if own := e.ActorID == maria.ID; own != (e.IP != "") || own != (e.RequestID != "") {
				h.Errorf("event %+v", e)
			}
		}
		his, err := o.flows.Activity(ctx, o.ask(), o.visit(admin), flow.ActivityQuery{})
		if h.must(err); len(his.Events) != 0 {
			h.Errorf("an administrator's own activity holds %d events", len(his.Events))
		}
		for show, want := range map[string]int{"sign_ins": 3, "changes": 1} {
			got, next := 0, ""
			for {
				page, err := o.flows.Activity(ctx, o.ask(), o.visit(maria), flow.ActivityQuery{Show: show, Limit: 1, Cursor: next})
				h.must(err)
				for _, e := range page.Events {
					if got++; e.Kind.OfSignIn() != (show == "sign_ins") {
						h.Errorf("%s has %s", show, e.Kind)
					}
				}
				if next = page.Next; next == "" {
					break
				}
			}
			if got != want {
				h.Errorf("%d of %s, want %d", got, show, want)
			}
		}
		first, err := o.flows.Activity(ctx, o.ask(), o.visit(maria), flow.ActivityQuery{Show: "sign_ins", Limit: 1})
		h.must(err)
		_, err = o.flows.Activity(ctx, o.ask(), o.visit(maria), flow.ActivityQuery{Show: "changes", Limit: 1, Cursor: first.Next})
		h.refused(err, domain.CodeMalformed)
		h.Pass(91 * 24 * time.Hour)
		mine, err = o.flows.Activity(ctx, o.ask(), o.visit(maria), flow.ActivityQuery{})
		if h.must(err); len(mine.Events) != 0 {
			h.Errorf("%d events after 91 days", len(mine.Events))
		}
	})
}
