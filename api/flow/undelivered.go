package flow

import (
	"context"

	"twofold/domain"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

// GiveUpMail notes that a message will never arrive, and tells the audit log:
// reason is in words without addresses.
func (f *Flows) GiveUpMail(ctx context.Context, m store.Mail, reason string) error {
	c := ctxt{ctx, Request{Scope: tenancy.Of(m.Tenant), Now: f.Now()}}
	return f.db.In(ctx, c.Scope, func(tx *store.Tx) error {
		if err := tx.MailFailed(c, m.ID, reason, c.Now, never); err != nil {
			return err
		}
		to := domain.User{ID: m.UserID}
		if m.UserID != "" {
			p, err := tx.User(c, m.UserID)
			if err != nil && !store.Missing(err) {
				return err
			}
			to = called(p.User)
		}
		return f.recordOn(tx, c, domain.EventMailUndeliverable, false, domain.User{}, to, "kind", m.Kind, "reason", reason)
	})
}
