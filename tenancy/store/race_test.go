package store_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"twofold/domain"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

// race runs work n times at once and counts the runs that won.
func race(t *testing.T, n int, work func(i int) (bool, error)) (won int) {
	t.Helper()
	var wg sync.WaitGroup
	var count atomic.Int64
	begin := make(chan struct{})
	for i := range n {
		wg.Go(func() {
			<-begin
			ok, err := work(i)
			if err != nil {
				t.Error(err)
			}
			if ok {
				count.Add(1)
			}
		})
	}
	close(begin)
	wg.Wait()
	return int(count.Load())
}

// twin is the same work done wrong: every worker looks first, and all write
// once all have looked. It shows that the race is one.
func (l look) twin(t *testing.T, n int, free, write string) (won int) {
	t.Helper()
	var looked sync.WaitGroup
	looked.Add(n)
	return race(t, n, func(int) (bool, error) {
		var rows int
		err := l.raw.QueryRow("SELECT count(*) FROM " + free).Scan(&rows)
		looked.Done()
		looked.Wait()
		if err != nil || rows == 0 {
			return false, err
		}
		_, err = l.raw.Exec(write)
		return true, err
	})
}

// once is a race that want workers may win. Its twin's condition and
// statement have %s where the world's name belongs.
type once struct {
	want        int
	free, write string
	do          func(c call, i int) (bool, error)
}

// inTx makes a race of a method of Tx.
func inTx(do func(c call, i int) (bool, error)) func(c call, i int) (bool, error) {
	return func(c call, i int) (won bool, err error) {
		err = c.db.In(ctx, c.in, func(tx *store.Tx) (err error) {
			c.Tx = tx
			won, err = do(c, i)
			return err
		})
		return won, err
	}
}

func id(kind string, i int) string { return fmt.Sprint(kind, i) }

// races has one entry a thing that happens once, or so many times.
var races = map[string]once{
	"a step of an app": {1, "factors WHERE id = 'fac_%s' AND last_step < 9", "UPDATE factors SET last_step = 9 WHERE id = 'fac_%s'",
		inTx(func(c call, i int) (bool, error) {
			return c.SpendTOTPStep(ctx, c.w.id("fac"), 9, 0, id("ses", i), "Chrome", start)
		})},
	"a recovery code": {1, "recovery_codes WHERE id = 'rec_%s' AND used_at = 0", "UPDATE recovery_codes SET used_at = 1 WHERE id = 'rec_%s'",
		inTx(func(c call, i int) (bool, error) {
			return c.SpendRecoveryCode(ctx, c.w.id("usr"), c.w.id("rec"), id("ses", i), start)
		})},
	"a link": {1, "links WHERE id = 'lnk_%s' AND used_at = 0", "UPDATE links SET used_at = 1 WHERE id = 'lnk_%s'",
		inTx(func(c call, _ int) (bool, error) { return c.UseLink(ctx, c.w.id("lnk"), start) })},
	"a case": {1, "cases WHERE id = 'cas_%s' AND state = 'open'", "UPDATE cases SET state = 'granted' WHERE id = 'cas_%s'",
		inTx(func(c call, _ int) (bool, error) {
			moved := c.w.call("cas")
			moved.State = domain.CaseGranted
			return c.MoveCase(ctx, domain.CaseOpen, "", moved)
		})},
	"tries at a code that is read out": {3, "case_proofs WHERE id = 'prf_%s' AND tries < 3", "UPDATE case_proofs SET tries = tries + 1 WHERE id = 'prf_%s'",
		inTx(func(c call, _ int) (bool, error) { return c.SpendProofTry(ctx, c.w.id("prf"), 3) })},
	"a proof": {1, "case_proofs WHERE id = 'prf_%s' AND result = 'open'", "UPDATE case_proofs SET result = 'passed' WHERE id = 'prf_%s'",
		inTx(func(c call, _ int) (bool, error) {
			return c.SettleProof(ctx, c.w.id("prf"), domain.ProofPassed, "usr_9", "Sam", start)
		})},
	"a grant": {1, "grants WHERE id = 'gra_%s' AND uses_left > 0", "UPDATE grants SET uses_left = uses_left - 1 WHERE id = 'gra_%s'",
		inTx(func(c call, _ int) (bool, error) { return c.UseGrant(ctx, c.w.id("gra"), 1, start) })},
	"tries at a grant": {5, "grants WHERE id = 'gra_%s' AND tries < 5", "UPDATE grants SET tries = tries + 1 WHERE id = 'gra_%s'",
		inTx(func(c call, _ int) (bool, error) { return c.SpendGrantTry(ctx, c.w.id("gra"), 5, start) })},
	"a set-up": {1, "enrollments WHERE id = 'enr_%s' AND confirmed_at > 0", "DELETE FROM enrollments WHERE id = 'enr_%s'",
		inTx(func(c call, _ int) (bool, error) { return c.TakeEnrollment(ctx, c.w.id("enr")) })},
	"the start of a backup": {1, "enrollments WHERE id = 'enr_%s'", "DELETE FROM enrollments WHERE id = 'enr_%s'",
		inTx(func(c call, i int) (bool, error) {
			backup := c.w.enrollment(id("bak", i), "usr")
			return c.BackUpEnrollment(ctx, c.w.id("enr"), backup)
		})},
	"a set-up's confirmation": {1, "enrollments WHERE id = 'enq_%s' AND confirmed_at = 0", "UPDATE enrollments SET confirmed_at = 1 WHERE id = 'enq_%s'",
		inTx(func(c call, _ int) (bool, error) {
			return c.ConfirmEnrollment(ctx, c.w.id("enq"), "", 9, 0, nil, start)
		})},
	"tries at a set-up": {5, "enrollments WHERE id = 'enq_%s' AND tries < 5", "UPDATE enrollments SET tries = tries + 1 WHERE id = 'enq_%s'",
		inTx(func(c call, _ int) (bool, error) {
			return c.SpendEnrollmentTry(ctx, c.w.id("enq"), 5, time.Minute, start)
		})},
	"a half sign-in": {1, "half_sign_ins WHERE id = 'half_%s' AND ended_at = 0", "UPDATE half_sign_ins SET ended_at = 1 WHERE id = 'half_%s'",
		inTx(func(c call, i int) (bool, error) { return c.EndHalf(ctx, c.w.id("half"), id("ses", i), start) })},
	"a policy's next version": {1, "tenants WHERE tenant_id = 'org_%s' AND policy_version = 2", "UPDATE tenants SET policy_version = 3 WHERE tenant_id = 'org_%s'",
		inTx(func(c call, _ int) (bool, error) { return c.SavePolicy(ctx, c.w.policy(3)) })},
	"a trust's next token": {1, "trusts WHERE id = 'trust_%s' AND used_at < 9999999999999", "UPDATE trusts SET used_at = 9999999999999 WHERE id = 'trust_%s'",
		inTx(func(c call, i int) (bool, error) {
			return c.RotateTrust(ctx, c.w.id("trust"), c.w.bytes("trust"), []byte(id("next", i)), start, end)
		})},
	"a trust's next token at sign-in": {1, "trusts WHERE id = 'trust_%s' AND used_at < 9999999999999", "UPDATE trusts SET used_at = 9999999999999 WHERE id = 'trust_%s'",
		func(c call, i int) (bool, error) {
			use := store.TrustUse{ID: c.w.id("trust"), Current: c.w.bytes("trust"), Next: []byte(id("next", i)), Grace: end}
			wrote, err := c.db.WriteSession(ctx, c.in, c.w.seen(), c.w.session(id("s", i)), &use, nil, c.w.event(id("e", i)))
			return use.Rotated, saved(wrote, err)
		}},
	"a change of a person": {1, "users WHERE id = 'usr_%s' AND security_version = 1", "UPDATE users SET security_version = 2 WHERE id = 'usr_%s'",
		inTx(func(c call, _ int) (bool, error) {
			return c.ChangeUser(ctx, c.w.id("usr"), 1, store.UserChange{Role: domain.RoleUser, Raise: true})
		})},
	"a job's next place": {1, "jobs WHERE id = 'job_%s' AND position = ''", "UPDATE jobs SET position = 'x' WHERE id = 'job_%s'",
		inTx(func(c call, _ int) (bool, error) {
			return c.AdvanceJob(ctx, store.Job{ID: c.w.id("job")}, "x", 1, false, start)
		})},
	"an organization's confirmation": {1, "tenants WHERE tenant_id = 'org_%s' AND state = 'unconfirmed'", "UPDATE tenants SET state = 'active' WHERE tenant_id = 'org_%s'",
		inTx(func(c call, _ int) (bool, error) { return c.ConfirmTenant(ctx) })},
	// The world spent one of the five before.
	"wrong codes before the lock": {4, "users WHERE id = 'usr_%s' AND lock_tries < 5", "UPDATE users SET lock_tries = lock_tries + 1 WHERE id = 'usr_%s'",
		func(c call, _ int) (bool, error) {
			f, err := c.db.SpendCodeTry(ctx, c.in, c.w.bytes("half"), start)
			return f.Counted, err
		}},
	"wrong codes of somebody signed in": {4, "users WHERE id = 'usr_%s' AND lock_tries < 5", "UPDATE users SET lock_tries = lock_tries + 1 WHERE id = 'usr_%s'",
		inTx(func(c call, _ int) (bool, error) { return c.SpendCodeTryFor(ctx, c.w.id("usr"), start) })},
	"wrong passwords before the wait": {store.PairFree, "users WHERE id = 'usr_%s' AND (SELECT count(*) FROM throttles AS x WHERE x.tenant_id = users.tenant_id AND x.id = 'pair:new' AND tries >= 3) = 0",
		"INSERT INTO throttles (tenant_id, id, kind, tries) VALUES ('org_%s', 'pair:new', 'pair', 1) ON CONFLICT (tenant_id, id) DO UPDATE SET tries = throttles.tries + 1",
		func(c call, _ int) (bool, error) {
			f, err := c.db.SpendPasswordTry(ctx, c.in, store.PasswordTry{Email: "new", BrowserHash: []byte{},
				Keys: store.ThrottleKeys{Pair: "pair:new", PairKnown: "known:new", Source: "source:new", Account: "account:new"}, Now: start})
			return f.Open, err
		}},
	"one code and one half sign-in": {1, "factors WHERE id = 'fac_%s' AND last_step < 9", "UPDATE factors SET last_step = 9 WHERE id = 'fac_%s'",
		func(c call, i int) (bool, error) { return rightCode(c, i, "half", 9) }},
	"one half sign-in and many codes": {1, "half_sign_ins WHERE id = 'half_%s' AND ended_at = 0", "UPDATE half_sign_ins SET ended_at = 1 WHERE id = 'half_%s'",
		func(c call, i int) (bool, error) { return rightCode(c, i, "half", int64(9+i)) }},
	"one code and many half sign-ins": {1, "factors WHERE id = 'fac_%s' AND last_step < 9", "UPDATE factors SET last_step = 9 WHERE id = 'fac_%s'",
		func(c call, i int) (bool, error) {
			wrote, err := c.db.WriteChallenge(ctx, c.in, c.w.seen(), c.w.half(id("h", i)), nil, c.w.event(id("h", i)))
			if err := saved(wrote, err); err != nil {
				return false, err
			}
			return rightCode(c, i, id("h", i), 9)
		}},
}

func rightCode(c call, i int, half string, step int64) (bool, error) {
	_, opened, err := c.db.WriteRightCode(ctx, c.in, store.RightCode{Seen: c.w.seen(), HalfID: c.w.id(half), Factor: c.w.id("fac"), Step: step,
		Session: c.w.session(id("s", i)), Events: []domain.Event{c.w.event(id("e", i))}})
	return opened, err
}

// TestRaces runs each race with 30 workers (50 for codes), and its twin with
// eight, all of whom have to win.
func TestRaces(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		c.Conns = 12
		db, l := open(t, c), lookAt(t, c)
		n := 0
		for name, r := range races {
			n++
			t.Run(name, func(t *testing.T) {
				w, other := world{id("guarded", n)}.build(t, db), world{id("twin", n)}.build(t, db)
				workers := 30
				if r.want == 4 {
					workers = 50
				}
				if won := race(t, workers, func(i int) (bool, error) { return r.do(call{db: db, in: w.scope(), w: w}, i) }); won != r.want {
					t.Errorf("%d of %d workers won, want %d", won, workers, r.want)
				}
				if won := l.twin(t, 8, fmt.Sprintf(r.free, other.name), fmt.Sprintf(r.write, other.name)); won != 8 {
					t.Errorf("%d of 8 workers won without the guard: the race proves nothing", won)
				}
			})
		}
	})
}

// TestOneCodeOpensOneSession finds one session and one event after 30 right
// codes at once, from as many half sign-ins, and the count of wrong ones gone.
func TestOneCodeOpensOneSession(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		c.Conns = 12
		db, l := open(t, c), lookAt(t, c)
		w := world{"north"}.build(t, db)
		before := len(l.query(t, "SELECT id FROM sessions"))
		race(t, 30, func(i int) (bool, error) {
			return races["one code and many half sign-ins"].do(call{db: db, in: w.scope(), w: w}, i)
		})
		for what, want := range map[string]int{
			"sessions": before + 1, "audit_events WHERE id LIKE 'e%' AND id NOT LIKE 'ev%'": 1, "users WHERE id = 'usr_north' AND lock_tries = 0": 1,
			"half_sign_ins WHERE ended_by <> ''": 1, "half_sign_ins AS h JOIN sessions AS s ON s.id = h.ended_by": 1, "factors AS f JOIN sessions AS s ON s.id = f.spent_by": 1,
		} {
			if got := l.query(t, "SELECT 1 FROM "+what); len(got) != want {
				t.Errorf("%d rows of %s, want %d", len(got), what, want)
			}
		}
	})
}
