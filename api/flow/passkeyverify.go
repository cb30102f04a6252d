package flow

import (
	"context"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/domain/signin"
	"twofold/tenancy/store"
)

// AskPasskey asks for one of the person's passkeys as second step of a
// half-finished sign-in.
func (f *Flows) AskPasskey(ctx context.Context, r Request, half string) (Asked, error) {
	c := ctxt{ctx, r}
	facts, _, err := f.passkeyHalf(c, half)
	if err != nil {
		return Asked{}, err
	}
	return f.askOwn(c, facts.Person.User, facts.Factors, facts.Half.ID, facts.Half.Purpose)
}

// passkeyHalf reads a half-finished sign-in that a passkey may finish.
func (f *Flows) passkeyHalf(c ctxt, half string) (store.CodeFacts, domain.Policy, error) {
	facts, err := f.db.ReadHalf(c, c.Scope, factor.HashToken(half), c.Now)
	if err != nil {
		return facts, domain.Policy{}, err
	}
	policy, next, err := f.halfNext(c, &facts)
	switch {
	case err != nil:
		return facts, policy, err
	case !offers(next, domain.MethodPasskey):
		return facts, policy, domain.Refuse(domain.Forbidden, domain.CodeMethodNotAccepted).With("method", string(domain.MethodPasskey))
	}
	return facts, policy, signin.Closed(policy, facts.Person.Lock, signin.PasskeyTouch, c.Now)
}

// askOwn begins a ceremony with the passkeys of one person.
func (f *Flows) askOwn(c ctxt, who domain.User, all []store.Factor, request string, p domain.Purpose) (Asked, error) {
	site, err := f.relying()
	if err != nil {
		return Asked{}, err
	}
	person, err := f.passkeyPerson(c, domain.Tenant{}, who, all)
	if err != nil {
		return Asked{}, err
	}
	if len(person.Credentials) == 0 {
		return Asked{}, domain.Refuse(domain.Conflict, domain.CodePasskeyUnknown)
	}
	options, state, err := site.Ask(person)
	if err != nil {
		return Asked{}, err
	}
	out := Asked{Options: options}
	err = f.db.In(c, c.Scope, func(tx *store.Tx) error {
		out.Ceremony, err = f.keepCeremony(tx, c, who.ID, request, p, state)
		return err
	})
	return out, err
}

// VerifyPasskey answers a second step by passkey. Wrong codes that locked the
// person's codes don't stop it, unless the policy says so: then its tries are
// counted like those at codes, before they are compared. A right answer ends
// the lock.
func (f *Flows) VerifyPasskey(ctx context.Context, r Request, half string, in PasskeyAnswer, trustBox bool) (VerifyResult, error) {
	c := ctxt{ctx, r}
	facts, policy, err := f.passkeyHalf(c, half)
	if err != nil {
		return VerifyResult{}, err
	}
	state, err := f.takeCeremony(c, in.Ceremony, facts.Person.ID, facts.Half.ID, facts.Half.Purpose)
	if err != nil {
		return VerifyResult{}, err
	}
	if signin.Closes(policy, signin.PasskeyTouch) {
		if facts, policy, _, err = f.spendCode(c, half); err != nil {
			return VerifyResult{}, err
		}
	}
	used, err := f.judgePasskey(c, facts.Person, facts.Factors, state, in.Response)
	if err != nil {
		return VerifyResult{}, f.passkeyWrong(c, facts.Person, policy, domain.EventSecondStepFailed, err)
	}
	right := rightProof{proof: signin.PasskeyTouch, synced: used.answer.Credential.Synced(), factor: used.factor, spend: store.RightCode{Passkey: &used.use}}
	if used.answer.Verified {
		right.proof = signin.PasskeyAlone
	}
	return f.accept(c, facts, policy, right, wantsTrust(facts.Half, policy, trustBox))
}
