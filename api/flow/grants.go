package flow

import (
	"context"

	"twofold/domain"
	"twofold/domain/recovery"
	"twofold/tenancy/store"
)

// GrantRow is something given to a person, and what became of it. It holds no
// secret.
type GrantRow struct {
	domain.Grant
	State recovery.State
}

// grantRows are a person's grants, newest first.
func grantRows(tx *store.Tx, c ctxt, p domain.User) ([]GrantRow, error) {
	all, err := tx.Grants(c, p.ID)
	out := make([]GrantRow, len(all))
	for i, g := range all {
		out[i] = GrantRow{g, recovery.StateOf(g, p.SecurityVersion, c.Now)}
		out[i].Secret = nil
	}
	return out, err
}

// openGrants are those that can be used now.
func openGrants(tx *store.Tx, c ctxt, p domain.User) (out []GrantRow, err error) {
	all, err := grantRows(tx, c, p)
	for _, g := range all {
		if g.State == recovery.Open {
			out = append(out, g)
		}
	}
	return out, err
}

// StopOwnGrant ends something that was given to the person themselves. It
// closes a door, so it asks for no confirmation.
func (f *Flows) StopOwnGrant(ctx context.Context, r Request, v *Visit, id string) error {
	c := ctxt{ctx, r}
	return untilSettled(func() error {
		return f.db.In(ctx, r.Scope, func(tx *store.Tx) error {
			p, err := tx.User(c, v.Person.ID)
			if err != nil {
				return err
			}
			return f.stopGrant(tx, c, v.Person.User, p, id)
		})
	})
}

// StopPersonGrant ends something that was given to somebody, by whoever
// administers or the help desk.
func (f *Flows) StopPersonGrant(ctx context.Context, r Request, v *Visit, person, id string) error {
	c := ctxt{ctx, r}
	var subject domain.User
	err := f.permit(c, v, mayReset)
	if err != nil {
		return f.refusedAct(c, v, string(domain.EventGrantStopped), nil, err)
	}
	err = untilSettled(func() error {
		return f.db.In(ctx, r.Scope, func(tx *store.Tx) error {
			if err := standing(tx, c, v); err != nil {
				return err
			}
			p, err := somebody(tx, c, person)
			if err != nil {
				return err
			}
			subject = p.User
			actor := v.Actor()
			actor.Role = v.ActsAs
			if err := recovery.MayStop(actor, p.User); err != nil {
				return err
			}
			return f.stopGrant(tx, c, v.Person.User, p, id)
		})
	})
	if err != nil {
		return f.refusedAct(c, v, string(domain.EventGrantStopped), &subject, err)
	}
	return nil
}

// stopGrant ends one open grant of p.
func (f *Flows) stopGrant(tx *store.Tx, c ctxt, by domain.User, p store.Person, id string) error {
	if !idLike(id) {
		return domain.Refuse(domain.NotFound, domain.CodeNotFound)
	}
	g, err := tx.Grant(c, id)
	if store.Missing(err) || err == nil && g.UserID != p.ID {
		return domain.Refuse(domain.NotFound, domain.CodeNotFound)
	}
	if err != nil {
		return err
	}
	stopped, err := tx.StopGrant(c, id, by.ID, called(by).Name, c.Now)
	if err != nil || !stopped {
		return or(err, domain.Refuse(domain.Conflict, domain.CodeGrantOver))
	}
	if g.Kind == domain.GrantText {
		if err := f.changePerson(tx, c, p, store.UserChange{EndText: true, At: c.Now}); err != nil {
			return err
		}
	}
	return f.recordOn(tx, c, domain.EventGrantStopped, true, by, called(p.User), "kind", string(g.Kind), "given_by", g.Giver)
}
