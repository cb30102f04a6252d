package passkey

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// Ask begins asking a known person for one of their credentials: as a second
// step, or to confirm it's them. Their being verified (fingerprint, PIN) is
// welcome and not needed. It fails for a person without credentials.
func (s *Site) Ask(p Person) (options string, c Ceremony, err error) {
	assertion, session, err := s.party.BeginLogin(party{p}, webauthn.WithUserVerification(protocol.VerificationPreferred))
	if err != nil {
		return "", nil, fmt.Errorf("ask for a passkey: %w", err)
	}
	return begun(assertion.Response, ceremony{For: forAsk, Session: *session})
}

// AskAnyone begins a sign-in without a name: whoever holds a credential for
// this address may answer, and must be verified, since nothing else will be
// asked of them.
func (s *Site) AskAnyone() (options string, c Ceremony, err error) {
	assertion, session, err := s.party.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return "", nil, fmt.Errorf("ask for anyone's passkey: %w", err)
	}
	return begun(assertion.Response, ceremony{For: forAnyone, Session: *session})
}

// Response is the browser's answer to Ask or AskAnyone, read and not yet
// believed.
type Response struct {
	parsed *protocol.ParsedCredentialAssertionData
}

// Read takes an answer apart so that whose it says it is can be looked up. It
// fails with ErrUnreadable.
func Read(answer []byte) (Response, error) {
	if len(answer) > MaxAnswer {
		return Response{}, fmt.Errorf("%w: %d bytes", ErrUnreadable, len(answer))
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return Response{}, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	return Response{parsed}, nil
}

// CredentialID is the id of the credential that is said to have answered, as
// Credential.ID writes it.
func (r Response) CredentialID() string {
	return base64.RawURLEncoding.EncodeToString(r.parsed.RawID)
}

// Handle is whose account the answer says it is for: empty in many answers to
// Ask, always there in one to AskAnyone.
func (r Response) Handle() []byte { return r.parsed.Response.UserHandle }

// Answer is an answer that was accepted.
type Answer struct {
	Credential Credential // as it is now: to be stored in place of the old
	Verified   bool       // the authenticator checked who it was: fingerprint, face, PIN
}

// Answer judges a response to Ask or AskAnyone with the credentials of the
// person it is said to come from. It fails with ErrRefused or ErrCloned, and
// then nobody has proved anything.
func (s *Site) Answer(c Ceremony, r Response, p Person) (Answer, error) {
	begun, err := c.open(forAsk, forAnyone)
	if err != nil {
		return Answer{}, err
	}
	record, err := s.judge(begun, r, p)
	if err != nil {
		return Answer{}, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	if record.Authenticator.CloneWarning {
		return Answer{}, ErrCloned
	}
	return Answer{Credential: Credential{*record}, Verified: r.parsed.Response.AuthenticatorData.Flags.HasUserVerified()}, nil
}

func (s *Site) judge(c ceremony, r Response, p Person) (*webauthn.Credential, error) {
	if r.parsed == nil {
		return nil, errors.New("no response")
	}
	if c.For == forAsk {
		// One removed in another window meanwhile must not spoil the others.
		owned := func(id []byte) bool {
			return slices.ContainsFunc(p.Credentials, func(own Credential) bool { return bytes.Equal(own.record.ID, id) })
		}
		c.Session.AllowedCredentialIDs = slices.DeleteFunc(c.Session.AllowedCredentialIDs, func(id []byte) bool { return !owned(id) })
		if len(c.Session.AllowedCredentialIDs) == 0 {
			return nil, errors.New("none of the credentials asked for is left")
		}
		return s.party.ValidateLogin(party{p}, c.Session, r.parsed)
	}
	whose := func(_, _ []byte) (webauthn.User, error) { return party{p}, nil }
	return s.party.ValidateDiscoverableLogin(whose, c.Session, r.parsed)
}
