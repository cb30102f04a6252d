package token

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"twofold/tenancy/store"
)

// Ring is the service's signing keys as they lie in the database, opened once
// and kept until somebody changes them: each list of keys has a version, which
// is read with the session anyway. It is safe for concurrent use.
type Ring struct {
	db   *store.DB
	seal func(kid string, der []byte) ([]byte, error)
	open func(kid string, sealed []byte) ([]byte, error)

	mu      sync.Mutex
	version int64
	set     Set
}

// NewRing makes a ring over a database. seal and open keep private keys as
// Key.Seal and Open ask.
func NewRing(db *store.DB, seal, open func(kid string, text []byte) ([]byte, error)) *Ring {
	return &Ring{db: db, seal: seal, open: open}
}

// Set is the keys at version of their list, or a later one.
func (r *Ring) Set(ctx context.Context, version int64) (Set, error) {
	r.mu.Lock()
	set, at := r.set, r.version
	r.mu.Unlock()
	if set != nil && at >= version {
		return set, nil
	}
	return r.Current(ctx)
}

// Current reads the keys anew.
func (r *Ring) Current(ctx context.Context) (Set, error) {
	rows, version, err := r.db.SigningKeys(ctx)
	if err != nil {
		return nil, err
	}
	set, err := Open(fromRows(rows), r.open)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if version >= r.version {
		r.version, r.set = version, set
	}
	return set, nil
}

// ErrRotated says that somebody else rotated the keys at the same time.
var ErrRotated = errors.New("the signing keys were rotated meanwhile")

// Rotate adds the next key and retires the ones before with overlap, all or
// nothing. It returns the new key's id and when it starts to sign.
func (r *Ring) Rotate(ctx context.Context, now time.Time) (kid string, from time.Time, err error) {
	rows, version, err := r.db.SigningKeys(ctx)
	if err != nil {
		return "", time.Time{}, err
	}
	next, changed, err := Rotate(fromRows(rows), now)
	if err != nil {
		return "", time.Time{}, err
	}
	added, err := next.Seal(r.seal)
	if err != nil {
		return "", time.Time{}, err
	}
	saved, err := r.db.SaveSigningKeys(ctx, version, toRows(append(changed, added)))
	if err == nil && !saved {
		err = ErrRotated
	}
	return next.KID, next.ActiveFrom, err
}

// Ready makes the first key where there is none, so that a fresh service can
// sign. Of instances that start together one makes it.
func (r *Ring) Ready(ctx context.Context, now time.Time) error {
	set, err := r.Current(ctx)
	if err != nil || len(set) > 0 {
		return err
	}
	if _, _, err = r.Rotate(ctx, now); err != nil && !errors.Is(err, ErrRotated) {
		return fmt.Errorf("make the first signing key: %w", err)
	}
	return nil
}

func fromRows(rows []store.SigningKey) []StoredKey {
	out := make([]StoredKey, len(rows))
	for i, r := range rows {
		out[i] = StoredKey(r)
	}
	return out
}

func toRows(keys []StoredKey) []store.SigningKey {
	out := make([]store.SigningKey, len(keys))
	for i, k := range keys {
		out[i] = store.SigningKey(k)
	}
	return out
}
