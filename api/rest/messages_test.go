package rest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/tenancy/store"
)

func TestMessages(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org(domain.DefaultPolicy())
		admin, user := o.signedIn(domain.RoleAdmin), o.signedIn(domain.RoleUser)
		h.must(h.db.In(ctx, o.scope, func(tx *store.Tx) error {
			mail := store.Mail{ID: "msg_mail", Kind: "invite", To: "maria@northwind.example", Body: []byte("x"), CreatedAt: h.Now(), ExpiresAt: h.Now().Add(time.Hour)}
			if err := tx.QueueMail(ctx, mail); err != nil {
				return err
			}
			for i := range 10 {
				text := store.Mail{ID: fmt.Sprint("msg_text", i), Kind: "code", To: "•••23", Body: []byte("x"), Channel: store.ChannelText, Country: "GB", CreatedAt: h.Now().Add(time.Duration(i-20) * time.Minute), ExpiresAt: h.Now().Add(time.Hour)}
				if err := tx.QueueMail(ctx, text); err != nil {
					return err
				}
				if err := tx.TextSent(ctx, text.ID, store.TextTaken{Provider: "first", Ref: "SM1", State: "queued", Segments: 1, Cost: 75_000}, h.Now()); err != nil {
					return err
				}
				news := store.TextNews{Provider: "first", Ref: "SM1", State: "delivered", From: []string{"queued"}}
				if i < 2 {
					news.State, news.Reason = "failed", "30005"
				}
				if _, err := tx.TextReported(ctx, text.ID, news, h.Now()); err != nil {
					return err
				}
			}
			_, _, err := tx.SpendQuota(ctx, "text.day", 7, 500, 24*time.Hour, h.Now())
			return err
		}))
		var page wire.Messages
		admin.want(200, wire.ListMessages, nil, &page)
		if len(page.Data) != 11 || page.Data[0].To != "m•••@northwind.example" || page.Data[0].State != "queued" || page.Data[10].Reason != "30005" || page.Data[10].Cost != "0.075" {
			t.Fatalf("%+v", page.Data)
		}
		seen := 0
		for target := admin.address(wire.ListMessages) + "?channel=text&limit=4"; target != ""; {
			a := admin.send("GET", target, nil)
			read(h, a, &page)
			seen += len(page.Data)
			target, _, _ = strings.Cut(strings.TrimPrefix(a.Header().Get("Link"), "<"), ">")
		}
		if seen != 10 {
			t.Errorf("paged over %d", seen)
		}
		var health wire.MessageHealth
		admin.want(200, wire.ReadMessageHealth, nil, &health)
		if health.Day.Used != 7 || len(health.Routes) != 1 || health.Routes[0] != (wire.Route{Provider: "first", Country: "GB", Name: "United Kingdom", Delivered: 8, Failed: 2, Low: true}) {
			t.Errorf("%+v", health)
		}
		user.refused(403, domain.CodeForbidden, wire.ListMessages, nil)
		user.refused(403, domain.CodeForbidden, wire.ReadMessageHealth, nil)
		stranger := h.org(domain.DefaultPolicy()).signedIn(domain.RoleAdmin)
		stranger.want(200, wire.ListMessages, nil, &page)
		if len(page.Data) != 0 {
			t.Errorf("another organization's messages: %+v", page.Data)
		}
	})
}
