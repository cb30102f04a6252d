package flow

import (
	"context"

	"twofold/domain"
	"twofold/tenancy/store"
)

// ChooseLanguage keeps the language a person gets messages in; empty is the
// organization's.
func (f *Flows) ChooseLanguage(ctx context.Context, r Request, v *Visit, lang string) error {
	if refusal := domain.CheckLanguage(lang, "language"); refusal != nil {
		return refusal
	}
	return f.db.In(ctx, r.Scope, func(tx *store.Tx) error { return tx.SetLanguage(ctx, v.Person.ID, lang) })
}
