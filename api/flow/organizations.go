package flow

import (
	"context"
	"errors"
	"strings"

	"twofold/domain"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

// OrganizationsQuery narrows the staff's list of organizations. Zero fields
// don't narrow.
type OrganizationsQuery struct {
	Query  string // part of a name or short name
	State  domain.TenantState
	Cursor string
	Limit  int
}

// OrganizationsPage is a page of that list, by name.
type OrganizationsPage struct {
	Organizations []store.TenantCounts
	Next          string
}

type organizationPlace struct{ Name, ID string }

// mayServe refuses everybody but the company's own staff, in their own tenant.
func (f *Flows) mayServe(c ctxt, v *Visit, permission string) error {
	if c.Scope.Tenant() != domain.StaffTenant || !v.Person.Role.Platform() {
		return domain.Refuse(domain.Forbidden, domain.CodeForbidden)
	}
	return f.permit(c, v, permission)
}

// Organizations lists customers' organizations in numbers.
func (f *Flows) Organizations(ctx context.Context, r Request, v *Visit, q OrganizationsQuery) (OrganizationsPage, error) {
	c := ctxt{ctx, r}
	if err := f.mayServe(c, v, mayReadTenants); err != nil {
		return OrganizationsPage{}, f.refusedAct(c, v, "organizations", nil, err)
	}
	var bad []*domain.Error
	if !searchable(q.Query) {
		bad = append(bad, domain.RefuseField(domain.Invalid, domain.CodeOutOfRange, "q"))
	}
	if !oneOf(q.State, "", domain.TenantActive, domain.TenantUnconfirmed, domain.TenantSuspended) {
		bad = append(bad, domain.RefuseField(domain.Invalid, domain.CodeOutOfRange, "state"))
	}
	if err := domain.Collect(bad...); err != nil {
		return OrganizationsPage{}, err
	}
	bound := q
	bound.Cursor, bound.Limit = "", 0
	var after organizationPlace
	if err := f.unseal(c, "organizations", bound, q.Cursor, &after); err != nil {
		return OrganizationsPage{}, err
	}
	rows, err := f.db.Overview(c, store.TenantQuery{Query: strings.TrimSpace(q.Query), State: q.State, AfterName: after.Name, AfterID: after.ID, Limit: pageSize(q.Limit) + 1, Now: c.Now})
	page := OrganizationsPage{Organizations: rows}
	if err != nil || len(rows) <= pageSize(q.Limit) {
		return page, err
	}
	page.Organizations = rows[:pageSize(q.Limit)]
	last := page.Organizations[len(page.Organizations)-1]
	page.Next, err = f.seal(c, "organizations", bound, organizationPlace{last.Name, last.ID})
	return page, err
}

// operate lets an operator who just confirmed that it's them act on the
// installation, and reads them again; what they do then stands in a tenant of
// its own and can't be in the same transaction.
func (f *Flows) operate(c ctxt, v *Visit, permission, what string) error {
	if err := f.mayServe(c, v, permission); err != nil {
		return f.refusedAct(c, v, what, nil, err)
	}
	return f.administer(c, v, permission, what, func(*store.Tx) error { return nil })
}

// AddOrganization makes an organization as an operator; its owner gets the
// link by mail, and nobody else sees it.
func (f *Flows) AddOrganization(ctx context.Context, r Request, v *Visit, in NewTenant) (domain.Tenant, error) {
	c := ctxt{ctx, r}
	if err := f.operate(c, v, mayWriteTenants, string(domain.EventTenantCreated)); err != nil {
		return domain.Tenant{}, err
	}
	in.by = v.Person.User
	made, err := f.CreateTenant(ctx, r, in)
	if err != nil {
		return domain.Tenant{}, err
	}
	return made.Org, f.noteOperated(c, v, domain.EventTenantCreated, made.Org, "")
}

// noteOperated writes what an operator did to an organization into the
// staff's own log.
func (f *Flows) noteOperated(c ctxt, v *Visit, kind domain.EventKind, org domain.Tenant, reason string) error {
	return f.db.In(c, c.Scope, func(tx *store.Tx) error {
		return f.recordOn(tx, c, kind, true, v.Person.User, domain.User{}, "organization", org.ShortName, "reason", reason)
	})
}

// SuspendOrganization keeps everybody of an organization out: no session of
// it works and no sign-in opens one, until ResumeOrganization. Its owners are
// told why.
func (f *Flows) SuspendOrganization(ctx context.Context, r Request, v *Visit, short, reason string) error {
	return f.turnOrganization(ctxt{ctx, r}, v, short, reason, turn{domain.EventTenantSuspended, domain.TenantActive, domain.TenantSuspended, "org_suspended"})
}

// ResumeOrganization lets the people of a suspended organization in again.
// Sessions go on where their time isn't up.
func (f *Flows) ResumeOrganization(ctx context.Context, r Request, v *Visit, short, reason string) error {
	return f.turnOrganization(ctxt{ctx, r}, v, short, reason, turn{domain.EventTenantResumed, domain.TenantSuspended, domain.TenantActive, "org_resumed"})
}

// turn is a change of an organization's state, and the letter that tells of it.
type turn struct {
	kind     domain.EventKind
	from, to domain.TenantState
	letter   string
}

func (f *Flows) turnOrganization(c ctxt, v *Visit, short, reason string, t turn) error {
	if reason = strings.TrimSpace(reason); reason == "" {
		return domain.RefuseField(domain.Invalid, domain.CodeReasonRequired, "reason")
	}
	if err := checkReason(reason); err != nil {
		return err
	}
	if err := f.operate(c, v, mayWriteTenants, string(t.kind)); err != nil {
		return err
	}
	org, err := f.customer(c, short)
	if err != nil {
		return err
	}
	changed, err := f.turnInside(c, v, org, reason, t)
	if err != nil || !changed {
		return err
	}
	f.tenants.Delete(short)
	return f.noteOperated(c, v, t.kind, org, reason)
}

// errAsItIs ends a change that changes nothing.
var errAsItIs = errors.New("the organization is in that state already")

// turnInside does the work in the organization's own tenant. One that is in
// the state already stays as it is, without a word; any other is refused.
func (f *Flows) turnInside(c ctxt, v *Visit, org domain.Tenant, reason string, t turn) (changed bool, err error) {
	there := c
	there.Scope = tenancy.Of(org.ID)
	deed, err := f.deed(there, v, t.kind, reason)
	if err != nil {
		return false, err
	}
	err = f.db.Inside(c, deed, func(tx *store.Tx) error {
		if changed, err = tx.SetTenantState(c, t.from, t.to); err != nil {
			return err
		}
		now, err := tx.Organization(c)
		switch {
		case err != nil:
			return err
		case !changed && now.State == t.to:
			return errAsItIs
		case !changed:
			return domain.Refuse(domain.Conflict, domain.CodeConflict)
		}
		// The staff's addresses and browsers are not the owners' to know.
		return f.mailOwners(tx, there, now, t.letter, map[string]string{"reason": reason, "device": "", "place": "", "link": f.SignInAddress(now)})
	})
	if err == errAsItIs {
		return false, nil
	}
	return changed && err == nil, err
}

// deed is what v does inside the tenant of c, as that tenant's log tells it.
func (f *Flows) deed(c ctxt, v *Visit, kind domain.EventKind, reason string) (store.Deed, error) {
	e, err := f.about(c.Request, kind, true, domain.User{})
	e.ActorID, e.ActorName, e.IP, e.Browser = v.Person.ID, v.Person.Name, "", ""
	return store.Deed{Tenant: c.Scope.Tenant(), Event: withDetail(e, "by", "staff", "reason", reason)}, err
}

// customer finds an organization by its short name, as it is now; the staff's
// own is none.
func (f *Flows) customer(c ctxt, short string) (domain.Tenant, error) {
	org, err := f.db.TenantByShortName(c, short)
	if store.Missing(err) || err == nil && org.ID == domain.StaffTenant {
		return org, domain.Refuse(domain.NotFound, domain.CodeNotFound)
	}
	return org, err
}
