package flow

import (
	"context"
	"fmt"
	"time"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/domain/signin"
	"twofold/tenancy/store"
)

// TurnedOn is what the last button of the wizard did. Token is the acting
// session's new token, empty when the old one goes on. Others counts the
// person's other sessions, which may be ended.
type TurnedOn struct {
	Factor    store.Factor
	Backup    *store.Factor // verified beside it, as the policy asks
	Verified  bool          // it is verified only: two-step verification is not on
	OnlyCodes bool          // no method was set up: a new set of recovery codes was kept
	Replaced  bool
	replaces  string // the factor whose place it took
	lost      bool   // it takes the place of all that was on a lost device
	First     bool   // two-step verification was off before
	Token     string
	Others    int
}

// TurnOn is the last button of the wizard: in one transaction the confirmed
// key becomes a method, its backup another, the replaced one goes, the recovery
// codes are kept as hashes, and two-step verification is on. It refuses while a
// backup or the answers to required security questions are lacking.
func (f *Flows) TurnOn(ctx context.Context, r Request, v *Visit, saved bool) (*TurnedOn, error) {
	if !saved {
		return nil, domain.RefuseField(domain.Invalid, domain.CodeTickRequired, "saved")
	}
	c := ctxt{ctx, r}
	var view SetupView
	var e *store.Enrollment
	err := f.db.View(ctx, r.Scope, func(tx *store.Tx) (err error) {
		if e, err = f.liveSetup(tx, c, v); err != nil || e == nil {
			return err
		}
		view, err = f.setupView(tx, c, v, *e)
		return err
	})
	if err != nil {
		return nil, err
	}
	switch {
	case e == nil:
		return nil, domain.Refuse(domain.Gone, domain.CodeEnrollmentExpired)
	case len(view.Due) > 0:
		return nil, domain.Refuse(domain.Conflict, domain.CodeBackupRequired)
	case e.ConfirmedAt.IsZero():
		return nil, domain.Refuse(domain.Gone, domain.CodeEnrollmentExpired)
	case view.Questions:
		return nil, domain.Refuse(domain.Conflict, domain.CodeQuestionsRequired)
	}
	out, set, err := f.prepareTurnOn(c, v, *e, view)
	if err != nil {
		return nil, err
	}
	token, hash, err := f.newToken()
	if err != nil {
		return nil, err
	}
	taken := false
	err = f.db.In(ctx, r.Scope, func(tx *store.Tx) error {
		if taken, err = tx.TakeEnrollment(c, e.ID); err != nil || !taken {
			return err
		}
		if out.OnlyCodes {
			if err := f.addBackup(tx, c, v, out.Backup); err != nil {
				return err
			}
			return f.keepNewCodes(tx, c, v, set, hash)
		}
		return f.turnOn(tx, c, v, mainOf(*e), out, set, hash)
	})
	if err != nil {
		return nil, err
	}
	if !taken {
		return nil, domain.Refuse(domain.Gone, domain.CodeEnrollmentExpired)
	}
	out.Token = token
	return out, nil
}

// prepareTurnOn does the slow part: sealing the key for its place and hashing
// the recovery codes.
func (f *Flows) prepareTurnOn(c ctxt, v *Visit, e store.Enrollment, view SetupView) (*TurnedOn, []store.RecoveryCode, error) {
	main, out := mainOf(e), &TurnedOn{}
	if e.Main != nil {
		x, err := f.factorOf(c, v, e)
		if err != nil {
			return nil, nil, err
		}
		x.CreatedAt = x.CreatedAt.Add(time.Millisecond) // after the method: the first set up is asked first
		out.Backup = &x
	}
	if out.OnlyCodes = keptOnly(main); !out.OnlyCodes {
		x, err := f.factorOf(c, v, main)
		if err != nil {
			return nil, nil, err
		}
		out.Factor, out.Verified = x, v.Policy.OnlyVerifies(v.Person.User, main.Method)
		out.Replaced, out.replaces = main.Replaces != "", main.Replaces
	}
	if out.lost = v.Session.LostDevice && !out.OnlyCodes && v.Policy.Accepts(out.Factor.Method); out.lost {
		out.Replaced = true
	}
	out.First = v.Person.TwoStep != domain.TwoStepOn && !out.Verified
	if out.Verified {
		return out, nil, nil
	}
	set, err := f.recoverySet(c, view.Codes)
	return out, set, err
}

// factorOf is what a confirmed set-up verified, as a method.
func (f *Flows) factorOf(c ctxt, v *Visit, e store.Enrollment) (store.Factor, error) {
	id, err := f.newID("fac")
	if err != nil {
		return store.Factor{}, err
	}
	if e.Method == domain.MethodPasskey {
		return f.passkeyFactor(c, v, e, id)
	}
	return f.secretFactor(c, v, e, id)
}

// secretFactor is a confirmed app, number or address of a set-up as a method:
// its secret sealed for its place.
func (f *Flows) secretFactor(c ctxt, v *Visit, e store.Enrollment, id string) (store.Factor, error) {
	secret, err := f.keys.Open(e.Secret, setupBinding(c, e.ID))
	if err != nil {
		return store.Factor{}, fmt.Errorf("open what is set up: %w", err)
	}
	sealed, err := f.keys.Seal(secret, factor.BindFactor(c.Scope.Tenant(), v.Person.ID, id, 1))
	if err != nil {
		return store.Factor{}, fmt.Errorf("seal what is set up: %w", err)
	}
	return store.Factor{ID: id, UserID: v.Person.ID, Method: e.Method, Name: e.Name, App: e.App, Secret: sealed, SecretVersion: 1,
		LabelNo: e.LabelNo, Drift: e.Drift, LastStep: e.LastStep, CreatedAt: c.Now, Lookup: e.Lookup, Hint: e.Hint}, nil
}

// recoverySet hashes a new set for keeping, by one slow hash with one salt.
func (f *Flows) recoverySet(c ctxt, codes []string) ([]store.RecoveryCode, error) {
	if len(codes) == 0 {
		return nil, nil
	}
	hashes, err := f.hasher.HashRecovery(c, codes)
	if err != nil {
		return nil, err
	}
	set := make([]store.RecoveryCode, len(hashes.Digests))
	for i, digest := range hashes.Digests {
		id, err := f.newID("rec")
		if err != nil {
			return nil, err
		}
		set[i] = store.RecoveryCode{ID: id, Salt: []byte(hashes.Scheme), Digest: digest, CreatedAt: c.Now}
	}
	return set, nil
}

func (f *Flows) turnOn(tx *store.Tx, c ctxt, v *Visit, e store.Enrollment, out *TurnedOn, set []store.RecoveryCode, tokenHash []byte) error {
	p := v.Person
	was, err := remember(tx, c, p.ID)
	if err != nil {
		return err
	}
	// Whoever sets up after a recovery code answered that the phone is lost.
	was.lost = v.Session.LostDevice || v.RecoveryOpen
	if out.lost {
		// Whatever makes codes or answers on the lost device goes with it.
		if err := tx.RemoveKeys(c, p.ID); err != nil {
			return err
		}
		if err := tx.DeviceReplaced(c, v.Session.ID); err != nil {
			return err
		}
	}
	if err := tx.AddFactor(c, out.Factor); err != nil {
		return err
	}
	if out.Replaced && e.Replaces != "" {
		if _, err := tx.RemoveFactor(c, p.ID, e.Replaces); err != nil {
			return err
		}
	}
	if len(set) > 0 {
		if err := tx.ReplaceRecoveryCodes(c, p.ID, set); err != nil {
			return err
		}
	}
	if err := f.addBackup(tx, c, v, out.Backup); err != nil {
		return err
	}
	change := store.UserChange{CountLabel: out.Factor.Method == domain.MethodApp, ClearLock: true, Raise: out.Replaced, Reset: out.lost, At: c.Now}
	if out.First {
		change.TwoStep = domain.TwoStepOn
	}
	if !out.Verified {
		change.EndCode, change.EndText = p.NeedsCode, !p.TextUntil.IsZero()
		if err := endHelp(tx, c, p); err != nil {
			return err
		}
	}
	changed, err := tx.ChangeUser(c, p.ID, e.SecurityVersion, change)
	if err != nil {
		return err
	}
	if !changed {
		return errMoved
	}
	version := e.SecurityVersion
	if out.Replaced {
		version++
		if err := f.endAllBut(tx, c, p.ID, v.Session.ID); err != nil {
			return err
		}
	}
	if err := tx.CarrySession(c, v.Session.ID, tokenHash, version, c.Now); err != nil {
		return err
	}
	if err := f.settle(tx, c, v, out); err != nil {
		return err
	}
	others, err := tx.Sessions(c, p.ID, version)
	out.Others = max(0, len(others)-1)
	if err != nil {
		return err
	}
	return f.tellTurnedOn(tx, c, v, out, was)
}

// settle notes what the session has shown. A method that is verified only is
// no second step, and says nothing of the session.
func (f *Flows) settle(tx *store.Tx, c ctxt, v *Visit, out *TurnedOn) error {
	if out.Verified {
		return f.spendFresh(tx, c, v)
	}
	return f.settleProof(tx, c, v, out.Factor)
}

// settleProof notes that the session has now shown the new method as well, and
// that the questions its opening left are answered. A session that has shown
// two factors keeps what it says, but for a passkey, which is said too.
func (f *Flows) settleProof(tx *store.Tx, c ctxt, v *Visit, x store.Factor) error {
	if err := tx.ClearRecoveryOpen(c, v.Session.ID); err != nil {
		return err
	}
	confirmed := v.Session.StepUpAt
	if v.Policy.Reauth == domain.ReauthPassword {
		confirmed = time.Time{}
	}
	if x.Method == domain.MethodPasskey {
		key, err := keyAMR(x.Detail)
		if err != nil {
			return err
		}
		return tx.NoteProof(c, v.Session.ID, with(v.Session.AMR, key, "mfa"), domain.AssuranceTwo, c.Now, confirmed)
	}
	if v.Session.ACR == domain.AssuranceTwo {
		return tx.NoteProof(c, v.Session.ID, v.Session.AMR, v.Session.ACR, v.Session.AuthAt, confirmed)
	}
	amr, acr := claims(v.Session, signin.ProofOf(x.Method))
	return tx.NoteProof(c, v.Session.ID, amr, acr, c.Now, confirmed)
}

// endAllBut ends the person's other sessions and all their trusted browsers.
func (f *Flows) endAllBut(tx *store.Tx, c ctxt, userID, keep string) error {
	if _, err := tx.EndOtherSessions(c, userID, keep, c.Now); err != nil {
		return err
	}
	_, err := tx.EndTrusts(c, userID, c.Now)
	return err
}

func (f *Flows) tellTurnedOn(tx *store.Tx, c ctxt, v *Visit, out *TurnedOn, was before) error {
	kind, letter := domain.EventMethodAdded, "method_added"
	switch {
	case out.Replaced:
		kind, letter = domain.EventMethodReplaced, noticeMethodReplaced
	case out.First:
		letter = noticeTurnedOn
		if err := f.record(tx, c, domain.EventTwoStepOn, true, v.Person.User); err != nil {
			return err
		}
	}
	if err := f.record(tx, c, kind, true, v.Person.User, "method", string(out.Factor.Method), "name", out.Factor.Name); err != nil {
		return err
	}
	words := wayWords(out.Factor)
	old := was.method(out.replaces)
	if old.Method == domain.MethodText && out.Factor.Method == domain.MethodText {
		letter, words = noticeNumberChanged, map[string]string{"old": old.Hint, "new": out.Factor.Hint}
	}
	if err := f.notify(tx, c, v.Tenant, v.Person.User, letter, words, was); err != nil {
		return err
	}
	return f.textOldMethod(tx, c, v.Tenant, v.Person.User, old, out.Factor)
}

// DropSetup leaves the wizard and forgets its key.
func (f *Flows) DropSetup(ctx context.Context, r Request, v *Visit) error {
	return f.db.In(ctx, r.Scope, func(tx *store.Tx) error { return tx.DropEnrollment(ctx, v.Person.ID) })
}
