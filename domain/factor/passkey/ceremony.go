package passkey

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/go-webauthn/webauthn/webauthn"
)

// ChallengeBits is the size of a challenge (ASVS V6.7.2, NIST SP 800-63B-4
// 3.1.6.2).
const ChallengeBits = 256

// MaxAnswer is the longest answer that is read, in bytes.
const MaxAnswer = 64 << 10

// Why an answer isn't accepted. Everything wrapped around them is for the log,
// not for the person.
var (
	// ErrUnreadable means that the answer is no answer of a browser.
	ErrUnreadable = errors.New("passkey answer can't be read")
	// ErrRefused means that the answer doesn't fit its ceremony, this address,
	// the person or the key.
	ErrRefused = errors.New("passkey answer refused")
	// ErrCloned means that everything fits but the counter went back, so
	// another copy of the key may be in use.
	ErrCloned = errors.New("passkey may have been copied")
)

// Ceremony is the server's half of a ceremony, to be stored as it is. It holds
// the challenge.
type Ceremony []byte

type purpose string

const (
	forCreate purpose = "create"
	forAsk    purpose = "ask"
	forAnyone purpose = "anyone"
)

type ceremony struct {
	For     purpose              `json:"for"`
	Session webauthn.SessionData `json:"session"`
}

// open reads a ceremony and sees that it was begun for one of the purposes.
func (c Ceremony) open(wanted ...purpose) (ceremony, error) {
	var out ceremony
	if err := json.Unmarshal(c, &out); err != nil {
		return out, fmt.Errorf("read passkey ceremony: %w", err)
	}
	for _, w := range wanted {
		if out.For == w {
			return out, nil
		}
	}
	return out, fmt.Errorf("%w: a ceremony for %q", ErrRefused, out.For)
}
