package flow

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/tenancy/store"
)

// NumberInput is a number as somebody typed it. Country is the one chosen
// beside a number without its own.
type NumberInput struct{ Phone, Country string }

// PersonNumber keeps the number of somebody's profile for them, and says what
// a check of it found: it may be one that no text reaches. Nobody enters one
// for an owner, or for themselves here: it may become a second step.
func (f *Flows) PersonNumber(ctx context.Context, r Request, v *Visit, id string, in NumberInput) (hint string, state domain.PhoneState, err error) {
	c := ctxt{ctx, r}
	n, err := f.readNumber(c, v.Policy, in)
	if err != nil {
		return "", "", err
	}
	err = f.actOn(c, v, mayChangeNumber, string(domain.EventNumberChanged), id, domain.MayReset, func(tx *store.Tx, p store.Person) error {
		if err := f.giveNumber(tx, c, v, p, &n); err != nil {
			return err
		}
		kept, err := tx.Phone(c, p.ID)
		state = kept.State
		return err
	})
	return n.hint, state, err
}

// RemovePersonNumber takes the number off somebody's profile.
func (f *Flows) RemovePersonNumber(ctx context.Context, r Request, v *Visit, id string) error {
	c := ctxt{ctx, r}
	return f.actOn(c, v, mayChangeNumber, string(domain.EventNumberChanged), id, domain.MayReset, func(tx *store.Tx, p store.Person) error {
		return f.giveNumber(tx, c, v, p, nil)
	})
}

// giveNumber is keepNumber by an administrator. Codes to a new number may be
// tried again: the count of wrong ones was of the number before.
func (f *Flows) giveNumber(tx *store.Tx, c ctxt, v *Visit, p store.Person, n *profileNumber) error {
	if p.TwoStep == domain.TwoStepNever {
		if err := f.changePerson(tx, c, p, store.UserChange{ClearLock: true, At: c.Now}); err != nil {
			return err
		}
	}
	return f.keepNumber(tx, c, v.Person.User, p, n)
}

// profileNumber is a number that was read and checked.
type profileNumber struct {
	address, key, hint, country string
	kind                        factor.Phone
	state                       domain.PhoneState
}

// readNumber checks a number that was typed: that it can exist, and that
// texts go to its country where texts can reach it at all.
func (f *Flows) readNumber(c ctxt, policy domain.Policy, in NumberInput) (n profileNumber, err error) {
	if n.kind, err = factor.ParsePhone(strings.TrimSpace(in.Phone), in.Country, "phone"); err != nil {
		return n, err
	}
	n.address, n.hint, n.country, n.state = n.kind.E164, n.kind.Hint(), n.kind.Region, phoneState(n.kind)
	if n.state.Textable() && f.config.Texts.Offered && !slices.Contains(f.textCountries(policy), n.country) {
		return n, domain.RefuseField(domain.Invalid, domain.CodePhoneCountry, "phone").With("country", domain.Region(n.country))
	}
	n.key, err = f.lookupKey(c, domain.MethodText, n.address)
	return n, err
}

// phoneState is what is known of a number that nobody proved yet.
func phoneState(p factor.Phone) domain.PhoneState {
	switch p.Kind {
	case factor.PhoneMobile, factor.PhoneEither:
		return domain.PhoneUnverified
	case factor.PhoneLandline:
		return domain.PhoneLandline
	}
	return domain.PhoneOther
}

// textCountries are those that texts of an organization go to; none where
// nobody sends them.
func (f *Flows) textCountries(p domain.Policy) (out []string) {
	for _, country := range f.config.Texts.Countries {
		if textsGo(f.config.Texts, p, country) == nil {
			out = append(out, country)
		}
	}
	return out
}

func profileBinding(c ctxt, userID string) factor.Binding {
	return factor.Bind("profile number", c.Scope.Tenant(), userID)
}

// keepNumber puts n in the place of a profile's number, nil for none. A half
// sign-in that waits for a code to the old one ends with it.
func (f *Flows) keepNumber(tx *store.Tx, c ctxt, actor domain.User, p store.Person, n *profileNumber) error {
	old, err := tx.Phone(c, p.ID)
	if err != nil {
		return err
	}
	var next store.ProfilePhone
	what := "removed"
	if n != nil {
		if next, err = f.sealNumber(tx, c, p, *n); err != nil {
			return err
		}
		what = "changed"
		if old.State == domain.PhoneMissing {
			what = "added"
		}
	}
	if next.Key == old.Key {
		return f.proveNumber(tx, c, actor, p, old, next)
	}
	if err := tx.SetPhone(c, p.ID, next); err != nil {
		return err
	}
	if err := tx.EndHalves(c, p.ID, "number", c.Now); err != nil {
		return err
	}
	if err := f.recordOn(tx, c, domain.EventNumberChanged, true, actor, called(p.User), "number", what, "state", NumberWord(next.State)); err != nil {
		return err
	}
	if p.State != domain.UserActive {
		return nil
	}
	org, err := tx.Organization(c)
	if err != nil {
		return err
	}
	if err := f.notify(tx, c, org, p.User, noticeProfileNumber, map[string]string{"by": actor.Name}, before{number: &old}); err != nil {
		return err
	}
	return f.textOldProfile(tx, c, org, p.User, old)
}

// proveNumber notes that the number a profile has is its person's. Entering it
// again changes nothing.
func (f *Flows) proveNumber(tx *store.Tx, c ctxt, actor domain.User, p store.Person, old, next store.ProfilePhone) error {
	if old.State == domain.PhoneVerified || next.State != domain.PhoneVerified {
		return nil
	}
	if err := tx.SetPhone(c, p.ID, next); err != nil {
		return err
	}
	return f.recordOn(tx, c, domain.EventNumberChanged, true, actor, called(p.User), "number", "verified", "state", NumberWord(next.State))
}

// sealNumber is a number as the row keeps it. One that too many others have is
// refused; one that its person verified already is proved.
func (f *Flows) sealNumber(tx *store.Tx, c ctxt, p store.Person, n profileNumber) (out store.ProfilePhone, err error) {
	out = store.ProfilePhone{Key: n.key, Hint: n.hint, Country: n.country, State: n.state}
	others, mine, err := verifiedBy(tx, c, n.key, p.ID)
	if err != nil {
		return out, err
	}
	if mine {
		out.State = domain.PhoneVerified
	}
	holders, err := tx.NumberHolders(c, n.key, 2*numberMost)
	if err != nil {
		return out, err
	}
	for _, id := range holders {
		if id != p.ID && !slices.Contains(others, id) {
			others = append(others, id)
		}
	}
	if len(others) >= numberMost {
		return out, domain.RefuseField(domain.Conflict, domain.CodePhoneShared, "phone")
	}
	if out.Sealed, err = f.keys.Seal([]byte(n.address), profileBinding(c, p.ID)); err != nil {
		return out, fmt.Errorf("seal the number: %w", err)
	}
	return out, nil
}

// verifiedBy names the others who verified a number, and whether one did
// themselves.
func verifiedBy(tx *store.Tx, c ctxt, key, userID string) (others []string, mine bool, err error) {
	all, err := tx.FactorsByLookup(c, domain.MethodText, key)
	for _, x := range all {
		switch {
		case x.UserID == userID:
			mine = mine || !x.Disabled
		case !slices.Contains(others, x.UserID):
			others = append(others, x.UserID)
		}
	}
	return others, mine, err
}
