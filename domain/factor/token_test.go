package factor_test

import (
	"bytes"
	"crypto/rand"
	"regexp"
	"testing"
	"time"

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
	now := time.Now()
	a, err := factor.NewID(now, rand.Reader, "usr")
	b, _ := factor.NewID(now, rand.Reader, "usr")
	if err != nil || !form.MatchString(a) || a == b {
		t.Errorf("%q, %q, %v", a, b, err)
	}
	if _, err := factor.NewID(now, bytes.NewReader(nil), "usr"); err == nil {
		t.Error("an id from no randomness")
	}
}

// Ids come in the order of their time, to the millisecond.
func TestNewIDIsOrderedByTime(t *testing.T) {
	last := ""
	for at := time.UnixMilli(1); at.Year() < 10000; at = at.Add(at.Sub(time.Unix(0, 0))/7 + time.Millisecond) {
		id, err := factor.NewID(at, rand.Reader, "usr")
		if err != nil || id <= last {
			t.Fatalf("%q after %q at %s, %v", id, last, at, err)
		}
		last = id
	}
}
