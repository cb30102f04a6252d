package deliver

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"time"

	"github.com/wneessen/go-mail"
)

const (
	stepSender    = "MAIL FROM"
	stepRecipient = "RCPT TO"
	stepData      = "DATA"

	defaultTimeout = 20 * time.Second
)

// SMTPConfig says where the mail server is. There is no way to ask for a
// connection without TLS or with an unverified certificate.
type SMTPConfig struct {
	Host     string // as its certificate names it
	Port     int    // 0: 587, or 465 with Implicit
	Implicit bool   // TLS from the first byte (RFC 8314 3.3) in place of STARTTLS
	User     string // empty: no AUTH
	Password string
	Hello    string         // own name for EHLO, empty: the machine's
	Timeout  time.Duration  // to connect and again to send, 0: 20 s
	Roots    *x509.CertPool // nil: the system's
}

// SMTP sends each message over a connection of its own.
type SMTP struct {
	config SMTPConfig
}

// NewSMTP checks the configuration without connecting.
func NewSMTP(c SMTPConfig) (*SMTP, error) {
	if c.Timeout == 0 {
		c.Timeout = defaultTimeout
	}
	if c.Port == 0 {
		c.Port = mail.DefaultPortTLS
		if c.Implicit {
			c.Port = mail.DefaultPortSSL
		}
	}
	s := &SMTP{config: c}
	if (c.User == "") != (c.Password == "") {
		return nil, errors.New("configure SMTP: user and password go together")
	}
	if _, err := s.client(c.Timeout, &line{}); err != nil {
		return nil, fmt.Errorf("configure SMTP: %w", err)
	}
	return s, nil
}

func (s *SMTP) client(timeout time.Duration, l *line) (*mail.Client, error) {
	c := s.config
	trust := &tls.Config{ServerName: c.Host, MinVersion: tls.VersionTLS12, RootCAs: c.Roots}
	options := []mail.Option{
		mail.WithPort(c.Port), mail.WithTimeout(timeout), mail.WithTLSPolicy(mail.TLSMandatory), mail.WithoutNoop(), mail.WithoutRset(),
		mail.WithTLSConfig(trust), mail.WithDialContextFunc(l.dial),
	}
	if c.Implicit {
		l.tls = trust
		options = append(options, mail.WithSSL())
	}
	if c.Hello != "" {
		options = append(options, mail.WithHELO(c.Hello))
	}
	if c.User != "" {
		options = append(options, mail.WithUsername(c.User), mail.WithPassword(c.Password),
			mail.WithOpportunisticSMTPAuth(mail.SMTPAuthSCRAMSHA256, mail.SMTPAuthPlain, mail.SMTPAuthLogin))
	}
	return mail.NewClient(c.Host, options...)
}

// Send connects, delivers m and hangs up, within the timeout and ctx's
// deadline. Once the server has taken the message, a failure to say goodbye is
// none: sending again would deliver it twice.
func (s *SMTP) Send(ctx context.Context, m Message) error {
	out, err := m.compose()
	if err != nil {
		return err
	}
	timeout := s.config.Timeout
	if end, ok := ctx.Deadline(); ok {
		timeout = min(timeout, time.Until(end))
	}
	if timeout <= 0 {
		return fmt.Errorf("send message %s: %w", m.ID, context.DeadlineExceeded)
	}
	l := &line{}
	client, err := s.client(timeout, l)
	if err != nil {
		return fmt.Errorf("send message %s: %w", m.ID, err)
	}
	defer l.cut()
	defer context.AfterFunc(ctx, l.cut)()
	err = client.DialAndSendWithContext(ctx, out)
	if err == nil || out.IsDelivered() {
		return nil
	}
	return fmt.Errorf("send message %s: %w", m.ID, told(err))
}

// told replaces the library's error, which repeats addresses and the server's
// words, where a server's reply is known.
func told(err error) error {
	var e *mail.SendError
	if !errors.As(err, &e) {
		return err
	}
	step := stepData
	switch e.Reason {
	case mail.ErrSMTPMailFrom:
		step = stepSender
	case mail.ErrSMTPRcptTo:
		step = stepRecipient
	}
	if e.ErrorCode() == 0 {
		return fmt.Errorf("connection broke while %s", e.Reason)
	}
	return &Refused{Step: step, Code: e.ErrorCode(), Enhanced: e.EnhancedStatusCode()}
}
