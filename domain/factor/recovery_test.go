package factor_test

import (
	"bytes"
	"crypto/rand"
	"math"
	"regexp"
	"strings"
	"testing"

	"twofold/domain"
	"twofold/domain/factor"
)

var recoveryForm = regexp.MustCompile(`^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$`)

func TestNewRecoverySet(t *testing.T) {
	for _, n := range []int{0, 1, 10, factor.MaxRecoveryCodes} {
		set, err := factor.NewRecoverySet(rand.Reader, n)
		if err != nil || len(set) != n {
			t.Fatalf("%d codes: %v", len(set), err)
		}
		seen := map[string]bool{}
		for _, code := range set {
			if !recoveryForm.MatchString(code) || seen[code] {
				t.Errorf("code %q", code)
			}
			seen[code] = true
		}
	}
	for _, n := range []int{-1, factor.MaxRecoveryCodes + 1} {
		if _, err := factor.NewRecoverySet(rand.Reader, n); err == nil {
			t.Errorf("a set of %d", n)
		}
	}
	if _, err := factor.NewRecoverySet(bytes.NewReader(make([]byte, 20)), 2); err == nil {
		t.Error("a set from too little randomness")
	}
	if _, err := factor.NewRecoverySet(bytes.NewReader(make([]byte, 32)), 2); err == nil {
		t.Error("a set of equal codes")
	}
}

// ASVS V6.5.3: every character of 10,000 codes is near even at every place. The
// bound is six standard deviations.
func TestRecoveryCodesEven(t *testing.T) {
	const total = 10_000
	var count [16][256]int
	for range total / 10 {
		set, err := factor.NewRecoverySet(rand.Reader, 10)
		if err != nil {
			t.Fatal(err)
		}
		for _, code := range set {
			for place, c := range []byte(strings.ReplaceAll(code, "-", "")) {
				count[place][c]++
			}
		}
	}
	mean := total / 32.0
	bound := 6 * math.Sqrt(mean*(1-1/32.0))
	for place := range count {
		for _, c := range []byte("0123456789abcdefghjkmnpqrstvwxyz") {
			if off := math.Abs(float64(count[place][c]) - mean); off > bound {
				t.Errorf("place %d, %q: %d times", place, c, count[place][c])
			}
		}
	}
}

func TestNormalizeRecovery(t *testing.T) {
	const bare = "k7m2p9xw4t3hq8rz"
	for _, in := range []string{
		"k7m2-p9xw-4t3h-q8rz", "K7M2-P9XW-4T3H-Q8RZ", " k7m2 p9xw 4t3h q8rz ", "k7m2p9xw4t3hq8rz", "ｋ７ｍ２－ｐ９ｘｗ－４ｔ３ｈ－ｑ８ｒｚ", "k7m2–p9xw—4t3h\u2011q8rz",
	} {
		if got, problem := factor.NormalizeRecovery(in); got != bare || problem != "" {
			t.Errorf("%q: %q, %q", in, got, problem)
		}
	}
	for in, want := range map[string]string{
		"oooo-OOOO-0000-oO0o": "0000000000000000", "ilIL-1111-iiii-llll": "1111111111111111",
	} {
		if got, problem := factor.NormalizeRecovery(in); got != want || problem != "" {
			t.Errorf("%q: %q, %q", in, got, problem)
		}
	}
	for in, want := range map[string]domain.Code{
		"": domain.CodeRequiredCode, " -- ": domain.CodeRequiredCode, "k7m2": domain.CodeRecoveryWrong,
		"k7m2-p9xw-4t3h-q8rz0": domain.CodeRecoveryWrong, "k7m2-p9xw-4t3h-q8ru": domain.CodeRecoveryWrong,
		"k7m2-p9xw-4t3h-q8r!": domain.CodeRecoveryWrong, "123456": domain.CodeRecoveryWrong,
	} {
		if got, problem := factor.NormalizeRecovery(in); got != "" || problem != want {
			t.Errorf("%q: %q, %q", in, got, problem)
		}
	}
}

func FuzzNormalizeRecovery(f *testing.F) {
	for _, seed := range []string{"k7m2-p9xw-4t3h-q8rz", "OIL0", "\xff", "ｋ７", strings.Repeat("-", 99)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		bare, problem := factor.NormalizeRecovery(in)
		if (problem == "") != (len(bare) == 16) {
			t.Fatalf("%q: %q with problem %q", in, bare, problem)
		}
		if problem != "" {
			return
		}
		if strings.Trim(bare, "0123456789abcdefghjkmnpqrstvwxyz") != "" {
			t.Fatalf("%q: %q", in, bare)
		}
		if again, p := factor.NormalizeRecovery(strings.ToUpper(bare)); again != bare || p != "" {
			t.Fatalf("%q: not stable", in)
		}
	})
}
