package factor

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
)

// TokenSize is the entropy of a token in bytes.
const TokenSize = 32

// idLength is the number of base32 characters of an id: 130 random bits.
const idLength = 26

// NewToken draws a 256-bit secret for a cookie or a link: 43 characters of
// unpadded base64url (ASVS V11.5.1). Store HashToken of it, never the token.
func NewToken(rand io.Reader) (string, error) {
	var b [TokenSize]byte
	if _, err := io.ReadFull(rand, b[:]); err != nil {
		return "", fmt.Errorf("draw token: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b[:]), nil
}

// HashToken returns the SHA-256 of a token. A token has 256 bits of entropy,
// so a fast hash without a salt is enough (ASVS V6.5.2).
func HashToken(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// EqualHash compares two stored hashes in constant time. Empty ones are never
// equal, so a missing column can't match a missing token.
func EqualHash(a, b []byte) bool {
	return len(a) > 0 && subtle.ConstantTimeCompare(a, b) == 1
}

// TokenFits reports whether token hashes to the stored hash.
func TokenFits(token string, stored []byte) bool {
	return token != "" && EqualHash(HashToken(token), stored)
}

// NewID draws an id: prefix, "_" and 26 lower-case base32 characters. An id
// names a row and is not a secret.
func NewID(rand io.Reader, prefix string) (string, error) {
	var b [idLength]byte
	if _, err := io.ReadFull(rand, b[:]); err != nil {
		return "", fmt.Errorf("draw id: %w", err)
	}
	var out strings.Builder
	out.WriteString(prefix)
	out.WriteByte('_')
	for _, c := range b {
		out.WriteByte(alphabet[c&31])
	}
	return out.String(), nil
}
