package flow

import (
	"twofold/domain"
	"twofold/domain/factor"
	"twofold/domain/signin"
	"twofold/tenancy/store"
)

// grantedAsked is what a code that stands in for a lost device is for: codes
// of the second step are none of these.
func grantedAsked(org domain.Tenant, facts store.CodeFacts, policy domain.Policy) asked {
	a := halfAsked(org, facts, policy)
	a.purpose = domain.PurposeRecovery
	return a
}

// sendGrantedText sends the code that stands in for a lost device to the
// verified number, while support's grant is open and after the right password
// only (O18, O20).
func (f *Flows) sendGrantedText(c ctxt, facts store.CodeFacts, policy domain.Policy) error {
	if err := signin.Closed(policy, facts.Person.Lock, signin.GrantedText, c.Now); err != nil {
		return err
	}
	_, x, err := f.grantedText(c, policy, facts.Person)
	if err != nil {
		return err
	}
	to, err := f.targetOf(c, x)
	if err != nil {
		return err
	}
	return f.sends(c, func(tx *store.Tx) (error, error) {
		org, err := tx.Organization(c)
		if err != nil {
			return nil, err
		}
		return f.sendCode(tx, c, grantedAsked(org, facts, policy), to)
	})
}

// verifyGrantedText checks such a code. A right one ends the grant by one use
// and opens a session in which the lost device is replaced before anything
// else (O22).
func (f *Flows) verifyGrantedText(c ctxt, in VerifyInput) (VerifyResult, error) {
	digits, n, problem := factor.NormalizeCode(in.Code)
	if problem != "" {
		return VerifyResult{}, domain.RefuseField(domain.Invalid, problem, "code").With("n", n)
	}
	facts, policy, next, err := f.spendCode(c, in.Half)
	if err == nil && !offers(next, domain.MethodGrantedText) {
		err = domain.Refuse(domain.Gone, domain.CodeGrantOver)
	}
	if err != nil {
		return VerifyResult{}, err
	}
	g, x, err := f.grantedText(c, policy, facts.Person)
	if err != nil {
		return VerifyResult{}, err
	}
	to, err := f.targetOf(c, x)
	if err != nil {
		return VerifyResult{}, err
	}
	code, match, err := f.findSent(c, grantedAsked(domain.Tenant{ID: c.Scope.Tenant()}, facts, policy), to, digits)
	switch {
	case err != nil:
		return VerifyResult{}, err
	case match == sentExpired:
		return VerifyResult{}, cameLate(f.sendGrantedText(c, facts, policy))
	case match == sentUsed:
		return VerifyResult{}, f.wrongCode(c, facts.Person, policy, domain.CodeCodeReused)
	case match != sentRight:
		return VerifyResult{}, f.wrongCode(c, facts.Person, policy, domain.CodeCodeWrong)
	}
	return f.acceptGrant(c, facts, policy, g, signin.GrantedText, "password, granted text message", func(tx *store.Tx, session string) (bool, error) {
		used, err := tx.UseSentCode(c, code.ID, session, c.Now)
		if err != nil || !used {
			return false, err
		}
		return true, tx.UseFactor(c, x.ID, session, c.Browser, c.Now)
	})
}

// findSent is matchSent among the codes of the request that a names.
func (f *Flows) findSent(c ctxt, a asked, to target, digits string) (store.SentCode, sentMatch, error) {
	var sent []store.SentCode
	err := f.db.View(c, c.Scope, func(tx *store.Tx) (err error) {
		sent, err = tx.SentCodes(c, a.person.ID, a.request)
		return err
	})
	if err != nil {
		return store.SentCode{}, sentWrong, err
	}
	return f.matchSent(c, a, to, digits, sent)
}
