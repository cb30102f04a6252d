package passkey

import (
	"strings"

	"github.com/go-webauthn/webauthn/webauthn"
)

// Person is whose credentials a ceremony is about.
type Person struct {
	Handle      []byte // made by Handle
	Name        string // tells accounts apart in the browser's list: the email address
	DisplayName string
	Credentials []Credential // every one that may be used
}

// Handle is the user handle of a person: what an authenticator keeps beside
// the key and gives back at a sign-in without a name. It holds two ids, no
// name and no address, and fits the 64 bytes there are for it.
func Handle(tenantID, userID string) []byte { return []byte(tenantID + "/" + userID) }

// Owner reads a handle. ok is false for one that Handle didn't make.
func Owner(handle []byte) (tenantID, userID string, ok bool) {
	tenantID, userID, ok = strings.Cut(string(handle), "/")
	return tenantID, userID, ok && tenantID != "" && userID != "" && !strings.Contains(userID, "/")
}

// party is a Person as the library wants one.
type party struct{ Person }

func (p party) WebAuthnID() []byte          { return p.Handle }
func (p party) WebAuthnName() string        { return p.Name }
func (p party) WebAuthnDisplayName() string { return p.DisplayName }

func (p party) WebAuthnCredentials() []webauthn.Credential {
	out := make([]webauthn.Credential, len(p.Credentials))
	for i, c := range p.Credentials {
		out[i] = c.record
	}
	return out
}
