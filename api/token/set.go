package token

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Overlap is how long a key is published before it signs and after it has
// stopped. It is longer than a token lives plus the leeway, by more than two
// instances' clocks differ. An answer with the JWK set may be cached for
// MaxAge, well inside of it.
const (
	Overlap = 10 * time.Minute
	MaxAge  = 5 * time.Minute
)

// Set is the keys of the service, in any order.
type Set []Key

// Rotate makes the next key and says which rows change by it: every key that
// would outlast the new one's start now ends there. The new key starts after
// Overlap, or at once when nothing signs now. Sealing it, inserting it and
// updating the rows is one transaction of the caller's.
func Rotate(stored []StoredKey, now time.Time) (next Key, changed []StoredKey, err error) {
	next, err = NewKey(now)
	if err != nil {
		return Key{}, nil, err
	}
	if slices.ContainsFunc(stored, func(s StoredKey) bool { return within(s.ActiveFrom, s.RetireAt, now) }) {
		next.ActiveFrom = next.ActiveFrom.Add(Overlap)
	}
	for _, s := range stored {
		if s.RetireAt.IsZero() || s.RetireAt.After(next.ActiveFrom) {
			s.RetireAt = next.ActiveFrom
			changed = append(changed, s)
		}
	}
	return next, changed, nil
}

// Spent reports whether nothing signed by s can still be valid: the row may be
// deleted.
func (s StoredKey) Spent(now time.Time) bool { return spent(s.RetireAt, now) }

func within(from, until, now time.Time) bool {
	return !now.Before(from) && (until.IsZero() || now.Before(until))
}

func spent(retireAt, now time.Time) bool {
	return !retireAt.IsZero() && !now.Before(retireAt.Add(Overlap))
}

// signer is the newest key that signs at now.
func (s Set) signer(now time.Time) (Key, bool) {
	var best Key
	for _, k := range s {
		if k.Private != nil && within(k.ActiveFrom, k.RetireAt, now) && (best.Private == nil || newer(k, best) < 0) {
			best = k
		}
	}
	return best, best.Private != nil
}

// published are the keys a verifier may rely on at now, newest first.
func (s Set) published(now time.Time) Set {
	out := slices.DeleteFunc(slices.Clone(s), func(k Key) bool { return spent(k.RetireAt, now) })
	slices.SortFunc(out, newer)
	return out
}

func newer(a, b Key) int {
	return cmp.Or(b.ActiveFrom.Compare(a.ActiveFrom), strings.Compare(a.KID, b.KID))
}

// JWKS is the JWK set (RFC 7517 5) to serve at now: the keys that sign, those
// that soon will, and those whose last token has not ended.
func (s Set) JWKS(now time.Time) ([]byte, error) {
	out := struct {
		Keys []jwk `json:"keys"`
	}{Keys: []jwk{}}
	for _, k := range s.published(now) {
		j, err := jwkOf(k.Public)
		if err != nil {
			return nil, fmt.Errorf("publish key %s: %w", k.KID, err)
		}
		out.Keys = append(out.Keys, j)
	}
	return json.Marshal(out)
}
