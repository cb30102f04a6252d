package flow

import (
	"context"

	"twofold/domain"
	"twofold/tenancy/store"
)

// Items of the set-up checklist, in their order.
const (
	CheckOwners   = "owners"   // two-step on for yourself and one more owner
	CheckRecovery = "recovery" // every owner with two-step on has recovery codes
	CheckContact  = "contact"  // people know whom to ask
	CheckPeople   = "people"   // somebody beside the first owner was added
	CheckPolicy   = "policy"   // a policy was saved
)

// ChecklistItem is one line of the checklist.
type ChecklistItem struct {
	Key  string
	Done bool
	Mine bool // the reader's own part of it is done
}

// Checklist is what is left to do in a new organization.
type Checklist struct {
	Items  []ChecklistItem
	Hidden bool
}

// Checklist looks at what is done; nothing of it is stored.
func (f *Flows) Checklist(ctx context.Context, r Request, v *Visit) (out Checklist, err error) {
	c := ctxt{ctx, r}
	if err := f.permit(c, v, mayReadChecklist); err != nil {
		return out, f.refusedAct(c, v, "checklist", nil, err)
	}
	err = f.db.View(ctx, r.Scope, func(tx *store.Tx) error {
		out, err = checklist(tx, c, v)
		return err
	})
	return out, err
}

func checklist(tx *store.Tx, c ctxt, v *Visit) (out Checklist, err error) {
	if out.Hidden, err = tx.ChecklistHidden(c); err != nil {
		return out, err
	}
	org, err := tx.Organization(c)
	if err != nil {
		return out, err
	}
	everybody, err := tx.CountPeople(c, store.PeopleFilter{Now: c.Now})
	if err != nil {
		return out, err
	}
	owners, err := tx.People(c, store.PeopleFilter{Role: domain.RoleOwner, State: domain.UserActive, Limit: ownersMost, Now: c.Now})
	if err != nil {
		return out, err
	}
	on, saved, err := ownersSafe(tx, c, owners)
	if err != nil {
		return out, err
	}
	mine := v.Person.TwoStep == domain.TwoStepOn
	out.Items = []ChecklistItem{{Key: CheckOwners, Done: on >= 2 && mine, Mine: mine}}
	if v.Policy.RecoveryCodes > 0 {
		out.Items = append(out.Items, ChecklistItem{Key: CheckRecovery, Done: on > 0 && saved == on})
	}
	out.Items = append(out.Items, ChecklistItem{Key: CheckContact, Done: domain.ReadContact(org.Contact).Reachable()},
		ChecklistItem{Key: CheckPeople, Done: everybody > 1}, ChecklistItem{Key: CheckPolicy, Done: org.PolicyVersion > 1})
	return out, nil
}

// ownersSafe counts the owners with two-step on, and those of them who have
// recovery codes left.
func ownersSafe(tx *store.Tx, c ctxt, owners []store.ListedPerson) (on, saved int, err error) {
	for _, o := range owners {
		if o.TwoStep != domain.TwoStepOn {
			continue
		}
		on++
		left, _, err := tx.RecoveryLeft(c, o.ID)
		if err != nil {
			return on, saved, err
		}
		if left > 0 {
			saved++
		}
	}
	return on, saved, nil
}

// HideChecklist puts the checklist away, or back when hidden is false.
func (f *Flows) HideChecklist(ctx context.Context, r Request, v *Visit, hidden bool) error {
	c := ctxt{ctx, r}
	if err := f.permit(c, v, mayWriteOrg); err != nil {
		return f.refusedAct(c, v, "checklist", nil, err)
	}
	at := never
	if hidden {
		at = r.Now
	}
	return f.db.In(ctx, r.Scope, func(tx *store.Tx) error { return tx.HideChecklist(c, at) })
}
