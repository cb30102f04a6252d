package factor

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/crypto/argon2"
)

// Cost is the work of one Argon2id hash (RFC 9106).
type Cost struct {
	Memory  uint32 // KiB
	Passes  uint32
	Threads uint8
}

// DefaultCost is OWASP's and ASVS V11.4.2's minimum for Argon2id: 19 MiB, two
// passes, one lane.
var DefaultCost = Cost{Memory: 19456, Passes: 2, Threads: 1}

const (
	saltSize   = 16 // NIST SP 800-63B-4 3.1.1.2 asks for 32 bits; PHC advises 128
	digestSize = 32
)

// costLimit bounds what a stored hash may ask for, so that a forged row can't
// take the machine down.
var costLimit = Cost{Memory: 256 << 10, Passes: 16, Threads: 16}

// scheme is everything but the digest: how to turn a secret into one.
type scheme struct {
	cost Cost
	key  uint32 // deriving key of the pepper
	salt []byte
}

var errHashForm = errors.New("not an argon2id hash of this program")

func (s scheme) digest(peppered []byte) []byte {
	return argon2.IDKey(peppered, s.salt, s.cost.Passes, s.cost.Memory, s.cost.Threads, digestSize)
}

// String writes the scheme as a PHC string without its last field:
// $argon2id$v=19$m=19456,t=2,p=1,keyid=…$salt. The keyid names the pepper.
func (s scheme) String() string {
	key := base64.RawStdEncoding.EncodeToString(binary.BigEndian.AppendUint32(nil, s.key))
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d,keyid=%s$%s", argon2.Version,
		s.cost.Memory, s.cost.Passes, s.cost.Threads, key, base64.RawStdEncoding.EncodeToString(s.salt))
}

func (s scheme) encode(digest []byte) string {
	return s.String() + "$" + base64.RawStdEncoding.EncodeToString(digest)
}

// parsePHC reads a scheme and, when there is a last field, its digest.
func parsePHC(text string) (s scheme, digest []byte, err error) {
	fields := strings.Split(text, "$")
	if len(fields) < 5 || len(fields) > 6 || fields[0] != "" || fields[1] != "argon2id" ||
		fields[2] != "v="+strconv.Itoa(argon2.Version) {
		return s, nil, errHashForm
	}
	if err := s.parseParams(fields[3]); err != nil {
		return s, nil, err
	}
	if s.salt, err = base64.RawStdEncoding.Strict().DecodeString(fields[4]); err != nil || len(s.salt) < 8 {
		return s, nil, errHashForm
	}
	if len(fields) == 5 {
		return s, nil, nil
	}
	digest, err = base64.RawStdEncoding.Strict().DecodeString(fields[5])
	if err != nil || len(digest) != digestSize {
		return s, nil, errHashForm
	}
	return s, digest, nil
}

func (s *scheme) parseParams(text string) error {
	params := strings.Split(text, ",")
	if len(params) != 4 {
		return errHashForm
	}
	var n [3]uint64
	for i, name := range [...]string{"m=", "t=", "p="} {
		value, ok := strings.CutPrefix(params[i], name)
		var err error
		if n[i], err = strconv.ParseUint(value, 10, 32); !ok || err != nil || n[i] == 0 {
			return errHashForm
		}
	}
	if n[0] > uint64(costLimit.Memory) || n[1] > uint64(costLimit.Passes) || n[2] > uint64(costLimit.Threads) {
		return fmt.Errorf("%w: its cost is over the limit", errHashForm)
	}
	s.cost = Cost{Memory: uint32(n[0]), Passes: uint32(n[1]), Threads: uint8(n[2])}
	value, ok := strings.CutPrefix(params[3], "keyid=")
	key, err := base64.RawStdEncoding.Strict().DecodeString(value)
	if !ok || err != nil || len(key) != keyIDSize {
		return errHashForm
	}
	s.key = binary.BigEndian.Uint32(key)
	return nil
}

// below reports whether a hash of cost c is cheaper to guess than one of want.
func (c Cost) below(want Cost) bool {
	return c.Memory < want.Memory || c.Passes < want.Passes || c.Threads < want.Threads
}
