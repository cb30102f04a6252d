package factor_test

import (
	"strings"
	"testing"

	"twofold/domain"
	"twofold/domain/factor"
)

func TestNormalizeCode(t *testing.T) {
	for _, c := range []struct {
		in, digits string
		n          int
		problem    domain.Code
	}{
		{"123456", "123456", 6, ""},
		{" 123 456\n", "123456", 6, ""},
		{"123-456", "123456", 6, ""},
		{"123–456", "123456", 6, ""},
		{"1\u20092\u00a03\u200b4\u200e5\ufeff6", "123456", 6, ""},
		{"１２３４５６", "123456", 6, ""},
		{"١٢٣٤٥٦", "123456", 6, ""},
		{"۱۲۳۴۵۶", "123456", 6, ""},
		{"१२३४५६", "123456", 6, ""},
		{"000000", "000000", 6, ""},
		{"", "", 0, domain.CodeRequiredCode},
		{" - ", "", 0, domain.CodeRequiredCode},
		{"12345", "", 5, domain.CodeCodeShort},
		{"1234567", "", 7, domain.CodeCodeLong},
		{"12345a", "", 5, domain.CodeCodeNotDigits},
		{"12345٫6", "", 6, domain.CodeCodeNotDigits},
		{"½23456", "", 5, domain.CodeCodeNotDigits},
		{"k7m2-p9xw-4t3h-q8rz", "", 0, domain.CodeLooksLikeRecovery},
		{"K7M2P9XW4T3HQ8RZ", "", 0, domain.CodeLooksLikeRecovery},
		{"k7m2-p9xw-4t3h", "", 5, domain.CodeCodeNotDigits},
	} {
		digits, n, problem := factor.NormalizeCode(c.in)
		if digits != c.digits || n != c.n || problem != c.problem {
			t.Errorf("%q: %q, %d, %q", c.in, digits, n, problem)
		}
	}
}

func FuzzNormalizeCode(f *testing.F) {
	for _, seed := range []string{"123456", "١٢٣ ٤٥٦", "k7m2-p9xw-4t3h-q8rz", "\xff\x00", "１２３"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		digits, n, problem := factor.NormalizeCode(in)
		if (problem == "") != (digits != "") {
			t.Fatalf("%q: %q with problem %q", in, digits, problem)
		}
		if problem != "" {
			return
		}
		if n != factor.Digits || len(digits) != factor.Digits || strings.Trim(digits, "0123456789") != "" {
			t.Fatalf("%q: %q, %d", in, digits, n)
		}
		if again, _, p := factor.NormalizeCode(digits); again != digits || p != "" {
			t.Fatalf("%q: not stable", in)
		}
	})
}
