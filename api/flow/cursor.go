package flow

import (
	"encoding/base64"
	"encoding/json"
	"fmt"

	"twofold/domain"
	"twofold/domain/factor"
)

// A cursor is the place of the last row of a page, sealed for one list of one
// tenant under one filter: it can't be changed, moved or read, and a name in
// it doesn't end up in an address.

// seal writes a cursor for the list.
func (f *Flows) seal(c ctxt, list string, filter, place any) (string, error) {
	body, err := json.Marshal(place)
	if err != nil {
		return "", fmt.Errorf("write cursor: %w", err)
	}
	bound, err := cursorPlace(c, list, filter)
	if err != nil {
		return "", err
	}
	sealed, err := f.keys.Seal(body, bound)
	if err != nil {
		return "", fmt.Errorf("seal cursor: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(sealed), nil
}

// unseal reads a cursor into place. One that wasn't made by seal for the same
// list, tenant and filter is refused.
func (f *Flows) unseal(c ctxt, list string, filter any, cursor string, place any) error {
	if cursor == "" {
		return nil
	}
	refusal := domain.RefuseField(domain.Invalid, domain.CodeMalformed, "cursor")
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil || len(cursor) > cursorMost {
		return refusal
	}
	bound, err := cursorPlace(c, list, filter)
	if err != nil {
		return err
	}
	body, err := f.keys.Open(sealed, bound)
	if err != nil {
		return refusal
	}
	if err := json.Unmarshal(body, place); err != nil {
		return refusal
	}
	return nil
}

const cursorMost = 4096

func cursorPlace(c ctxt, list string, filter any) (factor.Binding, error) {
	text, err := json.Marshal(filter)
	if err != nil {
		return factor.Binding{}, fmt.Errorf("write filter: %w", err)
	}
	return factor.Bind("cursor", list, c.Scope.Tenant(), string(text)), nil
}
