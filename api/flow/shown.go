package flow

import (
	"context"
	"fmt"
	"time"

	"twofold/domain"
	"twofold/domain/enroll"
	"twofold/domain/factor"
	"twofold/tenancy/store"
)

// QR draws the key's address as an SVG path of one unit a module, size units
// a side with its quiet zone.
func (v SetupView) QR() (path string, size int, err error) {
	modules, err := factor.QR(v.URI)
	if err != nil {
		return "", 0, fmt.Errorf("draw the key: %w", err)
	}
	path, size = factor.QRPath(modules)
	return path, size, nil
}

// Ends is when the set-up can't go on any more, at the earliest: a right code
// prolongs it.
func (v SetupView) Ends() time.Time { return v.Started.Add(enroll.KeyFor) }

// AppDigits is how many digits the code of an app has.
const AppDigits = factor.Digits

// TrustOf is the id of the trusted browser that holds one of these tokens,
// empty when none does.
func (s Security) TrustOf(tokens []string) string {
	for _, t := range s.Trusts {
		for _, token := range tokens {
			if factor.TokenFits(token, t.TokenHash) || factor.TokenFits(token, t.PreviousHash) {
				return t.ID
			}
		}
	}
	return ""
}

// RecordToken keeps that a session was given a token for the product.
func (f *Flows) RecordToken(ctx context.Context, r Request, v *Visit, audience string) error {
	c := ctxt{ctx, r}
	return f.db.In(ctx, r.Scope, func(tx *store.Tx) error {
		return f.record(tx, c, domain.EventTokenIssued, true, v.Person.User, "audience", audience)
	})
}

// PasswordMin is the fewest characters of a new password of the visit's
// person.
func (v *Visit) PasswordMin() int {
	if v.Person.TwoStep == domain.TwoStepOn {
		return factor.MinPassword
	}
	return factor.MinPasswordAlone
}
