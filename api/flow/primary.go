package flow

import (
	"context"

	"twofold/domain"
	"twofold/tenancy/store"
)

// MakePrimary makes one of the person's methods the one that is asked first
// (R15). It makes nothing weaker: the others stay.
func (f *Flows) MakePrimary(ctx context.Context, r Request, v *Visit, id string) error {
	c := ctxt{ctx, r}
	return f.db.In(ctx, r.Scope, func(tx *store.Tx) error {
		found, err := tx.SetPrimary(c, v.Person.ID, id)
		if err != nil {
			return err
		}
		if !found {
			return domain.Refuse(domain.NotFound, domain.CodeNotFound)
		}
		return f.record(tx, c, domain.EventPrimaryChanged, true, v.Person.User)
	})
}

// FirstAsked is the id of the method that is asked first: the one chosen,
// else the one set up first; empty without any.
func FirstAsked(p store.Person, all []store.Factor) string {
	first := ""
	for _, x := range usable(all) {
		if x.ID == p.Primary {
			return x.ID
		}
		if first == "" {
			first = x.ID
		}
	}
	return first
}

// NextAsked is the method that the next sign-in asks for, of all the person's.
func NextAsked(v *Visit, all []store.Factor) store.Factor {
	return chosen(all, v.Person.Primary, v.Policy.AcceptedOf(v.Person.Methods), "")
}

// StartTurnOn turns two-step verification on with methods that are verified
// already (R7, R13). Where a backup or recovery codes are due they come first,
// and TurnOn is the last button; else it is on at once. Required security questions are
// answered before.
func (f *Flows) StartTurnOn(ctx context.Context, r Request, v *Visit) (*TurnedOn, error) {
	c := ctxt{ctx, r}
	if err := f.maySetUp(c, v); err != nil {
		return nil, err
	}
	if !v.Policy.MayTurnOn(v.Person.User, v.Person.Methods) {
		return nil, domain.Refuse(domain.Conflict, domain.CodeMethodRequired)
	}
	if err := f.answersFirst(c, v); err != nil {
		return nil, err
	}
	var due []domain.Method
	err := f.db.View(ctx, r.Scope, func(tx *store.Tx) error {
		all, err := tx.Factors(c, v.Person.ID)
		due = f.backups(v, "", kindsBeside(all, ""))
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(due) > 0 || v.Policy.Accepts(domain.MethodRecovery) {
		return nil, f.newCodes(c, v)
	}
	token, hash, err := f.newToken()
	if err != nil {
		return nil, err
	}
	err = f.db.In(ctx, r.Scope, func(tx *store.Tx) error { return f.keepNewCodes(tx, c, v, nil, hash) })
	return &TurnedOn{First: true, Token: token}, err
}
