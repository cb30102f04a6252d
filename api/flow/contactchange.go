package flow

import (
	"context"
	"fmt"
	"time"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/tenancy/store"
)

// ContactChange is a change of the account's address, or of the number on the
// profile, that waits for the code which went to the new one.
type ContactChange struct {
	Address   string // of e-mail; empty for a number
	Hint      string // the last digits of a number, or the masked address
	SentAt    time.Time
	ResendAt  time.Time
	ExpiresAt time.Time
}

// Contact is what of an account changes by a code to the new one.
type Contact struct {
	kind    store.LinkKind
	method  domain.Method
	over    domain.Code // where nothing waits
	binding string      // names what its sealed detail is for
	event   domain.EventKind
	change  func(*Flows, ctxt, *Visit, proved) (string, error)
}

// proved is a change whose code was right.
type proved struct {
	link store.Link
	to   target
	code string // id
}

// What changes by a code to the new one.
var (
	ContactEmail  = Contact{store.LinkEmailChange, domain.MethodEmail, domain.CodeEmailChangeOver, "email change", domain.EventEmailChanged, (*Flows).changeEmail}
	ContactNumber = Contact{store.LinkNumberChange, domain.MethodText, domain.CodeNumberChangeOver, "number change", domain.EventNumberChanged, (*Flows).changeNumber}
)

// contactTries is how many codes may be tried while one code lives.
const contactTries = 5

// startChange begins a change: a code goes to the new address or number, and
// nothing changes before it was right. A change of the kind begun before is
// replaced.
func (f *Flows) startChange(c ctxt, v *Visit, k Contact, to target) error {
	if err := f.requireFresh(c, v); err != nil {
		return err
	}
	l, _, err := f.newLink(c.Request, k.kind, v.Person.User, domain.ContactChangeFor)
	if err != nil {
		return err
	}
	if l.Detail, err = f.keys.Seal([]byte(to.address), k.bound(c, l.ID)); err != nil {
		return fmt.Errorf("seal what changes: %w", err)
	}
	return f.sends(c, func(tx *store.Tx) (refused, err error) {
		if refused, err = f.sendCode(tx, c, changeAsked(v, l), to); err != nil || refused != nil {
			return refused, err
		}
		return nil, tx.AddLink(c, l)
	})
}

func (k Contact) bound(c ctxt, id string) factor.Binding {
	return factor.Bind(k.binding, c.Scope.Tenant(), id)
}

func changeAsked(v *Visit, l store.Link) asked {
	return asked{org: v.Tenant, policy: v.Policy, person: v.Person, purpose: domain.PurposeVerification, request: l.ID}
}

func (f *Flows) changeTarget(c ctxt, v *Visit, k Contact, l store.Link) (target, error) {
	raw, err := f.keys.Open(l.Detail, k.bound(c, l.ID))
	if err != nil {
		return target{}, fmt.Errorf("open what changes: %w", err)
	}
	return f.newTarget(c, v, SentSetup{Method: k.method, Address: string(raw)})
}

// pending reads the change that waits, and false without one.
func (k Contact) pending(tx *store.Tx, c ctxt, v *Visit) (store.Link, bool, error) {
	l, err := tx.LatestLink(c, v.Person.ID, k.kind)
	if store.Missing(err) {
		return l, false, nil
	}
	return l, err == nil && linkIs(l, v.Person.User, c.Now) == domain.InvitationOpen, err
}

// contactChange is the change that waits, for the person's page; nil without
// one.
func (f *Flows) contactChange(tx *store.Tx, c ctxt, v *Visit, k Contact) (*ContactChange, error) {
	l, waits, err := k.pending(tx, c, v)
	if err != nil || !waits {
		return nil, err
	}
	to, err := f.changeTarget(c, v, k, l)
	if err != nil {
		return nil, err
	}
	sent, err := tx.SentCodes(c, v.Person.ID, l.ID)
	if err != nil {
		return nil, err
	}
	out := &ContactChange{Hint: to.hint, ExpiresAt: l.ExpiresAt, ResendAt: resendAt(sent, changeAsked(v, l))}
	if k.method == domain.MethodEmail {
		out.Address = to.address
	}
	if len(sent) > 0 {
		out.SentAt = sent[0].SentAt
	}
	return out, nil
}

// ResendContactChange sends another code to the new address or number.
func (f *Flows) ResendContactChange(ctx context.Context, r Request, v *Visit, k Contact) error {
	c := ctxt{ctx, r}
	return f.sends(c, func(tx *store.Tx) (refused, err error) {
		l, waits, err := k.pending(tx, c, v)
		if err != nil {
			return nil, err
		}
		if !waits {
			return domain.Refuse(domain.Gone, k.over), nil
		}
		to, err := f.changeTarget(c, v, k, l)
		if err != nil {
			return nil, err
		}
		return f.sendCode(tx, c, changeAsked(v, l), to)
	})
}

// CancelContactChange forgets the change that waits.
func (f *Flows) CancelContactChange(ctx context.Context, r Request, v *Visit, k Contact) error {
	return f.db.In(ctx, r.Scope, func(tx *store.Tx) error {
		return tx.RevokeLinks(ctx, v.Person.ID, k.kind, r.Now)
	})
}

// ConfirmContactChange changes the address or the number by the code that went
// to it. It is binding a new proof: it asks for a confirmation, everything
// issued before ends but for the acting session, whose new token it returns,
// and the person is told, with a link that undoes it for seven days. A new
// address is told as well as the old one.
func (f *Flows) ConfirmContactChange(ctx context.Context, r Request, v *Visit, k Contact, typed string) (string, error) {
	c := ctxt{ctx, r}
	digits, n, problem := factor.NormalizeCode(typed)
	if problem != "" {
		return "", domain.RefuseField(domain.Invalid, problem, "code").With("n", n)
	}
	if err := f.requireFresh(c, v); err != nil {
		return "", err
	}
	l, sent, err := f.tryChange(c, v, k)
	if err != nil {
		return "", err
	}
	to, err := f.changeTarget(c, v, k, l)
	if err != nil {
		return "", err
	}
	code, match, err := f.matchSent(c, changeAsked(v, l), to, digits, sent)
	switch {
	case err != nil:
		return "", err
	case match == sentRight:
		return k.change(f, c, v, proved{l, to, code.ID})
	case match == sentUsed:
		return "", f.changeRefused(c, v, k, domain.CodeCodeReused)
	case match == sentExpired:
		return "", cameLate(f.ResendContactChange(ctx, r, v, k))
	}
	return "", f.changeRefused(c, v, k, domain.CodeCodeWrong)
}

// changeRefused writes a wrong code down. So few are compared while one lives
// that nobody fills the log with them.
func (f *Flows) changeRefused(c ctxt, v *Visit, k Contact, code domain.Code) error {
	err := f.db.In(c, c.Scope, func(tx *store.Tx) error {
		return f.record(tx, c, domain.EventRefused, false, v.Person.User, "what", string(k.event), "reason", string(code))
	})
	return or(err, domain.RefuseField(domain.Invalid, code, "code"))
}

// tryChange counts a try at the code, for good, before it is compared.
func (f *Flows) tryChange(c ctxt, v *Visit, k Contact) (l store.Link, sent []store.SentCode, err error) {
	var refusal error
	err = f.db.In(c, c.Scope, func(tx *store.Tx) error {
		refusal = nil
		var waits bool
		if l, waits, err = k.pending(tx, c, v); err != nil {
			return err
		}
		if !waits {
			refusal = domain.Refuse(domain.Gone, k.over)
			return nil
		}
		_, ok, err := tx.SpendQuota(c, k.binding+":"+v.Person.ID, 1, contactTries, v.Policy.CodeFor(), c.Now)
		if err != nil {
			return err
		}
		if !ok {
			refusal = domain.Refuse(domain.TooMany, domain.CodeRateLimited).After(v.Policy.CodeFor())
			return nil
		}
		sent, err = tx.SentCodes(c, v.Person.ID, l.ID)
		return err
	})
	if err == nil {
		err = refusal
	}
	return l, sent, err
}

// spend consumes the code and the change it was for, once.
func (p proved) spend(tx *store.Tx, c ctxt, v *Visit) error {
	used, err := tx.UseSentCode(c, p.code, v.Session.ID, c.Now)
	if err == nil && used {
		used, err = tx.UseLink(c, p.link.ID, c.Now)
	}
	if err != nil {
		return err
	}
	if !used {
		return domain.RefuseField(domain.Invalid, domain.CodeCodeReused, "code")
	}
	return nil
}
