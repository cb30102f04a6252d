package deliver_test

import (
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"twofold/api/deliver"
	"twofold/api/deliver/delivertest"
)

const reports = "https://id.northwind.example/hooks/sms"

// provider is a fake Twilio with the sender that speaks to it.
type provider struct {
	*delivertest.Twilio
	sender *deliver.Twilio
	base   string
}

func provide(t *testing.T, name string, change ...func(*deliver.TwilioConfig)) provider {
	t.Helper()
	fake := delivertest.New()
	server := httptest.NewServer(fake)
	t.Cleanup(server.Close)
	t.Cleanup(fake.Release)
	c := deliver.TwilioConfig{Name: name, Account: fake.Account, Token: fake.Token, From: "+15005550006", Base: server.URL, Reports: reports, Timeout: 5 * time.Second}
	for _, fn := range change {
		fn(&c)
	}
	sender, err := deliver.NewTwilio(c)
	if err != nil {
		t.Fatal(err)
	}
	return provider{fake, sender, c.Base}
}

func (p provider) SendText(ctx context.Context, m deliver.Text) (deliver.Receipt, error) {
	return p.sender.SendText(ctx, m)
}

func (p provider) Provider() string { return p.sender.Provider() }

var hello = deliver.Text{Tenant: "org_a", ID: "msg_1", To: "+447700900123", Country: "GB", Body: "482913 is your Northwind code.", Try: 1, Life: 10 * time.Minute}

func TestTwilioTakes(t *testing.T) {
	p := provide(t, "twilio")
	got, err := p.SendText(t.Context(), hello)
	if err != nil {
		t.Fatal(err)
	}
	m := p.Messages()[0]
	if got != (deliver.Receipt{Provider: "twilio", Ref: m.Sid, State: deliver.TextQueued, Segments: 1}) {
		t.Errorf("%+v", got)
	}
	if m.To != hello.To || m.Body != hello.Body || m.From != "+15005550006" || m.Service != "" || m.Callback != reports+"/twilio/org_a/msg_1" || m.Validity != "601" {
		t.Errorf("%+v", m)
	}
}

func TestTwilioByMessagingService(t *testing.T) {
	service := "MG" + strings.Repeat("0a", 16)
	p := provide(t, "twilio", func(c *deliver.TwilioConfig) { c.From, c.Reports = service, "" })
	got, err := p.SendText(t.Context(), hello)
	if err != nil || got.Segments != 1 {
		t.Fatalf("%+v, %v", got, err)
	}
	if m := p.Messages()[0]; m.From != "" || m.Service != service || m.Callback != "" {
		t.Errorf("%+v", m)
	}
}

func TestTwilioRefuses(t *testing.T) {
	for name, tt := range map[string]struct {
		answer  delivertest.Answer
		outcome deliver.Outcome
		reason  string
	}{
		"bad number":     {delivertest.BadNumber, deliver.ForGood, "21211"},
		"stopped":        {delivertest.Stopped, deliver.ForGood, "21610"},
		"no mobile":      {delivertest.NoMobile, deliver.ForGood, "21614"},
		"no region":      {delivertest.NoRegion, deliver.NotTaken, "21408"},
		"busy":           {delivertest.Busy, deliver.NotTaken, "20429"},
		"wrong token":    {delivertest.Unauthorized, deliver.NotTaken, "20003"},
		"unavailable":    {delivertest.Unavailable, deliver.NotTaken, "busy"},
		"down":           {delivertest.Down, deliver.Unsure, "silent"},
		"silent":         {delivertest.Silence, deliver.Unsure, "silent"},
		"answer lost":    {delivertest.LostAnswer, deliver.Unsure, "silent"},
		"cut off":        {delivertest.Answer{Status: 201, Raw: `{"sid": "SM`}, deliver.Unsure, "silent"},
		"no id":          {delivertest.Answer{Status: 201, Raw: `{}`}, deliver.Unsure, "silent"},
		"not a provider": {delivertest.Answer{Status: 404, Raw: "<html>"}, deliver.NotTaken, "unreachable"},
	} {
		t.Run(name, func(t *testing.T) {
			p := provide(t, "twilio", func(c *deliver.TwilioConfig) { c.Timeout = 500 * time.Millisecond })
			p.Answer(tt.answer)
			_, err := p.SendText(t.Context(), hello)
			var r *deliver.TextRefused
			if !errors.As(err, &r) || r.Outcome != tt.outcome || r.Reason() != tt.reason || r.Provider != "twilio" {
				t.Fatalf("%#v", err)
			}
			if deliver.Permanent(err) != (tt.outcome == deliver.ForGood) {
				t.Error("permanent")
			}
			if p.Asked() != 1 {
				t.Errorf("asked %d times", p.Asked())
			}
			for _, secret := range []string{hello.To, "482913", p.Account, p.Token} {
				if strings.Contains(err.Error(), secret) {
					t.Errorf("%q tells %s", err, secret)
				}
			}
		})
	}
}

func TestTwilioOutOfReach(t *testing.T) {
	p := provide(t, "twilio", func(c *deliver.TwilioConfig) { c.Base = "http://127.0.0.1:1" })
	_, err := p.SendText(t.Context(), hello)
	var r *deliver.TextRefused
	if !errors.As(err, &r) || r.Outcome != deliver.NotTaken || r.Reason() != "unreachable" || strings.Contains(err.Error(), p.Account) {
		t.Fatalf("%v", err)
	}
	untrusted := httptest.NewUnstartedServer(delivertest.New())
	untrusted.Config.ErrorLog = log.New(io.Discard, "", 0)
	untrusted.StartTLS()
	defer untrusted.Close()
	p = provide(t, "twilio", func(c *deliver.TwilioConfig) { c.Base = untrusted.URL })
	if _, err := p.SendText(t.Context(), hello); !errors.As(err, &r) || r.Outcome != deliver.NotTaken {
		t.Fatalf("a bad certificate: %v", err)
	}
	elsewhere := httptest.NewServer(http.RedirectHandler(p.base+"/x", http.StatusTemporaryRedirect))
	defer elsewhere.Close()
	p = provide(t, "twilio", func(c *deliver.TwilioConfig) { c.Base = elsewhere.URL })
	if _, err := p.SendText(t.Context(), hello); !errors.As(err, &r) || r.Outcome != deliver.NotTaken {
		t.Fatalf("a redirect: %v", err)
	}
}

func TestTwilioKeepsToItsTime(t *testing.T) {
	p := provide(t, "twilio", func(c *deliver.TwilioConfig) { c.Timeout = time.Hour })
	p.Answer(delivertest.Silence)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		for p.Asked() == 0 {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	var r *deliver.TextRefused
	if _, err := p.SendText(ctx, hello); !errors.As(err, &r) || r.Outcome != deliver.Unsure {
		t.Fatalf("%v", err)
	}
}

func TestTwilioChecksItsConfiguration(t *testing.T) {
	good := deliver.TwilioConfig{Name: "twilio", Account: "AC1", Token: "t", From: "Northwind"}
	if _, err := deliver.NewTwilio(good); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*deliver.TwilioConfig){
		"plain http":  func(c *deliver.TwilioConfig) { c.Base = "http://api.example" },
		"no address":  func(c *deliver.TwilioConfig) { c.Base = "api.example" },
		"no account":  func(c *deliver.TwilioConfig) { c.Account = "" },
		"odd token":   func(c *deliver.TwilioConfig) { c.Token = "a b" },
		"no sender":   func(c *deliver.TwilioConfig) { c.From = "" },
		"name is odd": func(c *deliver.TwilioConfig) { c.Name = "a/b" },
	} {
		c := good
		if spoil(&c); true {
			if _, err := deliver.NewTwilio(c); err == nil {
				t.Errorf("%s is fine", name)
			}
		}
	}
	for _, m := range []deliver.Text{{To: "+44", Body: "x"}, {ID: "m", Body: "x"}, {ID: "m", To: "447", Body: "x"}, {ID: "m", To: "+44"}} {
		sender, _ := deliver.NewTwilio(good)
		if _, err := sender.SendText(t.Context(), m); !deliver.Permanent(err) {
			t.Errorf("%+v: %v", m, err)
		}
	}
}
