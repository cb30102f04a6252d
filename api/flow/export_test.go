package flow

import (
	"context"

	"twofold/domain"
	"twofold/tenancy/store"
)

// TextTo is whom a text message of a test is for.
type TextTo struct {
	Person       domain.User
	Key, Country string
}

// AllowText opens the guard of text messages to its tests.
func (f *Flows) AllowText(ctx context.Context, r Request, tx *store.Tx, org domain.Tenant, p domain.Policy, to TextTo) (int64, error, error) {
	return f.allowText(tx, ctxt{ctx, r}, org, p, textTo{to.Person, to.Key, to.Country}, 1)
}

// InspectWith runs a test's own reading behind the gate of inspections.
func (f *Flows) InspectWith(ctx context.Context, r Request, v *Visit, short string, read func(tx *store.Tx) error) error {
	return f.inspect(ctxt{ctx, r}, v, short, "test", func(tx *store.Tx, _ domain.Tenant, _ domain.Inspection) error { return read(tx) })
}
