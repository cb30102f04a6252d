package flow

import (
	"crypto/subtle"
	"errors"
	"fmt"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/domain/factor/passkey"
	"twofold/domain/signin"
	"twofold/tenancy/store"
)

// siteName is what browsers call this service beside a passkey, where they
// show more than its host.
const siteName = "Twofold"

// ceremonyFor is how long a browser's answer to a challenge is awaited.
const ceremonyFor = domain.HalfSignInFor

// Asked is a challenge for the browser: options for navigator.credentials as
// JSON, and the ceremony's id, which comes back with the answer.
type Asked struct {
	Ceremony string
	Options  string
}

// PasskeyAnswer is what a browser answered to a challenge, as JSON.
type PasskeyAnswer struct {
	Ceremony string
	Response string
}

// Passkeys reports whether browsers make passkeys for the public address.
func (f *Flows) Passkeys() bool { return f.site != nil }

// relying is the site that passkeys are made for.
func (f *Flows) relying() (*passkey.Site, error) {
	if f.site == nil {
		return nil, domain.Refuse(domain.Conflict, domain.CodePasskeyUnsupported)
	}
	return f.site, nil
}

// keepCeremony keeps the server's half of a challenge. userID and request are
// empty before a complete sign-in.
func (f *Flows) keepCeremony(tx *store.Tx, c ctxt, userID, request string, p domain.Purpose, state passkey.Ceremony) (string, error) {
	id, err := f.newID("cer")
	if err != nil {
		return "", err
	}
	return id, tx.AddCeremony(c, store.Ceremony{ID: id, UserID: userID, Request: request, Purpose: p, BrowserHash: notNil(c.BrowserHash), State: state,
		CreatedAt: c.Now, ExpiresAt: c.Now.Add(ceremonyFor)})
}

// takeCeremony uses a challenge up, committed, before its answer is looked at.
// One that is gone, too old, of another browser, person, request or purpose
// answers like one that took too long.
func (f *Flows) takeCeremony(c ctxt, id, userID, request string, p domain.Purpose) (passkey.Ceremony, error) {
	var kept store.Ceremony
	taken := false
	if !idLike(id) { // a form's field can hold what no database takes
		return nil, domain.Refuse(domain.Conflict, domain.CodePasskeyCanceled)
	}
	err := f.db.In(c, c.Scope, func(tx *store.Tx) (err error) {
		kept, taken, err = tx.TakeCeremony(c, id, c.Now)
		return err
	})
	if err != nil {
		return nil, err
	}
	own := taken && kept.UserID == userID && kept.Request == request && kept.Purpose == p &&
		subtle.ConstantTimeCompare(kept.BrowserHash, notNil(c.BrowserHash)) == 1
	if !own {
		return nil, domain.Refuse(domain.Conflict, domain.CodePasskeyCanceled)
	}
	return kept.State, nil
}

// passkeyPerson is a person with the passkeys of theirs that may be used.
func (f *Flows) passkeyPerson(c ctxt, org domain.Tenant, p domain.User, all []store.Factor) (passkey.Person, error) {
	out := passkey.Person{Handle: passkey.Handle(c.Scope.Tenant(), p.ID), Name: p.Email, DisplayName: p.Name}
	if org.Name != "" {
		out.DisplayName = p.Name + " (" + org.Name + ")"
	}
	for _, x := range usable(all) {
		if x.Method != domain.MethodPasskey {
			continue
		}
		own, err := f.openPasskey(c, x)
		if err != nil {
			return out, err
		}
		out.Credentials = append(out.Credentials, own)
	}
	return out, nil
}

// openPasskey reads a passkey's record and sees that its key is the one that
// was registered: its fingerprint lies sealed beside it (ASVS V6.7.1).
func (f *Flows) openPasskey(c ctxt, x store.Factor) (passkey.Credential, error) {
	own, err := passkey.Parse(x.Detail)
	if err != nil {
		return own, fmt.Errorf("passkey %s: %w", x.ID, err)
	}
	print, err := f.keys.Open(x.Secret, factor.BindFactor(c.Scope.Tenant(), x.UserID, x.ID, x.SecretVersion))
	if err != nil {
		return own, fmt.Errorf("open the fingerprint of %s: %w", x.ID, err)
	}
	if subtle.ConstantTimeCompare(print, own.Print()) != 1 {
		return own, fmt.Errorf("passkey %s: its key was exchanged", x.ID)
	}
	return own, nil
}

// kindOf is what the record of a passkey says it is.
func kindOf(detail string) (passkey.Kind, error) {
	own, err := passkey.Parse(detail)
	return own.Kind(), err
}

// usedPasskey is an answer that was right, and whose.
type usedPasskey struct {
	factor store.Factor
	use    store.PasskeyUse
	answer passkey.Answer
}

// judgePasskey checks an answer with the person's passkeys. A copied passkey
// is put out of use here.
func (f *Flows) judgePasskey(c ctxt, p store.Person, all []store.Factor, state passkey.Ceremony, response string) (usedPasskey, error) {
	var out usedPasskey
	site, err := f.relying()
	if err != nil {
		return out, err
	}
	given, err := passkey.Read([]byte(response))
	if err != nil {
		return out, domain.Refuse(domain.Invalid, domain.CodePasskeyRefused)
	}
	for _, x := range all {
		if x.Method == domain.MethodPasskey && x.Lookup == given.CredentialID() {
			out.factor = x
		}
	}
	switch {
	case out.factor.ID == "":
		return out, domain.Refuse(domain.Invalid, domain.CodePasskeyUnknown)
	case out.factor.Disabled:
		return out, domain.Refuse(domain.Forbidden, domain.CodePasskeyCopied)
	}
	person, err := f.passkeyPerson(c, domain.Tenant{}, p.User, []store.Factor{out.factor})
	if err != nil {
		return out, err
	}
	out.answer, err = site.Answer(state, given, person)
	switch {
	case errors.Is(err, passkey.ErrCloned):
		return out, f.copied(c, p, out.factor)
	case errors.Is(err, passkey.ErrRefused):
		return out, domain.Refuse(domain.Invalid, domain.CodePasskeyRefused)
	case err != nil:
		return out, err
	}
	out.use.Was = out.factor.Detail
	out.use.Detail, err = out.answer.Credential.Encode()
	return out, err
}

// copied takes a passkey out of use whose counter went back: somebody may hold
// a copy of its key. The person is told.
func (f *Flows) copied(c ctxt, p store.Person, x store.Factor) error {
	err := f.db.In(c, c.Scope, func(tx *store.Tx) error {
		was, err := tx.DisableFactor(c, p.ID, x.ID, c.Now)
		if err != nil || !was {
			return err
		}
		if err := f.record(tx, c, domain.EventMethodDisabled, true, p.User, "method", string(x.Method), "name", x.Name, "reason", string(domain.CodePasskeyCopied)); err != nil {
			return err
		}
		org, err := tx.Organization(c)
		if err != nil {
			return err
		}
		return f.mail(tx, c, org, p.User, "passkey_copied", wayWords(x))
	})
	if err != nil {
		return err
	}
	return domain.Refuse(domain.Forbidden, domain.CodePasskeyCopied)
}

// passkeyFailed records an answer that proved nothing and returns why. It
// counts towards no lock, unless passkeyWrong says so: nobody guesses a key.
func (f *Flows) passkeyFailed(c ctxt, p domain.User, kind domain.EventKind, refusal error) error {
	if domain.KindOf(refusal) == domain.Internal {
		return refusal
	}
	err := f.db.In(c, c.Scope, func(tx *store.Tx) error {
		return f.record(tx, c, kind, false, p, "reason", string(domain.CodeOf(refusal)))
	})
	if err != nil {
		return err
	}
	return refusal
}

// passkeyWrong answers a passkey that proved nothing after a password. Where
// the lock closes passkeys, too, the try was counted and leads to what a wrong
// code leads to.
func (f *Flows) passkeyWrong(c ctxt, p store.Person, policy domain.Policy, kind domain.EventKind, refusal error) error {
	if !signin.Closes(policy, signin.PasskeyTouch) || domain.KindOf(refusal) == domain.Internal {
		return f.passkeyFailed(c, p.User, kind, refusal)
	}
	answer := f.wrongCode(c, p, policy, domain.CodeOf(refusal))
	if domain.CodeOf(answer) == domain.CodeOf(refusal) {
		return refusal
	}
	return answer
}
