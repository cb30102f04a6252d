package acceptance_test

import (
	"encoding/base64"
	"net/url"
	"strings"
	"testing"
	"time"

	virtual "github.com/descope/virtualwebauthn"

	"twofold/api/wire"
)

// authenticator is a device with one passkey: a foreign client of WebAuthn.
type authenticator struct {
	virtual.Authenticator
	key virtual.Credential
	at  virtual.RelyingParty
}

// wholeKey is the length of a key whose coordinates fill their bytes; the
// virtual authenticator writes shorter ones wrong.
const wholeKey = 77

func (h *house) authenticator(t *testing.T) *authenticator {
	t.Helper()
	u, err := url.Parse(h.URL)
	check(t, err)
	a := &authenticator{Authenticator: virtual.NewAuthenticator(), at: virtual.RelyingParty{ID: u.Hostname(), Name: "Twofold", Origin: h.URL}}
	for a.key = virtual.NewCredential(virtual.KeyTypeEC2); len(a.key.Key.AttestationData()) != wholeKey; {
		a.key = virtual.NewCredential(virtual.KeyTypeEC2)
	}
	return a
}

// create makes the passkey that a challenge asks for.
func (a *authenticator) create(t *testing.T, c wire.PasskeyChallenge) wire.PasskeyAnswer {
	t.Helper()
	o, err := virtual.ParseAttestationOptions(string(c.Options))
	check(t, err)
	a.Options.UserHandle = []byte(o.UserID)
	return wire.PasskeyAnswer{Ceremony: c.Ceremony, Response: virtual.CreateAttestationResponse(a.at, a.Authenticator, a.key, *o)}
}

// sign answers a challenge.
func (a *authenticator) sign(t *testing.T, c wire.PasskeyChallenge) wire.PasskeyAnswer {
	t.Helper()
	o, err := virtual.ParseAssertionOptions(string(c.Options))
	check(t, err)
	return wire.PasskeyAnswer{Ceremony: c.Ceremony, Response: virtual.CreateAssertionResponse(a.at, a.Authenticator, a.key, *o)}
}

func (a *authenticator) id() string { return base64.RawURLEncoding.EncodeToString(a.key.ID) }

// passkey sets up a passkey on a new device of the person's.
func (p *person) passkey(name string) *authenticator {
	p.t.Helper()
	a := p.h.authenticator(p.t)
	p.keep(a, name, "")
	return a
}

// keep goes through the wizard with a device, in the place of a method unless
// replaces is empty.
func (p *person) keep(a *authenticator, name, replaces string) wire.SetupFinished {
	p.t.Helper()
	p.h.pass(time.Second)
	asked := read[wire.PasskeyChallenge](p.client, wire.CreatePasskey, wire.CreatePasskeyRequest{Kind: wire.KindPasskey})
	read[wire.Setup](p.client, wire.PasskeyCreated, wire.PasskeyCreatedRequest{PasskeyAnswer: a.create(p.t, asked), Replaces: replaces})
	on := read[wire.SetupConfirmed](p.client, wire.NamePasskey, wire.NamePasskeyRequest{Name: name})
	if on.Step == wire.SetupStepCodes {
		p.codes = read[wire.RecoverySet](p.client, wire.ReadSetupCodes, nil).Codes
		on.Finished = new(read[wire.SetupFinished](p.client, wire.FinishSetup, wire.FinishSetupRequest{Saved: true}))
	}
	p.renew(on.Finished.Renewal)
	return *on.Finished
}

// touch passes the second step by a passkey.
func (p *person) touch(a *authenticator) wire.SignInAnswer {
	p.t.Helper()
	p.h.pass(time.Second)
	asked := read[wire.PasskeyChallenge](p.client, wire.AskPasskey, nil)
	answer := read[wire.SignInAnswer](p.client, wire.VerifyPasskey, wire.PasskeyVerifyRequest{PasskeyAnswer: a.sign(p.t, asked)})
	p.take(answer.Token)
	return answer
}

// askAnyone is the challenge of a sign-in page.
func (p *person) askAnyone() wire.PasskeyChallenge {
	p.t.Helper()
	return read[wire.PasskeyChallenge](p.client, wire.AskAnyPasskey, wire.PasskeyAskRequest{Bearer: p.jar == nil})
}

// enter tries to sign in by a passkey alone.
func (p *person) enter(a *authenticator) *client {
	p.t.Helper()
	p.h.pass(time.Second)
	in := wire.PasskeySignInRequest{PasskeyAnswer: a.sign(p.t, p.askAnyone()), Bearer: p.jar == nil}
	return p.do(wire.SignInPasskey, in)
}

func (p *person) take(token string) {
	if p.jar == nil {
		p.token = token
	}
}

// amr is how the person's session was opened.
func (p *person) amr() string { return strings.Join(p.session().AMR, " ") }
