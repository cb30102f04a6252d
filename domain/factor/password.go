package factor

import (
	"context"
	"crypto/subtle"
	"fmt"

	"golang.org/x/text/unicode/norm"
)

const passwordPepper = "password pepper"

// HashPassword returns the PHC string to store for a password: Argon2id over
// HMAC-SHA-256 with the primary pepper. The password is taken as typed but for
// Unicode normalization form C (NIST SP 800-63B-4 3.1.1.2; ASVS V6.2.8).
func (h *Hasher) HashPassword(ctx context.Context, password string) (string, error) {
	s, err := h.newScheme()
	if err != nil {
		return "", err
	}
	digest, err := h.passwordDigest(ctx, s, password)
	if err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	return s.encode(digest), nil
}

// VerifyPassword reports whether password is the one stored, compared in
// constant time. A pepper that isn't in the key file is ErrUnknownKey. When it
// fits and NeedsRehash(stored), the caller stores HashPassword of it.
func (h *Hasher) VerifyPassword(ctx context.Context, stored, password string) (bool, error) {
	s, want, err := parsePHC(stored)
	if err == nil && want == nil {
		err = errHashForm
	}
	if err != nil {
		return false, fmt.Errorf("verify password: %w", err)
	}
	got, err := h.passwordDigest(ctx, s, password)
	if err != nil {
		return false, fmt.Errorf("verify password: %w", err)
	}
	return subtle.ConstantTimeCompare(got, want) == 1, nil
}

// VerifyNobody does the work of VerifyPassword for an account that doesn't
// exist or has no password, so that the answer takes the same time (ASVS
// V6.3.8). Nothing fits: the error is only that of the queue or of ctx.
func (h *Hasher) VerifyNobody(ctx context.Context, password string) error {
	_, err := h.VerifyPassword(ctx, h.decoy, password)
	return err
}

// NeedsRehash reports whether a stored hash is cheaper than this Hasher's or
// peppered with another key than the primary one.
func (h *Hasher) NeedsRehash(stored string) bool {
	s, _, err := parsePHC(stored)
	return err == nil && (s.cost.below(h.cost) || s.key != h.keys.DerivingKey())
}

func (h *Hasher) passwordDigest(ctx context.Context, s scheme, password string) (digest []byte, err error) {
	peppered, err := h.pepper(s.key, passwordPepper, norm.NFC.String(password))
	if err != nil {
		return nil, err
	}
	err = h.run(ctx, func() error {
		digest = s.digest(peppered)
		return nil
	})
	return digest, err
}
