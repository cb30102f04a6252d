package deliver

import (
	"bytes"
	"errors"
	"fmt"
	netmail "net/mail"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/wneessen/go-mail"

	"twofold/domain"
	"twofold/frontend/text/messages"
)

// Address is who a message comes from: the organization's name and the
// service's own address.
type Address struct {
	Name  string
	Email string
}

// FromOrg is who a message of an organization comes from, by its name where it
// has one.
func FromOrg(name, email string) Address {
	if name == "" {
		name = "Twofold"
	}
	return Address{Name: name, Email: email}
}

// Message is one mail to one person. Render fills the words; the caller sets
// ID, At, From and To. Sent again, a message keeps its ID and with it its
// Message-ID, so that a mail server may drop the second copy.
type Message struct {
	ID      string
	At      time.Time
	From    Address
	To      string
	Lang    string
	Subject string
	Text    string // the whole message as plain text, stands alone
	HTML    string
}

// errUnsendable marks a message that no server can be given: an address that
// is none, a header that would be two.
var errUnsendable = errors.New("message can't be sent")

var idForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// Source is the message as it travels, RFC 5322, multipart/alternative.
func (m Message) Source() ([]byte, error) {
	out, err := m.compose()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if _, err := out.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("write message %s: %w", m.ID, err)
	}
	return b.Bytes(), nil
}

func (m Message) compose() (*mail.Msg, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	out := mail.NewMsg(mail.WithCharset(mail.CharsetUTF8), mail.WithEncoding(mail.EncodingQP), mail.WithNoDefaultUserAgent())
	out.FromMailAddress(&netmail.Address{Name: visible(m.From.Name), Address: m.From.Email})
	out.ToMailAddress(&netmail.Address{Address: m.To})
	out.SetMessageIDWithValue(m.ID + "@" + m.From.Email[strings.LastIndexByte(m.From.Email, '@')+1:])
	out.SetDateWithValue(m.At)
	out.Subject(m.Subject)
	out.SetGenHeader("Auto-Submitted", "auto-generated")
	out.SetGenHeader("X-Auto-Response-Suppress", "All")
	out.SetGenHeader(mail.HeaderContentLang, m.Lang)
	out.SetBodyString(mail.TypeTextPlain, m.Text)
	out.AddAlternativeString(mail.TypeTextHTML, m.HTML)
	return out, nil
}

func (m Message) check() error {
	switch {
	case !idForm.MatchString(m.ID):
		return fmt.Errorf("check message: id: %w", errUnsendable)
	case m.At.IsZero():
		return fmt.Errorf("check message %s: date: %w", m.ID, errUnsendable)
	case !sendable(m.To):
		return fmt.Errorf("check message %s: to: %w", m.ID, errUnsendable)
	case !sendable(m.From.Email):
		return fmt.Errorf("check message %s: from: %w", m.ID, errUnsendable)
	case !oneLine(m.From.Name), !oneLine(m.Subject), m.Subject == "":
		return fmt.Errorf("check message %s: header: %w", m.ID, errUnsendable)
	case messages.Known(m.Lang) != m.Lang:
		return fmt.Errorf("check message %s: language: %w", m.ID, errUnsendable)
	case m.Text == "" || m.HTML == "" || !utf8.ValidString(m.Text) || !utf8.ValidString(m.HTML):
		return fmt.Errorf("check message %s: body: %w", m.ID, errUnsendable)
	}
	return nil
}

func sendable(address string) bool {
	return domain.CheckEmail(address, "") == nil && strings.TrimSpace(address) == address && !strings.ContainsFunc(address, notInAddress)
}

func notInAddress(r rune) bool { return !unicode.IsGraphic(r) || unicode.IsSpace(r) }

func oneLine(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, breaksHeader)
}

func breaksHeader(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029'
}
