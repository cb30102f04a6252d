package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

func mailIDs(t *testing.T, list []store.Mail, err error) string {
	t.Helper()
	must(t, err)
	var out []string
	for _, m := range list {
		out = append(out, strings.Split(m.ID, "_")[0]+fmt.Sprint(m.Tries))
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// TestMailLease follows messages through leases that end, failures that are
// tried again or given up, and sending.
func TestMailLease(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		w := world{"north"}.build(t, db)
		early := w.mail("early")
		early.CreatedAt = start.Add(-time.Minute)
		in(t, db, w.scope(), func(tx *store.Tx) error { return tx.QueueMail(ctx, early) })
		lease := func(most int, at time.Time) string {
			list, err := db.LeaseMail(ctx, most, at, at.Add(time.Minute))
			return mailIDs(t, list, err)
		}
		do := func(fn func(tx *store.Tx) error) { in(t, db, w.scope(), fn) }
		at := func(minutes int) time.Time { return start.Add(time.Duration(minutes) * time.Minute) }
		for i, step := range []struct{ got, want string }{
			{lease(9, at(-2)), ""},
			{lease(1, start), "early1"},
			{lease(9, start), "msg1"},
			{lease(9, start), ""},
			{lease(9, at(1).Add(-time.Millisecond)), ""},
			{lease(9, at(1)), "early2 msg2"},
		} {
			if step.got != step.want {
				t.Errorf("lease %d takes %q, want %q", i, step.got, step.want)
			}
		}
		do(func(tx *store.Tx) error { return tx.MailFailed(ctx, w.id("msg"), "busy", at(1), at(5)) })
		do(func(tx *store.Tx) error { return tx.MailSent(ctx, w.id("early"), at(1)) })
		if got := lease(9, at(4)); got != "" {
			t.Errorf("a message is sent before its time, or again: %q", got)
		}
		if got := lease(9, at(5)); got != "msg3" {
			t.Errorf("the second try takes %q", got)
		}
		do(func(tx *store.Tx) error { return tx.MailFailed(ctx, w.id("msg"), "refused", at(5), time.Time{}) })
		if got := lease(9, at(500)); got != "" {
			t.Errorf("a message that was given up is sent: %q", got)
		}
		list, err := db.Outbox(ctx, "IDA@north.example", 9)
		if err != nil || len(list) != 2 || list[0].ID != w.id("msg") || list[0].FailedAt.IsZero() || list[1].SentAt.IsZero() || string(list[0].Body) != string(w.bytes("body")) || list[0].Tenant != w.id("org") {
			t.Errorf("the outbox holds %+v, %v", list, err)
		}
		if list, err = db.Outbox(ctx, "other@north.example", 9); err != nil || len(list) != 0 {
			t.Errorf("the outbox of nobody holds %+v, %v", list, err)
		}
		if list, err = db.Outbox(ctx, "", 1); err != nil || len(list) != 1 {
			t.Errorf("one of all is %+v, %v", list, err)
		}
		all, err := db.Outbox(ctx, "", 99)
		must(t, err)
		for i := range all {
			if list, err = db.OutboxFrom(ctx, "", all[i].ID, 99); err != nil || len(list) != len(all)-i || list[0].ID != all[i].ID {
				t.Errorf("from message %d on: %+v, %v", i, list, err)
			}
		}
		if list, err = db.OutboxFrom(ctx, "", w.id("none"), 9); err != nil || len(list) != 0 {
			t.Errorf("from no message on: %+v, %v", list, err)
		}
	})
}

// TestLeasesAreByTenant gives two tenants a message and a job of one id, of
// which one tenant's is due.
func TestLeasesAreByTenant(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		for name, due := range map[string]time.Time{"north": start, "south": later} {
			w := world{name}.build(t, db)
			in(t, db, w.scope(), func(tx *store.Tx) error {
				m := w.mail("x")
				m.ID, m.CreatedAt = "msg_same", due
				must(t, tx.MailSent(ctx, w.id("msg"), start))
				must(t, saved(tx.AdvanceJob(ctx, store.Job{ID: w.id("job")}, "", 0, true, start)))
				must(t, tx.QueueMail(ctx, m))
				return tx.QueueJob(ctx, store.Job{ID: "job_same", Kind: "announce", CreatedAt: due})
			})
		}
		if list, err := db.LeaseMail(ctx, 9, start, end); err != nil || len(list) != 1 || list[0].Tenant != "org_north" {
			t.Errorf("leased %+v, %v", list, err)
		}
		if job, ok, err := db.LeaseJob(ctx, start, end); err != nil || !ok || job.Tenant != "org_north" {
			t.Errorf("leased %+v, %v", job, err)
		}
		if list, err := db.LeaseMail(ctx, 9, later, later.Add(time.Minute)); err != nil || len(list) != 2 {
			t.Errorf("leased later %+v, %v", list, err)
		}
	})
}

// TestJobSteps works a job off in steps, of which a slow worker repeats one.
func TestJobSteps(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		w := world{"north"}.build(t, db)
		lease := func(at time.Time) (store.Job, bool) {
			job, ok, err := db.LeaseJob(ctx, at, at.Add(time.Minute))
			must(t, err)
			return job, ok
		}
		advance := func(job store.Job, to string, did int, done bool) (ok bool) {
			in(t, db, w.scope(), func(tx *store.Tx) (err error) { ok, err = tx.AdvanceJob(ctx, job, to, did, done, start); return err })
			return ok
		}
		if _, ok := lease(past); ok {
			t.Error("a job began before its time")
		}
		job, ok := lease(start)
		if !ok || job.Tenant != w.id("org") || job.Kind != "announce" || job.Payload != w.name || job.Position != "" {
			t.Fatalf("leased %+v, %v", job, ok)
		}
		if !advance(job, "usr_1", 5, false) {
			t.Error("the first step did not count")
		}
		if advance(job, "usr_1", 5, false) {
			t.Error("a step counted twice")
		}
		if job, ok = lease(start); !ok || job.Position != "usr_1" || job.DoneCount != 5 {
			t.Errorf("a job between two steps is %+v, %v", job, ok)
		}
		if _, ok := lease(start.Add(time.Minute - time.Millisecond)); ok {
			t.Error("two workers have one job")
		}
		if job, ok = lease(start.Add(time.Minute)); !ok {
			t.Error("a job whose worker went away stays held")
		}
		if !advance(job, "usr_9", 2, true) {
			t.Error("the last step did not count")
		}
		if _, ok := lease(later); ok || advance(store.Job{ID: job.ID, Position: "usr_9"}, "x", 1, false) {
			t.Error("a job goes on after its end")
		}
	})
}

// TestJobsTakeTurns lets a job that is asked for while a long one is worked off
// come between two parts of that.
func TestJobsTakeTurns(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		w := world{"north"}.build(t, db)
		at := start.Add(time.Minute)
		long, ok, err := db.LeaseJob(ctx, at, at.Add(time.Minute))
		if must(t, err); !ok {
			t.Fatal("no job is due")
		}
		in(t, db, w.scope(), func(tx *store.Tx) error {
			if err := tx.QueueJob(ctx, store.Job{ID: w.id("short"), Kind: "short", CreatedAt: at.Add(-time.Second)}); err != nil {
				return err
			}
			_, err := tx.AdvanceJob(ctx, long, "usr_1", 5, false, at)
			return err
		})
		if next, ok, err := db.LeaseJob(ctx, at, at.Add(time.Minute)); err != nil || !ok || next.Kind != "short" {
			t.Errorf("next is %+v, %v, %v", next, ok, err)
		}
	})
}
