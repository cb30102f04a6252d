package flow

import (
	"context"
	"crypto/subtle"
	"time"

	"twofold/domain"
	"twofold/domain/enroll"
	"twofold/domain/factor"
	"twofold/domain/signin"
	"twofold/tenancy/store"
)

// HalfView is a half-finished sign-in as its pages show it.
type HalfView struct {
	Person       domain.User
	Policy       domain.Policy
	Methods      []domain.Method  // in the order to offer
	Factors      []store.Factor   // in the order to offer
	Codes        []store.SentCode // sent in this sign-in, newest first
	RecoveryLeft int
	Step         signin.Step // Challenge, or Choose where a reset was proved
	Purpose      domain.Purpose
	Granted      store.Factor // the number a text message may go to until Person.TextUntil, named granted_text
	grantedTo    string       // its own id
	TrustWanted  bool
	TrustOffered bool // the policy allows it and the browser isn't marked shared
}

// Way is one of a person's verified methods, for pages that ask for it.
type Way = store.Factor

// Half reads a half-finished sign-in for its pages; attempt_expired when it
// ended, took too long, or belongs to another browser.
func (f *Flows) Half(ctx context.Context, r Request, token string) (HalfView, error) {
	facts, err := f.db.ReadHalf(ctx, r.Scope, factor.HashToken(token), r.Now)
	if err != nil {
		return HalfView{}, err
	}
	c := ctxt{ctx, r}
	policy, next, err := f.halfFollows(c, &facts)
	if err != nil {
		return HalfView{}, err
	}
	view := HalfView{Person: facts.Person.User, Policy: policy, Methods: next.Methods, Factors: inOrder(facts.Factors, facts.Person.Primary, next.Methods),
		Step: next.Step, Purpose: facts.Half.Purpose, TrustWanted: facts.Half.TrustWanted,
		TrustOffered: policy.TrustOffered() && facts.Half.Purpose == domain.PurposeSignIn && !facts.Shared}
	err = f.db.View(ctx, r.Scope, func(tx *store.Tx) (err error) {
		if view.RecoveryLeft, _, err = tx.RecoveryLeft(ctx, facts.Person.ID); err != nil {
			return err
		}
		if view.Codes, err = tx.SentCodes(ctx, facts.Person.ID, facts.Half.ID); err != nil {
			return err
		}
		return tx.MarkLost(ctx, view.Codes)
	})
	if err == nil && offers(next, domain.MethodGrantedText) {
		if _, view.Granted, err = f.grantedText(c, policy, facts.Person); err == nil {
			view.grantedTo, view.Granted.ID = view.Granted.ID, string(domain.MethodGrantedText)
		}
	}
	return view, err
}

// Way is the method somebody means by an id or a kind, else the one asked
// first; the zero Factor where there is none.
func (v HalfView) Way(name string) store.Factor {
	if name == string(domain.MethodGrantedText) {
		return v.Granted
	}
	for _, x := range v.Factors {
		if name == "" || x.ID == name || string(x.Method) == name {
			return x
		}
	}
	return store.Factor{}
}

// Closed reports whether a lock stops proof by now.
func (v HalfView) Closed(by signin.Proof, now time.Time) bool {
	return signin.Closed(v.Policy, v.Person.Lock, by, now) != nil
}

// Sent says when a code went to a method last, and when the next may be asked
// for; zero times before the first.
func (v HalfView) Sent(x store.Factor) (at, again time.Time) {
	purpose := v.Purpose
	if x.ID == string(domain.MethodGrantedText) {
		purpose = domain.PurposeRecovery
	}
	n := 0
	for _, s := range v.Codes {
		if s.Method != x.Method || s.Purpose != purpose {
			continue
		}
		if n++; s.SentAt.After(at) {
			at = s.SentAt
		}
	}
	return at, enroll.ResendAt(n, at, time.Duration(v.Policy.ResendSeconds)*time.Second)
}

// Lost reports whether the newest code to a method will never arrive.
func (v HalfView) Lost(x store.Factor) bool {
	if x.ID == string(domain.MethodGrantedText) {
		x.ID = v.grantedTo
	}
	return lost(v.Codes, x.Method, sentTo(x))
}

// CancelHalf ends a half-finished sign-in; ending one that is gone is fine.
func (f *Flows) CancelHalf(ctx context.Context, r Request, token string) error {
	facts, err := f.db.ReadHalf(ctx, r.Scope, factor.HashToken(token), r.Now)
	if err != nil || !facts.Live || !sameBrowser(facts.Half, r) {
		return err
	}
	return f.db.In(ctx, r.Scope, func(tx *store.Tx) error {
		_, err := tx.EndHalf(ctx, facts.Half.ID, "canceled", r.Now)
		return err
	})
}

// halfNext is halfFollows for what needs a second step to be still to come.
func (f *Flows) halfNext(c ctxt, facts *store.CodeFacts) (domain.Policy, signin.Outcome, error) {
	policy, next, err := f.halfFollows(c, facts)
	if err == nil && next.Step == signin.Choose {
		err = domain.Refuse(domain.Conflict, domain.CodeVerified)
	}
	return policy, next, err
}

// halfFollows checks that a half sign-in is live and in its own browser, and
// asks what was shown in it still leads to. It adds to the facts what can be
// asked beside the person's own methods.
func (f *Flows) halfFollows(c ctxt, facts *store.CodeFacts) (domain.Policy, signin.Outcome, error) {
	expired := domain.Refuse(domain.Unauthenticated, domain.CodeAttemptExpired)
	if !facts.Live || !sameBrowser(facts.Half, c.Request) {
		return domain.Policy{}, signin.Outcome{}, expired
	}
	policy, err := f.Policy(c, c.Scope, facts.PolicyVersion)
	if err != nil {
		return policy, signin.Outcome{}, err
	}
	if facts.Half.Purpose == domain.PurposeReset {
		rested(policy, facts, c)
		err = f.withMailbox(c, facts)
	} else {
		err = f.withNumber(c, policy, facts)
	}
	if err != nil {
		return policy, signin.Outcome{}, err
	}
	if err := f.withHelp(c, policy, &facts.Person); err != nil {
		return policy, signin.Outcome{}, err
	}
	next := signin.Next(halfFacts(*facts, policy, c))
	switch next.Step {
	case signin.Challenge, signin.Choose:
		return policy, next, nil
	case signin.Refuse:
		return policy, next, next.Refusal
	}
	// The second step went away meanwhile, which raises the security version
	// and so ends the half sign-in: start again.
	return policy, next, expired
}

// halfFacts are what was shown in a half sign-in, and proofs that are being
// shown now.
func halfFacts(facts store.CodeFacts, p domain.Policy, c ctxt, proofs ...signin.Proof) signin.Facts {
	shown := []signin.Proof{signin.Password}
	if facts.Half.Purpose == domain.PurposeReset {
		shown = []signin.Proof{signin.MailLink, signin.Proof(facts.Half.Proved)}
	}
	return signin.Facts{Policy: p, Person: facts.Person.User, Methods: facts.Person.Methods, Disabled: someDisabled(facts.Factors), Number: hasNumber(facts.Factors),
		Proofs: append(shown, proofs...), Now: c.Now}
}

// someDisabled reports whether a way that would be asked is out of use. Where
// the mailbox is asked, it alone counts.
func someDisabled(all []store.Factor) bool {
	for _, x := range all {
		if x.ID == mailboxWay {
			return x.Disabled
		}
	}
	return len(usable(all)) < len(all)
}

func sameBrowser(h store.HalfSignIn, r Request) bool {
	return h.Bearer == r.Bearer && subtle.ConstantTimeCompare(h.BrowserHash, notNil(r.BrowserHash)) == 1
}

func usable(all []store.Factor) []store.Factor {
	var out []store.Factor
	for _, x := range all {
		if !x.Disabled {
			out = append(out, x)
		}
	}
	return out
}
