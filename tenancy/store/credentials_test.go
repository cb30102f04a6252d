package store_test

import (
	"reflect"
	"testing"
	"time"

	"twofold/domain"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

// inWorld runs fn in a transaction of a new world.
func inWorld(t *testing.T, db *store.DB, name string, fn func(tx *store.Tx, w world)) {
	t.Helper()
	w := world{name}.build(t, db)
	in(t, db, w.scope(), func(tx *store.Tx) error { fn(tx, w); return nil })
}

func expect(t *testing.T, what string, want bool) func(got bool, err error) {
	return func(got bool, err error) {
		t.Helper()
		if got != want || err != nil {
			t.Errorf("%s: %v, %v, want %v", what, got, err, want)
		}
	}
}

func TestFactors(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		inWorld(t, db, "north", func(tx *store.Tx, w world) {
			user := w.id("usr")
			key := w.factor("key")
			key.Method, key.CreatedAt = domain.MethodPasskey, past
			must(t, tx.AddFactor(ctx, key))
			methods := func(want ...domain.Method) {
				t.Helper()
				if p, err := tx.User(ctx, user); err != nil || !reflect.DeepEqual(p.Methods, want) {
					t.Errorf("the person's methods are %s, %v, want %s", p.Methods, err, want)
				}
			}
			methods(domain.MethodPasskey, domain.MethodApp) // the one set up first leads
			expect(t, "the app is the primary", true)(tx.SetPrimary(ctx, user, w.id("fac")))
			methods(domain.MethodApp, domain.MethodPasskey)
			expect(t, "nobody's primary", false)(tx.SetPrimary(ctx, user, "fac_none"))
			list, err := tx.Factors(ctx, user)
			if err != nil || len(list) != 2 || !reflect.DeepEqual(list[0], key) || list[1].ID != w.id("fac") {
				t.Errorf("factors are %+v, %v", list, err)
			}
			expect(t, "step 9", true)(tx.SpendTOTPStep(ctx, w.id("fac"), 9, 2, "ses", "Chrome", later))
			expect(t, "step 9 again", false)(tx.SpendTOTPStep(ctx, w.id("fac"), 9, 0, "ses", "Chrome", later))
			expect(t, "step 8", false)(tx.SpendTOTPStep(ctx, w.id("fac"), 8, 0, "ses", "Chrome", later))
			expect(t, "step 10", true)(tx.SpendTOTPStep(ctx, w.id("fac"), 10, -1, "ses", "Firefox", later))
			list, _ = tx.Factors(ctx, user)
			if f := list[1]; f.LastStep != 10 || f.Drift != -1 || !f.LastUsedAt.Equal(later) || f.LastUsedOn != "Firefox" {
				t.Errorf("a used factor is %+v", f)
			}
			expect(t, "rename", true)(tx.RenameFactor(ctx, user, w.id("fac"), "Phone"))
			expect(t, "rename for somebody else", false)(tx.RenameFactor(ctx, w.id("cal"), w.id("fac"), "Phone"))
			expect(t, "remove for somebody else", false)(tx.RemoveFactor(ctx, w.id("cal"), w.id("fac")))
			expect(t, "remove", true)(tx.RemoveFactor(ctx, user, w.id("key")))
			expect(t, "remove again", false)(tx.RemoveFactor(ctx, user, w.id("key")))
			methods(domain.MethodApp)
			must(t, tx.DisableFactors(ctx, user, later))
			methods()
			expect(t, "a step of a disabled factor", false)(tx.SpendTOTPStep(ctx, w.id("fac"), 11, 0, "ses", "Chrome", later))
			if list, err = tx.Factors(ctx, user); err != nil || !list[0].Disabled || list[0].Name != "Phone" {
				t.Errorf("a disabled factor is %+v, %v", list, err)
			}
			must(t, tx.RemoveFactors(ctx, user))
			if list, err = tx.Factors(ctx, user); err != nil || len(list) != 0 {
				t.Errorf("removed factors are %+v, %v", list, err)
			}
		})
	})
}

func TestEnrollments(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		inWorld(t, db, "north", func(tx *store.Tx, w world) {
			id, wait := w.id("enq"), time.Minute
			at := start
			try := func(what string, want bool) {
				t.Helper()
				expect(t, what, want)(tx.SpendEnrollmentTry(ctx, id, 3, wait, at))
			}
			expect(t, "take before it is confirmed", false)(tx.TakeEnrollment(ctx, id))
			try("first try", true)
			try("second try", true)
			try("third try", true)
			try("fourth try", false)
			at = start.Add(wait - time.Millisecond)
			try("just before the wait ends", false)
			at = start.Add(wait)
			try("when the wait ends", true)
			must(t, tx.ChooseApp(ctx, id, "Authy"))
			expect(t, "confirm", true)(tx.ConfirmEnrollment(ctx, id, "Phone", 77, -1, []byte("codes"), later))
			expect(t, "confirm again", false)(tx.ConfirmEnrollment(ctx, id, "Other", 78, 0, nil, later))
			at = later
			try("a try after the confirmation", false)
			got, err := tx.Enrollment(ctx, w.id("cal"))
			want := w.enrollment("enq", "cal")
			want.App, want.Name, want.Codes, want.Drift, want.LastStep, want.Tries, want.ConfirmedAt = "Authy", "Phone", []byte("codes"), -1, 77, 4, later
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("the set-up is %+v, %v, want %+v", got, err, want)
			}
			backup := w.enrollment("bak", "cal")
			backup.Main = &got
			expect(t, "back up one of somebody else", false)(tx.BackUpEnrollment(ctx, w.id("enr"), backup))
			expect(t, "back it up", true)(tx.BackUpEnrollment(ctx, id, backup))
			expect(t, "back it up again", false)(tx.BackUpEnrollment(ctx, id, backup))
			if again, err := tx.Enrollment(ctx, w.id("cal")); err != nil || again.ID != backup.ID || !reflect.DeepEqual(again.Main, backup.Main) {
				t.Errorf("the backup carries %+v, %v, want %+v", again.Main, err, backup.Main)
			}
			must(t, tx.StartEnrollment(ctx, w.enrollment("new", "cal")))
			expect(t, "take one that was replaced", false)(tx.TakeEnrollment(ctx, id))
			must(t, tx.DropEnrollment(ctx, w.id("cal")))
			if _, err = tx.Enrollment(ctx, w.id("cal")); !store.Missing(err) {
				t.Errorf("a set-up that was dropped: %v", err)
			}
			expect(t, "take", true)(tx.TakeEnrollment(ctx, w.id("enr")))
			expect(t, "take again", false)(tx.TakeEnrollment(ctx, w.id("enr")))
		})
	})
}

func TestRecoveryCodes(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		inWorld(t, db, "north", func(tx *store.Tx, w world) {
			left := func(want int, at time.Time) {
				t.Helper()
				if n, made, err := tx.RecoveryLeft(ctx, w.id("usr")); n != want || !made.Equal(at) || err != nil {
					t.Errorf("%d codes are left of %s, %v, want %d of %s", n, made, err, want, at)
				}
			}
			left(1, start)
			set := []store.RecoveryCode{{ID: "rec_1", Salt: []byte("s"), Digest: []byte("1"), CreatedAt: later}, {ID: "rec_2", Salt: []byte("s"), Digest: []byte("2"), CreatedAt: later}}
			must(t, tx.ReplaceRecoveryCodes(ctx, w.id("usr"), set))
			left(2, later)
			expect(t, "a code of the old set", false)(tx.SpendRecoveryCode(ctx, w.id("usr"), w.id("rec"), "ses", later))
			expect(t, "somebody else's code", false)(tx.SpendRecoveryCode(ctx, w.id("cal"), "rec_1", "ses", later))
			expect(t, "a code", true)(tx.SpendRecoveryCode(ctx, w.id("usr"), "rec_1", "ses", later))
			expect(t, "a used code", false)(tx.SpendRecoveryCode(ctx, w.id("usr"), "rec_1", "ses", later))
			left(1, later)
			set[0].UsedAt = later
			if got, err := tx.RecoveryCodes(ctx, w.id("usr")); err != nil || !reflect.DeepEqual(got, set) {
				t.Errorf("the set is %+v, %v, want %+v", got, err, set)
			}
			must(t, tx.ReplaceRecoveryCodes(ctx, w.id("usr"), nil))
			left(0, time.Time{})
		})
	})
}

func TestLinks(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		inWorld(t, db, "north", func(tx *store.Tx, w world) {
			expect(t, "after its end", false)(tx.UseLink(ctx, w.id("lnk"), end))
			expect(t, "just before its end", true)(tx.UseLink(ctx, w.id("lnk"), end.Add(-time.Millisecond)))
			expect(t, "twice", false)(tx.UseLink(ctx, w.id("lnk"), start))
			confirm := w.link("confirm")
			confirm.Kind = store.LinkConfirm
			must(t, tx.AddLink(ctx, confirm))
			must(t, tx.AddLink(ctx, w.link("second")))
			third := w.link("third")
			third.CreatedAt = later.Add(-time.Hour)
			must(t, tx.AddLink(ctx, third))
			expect(t, "one that a later one revoked", false)(tx.UseLink(ctx, w.id("second"), start))
			if got, err := tx.LinkByToken(ctx, store.LinkInvite, w.bytes("second")); err != nil || !got.RevokedAt.Equal(start) || got.ByName != w.name || got.EmailKey != w.email() {
				t.Errorf("a revoked link is %+v, %v", got, err)
			}
			if got, err := tx.LinkByToken(ctx, store.LinkInvite, w.bytes("lnk")); err != nil || !got.UsedAt.Equal(end.Add(-time.Millisecond)) || !got.RevokedAt.IsZero() {
				t.Errorf("a used link is %+v, %v", got, err)
			}
			if _, err := tx.LinkByToken(ctx, store.LinkInvite, w.bytes("confirm")); !store.Missing(err) {
				t.Errorf("a link of another kind: %v", err)
			}
			if got, err := tx.OpenInvitation(ctx, w.id("usr")); err != nil || got.ID != w.id("third") {
				t.Errorf("the latest invitation is %+v, %v", got, err)
			}
			must(t, tx.RevokeLinks(ctx, w.id("usr"), store.LinkInvite, later))
			expect(t, "a revoked one", false)(tx.UseLink(ctx, w.id("third"), start))
			expect(t, "one of the other kind", true)(tx.UseLink(ctx, w.id("confirm"), start))
		})
	})
}
