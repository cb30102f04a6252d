package deliver

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"twofold/frontend/text"
	"twofold/frontend/text/messages"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const here = "127.0.0.1"

func letter(t testing.TB) Message {
	t.Helper()
	m, err := Render(messages.TurnedOn, "en", text.Args{"org": "Northwind", "method": "app", "label": "Pixel", "link": "https://id.example/t/northwind/sign-in", "when": "7 December 2026, 14:02 UTC"})
	if err != nil {
		t.Fatal(err)
	}
	m.ID, m.At = "msg_1", time.Date(2026, 12, 7, 14, 2, 0, 0, time.UTC)
	m.From, m.To = Address{Name: "Northwind", Email: "no-reply@id.example"}, "maria@northwind.example"
	return m
}

func sent(t *testing.T, c SMTPConfig, m Message) error {
	t.Helper()
	s, err := NewSMTP(c)
	if err != nil {
		t.Fatal(err)
	}
	return s.Send(t.Context(), m)
}

func TestMailArrivesByTLS(t *testing.T) {
	for _, implicit := range []bool{false, true} {
		s := (&server{name: here, implicit: implicit}).start(t)
		if err := sent(t, s.config(), letter(t)); err != nil {
			t.Fatalf("implicit %v: %v", implicit, err)
		}
		plain, secure, letters := s.saw()
		if len(letters) != 1 || !strings.Contains(letters[0], "Message-ID: <msg_1@id.example>") {
			t.Errorf("implicit %v: letters %q", implicit, letters)
		}
		if strings.Contains(plain, "MAIL") || strings.Contains(plain, "AUTH") || !strings.Contains(secure, "RCPT TO:<maria@northwind.example>") {
			t.Errorf("implicit %v: in the clear %q, by TLS %q", implicit, plain, secure)
		}
	}
}

func TestSignInToTheServer(t *testing.T) {
	s := (&server{name: here}).start(t)
	c := s.config()
	c.User, c.Password = "twofold", "a secret word"
	if err := sent(t, c, letter(t)); err != nil {
		t.Fatal(err)
	}
	if plain, secure, _ := s.saw(); strings.Contains(plain, "AUTH") || !strings.Contains(secure, "AUTH PLAIN ") {
		t.Errorf("in the clear %q, by TLS %q", plain, secure)
	}
}

// ASVS V12.3.1, V12.3.2: nothing is said to a server that is not the one that
// was configured, and nothing in the clear.
func TestAServerThatCannotBeTrustedGetsNothing(t *testing.T) {
	cases := map[string]struct {
		server *server
		change func(*SMTPConfig)
	}{
		"no STARTTLS offered":         {&server{name: here, noTLS: true}, nil},
		"STARTTLS refused":            {&server{name: here, replies: map[string]string{"STARTTLS": "454 4.7.0 not now"}}, nil},
		"a certificate for another":   {&server{name: "mail.example"}, nil},
		"for another, implicit":       {&server{name: "mail.example", implicit: true}, nil},
		"an authority unknown":        {&server{name: here}, func(c *SMTPConfig) { c.Roots = x509.NewCertPool() }},
		"unknown, implicit":           {&server{name: here, implicit: true}, func(c *SMTPConfig) { c.Roots = nil }},
		"TLS 1.1":                     {&server{name: here, lowTLS: true}, nil},
		"TLS 1.1, implicit":           {&server{name: here, lowTLS: true, implicit: true}, nil},
		"plain where TLS is expected": {&server{name: here}, func(c *SMTPConfig) { c.Implicit = true }},
		"TLS where plain is expected": {&server{name: here, implicit: true}, func(c *SMTPConfig) { c.Implicit, c.Timeout = false, 300*time.Millisecond }},
	}
	for name, try := range cases {
		t.Run(name, func(t *testing.T) {
			s := try.server.start(t)
			c := s.config()
			c.User, c.Password = "twofold", "a secret word"
			if try.change != nil {
				try.change(&c)
			}
			err := sent(t, c, letter(t))
			if err == nil || Permanent(err) {
				t.Errorf("got %v, want a temporary failure", err)
			}
			plain, secure, letters := s.saw()
			if strings.Contains(plain+secure, "AUTH") || strings.Contains(plain+secure, "MAIL") || len(letters) > 0 {
				t.Errorf("the server heard %q and %q", plain, secure)
			}
		})
	}
}

// Words slipped in before the handshake must not be taken for the server's.
func TestRepliesInjectedBeforeTLSAreDropped(t *testing.T) {
	s := (&server{name: here, inject: "\r\n250-mail.example\r\n250 AUTH PLAIN\r\n550 5.1.1 no such person", replies: map[string]string{}}).start(t)
	if err := sent(t, s.config(), letter(t)); Permanent(err) {
		t.Errorf("a stranger made us give up: %v", err)
	}
}

func TestPermanentAndTemporary(t *testing.T) {
	cases := []struct {
		verb, reply string
		permanent   bool
		says        string
	}{
		{"MAIL", "451 4.3.0 later", false, "MAIL FROM: 451 4.3.0"},
		{"MAIL", "530 5.7.0 sign in first", false, "MAIL FROM: 530 5.7.0"},
		{"RCPT", "450 4.2.1 greylisted", false, "RCPT TO: 450 4.2.1"},
		{"RCPT", "452 4.2.2 full", false, "RCPT TO: 452"},
		{"RCPT", "550 5.1.1 maria@northwind.example unknown", true, "RCPT TO: 550 5.1.1"},
		{"RCPT", "drop", false, "connection broke"},
		{"DATA", "451 4.3.0 later", false, "DATA: 451"},
		{"DATA", "554 5.5.1 no", true, "DATA: 554"},
		{".", "452 4.3.1 disk", false, "DATA: 452"},
		{".", "554 5.7.1 looks like spam, maria@northwind.example", true, "DATA: 554 5.7.1"},
		{".", "drop", false, "connection broke"},
		{"EHLO", "421 4.3.2 closing", false, "STARTTLS"},
		{"AUTH", "535 5.7.8 wrong", false, "535"},
	}
	for _, c := range cases {
		s := (&server{name: here, replies: map[string]string{c.verb: c.reply}}).start(t)
		config := s.config()
		if c.verb == "AUTH" {
			config.User, config.Password = "twofold", "a secret word"
		}
		err := sent(t, config, letter(t))
		if err == nil || Permanent(err) != c.permanent || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s -> %s: permanent %v, %v", c.verb, c.reply, Permanent(err), err)
		}
		if err != nil && (strings.Contains(err.Error(), "maria") || strings.Contains(err.Error(), "secret")) {
			t.Errorf("%s -> %s: the error tells whom: %v", c.verb, c.reply, err)
		}
	}
	if Permanent(nil) || Permanent(errors.New("x")) || Permanent(context.DeadlineExceeded) {
		t.Error("what nobody refused is permanent")
	}
}

// Once the server has said "taken", nothing may make the outbox send again.
func TestAFailedGoodbyeIsNoFailure(t *testing.T) {
	for verb, reply := range map[string]string{"QUIT": "drop", "RSET": "drop"} {
		s := (&server{name: here, replies: map[string]string{verb: reply}}).start(t)
		if err := sent(t, s.config(), letter(t)); err != nil {
			t.Errorf("%s: %v", verb, err)
		}
	}
	s := (&server{name: here, replies: map[string]string{"QUIT": "500 what", "RSET": "421 gone"}}).start(t)
	if err := sent(t, s.config(), letter(t)); err != nil {
		t.Error(err)
	}
}

func TestASilentServerIsLeft(t *testing.T) {
	s := (&server{name: here, replies: map[string]string{"RCPT": "hang"}}).start(t)
	c := s.config()
	c.Timeout = 200 * time.Millisecond
	if err := sent(t, c, letter(t)); err == nil || Permanent(err) {
		t.Errorf("got %v", err)
	}
	sender, err := NewSMTP(s.config())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if err := sender.Send(ctx, letter(t)); err == nil || Permanent(err) {
		t.Errorf("got %v", err)
	}
	if err := sender.Send(ctx, letter(t)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("past the deadline: %v", err)
	}
}

func TestUnusableConfigurationIsRefused(t *testing.T) {
	for name, c := range map[string]SMTPConfig{
		"no host":       {},
		"port":          {Host: "mail.example", Port: 70000},
		"only a user":   {Host: "mail.example", User: "twofold"},
		"only a secret": {Host: "mail.example", Password: "x"},
		"timeout":       {Host: "mail.example", Timeout: -time.Second},
	} {
		if _, err := NewSMTP(c); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, err := NewSMTP(SMTPConfig{Host: "mail.example"}); err != nil {
		t.Error(err)
	}
}

func TestLogTellsNothing(t *testing.T) {
	var out bytes.Buffer
	l := Log{Logger: slog.New(slog.NewJSONHandler(&out, nil))}
	m := letter(t)
	if err := l.Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{m.To, m.Subject, "Northwind", "sign-in"} {
		if strings.Contains(out.String(), secret) {
			t.Errorf("the log says %q: %s", secret, out.String())
		}
	}
	if !strings.Contains(out.String(), "msg_1") {
		t.Errorf("the log does not name the message: %s", out.String())
	}
	m.To = "maria@northwind.example\r\nBcc: all@northwind.example"
	if err := l.Send(t.Context(), m); !Permanent(err) {
		t.Errorf("got %v", err)
	}
}
