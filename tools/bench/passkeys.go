package main

import (
	"context"
	"errors"
	"runtime"
	"time"

	virtual "github.com/descope/virtualwebauthn"
	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"twofold/domain/factor/passkey"
)

const (
	passkeyPairs = 5
	passkeySite  = "https://id.example"
)

var passkeyParty = virtual.RelyingParty{ID: "id.example", Name: "Twofold", Origin: passkeySite}

// passkeyHolder is somebody with one passkey on a device.
type passkeyHolder struct {
	device virtual.Authenticator
	key    virtual.Credential
	handle []byte
}

func newPasskeyHolder() passkeyHolder {
	const whole = 77 // the virtual device writes keys with a leading zero wrong
	h := passkeyHolder{key: virtual.NewCredential(virtual.KeyTypeEC2), handle: passkey.Handle("org", "usr")}
	for len(h.key.Key.AttestationData()) != whole {
		h.key = virtual.NewCredential(virtual.KeyTypeEC2)
	}
	h.device = virtual.NewAuthenticatorWithOptions(virtual.AuthenticatorOptions{UserHandle: h.handle})
	return h
}

func (h passkeyHolder) create(options string) ([]byte, error) {
	o, err := virtual.ParseAttestationOptions(options)
	if err != nil {
		return nil, err
	}
	return []byte(virtual.CreateAttestationResponse(passkeyParty, h.device, h.key, *o)), nil
}

func (h passkeyHolder) sign(options string) ([]byte, error) {
	o, err := virtual.ParseAssertionOptions(options)
	if err != nil {
		return nil, err
	}
	return []byte(virtual.CreateAssertionResponse(passkeyParty, h.device, h.key, *o)), nil
}

// passkeys checks an answer as a sign-in does: from the text the browser sent
// and the text that is stored to the record to store.
func passkeys() (task, error) {
	site, err := passkey.New(passkeySite, "Twofold")
	if err != nil {
		return task{}, err
	}
	h := newPasskeyHolder()
	person := passkey.Person{Handle: h.handle, Name: "maria", DisplayName: "Maria"}
	options, ceremony, err := site.Create(person, passkey.Passkey)
	if err != nil {
		return task{}, err
	}
	made, err := h.create(options)
	if err != nil {
		return task{}, err
	}
	own, err := site.Created(ceremony, made, person)
	if err != nil {
		return task{}, err
	}
	options, asked, err := site.AskAnyone()
	if err != nil {
		return task{}, err
	}
	answer, signErr := h.sign(options)
	stored, err := own.Encode()
	return task{close: func() {}, do: func(int) error {
		own, err := passkey.Parse(stored)
		if err != nil {
			return err
		}
		given, err := passkey.Read(answer)
		if err != nil {
			return err
		}
		found, err := site.Answer(asked, given, passkey.Person{Handle: h.handle, Credentials: []passkey.Credential{own}})
		if err != nil {
			return err
		}
		_, err = found.Credential.Encode()
		return err
	}}, errors.Join(err, signErr)
}

// bareHolder is a person as the library wants one.
type bareHolder struct {
	handle []byte
	own    []webauthn.Credential
}

func (b bareHolder) WebAuthnID() []byte                         { return b.handle }
func (b bareHolder) WebAuthnName() string                       { return "maria" }
func (b bareHolder) WebAuthnDisplayName() string                { return "Maria" }
func (b bareHolder) WebAuthnCredentials() []webauthn.Credential { return b.own }

// barePasskeys is the limit: the same answer through the library alone, with
// the credential at hand.
func barePasskeys() (task, error) {
	library, err := webauthn.New(&webauthn.Config{RPID: passkeyParty.ID, RPDisplayName: passkeyParty.Name, RPOrigins: []string{passkeySite}})
	if err != nil {
		return task{}, err
	}
	h := newPasskeyHolder()
	person := bareHolder{handle: h.handle}
	creation, making, err := library.BeginRegistration(person)
	if err != nil {
		return task{}, err
	}
	made, err := protocol.ParseCredentialCreationResponseBytes([]byte(virtual.CreateAttestationResponse(passkeyParty, h.device, h.key,
		virtual.AttestationOptions{Challenge: creation.Response.Challenge})))
	if err != nil {
		return task{}, err
	}
	own, err := library.CreateCredential(person, *making, made)
	if err != nil {
		return task{}, err
	}
	person.own = []webauthn.Credential{*own}
	assertion, asked, err := library.BeginDiscoverableLogin()
	if err != nil {
		return task{}, err
	}
	answer := []byte(virtual.CreateAssertionResponse(passkeyParty, h.device, h.key, virtual.AssertionOptions{Challenge: assertion.Response.Challenge}))
	whose := func(_, _ []byte) (webauthn.User, error) { return person, nil }
	return task{close: func() {}, do: func(int) error {
		given, err := protocol.ParseCredentialRequestResponseBytes(answer)
		if err != nil {
			return err
		}
		_, _, err = library.ValidatePasskeyLogin(whose, *asked, given)
		return err
	}}, nil
}

// measurePasskeys compares how many answers of passkeys are checked in a second
// with the library alone.
func measurePasskeys(ctx context.Context, r *run) (err error) {
	child, err := startChild(ctx, roleWork)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, child.stop()) }()
	ask := func(work string, length time.Duration) (slice, error) {
		return child.do(order{Work: work, Clients: runtime.GOMAXPROCS(0), For: length})
	}
	if _, err := ask(workPasskey, time.Second/2); err != nil {
		return err
	}
	var pairs []pair
	for range r.times(passkeyPairs) {
		var one pair
		if one.product, err = ask(workPasskey, r.slice()); err != nil {
			return err
		}
		if one.limit, err = ask(workBarePasskey, r.slice()); err != nil {
			return err
		}
		pairs = append(pairs, one)
	}
	r.addPairs(aim{what: "passkey answers checked/s", limitUnit: " by the library", atLeast: 0.7, share: 1}, pairs)
	return nil
}
