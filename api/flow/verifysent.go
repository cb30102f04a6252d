package flow

import (
	"context"
	"slices"
	"sort"
	"strings"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/domain/signin"
	"twofold/tenancy/store"
)

// inOrder lists a person's usable methods of the kinds that are offered: kind
// by kind, the primary one first, then the one used last.
func inOrder(all []store.Factor, primary string, kinds []domain.Method) []store.Factor {
	var out []store.Factor
	for _, kind := range kinds {
		var same []store.Factor
		for _, x := range usable(all) {
			if x.Method == kind {
				same = append(same, x)
			}
		}
		sort.SliceStable(same, func(i, j int) bool {
			if (same[i].ID == primary) != (same[j].ID == primary) {
				return same[i].ID == primary
			}
			return same[i].LastUsedAt.After(same[j].LastUsedAt)
		})
		out = append(out, same...)
	}
	return out
}

// chosen is the method somebody means: the one named by id or kind, else the
// one asked first. It is the zero Factor where there is none.
func chosen(all []store.Factor, primary string, kinds []domain.Method, way string) store.Factor {
	list := inOrder(all, primary, kinds)
	for _, x := range list {
		if way == "" || x.ID == way || string(x.Method) == way {
			return x
		}
	}
	return store.Factor{}
}

// ofCode is the method that a typed code is of. A passkey has no codes: where it
// is asked first, a code that names no way is of the next method that has them.
func ofCode(all []store.Factor, primary string, kinds []domain.Method, way string) store.Factor {
	if way == "" {
		kinds = slices.DeleteFunc(slices.Clone(kinds), func(m domain.Method) bool { return m != domain.MethodApp && !sentMethod(m) })
	}
	return chosen(all, primary, kinds, way)
}

// halfAsked is what a code of a half-finished sign-in is for.
func halfAsked(org domain.Tenant, facts store.CodeFacts, policy domain.Policy) asked {
	return asked{org: org, policy: policy, person: facts.Person, purpose: facts.Half.Purpose, request: facts.Half.ID}
}

// SendCode sends a code to one of the methods that a half-finished sign-in
// offers, by id or kind. It counts no try and gives none back.
func (f *Flows) SendCode(ctx context.Context, r Request, half, way string) error {
	c := ctxt{ctx, r}
	facts, err := f.db.ReadHalf(ctx, r.Scope, factor.HashToken(half), r.Now)
	if err != nil {
		return err
	}
	policy, next, err := f.halfNext(c, &facts)
	if err != nil {
		return err
	}
	if way == string(domain.MethodGrantedText) && offers(next, domain.MethodGrantedText) {
		return f.sendGrantedText(c, facts, policy)
	}
	x := chosen(facts.Factors, facts.Person.Primary, next.Methods, way)
	if !sentMethod(x.Method) {
		return domain.Refuse(domain.Forbidden, domain.CodeMethodNotAccepted).With("method", string(x.Method))
	}
	if err := signin.Closed(policy, facts.Person.Lock, signin.ProofOf(x.Method), c.Now); err != nil {
		return err
	}
	return f.sendTo(c, facts, policy, x)
}

func (f *Flows) sendTo(c ctxt, facts store.CodeFacts, policy domain.Policy, x store.Factor) error {
	to, err := f.targetOf(c, x)
	if err != nil {
		return err
	}
	return f.sends(c, func(tx *store.Tx) (error, error) {
		org, err := tx.Organization(c)
		if err != nil {
			return nil, err
		}
		return f.sendCode(tx, c, halfAsked(org, facts, policy), to)
	})
}

// sendFirst sends the code of a method that is asked first, once, when its
// sign-in began. What keeps it from being sent is said by its page.
func (f *Flows) sendFirst(c ctxt, token string, methods []domain.Method, policy domain.Policy) error {
	if !policy.AutoSend || len(methods) == 0 || !sentMethod(methods[0]) {
		return nil
	}
	err := f.SendCode(c, c.Request, token, "")
	if domain.KindOf(err) == domain.Internal {
		return err
	}
	return nil
}

// cameLate refuses a code that was right once, by how sending another went. A
// wait that isn't over is no news to somebody who has just typed a code.
func cameLate(sent error) error {
	switch {
	case sent == nil:
		return domain.RefuseField(domain.Invalid, domain.CodeExpiredResent, "code")
	case domain.CodeOf(sent) == domain.CodeResendWait:
		return domain.RefuseField(domain.Invalid, domain.CodeExpired, "code")
	}
	return sent
}

// verifySent checks a code that was sent to x. A right one that came too late
// is answered by a new one.
func (f *Flows) verifySent(c ctxt, facts store.CodeFacts, policy domain.Policy, x store.Factor, digits string, trust bool) (VerifyResult, error) {
	to, err := f.targetOf(c, x)
	if err != nil {
		return VerifyResult{}, err
	}
	a := halfAsked(domain.Tenant{ID: c.Scope.Tenant()}, facts, policy)
	var sent []store.SentCode
	err = f.db.View(c, c.Scope, func(tx *store.Tx) (err error) {
		sent, err = tx.SentCodes(c, a.person.ID, a.request)
		return err
	})
	if err != nil {
		return VerifyResult{}, err
	}
	code, match, err := f.matchSent(c, a, to, digits, sent)
	switch {
	case err != nil:
		return VerifyResult{}, err
	case match == sentRight:
		return f.accept(c, facts, policy, rightProof{proof: signin.ProofOf(x.Method), factor: x, spend: store.RightCode{Sent: code.ID}}, trust)
	case match == sentExpired:
		return VerifyResult{}, cameLate(f.sendTo(c, facts, policy, x))
	case match == sentUsed:
		return VerifyResult{}, f.wrongCode(c, facts.Person, policy, domain.CodeCodeReused, purposeOf(facts.Half)...)
	}
	return VerifyResult{}, f.wrongCode(c, facts.Person, policy, domain.CodeCodeWrong, purposeOf(facts.Half)...)
}

// maskEmail shows of an address what its owner knows it by: m•••@n•••.example.
func maskEmail(address string) string {
	name, host, ok := strings.Cut(address, "@")
	if !ok {
		return "•••"
	}
	domainName, rest, _ := strings.Cut(host, ".")
	return first(name) + "•••@" + first(domainName) + "•••." + rest
}

func first(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}
