package token

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"fmt"
	"time"
)

// Key is one signing key. Private is nil in a set that was opened to verify
// only. A zero RetireAt means that no successor is known yet.
type Key struct {
	KID        string // RFC 7638 thumbprint of the public key
	Public     *ecdsa.PublicKey
	Private    *ecdsa.PrivateKey
	CreatedAt  time.Time
	ActiveFrom time.Time
	RetireAt   time.Time
}

// StoredKey is a Key as a row: the private half sealed, the public half as a
// JWK. Times have milliseconds.
type StoredKey struct {
	KID        string
	Sealed     []byte
	Public     []byte
	CreatedAt  time.Time
	ActiveFrom time.Time
	RetireAt   time.Time
}

// NewKey makes a P-256 key that signs from now on.
func NewKey(now time.Time) (Key, error) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return Key{}, fmt.Errorf("make signing key: %w", err)
	}
	public, err := jwkOf(&private.PublicKey)
	if err != nil {
		return Key{}, fmt.Errorf("name signing key: %w", err)
	}
	now = now.UTC().Truncate(time.Millisecond)
	return Key{KID: public.KID, Public: &private.PublicKey, Private: private, CreatedAt: now, ActiveFrom: now}, nil
}

// Seal turns k into a row. seal gets the private key as PKCS #8 DER and must
// bind what it returns to kid, so that rows can't change places; it must not
// keep der.
func (k Key) Seal(seal func(kid string, der []byte) ([]byte, error)) (StoredKey, error) {
	der, err := x509.MarshalPKCS8PrivateKey(k.Private)
	if err != nil {
		return StoredKey{}, fmt.Errorf("encode signing key: %w", err)
	}
	defer clear(der)
	sealed, err := seal(k.KID, der)
	if err != nil {
		return StoredKey{}, fmt.Errorf("seal signing key %s: %w", k.KID, err)
	}
	public, err := k.jwk()
	if err != nil {
		return StoredKey{}, fmt.Errorf("encode signing key %s: %w", k.KID, err)
	}
	return StoredKey{KID: k.KID, Sealed: sealed, Public: public, CreatedAt: k.CreatedAt, ActiveFrom: k.ActiveFrom, RetireAt: k.RetireAt}, nil
}

// Open turns rows into a Set. It fails if any row can't be opened or its
// halves don't belong together: signing with another key than the published
// one would lock every verifier out. With a nil open the set only verifies.
func Open(stored []StoredKey, open func(kid string, sealed []byte) ([]byte, error)) (Set, error) {
	set := make(Set, 0, len(stored))
	for _, s := range stored {
		k, err := s.open(open)
		if err != nil {
			return nil, fmt.Errorf("open signing key %s: %w", s.KID, err)
		}
		set = append(set, k)
	}
	return set, nil
}

func (s StoredKey) open(open func(string, []byte) ([]byte, error)) (Key, error) {
	public, err := parseJWK(s.Public, s.KID)
	if err != nil {
		return Key{}, err
	}
	k := Key{KID: s.KID, Public: public, CreatedAt: s.CreatedAt, ActiveFrom: s.ActiveFrom, RetireAt: s.RetireAt}
	if open == nil {
		return k, nil
	}
	der, err := open(s.KID, s.Sealed)
	if err != nil {
		return Key{}, err
	}
	defer clear(der)
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return Key{}, errors.New("the opened text is no private key")
	}
	private, ok := parsed.(*ecdsa.PrivateKey)
	if !ok || !private.PublicKey.Equal(public) {
		return Key{}, errors.New("the private key is another one's")
	}
	k.Private = private
	return k, nil
}
