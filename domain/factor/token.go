package factor

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"time"
)

// TokenSize is the entropy of a token in bytes.
const TokenSize = 32

// An id is timeLength base32 characters of the milliseconds since 1970, then
// randomLength of randomness, 80 bits.
const timeLength, randomLength = 10, 16

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

// NewID draws an id: prefix, "_" and 26 lower-case base32 characters. As in a
// UUID of version 7 (RFC 9562), the time comes first: rows made one after the
// other lie beside each other in an index, and not on a page each. An id names
// a row and is not a secret.
func NewID(at time.Time, rand io.Reader, prefix string) (string, error) {
	var b [randomLength]byte
	if _, err := io.ReadFull(rand, b[:]); err != nil {
		return "", fmt.Errorf("draw id: %w", err)
	}
	var out strings.Builder
	out.WriteString(prefix)
	out.WriteByte('_')
	for i := timeLength - 1; i >= 0; i-- {
		out.WriteByte(alphabet[at.UnixMilli()>>(5*i)&31])
	}
	for _, c := range b {
		out.WriteByte(alphabet[c&31])
	}
	return out.String(), nil
}
