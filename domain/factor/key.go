package factor

import (
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// KeySize is the size of an authenticator key in bytes: 160 bits, the length
// RFC 4226 section 4 recommends.
const KeySize = 20

// minKeySize is 112 bits (NIST SP 800-63B-4 3.1.4).
const minKeySize = 14

// Key is the shared secret of one authenticator app. It prints as a
// placeholder; Base32 and Grouped are the ways to show it to its owner.
type Key []byte

// NewKey draws a key from rand.
func NewKey(rand io.Reader) (Key, error) {
	k := make(Key, KeySize)
	if _, err := io.ReadFull(rand, k); err != nil {
		return nil, fmt.Errorf("draw authenticator key: %w", err)
	}
	return k, nil
}

// ParseKey takes a key back from its stored bytes and refuses a short one.
func ParseKey(b []byte) (Key, error) {
	if len(b) < minKeySize {
		return nil, fmt.Errorf("parse authenticator key: %d bytes, need %d", len(b), minKeySize)
	}
	return Key(b), nil
}

// String hides the key.
func (k Key) String() string { return "factor.Key(hidden)" }

// GoString hides the key.
func (k Key) GoString() string { return k.String() }

// MarshalText hides the key from JSON and slog.
func (k Key) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// Base32 returns the key as apps take it by hand: RFC 4648, no padding.
func (k Key) Base32() string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(k)
}

// Grouped returns Base32 in groups of four, for reading aloud and typing.
func (k Key) Grouped() string {
	var b strings.Builder
	for i, r := range k.Base32() {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// URI returns the otpauth address that the QR code carries. The label number
// is 1 for a person's first key; from 2 on the account reads "ann@x.org (2)",
// so that the app does not overwrite or confuse the older entry. SHA-1 is what
// every app knows and RFC 6238's default.
func (k Key) URI(issuer, account string, labelNo int) (string, error) {
	issuer, account = labelPart(issuer), labelPart(account)
	if account == "" {
		return "", errors.New("make otpauth address: no account")
	}
	if issuer == "" {
		issuer = account // a name of colons alone: setting up goes on all the same
	}
	issuer = shorten(issuer, issuerMost)
	if labelNo > 1 {
		account = fmt.Sprintf("%s (%d)", account, labelNo)
	}
	return fmt.Sprintf("otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=%d&period=%d",
		escape(issuer), escape(account), k.Base32(), escape(issuer), Digits, Period), nil
}

// issuerMost is how long an issuer can be in an address, in bytes as written
// there: all of a name in Latin letters, 24 letters of most other scripts, a
// dozen emoji. It stands there twice, and a picture of more modules than cameras
// can tell apart at its size, or than there are, would keep a whole organization
// from setting up.
const issuerMost = 150

// shorten cuts s to what is written in at most most bytes, at no half of a
// letter, and says that it did by an ellipsis.
func shorten(s string, most int) string {
	if len(escape(s)) <= most {
		return s
	}
	const more = "…"
	end := 0
	for i, r := range s {
		if len(escape(s[:i]+string(r)+more)) > most {
			break
		}
		end = i + utf8.RuneLen(r)
	}
	whole := strings.TrimRightFunc(s[:end], func(r rune) bool { return unicode.In(r, unicode.Mn, unicode.Cf, unicode.Zs) })
	return whole + more
}

// escape writes a part so that apps that decode "+" as a space, and those that
// don't, read the same. (pquerna/otp leaves "&" in an issuer as it is, which
// cuts the name and lets it add parameters.)
func escape(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

// labelPart drops what would change the label's meaning: the colon separates
// issuer from account, and control characters break some apps' scanners.
func labelPart(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == ':':
			return ' '
		case r < ' ' || r == 0x7f:
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
