package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"twofold/domain"
	"twofold/tenancy"
)

// This file is what the company's own staff and the installation's first run
// need. What the staff sees of several tenants at once is in platform.go.

// errHome says that a role was to be given in a tenant it does not belong in.
var errHome = errors.New("the role does not belong in this tenant")

// errFixed says that the staff's policy was to be saved.
var errFixed = errors.New("the staff's policy is part of the program")

// home refuses a role that does not belong in the transaction's tenant.
func (tx *Tx) home(r domain.Role) error {
	if r.Home(tx.Tenant()) {
		return nil
	}
	return fmt.Errorf("%w: %s", errHome, r)
}

// SetTenantState suspends a tenant or lets it in again, and reports whether it
// was in the state before.
func (tx *Tx) SetTenantState(ctx context.Context, from, to domain.TenantState) (bool, error) {
	n, err := tx.tx.Update((*tenant)(nil)).Set("state = ?", to).Set("version = version + 1").Where("state = ?", from).Exec(ctx)
	return n == 1, wrap("set tenant state", err)
}

// Deed is what one of the company's staff does inside a tenant. Event stands
// in that tenant's own log and names who and why.
type Deed struct {
	Tenant string
	Event  domain.Event
}

// Inside runs fn in the tenant of a deed, and writes the deed into that
// tenant's log in the same transaction. It refuses one without a name or a
// reason, and one in the staff's own tenant.
func (d *DB) Inside(ctx context.Context, deed Deed, fn func(*Tx) error) error {
	if deed.Event.ActorID == "" || deed.Event.ActorName == "" || deed.Event.Detail["reason"] == "" || deed.Tenant == domain.StaffTenant {
		return errors.New("a deed inside a tenant needs a name and a reason")
	}
	return d.In(ctx, tenancy.Of(deed.Tenant), func(tx *Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		return tx.Record(ctx, deed.Event)
	})
}

// messagesOf is the count of messages that went out in a month (UTC).
func messagesOf(at time.Time) string { return "messages:" + at.UTC().Format("2006-01") }

// countMessage counts a message that just went out.
func (tx *Tx) countMessage(ctx context.Context, at time.Time) error {
	id := messagesOf(at)
	if err := tx.tx.InsertMissing(ctx, &quota{ID: id, WindowAt: At(at), UpdatedAt: At(at)}); err != nil {
		return wrap("open count of messages", err)
	}
	_, err := tx.tx.Update((*quota)(nil)).Set("used = used + 1").Set("updated_at = ?", At(at)).Where("id = ?", id).Exec(ctx)
	return wrap("count message", err)
}
