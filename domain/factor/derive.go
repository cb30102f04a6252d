package factor

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
)

const (
	macSize   = 32
	keyIDSize = 4
)

// Derive returns size secret bytes for a purpose from the primary deriving key
// (HKDF-SHA-256, RFC 5869). Different purposes give unrelated bytes. They
// change at rotation: use MAC for what is checked later.
func (k *Keys) Derive(purpose string, size int) ([]byte, error) {
	return k.derive(k.prfs.PrimaryID, "derive", purpose, size)
}

// MAC authenticates data for a purpose: 4 bytes of key id, then 32 bytes.
func (k *Keys) MAC(purpose string, data []byte) ([]byte, error) {
	tag, err := k.tag(k.prfs.PrimaryID, purpose, data)
	if err != nil {
		return nil, err
	}
	out := binary.BigEndian.AppendUint32(make([]byte, 0, keyIDSize+macSize), k.prfs.PrimaryID)
	return append(out, tag...), nil
}

// CheckMAC reports whether mac was made by MAC for the same purpose and data,
// with any key of the file. A malformed mac is false; a key that isn't in the
// file is ErrUnknownKey.
func (k *Keys) CheckMAC(purpose string, data, mac []byte) (bool, error) {
	if len(mac) != keyIDSize+macSize {
		return false, nil
	}
	want, err := k.tag(binary.BigEndian.Uint32(mac), purpose, data)
	if err != nil {
		return false, err
	}
	return hmac.Equal(want, mac[keyIDSize:]), nil
}

// macKey names a key that tag derived.
type macKey struct {
	id      uint32
	purpose string
}

// tag is HMAC-SHA-256 under a key of the purpose's own. These keys are kept:
// purposes are few, and every request checks or makes a MAC.
func (k *Keys) tag(id uint32, purpose string, data []byte) ([]byte, error) {
	name := macKey{id, purpose}
	key, ok := k.macKeys.Load(name)
	if !ok {
		fresh, err := k.derive(id, "mac", purpose, macSize)
		if err != nil {
			return nil, err
		}
		key, _ = k.macKeys.LoadOrStore(name, fresh)
	}
	mac := hmac.New(sha256.New, key.([]byte))
	mac.Write(data)
	return mac.Sum(nil), nil
}

// derive computes the PRF of (use, purpose) under one key.
func (k *Keys) derive(id uint32, use, purpose string, size int) ([]byte, error) {
	p, ok := k.prfs.PRFs[id]
	if !ok {
		return nil, fmt.Errorf("derive %s: key %d: %w", purpose, id, ErrUnknownKey)
	}
	if purpose == "" || size <= 0 {
		return nil, errors.New("derive: no purpose or size")
	}
	out, err := p.ComputePRF(appendPart(appendPart(nil, use), purpose), uint32(size))
	if err != nil {
		return nil, fmt.Errorf("derive %s: %w", purpose, err)
	}
	return out, nil
}
