package flow

import (
	"context"
	"slices"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/tenancy/store"
)

// CheckUp is the question whether an app still works.
type CheckUp struct {
	Why domain.CheckUp
	App store.Factor
}

// checkUp reads whether somebody is to be asked, nil where they aren't.
func checkUp(tx *store.Tx, c ctxt, v *Visit, all []store.Factor) (*CheckUp, error) {
	app := newestApp(v, all)
	if app.ID == "" {
		return nil, nil
	}
	facts := domain.CheckUpFacts{App: app.CreatedAt}
	for _, x := range all {
		if x.LastUsedAt.After(facts.Used) {
			facts.Used = x.LastUsedAt
		}
	}
	var err error
	if facts.Codes, err = tx.RecoveryTouched(c, v.Person.ID); err != nil {
		return nil, err
	}
	if facts.Answered, err = tx.CheckedUp(c, v.Person.ID); err != nil {
		return nil, err
	}
	if why := domain.CheckUpOf(facts, c.Now); why != "" {
		return &CheckUp{Why: why, App: app}, nil
	}
	return nil, nil
}

// AnswerCheckUp takes the code by which somebody signed in shows that their
// app works. It is spent and counted like every code, wrong or right, and
// proves nothing else: the session confirms nothing by it.
func (f *Flows) AnswerCheckUp(ctx context.Context, r Request, v *Visit, typed string) error {
	digits, n, problem := factor.NormalizeCode(typed)
	if problem != "" {
		return domain.RefuseField(domain.Invalid, problem, "code").With("n", n)
	}
	if v.Person.TwoStep != domain.TwoStepOn || !slices.Contains(v.Policy.AcceptedOf(v.Person.Methods), domain.MethodApp) {
		return domain.Refuse(domain.Forbidden, domain.CodeMethodNotAccepted).With("method", string(domain.MethodApp))
	}
	c := ctxt{ctx, r}
	person, factors, err := f.spendTryFor(c, v, nil)
	if err != nil {
		return err
	}
	found, err := f.matchApp(c, factors, digits)
	if err != nil {
		return err
	}
	if found.verdict != factor.Accepted {
		return clockAdvice(f.wrongCode(c, person, v.Policy, found.code()), person, found.advice)
	}
	spent := false
	err = f.db.In(c, c.Scope, func(tx *store.Tx) (err error) {
		if spent, err = tx.SpendTOTPStep(c, found.factor.ID, found.match.Step, found.match.Drift, v.Session.ID, c.Browser, c.Now); err != nil || !spent {
			return err
		}
		if err := tx.ForgiveCodes(c, v.Person.ID); err != nil {
			return err
		}
		if err := tx.NoteCheckUp(c, v.Person.ID, c.Now); err != nil {
			return err
		}
		return f.record(tx, c, domain.EventCheckedUp, true, v.Person.User, "method", string(domain.MethodApp), "name", found.factor.Name)
	})
	if err == nil && !spent {
		return f.wrongCode(c, person, v.Policy, domain.CodeCodeReused)
	}
	return err
}

// DismissCheckUp puts the question away.
func (f *Flows) DismissCheckUp(ctx context.Context, r Request, v *Visit) error {
	return f.db.In(ctx, r.Scope, func(tx *store.Tx) error { return tx.NoteCheckUp(ctx, v.Person.ID, r.Now) })
}
