package flow

import (
	"twofold/domain"
	"twofold/domain/signin"
	"twofold/tenancy/store"
)

// rightProof is what somebody showed as their second step, checked but not
// consumed yet. spend says which row consumes it.
type rightProof struct {
	proof  signin.Proof
	synced bool // of a passkey
	factor store.Factor
	spend  store.RightCode
}

func (r rightProof) how() string { return "password, " + string(r.factor.Method) }

// accept consumes a right proof and opens the session that Next grants, or lets
// a reset go on to its new password, in
// one transaction: of any number of requests with one proof, one gets in.
func (f *Flows) accept(c ctxt, facts store.CodeFacts, policy domain.Policy, found rightProof, trustBox bool) (VerifyResult, error) {
	if facts.Half.Purpose == domain.PurposeReset {
		return f.proveReset(c, facts, policy, found)
	}
	decision := halfFacts(facts, policy, c, found.proof)
	decision.TrustBox, decision.Synced = trustBox && !facts.Shared, found.synced
	next := signin.Next(decision)
	if next.Step != signin.Grant && next.Step != signin.Enroll {
		return VerifyResult{}, badState("a right code led to " + string(next.Step))
	}
	session, token, err := f.newSession(c, facts.Person, next)
	if err != nil {
		return VerifyResult{}, err
	}
	out := VerifyResult{Step: next.Step, Token: token, Person: facts.Person.User, Policy: policy}
	session.Renew = renews(policy, facts.Person.User, facts.CodesSpent)
	out.Renew = session.Renew
	right := found.spend
	right.HalfID, right.Factor, right.Session = facts.Half.ID, found.factor.ID, session
	right.Seen = store.Seen{UserID: facts.Person.ID, SecurityVersion: facts.Person.SecurityVersion, PolicyVersion: facts.PolicyVersion}
	event, err := f.about(c.Request, domain.EventSignedIn, true, facts.Person.User)
	if err != nil {
		return out, err
	}
	right.Events = []domain.Event{withDetail(event, "how", found.how(), "method", found.factor.Name)}
	if err := f.newBrowser(c, facts.Person, facts.Known, facts.Factors, &right.Session); err != nil {
		return out, err
	}
	if next.GiveTrust {
		if err := f.giveTrust(c, facts, policy, &right, &out); err != nil {
			return out, err
		}
	}
	if found.factor.ID == profileWay {
		if err := f.acceptFirst(c, facts, policy, found.factor, right); err != nil {
			return VerifyResult{}, err
		}
		out.Renew = policy.Accepts(domain.MethodRecovery)
		return out, nil
	}
	spent, opened, err := f.db.WriteRightCode(c, c.Scope, right)
	switch {
	case err != nil:
		return VerifyResult{}, err
	case !spent:
		return VerifyResult{}, f.lostProof(c, facts, policy, found.factor.Method)
	case !opened:
		return VerifyResult{}, domain.Refuse(domain.Unauthenticated, domain.CodeAttemptExpired)
	}
	return out, nil
}

// lostProof answers a right proof that another request consumed first, or a
// half sign-in that ended meanwhile.
func (f *Flows) lostProof(c ctxt, facts store.CodeFacts, policy domain.Policy, m domain.Method) error {
	again, err := f.db.ReadHalf(c, c.Scope, facts.Half.TokenHash, c.Now)
	if err != nil {
		return err
	}
	if !again.Live || again.PolicyVersion != facts.PolicyVersion {
		return domain.Refuse(domain.Unauthenticated, domain.CodeAttemptExpired)
	}
	if m == domain.MethodPasskey {
		return domain.Refuse(domain.Conflict, domain.CodePasskeyCanceled)
	}
	return f.wrongCode(c, facts.Person, policy, domain.CodeCodeReused, purposeOf(facts.Half)...)
}

func (f *Flows) giveTrust(c ctxt, facts store.CodeFacts, policy domain.Policy, right *store.RightCode, out *VerifyResult) error {
	p := facts.Person
	id, err := f.newID("trb")
	if err != nil {
		return err
	}
	token, hash, err := f.newToken()
	if err != nil {
		return err
	}
	event, err := f.about(c.Request, domain.EventTrustAdded, true, p.User)
	if err != nil {
		return err
	}
	right.Session.TrustGiven, right.Session.TrustID = !c.Bearer, id
	right.Trust = &store.Trust{ID: id, UserID: p.ID, TokenHash: hash, SecurityVersion: p.SecurityVersion, IP: c.IP, Browser: c.Browser, BrowserHash: c.BrowserHash}
	right.Events = append(right.Events, withDetail(event, "days", count(policy.TrustDays)))
	org, _, err := f.Organization(c, c.Scope)
	if err != nil {
		return err
	}
	mailboxes, err := f.mailboxes(c, facts.Factors, p.Email)
	if err != nil {
		return err
	}
	link, letters, err := f.noticeLetters(c, org, p.User, mailboxes, undo{Kind: "trusted", Args: map[string]string{"days": count(policy.TrustDays)}})
	right.Links, right.Mails, out.Trust = append(right.Links, link), append(right.Mails, letters...), token
	return err
}
