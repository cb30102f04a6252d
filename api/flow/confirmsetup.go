package flow

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"twofold/domain"
	"twofold/domain/enroll"
	"twofold/domain/factor"
	"twofold/tenancy/store"
)

// ConfirmSetup checks the first code of a set-up and keeps the name given to
// an app. Where neither a backup nor recovery codes are due it turns two-step
// on at once, or keeps the method where it only verifies, and reports so.
func (f *Flows) ConfirmSetup(ctx context.Context, r Request, v *Visit, code, name string) (*TurnedOn, error) {
	digits, n, problem := factor.NormalizeCode(code)
	var wrong *domain.Error
	if problem != "" {
		wrong = domain.RefuseField(domain.Invalid, problem, "code").With("n", n)
	}
	c := ctxt{ctx, r}
	app, err := f.setsUpApp(c, v)
	if err != nil {
		return nil, err
	}
	var nameless *domain.Error
	if app {
		nameless = domain.CheckName(name, "name", domain.CodeRequiredName, enroll.NameMost)
	}
	if err := domain.Collect(wrong, nameless); err != nil {
		return nil, err
	}
	e, waiting, err := f.spendSetupTry(c, v)
	switch {
	case err != nil:
		return nil, err
	case e == nil, e.Method == domain.MethodPasskey:
		return nil, domain.Refuse(domain.Gone, domain.CodeEnrollmentExpired)
	case !e.ConfirmedAt.IsZero():
		return nil, nil
	case waiting:
		return nil, domain.RefuseField(domain.TooMany, domain.CodeRateLimited, "code").After(e.WaitUntil.Sub(c.Now))
	case sentMethod(e.Method):
		return f.confirmSent(c, v, e, digits)
	}
	return f.confirmApp(c, v, e, digits, strings.TrimSpace(name))
}

// setsUpApp reports whether the set-up in progress, if any, is of an app.
func (f *Flows) setsUpApp(c ctxt, v *Visit) (app bool, err error) {
	err = f.db.View(c, c.Scope, func(tx *store.Tx) error {
		e, err := f.liveSetup(tx, c, v)
		app = e == nil || e.Method == domain.MethodApp
		return err
	})
	return app, err
}

func (f *Flows) confirmApp(c ctxt, v *Visit, e *store.Enrollment, digits, name string) (*TurnedOn, error) {
	key, err := f.setupKey(c, *e)
	if err != nil {
		return nil, err
	}
	match, verdict, err := factor.MeasureTOTP(key, digits, c.Now)
	if err != nil {
		return nil, fmt.Errorf("match app code: %w", err)
	}
	if verdict == factor.Accepted {
		return f.confirmSetup(c, v, e, confirmation{name: name, step: match.Step, drift: match.Drift})
	}
	var advice map[string]any
	if verdict == factor.OutsideWindow && e.Tries >= 2 {
		minutes, fast := match.Minutes()
		advice = map[string]any{"minutes": minutes, "fast": fast}
	}
	return nil, f.setupCodeWrong(c, v, e, advice)
}

// spendSetupTry counts a try before it is compared. waiting is true, and
// nothing was counted, during the wait after five wrong codes.
func (f *Flows) spendSetupTry(c ctxt, v *Visit) (e *store.Enrollment, waiting bool, err error) {
	err = f.db.In(c, c.Scope, func(tx *store.Tx) error {
		if e, err = f.liveSetup(tx, c, v); err != nil || e == nil || !e.ConfirmedAt.IsZero() {
			return err
		}
		spent, err := tx.SpendEnrollmentTry(c, e.ID, enroll.TriesBeforeWait, enroll.WaitFor, c.Now)
		waiting = !spent
		e.Tries++
		return err
	})
	return e, waiting, err
}

func (f *Flows) setupCodeWrong(c ctxt, v *Visit, e *store.Enrollment, advice map[string]any) error {
	err := f.db.In(c, c.Scope, func(tx *store.Tx) error {
		return f.record(tx, c, domain.EventEnrollFailed, false, v.Person.User, "try", count(e.Tries))
	})
	if err != nil {
		return err
	}
	refusal := domain.RefuseField(domain.Invalid, domain.CodeCodeWrong, "code").With("wrong", e.Tries)
	for k, x := range advice {
		refusal = refusal.With(k, x)
	}
	return refusal
}

// confirmation is what proved a set-up: a time step of an app or a sent code.
type confirmation struct {
	name  string
	step  int64
	drift int
	sent  string
}

// confirmSetup keeps the confirmation and makes the recovery codes, sealed
// with the pending key so that a reload shows the same ones.
func (f *Flows) confirmSetup(c ctxt, v *Visit, e *store.Enrollment, by confirmation) (*TurnedOn, error) {
	sealed, err := f.sealedCodes(c, v, *e)
	if err != nil {
		return nil, err
	}
	err = f.db.In(c, c.Scope, func(tx *store.Tx) error {
		if by.sent != "" {
			if used, err := tx.UseSentCode(c, by.sent, e.ID, c.Now); err != nil || !used {
				return cmp.Or(err, error(domain.RefuseField(domain.Invalid, domain.CodeCodeReused, "code")))
			}
		}
		_, err := tx.ConfirmEnrollment(c, e.ID, by.name, by.step, by.drift, sealed, c.Now)
		return err
	})
	if err != nil {
		return nil, err
	}
	return f.finish(c, v)
}

// sealedCodes makes the recovery codes that a set-up comes with, nil where
// none are due: a backup's are those of what it backs up.
func (f *Flows) sealedCodes(c ctxt, v *Visit, e store.Enrollment) ([]byte, error) {
	if e.Main != nil || v.Policy.OnlyVerifies(v.Person.User, e.Method) {
		return nil, nil
	}
	need := false
	err := f.db.View(c, c.Scope, func(tx *store.Tx) (err error) {
		need, err = f.needCodes(tx, c, v)
		return err
	})
	if err != nil || !need {
		return nil, err
	}
	return f.sealedSet(c, v, e.ID)
}

// sealedSet is a new set of recovery codes, sealed for a set-up.
func (f *Flows) sealedSet(c ctxt, v *Visit, setup string) ([]byte, error) {
	codes, err := factor.NewRecoverySet(f.rand, v.Policy.RecoveryCodes)
	if err != nil {
		return nil, fmt.Errorf("make recovery codes: %w", err)
	}
	raw, err := json.Marshal(codes)
	if err != nil {
		return nil, fmt.Errorf("write recovery codes: %w", err)
	}
	sealed, err := f.keys.Seal(raw, codesBinding(c, setup))
	if err != nil {
		return nil, fmt.Errorf("seal recovery codes: %w", err)
	}
	return sealed, nil
}
