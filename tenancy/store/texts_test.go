package store_test

import (
	"testing"
	"time"

	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

// text is a text message of the world.
func (w world) text(id string) store.Mail {
	m := w.mail(id)
	m.Channel, m.To, m.Country = store.ChannelText, "•••23", "GB"
	return m
}

// TestTextLease keeps mails and text messages out of each other's way.
func TestTextLease(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		w := world{"north"}.build(t, db)
		in(t, db, w.scope(), func(tx *store.Tx) error { return tx.QueueMail(ctx, w.text("txt")) })
		if at, err := db.OldestDue(ctx, store.ChannelText, start); err != nil || !at.Equal(start) {
			t.Errorf("oldest %v, %v", at, err)
		}
		list, err := db.LeaseMail(ctx, 9, start, later)
		if got := mailIDs(t, list, err); got != "msg1" {
			t.Errorf("mails %q", got)
		}
		list, err = db.LeaseTexts(ctx, 9, start, later)
		if got := mailIDs(t, list, err); got != "txt1" || list[0].Country != "GB" || list[0].Channel != store.ChannelText {
			t.Errorf("texts %q", got)
		}
		list, err = db.LeaseTexts(ctx, 9, start, later)
		if got := mailIDs(t, list, err); got != "" {
			t.Errorf("leased twice: %q", got)
		}
		if at, err := db.OldestDue(ctx, store.ChannelText, past); err != nil || !at.IsZero() {
			t.Errorf("due before its time: %v, %v", at, err)
		}
	})
}

// TestTextReports follows messages through reports that come in order, late,
// twice, early and for others.
func TestTextReports(t *testing.T) {
	sent := store.TextTaken{Provider: "first", Ref: "SM1", State: "queued", Segments: 1, Cost: 5}
	before := map[string][]string{"queued": {""}, "sent": {"", "queued"}, "delivered": {"", "queued", "sent"}, "failed": {"", "queued", "sent"}}
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		w, other := world{"north"}.build(t, db), world{"south"}.build(t, db)
		report := func(w world, ref, state string) (news bool) {
			in(t, db, w.scope(), func(tx *store.Tx) (err error) {
				news, err = tx.TextReported(ctx, "txt_north", store.TextNews{Provider: "first", Ref: ref, State: state, Reason: "", From: before[state]}, later)
				return err
			})
			return news
		}
		read := func() (m store.Mail) {
			in(t, db, w.scope(), func(tx *store.Tx) (err error) { m, err = tx.Message(ctx, "txt_north"); return err })
			return m
		}
		queue := func() {
			in(t, db, w.scope(), func(tx *store.Tx) error { return tx.QueueMail(ctx, w.text("txt")) })
		}
		queue()
		in(t, db, w.scope(), func(tx *store.Tx) error { return tx.TextSent(ctx, "txt_north", sent, start) })
		if m := read(); m.State != "queued" || m.Ref != "SM1" || m.Provider != "first" || m.Cost != 5 || m.Segments != 1 || !m.SentAt.Equal(start) {
			t.Errorf("taken: %+v", m)
		}
		if report(other, "SM1", "delivered") || report(w, "SM2", "delivered") || report(w, "SM1", "queued") {
			t.Error("a report of another tenant, of another message or without news counts")
		}
		if !report(w, "SM1", "delivered") || report(w, "SM1", "sent") || report(w, "SM1", "failed") || report(w, "SM1", "delivered") {
			t.Error("reports late or twice")
		}
		if m := read(); m.State != "delivered" || !m.StateAt.Equal(later) || !m.SentAt.Equal(start) {
			t.Errorf("delivered: %+v", m)
		}
	})
}

// TestTextReportBeforeItsAnswer says what a lost answer would have.
func TestTextReportBeforeItsAnswer(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		w := world{"north"}.build(t, db)
		in(t, db, w.scope(), func(tx *store.Tx) error {
			must(t, tx.QueueMail(ctx, w.text("txt"), w.text("lost")))
			for _, id := range []string{"txt_north", "lost_north"} {
				if news, err := tx.TextReported(ctx, id, store.TextNews{Provider: "first", Ref: "SM1", State: "sent", From: []string{""}}, start); err != nil || !news {
					t.Errorf("%s: %v, %v", id, news, err)
				}
			}
			must(t, tx.TextSent(ctx, "txt_north", store.TextTaken{Provider: "first", Ref: "SM1", State: "queued", Segments: 2}, later))
			m, err := tx.Message(ctx, "txt_north")
			if err != nil || m.State != "sent" || m.Segments != 2 {
				t.Errorf("%+v, %v", m, err)
			}
			return nil
		})
		if list, err := db.LeaseTexts(ctx, 9, start.Add(time.Hour), end); err != nil || len(list) != 0 {
			t.Errorf("a message that went out is sent again: %+v, %v", list, err)
		}
	})
}

func TestTextsOfOneTenant(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		w, other := world{"north"}.build(t, db), world{"south"}.build(t, db)
		in(t, db, w.scope(), func(tx *store.Tx) error { return tx.QueueMail(ctx, w.text("txt")) })
		in(t, db, other.scope(), func(tx *store.Tx) error {
			return tx.TextSent(ctx, "txt_north", store.TextTaken{Ref: "SM1", State: "queued"}, start)
		})
		if list, err := db.LeaseTexts(ctx, 9, start, end); err != nil || len(list) != 1 || list[0].Ref != "" {
			t.Errorf("another tenant noted it as sent: %+v, %v", list, err)
		}
	})
}
