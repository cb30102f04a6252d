package flow

import (
	"context"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/tenancy/store"
)

// CallerTries is how many codes may be typed for one that was sent to a caller.
const CallerTries = 3

// callerAsked is what a code is for that somebody reads out to the visit's
// person. It belongs to the visit's session: another administrator can't use
// it.
func callerAsked(v *Visit, p store.Person) asked {
	return asked{org: v.Tenant, policy: v.Policy, person: p, purpose: domain.PurposeCaller, request: v.Session.ID, by: v.Person.User}
}

// callerTarget is the address on file.
func (f *Flows) callerTarget(c ctxt, p store.Person) (target, error) {
	key, err := f.lookupKey(c, domain.MethodEmail, domain.EmailKey(p.Email))
	return target{method: domain.MethodEmail, address: p.Email, key: key, hint: maskEmail(p.Email)}, err
}

// SendCallerCode sends a code to somebody's address on file, which they read
// out to the administrator who is asked to reset them.
func (f *Flows) SendCallerCode(ctx context.Context, r Request, v *Visit, id string) error {
	c := ctxt{ctx, r}
	var refused error
	err := f.actOn(c, v, mayReset, "reset.code", id, domain.MayReset, func(tx *store.Tx, p store.Person) error {
		if err := f.mayPrepareReset(c, v, p); err != nil {
			return err
		}
		to, err := f.callerTarget(c, p)
		if err == nil {
			refused, err = f.sendCode(tx, c, callerAsked(v, p), to)
		}
		return err
	})
	if err != nil {
		return err
	}
	return refused
}

// heard is a code that was read out and is right, not yet used.
type heard struct{ code store.SentCode }

// use spends the code; of two resets that race with it one gets it.
func (h heard) use(tx *store.Tx, c ctxt, v *Visit) error {
	if h.code.ID == "" {
		return nil
	}
	used, err := tx.UseSentCode(c, h.code.ID, v.Session.ID, c.Now)
	if err == nil && !used {
		err = domain.RefuseField(domain.Invalid, domain.CodeCodeReused, "code")
	}
	return err
}

// hear checks what the caller read out, where the administrator says that this
// is how they were checked. The try is counted, and committed, before anything
// is compared.
func (f *Flows) hear(c ctxt, v *Visit, id string, in ResetInput) (heard, error) {
	if in.Check != domain.CheckEmailCode {
		return heard{}, nil
	}
	digits, n, problem := factor.NormalizeCode(in.Code)
	if problem != "" {
		return heard{}, domain.RefuseField(domain.Invalid, problem, "code").With("n", n)
	}
	p, sent, err := f.spendCallerTry(c, v, id)
	if err != nil {
		return heard{}, err
	}
	to, err := f.callerTarget(c, p)
	if err != nil {
		return heard{}, err
	}
	code, match, err := f.matchSent(c, callerAsked(v, p), to, digits, sent)
	switch {
	case err != nil:
		return heard{}, err
	case match == sentRight:
		return heard{code}, nil
	}
	wrong := domain.RefuseField(domain.Invalid, domain.CodeCodeWrong, "code")
	err = f.db.In(c, c.Scope, func(tx *store.Tx) error {
		return f.recordOn(tx, c, domain.EventRefused, false, v.Person.User, called(p.User), "what", "reset.code", "reason", string(wrong.Code))
	})
	if err != nil {
		return heard{}, err
	}
	return heard{}, wrong
}

// spendCallerTry counts a try at the newest code sent to the caller, which is
// the only one that counts.
func (f *Flows) spendCallerTry(c ctxt, v *Visit, id string) (p store.Person, newest []store.SentCode, err error) {
	var refused error
	err = f.actOn(c, v, mayReset, "reset.code", id, domain.MayReset, func(tx *store.Tx, target store.Person) error {
		p, newest, refused = target, nil, domain.RefuseField(domain.Invalid, domain.CodeCallerCodeOver, "code")
		if err := f.mayPrepareReset(c, v, p); err != nil {
			return err
		}
		sent, err := tx.SentCodes(c, p.ID, v.Session.ID)
		if err != nil {
			return err
		}
		for _, s := range sent {
			if s.Purpose != domain.PurposeCaller {
				continue
			}
			_, fits, err := tx.SpendQuota(c, "caller:"+s.ID, 1, CallerTries, v.Policy.CodeFor(), c.Now)
			if fits {
				newest, refused = []store.SentCode{s}, nil
			}
			return err
		}
		return nil
	})
	if err == nil {
		err = refused
	}
	return p, newest, err
}
