package flow

import (
	"time"

	"twofold/domain"
	"twofold/domain/recovery"
	"twofold/tenancy/store"
)

// withHelp keeps of what a person's row says about a text message in the place
// of a lost device only what its grant still gives: one that was stopped, used
// up, or of an earlier security version opens nothing, nor does a number that
// is verified too lately.
func (f *Flows) withHelp(c ctxt, policy domain.Policy, p *store.Person) error {
	if !c.Now.Before(p.TextUntil) {
		return nil
	}
	_, _, err := f.grantedText(c, policy, *p)
	if store.Missing(err) || domain.KindOf(err) != domain.Internal && err != nil {
		p.TextUntil = time.Time{}
		return nil
	}
	return err
}

// grantedText is the person's open grant of a text message and the number it
// goes to. It refuses where none is open.
func (f *Flows) grantedText(c ctxt, policy domain.Policy, p store.Person) (g domain.Grant, to store.Factor, err error) {
	var all []store.Factor
	err = f.db.View(c, c.Scope, func(tx *store.Tx) error {
		if g, err = tx.OpenGrant(c, p.ID, domain.GrantText, p.SecurityVersion, c.Now); err != nil {
			return err
		}
		all, err = tx.Factors(c, p.ID)
		return err
	})
	if store.Missing(err) {
		err = domain.Refuse(domain.Gone, domain.CodeGrantOver)
	}
	if err != nil {
		return g, to, err
	}
	to = restedNumber(all, p.Primary, c.Now)
	return g, to, recovery.MayText(policy, p.User, to.CreatedAt, c.Now)
}

// restedNumber is the verified number a text message may stand in by: the one
// asked first of those verified long enough, else any, the zero Factor without
// one.
func restedNumber(all []store.Factor, primary string, now time.Time) store.Factor {
	list := inOrder(all, primary, []domain.Method{domain.MethodText})
	for _, x := range list {
		if now.Sub(x.CreatedAt) >= recovery.NumberRest {
			return x
		}
	}
	if len(list) == 0 {
		return store.Factor{}
	}
	return list[0]
}

// endHelp ends what was given to somebody who is back, in the transaction of
// the change that says so in their row.
func endHelp(tx *store.Tx, c ctxt, p store.Person) error {
	return tx.StopGrants(c, p.ID, "", p.ID, p.Name, c.Now)
}
