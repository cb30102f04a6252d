package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"twofold/domain"
	"twofold/tenancy"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

func tenantNames(list []domain.Tenant) string {
	var out []string
	for _, t := range list {
		out = append(out, t.Name)
	}
	return strings.Join(out, " ")
}

// found makes a tenant with one person.
func found(t *testing.T, db *store.DB, name string, state domain.TenantState, at time.Time, p store.Person) {
	t.Helper()
	in(t, db, tenancy.Of("org_"+name), func(tx *store.Tx) error {
		if err := tx.CreateTenant(ctx, domain.Tenant{ID: "org_" + name, Name: name, ShortName: name, State: state, Contact: "help@" + name, CreatedAt: at}, domain.DefaultPolicy()); err != nil {
			return err
		}
		return tx.AddUser(ctx, p)
	})
}

func TestShortNames(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		ida := world{"x"}.person("usr")
		found(t, db, "corner-10", domain.TenantActive, start, ida)
		found(t, db, "young", domain.TenantUnconfirmed, start, ida)
		got, err := db.TenantByShortName(ctx, "corner-10")
		if err != nil || got.ID != "org_corner-10" || got.PolicyVersion != 1 || got.Contact != "help@corner-10" {
			t.Errorf("found %+v, %v", got, err)
		}
		for _, name := range []string{"corner-lo", "comer-10", "corner10", "CORNER-10", "nobody", "", "org_young", "expired org_young"} {
			if got, err := db.TenantByShortName(ctx, name); !store.Missing(err) || got.ID != "" {
				t.Errorf("%q finds %+v, %v", name, got, err)
			}
		}
		for key, want := range map[string]string{domain.ShortNameKey("c0mer-lO"): "corner-10", domain.ShortNameKey("other"): ""} {
			if got, err := db.ShortNameHolder(ctx, key); err != nil || got != want {
				t.Errorf("%q is held by %q, %v, want %q", key, got, err, want)
			}
		}
		err = db.In(ctx, tenancy.Of("org_new"), func(tx *store.Tx) error {
			return tx.CreateTenant(ctx, domain.Tenant{ShortName: "c0rner1o"}, domain.DefaultPolicy())
		})
		if !store.Duplicate(err) {
			t.Errorf("a look-alike short name was taken: %v", err)
		}
	})
}

// TestExpireTenants frees short names of the unconfirmed and old, no others.
func TestExpireTenants(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		ida := world{"x"}.person("usr")
		found(t, db, "active-old", domain.TenantActive, past, ida)
		found(t, db, "young", domain.TenantUnconfirmed, start, ida)
		found(t, db, "old", domain.TenantUnconfirmed, past, ida)
		if n, err := db.ExpireTenants(ctx, start); err != nil || n != 1 {
			t.Errorf("%d expired, %v", n, err)
		}
		if n, err := db.ExpireTenants(ctx, start); err != nil || n != 0 {
			t.Errorf("%d expired again, %v", n, err)
		}
		if list, err := db.Tenants(ctx); err != nil || tenantNames(list) != "active-old young" {
			t.Errorf("left are %s, %v", tenantNames(list), err)
		}
		if got, err := db.TenantByShortName(ctx, "old"); !store.Missing(err) {
			t.Errorf("an expired organization is found: %+v, %v", got, err)
		}
		in(t, db, tenancy.Of("org_old2"), func(tx *store.Tx) error {
			return tx.CreateTenant(ctx, domain.Tenant{Name: "old2", ShortName: "old", State: domain.TenantActive, CreatedAt: start}, domain.DefaultPolicy())
		})
		in(t, db, tenancy.Of("org_old"), func(tx *store.Tx) error {
			if done, err := tx.ConfirmTenant(ctx); done || err != nil {
				t.Errorf("an expired organization was confirmed: %v, %v", done, err)
			}
			return nil
		})
	})
}

func TestTenantsOfEmail(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		person := func(state domain.UserState) store.Person {
			p := world{"x"}.person("usr")
			p.Email, p.State = "Ida@Example.com", state
			return p
		}
		found(t, db, "zeta", domain.TenantActive, start, person(domain.UserActive))
		found(t, db, "beta", domain.TenantActive, start, person(domain.UserActive))
		found(t, db, "invited", domain.TenantActive, start, person(domain.UserInvited))
		found(t, db, "suspended", domain.TenantActive, start, person(domain.UserSuspended))
		found(t, db, "young", domain.TenantUnconfirmed, start, person(domain.UserActive))
		found(t, db, "other", domain.TenantActive, start, world{"x"}.person("usr"))
		for email, want := range map[string]string{" IDA@example.COM": "beta zeta", "nobody@example.com": "", "%": ""} {
			if list, err := db.TenantsOfEmail(ctx, email); err != nil || tenantNames(list) != want {
				t.Errorf("%q is in %s, %v, want %s", email, tenantNames(list), err, want)
			}
		}
	})
}

// TestPurge counts each table before and after, at the moment before a row's
// time is over and after it.
func TestPurge(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db, l := open(t, c), lookAt(t, c)
		w := world{"north"}.build(t, db)
		in(t, db, w.scope(), func(tx *store.Tx) error {
			must(t, tx.QueueMail(ctx, w.mail("unsent"), w.mail("failed")))
			must(t, tx.QueueJob(ctx, store.Job{ID: "open", Kind: "announce", CreatedAt: start}))
			must(t, tx.MailSent(ctx, w.id("msg"), start))
			ended := w.trust("ended")
			must(t, tx.AddTrust(ctx, ended))
			expect(t, "end a trust", true)(tx.EndTrust(ctx, w.id("usr"), ended.ID, start))
			must(t, tx.MailFailed(ctx, w.id("failed"), "refused", start, time.Time{}))
			return saved(tx.AdvanceJob(ctx, store.Job{ID: w.id("job")}, "x", 1, true, start))
		})
		day, keep := 24*time.Hour, 60*24*time.Hour
		counts := func() string {
			out := ""
			for _, table := range []string{"half_sign_ins", "enrollments", "throttles", "outbox", "links", "sessions", "jobs", "users", "factors", "trusts", "recovery_codes", "audit_events",
				"sent_codes", "ceremonies", "quotas", "grants"} {
				out += fmt.Sprint(len(l.query(t, "SELECT 1 FROM "+table)), " ")
			}
			return out
		}
		for _, row := range []struct {
			at   time.Time
			want string
		}{
			{start.Add(day), "1 2 3 3 1 1 2 2 1 2 1 2 1 1 2 1 "},
			{start.Add(day + time.Second), "1 2 1 3 1 1 2 2 1 2 1 2 1 1 2 1 "},
			{end.Add(day + time.Second), "0 0 1 3 1 1 2 2 1 2 1 2 1 0 2 1 "},
			{start.Add(7 * day), "0 0 1 3 1 1 2 2 1 2 1 2 0 0 2 1 "},
			{start.Add(7*day + time.Second), "0 0 1 1 1 1 2 2 1 2 1 2 0 0 2 1 "},
			{start.Add(keep), "0 0 1 1 1 1 2 2 1 2 1 2 0 0 0 1 "},
			{end.Add(keep + time.Second), "0 0 1 1 0 0 1 2 1 1 1 2 0 0 0 0 "},
			{start.Add(store.AccountRest), "0 0 1 1 0 0 1 2 1 1 1 2 0 0 0 0 "},
			{start.Add(store.AccountRest + time.Second), "0 0 0 1 0 0 1 2 1 1 1 2 0 0 0 0 "},
			{start.Add(keep + domain.TrustDaysMost*day), "0 0 0 1 0 0 1 2 1 1 1 2 0 0 0 0 "},
			{start.Add(keep + domain.TrustDaysMost*day + time.Second), "0 0 0 1 0 0 1 2 1 0 1 2 0 0 0 0 "},
		} {
			before := counts()
			n, err := db.Purge(ctx, row.at, keep)
			must(t, err)
			if got := counts(); got != row.want || (n == 0) != (before == got) {
				t.Errorf("after %s %d rows are gone and %s left, want %s", row.at.Sub(start), n, got, row.want)
			}
		}
	})
}

// TestOnlyTheirFilesLeaveATenant holds what scoped.DB's comments say of their
// callers.
func TestOnlyTheirFilesLeaveATenant(t *testing.T) {
	calls := regexp.MustCompile(`\.(Platform|Global)\(`)
	allowed := map[string]string{"Platform": "platform.go", "Global": "installation.go"}
	must(t, filepath.WalkDir("../..", func(path string, entry os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "/scoped/") {
			return err
		}
		text, err := os.ReadFile(path)
		if !strings.Contains(path, "/tenancy/") && !strings.Contains(string(text), `"twofold/tenancy/scoped"`) {
			return err
		}
		for _, m := range calls.FindAllSubmatch(text, -1) {
			if !strings.HasSuffix(path, filepath.Join("tenancy", "store", allowed[string(m[1])])) {
				t.Errorf("%s calls %s", path, m[1])
			}
		}
		return err
	}))
}
