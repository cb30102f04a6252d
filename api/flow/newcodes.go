package flow

import (
	"context"

	"twofold/domain"
	"twofold/domain/enroll"
	"twofold/tenancy/store"
)

// StartNewCodes makes a new set of recovery codes to be shown and kept by
// TurnOn; the old ones work until then. Without a confirmation it is open to
// people who used a recovery code a while ago at most, or are held for a set.
func (f *Flows) StartNewCodes(ctx context.Context, r Request, v *Visit) error {
	c := ctxt{ctx, r}
	if v.Person.TwoStep != domain.TwoStepOn || !v.Policy.Accepts(domain.MethodRecovery) {
		return domain.Refuse(domain.Conflict, domain.CodeMethodNotAccepted).With("method", string(domain.MethodRecovery))
	}
	// At the gate of a used-up set the sign-in itself counts, for as long as the
	// session lasts: whoever is held there has nothing left to confirm with.
	if !v.Session.Renew && !(v.RecoveryOpen && v.Session.Recovered(c.Now)) {
		if err := f.requireFresh(c, v); err != nil {
			return err
		}
	}
	return f.newCodes(c, v)
}

// renews reports whether a session that opens makes a new set of recovery codes
// before anything else: the last one was used, at an earlier sign-in or for a
// new password (A26). spent says that a set is there and used up.
func renews(policy domain.Policy, p domain.User, spent bool) bool {
	return spent && p.TwoStep == domain.TwoStepOn && policy.Accepts(domain.MethodRecovery)
}

// renewsBy is renews for somebody whose codes weren't read.
func (f *Flows) renewsBy(c ctxt, policy domain.Policy, p store.Person) (renew bool, err error) {
	err = f.db.View(c, c.Scope, func(tx *store.Tx) error {
		spent, err := usedUp(tx, c, p)
		renew = renews(policy, p.User, spent)
		return err
	})
	return renew, err
}

// usedUp reports whether a person's recovery codes are all used.
func usedUp(tx *store.Tx, c ctxt, p store.Person) (bool, error) {
	left, made, err := tx.RecoveryLeft(c, p.ID)
	return left == 0 && !made.IsZero(), err
}

// newCodes makes a set to be shown and kept by TurnOn, where the policy has
// recovery codes.
func (f *Flows) newCodes(c ctxt, v *Visit) error {
	id, err := f.newID("enr")
	if err != nil {
		return err
	}
	var sealed []byte
	if v.Policy.Accepts(domain.MethodRecovery) {
		if sealed, err = f.sealedSet(c, v, id); err != nil {
			return err
		}
	}
	return f.db.In(c, c.Scope, func(tx *store.Tx) error {
		return tx.StartEnrollment(c, store.Enrollment{ID: id, UserID: v.Person.ID, SessionID: v.Session.ID, SecurityVersion: v.Person.SecurityVersion,
			Secret: []byte{}, Codes: sealed, CreatedAt: c.Now, ConfirmedAt: c.Now, ExpiresAt: c.Now.Add(enroll.KeyFor)})
	})
}

// keepNewCodes is the last button of a new set: the old codes stop working.
// With it two-step verification turns on, where it wasn't.
func (f *Flows) keepNewCodes(tx *store.Tx, c ctxt, v *Visit, set []store.RecoveryCode, tokenHash []byte) error {
	was, err := remember(tx, c, v.Person.ID)
	if err != nil {
		return err
	}
	old, err := tx.RecoveryCodes(c, v.Person.ID)
	if err != nil {
		return err
	}
	if err := tx.ReplaceRecoveryCodes(c, v.Person.ID, set); err != nil {
		return err
	}
	if err := tx.ClearRecoveryOpen(c, v.Session.ID); err != nil {
		return err
	}
	if v.Person.TwoStep != domain.TwoStepOn {
		return f.turnOnKept(tx, c, v, tokenHash)
	}
	if err := f.record(tx, c, domain.EventRecoveryReplaced, true, v.Person.User, "codes", count(len(set))); err != nil {
		return err
	}
	if v.Session.Renew && !v.RecoveryOpen && len(old) == 0 {
		// The first set after the profile's number was proved: nothing is older than it.
		return tx.CarrySession(c, v.Session.ID, tokenHash, v.Person.SecurityVersion, c.Now)
	}
	if err := f.raise(tx, c, v, store.UserChange{}, tokenHash); err != nil {
		return err
	}
	return f.notify(tx, c, v.Tenant, v.Person.User, "recovery_renewed", nil, was)
}

// turnOnKept turns two-step verification on with the methods there are.
func (f *Flows) turnOnKept(tx *store.Tx, c ctxt, v *Visit, tokenHash []byte) error {
	if err := f.raise(tx, c, v, store.UserChange{TwoStep: domain.TwoStepOn, ClearLock: true}, tokenHash); err != nil {
		return err
	}
	all, err := tx.Factors(c, v.Person.ID)
	if err != nil {
		return err
	}
	first := chosen(all, v.Person.Primary, v.Policy.AcceptedOf(v.Person.Methods), "")
	if first.ID == "" {
		return domain.Refuse(domain.Conflict, domain.CodeMethodRequired)
	}
	if err := f.record(tx, c, domain.EventTwoStepOn, true, v.Person.User); err != nil {
		return err
	}
	return f.mail(tx, c, v.Tenant, v.Person.User, "turned_on", wayWords(first))
}
