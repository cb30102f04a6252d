package factor

import (
	"bytes"
	"crypto/rand"
	"errors"
	"strings"
	"testing"
)

func hashedSet(t *testing.T, h *Hasher, n int) ([]string, RecoveryHashes) {
	t.Helper()
	codes, err := NewRecoverySet(rand.Reader, n)
	if err != nil {
		t.Fatal(err)
	}
	set, err := h.HashRecovery(t.Context(), codes)
	if err != nil {
		t.Fatal(err)
	}
	return codes, set
}

// ASVS V6.5.2: a slow salted hash, one salt a set, and no code in what is
// stored.
func TestHashRecovery(t *testing.T) {
	h := testHasher(t, HasherOptions{})
	codes, set := hashedSet(t, h, 10)
	_, other := hashedSet(t, h, 10)
	if len(set.Digests) != 10 || !strings.HasPrefix(set.Scheme, "$argon2id$v=19$m=64,t=1,p=1,keyid=") || set.Scheme == other.Scheme {
		t.Errorf("%d digests, %s", len(set.Digests), set.Scheme)
	}
	for i, a := range set.Digests {
		for _, b := range set.Digests[:i] {
			if bytes.Equal(a, b) {
				t.Error("two digests are equal")
			}
		}
		if bytes.Contains(a, []byte(codes[i][:4])) {
			t.Error("a digest shows its code")
		}
	}
}

func TestMatchRecovery(t *testing.T) {
	h := testHasher(t, HasherOptions{})
	codes, set := hashedSet(t, h, 10)
	stranger, _ := hashedSet(t, h, 1)
	for i, code := range codes {
		for _, form := range []string{code, strings.ToUpper(code), strings.ReplaceAll(code, "-", " "), strings.NewReplacer("0", "o", "1", "l", "-", "").Replace(code)} {
			if got, err := h.MatchRecovery(t.Context(), set, form); got != i || err != nil {
				t.Errorf("code %d as %q: %d, %v", i, form, got, err)
			}
		}
	}
	for _, wrong := range []string{stranger[0], "", "123456", codes[0][:18], codes[0] + "0"} {
		if got, err := h.MatchRecovery(t.Context(), set, wrong); got != -1 || err != nil {
			t.Errorf("%q: %d, %v", wrong, got, err)
		}
	}
	if got, err := h.MatchRecovery(t.Context(), RecoveryHashes{Scheme: set.Scheme}, codes[0]); got != -1 || err != nil {
		t.Errorf("an empty set: %d, %v", got, err)
	}
}

func TestMatchRecoveryRefuses(t *testing.T) {
	h, other := testHasher(t, HasherOptions{}), testHasher(t, HasherOptions{})
	codes, set := hashedSet(t, h, 2)
	if got, err := other.MatchRecovery(t.Context(), set, codes[0]); got != -1 || !errors.Is(err, ErrUnknownKey) {
		t.Errorf("with other keys: %d, %v", got, err)
	}
	password, _ := h.HashPassword(t.Context(), "correct horse")
	for _, scheme := range []string{"", "$argon2id$", password} {
		if got, err := h.MatchRecovery(t.Context(), RecoveryHashes{scheme, set.Digests}, codes[0]); got != -1 || err == nil {
			t.Errorf("%q: %d, %v", scheme, got, err)
		}
	}
	if _, err := h.HashRecovery(t.Context(), []string{"123456"}); err == nil {
		t.Error("hashed what is no recovery code")
	}
}

// One salt a set means one slow hash a try, however many codes there are.
func TestMatchRecoveryHashesOnce(t *testing.T) {
	h := testHasher(t, HasherOptions{})
	codes, set := hashedSet(t, h, MaxRecoveryCodes)
	small := RecoveryHashes{set.Scheme, set.Digests[:1]}
	many := testing.AllocsPerRun(20, func() { h.MatchRecovery(t.Context(), set, codes[0]) })
	one := testing.AllocsPerRun(20, func() { h.MatchRecovery(t.Context(), small, codes[0]) })
	if many != one {
		t.Errorf("%v allocations with 16 codes, %v with 1", many, one)
	}
}
