//go:build sandbox

package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"twofold/api/flow"
	"twofold/domain/factor"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

// founded makes an organization, whose owner is mailed a link.
func (h *house) founded(short, name, email string) {
	h.Helper()
	_, err := h.Flows.CreateTenant(h.Context(), flow.Request{Now: h.Flows.Now(), RequestID: "test"}, flow.NewTenant{Organization: name, Short: short, Name: "Nora", Email: email})
	h.must(err)
}

type list struct {
	Data []Message `json:"data"`
}

func TestOutboxAsJSON(t *testing.T) {
	inHouses(t, func(h *house) {
		if all := into[list](h, h.ask(http.MethodGet, "/sandbox/outbox?format=json", "")); all.Data == nil || len(all.Data) != 0 {
			h.Fatalf("an empty outbox is %+v", all)
		}
		h.founded("northwind", "Northwind", "nora@northwind.example")
		h.move(`{"advance":"1m"}`)
		h.founded("blue-heron", "Blue Heron", "ruth@blueheron.example")
		all := into[list](h, h.ask(http.MethodGet, "/sandbox/outbox", "", "Accept", "application/json")).Data
		if len(all) != 2 || all[0].To != "nora@northwind.example" || all[1].Organization != "blue-heron" {
			h.Fatalf("not oldest first: %+v", all)
		}
		for _, to := range []string{"ruth@blueheron.example", "%20RUTH@blueheron.example%20"} {
			one := into[list](h, h.ask(http.MethodGet, "/sandbox/outbox?format=json&to="+to, "")).Data
			if len(one) != 1 || one[0].To != "ruth@blueheron.example" || one[0].Kind != "invite" || one[0].Sent || one[0].Subject == "" || one[0].HTML == "" {
				h.Fatalf("to %s: %+v", to, one)
			}
			if len(one[0].Links) != 1 || !strings.HasPrefix(one[0].Links[0], address+"/t/blue-heron/invite/") || !strings.Contains(one[0].Text, one[0].Links[0]) {
				h.Errorf("its links are %v in %s", one[0].Links, one[0].Text)
			}
		}
		if none := into[list](h, h.ask(http.MethodGet, "/sandbox/outbox?format=json&to=nobody@x.example", "")).Data; len(none) != 0 {
			h.Errorf("to nobody: %+v", none)
		}
	})
}

func TestOutboxAsAPage(t *testing.T) {
	inHouses(t, func(h *house) {
		h.founded("northwind", `<img src=x onerror="alert(1)">`, "nora@northwind.example")
		h.founded("blue-heron", "Blue Heron", "ruth@blueheron.example")
		if w := h.ask(http.MethodGet, "/sandbox", ""); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/sandbox/outbox" {
			h.Errorf("/sandbox: %d", w.Code)
		}
		w := h.ask(http.MethodGet, "/sandbox/outbox", "")
		body := w.Body.String()
		if w.Code != http.StatusOK || w.Header().Get("Content-Security-Policy") != outboxCSP || !strings.Contains(body, "nora@northwind.example") || !strings.Contains(body, "ruth@blueheron.example") {
			h.Fatalf("%d %v %s", w.Code, w.Header(), body)
		}
		if strings.Contains(body, "<img") || !strings.Contains(body, "&lt;img") {
			h.Error("the name of an organization is markup")
		}
		filtered := h.ask(http.MethodGet, "/sandbox/outbox?to=nora@northwind.example", "").Body.String()
		if strings.Contains(filtered, "ruth@") || !strings.Contains(filtered, "Show all") {
			h.Error("the filter shows others")
		}
		one := into[list](h, h.ask(http.MethodGet, "/sandbox/outbox?format=json&to=nora@northwind.example", "")).Data[0]
		chosen := h.ask(http.MethodGet, "/sandbox/outbox?message="+one.ID, "").Body.String()
		if !strings.Contains(chosen, `href="`+one.Links[0]+`"`) || !strings.Contains(chosen, `src="/sandbox/outbox/`+one.ID+`"`) {
			h.Errorf("the chosen message: %s", chosen)
		}
		frame := h.ask(http.MethodGet, "/sandbox/outbox/"+one.ID, "")
		if frame.Code != http.StatusOK || frame.Body.String() != one.HTML || frame.Header().Get("Content-Security-Policy") != mailCSP || strings.Contains(one.HTML, "<img src=x") {
			h.Errorf("as HTML: %d %v", frame.Code, frame.Header())
		}
		if w := h.ask(http.MethodGet, "/sandbox/outbox/msg_none", ""); w.Code != http.StatusNotFound {
			h.Errorf("an unknown message: %d", w.Code)
		}
		for path, kind := range map[string]string{"/sandbox/style.css": "text/css; charset=utf-8", "/sandbox/outbox.js": "text/javascript; charset=utf-8"} {
			if w := h.ask(http.MethodGet, path, ""); w.Code != http.StatusOK || w.Header().Get("Content-Type") != kind || w.Body.Len() == 0 {
				h.Errorf("%s: %d %v", path, w.Code, w.Header())
			}
		}
	})
}

func TestCodesAreFound(t *testing.T) {
	for text, want := range map[string]string{
		"Your code is 123456.": "123456", "Enter 123 456 now": "123456", "123456": "123456",
		"https://id.example/t/x/invite/a123456": "", "1234567": "", "12345": "", "on 2 March 2026, 09:00 UTC": "", "request req-123456": "",
	} {
		if got := codeIn(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// Clearing hides what was there and removes nothing.
func TestOutboxIsCleared(t *testing.T) {
	inHouses(t, func(h *house) {
		h.founded("northwind", "Northwind", "nora@northwind.example")
		first := into[list](h, h.ask(http.MethodGet, "/sandbox/outbox?format=json", "")).Data[0]
		cleared := "/sandbox/outbox?cleared=" + first.ID
		if body := h.ask(http.MethodGet, "/sandbox/outbox", "").Body.String(); !strings.Contains(body, `href="`+cleared+`">Clear<`) {
			h.Fatalf("nothing to clear with: %s", body)
		}
		body := h.ask(http.MethodGet, cleared, "").Body.String()
		if strings.Contains(body, "nora@") || !strings.Contains(body, "Nothing new since the list was cleared.") || !strings.Contains(body, `href="/sandbox/outbox">Show earlier messages<`) || strings.Contains(body, ">Clear<") {
			h.Errorf("after clearing: %s", body)
		}
		if none := into[list](h, h.ask(http.MethodGet, cleared+"&format=json", "")).Data; none == nil || len(none) != 0 {
			h.Errorf("as JSON: %+v", none)
		}
		h.move(`{"advance":"1m"}`)
		h.founded("blue-heron", "Blue Heron", "ruth@blueheron.example")
		if body := h.ask(http.MethodGet, cleared, "").Body.String(); strings.Contains(body, "nora@") || !strings.Contains(body, "ruth@") || !strings.Contains(body, "&amp;message=") {
			h.Errorf("what came after: %s", body)
		}
	})
}

// Every message is reached, however many there are.
func TestOutboxPages(t *testing.T) {
	inHouses(t, func(h *house) {
		h.founded("northwind", "Northwind", "nora@northwind.example")
		org, err := h.Flows.Tenant(t.Context(), "northwind")
		h.must(err)
		h.must(h.DB.In(t.Context(), tenancy.Of(org.ID), func(tx *store.Tx) error {
			for i := range listed + 1 {
				id := fmt.Sprintf("msg_%03d", i)
				body, err := json.Marshal(flow.Letter{Kind: "code", Lang: "en", Args: map[string]string{"org": "Ünïted", "code": "482913", "minutes": "10", "purpose": "signin"}})
				h.must(err)
				sealed, err := h.Keys.Seal(body, factor.Bind("mail", org.ID, id))
				h.must(err)
				err = tx.QueueMail(t.Context(), store.Mail{ID: id, Kind: "code", To: "maria@northwind.example", Body: sealed, CreatedAt: start.Add(time.Minute), ExpiresAt: start.Add(time.Hour)})
				h.must(err)
			}
			return nil
		}))
		first := h.ask(http.MethodGet, "/sandbox/outbox", "").Body.String()
		if !strings.Contains(first, "The newest 200.") || strings.Contains(first, "nora@") || strings.Count(first, "<li>") != listed {
			h.Errorf("the first page doesn't say that it is one")
		}
		older := h.ask(http.MethodGet, "/sandbox/outbox?from=msg_000&message=msg_200", "").Body.String()
		for _, words := range []string{"nora@northwind.example", "Older messages", `id="code" dir="ltr">482913<`, "Ünïted &lt;" + From + "&gt;", "<dt>Message-ID:</dt>", "<dt>Auto-Submitted:</dt>", `<dt>Subject</dt>`} {
			if !strings.Contains(older, words) {
				h.Errorf("an older page doesn't say %q", words)
			}
		}
		if !strings.Contains(first, `href="/sandbox/outbox?from=msg_000"`) || strings.Contains(older, "Show older") || strings.Count(older, "<li>") != 2 {
			h.Errorf("the pages don't join: %s", older)
		}
		type page struct {
			Data []Message `json:"data"`
			Next string    `json:"next"`
		}
		seen := map[string]bool{}
		for at := "/sandbox/outbox?format=json"; at != ""; {
			p := into[page](h, h.ask(http.MethodGet, at, ""))
			for _, m := range p.Data {
				seen[m.ID] = true
			}
			at = p.Next
		}
		if len(seen) != listed+2 {
			h.Errorf("%d messages in all", len(seen))
		}
		if w := h.ask(http.MethodGet, "/sandbox/outbox/"+into[page](h, h.ask(http.MethodGet, "/sandbox/outbox?format=json&to=nora@northwind.example", "")).Data[0].ID, ""); w.Code != http.StatusOK {
			h.Errorf("an older message as HTML: %d", w.Code)
		}
	})
}
