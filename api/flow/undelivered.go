package flow

import (
	"context"

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
		return f.undeliverable(tx, c, m, reason)
	})
}
