package store_test

import (
	"fmt"
	"testing"

	"twofold/domain"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

func TestUnreadyNumbers(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		s := crowd(t, db)
		world{"north"}.build(t, db)
		in(t, db, s, func(tx *store.Tx) error {
			people, err := tx.UnreadyPeople(ctx, store.NumberFilter{Limit: 99})
			must(t, err)
			states := []domain.PhoneState{domain.PhoneVerified, domain.PhoneUnverified, domain.PhoneLandline, domain.PhoneLandline}
			for i, state := range states {
				must(t, tx.SetPhone(ctx, people[i].ID, store.ProfilePhone{Sealed: []byte("x"), Hint: "23", State: state}))
			}
			must(t, tx.AddFactor(ctx, store.Factor{ID: "fac_text", UserID: people[4].ID, Method: domain.MethodText, Secret: []byte("x"), CreatedAt: start}))
			counts, err := tx.UnreadyNumbers(ctx)
			if err != nil || counts[domain.PhoneUnverified] != 1 || counts[domain.PhoneLandline] != 2 || counts[domain.PhoneMissing] != int64(len(people)-5) {
				t.Errorf("%v of %d, %v", counts, len(people), err)
			}
			page, err := tx.UnreadyPeople(ctx, store.NumberFilter{States: []domain.PhoneState{domain.PhoneLandline}, AfterID: people[2].ID, Limit: 9})
			if err != nil || len(page) != 1 || page[0].ID != people[3].ID || page[0].PhoneHint != "23" {
				t.Errorf("%s, %v", fmt.Sprint(page), err)
			}
			return nil
		})
	})
}

// TestPeopleByNumber counts whom their number lets in, and proves one once.
func TestPeopleByNumber(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		s := crowd(t, db)
		w := world{"north"}.build(t, db)
		in(t, db, w.scope(), func(tx *store.Tx) error {
			return tx.SetPhone(ctx, w.id("cal"), store.ProfilePhone{Sealed: []byte("x"), Key: "key", Country: "GB", State: domain.PhoneUnverified})
		})
		in(t, db, s, func(tx *store.Tx) error {
			people, err := tx.AffectedPeople(ctx, store.Ready{}, "", 99)
			must(t, err)
			var who store.Person
			for _, p := range people {
				if p.TwoStep == domain.TwoStepNever && p.State == domain.UserActive && len(p.Methods) == 0 {
					who = p
				}
				must(t, tx.SetPhone(ctx, p.ID, store.ProfilePhone{Sealed: []byte("x"), Key: "key of " + p.ID, Country: "GB", State: domain.PhoneUnverified}))
			}
			// Somebody who verified a method and never turned it on isn't asked by number.
			ready := store.Person{User: domain.User{ID: "usr_ready", Email: "ready@crowd.example", Role: domain.RoleUser, State: domain.UserActive, CreatedAt: start}}
			must(t, tx.AddUser(ctx, ready))
			must(t, tx.AddFactor(ctx, store.Factor{ID: "fac_ready", UserID: ready.ID, Method: domain.MethodApp, Secret: []byte("x"), CreatedAt: start}))
			must(t, tx.SetPhone(ctx, ready.ID, store.ProfilePhone{Sealed: []byte("x"), Key: "key of " + ready.ID, Country: "GB", State: domain.PhoneUnverified}))
			people = append(people, ready)
			never := int64(0)
			for _, p := range people {
				if p.TwoStep == domain.TwoStepNever && len(p.Methods) == 0 && p.ID != ready.ID {
					never++
				}
			}
			n, err := tx.ByNumber(ctx, []string{"GB", "DE"})
			if err != nil || n != never || never == 0 || never == int64(len(people)) {
				t.Errorf("%d by number of %d, %v", n, never, err)
			}
			left, err := tx.Affected(ctx, store.Ready{Countries: []string{"GB"}})
			if err != nil || left != int64(len(people))-never {
				t.Errorf("%d are left, %v", left, err)
			}
			if n, err := tx.ByNumber(ctx, []string{"DE"}); err != nil || n != 0 {
				t.Errorf("%d in another country, %v", n, err)
			}
			org, err := tx.Organization(ctx)
			must(t, err)
			right := store.Proved{Seen: store.Seen{UserID: who.ID, SecurityVersion: who.SecurityVersion, PolicyVersion: org.PolicyVersion}, Key: "key of " + who.ID, At: start}
			for name, wrong := range map[string]func(p *store.Proved){
				"another number": func(p *store.Proved) { p.Key = "other" }, "a later person": func(p *store.Proved) { p.Seen.SecurityVersion++ },
				"a later policy": func(p *store.Proved) { p.Seen.PolicyVersion++ }, "nobody": func(p *store.Proved) { p.Seen.UserID = "usr_none" },
			} {
				p := right
				if wrong(&p); saved(tx.ProveNumber(ctx, p)) == nil {
					t.Errorf("proved by %s", name)
				}
			}
			for i, want := range []bool{true, false} {
				if got, err := tx.ProveNumber(ctx, right); err != nil || got != want {
					t.Errorf("time %d: %v, %v", i, got, err)
				}
			}
			return nil
		})
	})
}
