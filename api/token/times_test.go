package token

import (
	"encoding/json"
	"errors"
	"testing"
	"time"
)

// ASVS V9.2.1: a token that leaves a time out, or brings one from the future,
// is refused even when the signature is right.
func TestEveryTimeIsAsked(t *testing.T) {
	s := Set{newKey(t, start)}
	at := func(d time.Duration) int64 { return start.Add(d).Unix() }
	forged := func(change map[string]any) string {
		c := truth(start)
		c.ID, c.IssuedAt, c.ExpiresAt = "jti", start, start.Add(Lifetime)
		raw, err := json.Marshal(c.payload())
		if err != nil {
			t.Fatal(err)
		}
		var body map[string]any
		if err := json.Unmarshal(raw, &body); err != nil {
			t.Fatal(err)
		}
		for name, value := range change {
			body[name] = value
		}
		raw, err = json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		return signed(t, s[0], `{"alg":"ES256","typ":"JWT","kid":"`+s[0].KID+`"}`, segment(string(raw)))
	}
	if _, err := Parse(forged(nil), s, issuer, audience, start); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]map[string]any{
		"no exp":             {"exp": nil},
		"no nbf":             {"nbf": nil},
		"no iat":             {"iat": nil},
		"no auth_time":       {"auth_time": nil},
		"no jti":             {"jti": ""},
		"exp a word":         {"exp": "never"},
		"iat in the future":  {"iat": at(time.Hour)},
		"nbf in the future":  {"nbf": at(time.Hour)},
		"exp in the past":    {"exp": at(-time.Hour)},
		"auth in the future": {"auth_time": at(time.Hour)},
		"several audiences":  {"aud": []string{audience, "https://other.example"}},
	} {
		if _, err := Parse(forged(change), s, issuer, audience, start); !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
