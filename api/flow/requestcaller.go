package flow

import (
	"context"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/tenancy/store"
)

// Making sure who calls: a code goes to what is on file of the person, they
// read it out, and the administrator types it in. It is of a purpose of its
// own, good for nothing else, and so many tries a request are counted before
// anything is compared.

// callerWays are the ways to make sure who made a request. A mailbox that its
// link was read in proves nothing twice.
func (f *Flows) callerWays(tx *store.Tx, c ctxt, p store.Person, req store.Request) ([]CallerWay, error) {
	var out []CallerWay
	for _, m := range []domain.Method{domain.MethodEmail, domain.MethodText, domain.MethodApp} {
		x, found, err := f.callerWay(tx, c, p, req, m)
		if err != nil {
			return nil, err
		}
		if found {
			out = append(out, CallerWay{Method: m, Hint: x.Hint})
		}
	}
	return out, nil
}

// callerWay is what is on file of a kind: the account's own address, a verified
// number or else the profile's, an app.
func (f *Flows) callerWay(tx *store.Tx, c ctxt, p store.Person, req store.Request, m domain.Method) (store.Factor, bool, error) {
	if req.Kind == domain.RequestApproval {
		return store.Factor{}, false, nil // nobody calls: an administrator asks
	}
	if m == domain.MethodEmail {
		return store.Factor{Method: m, Hint: maskEmail(p.Email)}, !req.ByMail, nil
	}
	all, err := tx.Factors(c, p.ID)
	if err != nil {
		return store.Factor{}, false, err
	}
	if list := inOrder(all, p.Primary, []domain.Method{m}); len(list) > 0 {
		x := list[0]
		if m == domain.MethodApp {
			x.Hint = ""
		}
		return x, m == domain.MethodApp || f.config.Texts.Offered, nil
	}
	if m != domain.MethodText || !p.PhoneState.Textable() || !f.config.Texts.Offered {
		return store.Factor{}, false, nil
	}
	phone, err := tx.Phone(c, p.ID)
	return store.Factor{ID: profileWay, UserID: p.ID, Method: m, Secret: phone.Sealed, Lookup: phone.Key, Hint: phone.Hint}, err == nil, err
}

func (f *Flows) requestTarget(c ctxt, p store.Person, x store.Factor) (target, error) {
	if x.Method != domain.MethodEmail {
		return f.targetOf(c, x)
	}
	key, err := f.lookupKey(c, x.Method, domain.EmailKey(p.Email))
	return target{method: x.Method, address: p.Email, key: key, hint: x.Hint}, err
}

func requestCodeAsked(v *Visit, p store.Person, req store.Request) asked {
	return asked{org: v.Tenant, policy: v.Policy, person: p, purpose: domain.PurposeRequest, request: req.ID, by: v.Person.User}
}

// SendRequestCode sends a code to the address or number on file.
func (f *Flows) SendRequestCode(ctx context.Context, r Request, v *Visit, id string, m domain.Method) error {
	c := ctxt{ctx, r}
	if err := f.requireFresh(c, v); err != nil {
		return err
	}
	var refusal error
	err := f.answer(c, v, string(domain.EventCallerCode), id, func(tx *store.Tx, p store.Person, req store.Request) error {
		if err := mine(v, req); err != nil {
			return err
		}
		x, found, err := f.callerWay(tx, c, p, req, m)
		if err == nil && (!found || m == domain.MethodApp) {
			err = domain.Refuse(domain.Conflict, domain.CodeCallerNoWay)
		}
		if err != nil {
			return err
		}
		to, err := f.requestTarget(c, p, x)
		if err != nil {
			return err
		}
		if refusal, err = f.sendCode(tx, c, requestCodeAsked(v, p, req), to); err != nil || refusal != nil {
			return err
		}
		return f.recordOn(tx, c, domain.EventCallerCode, true, v.Person.User, called(p.User), "number", domain.RequestName(req.Number), "method", string(m), "to", to.hint)
	})
	if err == nil {
		err = refusal
	}
	return err
}

// CheckCaller compares what a caller read out. Every code that can be one is
// counted, and committed, before it is compared; so many wrong ones end the
// checks of this request.
func (f *Flows) CheckCaller(ctx context.Context, r Request, v *Visit, id string, m domain.Method, typed string) error {
	c := ctxt{ctx, r}
	digits, n, problem := factor.NormalizeCode(typed)
	if problem != "" {
		return domain.RefuseField(domain.Invalid, problem, "code").With("n", n)
	}
	var p store.Person
	var req store.Request
	var x store.Factor
	var all []store.Factor
	var sent []store.SentCode
	var counted bool
	err := f.answer(c, v, string(domain.EventCallerChecked), id, func(tx *store.Tx, who store.Person, what store.Request) (err error) {
		p, req = who, what
		if err := mine(v, req); err != nil {
			return err
		}
		var found bool
		if x, found, err = f.callerWay(tx, c, p, req, m); err == nil && !found {
			err = domain.Refuse(domain.Conflict, domain.CodeCallerNoWay)
		}
		if err != nil {
			return err
		}
		if counted, err = tx.SpendCallerTry(c, req.ID, domain.RequestTries); err != nil {
			return err
		}
		if all, err = tx.Factors(c, p.ID); err != nil {
			return err
		}
		sent, err = tx.SentCodes(c, p.ID, req.ID)
		return err
	})
	if err != nil {
		return err
	}
	if !counted {
		return domain.RefuseField(domain.Conflict, domain.CodeCallerTries, "code").With("n", domain.RequestTries)
	}
	spend, err := f.matchCaller(c, v, p, req, x, digits, all, sent)
	if err != nil {
		return err
	}
	return f.noteCaller(c, v, p, req, m, spend)
}

// matchCaller finds what is consumed when the code was right; nil when it
// wasn't.
func (f *Flows) matchCaller(c ctxt, v *Visit, p store.Person, req store.Request, x store.Factor, digits string, all []store.Factor, sent []store.SentCode) (func(*store.Tx) (bool, error), error) {
	if x.Method == domain.MethodApp {
		found, err := f.matchApp(c, all, digits)
		if err != nil || found.verdict != factor.Accepted {
			return nil, err
		}
		return func(tx *store.Tx) (bool, error) {
			return tx.SpendTOTPStep(c, found.factor.ID, found.match.Step, found.match.Drift, req.ID, c.Browser, c.Now)
		}, nil
	}
	to, err := f.requestTarget(c, p, x)
	if err != nil {
		return nil, err
	}
	code, match, err := f.matchSent(c, requestCodeAsked(v, p, req), to, digits, sent)
	if err != nil || match != sentRight {
		return nil, err
	}
	return func(tx *store.Tx) (bool, error) { return tx.UseSentCode(c, code.ID, req.ID, c.Now) }, nil
}

// noteCaller writes down what a check came to, and consumes a right code once.
func (f *Flows) noteCaller(c ctxt, v *Visit, p store.Person, req store.Request, m domain.Method, spend func(*store.Tx) (bool, error)) error {
	var right bool
	err := f.db.In(c, c.Scope, func(tx *store.Tx) (err error) {
		if right = false; spend != nil {
			if right, err = spend(tx); err != nil {
				return err
			}
		}
		if right {
			if err := tx.NoteCaller(c, req.ID, m, v.Person.Name, c.Now); err != nil {
				return err
			}
		}
		return f.recordOn(tx, c, domain.EventCallerChecked, right, v.Person.User, called(p.User), "number", domain.RequestName(req.Number), "method", string(m))
	})
	if err != nil || right {
		return err
	}
	return domain.RefuseField(domain.Invalid, domain.CodeCallerWrong, "code").With("left", domain.RequestTries-req.Checks-1)
}
