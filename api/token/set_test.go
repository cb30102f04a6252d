package token

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

func kids(t testing.TB, s Set, now time.Time) string {
	t.Helper()
	text, err := s.JWKS(now)
	if err != nil {
		t.Fatal(err)
	}
	var in struct{ Keys []struct{ KID string } }
	if err := json.Unmarshal(text, &in); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, k := range in.Keys {
		out = append(out, k.KID)
	}
	return strings.Join(out, " ")
}

func signedBy(t testing.TB, s Set, now time.Time) string {
	t.Helper()
	k, _ := s.signer(now)
	return k.KID
}

// rotated applies Rotate as a transaction would.
func rotated(t testing.TB, rows []StoredKey, now time.Time) []StoredKey {
	t.Helper()
	next, changed, err := Rotate(rows, now)
	if err != nil {
		t.Fatal(err)
	}
	out := []StoredKey{stored(t, next)}
	for _, row := range rows {
		for _, c := range changed {
			if c.KID == row.KID {
				row = c
			}
		}
		out = append(out, row)
	}
	return out
}

func TestTheFirstKeySignsAtOnce(t *testing.T) {
	rows := rotated(t, nil, start)
	s := opened(t, rows...)
	if signedBy(t, s, start) != rows[0].KID || kids(t, s, start) != rows[0].KID {
		t.Error("the first key does not sign or is not published")
	}
}

func TestRotationOverlaps(t *testing.T) {
	rows := rotated(t, nil, start)
	old := rows[0].KID
	day := start.Add(24 * time.Hour).Truncate(time.Millisecond)
	rows = rotated(t, rows, day)
	next, s := rows[0].KID, opened(t, rows...)
	steps := []struct {
		after     time.Duration
		signs     string
		published string
	}{
		{0, old, next + " " + old},
		{Overlap - time.Millisecond, old, next + " " + old},
		{Overlap, next, next + " " + old},
		{Overlap + Lifetime + Leeway, next, next + " " + old},
		{2*Overlap - time.Millisecond, next, next + " " + old},
		{2 * Overlap, next, next},
	}
	for _, step := range steps {
		now := day.Add(step.after)
		if got := signedBy(t, s, now); got != step.signs {
			t.Errorf("after %v: signed by %s", step.after, got)
		}
		if got := kids(t, s, now); got != step.published {
			t.Errorf("after %v: published %s", step.after, got)
		}
		if spent := rows[1].Spent(now); spent != (step.published == next) {
			t.Errorf("after %v: spent %v", step.after, spent)
		}
	}
}

// F-24: a verifier that keeps the published set for MaxAge, on a clock two
// minutes off either way, accepts every token through twenty rotations.
func TestNoTokenIsLostOverManyRotations(t *testing.T) {
	rows, verifier, fetched := rotated(t, nil, start), Set(nil), time.Time{}
	now := start
	for i := range 20 * 7 {
		if i%7 == 3 {
			rows = rotated(t, rows, now)
		}
		s := opened(t, rows...)
		if now.Sub(fetched) >= MaxAge {
			verifier, fetched = fromJWKS(t, s, now), now
		}
		text, ends, err := s.Mint(truth(now), now)
		if err != nil {
			t.Fatalf("minute %d: %v", i, err)
		}
		late := fromJWKS(t, s, ends.Add(2*time.Minute))
		for _, v := range []Set{verifier, late} {
			if _, err := Parse(text, v, issuer, audience, ends.Add(-time.Second)); err != nil {
				t.Fatalf("minute %d: %v", i, err)
			}
		}
		now = now.Add(time.Minute)
	}
}

// fromJWKS is the set as a stranger has it: what is served, and nothing else.
func fromJWKS(t testing.TB, s Set, now time.Time) Set {
	t.Helper()
	text, err := s.JWKS(now)
	if err != nil {
		t.Fatal(err)
	}
	var in struct{ Keys []json.RawMessage }
	if err := json.Unmarshal(text, &in); err != nil {
		t.Fatal(err)
	}
	var out Set
	for _, raw := range in.Keys {
		var name struct{ KID string }
		if err := json.Unmarshal(raw, &name); err != nil {
			t.Fatal(err)
		}
		public, err := parseJWK(raw, name.KID)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, Key{KID: name.KID, Public: public})
	}
	return out
}

func TestRotatingTwiceInTheOverlapEndsTheOneBetween(t *testing.T) {
	rows := rotated(t, nil, start)
	first := rows[0].KID
	rows = rotated(t, rows, start.Add(time.Hour))
	rows = rotated(t, rows, start.Add(time.Hour+2*time.Minute))
	s := opened(t, rows...)
	if got := signedBy(t, s, start.Add(time.Hour+Overlap)); got != rows[1].KID {
		t.Errorf("after the first overlap: %s", got)
	}
	if got := signedBy(t, s, start.Add(time.Hour+Overlap+2*time.Minute)); got != rows[0].KID {
		t.Errorf("after the second overlap: %s", got)
	}
	if rows[2].KID != first || !rows[2].RetireAt.Equal(rows[1].ActiveFrom) {
		t.Error("the first key's end moved")
	}
}

// A key that has stopped signs nothing, also where no other one has started.
func TestARetiredKeySignsNothing(t *testing.T) {
	rows := rotated(t, nil, start)
	rows[0].RetireAt = start.Add(time.Hour)
	s := opened(t, rows...)
	for at, want := range map[time.Duration]string{0: rows[0].KID, time.Hour - time.Millisecond: rows[0].KID, time.Hour: "", time.Hour + Overlap: ""} {
		if got := signedBy(t, s, start.Add(at)); got != want {
			t.Errorf("after %s it is signed by %q, want %q", at, got, want)
		}
	}
}

func TestAnEmptySetPublishesAnEmptyList(t *testing.T) {
	text, err := Set(nil).JWKS(start)
	if err != nil || string(text) != `{"keys":[]}` {
		t.Errorf("%s, %v", text, err)
	}
}

func TestJWKSSaysWhatVerifiersNeed(t *testing.T) {
	s := opened(t, rotated(t, nil, start)...)
	text, _ := s.JWKS(start)
	var in struct{ Keys []map[string]string }
	if err := json.Unmarshal(text, &in); err != nil {
		t.Fatal(err)
	}
	k := in.Keys[0]
	if len(k) != 7 || k["kty"] != "EC" || k["crv"] != "P-256" || k["use"] != "sig" || k["alg"] != "ES256" || len(k["x"]) != 43 || len(k["y"]) != 43 || k["kid"] == "" {
		t.Errorf("key: %v", k)
	}
}
