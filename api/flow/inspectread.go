package flow

import (
	"context"
	"strings"
	"time"

	"twofold/domain"
	"twofold/tenancy/store"
)

// Inspected is an organization that is open for support, at a glance.
type Inspected struct {
	Org        domain.Tenant
	Inspection domain.Inspection
	Policy     store.PolicyChange
	People     PeopleCounts
}

// PeopleCounts counts an organization's people by how they stand.
type PeopleCounts struct{ Active, Invited, Suspended, TwoStep, Locked int64 }

// Inspect reads an organization's policy and how many people it has.
func (f *Flows) Inspect(ctx context.Context, r Request, v *Visit, short string) (out Inspected, err error) {
	c := ctxt{ctx, r}
	err = f.inspect(c, v, short, "inspect", func(tx *store.Tx, _ domain.Tenant, i domain.Inspection) (err error) {
		out.Inspection = i
		if out.Org, err = tx.Organization(c); err != nil {
			return err
		}
		if out.Policy, err = tx.CurrentPolicy(c); err != nil {
			return err
		}
		for _, one := range []struct {
			n *int64
			f store.PeopleFilter
		}{
			{&out.People.Active, store.PeopleFilter{State: domain.UserActive}},
			{&out.People.Invited, store.PeopleFilter{State: domain.UserInvited}},
			{&out.People.Suspended, store.PeopleFilter{State: domain.UserSuspended}},
			{&out.People.TwoStep, store.PeopleFilter{State: domain.UserActive, TwoStep: "on"}},
			{&out.People.Locked, store.PeopleFilter{TwoStep: "locked", Now: c.Now}},
		} {
			if *one.n, err = tx.CountPeople(c, one.f); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// InspectedPerson is somebody as support sees them: no whole address, no
// number and no method.
type InspectedPerson struct {
	ID, Name, Address string // masked
	Role              domain.Role
	State             domain.UserState
	TwoStep           domain.TwoStep
	Locked            bool
}

// InspectedPeople is a page of them, by name.
type InspectedPeople struct {
	People []InspectedPerson
	Next   string
}

// InspectPeople searches an organization's people by name or whole address.
func (f *Flows) InspectPeople(ctx context.Context, r Request, v *Visit, short, query, cursor string, limit int) (out InspectedPeople, err error) {
	c := ctxt{ctx, r}
	if !searchable(query) {
		return out, domain.RefuseField(domain.Invalid, domain.CodeOutOfRange, "q")
	}
	bound := [2]string{short, query}
	var after peoplePlace
	if err := f.unseal(c, "inspected people", bound, cursor, &after); err != nil {
		return out, err
	}
	var rows []store.ListedPerson
	err = f.inspect(c, v, short, "inspect people", func(tx *store.Tx, _ domain.Tenant, _ domain.Inspection) (err error) {
		rows, err = tx.People(c, store.PeopleFilter{Query: query, AfterKey: after.Key, AfterID: after.ID, Limit: pageSize(limit) + 1, Now: c.Now})
		return err
	})
	if err != nil {
		return out, err
	}
	if len(rows) > pageSize(limit) {
		rows = rows[:pageSize(limit)]
		last := rows[len(rows)-1]
		if out.Next, err = f.seal(c, "inspected people", bound, peoplePlace{last.Key, last.ID}); err != nil {
			return out, err
		}
	}
	for _, p := range rows {
		out.People = append(out.People, InspectedPerson{ID: p.ID, Name: p.Name, Address: maskEmail(p.Email), Role: p.Role, State: p.State, TwoStep: p.TwoStep, Locked: p.Lock.Locked(c.Now)})
	}
	return out, nil
}

// InspectLog reads an organization's audit log, newest first. From where and
// on what its people work is not shown, nor are whole addresses.
func (f *Flows) InspectLog(ctx context.Context, r Request, v *Visit, short, cursor string, limit int) (page AuditPage, err error) {
	c := ctxt{ctx, r}
	var before auditPlace
	if err := f.unseal(c, "inspected log", short, cursor, &before); err != nil {
		return page, err
	}
	err = f.inspect(c, v, short, "inspect log", func(tx *store.Tx, _ domain.Tenant, _ domain.Inspection) (err error) {
		page.Events, err = tx.Events(c, store.EventFilter{BeforeID: before.ID, BeforeAt: time.UnixMilli(before.At).UTC(), Limit: pageSize(limit) + 1})
		return err
	})
	if err != nil {
		return AuditPage{}, err
	}
	if len(page.Events) > pageSize(limit) {
		page.Events = page.Events[:pageSize(limit)]
		last := page.Events[len(page.Events)-1]
		if page.Next, err = f.seal(c, "inspected log", short, auditPlace{last.At.UnixMilli(), last.ID}); err != nil {
			return AuditPage{}, err
		}
	}
	for i, e := range page.Events {
		page.Events[i] = forSupport(e)
	}
	return page, nil
}

// shownToSupport are the details of events that name no person, number or
// address of one.
var shownToSupport = []string{"by", "method", "role", "what", "version", "channel", "minutes", "next", "checked"}

func forSupport(e domain.Event) domain.Event {
	e.ActorName, e.Subject = maskName(e.ActorName), maskName(e.Subject)
	e.IP, e.Browser, e.RequestID = "", "", ""
	detail := map[string]string{}
	for _, key := range shownToSupport {
		if value := e.Detail[key]; value != "" {
			detail[key] = value
		}
	}
	// What the staff wrote itself, and the words of a refusal.
	if reason := e.Detail["reason"]; reason != "" && (e.Detail["by"] == "staff" || e.Kind == domain.EventRefused) {
		detail["reason"] = reason
	}
	e.Detail = detail
	return e
}

// maskName leaves a name as it is, and masks an address in the place of one.
func maskName(name string) string {
	if strings.Contains(name, "@") {
		return maskEmail(name)
	}
	return name
}
