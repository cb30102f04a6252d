package factor_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/pquerna/otp"

	"twofold/domain/factor"
)

// ASVS V6.5.3, NIST SP 800-63B-4 3.1.4: 160 bits from the given source.
func TestNewKey(t *testing.T) {
	seed := bytes.Repeat([]byte{0xa5}, factor.KeySize)
	k, err := factor.NewKey(bytes.NewReader(seed))
	if err != nil || !bytes.Equal(k, seed) || len(k)*8 != 160 {
		t.Errorf("%x, %v", []byte(k), err)
	}
	if _, err := factor.NewKey(bytes.NewReader(seed[1:])); err == nil {
		t.Error("a key from too little randomness")
	}
	if _, err := factor.ParseKey(seed[:13]); err == nil {
		t.Error("a stored key under 112 bits was taken")
	}
}

// What apps read out of the address is what was put in, whatever it holds.
func TestKeyURI(t *testing.T) {
	for _, c := range []struct{ issuer, account, wantIssuer, wantAccount string }{
		{"Northwind", "ann@northwind.example", "Northwind", "ann@northwind.example"},
		{"Müller & Söhne", "j.müller+x@ex.example", "Müller & Söhne", "j.müller+x@ex.example"},
		{`"><h2> true \ 100%?#/`, "a b@c.example", `"><h2> true \ 100%?#/`, "a b@c.example"},
		{"A: B", "evil:ann@x.example", "A B", "evil ann@x.example"},
		{"A&secret=AAAA", "a?issuer=B#", "A&secret=AAAA", "a?issuer=B#"},
		{"شركة 👩‍💻", "ann@x.example", "شركة 👩‍💻", "ann@x.example"},
		{"Line\nBreak", "ann@x.example", "LineBreak", "ann@x.example"},
	} {
		uri, err := vectorKey.URI(c.issuer, c.account, 1)
		if err != nil {
			t.Fatal(err)
		}
		k, err := otp.NewKeyFromURL(uri)
		if err != nil || k.Issuer() != c.wantIssuer || k.AccountName() != c.wantAccount {
			t.Errorf("%s: issuer %q, account %q, %v", uri, k.Issuer(), k.AccountName(), err)
		}
		if strings.ContainsAny(uri, " \"<>\\\n") || strings.Contains(uri, "+") {
			t.Errorf("%s: not escaped", uri)
		}
	}
}

func TestKeyURIFields(t *testing.T) {
	uri, err := vectorKey.URI("Northwind", "ann@northwind.example", 3)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "otpauth" || u.Host != "totp" || u.Path != "/Northwind:ann@northwind.example (3)" {
		t.Errorf("%s: %v", uri, err)
	}
	q := u.Query()
	for name, want := range map[string]string{"algorithm": "SHA1", "digits": "6", "period": "30", "secret": vectorKey.Base32(), "issuer": "Northwind"} {
		if q.Get(name) != want {
			t.Errorf("%s = %q, want %q", name, q.Get(name), want)
		}
	}
	if _, err := vectorKey.URI("Northwind", " : ", 1); err == nil {
		t.Error("an address without an account")
	}
}

// Whatever an organization is called, the picture of its people's keys can be
// drawn, and told apart by a camera at its size of 224 px.
func TestKeyURIFits(t *testing.T) {
	for name, want := range map[string]string{
		":":                       "maria@northwind.example",
		strings.Repeat("n", 100):  strings.Repeat("n", 100),
		strings.Repeat("ü", 100):  strings.Repeat("ü", 23) + "…",
		strings.Repeat("漢", 100):  strings.Repeat("漢", 15) + "…",
		strings.Repeat("😀", 100):  strings.Repeat("😀", 11) + "…",
		strings.Repeat("👩‍💻", 33): strings.Repeat("👩‍💻", 4) + "…",
	} {
		uri, err := vectorKey.URI(name, "maria@northwind.example", 12)
		if err != nil {
			t.Fatal(err)
		}
		k, err := otp.NewKeyFromURL(uri)
		if err != nil || k.Issuer() != want {
			t.Errorf("%.20s: issuer %q, %v", name, k.Issuer(), err)
		}
		modules, err := factor.QR(uri)
		if _, size := factor.QRPath(modules); err != nil || size > 224*2/5 {
			t.Errorf("%.20s: %d modules, %v", name, size, err)
		}
	}
	longest := strings.Repeat("ü", 32) + "@" + strings.Repeat("ü", 94) + "x"
	uri, err := vectorKey.URI(strings.Repeat("😀", 100), longest, 12)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := factor.QR(uri); err != nil {
		t.Errorf("with the longest address: %v", err)
	}
}

func TestKeyGrouped(t *testing.T) {
	if got := vectorKey.Grouped(); got != "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ" {
		t.Error(got)
	}
}

// ASVS V14.2.x: no way of printing shows a key.
func TestKeyHidden(t *testing.T) {
	k, err := factor.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	out, _ := json.Marshal(map[string]any{"key": k})
	text := fmt.Sprintf("%v %+v %#v %s %x %s", k, k, k, k, k, out)
	if strings.Contains(text, k.Base32()) || strings.Contains(text, fmt.Sprintf("%x", []byte(k))) {
		t.Error("a key was printed")
	}
}
