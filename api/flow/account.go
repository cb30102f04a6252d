package flow

import (
	"context"
	"strings"
	"time"

	"twofold/domain"
	"twofold/domain/enroll"
	"twofold/tenancy/store"
)

// Security is a person's own security settings as their page shows them.
type Security struct {
	Factors      []store.Factor
	RecoveryLeft int
	RecoveryMade time.Time
	Trusts       []store.Trust
	Sessions     []domain.Session
	Grants       []GrantRow     // open ones
	Cases        []domain.Case  // unsettled
	Reset        *GuardView     // that is on its way
	Shared       bool           // this browser is marked shared
	SharedByOwn  bool           // by the person, who can take it back
	EmailChange  *ContactChange // that waits for its code
	NumberChange *ContactChange // the same
	CheckUp      *CheckUp       // that is due
	NewPassword  bool           // they said "that wasn't me" and kept the password since
	Questions    QuestionsView
}

// Security reads the person's own settings.
func (f *Flows) Security(ctx context.Context, r Request, v *Visit) (Security, error) {
	var out Security
	err := f.db.View(ctx, r.Scope, func(tx *store.Tx) (err error) {
		mark, err := tx.SharedBrowser(ctx, r.BrowserHash)
		if err != nil {
			return err
		}
		out.Shared, out.SharedByOwn = mark.By != "", mark.By == v.Person.ID && !mark.ByAdmin
		if out.EmailChange, err = f.contactChange(tx, ctxt{ctx, r}, v, ContactEmail); err != nil {
			return err
		}
		if out.NumberChange, err = f.contactChange(tx, ctxt{ctx, r}, v, ContactNumber); err != nil {
			return err
		}
		if out.Factors, err = tx.Factors(ctx, v.Person.ID); err != nil {
			return err
		}
		if out.Questions, err = questions(tx, ctxt{ctx, r}, v); err != nil {
			return err
		}
		if out.CheckUp, err = checkUp(tx, ctxt{ctx, r}, v, out.Factors); err != nil {
			return err
		}
		if out.RecoveryLeft, out.RecoveryMade, err = tx.RecoveryLeft(ctx, v.Person.ID); err != nil {
			return err
		}
		if out.Trusts, err = tx.Trusts(ctx, v.Person.ID, v.Person.SecurityVersion, v.Policy.TrustDays, r.Now); err != nil {
			return err
		}
		if out.NewPassword, err = objected(tx, ctxt{ctx, r}, v.Person); err != nil {
			return err
		}
		if out.Grants, err = openGrants(tx, ctxt{ctx, r}, v.Person.User); err != nil {
			return err
		}
		if out.Cases, err = unsettled(tx, ctxt{ctx, r}, v.Person.ID); err != nil {
			return err
		}
		me, err := tx.User(ctx, v.Person.ID)
		if err != nil {
			return err
		}
		if out.Reset, err = guardView(tx, ctxt{ctx, r}, v, me); err != nil {
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
	return f.weakened(c, v, change, do)
}

func (f *Flows) weakened(c ctxt, v *Visit, change store.UserChange, do func(tx *store.Tx) error) (string, error) {
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
	if LastThatCounts(v, all, id) {
		return f.turnOff(c, v, id, "")
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
		if err := f.notify(tx, c, v.Tenant, v.Person.User, "method_removed", wayWords(all[at]), was); err != nil {
			return err
		}
		return f.textOldMethod(tx, c, v.Tenant, v.Person.User, all[at], store.Factor{})
	})
}

// LastThatCounts reports whether without one of the person's methods none
// would be left as their second step: removing it is turning two-step off.
// What only helps somebody back in is none.
func LastThatCounts(v *Visit, all []store.Factor, id string) bool {
	if v.Person.TwoStep != domain.TwoStepOn {
		return false
	}
	counts := len(v.Policy.AcceptedOf(kindsBeside(all, ""))) > 0
	return len(all) == 1 || counts && len(v.Policy.AcceptedOf(kindsBeside(all, id))) == 0
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
