package flow

import (
	"fmt"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/domain/signin"
	"twofold/tenancy/store"
)

// profileWay names the profile's number among the ways of a half sign-in. It
// is nobody's method before its first right code.
const profileWay = "profile_number"

// sentTo is the method that codes to x are kept as going to; none for the
// profile's number and the account's mailbox.
func sentTo(x store.Factor) string {
	if x.ID == profileWay || x.ID == mailboxWay {
		return ""
	}
	return x.ID
}

// numberWay is the profile's number as a way to verify, where the policy lets
// it stand for a set-up (M6) and texts reach it; nil otherwise. wrong counts
// the codes that were wrong before: too many put it out of use. Whether it is
// asked is for signin.Next to say.
func (f *Flows) numberWay(tx *store.Tx, c ctxt, policy domain.Policy, p store.Person, wrong int) (*store.Factor, error) {
	if policy.Mode != domain.ModeRequired || !policy.ProfileNumbers || !policy.Accepts(domain.MethodText) ||
		p.TwoStep != domain.TwoStepNever || len(p.Methods) > 0 || !p.PhoneState.Textable() {
		return nil, nil
	}
	if policy.WaysBack.Questions == domain.QuestionsRequired {
		// Nothing turns on before they are answered: a set-up asks for both.
		set, err := tx.Answers(c, p.ID)
		if err != nil || policy.WaysBack.QuestionsDue(len(set.Questions)) {
			return nil, err
		}
	}
	phone, err := tx.Phone(c, p.ID)
	if err != nil || !phone.State.Textable() || textsGo(f.config.Texts, policy, phone.Country) != nil {
		return nil, err
	}
	others, _, err := verifiedBy(tx, c, phone.Key, p.ID)
	if err != nil || len(others) >= numberMost {
		return nil, err
	}
	return &store.Factor{ID: profileWay, UserID: p.ID, Method: domain.MethodText, Name: "•••" + phone.Hint, Secret: phone.Sealed,
		Lookup: phone.Key, Hint: phone.Hint, Disabled: wrong >= domain.DisableAfter}, nil
}

// numberAtSignIn is numberWay after a right password.
func (f *Flows) numberAtSignIn(c ctxt, policy domain.Policy, p store.Person) (way *store.Factor, err error) {
	if !policy.ProfileNumbers || !p.PhoneState.Textable() {
		return nil, nil
	}
	err = f.db.View(c, c.Scope, func(tx *store.Tx) error {
		way, err = f.numberWay(tx, c, policy, p, p.Lock.Total)
		return err
	})
	return way, err
}

// withNumber adds the profile's number to what a half sign-in can be finished
// by. A try that is being made doesn't count against itself.
func (f *Flows) withNumber(c ctxt, policy domain.Policy, facts *store.CodeFacts) error {
	before := facts.Person
	if facts.Counted {
		before.Lock.Total--
	}
	way, err := f.numberAtSignIn(c, policy, before)
	if err == nil && way != nil {
		facts.Factors = append(facts.Factors, *way)
	}
	return err
}

// hasNumber reports whether withNumber found one.
func hasNumber(all []store.Factor) bool {
	for _, x := range all {
		if x.ID == profileWay {
			return true
		}
	}
	return false
}

// acceptFirst consumes the first right code that went to the number of a
// profile: in one transaction the number becomes a verified method, two-step
// verification is on and the session opens, once, and only while the number,
// the person and the policy are what they were. A session opened by it saves
// recovery codes before anything else, where the policy has them.
func (f *Flows) acceptFirst(c ctxt, facts store.CodeFacts, policy domain.Policy, number store.Factor, right store.RightCode) error {
	method, err := f.provedFactor(c, number)
	if err != nil {
		return err
	}
	right.Session.Renew = policy.Accepts(domain.MethodRecovery)
	lost := domain.Refuse(domain.Unauthenticated, domain.CodeAttemptExpired)
	return f.db.In(c, c.Scope, func(tx *store.Tx) error {
		// The person's row first, as with every change of them: of codes that race, the others wait here.
		proved, err := tx.ProveNumber(c, store.Proved{Seen: right.Seen, Key: number.Lookup, At: c.Now})
		if err != nil || !proved {
			return or(err, lost)
		}
		ended, err := tx.EndHalf(c, facts.Half.ID, right.Session.ID, c.Now)
		if err != nil || !ended {
			return or(err, lost)
		}
		used, err := tx.UseSentCode(c, right.Sent, right.Session.ID, c.Now)
		if err != nil || !used {
			return or(err, lost)
		}
		return f.turnOnByNumber(tx, c, facts.Person, method, right)
	})
}

func or(err error, otherwise *domain.Error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// provedFactor is the number as a method of its person.
func (f *Flows) provedFactor(c ctxt, number store.Factor) (store.Factor, error) {
	id, err := f.newID("fac")
	if err != nil {
		return store.Factor{}, err
	}
	to, err := f.targetOf(c, number)
	if err != nil {
		return store.Factor{}, err
	}
	sealed, err := f.keys.Seal([]byte(to.address), factor.BindFactor(c.Scope.Tenant(), number.UserID, id, 1))
	if err != nil {
		return store.Factor{}, fmt.Errorf("seal the number: %w", err)
	}
	return store.Factor{ID: id, UserID: number.UserID, Method: domain.MethodText, Name: number.Name, Secret: sealed, SecretVersion: 1,
		CreatedAt: c.Now, Lookup: number.Lookup, Hint: number.Hint}, nil
}

// turnOnByNumber writes what a first right code leads to. The person's other
// half sign-ins waited for codes to a number that is a method now.
func (f *Flows) turnOnByNumber(tx *store.Tx, c ctxt, p store.Person, method store.Factor, right store.RightCode) error {
	was, err := remember(tx, c, p.ID)
	if err != nil {
		return err
	}
	was.noCodes = true
	if err := tx.AddFactor(c, method); err != nil {
		return err
	}
	if err := tx.UseFactor(c, method.ID, right.Session.ID, c.Browser, c.Now); err != nil {
		return err
	}
	if err := tx.EndHalves(c, p.ID, right.Session.ID, c.Now); err != nil {
		return err
	}
	if err := tx.OpenSession(c, right.Session); err != nil {
		return err
	}
	if err := f.record(tx, c, domain.EventTwoStepOn, true, p.User); err != nil {
		return err
	}
	if err := f.record(tx, c, domain.EventMethodAdded, true, p.User, "method", string(method.Method), "name", method.Name); err != nil {
		return err
	}
	if err := keepRight(tx, c, right); err != nil {
		return err
	}
	org, err := tx.Organization(c)
	if err != nil {
		return err
	}
	return f.notify(tx, c, org, p.User, noticeTurnedOn, wayWords(method), was)
}

// keepRight writes what stands beside the session of a right code: its
// events, a trusted browser, and what the person is told.
func keepRight(tx *store.Tx, c ctxt, right store.RightCode) error {
	if t := right.Trust; t != nil {
		trust := *t
		trust.TrustedAt, trust.UsedAt = c.Now, c.Now
		if err := tx.AddTrust(c, trust); err != nil {
			return err
		}
	}
	for _, e := range right.Events {
		if err := tx.Record(c, e); err != nil {
			return err
		}
	}
	links, mails := right.Links, right.Mails
	if n := right.Session.Notice; n != nil {
		links, mails = append(links, n.Link), append(mails, n.Mails...)
	}
	for _, l := range links {
		if err := tx.AddLink(c, l); err != nil {
			return err
		}
	}
	return tx.QueueMail(c, mails...)
}

// openByNumber begins the sign-in of somebody who has just joined and is let
// in by a code to their profile's number.
func (f *Flows) openByNumber(c ctxt, out Entry, p store.Person) (Entry, error) {
	seen := store.Seen{UserID: p.ID, SecurityVersion: p.SecurityVersion, PolicyVersion: out.Org.PolicyVersion}
	token, err := f.openHalf(c, out.Policy.HalfFor(), p, seen, nil, false)
	if err == errMoved {
		return out, nil // they sign in as usual
	}
	if err != nil {
		return out, err
	}
	out.Step, out.Token = signin.Challenge, token
	return out, f.sendFirst(c, token, []domain.Method{domain.MethodText}, out.Policy)
}
