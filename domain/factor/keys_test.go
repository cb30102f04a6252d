package factor_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"twofold/domain/factor"
)

func newKeys(t testing.TB) *factor.Keys {
	t.Helper()
	k, err := factor.CreateKeys()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func rotated(t testing.TB, k *factor.Keys) *factor.Keys {
	t.Helper()
	out, err := k.Rotate()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestKeysRoundTrip(t *testing.T) {
	k := rotated(t, newKeys(t))
	file, err := k.Encode()
	if err != nil {
		t.Fatal(err)
	}
	back, err := factor.ParseKeys(file)
	if err != nil {
		t.Fatal(err)
	}
	was, _ := k.Fingerprint()
	is, _ := back.Fingerprint()
	if was != is || len(is) != 16 || back.SealingKey() != k.SealingKey() || len(back.SealingKeys()) != 2 || len(back.DerivingKeys()) != 2 {
		t.Errorf("fingerprints %s and %s, keys %v", was, is, back.SealingKeys())
	}
}

// Fault F-25: a damaged key file is refused with what is wrong, and never
// quoted.
func TestParseKeysRefuses(t *testing.T) {
	whole, err := newKeys(t).Encode()
	if err != nil {
		t.Fatal(err)
	}
	var f map[string]json.RawMessage
	if err := json.Unmarshal(whole, &f); err != nil {
		t.Fatal(err)
	}
	without := func(name string, value json.RawMessage) []byte {
		out := map[string]json.RawMessage{"version": f["version"], "sealing": f["sealing"], "deriving": f["deriving"]}
		out[name] = value
		b, _ := json.Marshal(out)
		return b
	}
	for name, c := range map[string]struct {
		file []byte
		say  string
	}{
		"empty":        {nil, "empty"},
		"blank":        {[]byte(" \n"), "empty"},
		"not json":     {[]byte("password123"), "not a complete key file"},
		"cut":          {whole[:len(whole)/2], "cut short"},
		"doubled":      {append(bytes.Clone(whole), whole...), "follows"},
		"old version":  {without("version", []byte("0")), "version 0"},
		"no sealing":   {without("sealing", []byte("null")), "sealing keys are"},
		"no deriving":  {without("deriving", []byte("{}")), "deriving keys are damaged"},
		"swapped":      {without("deriving", f["sealing"]), "use deriving keys"},
		"cut material": {bytes.Replace(whole, []byte(`"value": "`), []byte(`"value": "!`), 1), "keys are damaged"},
	} {
		_, err := factor.ParseKeys(c.file)
		if err == nil || !strings.Contains(err.Error(), c.say) {
			t.Errorf("%s: %v, want %q", name, err, c.say)
		}
		if err != nil && strings.Contains(err.Error(), "password123") {
			t.Errorf("%s: the error quotes the file", name)
		}
	}
}

func TestKeysHidden(t *testing.T) {
	k := newKeys(t)
	out, err := json.Marshal(k)
	if text := fmt.Sprintf("%v %+v %#v %s %s", k, k, k, k, out); err != nil || strings.Count(text, "hidden") != 5 || strings.Contains(text, "primary") {
		t.Errorf("%s, %v", text, err)
	}
}

// ASVS V11.3.3: a sealed value opens at its own place, unchanged, only.
func TestSeal(t *testing.T) {
	k := newKeys(t)
	place := factor.BindFactor("org_1", "usr_1", "fac_1", 1)
	sealed, err := k.Seal([]byte("secret"), place)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := k.Open(sealed, place); err != nil || string(got) != "secret" {
		t.Fatalf("%q, %v", got, err)
	}
	for name, other := range map[string]factor.Binding{
		"tenant":  factor.BindFactor("org_2", "usr_1", "fac_1", 1),
		"user":    factor.BindFactor("org_1", "usr_2", "fac_1", 1),
		"factor":  factor.BindFactor("org_1", "usr_1", "fac_2", 1),
		"version": factor.BindFactor("org_1", "usr_1", "fac_1", 2),
		"shifted": factor.BindFactor("org_1u", "sr_1", "fac_1", 1),
		"purpose": factor.Bind("other", "org_1", "usr_1", "fac_1", "1"),
	} {
		if _, err := k.Open(sealed, other); !errors.Is(err, factor.ErrSealBroken) {
			t.Errorf("moved to another %s: %v", name, err)
		}
	}
	for i := range sealed {
		broken := bytes.Clone(sealed)
		broken[i] ^= 1
		if _, err := k.Open(broken, place); err == nil {
			t.Errorf("byte %d flipped: it opened", i)
		}
	}
	for n := range len(sealed) {
		if _, err := k.Open(sealed[:n], place); err == nil {
			t.Errorf("cut to %d bytes: it opened", n)
		}
	}
}

// ASVS V11.3.4: equal secrets at one place look different.
func TestSealNonce(t *testing.T) {
	k, place := newKeys(t), factor.Bind("test")
	a, _ := k.Seal([]byte("x"), place)
	b, _ := k.Seal([]byte("x"), place)
	if bytes.Equal(a, b) {
		t.Error("two seals are equal")
	}
}

func TestSealNeedsBinding(t *testing.T) {
	k := newKeys(t)
	if _, err := k.Seal([]byte("x"), factor.Binding{}); err == nil {
		t.Error("sealed for no place")
	}
	if _, err := k.Open([]byte("x"), factor.Binding{}); err == nil {
		t.Error("opened for no place")
	}
}

// Fault F-24: after rotation old values open, new ones name the new key, and
// an instance with the old file refuses and says which key it lacks.
func TestSealRotation(t *testing.T) {
	old := newKeys(t)
	place := factor.Bind("test", "1")
	before, _ := old.Seal([]byte("before"), place)
	k := old
	for range 20 {
		k = rotated(t, k)
	}
	if got, err := k.Open(before, place); err != nil || string(got) != "before" {
		t.Errorf("after rotation: %q, %v", got, err)
	}
	after, _ := k.Seal([]byte("after"), place)
	if id, err := factor.SealedBy(after); err != nil || id != k.SealingKey() || id == old.SealingKey() {
		t.Errorf("sealed by %d, %v", id, err)
	}
	_, err := old.Open(after, place)
	if !errors.Is(err, factor.ErrUnknownKey) || !strings.Contains(err.Error(), fmt.Sprint(k.SealingKey())) {
		t.Errorf("old instance: %v", err)
	}
}

func TestSentinel(t *testing.T) {
	k := newKeys(t)
	stored, err := k.Sentinel()
	if err != nil {
		t.Fatal(err)
	}
	if err := k.CheckSentinel(stored); err != nil {
		t.Error(err)
	}
	if err := rotated(t, k).CheckSentinel(stored); err != nil {
		t.Errorf("after rotation: %v", err)
	}
	for name, c := range map[string]struct {
		keys   *factor.Keys
		stored []byte
	}{"other keys": {newKeys(t), stored}, "no sentinel": {k, nil}, "cut": {k, stored[:20]}, "mixed": {mixed(t, k, newKeys(t)), stored}} {
		if err := c.keys.CheckSentinel(c.stored); err == nil || !strings.Contains(err.Error(), "does not belong") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// mixed has the sealing keys of a and the deriving keys of b.
func mixed(t *testing.T, a, b *factor.Keys) *factor.Keys {
	t.Helper()
	var left, right map[string]json.RawMessage
	for k, into := range map[*factor.Keys]*map[string]json.RawMessage{a: &left, b: &right} {
		file, err := k.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(file, into); err != nil {
			t.Fatal(err)
		}
	}
	left["deriving"] = right["deriving"]
	file, _ := json.Marshal(left)
	out, err := factor.ParseKeys(file)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestMAC(t *testing.T) {
	k := newKeys(t)
	mac, err := k.MAC("csrf", []byte("session"))
	if err != nil {
		t.Fatal(err)
	}
	flipped := bytes.Clone(mac)
	flipped[len(flipped)-1] ^= 1
	for name, c := range map[string]struct {
		keys          *factor.Keys
		purpose, data string
		mac           []byte
		want          bool
	}{
		"same":            {k, "csrf", "session", mac, true},
		"after rotation":  {rotated(t, k), "csrf", "session", mac, true},
		"other purpose":   {k, "cursor", "session", mac, false},
		"other data":      {k, "csrf", "sessioN", mac, false},
		"shifted purpose": {k, "csrfs", "ession", mac, false},
		"flipped":         {k, "csrf", "session", flipped, false},
		"cut":             {k, "csrf", "session", mac[:20], false},
		"none":            {k, "csrf", "session", nil, false},
	} {
		got, err := c.keys.CheckMAC(c.purpose, []byte(c.data), c.mac)
		if got != c.want || err != nil {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	if ok, err := newKeys(t).CheckMAC("csrf", []byte("session"), mac); ok || !errors.Is(err, factor.ErrUnknownKey) {
		t.Errorf("other keys: %v, %v", ok, err)
	}
}

func TestDerive(t *testing.T) {
	k := newKeys(t)
	a, err := k.Derive("a", 32)
	again, _ := k.Derive("a", 32)
	b, _ := k.Derive("b", 32)
	if err != nil || len(a) != 32 || !bytes.Equal(a, again) || bytes.Equal(a, b) {
		t.Errorf("%x, %x, %x, %v", a, again, b, err)
	}
	mac, _ := k.MAC("a", nil)
	if bytes.Equal(mac[4:], a) {
		t.Error("a derived key is the MAC of its purpose")
	}
	if _, err := k.Derive("", 32); err == nil {
		t.Error("derived for no purpose")
	}
}
