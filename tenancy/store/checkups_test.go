package store_test

import (
	"testing"
	"time"

	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

// TestLostCodesOfOneTenant marks codes whose message failed, in the tenant of
// the message alone.
func TestLostCodesOfOneTenant(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		w, other := world{"north"}.build(t, db), world{"south"}.build(t, db)
		in(t, db, w.scope(), func(tx *store.Tx) error {
			if err := tx.QueueMail(ctx, w.text("lost"), w.text("sent")); err != nil {
				return err
			}
			return tx.MailFailed(ctx, w.text("lost").ID, "30005", start, time.Time{})
		})
		for s, want := range map[world]bool{w: true, other: false} {
			codes := []store.SentCode{{MessageID: w.text("sent").ID}, {MessageID: w.text("lost").ID}, {MessageID: "msg_none"}}
			in(t, db, s.scope(), func(tx *store.Tx) error { return tx.MarkLost(ctx, codes) })
			if codes[0].Lost || codes[1].Lost != want || codes[2].Lost {
				t.Errorf("in %s: %+v", s.name, codes)
			}
		}
	})
}

// TestCheckUpsOfOneTenant keeps an answer, and reads it in its tenant alone.
func TestCheckUpsOfOneTenant(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		w, other := world{"north"}.build(t, db), world{"south"}.build(t, db)
		read := func(s world) (at time.Time) {
			in(t, db, s.scope(), func(tx *store.Tx) (err error) {
				if at, err = tx.CheckedUp(ctx, w.id("usr")); store.Missing(err) {
					err = nil
				}
				return err
			})
			return at
		}
		if at := read(w); !at.IsZero() {
			t.Errorf("answered before: %v", at)
		}
		in(t, db, w.scope(), func(tx *store.Tx) error { return tx.NoteCheckUp(ctx, w.id("usr"), start) })
		if at := read(w); !at.Equal(start) {
			t.Errorf("answered at %v", at)
		}
		if at := read(other); !at.IsZero() {
			t.Errorf("another tenant reads %v", at)
		}
	})
}

// TestRecoveryTouched is when a code was last made or used.
func TestRecoveryTouched(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		w := world{"north"}.build(t, db)
		set := []store.RecoveryCode{{ID: "rec_a", Salt: []byte{1}, Digest: []byte{1}, CreatedAt: start}, {ID: "rec_b", Salt: []byte{1}, Digest: []byte{2}, CreatedAt: start}}
		touched := func() (at time.Time) {
			in(t, db, w.scope(), func(tx *store.Tx) (err error) {
				at, err = tx.RecoveryTouched(ctx, w.id("usr"))
				return err
			})
			return at
		}
		in(t, db, w.scope(), func(tx *store.Tx) error { return tx.ReplaceRecoveryCodes(ctx, w.id("usr"), set) })
		if at := touched(); !at.Equal(start) {
			t.Errorf("made, but touched at %v", at)
		}
		in(t, db, w.scope(), func(tx *store.Tx) error {
			_, err := tx.SpendRecoveryCode(ctx, w.id("usr"), "rec_a", "ses", start.Add(time.Hour))
			return err
		})
		if at := touched(); !at.Equal(start.Add(time.Hour)) {
			t.Errorf("used, but touched at %v", at)
		}
	})
}
