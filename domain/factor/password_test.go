package factor

import (
	"errors"
	"regexp"
	"strings"
	"testing"
)

// ASVS V11.4.2: the PHC string says scheme, cost, pepper key and salt.
func TestHashPasswordForm(t *testing.T) {
	h := testHasher(t, HasherOptions{Cost: DefaultCost})
	form := regexp.MustCompile(`^\$argon2id\$v=19\$m=19456,t=2,p=1,keyid=[A-Za-z0-9+/]{6}\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$`)
	a, err := h.HashPassword(t.Context(), "correct horse battery staple")
	if err != nil || !form.MatchString(a) {
		t.Fatalf("%s, %v", a, err)
	}
	b, _ := h.HashPassword(t.Context(), "correct horse battery staple")
	if a == b {
		t.Error("two hashes of one password are equal: no salt")
	}
}

// ASVS V6.2.8: as received. No cut at 72 bytes, no trimming, case counts; NFC
// is the one documented exception (NIST SP 800-63B-4 3.1.1.2).
func TestVerifyPassword(t *testing.T) {
	h := testHasher(t, HasherOptions{})
	long := strings.Repeat("long", 20)
	for _, c := range []struct {
		set, try string
		want     bool
	}{
		{"correct horse", "correct horse", true},
		{"correct horse", "Correct horse", false},
		{"correct horse", "correct horse ", false},
		{"correct horse", "", false},
		{long + "a", long + "b", false},
		{long + "a", long + "a", true},
		{"caf\u00e9 cafe", "cafe\u0301 cafe", true},
		{"\ufb01sh and chips", "fish and chips", false}, // NFKC would fold the ligature
		{"nul\x00a", "nul\x00b", false},
		{"\xff\xfe raw bytes", "\xff\xfe raw bytes", true},
		{"😀😁😂", "😀😁😂", true},
	} {
		stored, err := h.HashPassword(t.Context(), c.set)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := h.VerifyPassword(t.Context(), stored, c.try); got != c.want || err != nil {
			t.Errorf("%q against %q: %v, %v", c.try, c.set, got, err)
		}
	}
}

func TestVerifyNobody(t *testing.T) {
	h := testHasher(t, HasherOptions{})
	if err := h.VerifyNobody(t.Context(), "anything"); err != nil {
		t.Error(err)
	}
	s, digest, err := parsePHC(h.decoy)
	if err != nil || s.cost != h.cost || len(digest) != digestSize {
		t.Errorf("the decoy costs %+v, %v", s.cost, err)
	}
}

// A stolen database without the key file can't be tested against: other keys
// refuse, and say which key they lack.
func TestPepper(t *testing.T) {
	h, other := testHasher(t, HasherOptions{}), testHasher(t, HasherOptions{})
	stored, _ := h.HashPassword(t.Context(), "correct horse")
	if ok, err := other.VerifyPassword(t.Context(), stored, "correct horse"); ok || !errors.Is(err, ErrUnknownKey) {
		t.Errorf("with other keys: %v, %v", ok, err)
	}
	keys, err := h.keys.Rotate()
	if err != nil {
		t.Fatal(err)
	}
	h.keys = keys
	if ok, err := h.VerifyPassword(t.Context(), stored, "correct horse"); !ok || err != nil {
		t.Errorf("after rotation: %v, %v", ok, err)
	}
	fresh, _ := h.HashPassword(t.Context(), "correct horse")
	if !h.NeedsRehash(stored) || h.NeedsRehash(fresh) {
		t.Error("rotation asks the wrong hash to be made anew")
	}
}

// ASVS V11.2.2: a hash of lower cost still verifies and asks to be made anew.
func TestNeedsRehash(t *testing.T) {
	h := testHasher(t, HasherOptions{Cost: Cost{Memory: 128, Passes: 2, Threads: 2}})
	for _, c := range []struct {
		cost Cost
		want bool
	}{
		{Cost{128, 2, 2}, false}, {Cost{64, 2, 2}, true}, {Cost{128, 1, 2}, true}, {Cost{128, 2, 1}, true}, {Cost{256, 3, 4}, false},
	} {
		old := *h.options(c.cost)
		stored, err := old.HashPassword(t.Context(), "correct horse")
		if err != nil {
			t.Fatal(err)
		}
		if got := h.NeedsRehash(stored); got != c.want {
			t.Errorf("cost %+v: %v", c.cost, got)
		}
		if ok, err := h.VerifyPassword(t.Context(), stored, "correct horse"); !ok || err != nil {
			t.Errorf("cost %+v: %v, %v", c.cost, ok, err)
		}
	}
}

// options returns a Hasher with the same keys and another cost.
func (h *Hasher) options(cost Cost) *Hasher {
	return &Hasher{keys: h.keys, rand: h.rand, cost: cost, slots: make(chan struct{}, 1), queue: 1}
}

// ASVS V11.2.5: what is stored wrong refuses, and can't cost a fortune.
func TestVerifyPasswordRefusesForms(t *testing.T) {
	h := testHasher(t, HasherOptions{})
	good, _ := h.HashPassword(t.Context(), "correct horse")
	fields := strings.Split(good, "$")
	for name, stored := range map[string]string{
		"empty":     "",
		"plain":     "correct horse",
		"scheme":    strings.Join(fields[:5], "$"),
		"bcrypt":    "$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
		"argon2i":   strings.Replace(good, "argon2id", "argon2i", 1),
		"version":   strings.Replace(good, "v=19", "v=16", 1),
		"memory":    strings.Replace(good, "m=64", "m=4294967295", 1),
		"passes":    strings.Replace(good, "t=1", "t=17", 1),
		"threads":   strings.Replace(good, "p=1", "p=257", 1),
		"zero":      strings.Replace(good, "t=1", "t=0", 1),
		"no key":    strings.Replace(good, ",keyid=", ",key=", 1),
		"salt":      strings.Replace(good, fields[4], "AAAA", 1),
		"digest":    strings.Replace(good, fields[5], "AAAA", 1),
		"more":      good + "$AAAA",
		"padded":    good + "=",
		"no digest": strings.Replace(good, fields[5], "", 1),
	} {
		if ok, err := h.VerifyPassword(t.Context(), stored, "correct horse"); ok || err == nil {
			t.Errorf("%s: %v, %v", name, ok, err)
		}
		if h.NeedsRehash(stored) && name != "scheme" {
			t.Errorf("%s: asks to be made anew", name)
		}
	}
}

func FuzzParsePHC(f *testing.F) {
	f.Add("$argon2id$v=19$m=19456,t=2,p=1,keyid=AAAAAA$AAAAAAAAAAAAAAAAAAAAAA$" + strings.Repeat("A", 43))
	f.Add("$argon2id$v=19$m=1,t=1,p=1,keyid=AAAAAA$AAAAAAAAAAAAAAAAAAAAAA")
	f.Fuzz(func(t *testing.T, text string) {
		s, digest, err := parsePHC(text)
		if err != nil {
			return
		}
		if s.cost.Memory > costLimit.Memory || s.cost.Passes > costLimit.Passes || s.cost.Threads > costLimit.Threads {
			t.Fatalf("%q: cost %+v", text, s.cost)
		}
		again, _, err := parsePHC(s.String())
		if err != nil || again.String() != s.String() || (digest != nil && len(digest) != digestSize) {
			t.Fatalf("%q: not stable", text)
		}
	})
}

func BenchmarkHashPassword(b *testing.B) {
	h := testHasher(b, HasherOptions{Cost: DefaultCost})
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := h.VerifyNobody(b.Context(), "correct horse battery staple"); err != nil {
				b.Fatal(err)
			}
		}
	})
}
