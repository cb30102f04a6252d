package factor_test

import (
	"bytes"
	"crypto/rand"
	"regexp"
	"testing"

	"twofold/domain/factor"
)

// ASVS V11.5.1: 256 bits from the given source, unique, safe in a cookie.
func TestNewToken(t *testing.T) {
	form := regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`)
	seen := map[string]bool{}
	for range 1000 {
		token, err := factor.NewToken(rand.Reader)
		if err != nil || !form.MatchString(token) || seen[token] {
			t.Fatalf("%q, %v", token, err)
		}
		seen[token] = true
	}
	if _, err := factor.NewToken(bytes.NewReader(make([]byte, 31))); err == nil {
		t.Error("a token from too little randomness")
	}
}

func TestTokenFits(t *testing.T) {
	token, _ := factor.NewToken(rand.Reader)
	stored := factor.HashToken(token)
	if len(stored) != 32 || bytes.Contains(stored, []byte(token)) {
		t.Errorf("stored form: %x", stored)
	}
	for _, c := range []struct {
		token  string
		stored []byte
		want   bool
	}{
		{token, stored, true}, {token + "x", stored, false}, {"", stored, false},
		{"", factor.HashToken(""), false}, {token, nil, false}, {token, stored[:31], false},
	} {
		if got := factor.TokenFits(c.token, c.stored); got != c.want {
			t.Errorf("%q against %x: %v", c.token, c.stored, got)
		}
	}
	if factor.EqualHash(nil, nil) {
		t.Error("two missing hashes are equal")
	}
}

func TestNewID(t *testing.T) {
	form := regexp.MustCompile(`^usr_[0-9a-z]{26}$`)
	a, err := factor.NewID(rand.Reader, "usr")
	b, _ := factor.NewID(rand.Reader, "usr")
	if err != nil || !form.MatchString(a) || a == b {
		t.Errorf("%q, %q, %v", a, b, err)
	}
	if _, err := factor.NewID(bytes.NewReader(nil), "usr"); err == nil {
		t.Error("an id from no randomness")
	}
}
