package flow

import (
	"errors"
	"slices"

	"twofold/domain"
	"twofold/domain/signin"
	"twofold/tenancy/store"
)

// mailboxWay names the account's own mailbox among the ways of a reset: a code
// goes there in a message of its own (A19). It is nobody's method.
const mailboxWay = "mailbox"

// withMailbox adds the mailbox to what a reset can go on by, where signin.Next
// would ask for it. Too many wrong codes put it out of use; a try that is being
// made doesn't count against itself.
func (f *Flows) withMailbox(c ctxt, facts *store.CodeFacts) error {
	p := facts.Person
	if p.TwoStep != domain.TwoStepOff && p.TwoStep != domain.TwoStepReset {
		return nil
	}
	key, err := f.lookupKey(c, domain.MethodEmail, domain.EmailKey(p.Email))
	if err != nil {
		return err
	}
	wrong := p.Lock.Total
	if facts.Counted {
		wrong--
	}
	hint := maskEmail(p.Email)
	facts.Factors = append(facts.Factors, store.Factor{ID: mailboxWay, UserID: p.ID, Method: domain.MethodMailCode, Name: hint, Hint: hint,
		Lookup: key, Detail: p.Email, Disabled: wrong >= domain.DisableAfter})
	return nil
}

// rested leaves out what was verified too short a while ago to help somebody
// back in (S24).
func rested(policy domain.Policy, facts *store.CodeFacts, c ctxt) {
	rests := func(x store.Factor) bool { return !policy.WaysBack.Rested(x.Method, x.CreatedAt, c.Now) }
	if !slices.ContainsFunc(facts.Factors, rests) {
		return
	}
	facts.Factors = slices.DeleteFunc(slices.Clone(facts.Factors), rests)
	facts.Person.Methods = slices.DeleteFunc(slices.Clone(facts.Person.Methods), func(m domain.Method) bool {
		return !slices.ContainsFunc(facts.Factors, func(x store.Factor) bool { return x.Method == m && !x.Disabled })
	})
}

// purposeOf is the detail of events of a half sign-in that isn't one.
func purposeOf(h store.HalfSignIn) []string {
	if h.Purpose == domain.PurposeSignIn {
		return nil
	}
	return []string{"purpose", string(h.Purpose)}
}

// errSpent says that another request consumed a proof first.
var errSpent = errors.New("the proof was used meanwhile")

// proveReset consumes what was shown beside the link of a forgotten password
// and lets the reset go on to its new password, in one transaction: of any
// number of requests with one proof, one gets on. It opens no session.
func (f *Flows) proveReset(c ctxt, facts store.CodeFacts, policy domain.Policy, found rightProof) (VerifyResult, error) {
	if err := leadsToChoose(facts, policy, c, found.proof); err != nil {
		return VerifyResult{}, err
	}
	p := facts.Person
	err := f.db.In(c, c.Scope, func(tx *store.Tx) error {
		proved, err := tx.ProveReset(c, facts.Half.ID, string(found.proof), p.SecurityVersion, c.Now)
		if err != nil || !proved {
			return or(err, domain.Refuse(domain.Unauthenticated, domain.CodeAttemptExpired))
		}
		spent, err := spendProof(tx, c, found, facts.Half.ID)
		if err == nil && !spent {
			err = errSpent
		}
		if err != nil {
			return err
		}
		if err := tx.ForgiveCodes(c, p.ID); err != nil {
			return err
		}
		return f.record(tx, c, domain.EventResetVerified, true, p.User, "method", string(found.factor.Method))
	})
	if err == errSpent {
		return VerifyResult{}, f.lostProof(c, facts, policy, found.factor.Method)
	}
	return VerifyResult{Step: signin.Choose, Person: p.User, Policy: policy}, err
}

func leadsToChoose(facts store.CodeFacts, policy domain.Policy, c ctxt, by signin.Proof) error {
	if next := signin.Next(halfFacts(facts, policy, c, by)); next.Step != signin.Choose {
		return badState("a right proof in a reset led to " + string(next.Step))
	}
	return nil
}

// spendProof consumes what was right, in the name of a half sign-in.
func spendProof(tx *store.Tx, c ctxt, found rightProof, by string) (bool, error) {
	right := found.spend
	switch {
	case right.Passkey != nil:
		return tx.UsePasskey(c, found.factor.ID, right.Passkey.Was, right.Passkey.Detail, by, c.Browser, c.Now)
	case right.Sent != "":
		used, err := tx.UseSentCode(c, right.Sent, by, c.Now)
		if err != nil || !used {
			return false, err
		}
		return true, tx.UseFactor(c, found.factor.ID, by, c.Browser, c.Now)
	}
	return tx.SpendTOTPStep(c, found.factor.ID, right.Step, right.Drift, by, c.Browser, c.Now)
}

// proveByRecovery is proveReset by a recovery code. The code is used up and
// everything issued before ends, as at a sign-in, but for the reset itself and
// its link, which go on under the new security version.
func (f *Flows) proveByRecovery(c ctxt, facts store.CodeFacts, policy domain.Policy, code store.RecoveryCode) (VerifyResult, error) {
	if err := leadsToChoose(facts, policy, c, signin.Recovery); err != nil {
		return VerifyResult{}, err
	}
	p := facts.Person
	out := VerifyResult{Step: signin.Choose, Person: p.User, Policy: policy}
	err := f.db.In(c, c.Scope, func(tx *store.Tx) error {
		spent, err := tx.SpendRecoveryCode(c, p.ID, code.ID, facts.Half.ID, c.Now)
		if err == nil && !spent {
			err = errMoved
		}
		if err != nil {
			return err
		}
		if err := f.changePerson(tx, c, p, store.UserChange{Raise: true, ClearLock: true, At: c.Now}); err != nil {
			return err
		}
		if _, _, err := endEverywhere(tx, c, p.ID); err != nil {
			return err
		}
		if err := carryReset(tx, c, facts.Half, p.SecurityVersion+1); err != nil {
			return err
		}
		if out.RecoveryLeft, _, err = tx.RecoveryLeft(c, p.ID); err != nil {
			return err
		}
		return f.tellRecoveryUsed(tx, c, p.User, out.RecoveryLeft)
	})
	if err == errMoved {
		err = domain.Refuse(domain.Unauthenticated, domain.CodeAttemptExpired)
	}
	return out, err
}

func carryReset(tx *store.Tx, c ctxt, h store.HalfSignIn, version int64) error {
	proved, err := tx.ProveReset(c, h.ID, string(signin.Recovery), version, c.Now)
	if err == nil && !proved {
		err = errMoved
	}
	if err != nil {
		return err
	}
	return tx.CarryLink(c, h.Link, version)
}

func (f *Flows) tellRecoveryUsed(tx *store.Tx, c ctxt, who domain.User, left int) error {
	if err := f.record(tx, c, domain.EventRecoveryUsed, true, who, "left", count(left), "purpose", string(domain.PurposeReset)); err != nil {
		return err
	}
	if err := f.record(tx, c, domain.EventResetVerified, true, who, "method", string(domain.MethodRecovery)); err != nil {
		return err
	}
	org, err := tx.Organization(c)
	if err != nil {
		return err
	}
	return f.mail(tx, c, org, who, "recovery_used", map[string]string{"n": count(left), "purpose": string(domain.PurposeReset)})
}
