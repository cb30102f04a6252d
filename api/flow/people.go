package flow

import (
	"context"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"twofold/domain"
	"twofold/tenancy/store"
)

// Sizes of a page of a list.
const (
	PageDefault = 50
	PageMost    = 200
)

// PeopleQuery narrows the people table. Zero fields don't narrow.
type PeopleQuery struct {
	Query    string // part of a name or address
	TwoStep  string // on, not_set_up, locked
	Role     domain.Role
	State    domain.UserState
	Method   domain.Method
	SignedIn string // never, 30, 90: no sign-in in so many days
	FewCodes bool   // at most three recovery codes left
	Sort     string // one of store.PeopleOrders, by name when empty
	Cursor   string
	Limit    int
}

// PersonRow is somebody in the people table.
type PersonRow struct {
	ID, Email, Name string
	Role            domain.Role
	State           domain.UserState
	Frozen          bool
	TwoStep         domain.TwoStep
	TwoStepAt       time.Time
	Kinds           []domain.Method // of the methods that work
	LockedUntil     time.Time       // zero unless codes are refused now
	CreatedAt       time.Time
	LastSignInAt    time.Time
	Self            bool
	SharedLogin     bool // it looks like a log-in that several people share
	May             PersonMay
}

// PeoplePage is a page of the people table. Total counts who the
// filter leaves, All everybody.
type PeoplePage struct {
	People     []PersonRow
	Total, All int64
	Next       string // cursor of the next page, empty on the last
}

type peoplePlace struct{ Key, ID string }

// People reads a page of the people table.
func (f *Flows) People(ctx context.Context, r Request, v *Visit, q PeopleQuery) (PeoplePage, error) {
	c := ctxt{ctx, r}
	if err := f.permit(c, v, mayReadPeople); err != nil {
		return PeoplePage{}, f.refusedAct(c, v, "people", nil, err)
	}
	if err := q.check(); err != nil {
		return PeoplePage{}, err
	}
	var after peoplePlace
	if err := f.unseal(c, "people", q.bound(), q.Cursor, &after); err != nil {
		return PeoplePage{}, err
	}
	filter := store.PeopleFilter{Query: q.Query, TwoStep: q.TwoStep, Role: q.Role, State: q.State, Method: q.Method, SignedIn: q.SignedIn,
		FewCodes: q.FewCodes, Sort: store.PeopleOrder(q.Sort), AfterKey: after.Key, AfterID: after.ID, Limit: pageSize(q.Limit) + 1, Now: r.Now}
	var rows []store.ListedPerson
	var page PeoplePage
	err := f.db.View(ctx, r.Scope, func(tx *store.Tx) (err error) {
		if rows, err = tx.People(ctx, filter); err != nil {
			return err
		}
		if page.All, err = tx.CountPeople(ctx, store.PeopleFilter{Now: r.Now}); err != nil || !filter.Narrows() {
			page.Total = page.All // counting is most of the work in a large organization
			return err
		}
		page.Total, err = tx.CountPeople(ctx, filter)
		return err
	})
	if err != nil {
		return PeoplePage{}, err
	}
	if len(rows) > pageSize(q.Limit) {
		rows = rows[:pageSize(q.Limit)]
		last := rows[len(rows)-1]
		if page.Next, err = f.seal(c, "people", q.bound(), peoplePlace{last.Key, last.ID}); err != nil {
			return PeoplePage{}, err
		}
	}
	for _, row := range rows {
		page.People = append(page.People, f.personRow(row.Person, v, r.Now))
	}
	return page, nil
}

func pageSize(asked int) int {
	if asked < 1 {
		return PageDefault
	}
	return min(asked, PageMost)
}

// bound is the part of a query that its cursor is good for.
func (q PeopleQuery) bound() PeopleQuery {
	q.Cursor, q.Limit = "", 0
	return q
}

func (q PeopleQuery) check() error {
	bad := func(ok bool, field string) *domain.Error {
		if ok {
			return nil
		}
		return domain.RefuseField(domain.Invalid, domain.CodeOutOfRange, field)
	}
	return domain.Collect(
		bad(searchable(q.Query), "q"),
		bad(oneOf(q.TwoStep, "", "on", "not_set_up", "locked"), "two_step"),
		bad(q.Role == "" || q.Role.Known(), "role"),
		bad(oneOf(q.State, "", domain.UserInvited, domain.UserActive, domain.UserSuspended), "status"),
		bad(q.Method == "" || q.Method.Known(), "method"),
		bad(oneOf(q.SignedIn, "", "never", "30", "90"), "signed_in"),
		bad(q.Sort == "" || oneOf(store.PeopleOrder(q.Sort), store.PeopleOrders...), "sort"))
}

func oneOf[T comparable](x T, list ...T) bool {
	for _, v := range list {
		if v == x {
			return true
		}
	}
	return false
}

// searchable screens text to search for: a database refuses what isn't text.
func searchable(s string) bool {
	return len(s) <= 400 && utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}

func (f *Flows) personRow(p store.Person, v *Visit, now time.Time) PersonRow {
	row := PersonRow{ID: p.ID, Email: p.Email, Name: p.Name, Role: p.Role, State: p.State, Frozen: p.Frozen, TwoStep: p.TwoStep, TwoStepAt: p.TwoStepAt, Kinds: p.Methods,
		CreatedAt: p.CreatedAt, LastSignInAt: p.LastSignInAt, SharedLogin: p.SharedLogin.Looks(now), Self: p.ID == v.Person.ID, May: f.mayDo(v, p.User)}
	if p.Lock.Locked(now) {
		row.LockedUntil = p.Lock.Until
	}
	return row
}
