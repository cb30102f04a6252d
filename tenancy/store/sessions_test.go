package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"twofold/domain"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

func TestSessions(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		w := world{"north"}.build(t, db)
		live := func(tx *store.Tx, version int64) string {
			list, err := tx.Sessions(ctx, w.id("usr"), version)
			must(t, err)
			var out []string
			for _, s := range list {
				out = append(out, strings.TrimSuffix(s.ID, "_north"))
			}
			return strings.Join(out, " ")
		}
		in(t, db, w.scope(), func(tx *store.Tx) error {
			for i, id := range []string{"s1", "s2", "s3"} {
				s := w.session(id)
				s.SeenAt = start.Add(time.Duration(i+1) * time.Minute)
				must(t, tx.OpenSession(ctx, s))
			}
			if got := live(tx, 1); got != "s3 s2 s1 ses" {
				t.Errorf("sessions are %q", got)
			}
			expect(t, "end", true)(tx.EndSession(ctx, w.id("usr"), w.id("s2"), later))
			expect(t, "end again", false)(tx.EndSession(ctx, w.id("usr"), w.id("s2"), later))
			expect(t, "end for somebody else", false)(tx.EndSession(ctx, w.id("cal"), w.id("s1"), later))
			must(t, tx.CarrySession(ctx, w.id("s3"), []byte("new"), 2, later))
			if one, two := live(tx, 1), live(tx, 2); one != "s1 ses" || two != "s3" {
				t.Errorf("after one was carried: %q and %q", one, two)
			}
			must(t, tx.NoteProof(ctx, w.id("s1"), []string{"pwd"}, domain.AssuranceOne, later, later.Add(time.Minute)))
			must(t, tx.ClearTrustGiven(ctx, w.id("s1")))
			must(t, tx.ClearRecoveryOpen(ctx, w.id("s1")))
			must(t, tx.NoteProof(ctx, w.id("s2"), []string{"pwd", "otp"}, domain.AssuranceTwo, later, later))
			return nil
		})
		must(t, db.Touch(ctx, w.scope(), w.id("s1"), later))
		must(t, db.Touch(ctx, w.scope(), w.id("s1"), past))
		v, err := db.ReadVisit(ctx, w.scope(), w.bytes("s1"))
		if s := v.Session; err != nil || len(s.AMR) != 1 || s.ACR != domain.AssuranceOne || !s.AuthAt.Equal(later) || !s.StepUpAt.Equal(later.Add(time.Minute)) ||
			!s.SeenAt.Equal(later) || v.TrustGiven || v.RecoveryOpen || string(v.BrowserHash) != string(w.browser()) {
			t.Errorf("visit = %+v, %v", v, err)
		}
		in(t, db, w.scope(), func(tx *store.Tx) error {
			if n, err := tx.EndOtherSessions(ctx, w.id("usr"), w.id("s1"), later); n != 2 || err != nil {
				t.Errorf("%d others ended, %v", n, err)
			}
			if n, err := tx.EndOtherSessions(ctx, w.id("usr"), "", later); n != 1 || err != nil || live(tx, 1)+live(tx, 2) != "" {
				t.Errorf("%d ended in all, %v", n, err)
			}
			return nil
		})
		must(t, db.Touch(ctx, w.scope(), w.id("s1"), later.Add(time.Hour)))
		if v, err := db.ReadVisit(ctx, w.scope(), w.bytes("s1")); v.Found || err != nil {
			t.Errorf("an ended session is found: %v", err)
		}
	})
}

// TestTrustDays asks for trusted browsers under longer and shorter policies.
func TestTrustDays(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		inWorld(t, db, "north", func(tx *store.Tx, w world) {
			for id, days := range map[string]int{"old": -14, "older": -30} {
				trust := w.trust(id)
				trust.TrustedAt = start.AddDate(0, 0, days)
				trust.UsedAt = trust.TrustedAt
				must(t, tx.AddTrust(ctx, trust))
			}
			for _, row := range []struct {
				days int
				now  time.Time
				want string
			}{
				{90, start, "trust old older"}, {30, start, "trust old"}, {30, start.Add(-time.Second), "trust old older"},
				{15, start, "trust old"}, {14, start, "trust"}, {14, start.Add(-time.Millisecond), "trust old"}, {0, start, ""}, {1, later.AddDate(0, 0, 1), ""},
			} {
				list, err := tx.Trusts(ctx, w.id("usr"), 1, row.days, row.now)
				must(t, err)
				var got []string
				for _, one := range list {
					got = append(got, strings.TrimSuffix(one.ID, "_north"))
				}
				if strings.Join(got, " ") != row.want {
					t.Errorf("%d days at %s: %q, want %q", row.days, row.now, got, row.want)
				}
			}
			if list, err := tx.Trusts(ctx, w.id("usr"), 2, 90, start); err != nil || len(list) != 0 {
				t.Errorf("trusts of an older security version: %+v, %v", list, err)
			}
		})
	})
}

func TestTrustEnds(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		inWorld(t, db, "north", func(tx *store.Tx, w world) {
			must(t, tx.AddTrust(ctx, w.trust("two")))
			must(t, tx.AddTrust(ctx, w.trust("three")))
			expect(t, "rotate", true)(tx.RotateTrust(ctx, w.id("two"), w.bytes("two"), []byte("next"), later, later))
			expect(t, "rotate an old token", false)(tx.RotateTrust(ctx, w.id("two"), w.bytes("two"), []byte("lost"), later, later))
			for _, row := range []struct{ token, want string }{{"nobody's", ""}, {"two of north", w.id("usr")}, {"next", ""}} {
				if got, err := tx.EndTrustByToken(ctx, []byte(row.token), later); got != row.want || err != nil {
					t.Errorf("forgetting %q ended one of %q, %v", row.token, got, err)
				}
			}
			expect(t, "rotate an ended one", false)(tx.RotateTrust(ctx, w.id("two"), []byte("next"), []byte("lost"), later, later))
			expect(t, "end for somebody else", false)(tx.EndTrust(ctx, w.id("cal"), w.id("three"), later))
			expect(t, "end", true)(tx.EndTrust(ctx, w.id("usr"), w.id("three"), later))
			expect(t, "end again", false)(tx.EndTrust(ctx, w.id("usr"), w.id("three"), later))
			for want := range []int64{1, 0} {
				if n, err := tx.EndTrusts(ctx, w.id("usr"), later); n != int64(1-want) || err != nil {
					t.Errorf("%d ended, %v, want %d", n, err, 1-want)
				}
			}
		})
	})
}

func TestTrustsCountOneTenant(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		world{"south"}.build(t, db)
		inWorld(t, db, "north", func(tx *store.Tx, w world) {
			must(t, tx.AddTrust(ctx, w.trust("two")))
			for at, want := range map[time.Time]int64{past: 0, start: 2, later: 2} {
				if n, err := tx.CountTrusts(ctx, at); n != want || err != nil {
					t.Errorf("%d trusted until %s, %v, want %d", n, at, err, want)
				}
			}
		})
	})
}

func TestPeopleChange(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		inWorld(t, db, "north", func(tx *store.Tx, w world) {
			id := w.id("usr")
			if err := fails(tx.UserByEmail(ctx, " IDA@North.EXAMPLE ")); err != nil {
				t.Error(err)
			}
			expect(t, "change", true)(tx.ChangeUser(ctx, id, 1, store.UserChange{Name: "Ida B", PasswordHash: "next", Role: domain.RoleAdmin, State: domain.UserSuspended,
				TwoStep: domain.TwoStepReset, ClearLock: true, Raise: true, At: later}))
			expect(t, "change of an old version", false)(tx.ChangeUser(ctx, id, 1, store.UserChange{Role: domain.RoleOwner}))
			expect(t, "change that raises nothing", true)(tx.ChangeUser(ctx, id, 2, store.UserChange{SignedIn: true, At: later}))
			must(t, tx.KeepPassword(ctx, id, "wrong", "lost"))
			must(t, tx.KeepPassword(ctx, id, "next", "stronger"))
			p, err := tx.User(ctx, id)
			if err != nil || p.Name != "Ida B" || p.PasswordHash != "stronger" || !p.PasswordAt.Equal(later) || p.Role != domain.RoleAdmin || p.State != domain.UserSuspended ||
				p.TwoStep != domain.TwoStepReset || !p.TwoStepAt.Equal(later) || p.Lock != (domain.Lock{}) || p.SecurityVersion != 2 || !p.LastSignInAt.Equal(later) || p.Email != w.email() {
				t.Errorf("the person is %+v, %v", p, err)
			}
		})
		w := world{"north"}
		twice := w.person("again")
		twice.Email = " IDA@north.example"
		if err := db.In(ctx, w.scope(), func(tx *store.Tx) error { return tx.AddUser(ctx, twice) }); !store.Duplicate(err) {
			t.Errorf("one address is two people's: %v", err)
		}
	})
}

// TestBusyAccounts finds an account that several browsers use, and reads the
// last active of them.
func TestBusyAccounts(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		w := world{"north"}.build(t, db)
		open := func(name string, n int, at func(int) time.Time, browser func(int) string) {
			in(t, db, w.scope(), func(tx *store.Tx) error {
				for i := range n {
					s := w.session(fmt.Sprint(name, i))
					s.IP, s.BrowserHash, s.SeenAt = "203.0.113.7", w.bytes(browser(i)), at(i)
					must(t, tx.OpenSession(ctx, s))
				}
				return nil
			})
		}
		open("few", 6, func(i int) time.Time { return later.Add(time.Duration(i) * time.Minute) }, func(i int) string { return fmt.Sprint("browser", i/2) })
		for _, look := range []struct {
			since    time.Time
			browsers int
			busy     bool
		}{{later, 3, true}, {later, 4, false}, {later.Add(90 * time.Second), 2, true}, {later.Add(90 * time.Second), 3, false}} {
			found, err := db.BusyAccounts(ctx, look.since, look.browsers)
			must(t, err)
			want := []store.BusyAccount{{Tenant: w.scope().Tenant(), UserID: w.id("usr")}}
			if look.busy != slices.Equal(found, want) || !look.busy && len(found) != 0 {
				t.Errorf("since %s %d browsers: %v", look.since, look.browsers, found)
			}
		}
		seen := func(since time.Time) (out []domain.SeenBrowser) {
			in(t, db, w.scope(), func(tx *store.Tx) (err error) {
				out, err = tx.SeenBrowsers(ctx, w.id("usr"), since)
				return err
			})
			return out
		}
		if s := seen(later.Add(90 * time.Second)); len(s) != 4 || s[0].Browser != string(w.bytes("browser2")) || s[0].Network != domain.NetworkOf("203.0.113.7") || !s[0].At.Equal(later.Add(5*time.Minute)) {
			t.Errorf("%+v", s)
		}
		open("program", 1010, func(int) time.Time { return later.Add(time.Hour) }, func(i int) string { return fmt.Sprint("another", i) })
		if s := seen(later); len(s) != 1000 || !s[999].At.Equal(later.Add(time.Hour)) {
			t.Errorf("%d browsers", len(s))
		}
	})
}

// TestSessionsAtNewPlaces: only an open one that is new can be claimed or
// denied, by its person, once.
func TestSessionsAtNewPlaces(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		w := world{"north"}.build(t, db)
		usr, cal := w.id("usr"), w.id("cal")
		in(t, db, w.scope(), func(tx *store.Tx) error {
			// f2 is a second one beside f1, and f4 beside f3: of those it is asked too.
			for i, id := range []string{"f1", "f2", "f3", "f4"} {
				s := w.session(id)
				s.NewPlace, s.BrowserHash = i%2 == 0, []byte("a browser")
				if i > 1 {
					s.BrowserHash = []byte("another browser")
				}
				must(t, tx.OpenSession(ctx, s))
			}
			expect(t, "claim an old one", false)(tx.ClaimSession(ctx, usr, w.id("ses")))
			expect(t, "deny an old one", false)(tx.DenySession(ctx, usr, w.id("ses"), w.id("ses"), later))
			expect(t, "claim for somebody else", false)(tx.ClaimSession(ctx, cal, w.id("f1")))
			expect(t, "deny for somebody else", false)(tx.DenySession(ctx, cal, w.id("f1"), w.id("ses"), later))
			expect(t, "claim", true)(tx.ClaimSession(ctx, usr, w.id("f1")))
			expect(t, "claim again", false)(tx.ClaimSession(ctx, usr, w.id("f1")))
			expect(t, "claim the one beside it", false)(tx.ClaimSession(ctx, usr, w.id("f2")))
			expect(t, "deny what was claimed", false)(tx.DenySession(ctx, usr, w.id("f1"), w.id("ses"), later))
			browser := []byte("another browser")
			expect(t, "knows a browser", true)(tx.KnowsBrowser(ctx, usr, browser))
			expect(t, "knows somebody else's", false)(tx.KnowsBrowser(ctx, cal, browser))
			expect(t, "knows one without a cookie", false)(tx.KnowsBrowser(ctx, usr, []byte{}))
			expect(t, "denied before", false)(tx.SessionDeniedSince(ctx, usr, past))
			expect(t, "deny", true)(tx.DenySession(ctx, usr, w.id("f4"), w.id("ses"), later))
			expect(t, "knows a denied browser", false)(tx.KnowsBrowser(ctx, usr, browser))
			expect(t, "deny again", false)(tx.DenySession(ctx, usr, w.id("f4"), w.id("ses"), later))
			expect(t, "denied since", true)(tx.SessionDeniedSince(ctx, usr, start))
			expect(t, "denied by somebody else", false)(tx.SessionDeniedSince(ctx, cal, past))
			expect(t, "denied after", false)(tx.SessionDeniedSince(ctx, usr, later))
			list, err := tx.Sessions(ctx, usr, 1) // the first, and what was claimed
			if err != nil || len(list) != 3 || slices.ContainsFunc(list, func(s domain.Session) bool { return s.NewPlace }) {
				t.Errorf("sessions %+v, %v", list, err)
			}
			return nil
		})
	})
}
