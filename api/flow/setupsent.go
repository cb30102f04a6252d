package flow

import (
	"context"
	"fmt"
	"slices"

	"twofold/domain"
	"twofold/domain/enroll"
	"twofold/domain/factor"
	"twofold/tenancy/store"
)

// numberMost is how many people of an organization may verify one number.
const numberMost = 3

// SentSetup is a number or an address to verify. Address is what was typed,
// Country the one chosen beside a number without its own; an address by e-mail
// is the account's own when Address is empty.
type SentSetup struct {
	Method   domain.Method
	Address  string
	Country  string
	Replaces string
}

// StartSentSetup begins to verify a number or an address: it is kept sealed,
// a code goes to it, and nothing counts before the code was right. A set-up
// in progress is replaced.
func (f *Flows) StartSentSetup(ctx context.Context, r Request, v *Visit, in SentSetup) error {
	c := ctxt{ctx, r}
	if err := f.mayStart(c, v, in.Method); err != nil {
		return err
	}
	if in.Method != domain.MethodText && in.Method != domain.MethodEmail || !v.Policy.MayVerify(in.Method) {
		return domain.Refuse(domain.Forbidden, domain.CodeMethodNotAccepted).With("method", string(in.Method))
	}
	to, err := f.newTarget(c, v, in)
	if err != nil {
		return err
	}
	id, err := f.newID("enr")
	if err != nil {
		return err
	}
	sealed, err := f.keys.Seal([]byte(to.address), setupBinding(c, id))
	if err != nil {
		return fmt.Errorf("seal the address: %w", err)
	}
	return f.sends(c, func(tx *store.Tx) (error, error) {
		if err := f.checkReplaces(tx, c, v, in.Replaces); err != nil {
			return nil, err
		}
		if err := mayHave(tx, c, v, to, in.Replaces); err != nil {
			return nil, err
		}
		backed, err := f.backedUp(tx, c, v, to.method)
		if err != nil {
			return nil, err
		}
		if backed != nil && mainOf(*backed).Method == to.method && mainOf(*backed).Lookup == to.key {
			return nil, domain.RefuseField(domain.Conflict, domain.CodeAddressExists, addressField(to.method))
		}
		e := store.Enrollment{ID: id, UserID: v.Person.ID, SessionID: v.Session.ID, Replaces: in.Replaces, SecurityVersion: v.Person.SecurityVersion, Secret: sealed,
			Method: to.method, Lookup: to.key, Hint: to.hint, Name: "•••" + to.hint, CreatedAt: c.Now, ExpiresAt: c.Now.Add(enroll.KeyFor)}
		if to.method == domain.MethodEmail {
			e.Name = to.hint
		}
		if refused, err := f.sendCode(tx, c, setupAsked(v, e), to); err != nil || refused != nil {
			return refused, err
		}
		if err := f.begin(tx, c, &e, backed); err != nil {
			return nil, err
		}
		return nil, f.record(tx, c, domain.EventEnrollStarted, true, v.Person.User, "method", string(to.method))
	})
}

// setupAsked is what a code of a set-up is for.
func setupAsked(v *Visit, e store.Enrollment) asked {
	return asked{org: v.Tenant, policy: v.Policy, person: v.Person, purpose: domain.PurposeVerification, request: e.ID}
}

// newTarget reads a number or an address that was typed.
func (f *Flows) newTarget(c ctxt, v *Visit, in SentSetup) (t target, err error) {
	t.method = in.Method
	if in.Method == domain.MethodEmail {
		t.address = v.Person.Email
		if in.Address != "" {
			t.address = in.Address
		}
		if err := domain.CheckEmail(t.address, "email"); err != nil {
			return t, err
		}
		t.hint = maskEmail(t.address)
		t.key, err = f.lookupKey(c, t.method, domain.EmailKey(t.address))
		return t, err
	}
	number, err := factor.ParsePhone(in.Address, in.Country, "phone")
	if err != nil {
		return t, err
	}
	if err := number.CheckMobile("phone"); err != nil {
		return t, err
	}
	t.address, t.hint, t.country = number.E164, number.Hint(), number.Region
	t.key, err = f.lookupKey(c, t.method, t.address)
	return t, err
}

// mayHave refuses a number or an address that the person has verified already,
// and a number that too many others share.
func mayHave(tx *store.Tx, c ctxt, v *Visit, to target, replaces string) error {
	same, err := tx.FactorsByLookup(c, to.method, to.key)
	if err != nil {
		return err
	}
	field := addressField(to.method)
	var others []string
	for _, x := range same {
		if x.UserID == v.Person.ID && x.ID != replaces && !x.Disabled {
			return domain.RefuseField(domain.Conflict, domain.CodeAddressExists, field)
		}
		if x.UserID != v.Person.ID && !slices.Contains(others, x.UserID) {
			others = append(others, x.UserID)
		}
	}
	if to.method == domain.MethodText && len(others) >= numberMost {
		return domain.RefuseField(domain.Conflict, domain.CodePhoneShared, field)
	}
	return nil
}

// addressField is the field that a number or an address is typed in.
func addressField(m domain.Method) string {
	if m == domain.MethodText {
		return "phone"
	}
	return "email"
}

// ResendSetup sends another code to the number or address being verified.
func (f *Flows) ResendSetup(ctx context.Context, r Request, v *Visit) error {
	c := ctxt{ctx, r}
	return f.sends(c, func(tx *store.Tx) (error, error) {
		e, err := f.liveSetup(tx, c, v)
		if err != nil {
			return nil, err
		}
		if e == nil || !e.ConfirmedAt.IsZero() || !sentMethod(e.Method) {
			return domain.Refuse(domain.Gone, domain.CodeEnrollmentExpired), nil
		}
		to, err := f.setupTarget(c, *e)
		if err != nil {
			return nil, err
		}
		return f.sendCode(tx, c, setupAsked(v, *e), to)
	})
}

func sentMethod(m domain.Method) bool {
	return m == domain.MethodText || m == domain.MethodEmail || m == domain.MethodMailCode
}

// setupTarget opens the number or address of a set-up.
func (f *Flows) setupTarget(c ctxt, e store.Enrollment) (target, error) {
	raw, err := f.keys.Open(e.Secret, setupBinding(c, e.ID))
	if err != nil {
		return target{}, fmt.Errorf("open the address: %w", err)
	}
	t := target{method: e.Method, address: string(raw), key: e.Lookup, hint: e.Hint}
	if e.Method == domain.MethodText {
		number, err := factor.ParsePhone(t.address, "", "phone")
		if err != nil {
			return t, fmt.Errorf("read the number: %w", err)
		}
		t.country = number.Region
	}
	return t, nil
}

// confirmSent checks the code that proves a number or an address. The try was
// counted before.
func (f *Flows) confirmSent(c ctxt, v *Visit, e *store.Enrollment, digits string) (*TurnedOn, error) {
	to, err := f.setupTarget(c, *e)
	if err != nil {
		return nil, err
	}
	a := setupAsked(v, *e)
	var sent []store.SentCode
	err = f.db.View(c, c.Scope, func(tx *store.Tx) (err error) {
		sent, err = tx.SentCodes(c, v.Person.ID, e.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	code, match, err := f.matchSent(c, a, to, digits, sent)
	switch {
	case err != nil:
		return nil, err
	case match == sentExpired:
		return nil, cameLate(f.ResendSetup(c, c.Request, v))
	case match != sentRight:
		return nil, f.setupCodeWrong(c, v, e, nil)
	}
	return f.confirmSetup(c, v, e, confirmation{name: e.Name, sent: code.ID})
}
