package flow

import (
	"context"

	"twofold/domain"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

// NoteShared looks at the browsers that were active lately and marks the day
// of each account that looks like a shared log-in (A15). The background work
// calls it every few minutes, so that no sign-in and no request has to count.
func (f *Flows) NoteShared(ctx context.Context) error {
	now := f.Now()
	// Activity is written down once a minute and looked at now and then: twice
	// the span shows every moment since the last look.
	sessions, err := f.db.BusyAccounts(ctx, now.Add(-2*domain.SharedSpan), domain.SharedBrowsers)
	if err != nil {
		return err
	}
	type account struct{ tenant, user string }
	seen := map[account][]domain.SeenBrowser{}
	for _, s := range sessions {
		a := account{s.Tenant, s.UserID}
		seen[a] = append(seen[a], domain.SeenBrowser{Browser: string(s.BrowserHash), Network: domain.NetworkOf(s.IP), At: s.At})
	}
	for a, browsers := range seen {
		// The day is that of the activity: just after midnight it is the one before.
		at := domain.UsedByMany(browsers)
		if at.IsZero() {
			continue
		}
		err := f.db.In(ctx, tenancy.Of(a.tenant), func(tx *store.Tx) error { return tx.MarkShared(ctx, a.user, domain.Day(at)) })
		if err != nil {
			return err
		}
	}
	return nil
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
