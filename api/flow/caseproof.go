package flow

import (
	"context"
	"time"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/tenancy/store"
)

// caseAsked is what a code that a caller reads out is for.
func caseAsked(org domain.Tenant, policy domain.Policy, p store.Person, proof string) asked {
	return asked{org: org, policy: policy, person: p, purpose: domain.PurposeCase, request: proof}
}

// onFile is where a code of a case goes: the account's address, or the
// verified number.
func (f *Flows) onFile(tx *store.Tx, c ctxt, p store.Person, way domain.CaseWay) (target, error) {
	none := domain.Refuse(domain.Conflict, domain.CodeCaseNoAddress)
	switch way {
	case domain.WayMail:
		key, err := f.lookupKey(c, domain.MethodEmail, domain.EmailKey(p.Email))
		return target{method: domain.MethodEmail, address: p.Email, key: key, hint: maskEmail(p.Email)}, err
	case domain.WayPhoneCode:
		all, err := tx.Factors(c, p.ID)
		if err != nil {
			return target{}, err
		}
		x := restedNumber(all, p.Primary, c.Now)
		if x.ID == "" || c.Now.Sub(x.CreatedAt) < 24*time.Hour {
			return target{}, none
		}
		return f.targetOf(c, x)
	}
	return target{}, domain.RefuseField(domain.Invalid, domain.CodeOutOfRange, "way")
}

// SendCaseCode sends a code to the address or the verified number on file,
// never to another, for the caller to read out, and returns the id of the
// proof it is for.
func (f *Flows) SendCaseCode(ctx context.Context, r Request, a Agent, caseID string, way domain.CaseWay) (proof string, err error) {
	c := ctxt{ctx, r}
	c.BrowserHash = nil // the agent's browser is not what the code is bound to
	if proof, err = f.newID("prf"); err != nil {
		return "", err
	}
	var refused error
	err = f.onCase(c, a, caseID, "case.code", func(tx *store.Tx, cs domain.Case, p store.Person) error {
		to, err := f.onFile(tx, c, p, way)
		if err != nil {
			return err
		}
		org, err := tx.Organization(c)
		if err != nil {
			return err
		}
		current, err := tx.CurrentPolicy(c)
		if err != nil {
			return err
		}
		if refused, err = f.sendCode(tx, c, caseAsked(org, current.Policy, p, proof), to); err != nil || refused != nil {
			return err
		}
		return tx.AddProof(c, domain.CaseProof{ID: proof, CaseID: cs.ID, Way: way, Result: domain.ProofOpen, ByID: a.ID, By: a.Name, At: c.Now})
	})
	if err == nil {
		err = refused
	}
	return proof, err
}

// CheckCaseCode compares what the caller read out with the code that was sent
// for a proof. A try is counted, committed, before it is compared; after three
// wrong ones the proof has failed.
func (f *Flows) CheckCaseCode(ctx context.Context, r Request, a Agent, caseID, proofID, typed string) (passed bool, err error) {
	digits, n, problem := factor.NormalizeCode(typed)
	if problem != "" {
		return false, domain.RefuseField(domain.Invalid, problem, "code").With("n", n)
	}
	c := ctxt{ctx, r}
	c.BrowserHash = nil
	var p store.Person
	var proof domain.CaseProof
	counted := false
	err = f.onCase(c, a, caseID, "case.code", func(tx *store.Tx, cs domain.Case, who store.Person) (err error) {
		p, proof = who, domain.CaseProof{}
		for _, one := range cs.Proofs {
			if one.ID == proofID {
				proof = one
			}
		}
		if proof.ID == "" {
			return domain.Refuse(domain.NotFound, domain.CodeNotFound)
		}
		counted, err = tx.SpendProofTry(c, proof.ID, domain.CaseCodeTries)
		return err
	})
	if err != nil {
		return false, err
	}
	if !counted {
		return false, domain.Refuse(domain.Conflict, domain.CodeCaseSettled)
	}
	code, match, err := f.matchCaseCode(c, p, proof, digits)
	if err != nil {
		return false, err
	}
	if match != sentRight && proof.Tries+1 < domain.CaseCodeTries {
		return false, f.recordProof(c, a, p, proof.Way, false)
	}
	result := domain.ProofFailed
	if match == sentRight {
		result = domain.ProofPassed
	}
	err = f.onCase(c, a, caseID, "case.code", func(tx *store.Tx, _ domain.Case, p store.Person) error {
		if passed, err = tx.SettleProof(c, proof.ID, result, a.ID, a.Name, c.Now); err != nil || !passed {
			return err
		}
		if passed = result == domain.ProofPassed; passed {
			if passed, err = tx.UseSentCode(c, code.ID, proof.ID, c.Now); err != nil || !passed {
				return or(err, domain.Refuse(domain.Conflict, domain.CodeCaseSettled))
			}
		}
		return f.recordOn(tx, c, domain.EventCaseProof, passed, a.user(), called(p.User), "way", string(proof.Way))
	})
	return passed && err == nil, err
}

func (f *Flows) matchCaseCode(c ctxt, p store.Person, proof domain.CaseProof, digits string) (code store.SentCode, match sentMatch, err error) {
	var to target
	var current store.PolicyChange
	err = f.db.View(c, c.Scope, func(tx *store.Tx) error {
		if to, err = f.onFile(tx, c, p, proof.Way); err != nil {
			return err
		}
		current, err = tx.CurrentPolicy(c)
		return err
	})
	if err != nil {
		return code, sentWrong, err
	}
	return f.findSent(c, caseAsked(domain.Tenant{ID: c.Scope.Tenant()}, current.Policy, p, proof.ID), to, digits)
}

func (f *Flows) recordProof(c ctxt, a Agent, p store.Person, way domain.CaseWay, passed bool) error {
	return f.db.In(c, c.Scope, func(tx *store.Tx) error {
		return f.recordOn(tx, c, domain.EventCaseProof, passed, a.user(), called(p.User), "way", string(way))
	})
}

// NoteCallBack notes whether the agent reached the person at the number on
// file.
func (f *Flows) NoteCallBack(ctx context.Context, r Request, a Agent, caseID string, reached bool) error {
	c := ctxt{ctx, r}
	return f.onCase(c, a, caseID, "case.call_back", func(tx *store.Tx, cs domain.Case, p store.Person) error {
		if _, err := f.onFile(tx, c, p, domain.WayPhoneCode); err != nil {
			return err
		}
		return f.addProof(tx, c, a, cs, p, domain.WayCallBack, reached)
	})
}

// CheckCaseAnswers checks the caller's answers as one set, and notes what came
// of it.
func (f *Flows) CheckCaseAnswers(ctx context.Context, r Request, a Agent, caseID string, answers []string) (passed bool, err error) {
	c := ctxt{ctx, r}
	cs, err := f.Case(ctx, r, a, caseID)
	if err != nil {
		return false, err
	}
	if !cs.State.Unsettled() {
		return false, domain.Refuse(domain.Conflict, domain.CodeCaseSettled)
	}
	if passed, err = f.CheckAnswers(ctx, r, cs.UserID, a.user(), answers); err != nil {
		return false, err
	}
	return passed, f.onCase(c, a, caseID, "case.answers", func(tx *store.Tx, cs domain.Case, p store.Person) error {
		return f.addProof(tx, c, a, cs, p, domain.WayAnswers, passed)
	})
}

// VouchCase is an owner's word, in their own session and just confirmed, that
// the caller is who they say.
func (f *Flows) VouchCase(ctx context.Context, r Request, v *Visit, personID, caseID string) error {
	c := ctxt{ctx, r}
	return f.administer(c, v, mayChangeRole, "case.vouch", func(tx *store.Tx) error {
		cs, err := caseOf(tx, c, personID, caseID)
		if err != nil {
			return err
		}
		p, err := tx.User(c, cs.UserID)
		if err != nil {
			return err
		}
		switch {
		case v.Person.Role != domain.RoleOwner || v.ActsAs != domain.RoleOwner:
			return domain.Refuse(domain.Forbidden, domain.CodeForbidden)
		case v.Person.ID == cs.UserID:
			return domain.Refuse(domain.Forbidden, domain.CodeSelfForbidden)
		case cs.State != domain.CaseOpen:
			return domain.Refuse(domain.Conflict, domain.CodeCaseSettled)
		}
		return f.addProof(tx, c, Agent{ID: v.Person.ID, Name: v.Person.Name}, cs, p, domain.WayOwner, true)
	})
}

func (f *Flows) addProof(tx *store.Tx, c ctxt, a Agent, cs domain.Case, p store.Person, way domain.CaseWay, passed bool) error {
	id, err := f.newID("prf")
	if err != nil {
		return err
	}
	result := domain.ProofFailed
	if passed {
		result = domain.ProofPassed
	}
	if err := tx.AddProof(c, domain.CaseProof{ID: id, CaseID: cs.ID, Way: way, Result: result, ByID: a.ID, By: a.Name, At: c.Now}); err != nil {
		return err
	}
	return f.recordOn(tx, c, domain.EventCaseProof, passed, a.user(), called(p.User), "case", cs.Number, "way", string(way))
}
