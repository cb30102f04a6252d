package flow

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"twofold/domain"
	"twofold/domain/enroll"
	"twofold/domain/factor"
	"twofold/domain/factor/passkey"
	"twofold/tenancy/store"
)

// CreatePasskey asks the browser for a new passkey or security key. Those the
// person has, or is about to have, are named, so that no device makes a second one.
func (f *Flows) CreatePasskey(ctx context.Context, r Request, v *Visit, kind passkey.Kind) (Asked, error) {
	c := ctxt{ctx, r}
	site, err := f.mayCreatePasskey(c, v)
	if err != nil {
		return Asked{}, err
	}
	var all []store.Factor
	var backed *store.Enrollment
	err = f.db.View(ctx, r.Scope, func(tx *store.Tx) (err error) {
		if all, err = tx.Factors(c, v.Person.ID); err != nil {
			return err
		}
		backed, err = f.backedUp(tx, c, v, domain.MethodPasskey)
		return err
	})
	if err != nil {
		return Asked{}, err
	}
	person, err := f.passkeyPerson(c, v.Tenant, v.Person.User, all)
	if err != nil {
		return Asked{}, err
	}
	if backed != nil && mainOf(*backed).Method == domain.MethodPasskey {
		waiting, err := passkey.Parse(mainOf(*backed).Detail)
		if err != nil {
			return Asked{}, fmt.Errorf("read the passkey that is backed up: %w", err)
		}
		person.Credentials = append(person.Credentials, waiting)
	}
	options, state, err := site.Create(person, kind)
	if err != nil {
		return Asked{}, err
	}
	out := Asked{Options: options}
	err = f.db.In(ctx, r.Scope, func(tx *store.Tx) error {
		out.Ceremony, err = f.keepCeremony(tx, c, v.Person.ID, v.Session.ID, domain.PurposeVerification, state)
		return err
	})
	return out, err
}

func (f *Flows) mayCreatePasskey(c ctxt, v *Visit) (*passkey.Site, error) {
	if err := f.mayStart(c, v, domain.MethodPasskey); err != nil {
		return nil, err
	}
	if !v.Policy.MayVerify(domain.MethodPasskey) {
		return nil, domain.Refuse(domain.Forbidden, domain.CodeMethodNotAccepted).With("method", string(domain.MethodPasskey))
	}
	return f.relying()
}

// PasskeyCreated checks the browser's answer and keeps the new passkey as the
// set-up in progress, under the name its maker suggests. replaces names the
// method it will take the place of, which keeps working until then. Nothing
// can be signed in with it before FinishPasskey.
func (f *Flows) PasskeyCreated(ctx context.Context, r Request, v *Visit, in PasskeyAnswer, replaces string) (SetupView, error) {
	c := ctxt{ctx, r}
	site, err := f.mayCreatePasskey(c, v)
	if err != nil {
		return SetupView{}, err
	}
	state, err := f.takeCeremony(c, in.Ceremony, v.Person.ID, v.Session.ID, domain.PurposeVerification)
	if err != nil {
		return SetupView{}, err
	}
	made, err := site.Created(state, []byte(in.Response), passkey.Person{Handle: passkey.Handle(r.Scope.Tenant(), v.Person.ID)})
	switch {
	case errors.Is(err, passkey.ErrRefused), errors.Is(err, passkey.ErrUnreadable):
		return SetupView{}, f.passkeyFailed(c, v.Person.User, domain.EventEnrollFailed, domain.Refuse(domain.Invalid, domain.CodePasskeyRefused))
	case err != nil:
		return SetupView{}, err
	}
	e, err := f.passkeyEnrollment(c, v, made, replaces)
	if err != nil {
		return SetupView{}, err
	}
	var view SetupView
	err = f.db.In(ctx, r.Scope, func(tx *store.Tx) error {
		if err := f.checkReplaces(tx, c, v, replaces); err != nil {
			return err
		}
		backed, err := f.backedUp(tx, c, v, domain.MethodPasskey)
		if err != nil {
			return err
		}
		if known, err := tx.FactorsByLookup(c, domain.MethodPasskey, e.Lookup); err != nil {
			return err
		} else if len(known) > 0 || backed != nil && mainOf(*backed).Lookup == e.Lookup {
			return domain.Refuse(domain.Conflict, domain.CodePasskeyExists)
		}
		if err := f.begin(tx, c, &e, backed); err != nil {
			return err
		}
		if err := f.record(tx, c, domain.EventEnrollStarted, true, v.Person.User, "method", string(domain.MethodPasskey)); err != nil {
			return err
		}
		view, err = f.setupView(tx, c, v, e)
		return err
	})
	return view, err
}

// passkeyEnrollment is the set-up of a passkey that was just made: confirmed,
// with the recovery codes it comes with.
func (f *Flows) passkeyEnrollment(c ctxt, v *Visit, made passkey.Credential, replaces string) (store.Enrollment, error) {
	id, err := f.newID("enr")
	if err != nil {
		return store.Enrollment{}, err
	}
	detail, err := made.Encode()
	if err != nil {
		return store.Enrollment{}, err
	}
	print, err := f.keys.Seal(made.Print(), setupBinding(c, id))
	if err != nil {
		return store.Enrollment{}, fmt.Errorf("seal the fingerprint: %w", err)
	}
	codes, err := f.sealedCodes(c, v, store.Enrollment{ID: id, Method: domain.MethodPasskey})
	return store.Enrollment{ID: id, UserID: v.Person.ID, SessionID: v.Session.ID, Replaces: replaces, SecurityVersion: v.Person.SecurityVersion,
		Method: domain.MethodPasskey, Name: made.Maker(), App: made.Maker(), Secret: print, Codes: codes, Lookup: made.ID(), Detail: detail,
		CreatedAt: c.Now, ConfirmedAt: c.Now, ExpiresAt: c.Now.Add(enroll.KeyFor)}, err
}

// FinishPasskey names the passkey of the set-up in progress. Where neither a
// backup nor recovery codes are due it turns two-step on at once, or keeps the
// passkey where it only verifies, and reports so.
func (f *Flows) FinishPasskey(ctx context.Context, r Request, v *Visit, name string) (*TurnedOn, error) {
	if err := domain.CheckName(name, "name", domain.CodeRequiredName, enroll.NameMost); err != nil {
		return nil, err
	}
	c := ctxt{ctx, r}
	err := f.db.In(ctx, r.Scope, func(tx *store.Tx) error {
		e, err := f.liveSetup(tx, c, v)
		if err != nil {
			return err
		}
		if e == nil || e.Method != domain.MethodPasskey {
			return domain.Refuse(domain.Gone, domain.CodeEnrollmentExpired)
		}
		return tx.NameEnrollment(c, e.ID, strings.TrimSpace(name))
	})
	if err != nil {
		return nil, err
	}
	return f.finish(c, v)
}

// passkeyFactor is the confirmed passkey of a set-up as a method: its
// fingerprint sealed for its place.
func (f *Flows) passkeyFactor(c ctxt, v *Visit, e store.Enrollment, id string) (store.Factor, error) {
	made, err := passkey.Parse(e.Detail)
	if err != nil {
		return store.Factor{}, err
	}
	sealed, err := f.keys.Seal(made.Print(), factor.BindFactor(c.Scope.Tenant(), v.Person.ID, id, 1))
	if err != nil {
		return store.Factor{}, fmt.Errorf("seal the fingerprint: %w", err)
	}
	return store.Factor{ID: id, UserID: v.Person.ID, Method: domain.MethodPasskey, Name: e.Name, App: e.App, Secret: sealed, SecretVersion: 1,
		Lookup: e.Lookup, Detail: e.Detail, CreatedAt: c.Now}, nil
}
