package flow

import (
	"context"
	"time"

	"twofold/domain"
	"twofold/tenancy/store"
)

// askApproval asks everybody who could approve, and tells the person. Nothing
// of theirs changes yet.
func (f *Flows) askApproval(tx *store.Tx, c ctxt, v *Visit, g store.GuardedReset, p store.Person) (ResetResult, error) {
	them, err := approvers(tx, c, v.Policy, g.AskedBy, p.User)
	if err != nil {
		return ResetResult{}, err
	}
	if len(them) == 0 {
		return ResetResult{}, domain.Refuse(domain.Conflict, domain.CodeApprovalNobody)
	}
	g.State, g.DueAt = domain.GuardApproval, c.Now.Add(domain.ApprovalFor)
	req := store.Request{Kind: domain.RequestApproval, UserID: p.ID, SecurityVersion: p.SecurityVersion, AskedBy: g.AskedBy, AskedName: g.AskedName, Detail: g.ID,
		IP: c.IP, Browser: c.Browser, BrowserHash: notNil(c.BrowserHash), CreatedAt: c.Now, ExpiresAt: g.DueAt}
	if req, err = f.addRequest(tx, c, req); err != nil {
		return ResetResult{}, err
	}
	g.RequestID = req.ID
	if err := tx.AddGuarded(c, g); err != nil {
		return ResetResult{}, err
	}
	err = f.recordOn(tx, c, domain.EventRequestMade, true, v.Person.User, called(p.User), append(guardWords(g), "number", domain.RequestName(req.Number), "kind", string(req.Kind))...)
	if err != nil {
		return ResetResult{}, err
	}
	return ResetResult{State: domain.GuardApproval, Until: g.DueAt, Request: domain.RequestName(req.Number)}, f.tellApproval(tx, c, req, g, p, them)
}

// approvers are who could agree to a reset of target that asker asks for: they
// have a second step to show for it.
func approvers(tx *store.Tx, c ctxt, policy domain.Policy, asker string, target domain.User) ([]store.Person, error) {
	them, err := answerers(tx, c, policy.WaysBack, domain.RequestApproval, target)
	if err != nil {
		return nil, err
	}
	var out []store.Person
	for _, one := range them {
		p, err := tx.User(c, one.ID)
		if err != nil {
			return nil, err
		}
		able := !p.Frozen && len(domain.SecondStepMethods(policy, p.User, p.Methods)) > 0
		if able && domain.MayApprove(policy.WaysBack, p.User, asker, target, c.Now) == nil {
			out = append(out, p)
		}
	}
	return out, nil
}

// mayAnswer says whether the visit's person may answer a request: a question
// for approval by its own rule, which knows who asks.
func mayAnswer(tx *store.Tx, c ctxt, v *Visit, p store.Person, req store.Request) error {
	w := v.Policy.WaysBack
	if req.Kind != domain.RequestApproval {
		return domain.MayAnswer(w, req.Kind, v.Actor(), p.User)
	}
	me, err := tx.User(c, v.Person.ID)
	if err != nil {
		return err
	}
	return domain.MayApprove(w, me.User, req.AskedBy, p.User, c.Now)
}

// ApproveReset agrees to somebody else's reset, which happens then, or after
// the tenant's wait. It takes what a reset takes of whoever agrees. A reset that
// the asker couldn't ask for any more, or of a person who changed meanwhile, is
// over instead.
func (f *Flows) ApproveReset(ctx context.Context, r Request, v *Visit, id string) error {
	c := ctxt{ctx, r}
	if err := f.requireFresh(c, v); err != nil {
		return err
	}
	var over error
	err := f.answer(c, v, "request.approve", id, func(tx *store.Tx, p store.Person, req store.Request) error {
		over = nil
		if req.Kind != domain.RequestApproval {
			return domain.Refuse(domain.Conflict, domain.CodeRequestClosed)
		}
		if err := f.mayPrepareReset(c, v, p); err != nil {
			return err
		}
		g, err := tx.Guarded(c, req.Detail)
		if err != nil {
			return err
		}
		still, err := f.stands(tx, c, v.Policy, g, p)
		if err != nil {
			return err
		}
		if !still {
			over = domain.Refuse(domain.Conflict, domain.CodeRequestClosed)
			return f.expireRequest(tx, c, p, req)
		}
		if err := f.close(tx, c, v, p, req, store.Settled{State: domain.RequestDone}); err != nil {
			return err
		}
		return f.approved(tx, c, v, g, p)
	})
	if err != nil {
		return err
	}
	return over
}

// approved goes on with a reset that somebody agreed to.
func (f *Flows) approved(tx *store.Tx, c ctxt, v *Visit, g store.GuardedReset, p store.Person) error {
	g.ApprovedBy, g.ApprovedName = v.Person.ID, called(v.Person.User).Name
	g.State, g.DueAt = domain.GuardWaiting, c.Now.Add(v.Policy.WaysBack.Wait())
	moved, err := tx.ApproveGuarded(c, g.ID, g.ApprovedBy, g.ApprovedName, g.DueAt)
	if err == nil && !moved {
		err = errMoved
	}
	if err != nil {
		return err
	}
	if v.Policy.WaysBack.WaitHours > 0 {
		err = f.beginWait(tx, c, v.Policy, g, p)
	} else {
		err = f.happen(tx, c, v.Policy, g, p)
	}
	if err != nil {
		return err
	}
	return f.tellAsker(tx, c, g, p, letterApprovalGiven, map[string]string{"by": g.ApprovedName})
}

// FetchedCode is an access code, shown this once.
type FetchedCode struct {
	Code  string
	Until time.Time
}

// FetchResetCode makes the access code of a reset that was approved or waited,
// for the one who asked for it, once. Nothing held it before: until then the
// person's set-up waits for a code that isn't there.
func (f *Flows) FetchResetCode(ctx context.Context, r Request, v *Visit, person, id string) (out FetchedCode, err error) {
	c := ctxt{ctx, r}
	err = f.actOn(c, v, mayReset, "reset.fetch", person, domain.MayReset, func(tx *store.Tx, p store.Person) error {
		if err := f.mayPrepareReset(c, v, p); err != nil {
			return err
		}
		g, err := guardOf(tx, c, p, id)
		if err != nil {
			return err
		}
		if !fetchable(g, v, p.User, c.Now) {
			return domain.Refuse(domain.Conflict, domain.CodeResetOver)
		}
		first, err := tx.FetchGuardedCode(c, g.ID, v.Person.ID, c.Now)
		if err != nil || !first {
			return or(err, domain.Refuse(domain.Conflict, domain.CodeResetOver))
		}
		code, grant, err := f.giveAccessCode(tx, c, p, Giver{ID: v.Person.ID, Name: v.Person.Name}, g.Asked.Reason, "")
		out = FetchedCode{Code: code, Until: grant.ExpiresAt}
		return err
	})
	return out, err
}

// fetchable reports whether the visit's person can fetch the access code of a
// reset: theirs, not long ago, of somebody whom nothing happened to since.
func fetchable(g store.GuardedReset, v *Visit, p domain.User, now time.Time) bool {
	return g.State == domain.GuardDone && g.Asked.Next == domain.ResetAccessCode && g.AskedBy == v.Person.ID && g.CodeAt.IsZero() &&
		now.Before(g.EndedAt.Add(domain.AccessCodeFor)) && p.NeedsCode && !p.Frozen && p.SecurityVersion == g.SecurityVersion+1
}

// guardOf reads a reset of a person by an id from outside.
func guardOf(tx *store.Tx, c ctxt, p store.Person, id string) (store.GuardedReset, error) {
	missing := domain.Refuse(domain.NotFound, domain.CodeNotFound)
	if !idLike(id) {
		return store.GuardedReset{}, missing
	}
	g, err := tx.Guarded(c, id)
	if store.Missing(err) || err == nil && g.UserID != p.ID {
		err = missing
	}
	return g, err
}
