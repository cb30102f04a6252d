package factor

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
)

const recoveryPepper = "recovery pepper"

// RecoveryHashes is the stored form of a set of recovery codes: one scheme with
// one salt, and a digest a code in the order of the codes. One slow hash of an
// input can so be compared with all of them (ASVS V6.5.2).
type RecoveryHashes struct {
	Scheme  string
	Digests [][]byte
}

// HashRecovery makes the stored form of a new set. It takes one slow hash a
// code, all in one slot.
func (h *Hasher) HashRecovery(ctx context.Context, codes []string) (RecoveryHashes, error) {
	s, err := h.newScheme()
	if err != nil {
		return RecoveryHashes{}, err
	}
	out := RecoveryHashes{Scheme: s.String()}
	err = h.run(ctx, func() error {
		for _, code := range codes {
			digest, err := h.recoveryDigest(s, code)
			if err != nil {
				return err
			}
			out.Digests = append(out.Digests, digest)
		}
		return nil
	})
	if err != nil {
		return RecoveryHashes{}, fmt.Errorf("hash recovery codes: %w", err)
	}
	return out, nil
}

// MatchRecovery returns the index of the digest that input fits, or -1, at the
// price of one slow hash. It takes used codes too: pass all digests of the set
// to tell a used code from a wrong one, and consume the code by
// compare-and-set before believing it.
func (h *Hasher) MatchRecovery(ctx context.Context, set RecoveryHashes, input string) (int, error) {
	s, digest, err := parsePHC(set.Scheme)
	if err == nil && digest != nil {
		err = errHashForm
	}
	if err != nil {
		return -1, fmt.Errorf("match recovery code: %w", err)
	}
	var got []byte
	err = h.run(ctx, func() error {
		got, err = h.recoveryDigest(s, input)
		return err
	})
	switch {
	case errors.Is(err, errNotRecovery):
		return -1, nil
	case err != nil:
		return -1, fmt.Errorf("match recovery code: %w", err)
	}
	found := -1
	for i, want := range set.Digests {
		found = subtle.ConstantTimeSelect(subtle.ConstantTimeCompare(got, want), i, found)
	}
	return found, nil
}

var errNotRecovery = errors.New("not a recovery code")

func (h *Hasher) recoveryDigest(s scheme, code string) ([]byte, error) {
	bare, problem := NormalizeRecovery(code)
	if problem != "" {
		return nil, errNotRecovery
	}
	peppered, err := h.pepper(s.key, recoveryPepper, bare)
	if err != nil {
		return nil, err
	}
	return s.digest(peppered), nil
}
