package flow

import (
	"context"

	"twofold/domain"
	"twofold/tenancy/store"
)

// StopReset keeps a reset of somebody from happening, by who may reset them.
// It closes a door, so it asks for no confirmation.
func (f *Flows) StopReset(ctx context.Context, r Request, v *Visit, person, id string) error {
	c := ctxt{ctx, r}
	err := f.permit(c, v, mayReset)
	var subject domain.User
	if err == nil {
		err = untilSettled(func() error {
			return f.db.In(c, c.Scope, func(tx *store.Tx) error {
				if err := standing(tx, c, v); err != nil {
					return err
				}
				p, err := somebody(tx, c, person)
				if err != nil {
					return err
				}
				subject = p.User
				if err := domain.MayReset(v.Actor(), p.User); err != nil {
					return err
				}
				return f.stopGuard(tx, c, p, id, v.Person.User)
			})
		})
	}
	if err != nil {
		return f.refusedAct(c, v, string(domain.EventResetOff), &subject, err)
	}
	return nil
}

// StopOwnReset keeps a reset of the visit's person from happening.
func (f *Flows) StopOwnReset(ctx context.Context, r Request, v *Visit, id string) error {
	c := ctxt{ctx, r}
	return untilSettled(func() error {
		return f.db.In(c, c.Scope, func(tx *store.Tx) error {
			if err := tx.LockOwners(c); err != nil {
				return err
			}
			p, err := tx.User(c, v.Person.ID)
			if err != nil {
				return err
			}
			return f.stopGuard(tx, c, p, id, v.Person.User)
		})
	})
}

func (f *Flows) stopGuard(tx *store.Tx, c ctxt, p store.Person, id string, by domain.User) error {
	g, err := guardOf(tx, c, p, id)
	if err != nil {
		return err
	}
	if !g.State.Alive() {
		return domain.Refuse(domain.Conflict, domain.CodeResetOver)
	}
	return f.dropGuard(tx, c, p, g, domain.GuardStopped, by, true)
}

// dropGuard ends a reset that is alive, with the question for its approval where
// one is open. With tell the person is told that nothing changed.
func (f *Flows) dropGuard(tx *store.Tx, c ctxt, p store.Person, g store.GuardedReset, to domain.GuardState, by domain.User, tell bool) error {
	if g.State == domain.GuardApproval {
		states := map[domain.GuardState]domain.RequestState{domain.GuardStopped: domain.RequestStopped, domain.GuardExpired: domain.RequestExpired}
		if _, err := tx.SettleRequest(c, g.RequestID, store.Settled{State: states[to], By: by.ID, ByName: by.Name, At: c.Now}); err != nil {
			return err
		}
	}
	return f.callOff(tx, c, p, g, to, by, "", tell)
}

// callOff writes down that a reset doesn't happen and tells the person, at all
// addresses, and who asked.
func (f *Flows) callOff(tx *store.Tx, c ctxt, p store.Person, g store.GuardedReset, to domain.GuardState, by domain.User, reason string, tell bool) error {
	ended, err := tx.EndGuarded(c, g.ID, g.State, to, c.Now)
	if err == nil && !ended {
		err = errMoved
	}
	if err != nil {
		return err
	}
	detail := append(guardWords(g), "state", string(to))
	if err := f.recordOn(tx, c, domain.EventResetOff, true, by, called(p.User), detail...); err != nil {
		return err
	}
	if tell {
		if err := f.mailEverywhere(tx, c, p, letterResetOff, map[string]string{"by": g.AskedName, "device": "", "place": ""}); err != nil {
			return err
		}
	}
	if by.ID == g.AskedBy {
		return nil
	}
	letter := letterResetDropped
	if to == domain.GuardDeclined {
		letter = letterApprovalDeclined
	}
	return f.tellAsker(tx, c, g, p, letter, map[string]string{"by": called(by).Name, "reason": reason})
}

// approvalEnded goes on after the end of a question for approval.
func (f *Flows) approvalEnded(tx *store.Tx, c ctxt, p store.Person, req store.Request, s store.Settled) error {
	to, ends := map[domain.RequestState]domain.GuardState{domain.RequestDeclined: domain.GuardDeclined, domain.RequestExpired: domain.GuardExpired,
		domain.RequestStopped: domain.GuardStopped}[s.State]
	if !ends {
		return nil
	}
	g, err := tx.Guarded(c, req.Detail)
	if err != nil || g.State != domain.GuardApproval {
		return err
	}
	return f.callOff(tx, c, p, g, to, domain.User{ID: s.By, Name: s.ByName}, s.Reason, true)
}
