package flow

import (
	"context"

	"twofold/domain"
	"twofold/tenancy/store"
)

// Kinds of letter about an account that was frozen, and no longer is.
const (
	letterFrozen         = "frozen" // to those who administer
	letterFrozenDone     = "frozen_done"
	letterUnfrozen       = "unfrozen"
	letterUnfrozenOwners = "unfrozen_owners"
)

// freezes reports whether "this wasn't me" to a notice of a kind freezes the
// account: somebody who administers is not to be trusted then, so nobody signs
// in nor resets anything until an owner looked at it.
func freezes(kind string) bool {
	return oneOf(kind, noticeReset, noticeResetAsked, noticeResetWaiting)
}

// stopForPerson ends what is on its way for a person who objected. They are
// told of that with the rest.
func (f *Flows) stopForPerson(tx *store.Tx, c ctxt, p store.Person) error {
	g, alive, err := f.aliveGuard(tx, c, p)
	if err != nil || !alive {
		return err
	}
	// Whoever pressed the link showed no more than that they read the mail.
	return f.dropGuard(tx, c, p, g, domain.GuardStopped, domain.User{}, false)
}

// tellFrozen writes a freeze down and tells those who administer.
func (f *Flows) tellFrozen(tx *store.Tx, c ctxt, org domain.Tenant, p store.Person, u undo) error {
	if err := f.recordOn(tx, c, domain.EventFrozen, true, domain.User{}, called(p.User), "to", u.Kind); err != nil {
		return err
	}
	words := map[string]string{"who": called(p.User).Name, "email": p.Email, "link": f.address(org, "/admin/people/"+p.ID)}
	return f.mailAdministrators(tx, c, org, p, letterFrozen, words)
}

// Unfreeze lifts what keeps a frozen person out, as an owner. What was signed in
// before stays ended.
func (f *Flows) Unfreeze(ctx context.Context, r Request, v *Visit, id string) error {
	c := ctxt{ctx, r}
	return f.actOn(c, v, mayUnfreeze, string(domain.EventUnfrozen), id, domain.MayUnfreeze, func(tx *store.Tx, p store.Person) error {
		if !p.Frozen {
			return nil
		}
		return f.unfreeze(tx, c, p, Giver{ID: v.Person.ID, Name: called(v.Person.User).Name})
	})
}

func (f *Flows) unfreeze(tx *store.Tx, c ctxt, p store.Person, by Giver) error {
	if err := f.changePerson(tx, c, p, store.UserChange{Unfreeze: true, Raise: true, At: c.Now}); err != nil {
		return err
	}
	if err := f.recordOn(tx, c, domain.EventUnfrozen, true, domain.User{ID: by.ID, Name: by.Name}, called(p.User), "staff", yesNo(by.Staff)); err != nil {
		return err
	}
	org, err := tx.Organization(c)
	if err != nil {
		return err
	}
	words := map[string]string{"by": by.Name, "device": "", "place": "", "link": f.SignInAddress(org)}
	if err := f.mailEverywhere(tx, c, p, letterUnfrozen, words); err != nil {
		return err
	}
	words = map[string]string{"by": by.Name, "who": called(p.User).Name, "link": f.address(org, "/admin/people/"+p.ID)}
	return f.mailOwners(tx, c, org, letterUnfrozenOwners, words)
}

// alone reports whether nobody in the tenant could lift what froze a person:
// an owner without another owner. The company's support does it then, in a case.
func alone(tx *store.Tx, c ctxt, p store.Person) (bool, error) {
	if p.Role != domain.RoleOwner {
		return false, nil
	}
	others, err := tx.OtherOwners(c, p.ID)
	return err == nil && others == 0, err
}
