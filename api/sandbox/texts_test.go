//go:build sandbox

package sandbox

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"twofold/api/flow"
	"twofold/domain/factor"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

func TestOutboxShowsTextMessages(t *testing.T) {
	inHouses(t, func(h *house) {
		h.founded("northwind", "Northwind", "nora@northwind.example")
		org, err := h.Flows.Tenant(t.Context(), "northwind")
		h.must(err)
		for id, to := range map[string]string{"msg_1": "+447700900123", "msg_2": "+447700900223"} {
			body, err := json.Marshal(flow.Letter{Kind: "code", Lang: "en", Args: map[string]string{"org": "Northwind", "code": "482913", "to": to}})
			h.must(err)
			sealed, err := h.Keys.Seal(body, factor.Bind("mail", org.ID, id))
			h.must(err)
			h.must(h.DB.In(t.Context(), tenancy.Of(org.ID), func(tx *store.Tx) error {
				return tx.QueueMail(t.Context(), store.Mail{ID: id, Kind: "code", To: "•••23", Body: sealed, Channel: store.ChannelText, Country: "GB", CreatedAt: start, ExpiresAt: start.Add(time.Hour)})
			}))
		}
		got := into[list](h, h.ask(http.MethodGet, "/sandbox/outbox?format=json&to=%2B447700900123", "")).Data
		if len(got) != 1 || got[0].ID != "msg_1" || got[0].Code != "482913" || got[0].To != "+447700900123" || got[0].Channel != "text" || got[0].Text != "482913 is your Northwind code. Don't share it.\n@localhost #482913" {
			h.Fatalf("%+v", got)
		}
		page := h.ask(http.MethodGet, "/sandbox/outbox?message=msg_1", "").Body.String()
		if !strings.Contains(page, "@localhost #482913") || strings.Contains(page, "<iframe") {
			h.Errorf("the page: %s", page)
		}
	})
}
