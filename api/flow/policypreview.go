package flow

import (
	"context"
	"time"

	"twofold/domain"
	"twofold/tenancy/store"
)

// Preview says what a draft of the policy would do, in numbers for sentences.
type Preview struct {
	Changes        []Change
	MustSetUp      int64    // people whom the draft sends to set-up
	Mails          int64    // people who are written to when it is saved with Email
	Examples       []string // names of the first five of them
	AtOnce         bool     // those of them who are signed in are stopped now
	ByNumber       int64    // people whom it lets in by a code to the number of their profile (M6)
	LeftWithout    int64    // people who had a working method and have none under the draft
	LeftNames      []string // names of the first five of them
	TrustsSooner   int64    // trusted browsers that end sooner
	TrustsNow      int64    // of them, those that end now
	OwnersReady    int64    // owners with a working method, of OwnersMost looked at
	FewOwners      bool     // fewer than two owners could sign in under "required"
	SelfNotReady   bool     // the draft can't be saved: the reader has no working method
	MethodsDropped []domain.Method
}

const (
	examplesMost = 5
	ownersMost   = 200
)

// PreviewPolicy says what a draft would do. It writes nothing.
func (f *Flows) PreviewPolicy(ctx context.Context, r Request, v *Visit, draft domain.Policy) (Preview, error) {
	c := ctxt{ctx, r}
	if err := f.permit(c, v, mayWritePolicy); err != nil {
		return Preview{}, f.refusedAct(c, v, "policy", nil, err)
	}
	if err := f.checkDraft(draft); err != nil {
		return Preview{}, err
	}
	var out Preview
	err := f.db.View(ctx, r.Scope, func(tx *store.Tx) error {
		now, err := tx.CurrentPolicy(c)
		if err != nil {
			return err
		}
		out, err = f.preview(tx, c, v, now.Policy, draft)
		return err
	})
	return out, err
}

func (f *Flows) preview(tx *store.Tx, c ctxt, v *Visit, now, draft domain.Policy) (Preview, error) {
	out := Preview{Changes: policyChanges(now, draft), AtOnce: draft.Mode == domain.ModeRequired && draft.Start == domain.StartAtOnce}
	for _, m := range acceptedBy(now) {
		if !draft.Accepts(m) {
			out.MethodsDropped = append(out.MethodsDropped, m)
		}
	}
	if err := out.people(tx, c, f.readyUnder(now), f.readyUnder(draft), bites(now, draft), draft); err != nil {
		return out, err
	}
	if err := out.owners(tx, c, draft); err != nil {
		return out, err
	}
	if err := out.trusts(tx, c, now, draft); err != nil {
		return out, err
	}
	self, err := tx.User(c, v.Person.ID)
	out.SelfNotReady = draft.Mode == domain.ModeRequired && !ready(draft, self.User, self.Methods)
	return out, err
}

// people counts whom the draft sends to set-up: with required everyone
// without a working method, else those who had one that isn't accepted now.
// A number lets somebody in only under "required", so that a draft of
// anything else takes nothing away from those.
// Whom it lets in by a code to their profile's number is counted apart.
func (p *Preview) people(tx *store.Tx, c ctxt, before, after store.Ready, mails bool, draft domain.Policy) error {
	without, err := tx.Affected(c, after)
	if err != nil {
		return err
	}
	if draft.Mode != domain.ModeRequired {
		before.Countries = nil
	}
	left, err := tx.Stranded(c, before, after, examplesMost)
	if err != nil {
		return err
	}
	p.LeftWithout, p.LeftNames = left.Count, names(left.First)
	if p.ByNumber, err = tx.ByNumber(c, after.Countries); err != nil {
		return err
	}
	if p.MustSetUp = p.LeftWithout; draft.Mode != domain.ModeRequired {
		return nil
	}
	p.MustSetUp = without
	if mails {
		if p.Mails, err = tx.AffectedMembers(c, after); err != nil {
			return err
		}
	}
	first, err := tx.AffectedPeople(c, after, "", examplesMost)
	p.Examples = names(first)
	return err
}

func names(people []store.Person) (out []string) {
	for _, one := range people {
		out = append(out, called(one.User).Name)
	}
	return out
}

func (p *Preview) owners(tx *store.Tx, c ctxt, draft domain.Policy) error {
	owners, err := tx.People(c, store.PeopleFilter{Role: domain.RoleOwner, State: domain.UserActive, Limit: ownersMost, Now: c.Now})
	for _, o := range owners {
		if ready(draft, o.User, o.Methods) {
			p.OwnersReady++
		}
	}
	p.FewOwners = draft.Mode == domain.ModeRequired && p.OwnersReady < 2
	return err
}

func (p *Preview) trusts(tx *store.Tx, c ctxt, now, draft domain.Policy) error {
	if draft.TrustDays >= now.TrustDays {
		return nil
	}
	over, err := tx.CountTrusts(c, daysBefore(c.Now, now.TrustDays))
	if err != nil {
		return err
	}
	overSoon, err := tx.CountTrusts(c, daysBefore(c.Now, draft.TrustDays))
	if err != nil {
		return err
	}
	all, err := tx.CountTrusts(c, c.Now)
	p.TrustsNow, p.TrustsSooner = overSoon-over, all-over
	return err
}

func daysBefore(now time.Time, days int) time.Time { return now.AddDate(0, 0, -days) }
