package work

import (
	"context"
	"errors"
	"fmt"

	"twofold/api/deliver"
	"twofold/frontend/text/messages"
	"twofold/tenancy/store"
)

// errNoTexts says that text messages were asked for where nobody sends them.
var errNoTexts = errors.New("there is no provider of text messages")

// sendText hands a text message over and notes who took it, at which price.
func (w *Worker) sendText(ctx context.Context, m store.Mail) error {
	out, err := w.writeText(ctx, m)
	if err != nil {
		return err
	}
	sending, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	got, err := w.options.Texts.SendText(sending, out)
	if err != nil {
		return err
	}
	now := w.flows.Now()
	taken := store.TextTaken{Provider: got.Provider, Ref: got.Ref, State: string(got.State), Segments: got.Segments, Cost: w.flows.TextCost(m.Country, got.Segments)}
	w.metrics.count(store.ChannelText, got.Provider, resultSent)
	w.metrics.took(store.ChannelText, got.Provider, resultSent, now.Sub(m.CreatedAt))
	w.metrics.cost.WithLabelValues(got.Provider, m.Country).Add(float64(taken.Cost) / 1e6)
	return w.note(ctx, m, func(tx *store.Tx) error {
		if err := w.flows.SpendSegments(ctx, tx, m.Country, taken.Segments, now); err != nil {
			return err
		}
		return tx.TextSent(ctx, m.ID, taken, now)
	})
}

func (w *Worker) writeText(ctx context.Context, m store.Mail) (deliver.Text, error) {
	now := w.flows.Now()
	if !now.Before(m.ExpiresAt) {
		return deliver.Text{}, errTooLate
	}
	if w.options.Texts == nil {
		return deliver.Text{}, errNoTexts
	}
	letter, err := w.flows.OpenLetter(m)
	if err != nil {
		return deliver.Text{}, err
	}
	if letter.Kind == messages.ResetWaiting {
		return deliver.Text{Tenant: m.Tenant, ID: m.ID, To: letter.Args["to"], Country: m.Country, Body: messages.ResetText(letter.Lang, letter.Args), Try: m.Tries, Life: m.ExpiresAt.Sub(now)}, nil
	}
	own, err := w.flows.WordsOf(ctx, m, letter)
	if err != nil {
		return deliver.Text{}, err
	}
	body, used, err := deliver.WriteText(letter.Kind, letter.Lang, letter.Args, w.flows.PublicURL(), own)
	if err != nil {
		return deliver.Text{}, fmt.Errorf("write text message %s: %w", m.ID, err)
	}
	w.fellBack(ctx, m, len(own) > 0 && !used)
	return deliver.Text{Tenant: m.Tenant, ID: m.ID, To: letter.Args["to"], Country: m.Country, Body: body, Try: m.Tries, Life: m.ExpiresAt.Sub(now)}, nil
}

// reasonOf is what may be kept of an error: a provider's code, or the words of
// our own errors, which name no address.
func reasonOf(err error) string {
	var r *deliver.TextRefused
	if errors.As(err, &r) {
		return r.Reason()
	}
	return err.Error()
}

// providerOf is who an error is from.
func providerOf(err error) string {
	var r *deliver.TextRefused
	if errors.As(err, &r) {
		return r.Provider
	}
	return ""
}
