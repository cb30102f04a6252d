package passkey_test

import (
	"errors"
	"testing"

	virtual "github.com/descope/virtualwebauthn"

	"twofold/domain/factor/passkey"
)

// FuzzCreated: whatever a stranger sends, making a credential ends in one of
// the known errors, and what it accepts can be stored.
func FuzzCreated(f *testing.F) {
	s, p, d := site(f), maria(), newDevice(virtual.AuthenticatorOptions{})
	options, c, err := s.Create(p, passkey.Passkey)
	if err != nil {
		f.Fatal(err)
	}
	right := d.create(f, options, relying)
	f.Add(right)
	f.Add(tampered(f, right, "attestationObject", func(raw []byte) []byte { return raw[:40] }))
	f.Add([]byte(`{"id":"YQ","rawId":"YQ","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"oA"}}`))
	f.Fuzz(func(t *testing.T, answer []byte) {
		made, err := s.Created(c, answer, p)
		if err == nil {
			kept(t, made)
		} else if !errors.Is(err, passkey.ErrUnreadable) && !errors.Is(err, passkey.ErrRefused) {
			t.Errorf("%q: %v", answer, err)
		}
	})
}

// FuzzAnswer: an answer is believed only if it is the one the device gave.
func FuzzAnswer(f *testing.F) {
	s, p, d := site(f), maria(), newDevice(virtual.AuthenticatorOptions{})
	p.Credentials = []passkey.Credential{d.owns(f, s, p)}
	a, anyone := ask(f, s, p), askAnyone(f, s)
	right := d.sign(f, a.options, relying)
	f.Add(right)
	f.Add(d.sign(f, anyone.options, relying))
	f.Add(tampered(f, right, "authenticatorData", func(raw []byte) []byte { return append(raw, 0xa0) }))
	f.Add([]byte(`{"id":"YQ","rawId":"YQ","type":"public-key","response":{"clientDataJSON":"e30","authenticatorData":"","signature":""}}`))
	f.Fuzz(func(t *testing.T, answer []byte) {
		r, err := passkey.Read(answer)
		if err != nil {
			if !errors.Is(err, passkey.ErrUnreadable) {
				t.Errorf("%q: %v", answer, err)
			}
			return
		}
		for _, c := range []passkey.Ceremony{a.Ceremony, anyone.Ceremony} {
			got, err := s.Answer(c, r, p)
			if err == nil && got.Credential.ID() != p.Credentials[0].ID() {
				t.Errorf("%q proves %s", answer, got.Credential.ID())
			} else if err != nil && !errors.Is(err, passkey.ErrRefused) {
				t.Errorf("%q: %v", answer, err)
			}
		}
	})
}

// FuzzOwner: a handle reads back as it was made, and nothing else reads.
func FuzzOwner(f *testing.F) {
	f.Add("org_a/usr_b")
	f.Add("//")
	f.Fuzz(func(t *testing.T, text string) {
		tenant, user, ok := passkey.Owner([]byte(text))
		if ok && string(passkey.Handle(tenant, user)) != text {
			t.Errorf("%q is of %q and %q", text, tenant, user)
		}
	})
}

// FuzzParse: what is in the store is read or refused, never more.
func FuzzParse(f *testing.F) {
	text, err := newDevice(virtual.AuthenticatorOptions{}).owns(f, site(f), maria()).Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add(`{"id":"YQ==","publicKey":"YQ=="}`)
	f.Fuzz(func(t *testing.T, text string) {
		if c, err := passkey.Parse(text); err == nil {
			kept(t, c)
		}
	})
}
