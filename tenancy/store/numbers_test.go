package store_test

import (
	"fmt"
	"testing"

	"twofold/domain"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

func TestUnreadyNumbers(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		s := crowd(t, db)
		world{"north"}.build(t, db)
		in(t, db, s, func(tx *store.Tx) error {
			people, err := tx.UnreadyPeople(ctx, store.NumberFilter{Limit: 99})
			must(t, err)
			states := []domain.PhoneState{domain.PhoneVerified, domain.PhoneUnverified, domain.PhoneLandline, domain.PhoneLandline}
			for i, state := range states {
				must(t, tx.SetPhone(ctx, people[i].ID, store.ProfilePhone{Sealed: []byte("x"), Hint: "23", State: state}))
			}
			must(t, tx.AddFactor(ctx, store.Factor{ID: "fac_text", UserID: people[4].ID, Method: domain.MethodText, Secret: []byte("x"), CreatedAt: start}))
			counts, err := tx.UnreadyNumbers(ctx)
			if err != nil || counts[domain.PhoneUnverified] != 1 || counts[domain.PhoneLandline] != 2 || counts[domain.PhoneMissing] != int64(len(people)-5) {
				t.Errorf("%v of %d, %v", counts, len(people), err)
			}
			page, err := tx.UnreadyPeople(ctx, store.NumberFilter{States: []domain.PhoneState{domain.PhoneLandline}, AfterID: people[2].ID, Limit: 9})
			if err != nil || len(page) != 1 || page[0].ID != people[3].ID || page[0].PhoneHint != "23" {
				t.Errorf("%s, %v", fmt.Sprint(page), err)
			}
			return nil
		})
	})
}
