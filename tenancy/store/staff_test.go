package store_test

import (
	"testing"

	"twofold/domain"
	"twofold/tenancy"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

func staffTenant(t *testing.T, db *store.DB) tenancy.Scope {
	t.Helper()
	s := tenancy.Of(domain.StaffTenant)
	in(t, db, s, func(tx *store.Tx) error {
		return tx.CreateTenant(ctx, domain.Tenant{ID: domain.StaffTenant, Name: "Staff", ShortName: domain.StaffShort, State: domain.TenantActive, CreatedAt: start}, domain.DefaultPolicy())
	})
	return s
}

// TestRolesStayAtHome tries every role in the staff's tenant and in a
// customer's, by the store and past it.
func TestRolesStayAtHome(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db, raw := open(t, c), storetest.Raw(t, c)
		staff, north := staffTenant(t, db), world{"north"}.build(t, db)
		for _, r := range append(append([]domain.Role{}, domain.Roles...), domain.StaffRoles...) {
			for _, s := range []tenancy.Scope{staff, north.scope()} {
				p := store.Person{User: domain.User{ID: "usr_" + string(r), Email: string(r) + "@x.example", Role: r, State: domain.UserActive, CreatedAt: start}}
				err := db.In(ctx, s, func(tx *store.Tx) error { return tx.AddUser(ctx, p) })
				if fits := r.Platform() == (s == staff); (err == nil) != fits {
					t.Errorf("add %s in %s: %v", r, s.Tenant(), err)
				}
			}
		}
		for id, role := range map[string]domain.Role{"usr_support": domain.RoleOwner, "usr_user": domain.RoleOperator} {
			s := map[string]tenancy.Scope{"usr_support": staff, "usr_user": north.scope()}[id]
			err := db.In(ctx, s, func(tx *store.Tx) error {
				_, err := tx.ChangeUser(ctx, id, 1, store.UserChange{Role: role})
				return err
			})
			if err == nil {
				t.Errorf("made %s of %s %s", id, s.Tenant(), role)
			}
			if _, err := raw.Exec("UPDATE users SET role = '" + string(role) + "' WHERE id = '" + id + "'"); err == nil {
				t.Errorf("the database made %s %s", id, role)
			}
		}
	})
}

func TestTheStaffsPolicyIsFixed(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		staff := staffTenant(t, db) // with a loose policy in its row
		err := db.In(ctx, staff, func(tx *store.Tx) error {
			got, err := tx.CurrentPolicy(ctx)
			if p := got.Policy; err != nil || p.Mode != domain.ModeRequired || p.Accepts(domain.MethodText) || p.Accepts(domain.MethodEmail) || p.TrustOffered() || p.MayTurnOff() {
				t.Errorf("the staff's policy is %+v, %v", p, err)
			}
			_, err = tx.SavePolicy(ctx, store.PolicyChange{Version: 2, Policy: domain.DefaultPolicy()})
			return err
		})
		if err == nil {
			t.Error("saved a policy of the staff")
		}
	})
}

// TestADeedNamesWhoAndWhy refuses work inside a tenant that its log would not
// tell of.
func TestADeedNamesWhoAndWhy(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		north := world{"north"}.build(t, db)
		whole := func() store.Deed {
			e := north.event("deed")
			e.ActorID, e.ActorName, e.Detail = "usr_staff", "Olga", map[string]string{"reason": "Unpaid"}
			return store.Deed{Tenant: north.scope().Tenant(), Event: e}
		}
		for name, spoil := range map[string]func(*store.Deed){
			"nobody": func(d *store.Deed) { d.Event.ActorID = "" }, "no name": func(d *store.Deed) { d.Event.ActorName = "" },
			"no reason": func(d *store.Deed) { d.Event.Detail = nil }, "their own tenant": func(d *store.Deed) { d.Tenant = domain.StaffTenant },
		} {
			d := whole()
			spoil(&d)
			if err := db.Inside(ctx, d, func(*store.Tx) error { t.Errorf("%s: ran", name); return nil }); err == nil {
				t.Errorf("%s: allowed", name)
			}
		}
		must(t, db.Inside(ctx, whole(), func(tx *store.Tx) error {
			_, err := tx.SetTenantState(ctx, domain.TenantUnconfirmed, domain.TenantSuspended)
			return err
		}))
		must(t, db.View(ctx, north.scope(), func(tx *store.Tx) error {
			if org, err := tx.Organization(ctx); err != nil || org.State != domain.TenantSuspended {
				t.Errorf("the tenant is %s, %v", org.State, err)
			}
			if all, err := tx.Events(ctx, store.EventFilter{UserID: "usr_staff", Limit: 9}); err != nil || len(all) != 1 {
				t.Errorf("the log tells %v, %v", all, err)
			}
			return nil
		}))
	})
}

// TestSuspendedTenant holds that no session or half sign-in of a suspended
// tenant is one, and that its people are suspended.
func TestSuspendedTenant(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		north := world{"north"}.build(t, db)
		look := func() (bool, bool, domain.UserState) {
			v, err := db.ReadVisit(ctx, north.scope(), north.bytes("ses"))
			must(t, err)
			h, err := db.ReadHalf(ctx, north.scope(), north.bytes("half"), start)
			must(t, err)
			try := north.try()
			try.TrustHashes, try.Now = nil, later
			p, err := db.SpendPasswordTry(ctx, north.scope(), try)
			must(t, err)
			return v.Found, h.Live, p.Person.State
		}
		if session, half, state := look(); !session || !half || state != domain.UserActive {
			t.Fatal(session, half, state)
		}
		in(t, db, north.scope(), func(tx *store.Tx) error {
			_, err := tx.SetTenantState(ctx, domain.TenantUnconfirmed, domain.TenantSuspended)
			return err
		})
		if session, half, state := look(); session || half || state != domain.UserSuspended {
			t.Error("suspended", session, half, state)
		}
	})
}

func TestOverview(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		staffTenant(t, db)
		for _, name := range []string{"cedar", "alder", "birch"} {
			found(t, db, name, domain.TenantActive, start, world{name}.person("usr"))
		}
		in(t, db, tenancy.Of("org_birch"), func(tx *store.Tx) error {
			if err := tx.QueueMail(ctx, store.Mail{ID: "msg_1", Kind: "code", To: "a@b.example", Body: []byte("x"), CreatedAt: start, ExpiresAt: end}); err != nil {
				return err
			}
			if err := tx.MailSent(ctx, "msg_1", start); err != nil {
				return err
			}
			_, err := tx.ChangeUser(ctx, world{"birch"}.id("usr"), 1, store.UserChange{TwoStep: domain.TwoStepOn, At: start})
			return err
		})
		all, err := db.Overview(ctx, store.TenantQuery{Limit: 2, Now: start})
		must(t, err)
		if len(all) != 2 || all[0].Name != "alder" || all[1].Name != "birch" || all[1].People != 1 || all[1].TwoStep != 1 || all[1].Messages != 1 || all[0].TwoStep != 0 || all[0].Messages != 0 {
			t.Errorf("the first page is %+v", all)
		}
		rest, err := db.Overview(ctx, store.TenantQuery{Limit: 2, Now: start.AddDate(0, 2, 0), AfterName: "birch", AfterID: all[1].ID})
		must(t, err)
		if len(rest) != 1 || rest[0].Name != "cedar" {
			t.Errorf("the second page is %+v", rest)
		}
		for q, want := range map[string]int{"IRC": 1, "%": 0, "staff": 0, "r": 3} {
			if got, err := db.Overview(ctx, store.TenantQuery{Query: q, Limit: 9, Now: start}); err != nil || len(got) != want {
				t.Errorf("%q finds %d, %v", q, len(got), err)
			}
		}
	})
}

func TestChangeFact(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		for i, try := range []struct {
			from, to string
			want     bool
		}{{"", "a", true}, {"", "b", false}, {"b", "c", false}, {"a", "c", true}} {
			if got, err := db.ChangeFact(ctx, "x", try.from, try.to); err != nil || got != try.want {
				t.Errorf("%d: %v, %v", i, got, err)
			}
		}
		if got, err := db.Fact(ctx, "x"); err != nil || got != "c" {
			t.Error(got, err)
		}
	})
}
