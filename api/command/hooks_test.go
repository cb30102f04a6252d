package command

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"twofold/api/deliver/delivertest"
	"twofold/api/flow"
	"twofold/domain"
	"twofold/domain/factor"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

// texting is the product with a provider of text messages, serving.
type texting struct {
	*testing.T
	*App
	fake *delivertest.Twilio
	base string
	org  domain.Tenant
}

func newTexting(t *testing.T, environ ...string) *texting {
	t.Helper()
	fake := delivertest.New()
	provider := httptest.NewServer(fake)
	t.Cleanup(provider.Close)
	a, l := built(t, append([]string{"TWOFOLD_SMS_ACCOUNT=" + fake.Account, "TWOFOLD_SMS_TOKEN=" + fake.Token, "TWOFOLD_SMS_FROM=Northwind", "TWOFOLD_SMS_ADDRESS=" + provider.URL}, environ...)...)
	if err := a.listenMetrics(); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.run(ctx, l) }()
	t.Cleanup(func() { stop(); <-ended })
	h := &texting{T: t, App: a, fake: fake, base: "http://" + l.Addr().String(), org: domain.Tenant{ID: "org_n", Name: "Northwind", ShortName: "northwind", State: domain.TenantActive, CreatedAt: a.flows.Now()}}
	h.in(func(tx *store.Tx) error { return tx.CreateTenant(t.Context(), h.org, domain.DefaultPolicy()) })
	return h
}

func (h *texting) in(fn func(*store.Tx) error) {
	h.Helper()
	if err := h.store.In(context.Background(), tenancy.Of(h.org.ID), fn); err != nil {
		h.Fatal(err)
	}
}

func (h *texting) send(id, to string) delivertest.Message {
	h.Helper()
	body, _ := json.Marshal(flow.Letter{Kind: "code", Lang: "en", Args: map[string]string{"org": h.org.Name, "code": "482913", "to": to}})
	sealed, err := h.keys.Seal(body, factor.Bind("mail", h.org.ID, id))
	if err != nil {
		h.Fatal(err)
	}
	now := h.flows.Now()
	h.in(func(tx *store.Tx) error {
		return tx.QueueMail(h.Context(), store.Mail{ID: id, Kind: "code", To: "•••23", Body: sealed, Channel: store.ChannelText, Country: "GB", CreatedAt: now, ExpiresAt: now.Add(10 * time.Minute)})
	})
	m, err := h.fake.Await(to, 1, 20*time.Second)
	if err != nil {
		h.Fatal(err)
	}
	return m
}

func (h *texting) state(id string) (m store.Mail) {
	h.in(func(tx *store.Tx) (err error) { m, err = tx.Message(context.Background(), id); return err })
	return m
}

func TestReportsOnTextMessages(t *testing.T) {
	h := newTexting(t)
	m := h.send("msg_1", "+447700900123")
	for h.state("msg_1").SentAt.IsZero() {
		time.Sleep(time.Millisecond)
	}
	for _, step := range []struct {
		status, want string
		code, answer int
	}{{"sent", "sent", 0, 204}, {"queued", "sent", 0, 204}, {"undelivered", "failed", 30005, 204}, {"delivered", "failed", 0, 204}} {
		if got := h.fake.Tell(m, step.status, step.code); got != step.answer || h.state("msg_1").State != step.want {
			t.Errorf("%s: answered %d, state %q", step.status, got, h.state("msg_1").State)
		}
	}
	if got := h.state("msg_1"); got.Reason != "30005" {
		t.Errorf("reason %q", got.Reason)
	}
	form := h.fake.Form(m, "delivered", 0)
	for name, bad := range map[string][2]string{
		"unsigned":         {m.Callback, ""},
		"badly signed":     {m.Callback, h.fake.Sign(m.Callback+"x", form)},
		"unknown provider": {strings.Replace(m.Callback, "/first/", "/third/", 1), h.fake.Sign(strings.Replace(m.Callback, "/first/", "/third/", 1), form)},
	} {
		if got := post(t, bad[0], form, bad[1]); got != http.StatusForbidden {
			t.Errorf("%s: %d", name, got)
		}
	}
	elsewhere := strings.Replace(m.Callback, "org_n/msg_1", "org_x/msg_9", 1)
	if got := post(t, elsewhere, form, h.fake.Sign(elsewhere, form)); got != http.StatusNoContent {
		t.Errorf("of nobody: %d", got)
	}
	if got := post(t, m.Callback, url.Values{"x": {strings.Repeat("y", 100_000)}}, "z"); got != http.StatusRequestEntityTooLarge {
		t.Errorf("a huge report: %d", got)
	}
}

func post(t *testing.T, address string, form url.Values, signature string) int {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if signature != "" {
		r.Header.Set("X-Twilio-Signature", signature)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	return answer.StatusCode
}

func TestMetricsHaveAnAddressOfTheirOwn(t *testing.T) {
	l, err := listen(&Config{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	h := newTexting(t, "TWOFOLD_METRICS_LISTEN="+address)
	h.send("msg_1", "+447700900123")
	for h.state("msg_1").SentAt.IsZero() {
		time.Sleep(time.Millisecond)
	}
	get := func(address string) (int, []byte) {
		answer, err := http.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, _ := io.ReadAll(answer.Body)
		return answer.StatusCode, body
	}
	status, body := get("http://" + address + "/metrics")
	for _, want := range []string{`twofold_messages_total{channel="text",provider="first",result="sent"} 1`, `twofold_queue_oldest_seconds{channel="text"} 0`, `twofold_message_cost_total{country="GB",provider="first"} 0.05`, "go_goroutines"} {
		if status != 200 || !bytes.Contains(body, []byte(want)) {
			t.Errorf("%d without %s", status, want)
		}
	}
	if status, _ := get(h.base + "/metrics"); status != http.StatusNotFound {
		t.Errorf("strangers read metrics: %d", status)
	}
	busy, err := listen(&Config{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	a := &App{core: h.core, config: &Config{MetricsListen: busy.Addr().String(), from: map[string]origin{"metrics_listen": {byFlag, "--metrics-listen"}}}, log: slog.New(slog.DiscardHandler), registry: newRegistry()}
	if err := a.listenMetrics(); err == nil {
		t.Error("an address in use was asked for and is nobody's fault")
	}
	a.config.from = nil
	if err := a.listenMetrics(); err != nil {
		t.Errorf("an address in use by default: %v", err)
	}
}
