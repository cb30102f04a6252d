package flow

import (
	"encoding/base64"
	"fmt"
	"math"
	"time"

	"twofold/domain"
	"twofold/domain/enroll"
	"twofold/domain/factor"
	"twofold/tenancy/store"
)

// target is where a code goes: a verified method, or a number or address that
// its first right code will prove.
type target struct {
	method  domain.Method
	factor  string // empty before it is verified
	address string // E.164, or an e-mail address
	key     string // keyed hash of it
	hint    string // what may be shown of it
	country string // of a number
}

// bound is what a code to it is bound to.
func (t target) bound() string {
	if t.factor != "" {
		return t.factor
	}
	return t.key
}

// asked is what a code is asked for: whom, what for, in which request.
type asked struct {
	org     domain.Tenant
	policy  domain.Policy
	person  store.Person
	purpose domain.Purpose
	request string
	by      domain.User // who asks for it, where that isn't the person
}

func (a asked) binding(t target) factor.SentFor {
	return factor.SentFor{Tenant: a.org.ID, User: a.person.ID, Purpose: a.purpose, Request: a.request, Method: t.method, Target: t.bound()}
}

// sendCode stores a code and queues its message, in the caller's transaction,
// unless it is too soon or too much: refused is for the person and returned
// after the commit, since what stands in the audit log about it must stay. A
// resend never touches the count of wrong codes.
func (f *Flows) sendCode(tx *store.Tx, c ctxt, a asked, to target) (refused, err error) {
	if refused, err = f.mayResend(tx, c, a, to.method); err != nil || refused != nil {
		return refused, err
	}
	var cost int64
	if to.method == domain.MethodText {
		if cost, refused, err = f.allowText(tx, c, a.org, a.policy, textTo{person: a.person.User, key: to.key, country: to.country}, 1); err != nil || refused != nil {
			return refused, err
		}
	}
	id, err := f.newID("cod")
	if err != nil {
		return nil, err
	}
	code, err := factor.NewSentCode(f.rand)
	if err != nil {
		return nil, err
	}
	mac, err := f.keys.MACSentCode(a.binding(to), code)
	if err != nil {
		return nil, fmt.Errorf("keep code: %w", err)
	}
	message, err := f.codeMessage(c, a, to, code)
	if err != nil {
		return nil, err
	}
	if to.method == domain.MethodText {
		message.Cost, message.Segments = cost, 1 // its words are cut to one
	}
	if err := tx.QueueMail(c, message); err != nil {
		return nil, err
	}
	if err := tx.AddSentCode(c, store.SentCode{ID: id, UserID: a.person.ID, Request: a.request, Purpose: a.purpose, Method: to.method, Factor: to.factor, Country: to.country,
		MAC: mac, BrowserHash: notNil(c.BrowserHash), MessageID: message.ID, SentAt: c.Now, ExpiresAt: c.Now.Add(a.policy.CodeFor())}); err != nil {
		return nil, err
	}
	by := a.by
	if by.ID == "" {
		by = a.person.User
	}
	return nil, f.recordOn(tx, c, domain.EventCodeSent, true, by, a.person.User, "method", string(to.method), "to", to.hint, "purpose", string(a.purpose))
}

// sends runs a transaction that sends a code, and returns what refuses it
// after the commit.
func (f *Flows) sends(c ctxt, fn func(tx *store.Tx) (refused, err error)) error {
	var refused error
	err := f.db.In(c, c.Scope, func(tx *store.Tx) (err error) {
		refused, err = fn(tx)
		return err
	})
	if err != nil {
		return err
	}
	return refused
}

// mayResend holds the waits of one request and the hourly number of one
// method. Counting first makes requests that race wait for each other, so that
// each sees the codes of the others.
func (f *Flows) mayResend(tx *store.Tx, c ctxt, a asked, m domain.Method) (refused, err error) {
	if _, _, err := tx.SpendQuota(c, "sends:"+string(m)+":"+a.person.ID, 1, math.MaxInt32, time.Hour, c.Now); err != nil {
		return nil, err
	}
	sent, err := tx.SentSince(c, a.person.ID, m, c.Now.Add(-time.Hour))
	if err != nil {
		return nil, err
	}
	if at := resendAt(sent, a); at.After(c.Now) {
		return domain.Refuse(domain.TooMany, domain.CodeResendWait).After(at.Sub(c.Now)), nil
	}
	if len(sent) >= enroll.SendsAnHour {
		again := sent[enroll.SendsAnHour-1].SentAt.Add(time.Hour)
		return domain.Refuse(domain.TooMany, domain.CodeSendQuota).With("n", len(sent)).With("time", again).After(again.Sub(c.Now)), nil
	}
	return nil, nil
}

// resendAt is when the next code of a request may be asked for.
func resendAt(sent []store.SentCode, a asked) time.Time {
	var last time.Time
	n := 0
	for _, s := range sent {
		if s.Request != a.request || s.Purpose != a.purpose {
			continue
		}
		if n++; s.SentAt.After(last) {
			last = s.SentAt
		}
	}
	return enroll.ResendAt(n, last, time.Duration(a.policy.ResendSeconds)*time.Second)
}

// codeMessage writes the message of a code. Nothing but the code is in it: no
// link, so that nobody learns to press one in such a message. It isn't sent
// once the code is over.
func (f *Flows) codeMessage(c ctxt, a asked, to target, code string) (store.Mail, error) {
	who := a.person.User
	words := map[string]string{"code": code, "minutes": count(a.policy.CodeMinutes), "purpose": string(a.purpose), "link": "", "to": to.address}
	if a.purpose == domain.PurposeRequest {
		words["purpose"] = string(domain.PurposeCaller) // read out to an administrator, as one before a reset
	}
	if to.method != domain.MethodText {
		who.Email = to.address
	}
	m, err := f.letter(c, a.org, who, letterCode, words)
	if err != nil {
		return m, err
	}
	m.ExpiresAt = c.Now.Add(a.policy.CodeFor())
	if to.method == domain.MethodText {
		m.Channel, m.To, m.Country = store.ChannelText, "•••"+to.hint, to.country
	}
	return m, nil
}

// letterCode is the kind of message that carries a code.
const letterCode = "code"

// targetOf opens the number or address of a verified method, or the profile's
// number, whose first right code makes it one.
func (f *Flows) targetOf(c ctxt, x store.Factor) (target, error) {
	if x.ID == mailboxWay {
		return target{method: x.Method, address: x.Detail, key: x.Lookup, hint: x.Hint}, nil
	}
	binding := factor.BindFactor(c.Scope.Tenant(), x.UserID, x.ID, x.SecretVersion)
	if x.ID == profileWay {
		binding = profileBinding(c, x.UserID)
	}
	raw, err := f.keys.Open(x.Secret, binding)
	if err != nil {
		return target{}, fmt.Errorf("open the address of %s: %w", x.ID, err)
	}
	t := target{method: x.Method, factor: sentTo(x), address: string(raw), key: x.Lookup, hint: x.Hint}
	if x.Method == domain.MethodText {
		number, err := factor.ParsePhone(t.address, "", "phone")
		if err != nil {
			return t, fmt.Errorf("read the number of %s: %w", x.ID, err)
		}
		t.country = number.Region
	}
	return t, nil
}

// lookupKey is a number or an address as it is looked for, without holding it:
// a keyed hash (NIST SP 800-63B 3.1.3, ASVS V14.2.6).
func (f *Flows) lookupKey(c ctxt, m domain.Method, address string) (string, error) {
	mac, err := f.keys.MAC("lookup "+string(m), []byte(c.Scope.Tenant()+" "+address))
	if err != nil {
		return "", fmt.Errorf("key of an address: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(mac), nil
}

// sentMatch is what a typed code came to among those that were sent.
type sentMatch int

const (
	sentWrong sentMatch = iota
	sentUsed
	sentExpired // right, but too late; not so late that it is only wrong
	sentRight
)

// matchSent finds the sent code that was typed. Codes of another request,
// purpose, method or browser are none of these.
func (f *Flows) matchSent(c ctxt, a asked, t target, digits string, sent []store.SentCode) (store.SentCode, sentMatch, error) {
	best, found := sentWrong, store.SentCode{}
	newest := true
	for _, s := range sent {
		if s.Purpose != a.purpose || s.Method != t.method || s.Factor != t.factor || string(s.BrowserHash) != string(notNil(c.BrowserHash)) {
			continue
		}
		current := newest
		newest = false
		fits, err := f.keys.CheckSentCode(a.binding(t), digits, s.MAC)
		if err != nil {
			return found, sentWrong, fmt.Errorf("match sent code: %w", err)
		}
		if !fits {
			continue
		}
		if m := judgeSent(s, a, current, c.Now); m > best {
			best, found = m, s
		}
	}
	return found, best, nil
}

func judgeSent(s store.SentCode, a asked, current bool, now time.Time) sentMatch {
	switch {
	case !s.UsedAt.IsZero():
		return sentUsed
	case !current && !a.policy.EarlierCodes:
		return sentWrong
	case now.Before(s.ExpiresAt):
		return sentRight
	case now.Before(s.ExpiresAt.Add(enroll.ExpiredFor)):
		return sentExpired
	}
	return sentWrong
}
