package factor

import (
	"fmt"
	"io"
	"strings"

	"twofold/domain"
)

const (
	// alphabet is Crockford's base32 in lower case: no i, l, o, u.
	alphabet = "0123456789abcdefghjkmnpqrstvwxyz"

	// recoveryLength is 16 characters of 5 bits: 80 random bits.
	recoveryLength = 16

	// MaxRecoveryCodes is the largest set.
	MaxRecoveryCodes = 16
)

// NewRecoverySet draws n recovery codes of 80 bits, written like
// "k7m2-p9xw-4t3h-q8rz", all different. Hasher.HashRecovery makes the form to
// store; the codes themselves are shown once.
func NewRecoverySet(rand io.Reader, n int) ([]string, error) {
	if n < 0 || n > MaxRecoveryCodes {
		return nil, fmt.Errorf("draw recovery codes: %d is not in 0 to %d", n, MaxRecoveryCodes)
	}
	codes := make([]string, 0, n)
	seen := make(map[string]bool, n)
	for len(codes) < n {
		code, err := newRecoveryCode(rand)
		if err != nil {
			return nil, err
		}
		if seen[code] {
			return nil, fmt.Errorf("draw recovery codes: the source of randomness repeats itself")
		}
		seen[code] = true
		codes = append(codes, code)
	}
	return codes, nil
}

func newRecoveryCode(rand io.Reader) (string, error) {
	var b [recoveryLength]byte
	if _, err := io.ReadFull(rand, b[:]); err != nil {
		return "", fmt.Errorf("draw recovery code: %w", err)
	}
	for i, c := range b {
		b[i] = alphabet[c&31]
	}
	return groupFours(string(b[:])), nil
}

// NormalizeRecovery reads a recovery code as people write it: case, spaces and
// hyphens are ignored, o is read as 0, i and l as 1, digits of other scripts
// and full-width letters as ASCII. The result is the 16 bare characters that
// are hashed. The problem is required_code for an empty input and
// recovery_wrong for one that can't be a code.
func NormalizeRecovery(input string) (bare string, problem domain.Code) {
	var b strings.Builder
	for _, r := range input {
		if filler(r) {
			continue
		}
		c, ok := recoveryChar(r)
		if !ok || b.Len() == recoveryLength {
			return "", domain.CodeRecoveryWrong
		}
		b.WriteByte(c)
	}
	switch b.Len() {
	case 0:
		return "", domain.CodeRequiredCode
	case recoveryLength:
		return b.String(), ""
	}
	return "", domain.CodeRecoveryWrong
}

func recoveryChar(r rune) (byte, bool) {
	if d, ok := decimal(r); ok {
		return d, true
	}
	if r >= '\uff01' && r <= '\uff5e' { // full-width ASCII
		r -= 0xfee0
	}
	if r >= 'A' && r <= 'Z' {
		r += 'a' - 'A'
	}
	switch r {
	case 'o':
		return '0', true
	case 'i', 'l':
		return '1', true
	}
	return byte(r), r < 0x80 && strings.IndexByte(alphabet, byte(r)) >= 0
}

func groupFours(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i += 4 {
		if i > 0 {
			b.WriteByte('-')
		}
		b.WriteString(s[i:min(i+4, len(s))])
	}
	return b.String()
}
