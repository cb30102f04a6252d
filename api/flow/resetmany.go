package flow

import (
	"context"
	"slices"
	"strings"
	"time"

	"twofold/domain"
	"twofold/tenancy/store"
)

// ResetsAtOnce is how many people one call of ResetMany takes.
const ResetsAtOnce = 50

// ResetOne is what becomes, or became, of one person of a reset of many: Code
// is empty where they are reset, else the reason why not.
type ResetOne struct {
	ID, Name, Email string
	Code            domain.Code
	State           domain.GuardState // what it waits for, empty where it happens at once
}

// manyAsked is a reset of many people at once: nobody of them called, and
// codes for all of them can't be handed out one by one.
func manyAsked(reason string) ResetInput {
	return ResetInput{ResetAsked: domain.ResetAsked{Check: domain.CheckOther, Reason: reason, Next: domain.ResetSetUp}}
}

// PreviewResets says of each person whether a reset of them all would touch
// them. It changes nothing.
func (f *Flows) PreviewResets(ctx context.Context, r Request, v *Visit, ids []string) (out []ResetOne, err error) {
	c := ctxt{ctx, r}
	err = f.permit(c, v, mayReset)
	if err == nil {
		err = manyFine(v, ids)
	}
	if err != nil {
		return nil, f.refusedAct(c, v, "resets", nil, err)
	}
	err = f.db.View(ctx, r.Scope, func(tx *store.Tx) error {
		out = nil
		for _, id := range ids {
			p, err := somebody(tx, c, id)
			refusal := err
			if err == nil {
				if refusal, err = f.againstMany(tx, c, v, p); err != nil {
					return err
				}
			} else if domain.KindOf(err) != domain.NotFound {
				return err
			}
			one := resetOne(id, p.User, refusal)
			if refusal == nil {
				one.State = waitsFor(v.Policy.WaysBack, p.User, c.Now)
			}
			out = append(out, one)
		}
		return nil
	})
	return out, err
}

// againstMany is the reason against a person's part in a reset of many, nil
// without one.
func (f *Flows) againstMany(tx *store.Tx, c ctxt, v *Visit, p store.Person) (refusal, err error) {
	if refusal := domain.MayReset(v.Actor(), p.User); refusal != nil {
		return refusal, nil
	}
	if p.Frozen {
		return domain.Refuse(domain.Forbidden, domain.CodeFrozen), nil
	}
	if g, err := tx.LatestGuarded(c, p.ID); err == nil && g.State.Alive() && guards(g, p.User) {
		return domain.Refuse(domain.Conflict, domain.CodeResetWaits), nil
	} else if err != nil && !store.Missing(err) {
		return nil, err
	}
	nothing, err := nothingToReset(tx, c, p)
	if nothing {
		refusal = domain.Refuse(domain.Conflict, domain.CodeNothingToReset)
	}
	return refusal, err
}

// waitsFor is what a reset of u would wait for first.
func waitsFor(w domain.WaysBack, u domain.User, now time.Time) domain.GuardState {
	switch {
	case w.NeedsApproval(u, now):
		return domain.GuardApproval
	case w.WaitHours > 0:
		return domain.GuardWaiting
	}
	return ""
}

func resetOne(id string, p domain.User, refusal error) ResetOne {
	out := ResetOne{ID: id, Name: p.Name, Email: p.Email}
	if refusal != nil {
		out.Code = domain.CodeOf(refusal)
	}
	return out
}

func manyFine(v *Visit, ids []string) error {
	switch {
	case v.Policy.WaysBack.AccessCode == domain.AccessCodeRequired:
		return domain.Refuse(domain.Conflict, domain.CodeAccessCodeRequired)
	case len(ids) == 0 || len(ids) > ResetsAtOnce || repeats(ids):
		return domain.RefuseField(domain.Invalid, domain.CodeOutOfRange, "people").With("n", ResetsAtOnce)
	}
	return nil
}

func repeats(ids []string) bool {
	sorted := slices.Sorted(slices.Values(ids))
	return len(slices.Compact(sorted)) < len(ids)
}

// ResetMany resets people one by one, each in a transaction of their own and
// judged as if they were the only one, and answers for each. What is wrong for
// all of them is an error, and then nobody is reset.
func (f *Flows) ResetMany(ctx context.Context, r Request, v *Visit, ids []string, reason string) ([]ResetOne, error) {
	c := ctxt{ctx, r}
	in := manyAsked(strings.TrimSpace(reason))
	if err := in.Fine(); err != nil {
		return nil, err
	}
	err := f.administer(c, v, mayReset, "resets", func(*store.Tx) error {
		if err := manyFine(v, ids); err != nil {
			return err
		}
		return f.mayPrepareReset(c, v, store.Person{})
	})
	if err != nil {
		return nil, err
	}
	var out []ResetOne
	for _, id := range ids {
		var p domain.User
		done, err := f.reset(c, v, id, in, heard{}, &p)
		switch domain.KindOf(err) {
		case domain.Internal:
			if err != nil {
				return out, err
			}
		case domain.Unauthenticated:
			return out, err // the actor's own standing changed meanwhile
		}
		one := resetOne(id, p, err)
		one.State = done.State
		out = append(out, one)
	}
	return out, nil
}
