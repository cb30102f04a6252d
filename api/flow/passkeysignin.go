package flow

import (
	"context"

	"twofold/domain"
	"twofold/domain/factor/passkey"
	"twofold/domain/signin"
	"twofold/tenancy/store"
)

// PasskeySignIns reports whether the tenant takes a passkey as a complete
// sign-in.
func (f *Flows) PasskeySignIns(p domain.Policy) bool {
	return f.site != nil && p.Accepts(domain.MethodPasskey)
}

// AskAnyPasskey asks whoever is there for a passkey of this organization, in
// the place of e-mail address and password.
func (f *Flows) AskAnyPasskey(ctx context.Context, r Request) (Asked, error) {
	c := ctxt{ctx, r}
	site, err := f.relying()
	if err != nil {
		return Asked{}, err
	}
	if err := f.limit("passkey:"+r.Network, PasskeyAsksPerNetwork, r.Now); err != nil {
		return Asked{}, err
	}
	_, policy, err := f.Organization(ctx, r.Scope)
	if err != nil {
		return Asked{}, err
	}
	if !policy.Accepts(domain.MethodPasskey) {
		return Asked{}, domain.Refuse(domain.Forbidden, domain.CodeMethodNotAccepted).With("method", string(domain.MethodPasskey))
	}
	options, state, err := site.AskAnyone()
	if err != nil {
		return Asked{}, err
	}
	out := Asked{Options: options}
	err = f.db.In(ctx, r.Scope, func(tx *store.Tx) error {
		out.Ceremony, err = f.keepCeremony(tx, c, "", "", domain.PurposeSignIn, state)
		return err
	})
	return out, err
}

// PasskeyUnknown says of an unknown passkey whether its holder's browser may
// be told so: not when it belongs to another organization of this service.
func (f *Flows) PasskeyUnknown(r Request, in PasskeyAnswer) (site, credential string, tell bool) {
	given, err := passkey.Read([]byte(in.Response))
	if err != nil || f.site == nil {
		return "", "", false
	}
	tenant, _, ok := passkey.Owner(given.Handle())
	return f.site.ID(), given.CredentialID(), ok && tenant == r.Scope.Tenant()
}

// PasskeysLeft is what the browser's password manager may be told of a person's
// passkeys: for which site, whose, and which are left. site is empty where
// there is nothing to tell.
func (f *Flows) PasskeysLeft(r Request, v *Visit, own Security) (site string, handle []byte, ids []string) {
	if f.site == nil {
		return "", nil, nil
	}
	for _, x := range own.Factors {
		if x.Method == domain.MethodPasskey {
			ids = append(ids, x.Lookup)
		}
	}
	return f.site.ID(), passkey.Handle(r.Scope.Tenant(), v.Person.ID), ids
}

// SignInByPasskey is a complete sign-in: no password is asked for, because the
// device holds the key and checked who it was.
func (f *Flows) SignInByPasskey(ctx context.Context, r Request, in PasskeyAnswer) (VerifyResult, error) {
	c := ctxt{ctx, r}
	state, err := f.takeCeremony(c, in.Ceremony, "", "", domain.PurposeSignIn)
	if err != nil {
		return VerifyResult{}, err
	}
	found, err := f.holder(c, in.Response)
	if err != nil {
		return VerifyResult{}, f.passkeyFailed(c, domain.User{}, domain.EventSignInFailed, err)
	}
	policy, err := f.Policy(c, c.Scope, found.seen.PolicyVersion)
	if err != nil {
		return VerifyResult{}, err
	}
	used, err := f.judgePasskey(c, found.person, found.factors, state, in.Response)
	if err != nil {
		return VerifyResult{}, f.passkeyFailed(c, found.person.User, domain.EventSignInFailed, err)
	}
	next := signin.Next(signin.Facts{Policy: policy, Person: found.person.User, Methods: found.person.Methods, Proofs: []signin.Proof{signin.PasskeyAlone},
		Synced: used.answer.Credential.Synced(), Now: c.Now})
	switch {
	case next.Step == signin.Refuse:
		return VerifyResult{}, f.refuseAfterPassword(c, found.person, next.Refusal)
	case next.Step != signin.Grant || !used.answer.Verified:
		return VerifyResult{}, badState("a passkey alone led to " + string(next.Step))
	}
	return f.openByPasskey(c, found, policy, next, used)
}

// passkeyHolder is whose passkey answered, before the answer is believed.
type passkeyHolder struct {
	person  store.Person
	factors []store.Factor
	seen    store.Seen
	known   bool // the browser signed in to this account before
}

func (f *Flows) holder(c ctxt, response string) (out passkeyHolder, err error) {
	given, err := passkey.Read([]byte(response))
	if err != nil {
		return out, domain.Refuse(domain.Invalid, domain.CodePasskeyRefused)
	}
	unknown := domain.Refuse(domain.Unauthenticated, domain.CodePasskeyUnknown)
	tenant, userID, ok := passkey.Owner(given.Handle())
	switch {
	case !ok, !idLike(userID):
		return out, unknown
	case tenant != c.Scope.Tenant():
		return out, domain.Refuse(domain.Unauthenticated, domain.CodePasskeyElsewhere)
	}
	err = f.db.View(c, c.Scope, func(tx *store.Tx) error {
		org, err := tx.Organization(c)
		if err != nil {
			return err
		}
		if out.person, err = tx.User(c, userID); store.Missing(err) {
			return unknown
		} else if err != nil {
			return err
		}
		out.person.User = out.person.In(org.State)
		out.seen = store.Seen{UserID: userID, SecurityVersion: out.person.SecurityVersion, PolicyVersion: org.PolicyVersion}
		if out.known, err = tx.KnowsBrowser(c, userID, c.BrowserHash); err != nil {
			return err
		}
		out.factors, err = tx.Factors(c, userID)
		return err
	})
	if err != nil {
		return out, err
	}
	for _, x := range out.factors {
		if x.Method == domain.MethodPasskey && x.Lookup == given.CredentialID() {
			return out, nil
		}
	}
	return out, unknown
}

// openByPasskey keeps what the passkey showed and opens the session, where the
// person and the policy are still as they were decided on.
func (f *Flows) openByPasskey(c ctxt, h passkeyHolder, policy domain.Policy, next signin.Outcome, used usedPasskey) (VerifyResult, error) {
	session, token, err := f.newSession(c, h.person, next)
	if err != nil {
		return VerifyResult{}, err
	}
	event, err := f.about(c.Request, domain.EventSignedIn, true, h.person.User)
	if err != nil {
		return VerifyResult{}, err
	}
	if err := f.newBrowser(c, h.person, h.known, h.factors, &session); err != nil {
		return VerifyResult{}, err
	}
	err = f.db.In(c, c.Scope, func(tx *store.Tx) error {
		kept, err := tx.UsePasskey(c, used.factor.ID, used.use.Was, used.use.Detail, session.ID, c.Browser, c.Now)
		if err != nil {
			return err
		}
		org, err := tx.Organization(c)
		if err != nil {
			return err
		}
		same, err := tx.ChangeUser(c, h.person.ID, h.seen.SecurityVersion, store.UserChange{ClearLock: true, SignedIn: true, At: c.Now})
		if err != nil {
			return err
		}
		if !kept || !same || org.PolicyVersion != h.seen.PolicyVersion {
			return domain.Refuse(domain.Conflict, domain.CodePasskeyCanceled)
		}
		spent, err := usedUp(tx, c, h.person)
		if err != nil {
			return err
		}
		session.Renew = renews(policy, h.person.User, spent)
		if err := tx.OpenSession(c, session); err != nil {
			return err
		}
		return keepRight(tx, c, store.RightCode{Session: session, Events: []domain.Event{withDetail(event, "how", "passkey", "method", used.factor.Name)}})
	})
	if err != nil {
		return VerifyResult{}, err
	}
	return VerifyResult{Step: next.Step, Token: token, Person: h.person.User, Policy: policy, Renew: session.Renew}, nil
}
