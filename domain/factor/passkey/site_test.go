package passkey_test

import (
	"errors"
	"testing"

	"twofold/domain/factor/passkey"
)

func TestNewTakesOnlyAddressesThatCanHavePasskeys(t *testing.T) {
	for address, id := range map[string]string{
		"https://id.example.com":        "id.example.com",
		"https://ID.Example.com:8443":   "id.example.com",
		"https://id.example.com/":       "id.example.com",
		"http://localhost:8080":         "localhost",
		"https://localhost":             "localhost",
		"http://twofold.localhost:8080": "twofold.localhost",
		"http://id.example.com":         "",
		"http://127.0.0.1:8080":         "",
		"https://127.0.0.1":             "",
		"https://[::1]:8443":            "",
		"http://localhost.example.com":  "",
		"ftp://id.example.com":          "",
		"id.example.com":                "",
		"":                              "",
		"https://":                      "",
		"https://id example.com":        "",
	} {
		s, err := passkey.New(address, "Northwind")
		if id == "" {
			if !errors.Is(err, passkey.ErrAddress) {
				t.Errorf("%q: %v, want it refused", address, err)
			}
			continue
		}
		if err != nil || s.ID() != id {
			t.Errorf("%q: %v, want %q", address, err, id)
		}
	}
}

func TestHandleNamesItsOwner(t *testing.T) {
	h := passkey.Handle("org_abcdefghijklmnopqrstuvwxyz", "usr_abcdefghijklmnopqrstuvwxyz")
	if len(h) > 64 {
		t.Errorf("a handle of %d bytes, 64 is the most", len(h))
	}
	if tenant, user, ok := passkey.Owner(h); !ok || tenant != "org_abcdefghijklmnopqrstuvwxyz" || user != "usr_abcdefghijklmnopqrstuvwxyz" {
		t.Errorf("%q is of %q, %q, %v", h, tenant, user, ok)
	}
	for _, h := range []string{"", "/", "a/", "/b", "ab", "a/b/c"} {
		if tenant, user, ok := passkey.Owner([]byte(h)); ok {
			t.Errorf("%q is of %q, %q", h, tenant, user)
		}
	}
}
