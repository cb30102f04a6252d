package token

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"
)

var (
	start = time.Date(2026, 12, 1, 9, 30, 0, 123456789, time.UTC)
	errNo = errors.New("no")
)

func seal(kid string, der []byte) ([]byte, error) { return append([]byte(kid+"|"), der...), nil }

func unseal(kid string, sealed []byte) ([]byte, error) {
	der, ok := bytes.CutPrefix(sealed, []byte(kid+"|"))
	if !ok {
		return nil, errors.New("sealed for another key")
	}
	return bytes.Clone(der), nil
}

func newKey(t testing.TB, at time.Time) Key {
	t.Helper()
	k, err := NewKey(at)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func stored(t testing.TB, k Key) StoredKey {
	t.Helper()
	s, err := k.Seal(seal)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func opened(t testing.TB, rows ...StoredKey) Set {
	t.Helper()
	s, err := Open(rows, unseal)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSealedKeyComesBack(t *testing.T) {
	k := newKey(t, start)
	k.RetireAt = start.Add(time.Hour)
	got := opened(t, stored(t, k))[0]
	if !got.Private.Equal(k.Private) || !got.Public.Equal(k.Public) || got.KID != k.KID {
		t.Error("another key came back")
	}
	if !got.CreatedAt.Equal(k.CreatedAt) || !got.ActiveFrom.Equal(k.ActiveFrom) || !got.RetireAt.Equal(k.RetireAt) {
		t.Error("other times came back")
	}
	if k.CreatedAt.Nanosecond()%int(time.Millisecond) != 0 {
		t.Error("times have more than milliseconds")
	}
}

func TestPublicHalfHoldsNoSecret(t *testing.T) {
	k := newKey(t, start)
	row := stored(t, k)
	if bytes.Contains(row.Public, []byte(`"d"`)) {
		t.Errorf("the public half is %s", row.Public)
	}
	set, err := Open([]StoredKey{row}, nil)
	if err != nil || set[0].Private != nil {
		t.Fatalf("open to verify: %v", err)
	}
	if _, _, err := set.Mint(truth(start), start); err == nil {
		t.Error("a set without private keys signs")
	}
}

// A row that was damaged or swapped must stop the service, not sign quietly
// with a key nobody was told about.
func TestDamagedRowsAreRefused(t *testing.T) {
	a, b := stored(t, newKey(t, start)), stored(t, newKey(t, start))
	cases := map[string]func(*StoredKey){
		"another's sealed half": func(s *StoredKey) { s.Sealed = b.Sealed },
		"another's public half": func(s *StoredKey) { s.Public = b.Public },
		"another's name":        func(s *StoredKey) { s.KID = b.KID },
		"both halves swapped":   func(s *StoredKey) { s.Sealed, s.Public = b.Sealed, b.Public },
		"a private key in place of another, sealed right": func(s *StoredKey) {
			s.Sealed = append([]byte(s.KID+"|"), bytes.TrimPrefix(b.Sealed, []byte(b.KID+"|"))...)
		},
		"nothing sealed":  func(s *StoredKey) { s.Sealed = nil },
		"cut":             func(s *StoredKey) { s.Sealed = s.Sealed[:len(s.Sealed)-9] },
		"no public half":  func(s *StoredKey) { s.Public = nil },
		"empty object":    func(s *StoredKey) { s.Public = []byte("{}") },
		"another curve":   func(s *StoredKey) { s.Public = bytes.Replace(s.Public, []byte("P-256"), []byte("P-384"), 1) },
		"another alg":     func(s *StoredKey) { s.Public = bytes.Replace(s.Public, []byte("ES256"), []byte("HS256"), 1) },
		"off the curve":   func(s *StoredKey) { s.Public = []byte(offCurve) },
		"short ordinates": func(s *StoredKey) { s.Public = []byte(`{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}`) },
	}
	for name, damage := range cases {
		row := a
		damage(&row)
		if set, err := Open([]StoredKey{stored(t, newKey(t, start)), row}, unseal); err == nil || set != nil {
			t.Errorf("%s: opened", name)
		}
	}
}

var offCurve = `{"kty":"EC","crv":"P-256","x":"` + strings.Repeat("A", 43) + `","y":"` + strings.Repeat("A", 43) + `"}`

func TestFailuresNameTheKeyAndNotTheSecret(t *testing.T) {
	k := newKey(t, start)
	if _, err := k.Seal(func(string, []byte) ([]byte, error) { return nil, errNo }); !errors.Is(err, errNo) || !strings.Contains(err.Error(), k.KID) {
		t.Errorf("seal: %v", err)
	}
	_, err := Open([]StoredKey{stored(t, k)}, func(string, []byte) ([]byte, error) { return nil, errNo })
	if !errors.Is(err, errNo) || !strings.Contains(err.Error(), k.KID) {
		t.Errorf("open: %v", err)
	}
}

func TestSealMayNotKeepTheKey(t *testing.T) {
	var kept []byte
	k := newKey(t, start)
	if _, err := k.Seal(func(_ string, der []byte) ([]byte, error) { kept = der; return []byte("x"), nil }); err != nil {
		t.Fatal(err)
	}
	if len(bytes.Trim(kept, "\x00")) != 0 {
		t.Error("the private key lies on in memory that was lent")
	}
}

// The EC key of RFC 7517 A.1; its thumbprint by RFC 7638 as other JOSE
// libraries print it.
func TestThumbprintIsRFC7638(t *testing.T) {
	got := thumbprint("MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM")
	if want := "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s"; got != want {
		t.Errorf("thumbprint %s, want %s", got, want)
	}
}
