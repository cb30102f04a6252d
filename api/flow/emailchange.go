package flow

import (
	"context"
	"fmt"
	"strings"
	"time"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/tenancy/store"
)

// EmailChange is a change of the account's address that waits for the code
// which went to the new one.
type EmailChange struct {
	Address   string
	SentAt    time.Time
	ResendAt  time.Time
	ExpiresAt time.Time
}

// emailChangeTries is how many codes may be tried while one code lives.
const emailChangeTries = 5

// StartEmailChange begins to change the account's address: a code goes to the
// new one, and nothing changes before it was right. Somebody else's address is
// answered like any other; only who reads its mail learns that it is taken. A
// change begun before is replaced.
func (f *Flows) StartEmailChange(ctx context.Context, r Request, v *Visit, address string) error {
	c := ctxt{ctx, r}
	address = strings.TrimSpace(address)
	if refusal := domain.CheckEmail(address, "email"); refusal != nil {
		return refusal
	}
	if domain.EmailKey(address) == domain.EmailKey(v.Person.Email) {
		return domain.RefuseField(domain.Conflict, domain.CodeEmailSame, "email")
	}
	if err := f.requireFresh(c, v); err != nil {
		return err
	}
	l, _, err := f.newLink(r, store.LinkEmailChange, v.Person.User, domain.EmailChangeFor)
	if err != nil {
		return err
	}
	if l.Detail, err = f.keys.Seal([]byte(address), emailChangeBinding(c, l.ID)); err != nil {
		return fmt.Errorf("seal the address: %w", err)
	}
	to, err := f.emailChangeTarget(c, l)
	if err != nil {
		return err
	}
	return f.sends(c, func(tx *store.Tx) (refused, err error) {
		if refused, err = f.sendCode(tx, c, emailChangeAsked(v, l), to); err != nil || refused != nil {
			return refused, err
		}
		return nil, tx.AddLink(c, l)
	})
}

func emailChangeBinding(c ctxt, id string) factor.Binding {
	return factor.Bind("email change", c.Scope.Tenant(), id)
}

func emailChangeAsked(v *Visit, l store.Link) asked {
	return asked{org: v.Tenant, policy: v.Policy, person: v.Person, purpose: domain.PurposeVerification, request: l.ID}
}

func (f *Flows) emailChangeTarget(c ctxt, l store.Link) (target, error) {
	raw, err := f.keys.Open(l.Detail, emailChangeBinding(c, l.ID))
	if err != nil {
		return target{}, fmt.Errorf("open the address: %w", err)
	}
	t := target{method: domain.MethodEmail, address: string(raw), hint: maskEmail(string(raw))}
	t.key, err = f.lookupKey(c, t.method, domain.EmailKey(t.address))
	return t, err
}

// pendingEmail reads the change that waits, and false without one.
func pendingEmail(tx *store.Tx, c ctxt, v *Visit) (store.Link, bool, error) {
	l, err := tx.LatestLink(c, v.Person.ID, store.LinkEmailChange)
	if store.Missing(err) {
		return l, false, nil
	}
	return l, err == nil && linkIs(l, v.Person.User, c.Now) == domain.InvitationOpen, err
}

// emailChange is the change that waits, for the person's page; nil without
// one.
func (f *Flows) emailChange(tx *store.Tx, c ctxt, v *Visit) (*EmailChange, error) {
	l, waits, err := pendingEmail(tx, c, v)
	if err != nil || !waits {
		return nil, err
	}
	to, err := f.emailChangeTarget(c, l)
	if err != nil {
		return nil, err
	}
	sent, err := tx.SentCodes(c, v.Person.ID, l.ID)
	if err != nil {
		return nil, err
	}
	out := &EmailChange{Address: to.address, ExpiresAt: l.ExpiresAt, ResendAt: resendAt(sent, emailChangeAsked(v, l))}
	if len(sent) > 0 {
		out.SentAt = sent[0].SentAt
	}
	return out, nil
}

// ResendEmailChange sends another code to the new address.
func (f *Flows) ResendEmailChange(ctx context.Context, r Request, v *Visit) error {
	c := ctxt{ctx, r}
	return f.sends(c, func(tx *store.Tx) (refused, err error) {
		l, waits, err := pendingEmail(tx, c, v)
		if err != nil {
			return nil, err
		}
		if !waits {
			return domain.Refuse(domain.Gone, domain.CodeEmailChangeOver), nil
		}
		to, err := f.emailChangeTarget(c, l)
		if err != nil {
			return nil, err
		}
		return f.sendCode(tx, c, emailChangeAsked(v, l), to)
	})
}

// CancelEmailChange forgets the change that waits.
func (f *Flows) CancelEmailChange(ctx context.Context, r Request, v *Visit) error {
	return f.db.In(ctx, r.Scope, func(tx *store.Tx) error {
		return tx.RevokeLinks(ctx, v.Person.ID, store.LinkEmailChange, r.Now)
	})
}

// ConfirmEmailChange changes the address by the code that went to it. It is
// binding a new proof: it asks for a confirmation, everything issued before
// ends but for the acting session, whose new token it returns, and both
// addresses are told, the old one with a link that undoes it for seven days.
func (f *Flows) ConfirmEmailChange(ctx context.Context, r Request, v *Visit, typed string) (string, error) {
	c := ctxt{ctx, r}
	digits, n, problem := factor.NormalizeCode(typed)
	if problem != "" {
		return "", domain.RefuseField(domain.Invalid, problem, "code").With("n", n)
	}
	if err := f.requireFresh(c, v); err != nil {
		return "", err
	}
	l, sent, err := f.tryEmailChange(c, v)
	if err != nil {
		return "", err
	}
	to, err := f.emailChangeTarget(c, l)
	if err != nil {
		return "", err
	}
	code, match, err := f.matchSent(c, emailChangeAsked(v, l), to, digits, sent)
	switch {
	case err != nil:
		return "", err
	case match == sentRight:
		return f.changeEmail(c, v, l, to, code.ID)
	case match == sentUsed:
		return "", domain.RefuseField(domain.Invalid, domain.CodeCodeReused, "code")
	case match == sentExpired:
		if err := f.ResendEmailChange(ctx, r, v); err != nil {
			return "", err
		}
		return "", domain.RefuseField(domain.Invalid, domain.CodeExpiredResent, "code")
	}
	return "", domain.RefuseField(domain.Invalid, domain.CodeCodeWrong, "code")
}

// tryEmailChange counts a try at the code, for good, before it is compared.
func (f *Flows) tryEmailChange(c ctxt, v *Visit) (l store.Link, sent []store.SentCode, err error) {
	var refusal error
	err = f.db.In(c, c.Scope, func(tx *store.Tx) error {
		refusal = nil
		var waits bool
		if l, waits, err = pendingEmail(tx, c, v); err != nil {
			return err
		}
		if !waits {
			refusal = domain.Refuse(domain.Gone, domain.CodeEmailChangeOver)
			return nil
		}
		_, ok, err := tx.SpendQuota(c, "email change:"+v.Person.ID, 1, emailChangeTries, v.Policy.CodeFor(), c.Now)
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

func (f *Flows) changeEmail(c ctxt, v *Visit, l store.Link, to target, codeID string) (string, error) {
	old := v.Person.Email
	token, err := f.weaken(c, v, store.UserChange{Email: to.address, Name: v.Person.Name}, func(tx *store.Tx) error {
		used, err := tx.UseSentCode(c, codeID, v.Session.ID, c.Now)
		if err == nil && used {
			used, err = tx.UseLink(c, l.ID, c.Now)
		}
		if err != nil {
			return err
		}
		if !used {
			return domain.RefuseField(domain.Invalid, domain.CodeCodeReused, "code")
		}
		if err := f.record(tx, c, domain.EventEmailChanged, true, v.Person.User, "from", maskEmail(old), "to", to.hint); err != nil {
			return err
		}
		person := v.Person.User
		person.Email = to.address
		return f.notify(tx, c, v.Tenant, person, noticeEmailChanged, map[string]string{"old": maskEmail(old), "new": to.hint}, before{email: old})
	})
	if store.Duplicate(err) {
		return "", domain.RefuseField(domain.Conflict, domain.CodeEmailTaken, "code")
	}
	return token, err
}
