package factor

import (
	"crypto/rand"
	"fmt"
	"io"
	"math/big"
	"strings"

	"twofold/domain"
)

// AccessDigits is the length of an access code.
const AccessDigits = 8

// NewAccessCode draws a code to hand out: eight digits, each as likely as any
// other (NIST SP 800-63B 4.2.1.2 asks for six).
func NewAccessCode(source io.Reader) (string, error) {
	n, err := rand.Int(source, big.NewInt(100_000_000))
	if err != nil {
		return "", fmt.Errorf("draw access code: %w", err)
	}
	return fmt.Sprintf("%08d", n), nil
}

// NormalizeAccessCode reads an access code as people type it, by the rules of
// NormalizeCode.
func NormalizeAccessCode(input string) (digits string, n int, problem domain.Code) {
	var b strings.Builder
	for _, r := range input {
		switch d, ok := decimal(r); {
		case ok:
			b.WriteByte(d)
		case !filler(r):
			return "", 0, domain.CodeCodeNotDigits
		}
	}
	switch n = b.Len(); {
	case n == 0:
		return "", 0, domain.CodeRequiredCode
	case n < AccessDigits:
		return "", n, domain.CodeAccessShort
	case n > AccessDigits:
		return "", n, domain.CodeAccessLong
	}
	return b.String(), n, ""
}

func accessData(tenant, user, grant, code string) []byte {
	var out []byte
	for _, p := range []string{tenant, user, grant, code} {
		out = appendPart(out, p)
	}
	return out
}

// MACAccessCode is what is stored of an access code: without the key file
// nobody can try all of them on a stolen database.
func (k *Keys) MACAccessCode(tenant, user, grant, code string) ([]byte, error) {
	return k.MAC("access code", accessData(tenant, user, grant, code))
}

// CheckAccessCode reports whether mac is of this code.
func (k *Keys) CheckAccessCode(tenant, user, grant, code string, mac []byte) (bool, error) {
	return k.CheckMAC("access code", accessData(tenant, user, grant, code), mac)
}
