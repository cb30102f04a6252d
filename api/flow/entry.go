package flow

import (
	"crypto/subtle"
	"encoding/hex"
	"time"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/domain/signin"
	"twofold/tenancy/store"
)

// Entry is what a one-time link led to. With Step Grant or Enroll, Token is
// of the session it opened, with Challenge of a half sign-in; without a Token
// the person signs in as usual.
type Entry struct {
	Step   signin.Step
	Token  string
	Person domain.User
	Policy domain.Policy
	Org    domain.Tenant
}

// enter opens the session of somebody whose one-time link was just spent and
// whose password was chosen by its side, in the same transaction. Next
// decides, as with every other way in.
func (f *Flows) enter(tx *store.Tx, c ctxt, p store.Person, how string) (Entry, error) {
	org, err := tx.Organization(c)
	if err != nil {
		return Entry{}, err
	}
	current, err := tx.Policy(c, org.PolicyVersion)
	if err != nil {
		return Entry{}, err
	}
	p.User = p.In(org.State)
	out := Entry{Person: p.User, Policy: current.Policy, Org: org}
	number, err := f.numberWay(tx, c, current.Policy, p, p.Lock.Total)
	if err != nil {
		return Entry{}, err
	}
	next := signin.Next(signin.Facts{Policy: current.Policy, Person: p.User, Methods: p.Methods, Number: number != nil, Disabled: number != nil && number.Disabled,
		Proofs: []signin.Proof{signin.Password}, Now: c.Now})
	if next.Step == signin.Challenge && number != nil {
		out.Step = signin.Challenge
	}
	if next.Step != signin.Grant && next.Step != signin.Enroll {
		return out, nil
	}
	session, token, err := f.newSession(c, p, next)
	if err != nil {
		return Entry{}, err
	}
	if err := tx.OpenSession(c, session); err != nil {
		return Entry{}, err
	}
	out.Step, out.Token = next.Step, token
	return out, f.record(tx, c, domain.EventSignedIn, true, p.User, "how", how)
}

// linkIs says what became of a link at now.
func linkIs(l store.Link, p domain.User, now time.Time) domain.InvitationState {
	switch {
	case !l.UsedAt.IsZero():
		return domain.InvitationAccepted
	case !l.RevokedAt.IsZero(), l.SecurityVersion != p.SecurityVersion, l.EmailKey != domain.EmailKey(p.Email):
		return domain.InvitationRevoked
	case !now.Before(l.ExpiresAt):
		return domain.InvitationExpired
	}
	return domain.InvitationOpen
}

// linkRefusal is the answer to a link that no longer leads anywhere.
func linkRefusal(state domain.InvitationState) error {
	if state == domain.InvitationAccepted {
		return domain.Refuse(domain.Gone, domain.CodeLinkUsed)
	}
	return domain.Refuse(domain.Gone, domain.CodeLinkExpired)
}

// readLink reads a link and its person. A token of no link of this tenant and
// kind is answered like an expired one.
func readLink(tx *store.Tx, c ctxt, kind store.LinkKind, token string) (store.Link, store.Person, error) {
	l, err := tx.LinkByToken(c, kind, factor.HashToken(token))
	if store.Missing(err) {
		return l, store.Person{}, linkRefusal(domain.InvitationExpired)
	}
	if err != nil {
		return l, store.Person{}, err
	}
	p, err := tx.User(c, l.UserID)
	return l, p, err
}

// spendLink uses a link up, once.
func spendLink(tx *store.Tx, c ctxt, kind store.LinkKind, token string) (store.Link, store.Person, error) {
	l, p, err := readLink(tx, c, kind, token)
	if err != nil {
		return l, p, err
	}
	if state := linkIs(l, p.User, c.Now); state != domain.InvitationOpen {
		return l, p, linkRefusal(state)
	}
	used, err := tx.UseLink(c, l.ID, c.Now)
	if err == nil && !used {
		err = linkRefusal(domain.InvitationAccepted)
	}
	return l, p, err
}

// boundTo is how a confirmation link remembers the browser that asked for it.
func boundTo(browserHash []byte) string { return hex.EncodeToString(browserHash) }

func sameBrowserAs(bound string, r Request) bool {
	return len(r.BrowserHash) > 0 && subtle.ConstantTimeCompare([]byte(bound), []byte(boundTo(r.BrowserHash))) == 1
}
