package passkey_test

import (
	"testing"

	virtual "github.com/descope/virtualwebauthn"
	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"twofold/domain/factor/passkey"
)

// BenchmarkAnswer is one check of a passkey's answer, from its text to the
// credential to store; BenchmarkBareLibrary beside it is the same answer
// through the library alone.
func BenchmarkAnswer(b *testing.B) {
	s, p, d := site(b), maria(), newDevice(virtual.AuthenticatorOptions{})
	p.Credentials = []passkey.Credential{d.owns(b, s, p)}
	a := askAnyone(b, s)
	answer := d.sign(b, a.options, relying)
	stored, err := p.Credentials[0].Encode()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		own, err := passkey.Parse(stored)
		if err != nil {
			b.Fatal(err)
		}
		r, err := passkey.Read(answer)
		if err != nil {
			b.Fatal(err)
		}
		p.Credentials = []passkey.Credential{own}
		if _, err := s.Answer(a.Ceremony, r, p); err != nil {
			b.Fatal(err)
		}
	}
}

type bare struct{ own []webauthn.Credential }

func (u bare) WebAuthnID() []byte                         { return maria().Handle }
func (u bare) WebAuthnName() string                       { return "maria" }
func (u bare) WebAuthnDisplayName() string                { return "Maria" }
func (u bare) WebAuthnCredentials() []webauthn.Credential { return u.own }

func BenchmarkBareLibrary(b *testing.B) {
	w, err := webauthn.New(&webauthn.Config{RPID: relying.ID, RPDisplayName: "Northwind", RPOrigins: []string{address}})
	if err != nil {
		b.Fatal(err)
	}
	d := newDevice(virtual.AuthenticatorOptions{})
	creation, made, err := w.BeginRegistration(bare{})
	if err != nil {
		b.Fatal(err)
	}
	attested, err := protocol.ParseCredentialCreationResponseBytes([]byte(virtual.CreateAttestationResponse(relying, d.Authenticator, d.key,
		virtual.AttestationOptions{Challenge: creation.Response.Challenge, RelyingPartyID: relying.ID})))
	if err != nil {
		b.Fatal(err)
	}
	own, err := w.CreateCredential(bare{}, *made, attested)
	if err != nil {
		b.Fatal(err)
	}
	assertion, session, err := w.BeginDiscoverableLogin()
	if err != nil {
		b.Fatal(err)
	}
	answer := []byte(virtual.CreateAssertionResponse(relying, d.Authenticator, d.key, virtual.AssertionOptions{Challenge: assertion.Response.Challenge}))
	whose := func(_, _ []byte) (webauthn.User, error) { return bare{[]webauthn.Credential{*own}}, nil }
	for b.Loop() {
		parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
		if err != nil {
			b.Fatal(err)
		}
		if _, _, err := w.ValidatePasskeyLogin(whose, *session, parsed); err != nil {
			b.Fatal(err)
		}
	}
}
