package factor_test

import (
	"crypto/rand"
	"testing"

	"twofold/domain"
	"twofold/domain/factor"
)

func TestAccessCode(t *testing.T) {
	keys := newKeys(t)
	code, err := factor.NewAccessCode(rand.Reader)
	if err != nil || len(code) != factor.AccessDigits {
		t.Fatal(code, err)
	}
	mac, err := keys.MACAccessCode("org", "usr", "gra", code)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		tenant, user, grant, code string
		fits                      bool
	}{
		{"org", "usr", "gra", code, true}, {"org2", "usr", "gra", code, false}, {"org", "usr2", "gra", code, false},
		{"org", "usr", "gra2", code, false}, {"org", "usr", "gra", code + "0", false}, {"or", "gusr", "gra", code, false},
	} {
		if fits, err := keys.CheckAccessCode(c.tenant, c.user, c.grant, c.code, mac); err != nil || fits != c.fits {
			t.Errorf("%+v: %v, %v", c, fits, err)
		}
	}
}

func TestNormalizeAccessCode(t *testing.T) {
	for input, want := range map[string]struct {
		digits  string
		problem domain.Code
	}{
		"12345678": {"12345678", ""}, " 1234-5678 ": {"12345678", ""}, "١٢٣٤٥٦٧٨": {"12345678", ""},
		"": {"", domain.CodeRequiredCode}, "123456": {"", domain.CodeAccessShort}, "123456789": {"", domain.CodeAccessLong}, "1234567a": {"", domain.CodeCodeNotDigits},
	} {
		if digits, _, problem := factor.NormalizeAccessCode(input); digits != want.digits || problem != want.problem {
			t.Errorf("%q: %q, %s", input, digits, problem)
		}
	}
}
