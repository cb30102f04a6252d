package passkey

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// Credential is what the service keeps of one passkey or security key: its
// public half and what was last seen of it. It holds no secret.
type Credential struct {
	record webauthn.Credential
}

// Parse reads what Encode wrote.
func Parse(stored string) (Credential, error) {
	var c Credential
	if err := json.Unmarshal([]byte(stored), &c.record); err != nil {
		return Credential{}, fmt.Errorf("read passkey: %w", err)
	}
	if len(c.record.ID) == 0 || len(c.record.PublicKey) == 0 {
		return Credential{}, errors.New("read passkey: no key")
	}
	return c, nil
}

// Encode returns the credential as text to store.
func (c Credential) Encode() (string, error) {
	out, err := json.Marshal(c.record)
	if err != nil {
		return "", fmt.Errorf("write passkey: %w", err)
	}
	return string(out), nil
}

// ID is the credential id, unpadded base64url as browsers write it: what an
// answer is looked up by.
func (c Credential) ID() string { return base64.RawURLEncoding.EncodeToString(c.record.ID) }

// Print is the fingerprint of what may never change: id and public key. Kept
// sealed beside the row, it shows a key that was exchanged in the database
// (ASVS V6.7.1).
func (c Credential) Print() []byte {
	id := sha256.Sum256(c.record.ID)
	sum := sha256.Sum256(append(id[:], c.record.PublicKey...))
	return sum[:]
}

// Synced reports whether a copy of it was kept beyond the device when it was
// last used ("Synced"), as opposed to "Only on this device".
func (c Credential) Synced() bool { return c.record.Flags.BackupState }

// Kind tells a security key from a passkey, as far as the browser said.
func (c Credential) Kind() Kind {
	roams := func(t protocol.AuthenticatorTransport) bool {
		return slices.Contains([]protocol.AuthenticatorTransport{protocol.USB, protocol.NFC, protocol.BLE, protocol.SmartCard}, t)
	}
	if c.record.Flags.BackupEligible || slices.Contains(c.record.Transport, protocol.Internal) || slices.Contains(c.record.Transport, protocol.Hybrid) {
		return Passkey
	}
	if c.record.Authenticator.Attachment == protocol.CrossPlatform || slices.ContainsFunc(c.record.Transport, roams) {
		return SecurityKey
	}
	return Passkey
}

// Discoverable reports whether the credential can sign in without a name
// being typed. known is false when the browser didn't say.
func (c Credential) Discoverable() (yes, known bool) {
	if rk := c.record.Extensions.RK; rk != nil {
		return *rk, true
	}
	return false, false
}
