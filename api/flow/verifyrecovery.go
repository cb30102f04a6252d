package flow

import (
	"context"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/domain/signin"
	"twofold/tenancy/store"
)

// VerifyRecovery answers a second step by a recovery code. The try is counted
// as with any code. A right one is used up, ends every other session and all
// trusted browsers of the person (their security version rises), never gives
// trust, and its session asks whether the phone is lost.
func (f *Flows) VerifyRecovery(ctx context.Context, r Request, in VerifyInput) (VerifyResult, error) {
	if _, problem := factor.NormalizeRecovery(in.Code); problem == domain.CodeRequiredCode {
		return VerifyResult{}, domain.RefuseField(domain.Invalid, problem, "code")
	}
	c := ctxt{ctx, r}
	facts, policy, next, err := f.spendCode(c, in.Half)
	if err == nil && !offers(next, domain.MethodRecovery) {
		err = domain.Refuse(domain.Forbidden, domain.CodeMethodNotAccepted).With("method", string(domain.MethodRecovery))
	}
	if err != nil {
		return VerifyResult{}, err
	}
	code, refusal, err := f.matchRecovery(c, facts.Person.ID, in.Code)
	if err != nil {
		return VerifyResult{}, err
	}
	if refusal != nil {
		answer := f.wrongCode(c, facts.Person, policy, refusal.Code, purposeOf(facts.Half)...)
		return VerifyResult{}, withArgs(answer, refusal)
	}
	return f.acceptRecovery(c, facts, policy, code)
}

// withArgs gives the words of from to an answer with the same code.
func withArgs(answer error, from *domain.Error) error {
	e, ok := answer.(*domain.Error)
	if !ok || e.Code != from.Code {
		return answer
	}
	for k, v := range from.Args {
		e = e.With(k, v)
	}
	return e
}

// matchRecovery finds the typed code in the person's set by one slow hash.
func (f *Flows) matchRecovery(c ctxt, userID, typed string) (store.RecoveryCode, *domain.Error, error) {
	var set []store.RecoveryCode
	err := f.db.View(c, c.Scope, func(tx *store.Tx) (err error) {
		set, err = tx.RecoveryCodes(c, userID)
		return err
	})
	if err != nil {
		return store.RecoveryCode{}, nil, err
	}
	if len(set) == 0 {
		return store.RecoveryCode{}, domain.RefuseField(domain.Invalid, domain.CodeRecoveryWrong, "code"), nil
	}
	hashes := factor.RecoveryHashes{Scheme: string(set[0].Salt)}
	for _, one := range set {
		hashes.Digests = append(hashes.Digests, one.Digest)
	}
	at, err := f.hasher.MatchRecovery(c, hashes, typed)
	switch {
	case err != nil:
		return store.RecoveryCode{}, nil, err
	case at < 0:
		return store.RecoveryCode{}, domain.RefuseField(domain.Invalid, domain.CodeRecoveryWrong, "code"), nil
	case !set[at].UsedAt.IsZero():
		return store.RecoveryCode{}, recoveryUsed(set[at]), nil
	}
	return set[at], nil, nil
}

func recoveryUsed(code store.RecoveryCode) *domain.Error {
	return domain.RefuseField(domain.Invalid, domain.CodeRecoveryUsed, "code").With("date", code.UsedAt)
}

func (f *Flows) acceptRecovery(c ctxt, facts store.CodeFacts, policy domain.Policy, code store.RecoveryCode) (VerifyResult, error) {
	if facts.Half.Purpose == domain.PurposeReset {
		return f.proveByRecovery(c, facts, policy, code)
	}
	p := facts.Person
	next := signin.Next(halfFacts(facts, policy, c, signin.Recovery))
	if next.Step != signin.Grant && next.Step != signin.Enroll {
		return VerifyResult{}, badState("a recovery code led to " + string(next.Step))
	}
	session, token, err := f.newSession(c, p, next)
	if err != nil {
		return VerifyResult{}, err
	}
	session.SecurityVersion, session.RecoveryOpen, session.NewPlace = p.SecurityVersion+1, true, newPlace(p, facts.Known)
	out := VerifyResult{Step: next.Step, Token: token, Person: p.User, Policy: policy}
	var refusal error
	err = f.db.In(c, c.Scope, func(tx *store.Tx) error {
		refusal = nil
		ended, err := tx.EndHalf(c, facts.Half.ID, session.ID, c.Now)
		if err != nil {
			return err
		}
		if !ended {
			refusal = domain.Refuse(domain.Unauthenticated, domain.CodeAttemptExpired)
			return nil
		}
		return f.spendRecovery(tx, c, p, code, session, &out)
	})
	if err == errMoved {
		return VerifyResult{}, domain.Refuse(domain.Unauthenticated, domain.CodeAttemptExpired)
	}
	if err == nil {
		err = refusal
	}
	return out, err
}

func (f *Flows) spendRecovery(tx *store.Tx, c ctxt, p store.Person, code store.RecoveryCode, session store.NewSession, out *VerifyResult) error {
	spent, err := tx.SpendRecoveryCode(c, p.ID, code.ID, session.ID, c.Now)
	if err != nil {
		return err
	}
	if !spent {
		return errMoved
	}
	changed, err := tx.ChangeUser(c, p.ID, p.SecurityVersion, store.UserChange{Raise: true, ClearLock: true, SignedIn: true, At: c.Now})
	if err != nil {
		return err
	}
	if !changed {
		return errMoved
	}
	if _, err := tx.EndOtherSessions(c, p.ID, "", c.Now); err != nil {
		return err
	}
	if _, err := tx.EndTrusts(c, p.ID, c.Now); err != nil {
		return err
	}
	if out.RecoveryLeft, _, err = tx.RecoveryLeft(c, p.ID); err != nil {
		return err
	}
	session.Renew = out.RecoveryLeft == 0
	if err := tx.OpenSession(c, session); err != nil {
		return err
	}
	if err := f.record(tx, c, domain.EventRecoveryUsed, true, p.User, "left", count(out.RecoveryLeft)); err != nil {
		return err
	}
	if err := f.record(tx, c, domain.EventSignedIn, true, p.User, "how", "password, recovery code"); err != nil {
		return err
	}
	org, err := tx.Organization(c)
	if err != nil {
		return err
	}
	return f.mail(tx, c, org, p.User, "recovery_used", map[string]string{"n": count(out.RecoveryLeft)})
}
