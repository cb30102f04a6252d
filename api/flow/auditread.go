package flow

import (
	"context"
	"net/netip"
	"time"

	"twofold/domain"
	"twofold/tenancy/store"
)

// AuditQuery narrows the audit log. Zero fields don't narrow.
type AuditQuery struct {
	From, To  time.Time
	Kinds     []domain.EventKind
	Person    string // actor or subject, by id
	Result    string // ok, failed
	IP        string
	RequestID string
	Query     string // part of the actor's or subject's name
	Cursor    string
	Limit     int
}

// AuditPage is a page of the audit log, newest first.
type AuditPage struct {
	Events []domain.Event
	Next   string // cursor of the next page, empty on the last
}

type auditPlace struct {
	At int64
	ID string
}

// Audit reads a page of the tenant's audit log.
func (f *Flows) Audit(ctx context.Context, r Request, v *Visit, q AuditQuery) (AuditPage, error) {
	c := ctxt{ctx, r}
	if err := f.permit(c, v, mayReadAudit); err != nil {
		return AuditPage{}, f.refusedAct(c, v, "audit", nil, err)
	}
	if err := q.check(); err != nil {
		return AuditPage{}, err
	}
	filter := store.EventFilter{From: q.From, To: q.To, Kinds: q.Kinds, UserID: q.Person, Result: q.Result, IP: q.IP, RequestID: q.RequestID, Query: q.Query}
	bound := q
	bound.Cursor, bound.Limit = "", 0
	return f.events(c, "audit", bound, filter, q.Cursor, q.Limit)
}

func (f *Flows) events(c ctxt, list string, bound any, filter store.EventFilter, cursor string, limit int) (AuditPage, error) {
	var before auditPlace
	if err := f.unseal(c, list, bound, cursor, &before); err != nil {
		return AuditPage{}, err
	}
	filter.BeforeID, filter.BeforeAt, filter.Limit = before.ID, time.UnixMilli(before.At).UTC(), pageSize(limit)+1
	var page AuditPage
	err := f.db.View(c, c.Scope, func(tx *store.Tx) (err error) {
		page.Events, err = tx.Events(c, filter)
		return err
	})
	if err != nil || len(page.Events) <= pageSize(limit) {
		return page, err
	}
	page.Events = page.Events[:pageSize(limit)]
	last := page.Events[len(page.Events)-1]
	page.Next, err = f.seal(c, list, bound, auditPlace{last.At.UnixMilli(), last.ID})
	return page, err
}

func (q AuditQuery) check() error {
	bad := func(ok bool, field string) *domain.Error {
		if ok {
			return nil
		}
		return domain.RefuseField(domain.Invalid, domain.CodeOutOfRange, field)
	}
	_, notIP := netip.ParseAddr(q.IP)
	known := len(q.Kinds) <= len(domain.EventKinds)
	for _, k := range q.Kinds {
		known = known && oneOf(k, domain.EventKinds...)
	}
	return domain.Collect(
		bad(known, "kind"),
		bad(q.Person == "" || idLike(q.Person), "person"),
		bad(oneOf(q.Result, "", "ok", "failed"), "result"),
		bad(q.IP == "" || notIP == nil, "ip"),
		bad(searchable(q.RequestID), "request_id"),
		bad(searchable(q.Query), "q"),
		bad(q.From.IsZero() || q.To.IsZero() || q.From.Before(q.To), "to"))
}

// activityFor is how far back a person's own activity goes.
const activityFor = 90 * 24 * time.Hour

// ActivityQuery narrows a person's own activity.
type ActivityQuery struct {
	Show   string // sign_ins, changes; empty for everything
	Cursor string
	Limit  int
}

// Activity reads what happened to the person's own account in the last 90
// days. Where somebody else acted, it says who and what, not from where.
func (f *Flows) Activity(ctx context.Context, r Request, v *Visit, q ActivityQuery) (AuditPage, error) {
	c := ctxt{ctx, r}
	filter := store.EventFilter{SubjectID: v.Person.ID, From: r.Now.Add(-activityFor)}
	if q.Show != "" {
		for _, k := range domain.EventKinds {
			if k.OfSignIn() == (q.Show == "sign_ins") {
				filter.Kinds = append(filter.Kinds, k)
			}
		}
	}
	page, err := f.events(c, "activity", v.Person.ID+" "+q.Show, filter, q.Cursor, q.Limit)
	for i, e := range page.Events {
		if e.ActorID != v.Person.ID {
			page.Events[i].IP, page.Events[i].Browser, page.Events[i].RequestID = "", "", ""
		}
	}
	return page, err
}
