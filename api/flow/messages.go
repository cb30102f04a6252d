package flow

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"twofold/domain"
	"twofold/tenancy/store"
)

// MessagesQuery asks for a page of the delivery log.
type MessagesQuery struct {
	Channel string // mail, text; empty for both
	Cursor  string
	Limit   int
}

// MessageRow is a message of the delivery log: never what it says.
type MessageRow struct {
	store.Mail
	To    string // masked
	State string // queued, sent, delivered, failed
}

// MessagesPage is a page of the delivery log, newest first.
type MessagesPage struct {
	Messages []MessageRow
	Next     string // cursor of the next page, empty on the last
}

// Messages reads a page of the organization's delivery log.
func (f *Flows) Messages(ctx context.Context, r Request, v *Visit, q MessagesQuery) (page MessagesPage, err error) {
	c := ctxt{ctx, r}
	if err := f.permit(c, v, mayReadMessages); err != nil {
		return page, f.refusedAct(c, v, "messages", nil, err)
	}
	if !oneOf(q.Channel, "", string(store.ChannelMail), string(store.ChannelText)) {
		return page, domain.RefuseField(domain.Invalid, domain.CodeOutOfRange, "channel")
	}
	var before auditPlace
	if err := f.unseal(c, "messages", q.Channel, q.Cursor, &before); err != nil {
		return page, err
	}
	size := pageSize(q.Limit)
	var found []store.Mail
	err = f.db.View(c, c.Scope, func(tx *store.Tx) (err error) {
		found, err = tx.Messages(c, store.MessageFilter{Channel: store.Channel(q.Channel), BeforeAt: time.UnixMilli(before.At).UTC(), BeforeID: before.ID, Limit: size + 1})
		return err
	})
	if err != nil {
		return page, err
	}
	if len(found) > size {
		found = found[:size]
		last := found[size-1]
		if page.Next, err = f.seal(c, "messages", q.Channel, auditPlace{last.CreatedAt.UnixMilli(), last.ID}); err != nil {
			return page, err
		}
	}
	for _, m := range found {
		page.Messages = append(page.Messages, MessageRow{Mail: m, To: maskedTo(m), State: stateOf(m)})
	}
	return page, nil
}

// maskedTo is whom a message went to, as m•••@example.com or •••23.
func maskedTo(m store.Mail) string {
	name, host, isMail := strings.Cut(m.To, "@")
	if !isMail {
		return m.To
	}
	first := []rune(name + "•")[:1]
	return string(first) + "•••@" + host
}

func stateOf(m store.Mail) string {
	switch {
	case m.State != "":
		return m.State
	case !m.SentAt.IsZero():
		return "sent"
	}
	return "queued"
}

// MessageHealth is how text messages fare, and what is used of their caps.
type MessageHealth struct {
	Rules     TextRules
	UsedToday int64
	UsedMonth int64 // millionths
	Routes    []RouteHealth
}

// RouteHealth is how the messages of the last week to a country by a provider
// fared. Low says that fewer than nine in ten of those of the last hour whose
// fate is known arrived.
type RouteHealth struct {
	Provider, Country                string
	Waiting, Sent, Delivered, Failed int64
	Low                              bool
}

// MessageHealth reads how the organization's text messages fare.
func (f *Flows) MessageHealth(ctx context.Context, r Request, v *Visit) (h MessageHealth, err error) {
	c := ctxt{ctx, r}
	if err := f.permit(c, v, mayReadMessages); err != nil {
		return h, f.refusedAct(c, v, "messages", nil, err)
	}
	h.Rules = f.config.Texts
	var week, hour []store.Route
	err = f.db.View(c, c.Scope, func(tx *store.Tx) (err error) {
		if h.UsedToday, err = tx.QuotaUsed(c, TextsOfDay, textsWindow, c.Now); err != nil {
			return err
		}
		if h.UsedMonth, err = tx.QuotaUsed(c, TextsOfMonth(c.Now), textsMonth, c.Now); err != nil {
			return err
		}
		if week, err = tx.Routes(c, c.Now.Add(-7*24*time.Hour)); err != nil {
			return err
		}
		hour, err = tx.Routes(c, c.Now.Add(-time.Hour))
		return err
	})
	if err != nil {
		return h, fmt.Errorf("read message health: %w", err)
	}
	h.Routes = routesOf(week)
	for _, now := range routesOf(hour) {
		i, found := slices.BinarySearchFunc(h.Routes, now, sameRoute)
		if known := now.Delivered + now.Failed; found && known > 0 {
			h.Routes[i].Low = now.Delivered*10 < known*9
		}
	}
	return h, nil
}

func routesOf(counts []store.Route) (out []RouteHealth) {
	for _, n := range counts {
		r := RouteHealth{Provider: n.Provider, Country: n.Country}
		i, found := slices.BinarySearchFunc(out, r, sameRoute)
		if !found {
			out = slices.Insert(out, i, r)
		}
		switch n.State {
		case "sent":
			out[i].Sent += n.Messages
		case "delivered":
			out[i].Delivered += n.Messages
		case TextFailed:
			out[i].Failed += n.Messages
		default:
			out[i].Waiting += n.Messages
		}
	}
	return out
}

func sameRoute(a, b RouteHealth) int {
	return cmp.Or(strings.Compare(a.Country, b.Country), strings.Compare(a.Provider, b.Provider))
}
