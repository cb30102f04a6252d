package flow

import (
	"context"
	"strings"

	"twofold/domain"
	"twofold/tenancy/store"
)

// StartEmailChange begins to change the account's address. Somebody else's is
// answered like any other; only who reads its mail learns that it is taken.
func (f *Flows) StartEmailChange(ctx context.Context, r Request, v *Visit, address string) error {
	c := ctxt{ctx, r}
	address = strings.TrimSpace(address)
	if refusal := domain.CheckEmail(address, "email"); refusal != nil {
		return refusal
	}
	if domain.EmailKey(address) == domain.EmailKey(v.Person.Email) {
		return domain.RefuseField(domain.Conflict, domain.CodeEmailSame, "email")
	}
	to, err := f.newTarget(c, v, SentSetup{Method: domain.MethodEmail, Address: address})
	if err != nil {
		return err
	}
	return f.startChange(c, v, ContactEmail, to)
}

func (f *Flows) changeEmail(c ctxt, v *Visit, p proved) (string, error) {
	old := v.Person.Email
	token, err := f.weaken(c, v, store.UserChange{Email: p.to.address, Name: v.Person.Name}, func(tx *store.Tx) error {
		if err := p.spend(tx, c, v); err != nil {
			return err
		}
		if err := f.record(tx, c, domain.EventEmailChanged, true, v.Person.User, "from", maskEmail(old), "to", p.to.hint); err != nil {
			return err
		}
		person := v.Person.User
		person.Email = p.to.address
		return f.notify(tx, c, v.Tenant, person, noticeEmailChanged, map[string]string{"old": maskEmail(old), "new": p.to.hint}, before{email: old})
	})
	if store.Duplicate(err) {
		return "", domain.RefuseField(domain.Conflict, domain.CodeEmailTaken, "code")
	}
	return token, err
}
