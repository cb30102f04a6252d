//go:build sandbox

package sandbox

import (
	"net/http"
	"strings"
	"testing"

	"twofold/api/flow"
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
