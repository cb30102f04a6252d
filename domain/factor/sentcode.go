package factor

import (
	"crypto/rand"
	"fmt"
	"io"
	"math/big"

	"twofold/domain"
)

// NewSentCode draws a code to send: six digits, each as likely as any other,
// zeros at the front among them (ASVS V6.5.4).
func NewSentCode(source io.Reader) (string, error) {
	n, err := rand.Int(source, big.NewInt(1_000_000))
	if err != nil {
		return "", fmt.Errorf("draw code: %w", err)
	}
	return fmt.Sprintf("%06d", n), nil
}

// SentFor is all a sent code is bound to. A code that was sent for one person,
// purpose, request or method is wrong for every other (A5, ASVS V6.6.2).
type SentFor struct {
	Tenant, User string
	Purpose      domain.Purpose
	Request      string
	Method       domain.Method
	Target       string // the factor it was sent to, or a keyed hash of a number or address that isn't one yet
}

func (s SentFor) data(code string) []byte {
	var out []byte
	for _, p := range []string{s.Tenant, s.User, string(s.Purpose), s.Request, string(s.Method), s.Target, code} {
		out = appendPart(out, p)
	}
	return out
}

// MACSentCode is what is stored of a sent code.
func (k *Keys) MACSentCode(s SentFor, code string) ([]byte, error) {
	return k.MAC("sent code", s.data(code))
}

// CheckSentCode reports whether mac is of this code.
func (k *Keys) CheckSentCode(s SentFor, code string, mac []byte) (bool, error) {
	return k.CheckMAC("sent code", s.data(code), mac)
}
