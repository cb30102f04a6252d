package flow

import (
	"time"

	"twofold/domain"
	"twofold/tenancy/store"
)

// administering is what every act on other people has in common: the
// actor may do it here and now, just confirmed that it's them, and is read
// again inside the transaction, which waits for the tenant's other such acts.
// An actor whose own standing changed meanwhile is signed out by then.
// Refusals are recorded, in a transaction of their own.

// administer runs do as an act of the visit's person, who needs permission.
// what names the act in the record of its refusal.
func (f *Flows) administer(c ctxt, v *Visit, permission, what string, do func(tx *store.Tx) error) error {
	return f.administerOn(c, v, permission, what, nil, do)
}

func (f *Flows) administerOn(c ctxt, v *Visit, permission, what string, subject *domain.User, do func(tx *store.Tx) error) error {
	err := f.permit(c, v, permission)
	if err == nil {
		err = f.requireFresh(c, v)
	}
	if err == nil {
		err = untilSettled(func() error {
			return f.db.In(c, c.Scope, func(tx *store.Tx) error {
				if err := standing(tx, c, v); err != nil {
					return err
				}
				return do(tx)
			})
		})
	}
	if err == nil {
		return nil
	}
	return f.refusedAct(c, v, what, subject, err)
}

// untilSettled runs work again when what it rested on moved.
func untilSettled(work func() error) error {
	for range rounds {
		if err := work(); err != errMoved {
			return err
		}
	}
	return domain.Refuse(domain.Busy, domain.CodeBusy).After(time.Second)
}

// standing makes this act wait for others in the tenant, and refuses an actor
// whose rights changed since the visit was read.
func standing(tx *store.Tx, c ctxt, v *Visit) error {
	if err := tx.LockOwners(c); err != nil {
		return err
	}
	actor, err := tx.User(c, v.Person.ID)
	if err != nil {
		return err
	}
	if actor.SecurityVersion != v.Person.SecurityVersion || actor.State != domain.UserActive {
		return domain.Refuse(domain.Unauthenticated, domain.CodeSignedOut)
	}
	return nil
}

// actOn runs an act on one person. rule says whether the actor may; it is
// asked again when the person changed while the act was prepared.
func (f *Flows) actOn(c ctxt, v *Visit, permission, what, id string, rule func(domain.Actor, domain.User) error, do func(tx *store.Tx, target store.Person) error) error {
	var subject domain.User
	return f.administerOn(c, v, permission, what, &subject, func(tx *store.Tx) error {
		target, err := somebody(tx, c, id)
		if err != nil {
			return err
		}
		subject = target.User
		if err := rule(v.Actor(), target.User); err != nil {
			return err
		}
		return do(tx, target)
	})
}

// somebody reads a person by an id that came from outside.
func somebody(tx *store.Tx, c ctxt, id string) (store.Person, error) {
	if !idLike(id) {
		return store.Person{}, domain.Refuse(domain.NotFound, domain.CodeNotFound)
	}
	p, err := tx.User(c, id)
	if store.Missing(err) {
		return p, domain.Refuse(domain.NotFound, domain.CodeNotFound)
	}
	return p, err
}

// idLike screens ids from outside: a database refuses some texts with an
// error that would look like ours.
func idLike(id string) bool {
	if id == "" || len(id) > 64 {
		return false
	}
	for _, r := range id {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' {
			return false
		}
	}
	return true
}

// refusedAct records why an act was refused. A typing error and the question
// to confirm that it's them are no refusals of a right.
func (f *Flows) refusedAct(c ctxt, v *Visit, what string, subject *domain.User, refusal error) error {
	switch domain.KindOf(refusal) {
	case domain.Forbidden, domain.NotFound, domain.Conflict:
	default:
		return refusal
	}
	if again(refusal) || v.Tenant.ID != c.Scope.Tenant() {
		return refusal
	}
	on := domain.User{}
	if subject != nil {
		on = called(*subject)
	}
	err := f.db.In(c, c.Scope, func(tx *store.Tx) error {
		return f.recordOn(tx, c, domain.EventRefused, false, v.Person.User, on, "what", what, "reason", string(domain.CodeOf(refusal)))
	})
	if err != nil {
		return err
	}
	return refusal
}

// again reports whether a refusal only asks the actor to confirm that it's
// them.
func again(refusal error) bool {
	return oneOf(domain.CodeOf(refusal), domain.CodeStepUpRequired, domain.CodeSecondStepRequired)
}

// called gives somebody without a name yet their address as one.
func called(u domain.User) domain.User {
	if u.Name == "" {
		u.Name = u.Email
	}
	return u
}
