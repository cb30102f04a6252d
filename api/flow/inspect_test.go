package flow_test

import (
	"testing"
	"time"

	"twofold/domain"
	"twofold/tenancy/store"
)

// What reads in an organization for support runs where nothing can be written,
// so that no later mistake makes a change of it.
func TestInspectionsCannotWrite(t *testing.T) {
	inHouses(t, func(h *house) {
		s, o := h.staff(), h.org("northwind")
		v := s.operator()
		_, err := h.flows.OpenForSupport(ctx, s.ask(), v, "northwind", "Ticket 7", 30)
		h.must(err)
		ran := false
		err = h.flows.InspectWith(ctx, s.ask(), v, "northwind", func(tx *store.Tx) error {
			ran = true
			_, err := tx.SetTenantState(ctx, domain.TenantActive, domain.TenantSuspended)
			return err
		})
		if !ran || err == nil {
			h.Errorf("wrote: ran %v, %v", ran, err)
		}
		h.must(h.db.View(ctx, o.scope, func(tx *store.Tx) error {
			if org, err := tx.Organization(ctx); err != nil || org.State != domain.TenantActive {
				h.Errorf("the organization is %+v, %v", org, err)
			}
			return nil
		}))
	})
}

// Opening asks the operator to confirm that it's them.
func TestOpeningForSupportIsConfirmed(t *testing.T) {
	inHouses(t, func(h *house) {
		s := h.staff()
		h.org("northwind")
		v := s.operator()
		v.Session.StepUpAt = time.Time{}
		_, err := h.flows.OpenForSupport(ctx, s.ask(), v, "northwind", "Ticket 7", 30)
		h.refused(err, domain.CodeStepUpRequired)
		for _, minutes := range []int{-1, 0, 61} {
			_, err = h.flows.OpenForSupport(ctx, s.ask(), v, "northwind", "Ticket 7", minutes)
			h.refused(err, domain.CodeOutOfRange)
		}
	})
}
