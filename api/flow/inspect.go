package flow

import (
	"context"
	"strings"
	"time"

	"twofold/domain"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

// An inspection is how an operator looks into an organization: with a reason
// that its owners are told at once, for a while that ends by itself, and to
// read alone. OpenForSupport and CloseForSupport write; everything between
// them goes through inspect, whose transaction can't.

// OpenForSupport opens an organization for the reading of v's person. Its
// owners are told by mail, its log and the staff's say who and why.
func (f *Flows) OpenForSupport(ctx context.Context, r Request, v *Visit, short, reason string, minutes int) (domain.Inspection, error) {
	c := ctxt{ctx, r}
	if reason = strings.TrimSpace(reason); reason == "" {
		return domain.Inspection{}, domain.RefuseField(domain.Invalid, domain.CodeReasonRequired, "reason")
	}
	if err := checkReason(reason); err != nil {
		return domain.Inspection{}, err
	}
	lasts := time.Duration(minutes) * time.Minute
	if minutes < 1 || lasts > domain.InspectionMost {
		return domain.Inspection{}, domain.RefuseField(domain.Invalid, domain.CodeOutOfRange, "minutes")
	}
	if err := f.operate(c, v, mayOpenTenants, string(domain.EventTenantOpened)); err != nil {
		return domain.Inspection{}, err
	}
	org, err := f.customer(c, short)
	if err != nil {
		return domain.Inspection{}, err
	}
	id, err := f.newID("ins")
	if err != nil {
		return domain.Inspection{}, err
	}
	i := domain.Inspection{Tenant: org.ID, ID: id, AgentID: v.Person.ID, Agent: v.Person.Name, SecurityVersion: v.Person.SecurityVersion, Reason: reason, OpenedAt: c.Now, EndsAt: c.Now.Add(lasts)}
	if err := f.openInside(c, v, i, minutes); err != nil {
		return domain.Inspection{}, err
	}
	return i, f.noteOperated(c, v, domain.EventTenantOpened, org, reason)
}

func (f *Flows) openInside(c ctxt, v *Visit, i domain.Inspection, minutes int) error {
	there := c
	there.Scope = tenancy.Of(i.Tenant)
	deed, err := f.deed(there, v, domain.EventTenantOpened, i.Reason)
	if err != nil {
		return err
	}
	deed.Event.Detail["minutes"] = count(minutes)
	return f.db.Inside(c, deed, func(tx *store.Tx) error {
		if err := tx.LockOwners(c); err != nil {
			return err
		}
		if _, err := tx.Inspection(c, i.AgentID, i.SecurityVersion, c.Now); err == nil {
			return domain.Refuse(domain.Conflict, domain.CodeAlreadyOpen)
		} else if !store.Missing(err) {
			return err
		}
		if err := tx.AddInspection(c, i); err != nil {
			return err
		}
		org, err := tx.Organization(c)
		if err != nil {
			return err
		}
		return f.mailOwners(tx, there, org, "support_opened", map[string]string{"by": i.Agent, "reason": i.Reason, "minutes": count(minutes), "device": "", "place": "",
			"link": f.address(org, "/admin/audit")})
	})
}

// CloseForSupport ends the inspection of v's person before its time.
func (f *Flows) CloseForSupport(ctx context.Context, r Request, v *Visit, short string) error {
	c := ctxt{ctx, r}
	var i domain.Inspection
	err := f.inspect(c, v, short, string(domain.EventTenantClosed), func(_ *store.Tx, _ domain.Tenant, open domain.Inspection) error {
		i = open
		return nil
	})
	if err != nil {
		return err
	}
	there := c
	there.Scope = tenancy.Of(i.Tenant)
	deed, err := f.deed(there, v, domain.EventTenantClosed, i.Reason)
	if err != nil {
		return err
	}
	var org domain.Tenant
	err = f.db.Inside(c, deed, func(tx *store.Tx) error {
		closed, err := tx.CloseInspection(c, i.ID, i.AgentID, c.Now)
		if err == nil && !closed {
			err = domain.Refuse(domain.Forbidden, domain.CodeNotOpen)
		}
		if err != nil {
			return err
		}
		org, err = tx.Organization(c)
		return err
	})
	if err != nil {
		return err
	}
	return f.noteOperated(c, v, domain.EventTenantClosed, org, i.Reason)
}

// OpenInspection is an organization that somebody has open, with its names.
type OpenInspection struct {
	domain.Inspection
	Org domain.Tenant
}

// Inspections lists what v's person has open now.
func (f *Flows) Inspections(ctx context.Context, r Request, v *Visit) ([]OpenInspection, error) {
	c := ctxt{ctx, r}
	if err := f.mayServe(c, v, mayOpenTenants); err != nil {
		return nil, f.refusedAct(c, v, "inspections", nil, err)
	}
	all, err := f.db.InspectionsOf(c, v.Person.ID, v.Person.SecurityVersion, c.Now)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	ids := make([]string, len(all))
	for i, one := range all {
		ids[i] = one.Tenant
	}
	names, err := f.db.TenantNames(c, ids)
	out := make([]OpenInspection, len(all))
	for i, one := range all {
		out[i] = OpenInspection{one, names[one.Tenant]}
	}
	return out, err
}

// inspect is the one gate to reading in an organization: it runs read on a
// snapshot of it that can't be written to, if v's person has it open at this
// moment. A refusal stands in the staff's log.
func (f *Flows) inspect(c ctxt, v *Visit, short, what string, read func(tx *store.Tx, org domain.Tenant, i domain.Inspection) error) error {
	err := f.mayServe(c, v, mayOpenTenants)
	var org domain.Tenant
	if err == nil {
		org, err = f.customer(c, short)
	}
	if err != nil {
		return f.refusedAct(c, v, what, nil, err)
	}
	err = f.db.View(c, tenancy.Of(org.ID), func(tx *store.Tx) error {
		i, err := tx.Inspection(c, v.Person.ID, v.Person.SecurityVersion, c.Now)
		if store.Missing(err) {
			return domain.Refuse(domain.Forbidden, domain.CodeNotOpen)
		}
		if err != nil {
			return err
		}
		return read(tx, org, i)
	})
	if err != nil {
		return f.refusedAct(c, v, what, nil, err)
	}
	return nil
}
