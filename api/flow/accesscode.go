package flow

import (
	"twofold/domain"
	"twofold/domain/factor"
	"twofold/domain/recovery"
	"twofold/domain/signin"
	"twofold/tenancy/store"
)

// verifyAccessCode answers a second step by the code that an administrator or
// support gave. A try is counted as with every code, and by the code itself:
// after five wrong ones it is void. A right one is used up with the half
// sign-in and opens a session that can only set up.
func (f *Flows) verifyAccessCode(c ctxt, in VerifyInput) (VerifyResult, error) {
	digits, n, problem := factor.NormalizeAccessCode(in.Code)
	if problem != "" {
		return VerifyResult{}, domain.RefuseField(domain.Invalid, problem, "code").With("n", n)
	}
	facts, policy, next, err := f.spendCode(c, in.Half)
	if err == nil && !offers(next, domain.MethodAccessCode) {
		err = domain.Refuse(domain.Forbidden, domain.CodeMethodNotAccepted).With("method", string(domain.MethodAccessCode))
	}
	if err != nil {
		return VerifyResult{}, err
	}
	grant, code, err := f.matchAccessCode(c, facts.Person, digits)
	if err != nil {
		return VerifyResult{}, err
	}
	if code != "" {
		return VerifyResult{}, f.wrongCode(c, facts.Person, policy, code)
	}
	return f.acceptGrant(c, facts, policy, grant, signin.AccessCode, "password, access code", nil)
}

// matchAccessCode spends a try at the person's newest code, committed, before
// it compares. What is wrong with a code that is right but over is told.
func (f *Flows) matchAccessCode(c ctxt, p store.Person, digits string) (g domain.Grant, wrong domain.Code, err error) {
	var counted bool
	err = f.db.In(c, c.Scope, func(tx *store.Tx) error {
		if g, err = tx.LatestGrant(c, p.ID, domain.GrantAccessCode); err != nil {
			return err
		}
		counted, err = tx.SpendGrantTry(c, g.ID, domain.AccessCodeTries, c.Now)
		return err
	})
	if store.Missing(err) {
		return g, domain.CodeAccessWrong, nil
	}
	if err != nil {
		return g, "", err
	}
	state := recovery.StateOf(g, p.SecurityVersion, c.Now) // as before this try
	if state == recovery.Void || state == recovery.Open && !counted {
		return g, domain.CodeAccessOver, nil
	}
	fits, err := f.keys.CheckAccessCode(c.Scope.Tenant(), p.ID, g.ID, digits, g.Secret)
	switch {
	case err != nil:
		return g, "", err
	case !fits:
		return g, domain.CodeAccessWrong, nil
	case state == recovery.Used:
		return g, domain.CodeAccessUsed, nil
	case state != recovery.Open:
		return g, domain.CodeAccessOver, nil
	}
	return g, "", nil
}

// acceptGrant uses a grant, what proved it, and the half sign-in, and opens
// the session that Next says, in one transaction: of any number of requests
// with one grant, one gets in. also spends what was sent for it.
func (f *Flows) acceptGrant(c ctxt, facts store.CodeFacts, policy domain.Policy, g domain.Grant, by signin.Proof, how string, also func(tx *store.Tx, session string) (bool, error)) (VerifyResult, error) {
	p := facts.Person
	next := signin.Next(halfFacts(facts, policy, c, signin.Password, by))
	if next.Step != signin.Enroll {
		return VerifyResult{}, badState("a grant led to " + string(next.Step))
	}
	session, token, err := f.newSession(c, p, next)
	if err != nil {
		return VerifyResult{}, err
	}
	session.LostDevice = g.Kind == domain.GrantText
	if err := f.newBrowser(c, p, facts.Known, facts.Factors, &session); err != nil {
		return VerifyResult{}, err
	}
	out := VerifyResult{Step: next.Step, Token: token, Person: p.User, Policy: policy}
	err = f.db.In(c, c.Scope, func(tx *store.Tx) error {
		used, err := tx.UseGrant(c, g.ID, p.SecurityVersion, c.Now)
		if err == nil && used {
			used, err = tx.EndHalf(c, facts.Half.ID, session.ID, c.Now)
		}
		if err == nil && used && also != nil {
			used, err = also(tx, session.ID)
		}
		if err != nil || !used {
			return or(err, domain.Refuse(domain.Unauthenticated, domain.CodeAttemptExpired))
		}
		return f.enterByGrant(tx, c, p, g, session, how)
	})
	if err == errMoved {
		err = domain.Refuse(domain.Unauthenticated, domain.CodeAttemptExpired)
	}
	return out, err
}

func (f *Flows) enterByGrant(tx *store.Tx, c ctxt, p store.Person, g domain.Grant, session store.NewSession, how string) error {
	change := store.UserChange{ClearLock: true, SignedIn: true, EndText: g.Kind == domain.GrantText && g.UsesLeft <= 1, At: c.Now}
	if err := f.changePerson(tx, c, p, change); err != nil {
		return err
	}
	if err := tx.OpenSession(c, session); err != nil {
		return err
	}
	if err := f.record(tx, c, domain.EventGrantUsed, true, p.User, "kind", string(g.Kind), "by", g.Giver); err != nil {
		return err
	}
	event, err := f.about(c.Request, domain.EventSignedIn, true, p.User)
	if err != nil {
		return err
	}
	return keepRight(tx, c, store.RightCode{Session: session, Events: []domain.Event{withDetail(event, "how", how)}})
}
