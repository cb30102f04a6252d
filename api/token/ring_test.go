package token

import (
	"context"
	"errors"
	"testing"
	"time"

	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

func plain(_ string, text []byte) ([]byte, error) { return append([]byte(nil), text...), nil }

func TestARingFollowsItsKeysByVersion(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		ctx, db := context.Background(), store.New(storetest.Open(t, c))
		one, two := NewRing(db, plain, plain), NewRing(db, plain, plain)
		now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
		if err := one.Ready(ctx, now); err != nil {
			t.Fatal(err)
		}
		if err := two.Ready(ctx, now); err != nil {
			t.Fatal(err)
		}
		first := holds(t, two, 1, 1)
		kid, from, err := one.Rotate(ctx, now.Add(time.Hour))
		if err != nil || from != now.Add(time.Hour+Overlap) {
			t.Fatalf("rotate: %v, signs from %v", err, from)
		}
		if held := holds(t, two, 1, 2); held[0].KID != first[0].KID {
			t.Error("the cached list changed under its version")
		}
		if held := holds(t, two, 2, 3); held[1].KID != kid || held[0].RetireAt != from {
			t.Errorf("the second list is %v", held)
		}
	})
}

// holds asks a ring for a version of its list and expects so many keys.
func holds(t *testing.T, r *Ring, keys int, version int64) Set {
	t.Helper()
	set, err := r.Set(context.Background(), version)
	if err != nil || len(set) != keys {
		t.Fatalf("version %d: %d keys, %v", version, len(set), err)
	}
	return set
}

func TestTwoWhoRotateAtOnceMakeOneKey(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		ctx, db := context.Background(), store.New(storetest.Open(t, c))
		now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
		second := NewRing(db, plain, plain)
		first := NewRing(db, func(kid string, der []byte) ([]byte, error) {
			if _, _, err := second.Rotate(ctx, now); err != nil {
				return nil, err
			}
			return plain(kid, der)
		}, plain)
		if _, _, err := first.Rotate(ctx, now); !errors.Is(err, ErrRotated) {
			t.Errorf("the later one: %v", err)
		}
		holds(t, second, 1, 2)
	})
}
