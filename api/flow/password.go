package flow

import (
	"context"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/tenancy/store"
)

// passwordWords are what a person's password must not be built on.
func passwordWords(org domain.Tenant, name, email string) []string {
	return factor.ContextWords("Twofold", org.Name, org.ShortName, name, email)
}

// checkNewPassword refuses a password that breaks a rule; field names the
// input. Without a second step it must be longer.
func checkNewPassword(password, field string, twoStep bool, words []string) *domain.Error {
	least := factor.MinPasswordAlone
	if twoStep {
		least = factor.MinPassword
	}
	if password == "" {
		return domain.RefuseField(domain.Invalid, domain.CodeRequiredPassword, field)
	}
	code := factor.CheckPassword(password, least, words)
	if code == "" {
		return nil
	}
	n := least
	if code == domain.CodePasswordLong {
		n = factor.MaxPasswordBytes
	}
	return domain.RefuseField(domain.Invalid, code, field).With("n", n)
}

// ChangePassword changes the person's password. It takes the current one,
// counted as at sign-in, ends every other session and all trusted browsers,
// and returns the acting session's new token. It takes the place of a
// confirmation here and confirms nothing else.
func (f *Flows) ChangePassword(ctx context.Context, r Request, v *Visit, current, next string) (string, error) {
	c := ctxt{ctx, r}
	words := passwordWords(v.Tenant, v.Person.Name, v.Person.Email)
	if err := domain.Collect(checkNewPassword(next, "new_password", v.Person.TwoStep == domain.TwoStepOn, words)); err != nil {
		return "", err
	}
	if err := f.ownPassword(c, v, current); err != nil {
		return "", err
	}
	if current == next {
		return "", domain.RefuseField(domain.Invalid, domain.CodePasswordSame, "new_password")
	}
	hash, err := f.hasher.HashPassword(ctx, next)
	if err != nil {
		return "", err
	}
	v.Session.StepUpAt = c.Now // the current password was just right
	return f.weaken(c, v, store.UserChange{PasswordHash: hash}, func(tx *store.Tx) error {
		if err := f.record(tx, c, domain.EventPasswordChanged, true, v.Person.User); err != nil {
			return err
		}
		return f.mail(tx, c, v.Tenant, v.Person.User, "password_changed", nil)
	})
}
