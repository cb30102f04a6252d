package flow

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"twofold/domain"
	"twofold/domain/enroll"
	"twofold/domain/factor"
	"twofold/tenancy/store"
)

// Security is a person's own security settings as their page shows them.
type Security struct {
	Factors      []store.Factor
	RecoveryLeft int
	RecoveryMade time.Time
	Trusts       []store.Trust
	Sessions     []domain.Session
	Shared       bool         // this browser is marked shared
	EmailChange  *EmailChange // that waits for its code
	NewPassword  bool         // they said "this wasn't me" and kept the password since
}

// Security reads the person's own settings.
func (f *Flows) Security(ctx context.Context, r Request, v *Visit) (Security, error) {
	out := Security{Shared: sharedBrowser(v.Person, r.BrowserHash)}
	err := f.db.View(ctx, r.Scope, func(tx *store.Tx) (err error) {
		if out.EmailChange, err = f.emailChange(tx, ctxt{ctx, r}, v); err != nil {
			return err
		}
		if out.Factors, err = tx.Factors(ctx, v.Person.ID); err != nil {
			return err
		}
		if out.RecoveryLeft, out.RecoveryMade, err = tx.RecoveryLeft(ctx, v.Person.ID); err != nil {
			return err
		}
		if out.Trusts, err = tx.Trusts(ctx, v.Person.ID, v.Person.SecurityVersion, v.Policy.TrustDays, r.Now); err != nil {
			return err
		}
		if out.NewPassword, err = tx.LinkUsedSince(ctx, v.Person.ID, store.LinkObjection, v.Person.PasswordAt); err != nil {
			return err
		}
		all, err := tx.Sessions(ctx, v.Person.ID, v.Person.SecurityVersion)
		for _, s := range all {
			if !s.Ended(v.Person.Role, r.Now) {
				out.Sessions = append(out.Sessions, s)
			}
		}
		return err
	})
	return out, err
}

// RenameMethod gives one of the person's methods another name.
func (f *Flows) RenameMethod(ctx context.Context, r Request, v *Visit, id, name string) error {
	if err := domain.CheckName(name, "name", domain.CodeRequiredName, enroll.NameMost); err != nil {
		return err
	}
	c := ctxt{ctx, r}
	return f.db.In(ctx, r.Scope, func(tx *store.Tx) error {
		found, err := tx.RenameFactor(c, v.Person.ID, id, strings.TrimSpace(name))
		if err != nil {
			return err
		}
		if !found {
			return domain.Refuse(domain.NotFound, domain.CodeNotFound)
		}
		return f.record(tx, c, domain.EventMethodRenamed, true, v.Person.User, "name", strings.TrimSpace(name))
	})
}

// weaken does what makes an account weaker or changes its proofs: it asks for
// a confirmation, raises the security version, ends every other session and
// all trusted browsers, and lets the acting session go on under a new token,
// which it returns.
func (f *Flows) weaken(c ctxt, v *Visit, change store.UserChange, do func(tx *store.Tx) error) (string, error) {
	if err := f.requireFresh(c, v); err != nil {
		return "", err
	}
	token, hash, err := f.newToken()
	if err != nil {
		return "", err
	}
	err = f.db.In(c, c.Scope, func(tx *store.Tx) error {
		if err := do(tx); err != nil {
			return err
		}
		return f.raise(tx, c, v, change, hash)
	})
	return token, err
}

func (f *Flows) raise(tx *store.Tx, c ctxt, v *Visit, change store.UserChange, tokenHash []byte) error {
	change.Raise, change.At = true, c.Now
	changed, err := tx.ChangeUser(c, v.Person.ID, v.Person.SecurityVersion, change)
	if err != nil {
		return err
	}
	if !changed {
		return domain.Refuse(domain.Unauthenticated, domain.CodeSignedOut)
	}
	if err := f.endAllBut(tx, c, v.Person.ID, v.Session.ID); err != nil {
		return err
	}
	if err := tx.CarrySession(c, v.Session.ID, tokenHash, v.Person.SecurityVersion+1, c.Now); err != nil {
		return err
	}
	return f.spendFresh(tx, c, v)
}

// RemoveMethod removes one of the person's methods. Removing the last one is
// turning off, and refused where that is.
func (f *Flows) RemoveMethod(ctx context.Context, r Request, v *Visit, id string) (string, error) {
	c := ctxt{ctx, r}
	var all []store.Factor
	err := f.db.View(ctx, r.Scope, func(tx *store.Tx) (err error) {
		all, err = tx.Factors(ctx, v.Person.ID)
		return err
	})
	if err != nil {
		return "", err
	}
	at := -1
	for i, x := range all {
		if x.ID == id {
			at = i
		}
	}
	if at < 0 {
		return "", domain.Refuse(domain.NotFound, domain.CodeNotFound)
	}
	if len(all) == 1 && v.Person.TwoStep == domain.TwoStepOn {
		return f.turnOff(c, v, id)
	}
	return f.weaken(c, v, store.UserChange{}, func(tx *store.Tx) error {
		was, err := remember(tx, c, v.Person.ID)
		if err != nil {
			return err
		}
		if _, err := tx.RemoveFactor(c, v.Person.ID, id); err != nil {
			return err
		}
		if err := f.record(tx, c, domain.EventMethodRemoved, true, v.Person.User, "method", string(all[at].Method), "name", all[at].Name); err != nil {
			return err
		}
		return f.notify(tx, c, v.Tenant, v.Person.User, "method_removed", wayWords(all[at]), was)
	})
}

// TurnOff turns the person's two-step verification off, where the policy
// lets them: keys, recovery codes and trusted browsers go. Verified numbers
// and addresses stay, they still help somebody back in.
func (f *Flows) TurnOff(ctx context.Context, r Request, v *Visit) (string, error) {
	return f.turnOff(ctxt{ctx, r}, v, "")
}

// turnOff removes one method more, where that was asked for.
func (f *Flows) turnOff(c ctxt, v *Visit, remove string) (string, error) {
	switch {
	case v.Policy.Mode == domain.ModeRequired:
		return "", f.refused(c, v, domain.EventTwoStepOff, domain.Refuse(domain.Forbidden, domain.CodeMethodRequired))
	case !v.Policy.MayTurnOff():
		return "", f.refused(c, v, domain.EventTwoStepOff, domain.Refuse(domain.Forbidden, domain.CodeTurnOffNotAllowed))
	case v.Person.TwoStep != domain.TwoStepOn:
		return "", domain.Refuse(domain.Conflict, domain.CodeNothingToReset)
	}
	return f.weaken(c, v, store.UserChange{TwoStep: domain.TwoStepOff, ClearLock: true}, func(tx *store.Tx) error {
		was, err := remember(tx, c, v.Person.ID)
		if err != nil {
			return err
		}
		if err := removeKeys(tx, c, v.Person.ID, remove); err != nil {
			return err
		}
		if err := tx.NoteProof(c, v.Session.ID, []string{"pwd"}, domain.AssuranceOne, v.Session.AuthAt, v.Session.StepUpAt); err != nil {
			return err
		}
		if err := f.record(tx, c, domain.EventTwoStepOff, true, v.Person.User); err != nil {
			return err
		}
		return f.notify(tx, c, v.Tenant, v.Person.User, noticeTurnedOff, map[string]string{"by": v.Person.Name}, was)
	})
}

// removeKeys takes a person's apps, passkeys, codes and pending set-up away,
// and one method of any kind beside them.
func removeKeys(tx *store.Tx, c ctxt, userID, also string) error {
	if err := tx.RemoveKeys(c, userID); err != nil {
		return err
	}
	if _, err := tx.RemoveFactor(c, userID, also); err != nil {
		return err
	}
	if err := tx.ReplaceRecoveryCodes(c, userID, nil); err != nil {
		return err
	}
	return tx.DropEnrollment(c, userID)
}

// removeSecondStep takes a person's methods, codes and pending set-up away.
func removeSecondStep(tx *store.Tx, c ctxt, userID string) error {
	if err := tx.RemoveFactors(c, userID); err != nil {
		return err
	}
	if err := tx.ReplaceRecoveryCodes(c, userID, nil); err != nil {
		return err
	}
	return tx.DropEnrollment(c, userID)
}

// refused records a refusal in its own transaction and returns it.
func (f *Flows) refused(c ctxt, v *Visit, what domain.EventKind, refusal *domain.Error) error {
	err := f.db.In(c, c.Scope, func(tx *store.Tx) error {
		return f.record(tx, c, domain.EventRefused, false, v.Person.User, "what", string(what), "reason", string(refusal.Code))
	})
	if err != nil {
		return err
	}
	return refusal
}

// StartNewCodes makes a new set of recovery codes to be shown and kept by
// TurnOn; the old ones work until then. Without a confirmation it is open to
// people who just used a recovery code.
func (f *Flows) StartNewCodes(ctx context.Context, r Request, v *Visit) error {
	c := ctxt{ctx, r}
	if v.Person.TwoStep != domain.TwoStepOn || !v.Policy.Accepts(domain.MethodRecovery) {
		return domain.Refuse(domain.Conflict, domain.CodeMethodNotAccepted)
	}
	if !v.RecoveryOpen {
		if err := f.requireFresh(c, v); err != nil {
			return err
		}
	}
	return f.newCodes(c, v)
}

// newCodes makes a set to be shown and kept by TurnOn.
func (f *Flows) newCodes(c ctxt, v *Visit) error {
	codes, err := factor.NewRecoverySet(f.rand, v.Policy.RecoveryCodes)
	if err != nil {
		return fmt.Errorf("make recovery codes: %w", err)
	}
	id, err := f.newID("enr")
	if err != nil {
		return err
	}
	raw, err := json.Marshal(codes)
	if err != nil {
		return fmt.Errorf("write recovery codes: %w", err)
	}
	sealed, err := f.keys.Seal(raw, codesBinding(c, id))
	if err != nil {
		return fmt.Errorf("seal recovery codes: %w", err)
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

// KeepPhone answers "have you lost your phone?" with no. With no recovery
// code left a new set comes first.
func (f *Flows) KeepPhone(ctx context.Context, r Request, v *Visit) error {
	return f.db.In(ctx, r.Scope, func(tx *store.Tx) error {
		left, _, err := tx.RecoveryLeft(ctx, v.Person.ID)
		if err != nil {
			return err
		}
		if left == 0 && v.Policy.Accepts(domain.MethodRecovery) {
			return domain.Refuse(domain.Forbidden, domain.CodeRecoveryNoneLeft)
		}
		return tx.ClearRecoveryOpen(ctx, v.Session.ID)
	})
}
