package flow

import (
	"context"
	"strings"

	"twofold/domain"
	"twofold/tenancy/store"
)

// answer runs do as an answer to a request: by somebody who may give it, while
// it waits and nobody else is on it.
func (f *Flows) answer(c ctxt, v *Visit, what, id string, do func(tx *store.Tx, p store.Person, req store.Request) error) error {
	err := f.permit(c, v, mayAnswerRequest)
	var subject domain.User
	if err == nil {
		err = untilSettled(func() error {
			return f.db.In(c, c.Scope, func(tx *store.Tx) error {
				if err := standing(tx, c, v); err != nil {
					return err
				}
				p, req, err := seenRequest(tx, c, v, id)
				if err != nil {
					return err
				}
				subject = p.User
				if err := mayAnswerNow(tx, c, v, p, req); err != nil {
					return err
				}
				return do(tx, p, req)
			})
		})
	}
	if err == nil {
		return nil
	}
	return f.refusedAct(c, v, what, &subject, err)
}

func mayAnswerNow(tx *store.Tx, c ctxt, v *Visit, p store.Person, req store.Request) error {
	if err := mayAnswer(tx, c, v, p, req); err != nil {
		return err
	}
	if !requestIs(req, p.User, c.Now).Live() {
		return domain.Refuse(domain.Conflict, domain.CodeRequestClosed)
	}
	return nil
}

// mine refuses a request that another administrator is on.
func mine(v *Visit, req store.Request) error {
	if req.TakenBy == "" || req.TakenBy == v.Person.ID {
		return nil
	}
	return domain.Refuse(domain.Conflict, domain.CodeRequestTaken).With("name", req.TakenName)
}

// TakeRequest puts the visit's person on a request; with over also where
// another administrator is on it.
func (f *Flows) TakeRequest(ctx context.Context, r Request, v *Visit, id string, over bool) error {
	c := ctxt{ctx, r}
	return f.answer(c, v, string(domain.EventRequestTaken), id, func(tx *store.Tx, p store.Person, req store.Request) error {
		if req.TakenBy == v.Person.ID {
			return nil
		}
		if err := mine(v, req); err != nil && !over {
			return err
		}
		taken, err := tx.TakeRequest(c, req.ID, req.TakenBy, v.Person.ID, v.Person.Name, c.Now)
		if err == nil && !taken {
			err = errMoved
		}
		if err != nil {
			return err
		}
		err = f.recordOn(tx, c, domain.EventRequestTaken, true, v.Person.User, called(p.User), "number", domain.RequestName(req.Number), "from", req.TakenName)
		if err != nil || req.TakenBy != "" || req.Kind == domain.RequestApproval {
			return err
		}
		return f.mailRequest(tx, c, v.Tenant, p, req, letterRequestTaken, map[string]string{"by": v.Person.Name, "when": "", "device": "", "place": ""})
	})
}

// DeclineRequest ends a request with a reason, which the person reads.
func (f *Flows) DeclineRequest(ctx context.Context, r Request, v *Visit, id, reason string) error {
	c := ctxt{ctx, r}
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return domain.RefuseField(domain.Invalid, domain.CodeReasonRequired, "reason")
	}
	if err := checkReason(reason); err != nil {
		return err
	}
	return f.answer(c, v, string(domain.EventRequestDeclined), id, func(tx *store.Tx, p store.Person, req store.Request) error {
		return f.close(tx, c, v, p, req, store.Settled{State: domain.RequestDeclined, Reason: reason})
	})
}

func (f *Flows) close(tx *store.Tx, c ctxt, v *Visit, p store.Person, req store.Request, s store.Settled) error {
	if err := mine(v, req); err != nil {
		return err
	}
	s.By, s.ByName = v.Person.ID, v.Person.Name
	ended, err := f.endWith(tx, c, p, req, s)
	if err == nil && !ended {
		err = errMoved
	}
	return err
}

// UnlockByRequest lets somebody who asked for it try codes again at once.
func (f *Flows) UnlockByRequest(ctx context.Context, r Request, v *Visit, id string) error {
	c := ctxt{ctx, r}
	if err := f.requireFresh(c, v); err != nil {
		return err
	}
	return f.answer(c, v, string(domain.EventUnlocked), id, func(tx *store.Tx, p store.Person, req store.Request) error {
		if req.Kind != domain.RequestUnlock {
			return domain.Refuse(domain.Conflict, domain.CodeRequestClosed)
		}
		if err := f.unlock(tx, c, v, p); err != nil {
			return err
		}
		return f.close(tx, c, v, p, req, store.Settled{State: domain.RequestDone})
	})
}
