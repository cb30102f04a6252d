package flow

import (
	"context"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/domain/signin"
	"twofold/tenancy/store"
)

// ResetChoicesPerLink is how many passwords can be tried as the new one of one
// link in an hour. Whether it is the old one is told, so guesses are counted.
const ResetChoicesPerLink = 20

// NewPassword is a new password, typed twice.
type NewPassword struct{ Password, Again string }

// ChoosePassword ends a reset, in which everything that is asked was shown:
// the new password is kept, the link and the half sign-in are spent, sessions
// and trusted browsers end, and the person is told. It signs nobody in. Of any
// number of requests with one link, exactly one chooses.
func (f *Flows) ChoosePassword(ctx context.Context, r Request, half string, in NewPassword) error {
	c := ctxt{ctx, r}
	facts, err := f.db.ReadHalf(ctx, r.Scope, factor.HashToken(half), r.Now)
	if err != nil {
		return err
	}
	_, next, err := f.halfFollows(c, &facts)
	switch {
	case err != nil:
		return err
	case facts.Half.Purpose != domain.PurposeReset:
		return domain.Refuse(domain.Unauthenticated, domain.CodeAttemptExpired)
	case next.Step != signin.Choose:
		return domain.Refuse(domain.Forbidden, domain.CodeVerifyFirst)
	}
	if err := f.mayChoose(c, facts, in); err != nil {
		return err
	}
	hash, err := f.hasher.HashPassword(ctx, in.Password)
	if err != nil {
		return err
	}
	err = f.db.In(ctx, r.Scope, func(tx *store.Tx) error { return f.keepReset(tx, c, facts, hash) })
	if err == errMoved {
		err = domain.Refuse(domain.Unauthenticated, domain.CodeAttemptExpired)
	}
	return err
}

// mayChoose refuses a new password that breaks a rule.
func (f *Flows) mayChoose(c ctxt, facts store.CodeFacts, in NewPassword) error {
	p := facts.Person
	if err := f.limitOf(c, p.User, jobReset, "reset-choose:"+facts.Half.Link, ResetChoicesPerLink); err != nil {
		return err
	}
	org, _, err := f.Organization(c, c.Scope)
	if err != nil {
		return err
	}
	var differs *domain.Error
	if in.Password != in.Again {
		differs = domain.RefuseField(domain.Invalid, domain.CodePasswordMismatch, "again")
	}
	weak := checkNewPassword(in.Password, "password", p.TwoStep == domain.TwoStepOn, passwordWords(org, p.Name, p.Email))
	if weak != nil {
		return weak
	}
	if differs != nil {
		return differs
	}
	same, err := f.hasher.VerifyPassword(c, p.PasswordHash, in.Password)
	if err == nil && same {
		err = domain.RefuseField(domain.Invalid, domain.CodePasswordSame, "password")
	}
	return err
}

// keepReset spends the link together with what it was for. The network's count
// of wrong passwords stays; those of the account are forgotten: whoever reset
// the password gets in from any browser.
func (f *Flows) keepReset(tx *store.Tx, c ctxt, facts store.CodeFacts, hash string) error {
	p := facts.Person
	l, err := tx.Link(c, facts.Half.Link)
	if err != nil {
		return err
	}
	if err := openOnly(l, p.User, c); err != nil {
		return err
	}
	used, err := tx.UseLink(c, l.ID, c.Now)
	if err != nil || !used {
		return or(err, domain.Refuse(domain.Gone, domain.CodeLinkUsed))
	}
	ended, err := tx.EndHalf(c, facts.Half.ID, jobReset, c.Now)
	if err == nil && !ended {
		err = errMoved
	}
	if err != nil {
		return err
	}
	if err := f.changePerson(tx, c, p, store.UserChange{PasswordHash: hash, Raise: true, At: c.Now}); err != nil {
		return err
	}
	// Whoever forgot the password too still needs the access code they were given.
	if err := tx.CarryGrants(c, p.ID, p.SecurityVersion, p.SecurityVersion+1); err != nil {
		return err
	}
	sessions, trusts, err := endEverywhere(tx, c, p.ID)
	if err != nil {
		return err
	}
	if err := tx.DropEnrollment(c, p.ID); err != nil { // somebody else may have started it
		return err
	}
	account := accountKey(p.Email)
	if err := tx.ClearThrottles(c, "pair:"+account+":", "account:"+account); err != nil {
		return err
	}
	if err := f.record(tx, c, domain.EventPasswordReset, true, p.User, "proved", facts.Half.Proved, "sessions", count(sessions), "trusted_browsers", count(trusts)); err != nil {
		return err
	}
	org, err := tx.Organization(c)
	if err != nil {
		return err
	}
	return f.mail(tx, c, org, p.User, "password_changed", nil)
}
