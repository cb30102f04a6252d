package passkey

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// Kind is what the person wants to make.
type Kind string

const (
	// Passkey is kept by the device or its password manager. It is made so
	// that it can sign in by itself.
	Passkey Kind = "passkey"
	// SecurityKey is a key that is plugged in or tapped.
	SecurityKey Kind = "security_key"
)

// maxID is the longest credential id (WebAuthn Level 3, section 7.1 step 25).
const maxID = 1023

// Create begins making a credential. The person's own credentials are named
// so that no device holds two for the same account.
func (s *Site) Create(p Person, k Kind) (options string, c Ceremony, err error) {
	choice := protocol.AuthenticatorSelection{ResidentKey: protocol.ResidentKeyRequirementRequired,
		RequireResidentKey: protocol.ResidentKeyRequired(), UserVerification: protocol.VerificationPreferred}
	hints := []protocol.PublicKeyCredentialHints{}
	if k == SecurityKey {
		choice.ResidentKey, choice.RequireResidentKey = protocol.ResidentKeyRequirementPreferred, protocol.ResidentKeyNotRequired()
		choice.AuthenticatorAttachment = protocol.CrossPlatform
		hints = append(hints, protocol.PublicKeyCredentialHintSecurityKey)
	}
	creation, session, err := s.party.BeginRegistration(party{p},
		webauthn.WithAuthenticatorSelection(choice),
		webauthn.WithPublicKeyCredentialHints(hints),
		webauthn.WithCredentialParameters(webauthn.CredentialParametersRecommendedL3()),
		webauthn.WithExclusions(webauthn.Credentials(party{p}.WebAuthnCredentials()).CredentialDescriptors()),
		webauthn.WithExtensions(webauthn.WithExtensionCredProps()))
	if err != nil {
		return "", nil, fmt.Errorf("begin a passkey: %w", err)
	}
	return begun(creation.Response, ceremony{For: forCreate, Session: *session})
}

// Created judges the browser's answer to Create. It fails with ErrUnreadable
// or ErrRefused. That no other account holds the credential is for the store
// to see to, by its id.
func (s *Site) Created(c Ceremony, answer []byte, p Person) (Credential, error) {
	begun, err := c.open(forCreate)
	if err != nil {
		return Credential{}, err
	}
	if len(answer) > MaxAnswer {
		return Credential{}, fmt.Errorf("%w: %d bytes", ErrUnreadable, len(answer))
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return Credential{}, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	record, err := s.party.CreateCredential(party{p}, begun.Session, parsed)
	if err != nil {
		return Credential{}, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	if len(record.ID) > maxID {
		return Credential{}, fmt.Errorf("%w: id of %d bytes", ErrRefused, len(record.ID))
	}
	return Credential{*record}, nil
}

// begun writes both halves of a ceremony.
func begun(options any, c ceremony) (string, Ceremony, error) {
	out, err := json.Marshal(options)
	state, stateErr := json.Marshal(c)
	if err := errors.Join(err, stateErr); err != nil {
		return "", nil, fmt.Errorf("write passkey options: %w", err)
	}
	return string(out), state, nil
}
