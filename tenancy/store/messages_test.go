package store_test

import (
	"fmt"
	"testing"
	"time"

	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

func TestMessagesOfOneTenant(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		w, other := world{"north"}.build(t, db), world{"south"}.build(t, db)
		in(t, db, other.scope(), func(tx *store.Tx) error { return tx.QueueMail(ctx, other.text("txt")) })
		in(t, db, w.scope(), func(tx *store.Tx) error {
			for i, country := range []string{"GB", "GB", "DE"} {
				m := w.text(fmt.Sprint("txt", i))
				m.Country, m.CreatedAt = country, start.Add(time.Duration(i+1)*time.Minute)
				must(t, tx.QueueMail(ctx, m))
				must(t, tx.TextSent(ctx, m.ID, store.TextTaken{Provider: "first", Ref: "SM1", State: "sent"}, start))
			}
			var ids []string
			filter := store.MessageFilter{Limit: 2}
			for range 3 {
				page, err := tx.Messages(ctx, filter)
				must(t, err)
				for _, m := range page {
					ids = append(ids, m.ID)
					filter.BeforeAt, filter.BeforeID = m.CreatedAt, m.ID
				}
			}
			if got := fmt.Sprint(ids); got != "[txt2_north txt1_north txt0_north msg_north]" {
				t.Errorf("listed %s", got)
			}
			mails, err := tx.Messages(ctx, store.MessageFilter{Channel: store.ChannelMail, Limit: 9})
			if err != nil || len(mails) != 1 {
				t.Errorf("mails %+v, %v", mails, err)
			}
			routes, err := tx.Routes(ctx, start)
			if got := fmt.Sprint(routes); err != nil || got != "[{first DE sent 1} {first GB sent 2}]" {
				t.Errorf("routes %s, %v", got, err)
			}
			if routes, err = tx.Routes(ctx, start.Add(2*time.Minute)); err != nil || len(routes) != 1 {
				t.Errorf("routes since %+v, %v", routes, err)
			}
			return nil
		})
	})
}
