package passkey

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// ErrAddress means that browsers make no passkeys for the public address: it
// isn't https (or http on localhost), or its host is an IP address. The
// service works there without them.
var ErrAddress = errors.New("no passkeys at this address")

// Site is the relying party of one public address. It is safe for concurrent
// use.
type Site struct {
	party *webauthn.WebAuthn
}

// New makes the relying party of a public address. Its id is the host, its
// only origin the exact scheme, host and port. name is shown by the browser.
func New(publicURL, name string) (*Site, error) {
	at, err := url.Parse(publicURL)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrAddress, err)
	}
	host := strings.ToLower(at.Hostname())
	if at.Scheme != "https" && !(at.Scheme == "http" && local(host)) {
		return nil, fmt.Errorf("%w: %s://%s", ErrAddress, at.Scheme, host)
	}
	if err := protocol.ValidateRPID(host); err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrAddress, host, err)
	}
	party, err := webauthn.New(&webauthn.Config{
		RPID:                  host,
		RPDisplayName:         name,
		RPOrigins:             []string{at.Scheme + "://" + strings.ToLower(at.Host)},
		AttestationPreference: protocol.PreferNoAttestation,
		// Password managers add outputs nobody asked for; Level 3 lets us ignore them.
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore,
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrAddress, err)
	}
	return &Site{party}, nil
}

// local reports whether browsers treat plain http on host as secure.
func local(host string) bool { return host == "localhost" || strings.HasSuffix(host, ".localhost") }

// ID is the relying party id, which the browser wants when it is told that a
// credential isn't known any more.
func (s *Site) ID() string { return s.party.Config.RPID }
