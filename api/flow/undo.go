package flow

import (
	"encoding/json"
	"fmt"
	"slices"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/tenancy/store"
)

// before is how a person's account stood before a change, as far as the change
// can be undone. The zero one undoes nothing.
type before struct {
	read    bool
	factors []store.Factor
	codes   []store.RecoveryCode // unused
	email   string               // set where the address is changed
	number  *store.ProfilePhone  // set where the profile's number is
	answers *store.AnswerSet     // set where the answers to the security questions are
	noCodes bool                 // recovery codes follow, which go with what is undone
	lost    bool                 // it is, or may be, on a device that was lost
}

// remember reads how an account stands, in the transaction that changes it.
func remember(tx *store.Tx, c ctxt, userID string) (before, error) {
	b := before{read: true}
	var err error
	if b.factors, err = tx.Factors(c, userID); err != nil {
		return b, err
	}
	codes, err := tx.RecoveryCodes(c, userID)
	for _, one := range codes {
		if one.UsedAt.IsZero() {
			b.codes = append(b.codes, one)
		}
	}
	return b, err
}

// method is one of those there were, zero for none.
func (b before) method(id string) store.Factor {
	for _, x := range b.factors {
		if x.ID == id {
			return x
		}
	}
	return store.Factor{}
}

// undo is what an objection does to one change: it takes away what was added
// and puts back what was there. It lies sealed in the link's row.
type undo struct {
	Kind     string            `json:"kind"`              // of the letter it objects to
	Args     map[string]string `json:"args"`              // and its words
	Session  string            `json:"session,omitempty"` // the sign-in it is about: its browser is known no more
	Added    []string          `json:"added,omitempty"`
	Gone     []store.Factor    `json:"gone,omitempty"`
	NewCodes bool              `json:"new_codes,omitempty"` // Codes are put in the place of the set
	Codes    []store.RecoveryCode
	Lost     bool           `json:"lost,omitempty"` // what was there may be in the hands of whoever has a lost device
	Email    string         `json:"email,omitempty"`
	TwoStep  domain.TwoStep `json:"two_step,omitempty"`
	// Number is put back on the profile: the zero one takes it off.
	Number *store.ProfilePhone `json:"number,omitempty"`
	// Answers are put back: the zero set takes them away.
	Answers *store.AnswerSet `json:"answers,omitempty"`
}

// undoOf compares an account with how it stood before.
func undoOf(tx *store.Tx, c ctxt, userID, kind string, args map[string]string, was before) (undo, error) {
	u := undo{Kind: kind, Args: args, Email: was.email, Number: was.number, Answers: was.answers}
	if !was.read {
		return u, nil
	}
	now, err := remember(tx, c, userID)
	if err != nil {
		return u, err
	}
	for _, x := range now.factors {
		if !slices.ContainsFunc(was.factors, sameFactor(x)) {
			u.Added = append(u.Added, x.ID)
		}
	}
	for _, x := range was.factors {
		if !x.Disabled && !slices.ContainsFunc(now.factors, sameFactor(x)) {
			u.Gone = append(u.Gone, x)
		}
	}
	if u.NewCodes = !slices.EqualFunc(was.codes, now.codes, func(a, b store.RecoveryCode) bool { return a.ID == b.ID }) || was.noCodes; u.NewCodes {
		u.Codes = was.codes
	}
	if kind == noticeTurnedOff {
		u.TwoStep = domain.TwoStepOn // turning it on is never undone: its methods go out of use
	}
	if was.lost {
		u.forgo()
	}
	return u, nil
}

// forgo leaves out what was on a lost device. Whoever holds it may read the
// mailbox too, and then the link would let them in. Where nothing took its
// place, it comes back out of use: that asks for an administrator, where nothing
// at all would leave the account to the password.
func (u *undo) forgo() {
	u.Lost, u.Codes = true, nil
	if u.TwoStep != domain.TwoStepOn {
		u.Gone = nil
	}
	for i := range u.Gone {
		u.Gone[i].Disabled = true
	}
}

func sameFactor(x store.Factor) func(store.Factor) bool {
	return func(y store.Factor) bool { return x.ID == y.ID }
}

func undoBinding(c ctxt, linkID string) factor.Binding {
	return factor.Bind("objection", c.Scope.Tenant(), linkID)
}

func (f *Flows) sealUndo(c ctxt, linkID string, u undo) ([]byte, error) {
	raw, err := json.Marshal(u)
	if err != nil {
		return nil, fmt.Errorf("write undo: %w", err)
	}
	sealed, err := f.keys.Seal(raw, undoBinding(c, linkID))
	if err != nil {
		return nil, fmt.Errorf("seal undo: %w", err)
	}
	return sealed, nil
}

func (f *Flows) openUndo(c ctxt, l store.Link) (undo, error) {
	var u undo
	raw, err := f.keys.Open(l.Detail, undoBinding(c, l.ID))
	if err != nil {
		return u, fmt.Errorf("open undo: %w", err)
	}
	return u, json.Unmarshal(raw, &u)
}
