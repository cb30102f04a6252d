package flow

import (
	"context"
	"time"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/domain/signin"
	"twofold/tenancy/store"
)

// ConfirmInput is an answer to "Confirm it's you": a password or a code, or
// what a passkey answered to AskToConfirm.
type ConfirmInput struct {
	Method  domain.ConfirmMethod
	Secret  string
	Passkey PasskeyAnswer
}

// ConfirmMethods are the ways this person can confirm that it's them, the one
// to ask first first. Recovery codes are not among them.
func (v *Visit) ConfirmMethods() []domain.ConfirmMethod {
	return domain.ConfirmMethods(v.Policy, v.Person.User, v.Person.Methods)
}

// requireFresh refuses what needs a confirmation of the last ten minutes.
func (f *Flows) requireFresh(c ctxt, v *Visit) error {
	if v.Session.Fresh(c.Now) {
		return nil
	}
	return domain.Refuse(domain.Forbidden, domain.CodeStepUpRequired)
}

// spendFresh ends a confirmation where the tenant wants the password asked
// every time, in the transaction of what it was for.
func (f *Flows) spendFresh(tx *store.Tx, c ctxt, v *Visit) error {
	if v.Policy.Reauth != domain.ReauthPassword || v.Session.StepUpAt.IsZero() {
		return nil
	}
	return tx.NoteProof(c, v.Session.ID, v.Session.AMR, v.Session.ACR, v.Session.AuthAt, never)
}

// Confirm checks that it's still the person. Wrong passwords and codes count
// as they do at sign-in.
func (f *Flows) Confirm(ctx context.Context, r Request, v *Visit, in ConfirmInput) error {
	c := ctxt{ctx, r}
	allowed := false
	for _, m := range v.ConfirmMethods() {
		allowed = allowed || m == in.Method
	}
	switch {
	case !allowed:
		return domain.RefuseField(domain.Invalid, domain.CodeMethodNotAccepted, "method")
	case in.Method == domain.ConfirmByApp:
		return f.confirmByApp(c, v, in.Secret)
	case in.Method == domain.ConfirmByPasskey:
		return f.confirmByPasskey(c, v, in.Passkey)
	}
	return f.confirmByPassword(c, v, in.Secret)
}

func (f *Flows) confirmByPassword(c ctxt, v *Visit, password string) error {
	if password == "" {
		return domain.RefuseField(domain.Invalid, domain.CodeRequiredPassword, "password")
	}
	facts, err := f.spendPassword(c, SignInInput{Email: v.Person.Email})
	if err != nil {
		return err
	}
	right, err := f.checkPassword(c, facts, password)
	if err != nil {
		return err
	}
	if !right || facts.Person.SecurityVersion != v.Person.SecurityVersion {
		return f.confirmFailed(c, v, domain.RefuseField(domain.Invalid, domain.CodePasswordWrong, "password"))
	}
	keys := []string{facts.PairKey, "source:" + c.Network, "account:" + accountKey(v.Person.Email)}
	if err := f.db.ForgivePassword(c, c.Scope, keys, v.Session.ID); err != nil {
		return err
	}
	return f.db.In(c, c.Scope, func(tx *store.Tx) error {
		if err := tx.NoteProof(c, v.Session.ID, v.Session.AMR, v.Session.ACR, v.Session.AuthAt, c.Now); err != nil {
			return err
		}
		return f.record(tx, c, domain.EventStepUp, true, v.Person.User, "how", "password")
	})
}

func (f *Flows) confirmFailed(c ctxt, v *Visit, refusal error) error {
	err := f.db.In(c, c.Scope, func(tx *store.Tx) error {
		return f.record(tx, c, domain.EventStepUpFailed, false, v.Person.User, "reason", string(domain.CodeOf(refusal)))
	})
	if err != nil {
		return err
	}
	return refusal
}

func (f *Flows) confirmByApp(c ctxt, v *Visit, typed string) error {
	digits, n, problem := factor.NormalizeCode(typed)
	if problem != "" {
		return domain.RefuseField(domain.Invalid, problem, "code").With("n", n)
	}
	var counted bool
	var person store.Person
	var factors []store.Factor
	err := f.db.In(c, c.Scope, func(tx *store.Tx) (err error) {
		if counted, err = tx.SpendCodeTryFor(c, v.Person.ID, c.Now); err != nil {
			return err
		}
		if person, err = tx.User(c, v.Person.ID); err != nil {
			return err
		}
		factors, err = tx.Factors(c, v.Person.ID)
		return err
	})
	if err != nil {
		return err
	}
	if !counted {
		return signin.Locked(person.Lock.Until, c.Now)
	}
	found, err := f.matchApp(c, factors, digits)
	if err != nil {
		return err
	}
	if found.verdict != factor.Accepted {
		return f.confirmFailed(c, v, f.wrongCode(c, person, v.Policy, found.code(), found.advice))
	}
	return f.noteAppProof(c, v, found)
}

// noteAppProof consumes the code and notes the proof. The session has then
// shown both factors, which its amr and acr may say.
func (f *Flows) noteAppProof(c ctxt, v *Visit, found appMatch) error {
	spent := false
	err := f.db.In(c, c.Scope, func(tx *store.Tx) (err error) {
		spent, err = tx.SpendTOTPStep(c, found.factor.ID, found.match.Step, found.match.Drift, v.Session.ID, c.Browser, c.Now)
		if err != nil || !spent {
			return err
		}
		if err := tx.ForgiveCodes(c, v.Person.ID); err != nil {
			return err
		}
		if err := tx.NoteProof(c, v.Session.ID, twoFactorAMR, domain.AssuranceTwo, c.Now, c.Now); err != nil {
			return err
		}
		return f.record(tx, c, domain.EventStepUp, true, v.Person.User, "how", "app", "method", found.factor.Name)
	})
	if err != nil {
		return err
	}
	if !spent {
		return f.confirmFailed(c, v, domain.RefuseField(domain.Invalid, domain.CodeCodeReused, "code"))
	}
	return nil
}

// twoFactorAMR is what a session may claim after a password and an app code.
var never time.Time

var twoFactorAMR = []string{"pwd", domain.MethodApp.AMR(), "mfa"}
