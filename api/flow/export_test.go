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
