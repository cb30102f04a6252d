package factor

import (
	"context"
	"crypto/subtle"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

const answersPepper = "security answers pepper"

// NormalizeAnswer is what counts of an answer to a security question, which
// one person types and another hears by phone: Unicode normalization form KC,
// case folded, punctuation dropped, one space between words, none around them.
func NormalizeAnswer(answer string) string {
	// Folding makes capitals of some scripts, which ToLower undoes.
	folded := strings.ToLower(cases.Fold().String(norm.NFKC.String(answer)))
	kept := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsPunct(r), unicode.IsSymbol(r), unicode.IsControl(r), unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, folded)
	// Folding and dropping can leave a form that composes further.
	return strings.Join(strings.Fields(norm.NFKC.String(kept)), " ")
}

// HashAnswers returns the PHC string to store for a person's answers in their
// order: one slow hash of the whole set, normalized and peppered. What is kept
// can tell whether all of them are right, and of none alone (security
// questions are weak secrets: ASVS V6.4.2).
func (h *Hasher) HashAnswers(ctx context.Context, answers []string) (string, error) {
	s, err := h.newScheme()
	if err != nil {
		return "", err
	}
	digest, err := h.answersDigest(ctx, s, answers)
	if err != nil {
		return "", fmt.Errorf("hash answers: %w", err)
	}
	return s.encode(digest), nil
}

// MatchAnswers reports whether all answers, in their order, are those stored:
// one slow hash and one comparison in constant time, however many are wrong.
func (h *Hasher) MatchAnswers(ctx context.Context, stored string, answers []string) (bool, error) {
	s, want, err := parsePHC(stored)
	if err == nil && want == nil {
		err = errHashForm
	}
	if err != nil {
		return false, fmt.Errorf("match answers: %w", err)
	}
	got, err := h.answersDigest(ctx, s, answers)
	if err != nil {
		return false, fmt.Errorf("match answers: %w", err)
	}
	return subtle.ConstantTimeCompare(got, want) == 1, nil
}

func (h *Hasher) answersDigest(ctx context.Context, s scheme, answers []string) (digest []byte, err error) {
	// Lengths before the words keep one answer from running into the next.
	var set []byte
	for _, a := range answers {
		bare := NormalizeAnswer(a)
		set = append(binary.BigEndian.AppendUint32(set, uint32(len(bare))), bare...)
	}
	peppered, err := h.pepper(s.key, answersPepper, string(set))
	if err != nil {
		return nil, err
	}
	err = h.run(ctx, func() error {
		digest = s.digest(peppered)
		return nil
	})
	return digest, err
}
