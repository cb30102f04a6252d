package token

import (
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"twofold/domain"
)

// Lifetime is how long a token lives; Leeway is what Parse grants to clocks
// that differ.
const (
	Lifetime = 5 * time.Minute
	Leeway   = 30 * time.Second

	Longest = 4096 // bytes of a token that is worth parsing
)

// ErrRefused is matched by every error of Parse.
var ErrRefused = errors.New("token refused")

// Mint signs claims for Lifetime from now and returns the token with its end.
// A pending role gets domain.CodeEnrollmentRequired, a set without a key that
// signs now domain.CodeUnavailable; other errors are the caller's mistake.
func (s Set) Mint(c Claims, now time.Time) (text string, ends time.Time, err error) {
	if err := c.check(now); err != nil {
		return "", time.Time{}, fmt.Errorf("mint token: %w", err)
	}
	key, ok := s.signer(now)
	if !ok {
		return "", time.Time{}, fmt.Errorf("mint token: no key signs: %w", domain.Refuse(domain.Unavailable, domain.CodeUnavailable))
	}
	c.ID = rand.Text()
	c.IssuedAt = now.UTC().Truncate(time.Second)
	c.ExpiresAt = c.IssuedAt.Add(Lifetime)
	t := jwt.NewWithClaims(jwt.SigningMethodES256, c.payload())
	t.Header["kid"] = key.KID
	text, err = t.SignedString(key.Private)
	if err != nil {
		return "", time.Time{}, fmt.Errorf("mint token: %w", err)
	}
	return text, c.ExpiresAt, nil
}

// Parse checks a token as a verifier should: ES256 only, a key of the set by
// its kid, never one that the token brings along, this issuer, this audience,
// not expired and not from the future. It trusts nothing of a token whose
// signature it hasn't checked.
func Parse(text string, s Set, issuer, audience string, now time.Time) (Claims, error) {
	// Go's base64 skips line ends even when it is strict: one token would have
	// many spellings.
	if len(text) > Longest || strings.ContainsAny(text, "\r\n") || issuer == "" || audience == "" {
		return Claims{}, ErrRefused
	}
	parser := jwt.NewParser(
		jwt.WithValidMethods([]string{jwt.SigningMethodES256.Alg()}),
		jwt.WithIssuer(issuer), jwt.WithAudience(audience),
		jwt.WithExpirationRequired(), jwt.WithNotBeforeRequired(), jwt.WithIssuedAt(),
		jwt.WithLeeway(Leeway), jwt.WithTimeFunc(func() time.Time { return now }), jwt.WithStrictDecoding(),
	)
	var p payload
	if _, err := parser.ParseWithClaims(text, &p, s.keyFor(now)); err != nil {
		return Claims{}, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	c := p.claims()
	why := c.wrong(now)
	switch {
	case c.ID == "":
		why = "jti"
	case c.IssuedAt.IsZero():
		why = "iat"
	}
	if why != "" {
		return Claims{}, fmt.Errorf("%w: %w", ErrRefused, claimError(why))
	}
	return c, nil
}

// keyFor finds the key a header names. A header with anything beyond alg, kid
// and typ is refused: jku, jwk and x5u would choose the key for us, crit would
// bind us to what we don't know (RFC 7515 4.1).
func (s Set) keyFor(now time.Time) jwt.Keyfunc {
	return func(t *jwt.Token) (any, error) {
		if t.Header["typ"] != "JWT" || len(t.Header) != 3 {
			return nil, errors.New("header is not ours")
		}
		for _, k := range s.published(now) {
			if t.Header["kid"] == k.KID {
				return k.Public, nil
			}
		}
		return nil, errors.New("key is unknown")
	}
}
