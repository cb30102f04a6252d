package factor

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/prf"
	tinkpb "github.com/tink-crypto/tink-go/v2/proto/tink_go_proto"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// keysVersion is the format of the key file.
const keysVersion = 1

// Keys holds the master keys of an installation: an AEAD keyset (XAES-256-GCM,
// random 192-bit nonces) that seals what must come back, and a PRF keyset
// (HKDF-SHA-256) behind the password pepper, CSRF tokens and signed cursors.
// In both the primary key is used for new work and the others are kept to read
// what they wrote; Tink's key ids name them. Safe for use by many goroutines.
type Keys struct {
	sealing, deriving *keyset.Handle
	aead              tink.AEAD
	prfs              *prf.Set
	macKeys           sync.Map // macKey -> []byte
}

// keyFile is the JSON form: two Tink keysets in the clear.
type keyFile struct {
	Version  int             `json:"version"`
	Sealing  json.RawMessage `json:"sealing"`
	Deriving json.RawMessage `json:"deriving"`
}

// CreateKeys makes new master keys; Tink draws them from crypto/rand.
func CreateKeys() (*Keys, error) {
	sealing, err := keyset.NewHandle(sealingTemplate())
	if err != nil {
		return nil, fmt.Errorf("create sealing key: %w", err)
	}
	deriving, err := keyset.NewHandle(prf.HKDFSHA256PRFKeyTemplate())
	if err != nil {
		return nil, fmt.Errorf("create deriving key: %w", err)
	}
	return newKeys(sealing, deriving)
}

func sealingTemplate() *tinkpb.KeyTemplate { return aead.XAES256GCM192BitNonceKeyTemplate() }

// ParseKeys reads what Encode wrote. The error says what is wrong with the
// file and never quotes it.
func ParseKeys(file []byte) (*Keys, error) {
	if len(bytes.TrimSpace(file)) == 0 {
		return nil, errors.New("read keys: the key file is empty")
	}
	var f keyFile
	strict := json.NewDecoder(bytes.NewReader(file))
	strict.DisallowUnknownFields()
	if err := strict.Decode(&f); err != nil {
		return nil, errors.New("read keys: not a complete key file (made by \"keys create\"); it may be cut short")
	}
	if strict.More() {
		return nil, errors.New("read keys: something follows the keys in the file")
	}
	if f.Version != keysVersion {
		return nil, fmt.Errorf("read keys: version %d, this program knows %d", f.Version, keysVersion)
	}
	sealing, err := readKeyset("sealing", f.Sealing)
	if err != nil {
		return nil, err
	}
	deriving, err := readKeyset("deriving", f.Deriving)
	if err != nil {
		return nil, err
	}
	return newKeys(sealing, deriving)
}

func readKeyset(name string, raw json.RawMessage) (*keyset.Handle, error) {
	if len(raw) == 0 {
		return nil, fmt.Errorf("read keys: the %s keys are missing", name)
	}
	handle, err := insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(raw)))
	if err != nil {
		return nil, fmt.Errorf("read keys: the %s keys are damaged", name)
	}
	return handle, nil
}

func newKeys(sealing, deriving *keyset.Handle) (*Keys, error) {
	box, err := aead.New(sealing)
	if err != nil {
		return nil, fmt.Errorf("use sealing keys: %w", err)
	}
	set, err := prf.NewPRFSet(deriving)
	if err != nil {
		return nil, fmt.Errorf("use deriving keys: %w", err)
	}
	return &Keys{sealing: sealing, deriving: deriving, aead: box, prfs: set}, nil
}

// Encode writes the keys in the clear, as one JSON document for a file that
// only the service can read (mode 0600).
func (k *Keys) Encode() ([]byte, error) {
	sealing, err := writeKeyset(k.sealing)
	if err != nil {
		return nil, err
	}
	deriving, err := writeKeyset(k.deriving)
	if err != nil {
		return nil, err
	}
	out, err := json.MarshalIndent(keyFile{keysVersion, sealing, deriving}, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode keys: %w", err)
	}
	return append(out, '\n'), nil
}

func writeKeyset(h *keyset.Handle) (json.RawMessage, error) {
	var b bytes.Buffer
	if err := insecurecleartextkeyset.Write(h, keyset.NewJSONWriter(&b)); err != nil {
		return nil, fmt.Errorf("encode keys: %w", err)
	}
	return b.Bytes(), nil
}

// Rotate returns keys with a new primary of each kind; the old ones still open
// and verify. Write the new file to every instance before any uses it.
func (k *Keys) Rotate() (*Keys, error) {
	sealing, err := addPrimary(k.sealing, sealingTemplate())
	if err != nil {
		return nil, err
	}
	deriving, err := addPrimary(k.deriving, prf.HKDFSHA256PRFKeyTemplate())
	if err != nil {
		return nil, err
	}
	return newKeys(sealing, deriving)
}

func addPrimary(h *keyset.Handle, template *tinkpb.KeyTemplate) (*keyset.Handle, error) {
	m := keyset.NewManagerFromHandle(h)
	id, err := m.Add(template)
	if err != nil {
		return nil, fmt.Errorf("rotate keys: %w", err)
	}
	if err := m.SetPrimary(id); err != nil {
		return nil, fmt.Errorf("rotate keys: %w", err)
	}
	out, err := m.Handle()
	if err != nil {
		return nil, fmt.Errorf("rotate keys: %w", err)
	}
	return out, nil
}

// SealingKey returns the id of the key that Seal uses.
func (k *Keys) SealingKey() uint32 { return k.sealing.KeysetInfo().GetPrimaryKeyId() }

// DerivingKey returns the id of the key that MAC, Derive and new password
// hashes use.
func (k *Keys) DerivingKey() uint32 { return k.prfs.PrimaryID }

// SealingKeys lists the ids of all keys that Open can use, ascending.
func (k *Keys) SealingKeys() []uint32 { return keyIDs(k.sealing) }

// DerivingKeys lists the ids of all deriving keys, ascending.
func (k *Keys) DerivingKeys() []uint32 { return keyIDs(k.deriving) }

func keyIDs(h *keyset.Handle) []uint32 {
	var ids []uint32
	for _, info := range h.KeysetInfo().GetKeyInfo() {
		ids = append(ids, info.GetKeyId())
	}
	slices.Sort(ids)
	return ids
}

// Fingerprint returns 16 hexadecimal digits that name the primary deriving
// key, for logs and for people who compare two instances. It says nothing
// about the key.
func (k *Keys) Fingerprint() (string, error) {
	sum, err := k.Derive("fingerprint", 8)
	if err != nil {
		return "", err
	}
	return hex.EncodeToString(sum), nil
}

// String hides the keys.
func (k *Keys) String() string { return "factor.Keys(hidden)" }

// GoString hides the keys.
func (k *Keys) GoString() string { return k.String() }

// MarshalText hides the keys from JSON and slog.
func (k *Keys) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// appendPart writes one part of an unambiguous list: its length, then itself.
func appendPart(out []byte, part string) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(part)))
	return append(out, part...)
}
