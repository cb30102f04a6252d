package flow

import (
	"context"
	"strings"
	"time"

	"twofold/domain"
	"twofold/domain/recovery"
	"twofold/tenancy/store"
)

// CaseDecision is what a decision came to. Code is of an access code, shown
// this once.
type CaseDecision struct {
	Verdict recovery.Verdict
	Case    domain.Case
	Grant   domain.Grant
	Code    string
}

// DecideCase is an agent's decision to give something. Where recovery.Decide
// asks for a second agent it waits, and nothing is given yet; the same call by
// somebody else then gives it. Of agents who race, one gives.
func (f *Flows) DecideCase(ctx context.Context, r Request, a Agent, caseID string, kind domain.GrantKind, reason string) (out CaseDecision, err error) {
	c := ctxt{ctx, r}
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return out, domain.RefuseField(domain.Invalid, domain.CodeReasonRequired, "reason")
	}
	if err := checkReason(reason); err != nil {
		return out, err
	}
	err = f.onCase(c, a, caseID, "case.decide", func(tx *store.Tx, cs domain.Case, p store.Person) (err error) {
		given, err := tx.GrantsSince(c, p.ID, c.Now.Add(-recovery.Year))
		if err != nil {
			return err
		}
		only, err := alone(tx, c, p)
		if err != nil {
			return err
		}
		out.Verdict, err = recovery.Decide(recovery.Facts{Case: cs, Target: p.User, Given: given, Kind: kind, Agent: domain.Actor{ID: a.ID, Role: a.Role}, Alone: only, Now: c.Now})
		if err != nil {
			return err
		}
		return f.decide(tx, c, a, cs, p, kind, reason, &out)
	})
	return out, err
}

func (f *Flows) decide(tx *store.Tx, c ctxt, a Agent, cs domain.Case, p store.Person, kind domain.GrantKind, reason string, out *CaseDecision) error {
	from, was := cs.State, cs.FirstBy
	if from == domain.CaseOpen {
		cs.FirstBy, cs.First, cs.Grant, cs.Reason, cs.DecidedAt = a.ID, a.Name, kind, reason, c.Now
	} else {
		cs.SecondBy, cs.Second = a.ID, a.Name
	}
	if cs.State = domain.CaseWaiting; out.Verdict == recovery.GiveNow {
		cs.State, cs.ClosedAt = domain.CaseGranted, c.Now
	} else {
		cs.WaitsUntil = recovery.WaitsUntil(cs.Kind, c.Now)
	}
	moved, err := tx.MoveCase(c, from, was, cs)
	if err != nil || !moved {
		return or(err, domain.Refuse(domain.Conflict, domain.CodeConflict))
	}
	out.Case = cs
	err = f.recordOn(tx, c, domain.EventCaseDecided, true, a.user(), called(p.User), "case", cs.Number, "kind", string(kind), "verdict", string(out.Verdict), "reason", reason)
	if err != nil {
		return err
	}
	if out.Verdict == recovery.GiveNow {
		return f.giveInCase(tx, c, a, cs, p, out)
	}
	return f.tellWaiting(tx, c, a, cs, p)
}

func (f *Flows) giveInCase(tx *store.Tx, c ctxt, a Agent, cs domain.Case, p store.Person, out *CaseDecision) (err error) {
	current, err := tx.CurrentPolicy(c)
	if err != nil {
		return err
	}
	by := Giver{ID: a.ID, Name: a.Name, Staff: true}
	if p.Frozen {
		if err := f.unfreeze(tx, c, p, by); err != nil {
			return err
		}
		if p, err = tx.User(c, p.ID); err != nil {
			return err
		}
	}
	switch cs.Grant {
	case domain.GrantText:
		out.Grant, err = f.giveText(tx, c, p, current.Policy, by, cs.Reason, cs.ID)
	case domain.GrantUnlockMail:
		out.Grant, err = f.giveUnlock(tx, c, p, current.Policy, by, cs.Reason, cs.ID)
	case domain.GrantAccessCode:
		if p.TwoStep != domain.TwoStepReset || !p.NeedsCode {
			return domain.Refuse(domain.Conflict, domain.CodeCaseGrant) // it takes the place of one that an administrator's reset gave
		}
		out.Code, out.Grant, err = f.giveAccessCode(tx, c, p, by, cs.Reason, cs.ID)
	default:
		err = badState("a case gives " + string(cs.Grant))
	}
	return err
}

// tellWaiting tells the person at all addresses, and every owner, that
// something will be given unless they stop it.
func (f *Flows) tellWaiting(tx *store.Tx, c ctxt, a Agent, cs domain.Case, p store.Person) error {
	org, err := tx.Organization(c)
	if err != nil {
		return err
	}
	at := cs.WaitsUntil
	if at.IsZero() {
		at = c.Now
	}
	words := map[string]string{"by": a.Name, "who": called(p.User).Name, "time": at.Format(time.RFC3339), "device": "", "place": ""}
	if err := f.notify(tx, c, org, p.User, "case_waiting", words, before{}); err != nil {
		return err
	}
	owners, err := tx.People(c, store.PeopleFilter{Role: domain.RoleOwner, State: domain.UserActive, Limit: administratorsMost, Now: c.Now})
	if err != nil {
		return err
	}
	words["link"] = f.address(org, "/admin/people/"+p.ID)
	for _, o := range owners {
		if o.ID == p.ID {
			continue
		}
		if err := f.mail(tx, c, org, o.User, "case_owners", words); err != nil {
			return err
		}
	}
	return nil
}

// EndCase declines a case, or closes one that settled itself.
func (f *Flows) EndCase(ctx context.Context, r Request, a Agent, caseID string, state domain.CaseState, reason string) error {
	c := ctxt{ctx, r}
	if state != domain.CaseDeclined && state != domain.CaseClosed {
		return domain.RefuseField(domain.Invalid, domain.CodeOutOfRange, "state")
	}
	if err := checkReason(reason); err != nil {
		return err
	}
	return f.onCase(c, a, caseID, "case.end", func(tx *store.Tx, cs domain.Case, p store.Person) error {
		if err := f.endCase(tx, c, a.user(), cs, p, state, reason); err != nil || !cs.Form.Sent {
			return err
		}
		return f.tellForm(tx, c, p, cs, letterSupportEnded)
	})
}

// StopCase is a case stopped by the person it is about, or by any owner: it
// closes a door, so it asks for no confirmation.
func (f *Flows) StopCase(ctx context.Context, r Request, v *Visit, personID, caseID string) error {
	c := ctxt{ctx, r}
	return untilSettled(func() error {
		return f.db.In(c, c.Scope, func(tx *store.Tx) error {
			cs, err := caseOf(tx, c, personID, caseID)
			if err != nil {
				return err
			}
			p, err := tx.User(c, cs.UserID)
			if err != nil {
				return err
			}
			actor := v.Actor()
			actor.Role = v.ActsAs
			if recovery.MayStopCase(actor, p.User) != nil {
				return domain.Refuse(domain.Forbidden, domain.CodeForbidden)
			}
			if !cs.State.Unsettled() {
				return domain.Refuse(domain.Conflict, domain.CodeCaseSettled)
			}
			return f.endCase(tx, c, v.Person.User, cs, p, domain.CaseStopped, "")
		})
	})
}

func (f *Flows) endCase(tx *store.Tx, c ctxt, by domain.User, cs domain.Case, p store.Person, state domain.CaseState, reason string) error {
	from := cs.State
	cs.State, cs.ClosedAt = state, c.Now
	moved, err := tx.MoveCase(c, from, cs.FirstBy, cs)
	if err == nil && !moved {
		err = errMoved
	}
	if err != nil {
		return err
	}
	return f.recordOn(tx, c, domain.EventCaseEnded, true, by, called(p.User), "case", cs.Number, "state", string(state), "reason", reason)
}
