package flow

import (
	"context"
	"math"
	"time"

	"twofold/domain"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

// TextCost is what a text message of so many segments to a country costs, in
// millionths of the price list's currency.
func (f *Flows) TextCost(country string, segments int) int64 {
	return f.config.Texts.Cost(country, segments)
}

// SpendSegments takes from the month's budget what a text message in an
// organization's own words costs more than the one segment that was counted
// when it was asked for. It is spent already, so no cap refuses it.
func (f *Flows) SpendSegments(ctx context.Context, tx *store.Tx, country string, segments int, now time.Time) error {
	more := f.TextCost(country, segments) - f.TextCost(country, 1)
	if more <= 0 {
		return nil
	}
	_, _, err := tx.SpendQuota(ctx, TextsOfMonth(now), more, math.MaxInt64, textsMonth, now)
	return err
}

// PublicURL is the address people use, "https://id.example".
func (f *Flows) PublicURL() string { return f.config.PublicURL }

// TextReported notes what a provider reports of a text message and returns the
// message when that was news. A message that will never arrive stands in the
// audit log. The caller has checked that the report is the provider's.
func (f *Flows) TextReported(ctx context.Context, tenant, message string, n store.TextNews) (m store.Mail, news bool, err error) {
	c := ctxt{ctx, Request{Scope: tenancy.Of(tenant), Now: f.Now()}}
	err = f.db.In(ctx, c.Scope, func(tx *store.Tx) error {
		if news, err = tx.TextReported(c, message, n, c.Now); err != nil || !news {
			return err
		}
		if m, err = tx.Message(c, message); err != nil || n.State != TextFailed {
			return err
		}
		return f.undeliverable(tx, c, m, n.Reason)
	})
	return m, news, err
}

// TextFailed is the state of a message that will never arrive.
const TextFailed = "failed"

func (f *Flows) undeliverable(tx *store.Tx, c ctxt, m store.Mail, reason string) error {
	to := domain.User{ID: m.UserID}
	if m.UserID != "" {
		p, err := tx.User(c, m.UserID)
		if err != nil && !store.Missing(err) {
			return err
		}
		to = called(p.User)
	}
	return f.recordOn(tx, c, domain.EventMailUndeliverable, false, domain.User{}, to, "kind", m.Kind, "channel", string(m.Channel), "reason", reason)
}
