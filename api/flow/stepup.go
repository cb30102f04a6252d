package flow

import (
	"context"
	"slices"
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

// SecondStepMethods are the ways this person can show their second step once
// more, which some acts ask for beside any confirmation.
func (v *Visit) SecondStepMethods() []domain.ConfirmMethod {
	return domain.SecondStepMethods(v.Policy, v.Person.User, v.Person.Methods)
}

func (v *Visit) mayConfirmBy(m domain.ConfirmMethod) bool {
	return oneOf(m, v.ConfirmMethods()...) || oneOf(m, v.SecondStepMethods()...)
}

// confirmedAt is when the person last confirmed that it's them, once they
// showed their second step at now: where the tenant wants the password every
// time (S9) only the password confirms.
func (v *Visit) confirmedAt(now time.Time) time.Time {
	if v.Policy.Reauth == domain.ReauthPassword && v.Person.TwoStep == domain.TwoStepOn {
		return v.Session.StepUpAt
	}
	return now
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
	return tx.NoteConfirmation(c, v.Session.ID, never)
}

// Confirm checks that it's still the person. Wrong passwords and codes count
// as they do at sign-in.
func (f *Flows) Confirm(ctx context.Context, r Request, v *Visit, in ConfirmInput) error {
	c := ctxt{ctx, r}
	switch {
	case !v.mayConfirmBy(in.Method):
		return domain.RefuseField(domain.Invalid, domain.CodeMethodNotAccepted, "method")
	case in.Method == domain.ConfirmByPassword:
		return f.confirmByPassword(c, v, in.Secret)
	case in.Method == domain.ConfirmByPasskey:
		return f.confirmByPasskey(c, v, in.Passkey)
	}
	return f.confirmByCode(c, v, in.Method.Method(), in.Secret)
}

func (f *Flows) confirmByPassword(c ctxt, v *Visit, password string) error {
	if err := f.ownPassword(c, v, password); err != nil {
		return err
	}
	return f.db.In(c, c.Scope, func(tx *store.Tx) error {
		if err := tx.NoteConfirmation(c, v.Session.ID, c.Now); err != nil {
			return err
		}
		return f.record(tx, c, domain.EventStepUp, true, v.Person.User, "how", "password")
	})
}

// ownPassword compares the password of somebody signed in, counted as at
// sign-in. It confirms nothing by itself: whoever has a second step confirms by
// that.
func (f *Flows) ownPassword(c ctxt, v *Visit, password string) error {
	if password == "" {
		return domain.RefuseField(domain.Invalid, domain.CodeRequiredPassword, "password")
	}
	if err := signin.Closed(v.Policy, v.Person.Lock, signin.Password, c.Now); err != nil {
		return err
	}
	facts, err := f.spendPassword(c, SignInInput{Email: v.Person.Email})
	if err != nil {
		return err
	}
	right, err := f.checkPassword(c, &facts, password)
	if err != nil {
		return err
	}
	if !right || facts.Unseen() || facts.Person.SecurityVersion != v.Person.SecurityVersion {
		return f.confirmFailed(c, v, domain.RefuseField(domain.Invalid, domain.CodePasswordWrong, "password"))
	}
	return f.db.ForgivePassword(c, c.Scope, facts.Counted, v.Session.ID)
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

// confirmByCode checks a code of an app, or one that was sent.
func (f *Flows) confirmByCode(c ctxt, v *Visit, m domain.Method, typed string) error {
	digits, n, problem := factor.NormalizeCode(typed)
	if problem != "" {
		return domain.RefuseField(domain.Invalid, problem, "code").With("n", n)
	}
	var sent []store.SentCode
	person, factors, err := f.spendTryFor(c, v, func(tx *store.Tx) (err error) {
		sent, err = tx.SentCodes(c, v.Person.ID, v.Session.ID)
		return err
	})
	if err != nil {
		return err
	}
	if sentMethod(m) {
		return f.confirmBySent(c, v, person, chosen(factors, person.Primary, []domain.Method{m}, ""), digits, sent)
	}
	found, err := f.matchApp(c, factors, digits)
	if err != nil {
		return err
	}
	if found.verdict != factor.Accepted {
		return f.confirmFailed(c, v, clockAdvice(f.wrongCode(c, person, v.Policy, found.code()), person, found.advice))
	}
	return f.noteProof(c, v, found.factor, func(tx *store.Tx) (bool, error) {
		return tx.SpendTOTPStep(c, found.factor.ID, found.match.Step, found.match.Drift, v.Session.ID, c.Browser, c.Now)
	})
}

// spendTryFor counts a try at a code of somebody signed in, committed, before
// anything is compared, and reads what the comparison needs; also reads more in
// the same transaction. It refuses while codes are locked.
func (f *Flows) spendTryFor(c ctxt, v *Visit, also func(*store.Tx) error) (person store.Person, factors []store.Factor, err error) {
	var counted bool
	err = f.db.In(c, c.Scope, func(tx *store.Tx) (err error) {
		if counted, err = tx.SpendCodeTryFor(c, v.Person.ID, c.Now); err != nil {
			return err
		}
		if person, err = tx.User(c, v.Person.ID); err != nil {
			return err
		}
		if factors, err = tx.Factors(c, v.Person.ID); err != nil || also == nil {
			return err
		}
		return also(tx)
	})
	if err == nil && !counted {
		err = signin.Locked(person.Lock.Until, c.Now)
	}
	return person, factors, err
}

// confirmAsked is what a code sent to a session is for.
func confirmAsked(v *Visit) asked {
	return asked{org: v.Tenant, policy: v.Policy, person: v.Person, purpose: domain.PurposeConfirm, request: v.Session.ID}
}

// SendConfirm sends a code by which somebody signed in confirms that it's
// them.
func (f *Flows) SendConfirm(ctx context.Context, r Request, v *Visit, m domain.ConfirmMethod) error {
	c := ctxt{ctx, r}
	if !v.mayConfirmBy(m) || !sentMethod(m.Method()) {
		return domain.RefuseField(domain.Invalid, domain.CodeMethodNotAccepted, "method")
	}
	if err := signin.Closed(v.Policy, v.Person.Lock, signin.ProofOf(m.Method()), c.Now); err != nil {
		return err
	}
	return f.sends(c, func(tx *store.Tx) (error, error) {
		factors, err := tx.Factors(c, v.Person.ID)
		if err != nil {
			return nil, err
		}
		to, err := f.targetOf(c, chosen(factors, v.Person.Primary, []domain.Method{m.Method()}, ""))
		if err != nil {
			return nil, err
		}
		return f.sendCode(tx, c, confirmAsked(v), to)
	})
}

func (f *Flows) confirmBySent(c ctxt, v *Visit, person store.Person, x store.Factor, digits string, sent []store.SentCode) error {
	to, err := f.targetOf(c, x)
	if err != nil {
		return err
	}
	code, match, err := f.matchSent(c, confirmAsked(v), to, digits, sent)
	switch {
	case err != nil:
		return err
	case match == sentExpired:
		return cameLate(f.SendConfirm(c, c.Request, v, domain.ConfirmMethod(x.Method)))
	case match == sentUsed:
		return f.confirmFailed(c, v, f.wrongCode(c, person, v.Policy, domain.CodeCodeReused))
	case match != sentRight:
		return f.confirmFailed(c, v, f.wrongCode(c, person, v.Policy, domain.CodeCodeWrong))
	}
	return f.noteProof(c, v, x, func(tx *store.Tx) (bool, error) {
		used, err := tx.UseSentCode(c, code.ID, v.Session.ID, c.Now)
		if err != nil || !used {
			return false, err
		}
		return true, tx.UseFactor(c, x.ID, v.Session.ID, c.Browser, c.Now)
	})
}

// noteProof consumes a right proof by spend and notes it. The session has
// then shown what its amr and acr say, and never says less than before.
func (f *Flows) noteProof(c ctxt, v *Visit, x store.Factor, spend func(tx *store.Tx) (bool, error)) error {
	spent := false
	err := f.db.In(c, c.Scope, func(tx *store.Tx) (err error) {
		if spent, err = spend(tx); err != nil || !spent {
			return err
		}
		if err := tx.ForgiveCodes(c, v.Person.ID); err != nil {
			return err
		}
		amr, acr := claims(v.Session, signin.ProofOf(x.Method))
		at := c.Now
		switch {
		case acr == domain.AssuranceOne:
			amr, acr, at = v.Session.AMR, v.Session.ACR, v.Session.AuthAt
		case v.Session.ACR == domain.AssuranceTwo:
			amr = v.Session.AMR
		}
		if err := tx.NoteProof(c, v.Session.ID, amr, acr, at, v.confirmedAt(c.Now)); err != nil {
			return err
		}
		return f.record(tx, c, domain.EventStepUp, true, v.Person.User, "how", string(x.Method), "method", x.Name)
	})
	if err != nil {
		return err
	}
	if !spent {
		return f.confirmFailed(c, v, domain.RefuseField(domain.Invalid, domain.CodeCodeReused, "code"))
	}
	return nil
}

// claims is what a session says once proof p was shown in it too (RFC 8176): a
// password only where one was.
func claims(s domain.Session, p signin.Proof) ([]string, domain.Assurance) {
	amr, acr := signin.Shown(p)
	if slices.Contains(s.AMR, "pwd") {
		return amr, acr
	}
	return with(s.AMR, slices.DeleteFunc(amr, func(m string) bool { return m == "pwd" })...), acr
}

var never time.Time
