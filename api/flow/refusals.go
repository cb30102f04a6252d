package flow

import (
	"context"
	"slices"

	"twofold/domain"
	"twofold/tenancy/store"
)

// RecordRefusal keeps that a session was refused an action for its role or at
// the gate (ASVS V16.3.2).
func (f *Flows) RecordRefusal(ctx context.Context, r Request, v *Visit, what string, code domain.Code) error {
	c := ctxt{ctx, r}
	return f.db.In(ctx, r.Scope, func(tx *store.Tx) error {
		return f.record(tx, c, domain.EventRefused, false, v.Person.User, "what", what, "reason", string(code))
	})
}

// namesMost is how many people a refusal names.
const namesMost = 3

// WhoMay names people of the organization who hold one of the roles, strongest
// first, for a refusal that says whom to ask. It is for people who are signed
// in there.
func (f *Flows) WhoMay(ctx context.Context, r Request, roles []domain.Role) ([]string, error) {
	var names []string
	err := f.db.View(ctx, r.Scope, func(tx *store.Tx) error {
		for _, role := range slices.Concat(domain.Roles, domain.StaffRoles) {
			if !slices.Contains(roles, role) || len(names) == namesMost {
				continue
			}
			people, err := tx.People(ctx, store.PeopleFilter{Role: role, State: domain.UserActive, Limit: namesMost - len(names), Now: r.Now})
			if err != nil {
				return err
			}
			for _, p := range people {
				names = append(names, p.Name)
			}
		}
		return nil
	})
	return names, err
}
