package flow

import (
	"context"
	"errors"

	"twofold/domain"
	"twofold/tenancy/store"
)

// OwnNumber puts a number in the place of that on the person's own profile. It
// has to be one that texts reach, and asks for a confirmation. A code goes to
// it, and waits reports that nothing changes before it was right. Where nobody
// sends text messages the number is kept as one that nobody proved: everything
// issued before ends but for the acting session, whose new token is returned,
// and the person is told.
func (f *Flows) OwnNumber(ctx context.Context, r Request, v *Visit, in NumberInput) (token string, waits bool, err error) {
	c := ctxt{ctx, r}
	n, err := f.readNumber(c, v.Policy, in)
	if err == nil {
		err = n.kind.CheckMobile("phone")
	}
	if err != nil {
		return "", false, err
	}
	if !f.config.Texts.Offered {
		token, err = f.changeOwnNumber(c, v, &n)
		return token, false, err
	}
	if err := f.otherNumber(c, v, n); err != nil {
		return "", false, err
	}
	to := target{method: domain.MethodText, address: n.address, key: n.key, hint: n.hint, country: n.country}
	return "", true, f.startChange(c, v, ContactNumber, to)
}

// otherNumber refuses the number that the profile has and that is proved.
func (f *Flows) otherNumber(c ctxt, v *Visit, n profileNumber) error {
	return f.db.View(c, c.Scope, func(tx *store.Tx) error {
		old, err := tx.Phone(c, v.Person.ID)
		if err == nil && old.State == domain.PhoneVerified && old.Key == n.key {
			return domain.RefuseField(domain.Conflict, domain.CodeNumberSame, "phone")
		}
		return err
	})
}

// RemoveOwnNumber takes the number off the person's own profile.
func (f *Flows) RemoveOwnNumber(ctx context.Context, r Request, v *Visit) (string, error) {
	return f.changeOwnNumber(ctxt{ctx, r}, v, nil)
}

func (f *Flows) changeOwnNumber(c ctxt, v *Visit, n *profileNumber) (string, error) {
	return f.weaken(c, v, store.UserChange{}, func(tx *store.Tx) error {
		return f.keepNumber(tx, c, v.Person.User, v.Person, n)
	})
}

// changeNumber keeps a number whose code was right. Only then does anybody
// learn that too many others have it.
func (f *Flows) changeNumber(c ctxt, v *Visit, p proved) (string, error) {
	n := profileNumber{address: p.to.address, key: p.to.key, hint: p.to.hint, country: p.to.country, state: domain.PhoneVerified}
	token, err := f.weaken(c, v, store.UserChange{}, func(tx *store.Tx) error {
		if err := p.spend(tx, c, v); err != nil {
			return err
		}
		return f.keepNumber(tx, c, v.Person.User, v.Person, &n)
	})
	var refusal *domain.Error
	if errors.As(err, &refusal) && refusal.Code == domain.CodePhoneShared {
		return "", domain.RefuseField(domain.Conflict, domain.CodePhoneShared, "code")
	}
	return token, err
}
