package store_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"twofold/domain"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

// demote takes an owner away unless they are the last: counted after owners
// are locked, as every flow does, or before, as none may.
func demote(db *store.DB, w world, id string, locked bool, counted func()) (bool, error) {
	may := func(tx *store.Tx) (bool, error) {
		n, err := tx.OtherOwners(ctx, id)
		return n > 0, err
	}
	var yes bool
	if !locked {
		err := db.View(ctx, w.scope(), func(tx *store.Tx) (err error) { yes, err = may(tx); return err })
		counted()
		if err != nil || !yes {
			return false, err
		}
	}
	err := db.In(ctx, w.scope(), func(tx *store.Tx) (err error) {
		if locked {
			if err := tx.LockOwners(ctx); err != nil {
				return err
			}
			if yes, err = may(tx); err != nil || !yes {
				return err
			}
		}
		yes, err = tx.ChangeUser(ctx, id, 1, store.UserChange{Role: domain.RoleUser, Raise: true})
		return err
	})
	return yes, err
}

// TestLastOwnerStays demotes every owner of a tenant at once.
func TestLastOwnerStays(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		c.Conns = 12
		db, l := open(t, c), lookAt(t, c)
		for _, locked := range []bool{true, false} {
			w := world{fmt.Sprint("locked", locked)}.build(t, db)
			owners := []string{w.id("usr"), w.id("cal")}
			in(t, db, w.scope(), func(tx *store.Tx) error {
				for i := range 6 {
					owners = append(owners, w.id(id("own", i)))
					must(t, tx.AddUser(ctx, w.person(id("own", i))))
				}
				return nil
			})
			var counted sync.WaitGroup
			counted.Add(len(owners))
			won := race(t, len(owners), func(i int) (bool, error) {
				return demote(db, w, owners[i], locked, func() { counted.Done(); counted.Wait() })
			})
			left := len(l.query(t, "SELECT id FROM users WHERE role = 'owner' AND tenant_id = '"+w.id("org")+"'"))
			if locked && (left != 1 || won != len(owners)-1) {
				t.Errorf("%d owners are left after %d demotions, want the last one", left, won)
			}
			if !locked && left != 0 {
				t.Errorf("%d owners are left without the lock: the race proves nothing", left)
			}
		}
	})
}

// TestOwnersLockInsideTheTransaction lets two transactions count before either
// changes: PostgreSQL would let both through without the lock.
func TestOwnersLockInsideTheTransaction(t *testing.T) {
	c := storetest.Postgres(t)
	db, l := open(t, c), lookAt(t, c)
	for _, locked := range []bool{false, true} {
		w := world{fmt.Sprint("inside", locked)}.build(t, db)
		var counted sync.WaitGroup
		counted.Add(2)
		race(t, 2, func(i int) (done bool, err error) {
			err = db.In(ctx, w.scope(), func(tx *store.Tx) error {
				if locked {
					if err := tx.LockOwners(ctx); err != nil {
						return err
					}
				}
				me := w.id([]string{"usr", "cal"}[i])
				n, err := tx.OtherOwners(ctx, me)
				if !locked {
					counted.Done()
					counted.Wait()
				}
				if err != nil || n == 0 {
					return err
				}
				done, err = tx.ChangeUser(ctx, me, 1, store.UserChange{Role: domain.RoleUser})
				return err
			})
			return done, err
		})
		left := len(l.query(t, "SELECT id FROM users WHERE role = 'owner' AND tenant_id = '"+w.id("org")+"'"))
		if want := map[bool]int{false: 0, true: 1}[locked]; left != want {
			t.Errorf("locked %v: %d owners are left, want %d", locked, left, want)
		}
	}
}

// TestMailIsLeasedOnce lets eight senders take 60 messages of three tenants.
func TestMailIsLeasedOnce(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		c.Conns = 12
		db, l := open(t, c), lookAt(t, c)
		for tenant := range 3 {
			w := world{id("mail", tenant)}.build(t, db)
			in(t, db, w.scope(), func(tx *store.Tx) error {
				for i := range 19 {
					must(t, tx.QueueMail(ctx, w.mail(id("m", i))))
				}
				return nil
			})
		}
		var mu sync.Mutex
		var got []string
		race(t, 8, func(int) (bool, error) {
			for {
				mails, err := db.LeaseMail(ctx, 4, start, end)
				mu.Lock()
				for _, m := range mails {
					got = append(got, m.Tenant+" "+m.ID)
				}
				all := len(got)
				mu.Unlock()
				if err != nil || len(mails) == 0 && all >= 60 {
					return true, err
				}
			}
		})
		slices.Sort(got)
		if len(got) != 60 || len(slices.Compact(got)) != 60 {
			t.Errorf("%d leases of 60 messages: %s", len(got), got)
		}
		if won := l.twin(t, 8, "outbox WHERE id = 'msg_mail0' AND leased_until < 9999999999999", "UPDATE outbox SET leased_until = 9999999999999 WHERE id = 'msg_mail0'"); won != 8 {
			t.Errorf("%d of 8 workers won without the guard: the race proves nothing", won)
		}
	})
}

// TestJobIsLeasedOnce lets ten workers find the same job before any has it.
func TestJobIsLeasedOnce(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		const workers = 10
		c.Conns = workers
		db, l := open(t, c), lookAt(t, c)
		world{"north"}.build(t, db)
		release := func() {}
		if c.Postgres() {
			release = hold(t, l, "jobs", workers)
		}
		var released sync.WaitGroup
		released.Go(release)
		won := race(t, workers, func(int) (bool, error) {
			_, ok, err := db.LeaseJob(ctx, start, end)
			return ok, err
		})
		released.Wait()
		if won != 1 {
			t.Errorf("%d of %d workers lease one job", won, workers)
		}
	})
}

// hold locks every row of a table; what it returns lets go of them once so
// many transactions wait for them.
func hold(t *testing.T, l look, table string, waiters int) (release func()) {
	t.Helper()
	tx, err := l.raw.Begin()
	must(t, err)
	_, err = tx.Exec("UPDATE " + table + " SET tenant_id = tenant_id")
	must(t, err)
	return func() {
		for waiting := 0; waiting < waiters; time.Sleep(time.Millisecond) {
			err := l.raw.QueryRow("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'").Scan(&waiting)
			if err != nil {
				t.Error(err)
				break
			}
		}
		if err := tx.Commit(); err != nil {
			t.Error(err)
		}
	}
}

// TestInstallationIsDecidedOnce races for a fact and for the list of keys.
func TestInstallationIsDecidedOnce(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		c.Conns = 12
		db := open(t, c)
		won := race(t, 20, func(i int) (bool, error) {
			value, err := db.SetFactOnce(ctx, "instance", id("", i))
			return value == id("", i), err
		})
		if won != 1 {
			t.Errorf("%d of 20 set one fact", won)
		}
		won = race(t, 20, func(i int) (bool, error) {
			return db.SaveSigningKeys(ctx, 1, []store.SigningKey{{KID: id("k", i), Sealed: []byte("x"), Public: []byte("{}"), CreatedAt: start}})
		})
		if kept, version, err := db.SigningKeys(ctx); won != 1 || len(kept) != 1 || version != 2 || err != nil {
			t.Errorf("%d of 20 saved the keys: %d kept, version %d, %v", won, len(kept), version, err)
		}
	})
}

// TestStormOnOneTenant has every worker write the same rows over and over,
// each in its own order (F-09): none fails, and no count is lost.
func TestStormOnOneTenant(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		c.Conns = 12
		sdb, l := storetest.Open(t, c), lookAt(t, c)
		db := store.New(sdb)
		w := world{"north"}.build(t, db)
		race(t, 10, func(i int) (bool, error) {
			for round := range 8 {
				account := id("account", (i+round)%5)
				k := store.ThrottleKeys{Pair: "pair:" + account, PairKnown: "known:" + account, Source: "source:storm", Account: "account:" + account}
				if _, err := db.SpendPasswordTry(ctx, w.scope(), store.PasswordTry{Email: account, BrowserHash: []byte{}, Keys: k, Now: start}); err != nil {
					return false, fmt.Errorf("spend: %w", err)
				}
				if err := db.ForgivePassword(ctx, w.scope(), []string{k.Source, k.Account, k.Pair}, w.id("ses")); err != nil {
					return false, fmt.Errorf("forgive: %w", err)
				}
				if err := db.In(ctx, w.scope(), func(tx *store.Tx) error { return tx.LockOwners(ctx) }); err != nil {
					return false, fmt.Errorf("lock: %w", err)
				}
			}
			return true, nil
		})
		sdb.Close()
		if n := deadlocks(t, c, l); n != "0" {
			t.Errorf("%s pairs of transactions waited for each other, a second each", n)
		}
		tries := l.query(t, "SELECT CAST(tries AS TEXT) FROM throttles WHERE id LIKE '%storm' OR id LIKE '%account_'")
		if strings.Trim(strings.Join(tries, ""), "[0]") != "" || len(tries) != 11 {
			t.Errorf("after as many forgiven tries as spent ones the counts are %s", tries)
		}
		if got := l.query(t, "SELECT CAST(version AS TEXT) FROM tenants"); got[0] != "[81]" {
			t.Errorf("80 changes leave version %s", got)
		}
	})
}

// deadlocks counts them once the connections, which report them, are gone.
func deadlocks(t *testing.T, c scoped.Config, l look) string {
	t.Helper()
	if !c.Postgres() {
		return "0"
	}
	for len(l.query(t, "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'twofold'")) > 0 {
		time.Sleep(10 * time.Millisecond)
	}
	return strings.Trim(l.query(t, "SELECT deadlocks::text FROM pg_stat_database WHERE datname = current_database()")[0], "[]")
}

// TestCountsAreNotLost spends tries of many accounts from one network at once.
func TestCountsAreNotLost(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		c.Conns = 12
		db, l := open(t, c), lookAt(t, c)
		w := world{"north"}.build(t, db)
		opened := race(t, store.SourceMost+10, func(i int) (bool, error) {
			k := keys(id("account", i))
			k.Source = "source:crowd"
			f, err := db.SpendPasswordTry(ctx, w.scope(), store.PasswordTry{Email: k.Account, BrowserHash: []byte{}, Keys: k, Now: start.Add(time.Second)})
			return f.Open, err
		})
		if got := l.query(t, "SELECT CAST(tries AS TEXT) FROM throttles WHERE id = 'source:crowd'"); opened != store.SourceMost || got[0] != fmt.Sprintf("[%d]", store.SourceMost) {
			t.Errorf("%d tries were let through, %s counted, want %d", opened, got, store.SourceMost)
		}
	})
}
