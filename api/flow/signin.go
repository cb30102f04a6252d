package flow

import (
	"context"
	"encoding/base64"
	"slices"
	"time"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/domain/signin"
	"twofold/tenancy/store"
)

// SignInInput is what the sign-in page sends. Trust holds the tokens of the
// browser's trust cookie; TrustBox is the box under the password.
type SignInInput struct {
	Email    string
	Password string
	Trust    []string
	TrustBox bool
}

// SignInResult is what follows a right password. Token is of the session, or
// of the half sign-in when Step is Challenge. NewTrust replaces UsedTrust in
// the browser when not empty.
type SignInResult struct {
	Step      signin.Step
	Methods   []domain.Method
	Token     string
	UsedTrust string
	NewTrust  string
	Person    domain.User
	Renew     bool // recovery codes are saved before anything else
}

// rounds is how often a decision is made anew when the person or the policy
// changed while it was made.
const rounds = 3

// SignIn checks a password and does what Next says. The try is counted and
// committed before the hash; the hash runs outside any transaction; the
// outcome is written only while the versions it was decided on still hold.
// Unknown accounts take the same path, time and words as wrong passwords.
func (f *Flows) SignIn(ctx context.Context, r Request, in SignInInput) (SignInResult, error) {
	var out SignInResult
	missing := []*domain.Error{domain.CheckEmail(in.Email, "username")}
	if in.Password == "" {
		missing = append(missing, domain.RefuseField(domain.Invalid, domain.CodeRequiredPassword, "password"))
	}
	if err := domain.Collect(missing...); err != nil {
		return out, err
	}
	leave, err := f.hasher.Admit()
	if err != nil {
		return out, err
	}
	defer leave()
	c := ctxt{ctx, r}
	facts, err := f.rightPassword(c, in)
	if err != nil {
		return out, err
	}
	for range rounds {
		if out, err = f.followPassword(c, facts, in); err != errMoved {
			return out, err
		}
		if err := f.rereadPerson(c, facts); err != nil {
			return out, err
		}
	}
	return out, domain.Refuse(domain.Busy, domain.CodeBusy).After(time.Second)
}

// rightPassword counts a try and compares. Many wait in here at once, so what
// lies on the stack above it is kept small.
func (f *Flows) rightPassword(c ctxt, in SignInInput) (*store.PasswordFacts, error) {
	facts, err := f.spendPassword(c, in)
	if err != nil {
		return nil, err
	}
	right, err := f.checkPassword(c, &facts, in.Password)
	if err != nil {
		return nil, err
	}
	if !right || facts.Unseen() {
		return nil, f.refusePassword(c, &facts)
	}
	return &facts, nil
}

func (f *Flows) spendPassword(c ctxt, in SignInInput) (store.PasswordFacts, error) {
	try := store.PasswordTry{Email: in.Email, BrowserHash: c.BrowserHash, Keys: throttleKeys(c.Request, in.Email), Now: c.Now}
	for _, t := range in.Trust {
		try.TrustHashes = append(try.TrustHashes, factor.HashToken(t))
	}
	facts, err := f.db.SpendPasswordTry(c, c.Scope, try)
	if err != nil || facts.Open {
		return facts, err
	}
	return facts, f.refuseTry(c, facts.Person.User, try.Keys)
}

// throttleKeys names the counters of one try. Addresses are hashed, so that
// the counters of unknown accounts hold no stranger's typing.
func throttleKeys(r Request, email string) store.ThrottleKeys {
	account := accountKey(email)
	return store.ThrottleKeys{
		Pair:      "pair:" + account + ":" + r.Network,
		PairKnown: "pair:" + account + ":" + base64.RawURLEncoding.EncodeToString(r.BrowserHash),
		Source:    "source:" + r.Network,
		Account:   "account:" + account,
	}
}

func accountKey(email string) string {
	return base64.RawURLEncoding.EncodeToString(factor.HashToken(domain.EmailKey(email))[:16])
}

func (f *Flows) checkPassword(ctx context.Context, facts *store.PasswordFacts, password string) (bool, error) {
	if !facts.Found || facts.Person.PasswordHash == "" || facts.Person.State == domain.UserInvited {
		return false, f.hasher.VerifyNobody(ctx, password)
	}
	return f.hasher.VerifyPassword(ctx, facts.Person.PasswordHash, password)
}

func (f *Flows) refusePassword(c ctxt, facts *store.PasswordFacts) error {
	err := f.db.In(c, c.Scope, func(tx *store.Tx) error {
		return f.record(tx, c, domain.EventSignInFailed, false, facts.Person.User, "reason", "password")
	})
	if err != nil {
		return err
	}
	refusal := domain.Refuse(domain.Unauthenticated, domain.CodeBadCredentials)
	if facts.PairTries >= offerResetFrom {
		refusal = refusal.With("reset", true)
	}
	return refusal
}

// offerResetFrom is the wrong password in a row of which somebody is told that
// it can be reset. It counts tries from here, whether there is an account or not.
const offerResetFrom = 3

func (f *Flows) rereadPerson(c ctxt, facts *store.PasswordFacts) error {
	return f.db.View(c, c.Scope, func(tx *store.Tx) error {
		org, err := tx.Organization(c)
		if err != nil {
			return err
		}
		person, err := tx.User(c, facts.Person.ID)
		if err != nil {
			return err
		}
		if person.PasswordHash != facts.Person.PasswordHash {
			return domain.Refuse(domain.Unauthenticated, domain.CodeBadCredentials)
		}
		person.User = person.In(org.State)
		facts.Person, facts.PolicyVersion = person, org.PolicyVersion
		return dropEnded(tx, c, facts)
	})
}

// dropEnded leaves the trusts that were not ended meanwhile. The others would
// send the sign-in round again to its last round, instead of to a second step.
func dropEnded(tx *store.Tx, c ctxt, facts *store.PasswordFacts) error {
	if len(facts.Trusts) == 0 {
		return nil
	}
	hold, err := tx.Trusts(c, facts.Person.ID, facts.Person.SecurityVersion, domain.TrustDaysMost, c.Now)
	facts.Trusts = slices.DeleteFunc(facts.Trusts, func(t store.Trust) bool {
		return !slices.ContainsFunc(hold, func(h store.Trust) bool { return h.ID == t.ID })
	})
	return err
}

// followPassword decides and writes what follows a right password. errMoved
// asks for another round.
func (f *Flows) followPassword(c ctxt, facts *store.PasswordFacts, in SignInInput) (SignInResult, error) {
	policy, err := f.Policy(c, c.Scope, facts.PolicyVersion)
	if err != nil {
		return SignInResult{}, err
	}
	trust := validTrust(facts, policy, c.Now)
	disabled, err := f.hasDisabled(c, policy, facts.Person)
	if err != nil {
		return SignInResult{}, err
	}
	number, err := f.numberAtSignIn(c, policy, facts.Person)
	if err != nil {
		return SignInResult{}, err
	}
	if err := f.withHelp(c, policy, &facts.Person); err != nil {
		return SignInResult{}, err
	}
	next := signin.Next(signin.Facts{Policy: policy, Person: facts.Person.User, Methods: facts.Person.Methods,
		Disabled: disabled || number != nil && number.Disabled, Number: number != nil,
		Proofs: []signin.Proof{signin.Password}, Trusted: trust != nil, TrustBox: in.TrustBox, Now: c.Now})
	out := SignInResult{Step: next.Step, Methods: next.Methods, Person: facts.Person.User}
	seen := store.Seen{UserID: facts.Person.ID, SecurityVersion: facts.Person.SecurityVersion, PolicyVersion: facts.PolicyVersion}
	switch next.Step {
	case signin.Challenge:
		out.Token, err = f.openHalf(c, policy.HalfFor(), facts.Person, seen, facts.Counted, in.TrustBox && policy.TrustPlacement == domain.PlacePasswordStep)
		if err == nil {
			err = f.sendFirst(c, out.Token, next.Methods, policy)
		}
	case signin.Enroll, signin.Grant:
		if !next.UseTrust {
			trust = nil
		}
		if trust != nil {
			if out.Renew, err = f.renewsBy(c, policy, facts.Person); err != nil {
				return out, err
			}
		}
		err = f.openByPassword(c, facts.Person, facts.Known, next, seen, facts.Counted, trust, in.Trust, &out)
	default:
		return out, f.refuseAfterPassword(c, facts.Person, next.Refusal)
	}
	if err == nil {
		f.rehash(c, facts.Person, in.Password)
	}
	return out, err
}

// hasDisabled is asked only of people whose second step is on without a
// usable method that counts, which is rare.
func (f *Flows) hasDisabled(c ctxt, policy domain.Policy, p store.Person) (disabled bool, err error) {
	if p.TwoStep != domain.TwoStepOn || len(policy.AcceptedOf(p.Methods)) > 0 {
		return false, nil
	}
	err = f.db.View(c, c.Scope, func(tx *store.Tx) error {
		all, err := tx.Factors(c, p.ID)
		for _, x := range all {
			disabled = disabled || x.Disabled
		}
		return err
	})
	return disabled, err
}

func (f *Flows) refuseAfterPassword(c ctxt, p store.Person, refusal *domain.Error) error {
	err := f.db.In(c, c.Scope, func(tx *store.Tx) error {
		return f.record(tx, c, domain.EventSignInFailed, false, p.User, "reason", string(refusal.Code))
	})
	if err != nil {
		return err
	}
	return refusal
}

// rehash stores a stronger hash when the parameters rose since this one. The
// sign-in is written by then and its browser has to get its tokens: what keeps
// the hash from being stored is logged, and the next sign-in tries again.
func (f *Flows) rehash(c ctxt, p store.Person, password string) {
	if !f.hasher.NeedsRehash(p.PasswordHash) {
		return
	}
	next, err := f.hasher.HashPassword(c, password)
	if err == nil {
		err = f.db.In(c, c.Scope, func(tx *store.Tx) error { return tx.KeepPassword(c, p.ID, p.PasswordHash, next) })
	}
	if err != nil && f.config.Log != nil {
		f.config.Log.WarnContext(c, "stronger password hash not stored", "request_id", c.RequestID, "user", p.ID, "error", err.Error())
	}
}

func validTrust(facts *store.PasswordFacts, p domain.Policy, now time.Time) *store.Trust {
	for i, t := range facts.Trusts {
		if t.UserID == facts.Person.ID && t.SecurityVersion == facts.Person.SecurityVersion && now.Before(t.TrustedAt.AddDate(0, 0, p.TrustDays)) {
			return &facts.Trusts[i]
		}
	}
	return nil
}
