package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"twofold/domain"
	"twofold/tenancy"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

// crowd is a tenant of people with names that try the search and the cursor.
func crowd(t *testing.T, db *store.DB) tenancy.Scope {
	t.Helper()
	s := tenancy.Of("org_crowd")
	in(t, db, s, func(tx *store.Tx) error {
		if err := tx.CreateTenant(ctx, domain.Tenant{ID: "org_crowd", ShortName: "crowd", State: domain.TenantActive, CreatedAt: start}, domain.DefaultPolicy()); err != nil {
			return err
		}
		for id, p := range map[string]struct {
			name, email string
			role        domain.Role
			state       domain.UserState
			signedIn    time.Time
		}{
			"usr_a": {"Ida Ölmann", "ida@crowd.example", domain.RoleOwner, domain.UserActive, start.AddDate(0, 0, -1)},
			"usr_b": {"100% Bob_by", "bob@crowd.example", domain.RoleAdmin, domain.UserActive, start.AddDate(0, 0, -31)},
			"usr_c": {"Same Name", "same+1@crowd.example", domain.RoleUser, domain.UserActive, start.AddDate(0, 0, -91)},
			"usr_d": {"Same Name", "same+2@crowd.example", domain.RoleUser, domain.UserInvited, time.Time{}},
			"usr_e": {"علي حسن", "ali@crowd.example", domain.RoleUser, domain.UserSuspended, start},
			"usr_f": {"wow! %%__!!", "wow@crowd.example", domain.RoleUser, domain.UserActive, start},
			"usr_g": {"ÄRGER \\ 'quoted'", "Quoted@Crowd.example", domain.RoleUser, domain.UserActive, start},
		} {
			if err := tx.AddUser(ctx, store.Person{User: domain.User{ID: id, Name: p.name, Email: p.email, Role: p.role, State: p.state, CreatedAt: start, LastSignInAt: p.signedIn}}); err != nil {
				return err
			}
		}
		return turnOn(tx, "usr_a", "usr_b")
	})
	return s
}

// turnOn gives people an app, all but the first enough codes, and two-step.
func turnOn(tx *store.Tx, users ...string) error {
	for i, id := range users {
		var set []store.RecoveryCode
		for n := range 3 + i {
			set = append(set, store.RecoveryCode{ID: fmt.Sprint("rec_", id, n), Salt: []byte("s"), Digest: []byte("d"), CreatedAt: start})
		}
		for _, err := range []error{
			tx.AddFactor(ctx, store.Factor{ID: "fac_" + id, UserID: id, Method: domain.MethodApp, Name: "Phone", Secret: []byte("s"), CreatedAt: start}),
			tx.ReplaceRecoveryCodes(ctx, id, set),
			saved(tx.ChangeUser(ctx, id, 1, store.UserChange{TwoStep: domain.TwoStepOn, At: start})),
		} {
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func ids(list []store.ListedPerson) string {
	var out []string
	for _, p := range list {
		out = append(out, p.ID[4:])
	}
	slices.Sort(out)
	return strings.Join(out, "")
}

func TestPeopleFilters(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		s := crowd(t, db)
		_, err := db.SpendCodeTry(ctx, s, []byte("none"), start)
		must(t, err)
		in(t, db, s, func(tx *store.Tx) error {
			for range 5 {
				if err := saved(tx.SpendCodeTryFor(ctx, "usr_b", start)); err != nil {
					return err
				}
			}
			return nil
		})
		for name, row := range map[string]struct {
			f    store.PeopleFilter
			want string
		}{
			"all":                     {store.PeopleFilter{}, "abcdefg"},
			"part of a name":          {store.PeopleFilter{Query: " same n "}, "cd"},
			"part of an address":      {store.PeopleFilter{Query: "SAME+1@"}, "c"},
			"capital in an address":   {store.PeopleFilter{Query: "quoted@c"}, "g"},
			"capital with an umlaut":  {store.PeopleFilter{Query: "öLMANN"}, "a"},
			"small for a capital":     {store.PeopleFilter{Query: "ärger"}, "g"},
			"Arabic":                  {store.PeopleFilter{Query: "حسن"}, "e"},
			"percent sign":            {store.PeopleFilter{Query: "100%"}, "b"},
			"percent sign alone":      {store.PeopleFilter{Query: "%"}, "bf"},
			"underscore":              {store.PeopleFilter{Query: "b_b"}, "b"},
			"underscore alone":        {store.PeopleFilter{Query: "_"}, "bf"},
			"exclamation mark":        {store.PeopleFilter{Query: "!"}, "f"},
			"all wildcards":           {store.PeopleFilter{Query: "%%__!!"}, "f"},
			"backslash and quotes":    {store.PeopleFilter{Query: `\ 'q`}, "g"},
			"nobody":                  {store.PeopleFilter{Query: "nobody"}, ""},
			"two-step on":             {store.PeopleFilter{TwoStep: "on"}, "ab"},
			"two-step not set up":     {store.PeopleFilter{TwoStep: "not_set_up"}, "cdefg"},
			"locked":                  {store.PeopleFilter{TwoStep: "locked"}, "b"},
			"locked, later":           {store.PeopleFilter{TwoStep: "locked", Now: start.Add(30 * time.Minute)}, ""},
			"role":                    {store.PeopleFilter{Role: domain.RoleOwner}, "a"},
			"state":                   {store.PeopleFilter{State: domain.UserInvited}, "d"},
			"method":                  {store.PeopleFilter{Method: domain.MethodApp}, "ab"},
			"method nobody has":       {store.PeopleFilter{Method: domain.MethodPasskey}, ""},
			"never signed in":         {store.PeopleFilter{SignedIn: "never"}, "d"},
			"not for 30 days":         {store.PeopleFilter{SignedIn: "30"}, "bcd"},
			"not for 90 days":         {store.PeopleFilter{SignedIn: "90"}, "cd"},
			"few recovery codes":      {store.PeopleFilter{FewCodes: true}, "a"},
			"filters narrow together": {store.PeopleFilter{Query: "same", State: domain.UserActive, Role: domain.RoleUser}, "c"},
		} {
			if row.f.Now.IsZero() {
				row.f.Now = start
			}
			row.f.Limit = 100
			must(t, db.View(ctx, s, func(tx *store.Tx) error {
				list, err := tx.People(ctx, row.f)
				must(t, err)
				n, err := tx.CountPeople(ctx, row.f)
				if got := ids(list); got != row.want || int(n) != len(row.want) {
					t.Errorf("%s: %q, counted %d, want %q", name, got, n, row.want)
				}
				return err
			}))
		}
	})
}

// TestPeopleByPages reads every page size in every order and finds each person
// once, in that order, though two have the same name and three signed in at
// the same time.
func TestPeopleByPages(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		s := crowd(t, db)
		for order, want := range map[store.PeopleOrder]string{store.ByName: "bacdfge", store.ByNameDown: "egfdcab", store.BySignIn: "dcbaefg", store.BySignInDown: "gfeabcd"} {
			t.Run("by "+string(order), func(t *testing.T) { pageThrough(t, db, s, order, want) })
		}
	})
}

func pageThrough(t *testing.T, db *store.DB, s tenancy.Scope, order store.PeopleOrder, want string) {
	for size := 10; size >= 1; size-- {
		seen := ""
		f := store.PeopleFilter{Limit: size, Now: start, Sort: order}
		for {
			var page []store.ListedPerson
			must(t, db.View(ctx, s, func(tx *store.Tx) (err error) { page, err = tx.People(ctx, f); return err }))
			if len(page) == 0 {
				break
			}
			for _, p := range page {
				seen += p.ID[4:]
			}
			last := page[len(page)-1]
			f.AfterKey, f.AfterID = last.Key, last.ID
			if n := count(t, db, s, f); n != 7 {
				t.Errorf("the cursor changes the count to %d", n)
			}
		}
		if seen != want {
			t.Errorf("by %d: %s, want %s", size, seen, want)
		}
	}
}

func count(t *testing.T, db *store.DB, s tenancy.Scope, f store.PeopleFilter) (n int64) {
	t.Helper()
	must(t, db.View(ctx, s, func(tx *store.Tx) (err error) { n, err = tx.CountPeople(ctx, f); return err }))
	return n
}

// TestRenamedPeopleAreFound changes a name, which the search keeps a copy of.
func TestRenamedPeopleAreFound(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		s := crowd(t, db)
		in(t, db, s, func(tx *store.Tx) error {
			return saved(tx.ChangeUser(ctx, "usr_c", 1, store.UserChange{Name: "Zoë Ünlü"}))
		})
		for query, want := range map[string]int64{"zoë ü": 1, "same n": 1, "same+1@": 1} {
			if n := count(t, db, s, store.PeopleFilter{Query: query, Now: start}); n != want {
				t.Errorf("%q finds %d people after the change, want %d", query, n, want)
			}
		}
	})
}

func TestAffectedCountsOneTenant(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		s := crowd(t, db)
		world{"north"}.build(t, db)
		for _, row := range []struct {
			accepted []domain.Method
			want     string
		}{{app, "cdfg"}, {email, "abcdfg"}, {nil, "abcdfg"}, {append(email, app...), "cdfg"}} {
			must(t, db.View(ctx, s, func(tx *store.Tx) error {
				n, err := tx.Affected(ctx, store.Ready{Methods: row.accepted})
				must(t, err)
				members, err := tx.AffectedMembers(ctx, store.Ready{Methods: row.accepted})
				if must(t, err); int(members) != len(row.want)-1 { // d is only invited
					t.Errorf("with %s accepted: %d members", row.accepted, members)
				}
				got, after := "", ""
				for {
					page, err := tx.AffectedPeople(ctx, store.Ready{Methods: row.accepted}, after, 2)
					must(t, err)
					if len(page) == 0 {
						break
					}
					for _, p := range page {
						got += p.ID[4:]
					}
					after = page[len(page)-1].ID
				}
				if got != row.want || int(n) != len(row.want) {
					t.Errorf("with %s accepted: %q, counted %d, want %q", row.accepted, got, n, row.want)
				}
				return nil
			}))
		}
	})
}

// stranded turns two-step on in the rows' tenant first.
func stranded(c call) (store.Stranded, error) {
	if c.in == c.w.scope() {
		if err := saved(c.ChangeUser(ctx, c.w.id("usr"), 1, store.UserChange{TwoStep: domain.TwoStepOn, At: start})); err != nil {
			return store.Stranded{}, err
		}
	}
	return c.Stranded(ctx, store.Ready{Methods: app}, store.Ready{Methods: email}, 10)
}

func TestStranded(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		s := crowd(t, db)
		must(t, db.View(ctx, s, func(tx *store.Tx) error {
			for _, row := range []struct {
				before, after []domain.Method
				want          int64
			}{{app, email, 2}, {app, app, 0}, {email, app, 0}, {nil, email, 0}, {app, nil, 2}} {
				got, err := tx.Stranded(ctx, store.Ready{Methods: row.before}, store.Ready{Methods: row.after}, 1)
				if must(t, err); got.Count != row.want || len(got.First) != int(min(row.want, 1)) || row.want > 0 && got.First[0].ID != "usr_a" {
					t.Errorf("from %s to %s: %+v", row.before, row.after, got)
				}
			}
			return nil
		}))
		in(t, db, s, func(tx *store.Tx) error {
			must(t, saved(tx.ChangeUser(ctx, "usr_a", 1, store.UserChange{Role: domain.RoleUser})))
			must(t, saved(tx.ChangeUser(ctx, "usr_b", 1, store.UserChange{Role: domain.RoleOwner})))
			got, err := tx.Stranded(ctx, store.Ready{Methods: app}, store.Ready{Methods: email}, 2)
			if must(t, err); len(got.First) != 2 || got.First[0].ID != "usr_b" {
				t.Errorf("the owner is not named first: %+v", got.First)
			}
			return nil
		})
	})
}

func TestOwnersCountOneTenant(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		s := crowd(t, db)
		world{"north"}.build(t, db)
		in(t, db, s, func(tx *store.Tx) error {
			for id, want := range map[string]int64{"usr_a": 0, "usr_b": 1, "": 1} {
				if n, err := tx.OtherOwners(ctx, id); err != nil || n != want {
					t.Errorf("beside %q there are %d owners, %v, want %d", id, n, err, want)
				}
			}
			must(t, saved(tx.ChangeUser(ctx, "usr_a", 1, store.UserChange{State: domain.UserSuspended})))
			if n, err := tx.OtherOwners(ctx, "usr_b"); err != nil || n != 0 {
				t.Errorf("a suspended owner counts: %d, %v", n, err)
			}
			return nil
		})
	})
}
