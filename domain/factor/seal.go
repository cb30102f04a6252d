package factor

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/tink-crypto/tink-go/v2/core/cryptofmt"
)

// ErrUnknownKey says that a value was made with a key that isn't in the key
// file. The wrapping error names the key id.
var ErrUnknownKey = errors.New("no such key in the key file")

// ErrSealBroken says that a sealed value was changed, cut, or moved to another
// row than the one it was sealed for.
var ErrSealBroken = errors.New("the seal is broken")

// Binding ties a sealed value to its place: it opens only with the same one
// (AEAD associated data). The zero Binding is refused.
type Binding struct{ data []byte }

// BindFactor is the place of a factor's secret: one version of one factor of
// one person of one tenant.
func BindFactor(tenant, user, factorID string, version int64) Binding {
	return Bind("factor", tenant, user, factorID, strconv.FormatInt(version, 10))
}

// Bind is the place of anything else. The purpose separates kinds of secrets;
// every part is written with its length, so ("a", "bc") is not ("ab", "c").
func Bind(purpose string, parts ...string) Binding {
	out := appendPart(nil, purpose)
	for _, p := range parts {
		out = appendPart(out, p)
	}
	return Binding{out}
}

// Seal encrypts a secret for one place with the primary key.
func (k *Keys) Seal(secret []byte, place Binding) ([]byte, error) {
	if len(place.data) == 0 {
		return nil, errors.New("seal secret: no binding")
	}
	sealed, err := k.aead.Encrypt(secret, place.data)
	if err != nil {
		return nil, fmt.Errorf("seal secret: %w", err)
	}
	return sealed, nil
}

// Open returns the secret of a sealed value. It fails with ErrUnknownKey or
// ErrSealBroken.
func (k *Keys) Open(sealed []byte, place Binding) ([]byte, error) {
	if len(place.data) == 0 {
		return nil, errors.New("open secret: no binding")
	}
	id, err := SealedBy(sealed)
	if err != nil {
		return nil, fmt.Errorf("open secret: %w", err)
	}
	if !slices.Contains(k.SealingKeys(), id) {
		return nil, fmt.Errorf("open secret: key %d: %w", id, ErrUnknownKey)
	}
	secret, err := k.aead.Decrypt(sealed, place.data)
	if err != nil {
		return nil, fmt.Errorf("open secret: key %d: %w", id, ErrSealBroken)
	}
	return secret, nil
}

// SealedBy returns the id of the key that sealed a value. A key may be retired
// when no stored value names it any more.
func SealedBy(sealed []byte) (uint32, error) {
	if len(sealed) <= cryptofmt.TinkPrefixSize || sealed[0] != cryptofmt.TinkStartByte {
		return 0, fmt.Errorf("read key id: %w", ErrSealBroken)
	}
	return binary.BigEndian.Uint32(sealed[1:]), nil
}

// sentinel is the place of the value that proves a database and a key file
// belong together.
var sentinel = Bind("sentinel")

// Sentinel makes a value to store once in a new database.
func (k *Keys) Sentinel() ([]byte, error) {
	proof, err := k.MAC("sentinel", nil)
	if err != nil {
		return nil, err
	}
	return k.Seal(proof, sentinel)
}

// CheckSentinel returns nil if these keys, rotated or not, are those that made
// the stored sentinel; else an error that says so. A service must not start on
// an error: it could read no secret and would refuse every password.
func (k *Keys) CheckSentinel(stored []byte) error {
	proof, err := k.Open(stored, sentinel)
	if err != nil {
		return fmt.Errorf("the key file does not belong to this database: %w", err)
	}
	ok, err := k.CheckMAC("sentinel", nil, proof)
	if err != nil {
		return fmt.Errorf("the key file does not belong to this database: %w", err)
	}
	if !ok {
		return fmt.Errorf("the key file does not belong to this database: deriving keys differ")
	}
	return nil
}
