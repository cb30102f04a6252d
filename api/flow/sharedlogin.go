package flow

import (
	"context"
	"time"

	"twofold/domain"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

// NoteShared looks at the browsers that were active lately and marks the day
// of each account that looks like a shared log-in (A15). The background work
// calls it every few minutes, so that no sign-in and no request has to count.
func (f *Flows) NoteShared(ctx context.Context) error {
	// Activity is written down once a minute and looked at now and then: twice
	// the span shows every moment since the last look.
	since := f.Now().Add(-2 * domain.SharedSpan)
	busy, err := f.db.BusyAccounts(ctx, since, domain.SharedBrowsers)
	if err != nil {
		return err
	}
	for _, a := range busy {
		if err := f.noteShared(ctx, a, since); err != nil {
			return err
		}
	}
	return nil
}

func (f *Flows) noteShared(ctx context.Context, a store.BusyAccount, since time.Time) error {
	scope := tenancy.Of(a.Tenant)
	var browsers []domain.SeenBrowser
	err := f.db.View(ctx, scope, func(tx *store.Tx) (err error) {
		browsers, err = tx.SeenBrowsers(ctx, a.UserID, since)
		return err
	})
	at := domain.UsedByMany(browsers)
	if err != nil || at.IsZero() {
		return err
	}
	// The day is that of the activity: just after midnight it is the one before.
	return f.db.In(ctx, scope, func(tx *store.Tx) error { return tx.MarkShared(ctx, a.UserID, domain.Day(at)) })
}

// HideSharedLogin puts the advice about the person's own account away for
// domain.SharedHiddenFor.
func (f *Flows) HideSharedLogin(ctx context.Context, r Request, v *Visit) error {
	return f.db.In(ctx, r.Scope, func(tx *store.Tx) error { return tx.HideShared(ctx, v.Person.ID, r.Now) })
}

// sharedShown is how many of the accounts that look shared are named.
const sharedShown = 5

// SharedLogins reads the accounts that look shared and weren't put away: the
// first by name, and how many there are.
func (f *Flows) SharedLogins(ctx context.Context, r Request, v *Visit) (people []PersonRow, all int64, err error) {
	c := ctxt{ctx, r}
	if err := f.permit(c, v, mayReadPeople); err != nil {
		return nil, 0, f.refusedAct(c, v, "people", nil, err)
	}
	err = f.db.View(c, c.Scope, func(tx *store.Tx) error {
		rows, n, err := tx.SharedLogins(c, domain.SharedSince(c.Now), c.Now.Add(-domain.SharedHiddenFor), sharedShown)
		people, all = nil, n
		for _, p := range rows {
			people = append(people, f.personRow(p, v, c.Now))
		}
		return err
	})
	return people, all, err
}

// HideSharedLogins puts the advice about all accounts that look shared now
// away, for every administrator. Others that come to look so are told of.
func (f *Flows) HideSharedLogins(ctx context.Context, r Request, v *Visit) error {
	c := ctxt{ctx, r}
	if err := f.permit(c, v, mayInvite); err != nil {
		return f.refusedAct(c, v, "people", nil, err)
	}
	return f.db.In(c, c.Scope, func(tx *store.Tx) error { return tx.HideSharedLogins(c, domain.SharedSince(c.Now), c.Now) })
}
