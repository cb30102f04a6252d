package store_test

import (
	"reflect"
	"testing"
	"time"

	"twofold/domain"
	"twofold/tenancy"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

// TestTenantIsItsScope makes a tenant whose struct names another.
func TestTenantIsItsScope(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		in(t, db, tenancy.Of("org_mine"), func(tx *store.Tx) error {
			return tx.CreateTenant(ctx, domain.Tenant{ID: "org_theirs", Name: "Mine", ShortName: "mine", State: domain.TenantActive, CreatedAt: start}, domain.DefaultPolicy())
		})
		if list, err := db.Tenants(ctx); err != nil || len(list) != 1 || list[0].ID != "org_mine" {
			t.Errorf("made %+v, %v", list, err)
		}
		if err := db.In(ctx, tenancy.Of("org_theirs"), func(tx *store.Tx) error { return fails(tx.Organization(ctx)) }); !store.Missing(err) {
			t.Errorf("the other tenant: %v", err)
		}
	})
}

func TestTenantSettings(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		w := world{"north"}.build(t, db)
		in(t, db, w.scope(), func(tx *store.Tx) error {
			must(t, saved(tx.ConfirmTenant(ctx)))
			if again, err := tx.ConfirmTenant(ctx); again || err != nil {
				t.Errorf("confirmed twice: %v, %v", again, err)
			}
			must(t, tx.SetContact(ctx, "Nord \"><h2> true", "help@north.example", "de"))
			got, err := tx.Organization(ctx)
			want := domain.Tenant{ID: "org_north", Name: "Nord \"><h2> true", ShortName: "north", State: domain.TenantActive, Contact: "help@north.example", PolicyVersion: 2, CreatedAt: start, Language: "de"}
			if err != nil || got != want {
				t.Errorf("tenant is %+v, %v, want %+v", got, err, want)
			}
			for _, at := range []time.Time{start, {}} {
				must(t, tx.HideChecklist(ctx, at))
				if hidden, err := tx.ChecklistHidden(ctx); err != nil || hidden == at.IsZero() {
					t.Errorf("checklist hidden at %s: %v, %v", at, hidden, err)
				}
			}
			return nil
		})
	})
}

// TestPolicyVersions saves policies and finds each under its number for good,
// and the lock's numbers where the code counter reads them.
func TestPolicyVersions(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db, l := open(t, c), lookAt(t, c)
		w := world{"north"}.build(t, db)
		next := w.policy(3)
		next.Policy.Mode, next.Policy.LockAttempts, next.Policy.LockMinutes, next.Policy.TrustDays = domain.ModeRequired, 3, 60, 14
		next.Policy.RequiredSince = start
		in(t, db, w.scope(), func(tx *store.Tx) error {
			must(t, saved(tx.SavePolicy(ctx, next)))
			for _, version := range []int64{2, 3, 5, 0} {
				stale := w.policy(version)
				if done, err := tx.SavePolicy(ctx, stale); done || err != nil {
					t.Errorf("version %d was saved over 3: %v, %v", version, done, err)
				}
			}
			current, err := tx.CurrentPolicy(ctx)
			if err != nil || !reflect.DeepEqual(current, next) {
				t.Errorf("in force is %+v, %v, want %+v", current, err, next)
			}
			old, err := tx.Policy(ctx, 2)
			if err != nil || !reflect.DeepEqual(old, w.policy(2)) {
				t.Errorf("version 2 is %+v, %v", old, err)
			}
			if _, err = tx.Policy(ctx, 4); !store.Missing(err) {
				t.Errorf("version 4: %v", err)
			}
			history, err := tx.PolicyHistory(ctx, 2)
			if err != nil || len(history) != 2 || history[0].Version != 3 || history[1].Version != 2 {
				t.Errorf("history is %+v, %v", history, err)
			}
			return nil
		})
		if got := l.query(t, "SELECT CAST(lock_attempts AS TEXT), CAST(lock_minutes AS TEXT) FROM tenants"); got[0] != "[3 60]" {
			t.Errorf("the code counter reads %s", got)
		}
	})
}

func TestInstallation(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		if value, err := db.Fact(ctx, "instance"); value != "" || err != nil {
			t.Errorf("a fact nobody set is %q, %v", value, err)
		}
		for _, value := range []string{"first", "second"} {
			if got, err := db.SetFactOnce(ctx, "instance", value); got != "first" || err != nil {
				t.Errorf("the fact is %q, %v", got, err)
			}
		}
		key := store.SigningKey{KID: "k1", Sealed: []byte{0, 1, 2}, Public: []byte(`{"kty":"EC"}`), CreatedAt: start, ActiveFrom: later}
		second := store.SigningKey{KID: "k2", Sealed: []byte("s"), Public: []byte("{}"), CreatedAt: later, ActiveFrom: later.Add(time.Hour)}
		must(t, saved(db.SaveSigningKeys(ctx, 1, []store.SigningKey{key})))
		key.RetireAt = later.Add(time.Hour)
		must(t, saved(db.SaveSigningKeys(ctx, 2, []store.SigningKey{key, second})))
		if done, err := db.SaveSigningKeys(ctx, 2, []store.SigningKey{{KID: "k3"}}); done || err != nil {
			t.Errorf("keys were saved on an old list: %v, %v", done, err)
		}
		changed := key
		changed.Sealed, changed.Public = []byte("other"), []byte("other")
		must(t, saved(db.SaveSigningKeys(ctx, 3, []store.SigningKey{changed})))
		list, version, err := db.SigningKeys(ctx)
		if err != nil || version != 4 || !reflect.DeepEqual(list, []store.SigningKey{key, second}) {
			t.Errorf("version %d holds %+v, %v, want %+v", version, list, err, []store.SigningKey{key, second})
		}
		w := world{"north"}.build(t, db)
		if v, err := db.ReadVisit(ctx, w.scope(), w.bytes("ses")); err != nil || v.KeysVersion != 4 {
			t.Errorf("a visit reads version %d, %v", v.KeysVersion, err)
		}
	})
}
