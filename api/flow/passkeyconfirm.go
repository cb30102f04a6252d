package flow

import (
	"context"
	"slices"

	"twofold/domain"
	"twofold/domain/factor/passkey"
	"twofold/domain/signin"
	"twofold/tenancy/store"
)

// AskToConfirm asks somebody who is signed in for one of their passkeys.
func (f *Flows) AskToConfirm(ctx context.Context, r Request, v *Visit) (Asked, error) {
	c := ctxt{ctx, r}
	if !v.mayConfirmBy(domain.ConfirmByPasskey) {
		return Asked{}, domain.RefuseField(domain.Invalid, domain.CodeMethodNotAccepted, "method").With("method", string(domain.MethodPasskey))
	}
	if err := signin.Closed(v.Policy, v.Person.Lock, signin.PasskeyTouch, c.Now); err != nil {
		return Asked{}, err
	}
	all, err := f.ownFactors(c, v)
	if err != nil {
		return Asked{}, err
	}
	return f.askOwn(c, v.Person.User, all, v.Session.ID, domain.PurposeConfirm)
}

func (f *Flows) ownFactors(c ctxt, v *Visit) (all []store.Factor, err error) {
	err = f.db.View(c, c.Scope, func(tx *store.Tx) error {
		all, err = tx.Factors(c, v.Person.ID)
		return err
	})
	return all, err
}

func (f *Flows) confirmByPasskey(c ctxt, v *Visit, in PasskeyAnswer) error {
	state, err := f.takeCeremony(c, in.Ceremony, v.Person.ID, v.Session.ID, domain.PurposeConfirm)
	if err != nil {
		return err
	}
	person, all, err := f.spendPasskeyTry(c, v)
	if err != nil {
		return err
	}
	used, err := f.judgePasskey(c, person, all, state, in.Response)
	if err != nil {
		return f.passkeyWrong(c, person, v.Policy, domain.EventStepUpFailed, err)
	}
	return f.notePasskeyProof(c, v, used)
}

// spendPasskeyTry counts a try of somebody who is signed in, where the lock
// closes passkeys, too, and reads what the comparison needs.
func (f *Flows) spendPasskeyTry(c ctxt, v *Visit) (person store.Person, all []store.Factor, err error) {
	counted := true
	err = f.db.In(c, c.Scope, func(tx *store.Tx) (err error) {
		if signin.Closes(v.Policy, signin.PasskeyTouch) {
			if counted, err = tx.SpendCodeTryFor(c, v.Person.ID, c.Now); err != nil {
				return err
			}
		}
		if person, err = tx.User(c, v.Person.ID); err != nil {
			return err
		}
		all, err = tx.Factors(c, v.Person.ID)
		return err
	})
	if err == nil && !counted {
		err = signin.Locked(person.Lock.Until, c.Now)
	}
	return person, all, err
}

// notePasskeyProof keeps what the passkey showed and notes the proof on the
// session, which has two factors now if the password or the device's own check
// is the other one.
func (f *Flows) notePasskeyProof(c ctxt, v *Visit, used usedPasskey) error {
	key, err := keyAMR(used.use.Detail)
	if err != nil {
		return err
	}
	amr := with(v.Session.AMR, key)
	if used.answer.Verified {
		amr = with(amr, "user")
	}
	acr := v.Session.ACR
	if used.answer.Verified || slices.Contains(amr, "pwd") {
		amr, acr = with(amr, "mfa"), domain.AssuranceTwo
	}
	return f.db.In(c, c.Scope, func(tx *store.Tx) error {
		kept, err := tx.UsePasskey(c, used.factor.ID, used.use.Was, used.use.Detail, v.Session.ID, c.Browser, c.Now)
		if err != nil {
			return err
		}
		if !kept {
			return domain.Refuse(domain.Conflict, domain.CodePasskeyCanceled)
		}
		if err := tx.ForgiveCodes(c, v.Person.ID); err != nil {
			return err
		}
		if err := tx.NoteProof(c, v.Session.ID, amr, acr, c.Now, v.confirmedAt(c.Now)); err != nil {
			return err
		}
		return f.record(tx, c, domain.EventStepUp, true, v.Person.User, "how", "passkey", "method", used.factor.Name)
	})
}

// keyAMR is what a passkey adds to the references of a session: its key is in
// hardware, or in software that copies it (RFC 8176).
func keyAMR(detail string) (string, error) {
	own, err := passkey.Parse(detail)
	if err == nil && own.Synced() {
		return "swk", nil
	}
	return domain.MethodPasskey.AMR(), err
}

// with adds references to a list that lacks them.
func with(amr []string, more ...string) []string {
	out := slices.Clone(amr)
	for _, m := range more {
		if !slices.Contains(out, m) {
			out = append(out, m)
		}
	}
	return out
}
