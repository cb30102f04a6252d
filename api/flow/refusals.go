package flow

import (
	"context"

	"twofold/domain"
	"twofold/tenancy/store"
)

// RecordRefusal keeps that a session was refused an action for its role or at
// the gate (ASVS V16.3.2).
func (f *Flows) RecordRefusal(ctx context.Context, r Request, v *Visit, what string, code domain.Code) error {
	c := ctxt{ctx, r}
	return f.db.In(ctx, r.Scope, func(tx *store.Tx) error {
		return f.record(tx, c, domain.EventRefused, false, v.Person.User, "what", what, "reason", string(code))
	})
}
