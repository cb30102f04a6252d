package store_test

import (
	"testing"
	"time"

	"twofold/domain"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

// TestGuardedResetsEndOnce: a person has one reset on its way, it is approved,
// ended and its code fetched once each, and the code by who asked alone.
func TestGuardedResetsEndOnce(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := store.New(storetest.Open(t, c))
		w := world{name: "one"}.build(t, db)
		err := db.In(ctx, w.scope(), func(tx *store.Tx) error { return tx.AddGuarded(ctx, w.guarded("again", "usr")) })
		if !store.Duplicate(err) {
			t.Errorf("a second reset on its way: %v", err)
		}
		in(t, db, w.scope(), func(tx *store.Tx) error {
			once := func(what string, do func() (bool, error)) {
				for i, want := range []bool{true, false} {
					if got, err := do(); err != nil || got != want {
						t.Errorf("%s %d: %v, %v", what, i, got, err)
					}
				}
			}
			id := w.id("rst")
			if early, err := tx.FetchGuardedCode(ctx, id, w.id("usr"), start); early || err != nil {
				t.Errorf("a code before it happened: %v, %v", early, err)
			}
			once("approved", func() (bool, error) { return tx.ApproveGuarded(ctx, id, "adm", "Ada", end) })
			once("ended", func() (bool, error) { return tx.EndGuarded(ctx, id, domain.GuardWaiting, domain.GuardDone, start) })
			if others, err := tx.FetchGuardedCode(ctx, id, "adm", start); others || err != nil {
				t.Errorf("a code for somebody else: %v, %v", others, err)
			}
			once("fetched", func() (bool, error) { return tx.FetchGuardedCode(ctx, id, w.id("usr"), start) })
			g, err := tx.LatestGuarded(ctx, w.id("usr"))
			if g.State != domain.GuardDone || g.ApprovedName != "Ada" || !g.DueAt.Equal(end) || g.CodeAt.IsZero() {
				t.Errorf("then %+v", g)
			}
			return err
		})
	})
}

// TestRolesBefore: a change of role keeps since when it holds, and the roles
// of a while before.
func TestRolesBefore(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := store.New(storetest.Open(t, c))
		w := world{name: "one"}.build(t, db)
		at := start
		for i, step := range []struct {
			role   domain.Role
			after  int // of half a lingering each
			before string
		}{{domain.RoleHelpdesk, 3, "user"}, {domain.RoleAdmin, 1, "user helpdesk"}, {domain.RoleAuditor, 3, "admin"}} {
			at = at.Add(time.Duration(step.after) * domain.RoleLingers / 2)
			in(t, db, w.scope(), func(tx *store.Tx) error {
				p, err := tx.User(ctx, w.id("usr"))
				must(t, err)
				was := string(p.Role)
				if i == 0 {
					step.before = was
				}
				if i == 1 {
					step.before = string(p.RolesBefore[0]) + " " + was
				}
				_, err = tx.ChangeUser(ctx, p.ID, p.SecurityVersion, store.UserChange{Role: step.role, At: at})
				must(t, err)
				p, err = tx.User(ctx, p.ID)
				got := ""
				for _, r := range p.RolesBefore {
					got += " " + string(r)
				}
				if got != " "+step.before || !p.RoleAt.Equal(at) {
					t.Errorf("%d: before%s since %v, want %s since %v", i, got, p.RoleAt, step.before, at)
				}
				return err
			})
		}
	})
}
