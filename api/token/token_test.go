package token

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"twofold/domain"
)

const (
	issuer   = "https://id.example"
	audience = "https://product.example"
)

func truth(now time.Time) Claims {
	return Claims{
		Issuer: issuer, Audience: audience, Subject: "usr_1", Tenant: "org_1", Role: domain.RoleUser,
		AMR: []string{"pwd", "otp", "mfa"}, ACR: domain.AssuranceTwo, AuthTime: now.Add(-time.Minute), SessionID: "ses_1",
	}
}

func minted(t testing.TB, s Set, now time.Time) string {
	t.Helper()
	text, _, err := s.Mint(truth(now), now)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestMintedTokenParses(t *testing.T) {
	s := Set{newKey(t, start)}
	text, ends, err := s.Mint(truth(start), start)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Parse(text, s, issuer, audience, start.Add(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	want := truth(start)
	if got.Subject != want.Subject || got.Tenant != want.Tenant || got.Role != want.Role || got.ACR != want.ACR || got.SessionID != want.SessionID ||
		!slices.Equal(got.AMR, want.AMR) || !got.AuthTime.Equal(want.AuthTime.Truncate(time.Second)) || got.ID == "" {
		t.Errorf("parsed %+v", got)
	}
	if !got.ExpiresAt.Equal(ends) || got.ExpiresAt.Sub(got.IssuedAt) != Lifetime {
		t.Errorf("lives from %v to %v", got.IssuedAt, got.ExpiresAt)
	}
	if again := minted(t, s, start); again == text {
		t.Error("two tokens are the same")
	}
}

// A verifier of another make: standard library only, from the served JWK set.
func TestAForeignVerifierAgrees(t *testing.T) {
	s := Set{newKey(t, start)}
	parts := strings.Split(minted(t, s, start), ".")
	var header, body map[string]any
	for i, into := range []*map[string]any{&header, &body} {
		raw, err := base64.RawURLEncoding.DecodeString(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(raw, into); err != nil {
			t.Fatal(err)
		}
	}
	if len(header) != 3 || header["typ"] != "JWT" || header["alg"] != "ES256" || header["kid"] != s[0].KID {
		t.Errorf("header %v", header)
	}
	for _, name := range strings.Fields("iss sub aud tenant role amr acr auth_time sid iat nbf exp jti") {
		if body[name] == nil {
			t.Errorf("no %s", name)
		}
		delete(body, name)
	}
	if len(body) != 0 {
		t.Errorf("more than was promised: %v", body)
	}
	sig, _ := base64.RawURLEncoding.DecodeString(parts[2])
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	public := fromJWKS(t, s, start)[0].Public
	if len(sig) != 64 || !ecdsa.Verify(public, sum[:], new(big.Int).SetBytes(sig[:32]), new(big.Int).SetBytes(sig[32:])) {
		t.Error("the signature is not r‖s over header.payload")
	}
}

func TestHalfTruthsAreNotMinted(t *testing.T) {
	s := Set{newKey(t, start)}
	cases := map[string]func(*Claims){
		"no issuer":             func(c *Claims) { c.Issuer = "" },
		"no audience":           func(c *Claims) { c.Audience = "" },
		"nobody":                func(c *Claims) { c.Subject = "" },
		"no tenant":             func(c *Claims) { c.Tenant = "" },
		"no session":            func(c *Claims) { c.SessionID = "" },
		"no role":               func(c *Claims) { c.Role = "" },
		"unknown role":          func(c *Claims) { c.Role = "root" },
		"unknown acr":           func(c *Claims) { c.ACR = "urn:twofold:loa:9" },
		"no amr":                func(c *Claims) { c.AMR = nil },
		"an empty amr":          func(c *Claims) { c.AMR = []string{""} },
		"mfa by one step":       func(c *Claims) { c.ACR = domain.AssuranceOne },
		"never authenticated":   func(c *Claims) { c.AuthTime = time.Time{} },
		"authenticated later":   func(c *Claims) { c.AuthTime = start.Add(time.Hour) },
		"still to set up (P11)": func(c *Claims) { c.Role = domain.RolePending },
	}
	for name, change := range cases {
		c := truth(start)
		change(&c)
		if text, _, err := s.Mint(c, start); err == nil || text != "" {
			t.Errorf("%s: minted", name)
		}
	}
	c := truth(start)
	c.Role = domain.RolePending
	if _, _, err := s.Mint(c, start); domain.CodeOf(err) != domain.CodeEnrollmentRequired {
		t.Errorf("pending: %v", err)
	}
	if _, _, err := (Set{}).Mint(truth(start), start); domain.KindOf(err) != domain.Unavailable {
		t.Errorf("no key: %v", err)
	}
}

// ASVS V9.2.1, V9.2.3
func TestTimeIssuerAndAudienceAreHeld(t *testing.T) {
	s := Set{newKey(t, start)}
	text := minted(t, s, start)
	issued := start.Truncate(time.Second)
	cases := []struct {
		name     string
		iss, aud string
		at       time.Time
		ok       bool
	}{
		{"at once", issuer, audience, issued, true},
		{"a clock behind", issuer, audience, issued.Add(-Leeway), true},
		{"before it was issued", issuer, audience, issued.Add(-Leeway - time.Second), false},
		{"at its end", issuer, audience, issued.Add(Lifetime), true},
		{"past its end and the leeway", issuer, audience, issued.Add(Lifetime + Leeway), false},
		{"a day later", issuer, audience, issued.Add(24 * time.Hour), false},
		{"another issuer", issuer + ".evil.example", audience, issued, false},
		{"issuer in another case", strings.ToUpper(issuer), audience, issued, false},
		{"no issuer asked", "", audience, issued, false},
		{"another audience", issuer, audience + "/", issued, false},
		{"no audience asked", issuer, "", issued, false},
	}
	for _, c := range cases {
		if _, err := Parse(text, s, c.iss, c.aud, c.at); (err == nil) != c.ok {
			t.Errorf("%s: %v", c.name, err)
		} else if err != nil && !errors.Is(err, ErrRefused) {
			t.Errorf("%s: not ErrRefused: %v", c.name, err)
		}
	}
}

// ASVS V9.1.1: every single bit of header, payload and signature counts.
func TestTamperingIsSeen(t *testing.T) {
	s := Set{newKey(t, start)}
	text := minted(t, s, start)
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	for i := range text {
		at := strings.IndexByte(alphabet, text[i])
		if at < 0 {
			continue
		}
		for bit := range 6 {
			changed := text[:i] + string(alphabet[at^1<<bit]) + text[i+1:]
			if _, err := Parse(changed, s, issuer, audience, start); err == nil {
				t.Fatalf("accepted with bit %d of character %d turned", bit, i)
			}
		}
	}
	for _, s2 := range []string{text + "=", text + "A", text + ".", "." + text, text[:len(text)-1], " " + text, text + "\n", strings.ToUpper(text), ""} {
		if _, err := Parse(s2, s, issuer, audience, start); err == nil {
			t.Errorf("accepted %q", s2)
		}
	}
}

// ASVS V9.1.2, V9.1.3
func TestAlgorithmsAndKeysAreNotTheTokensChoice(t *testing.T) {
	s, mallory := Set{newKey(t, start)}, Set{newKey(t, start)}
	own, kid := minted(t, s, start), s[0].KID
	body := strings.Split(own, ".")[1]
	der, err := x509.MarshalPKIXPublicKey(s[0].Public)
	if err != nil {
		t.Fatal(err)
	}
	point, _ := s[0].Public.Bytes()
	evilJWK, _ := mallory[0].jwk()
	cases := map[string]string{
		"none":             segment(`{"alg":"none","typ":"JWT","kid":"`+kid+`"}`) + "." + body + ".",
		"None":             segment(`{"alg":"None","typ":"JWT","kid":"`+kid+`"}`) + "." + body + ".",
		"none, signed":     segment(`{"alg":"none","typ":"JWT","kid":"`+kid+`"}`) + own[strings.IndexByte(own, '.'):],
		"no alg":           segment(`{"typ":"JWT","kid":"`+kid+`"}`) + own[strings.IndexByte(own, '.'):],
		"HS256 with DER":   hs256(kid, body, der),
		"HS256 with point": hs256(kid, body, point),
		"HS256 with kid":   hs256(kid, body, []byte(kid)),
		"HS256, no key":    hs256(kid, body, nil),
		"another's key":    signed(t, mallory[0], `{"alg":"ES256","typ":"JWT","kid":"`+kid+`"}`, body),
		"another's kid":    minted(t, mallory, start),
		"jwk":              signed(t, mallory[0], `{"alg":"ES256","typ":"JWT","kid":"`+kid+`","jwk":`+string(evilJWK)+`}`, body),
		"jku":              signed(t, mallory[0], `{"alg":"ES256","typ":"JWT","kid":"`+mallory[0].KID+`","jku":"https://evil.example/jwks"}`, body),
		"jku, our key":     signed(t, s[0], `{"alg":"ES256","typ":"JWT","kid":"`+kid+`","jku":"https://evil.example/jwks"}`, body),
		"x5u, our key":     signed(t, s[0], `{"alg":"ES256","typ":"JWT","kid":"`+kid+`","x5u":"https://evil.example/c"}`, body),
		"crit, our key":    signed(t, s[0], `{"alg":"ES256","typ":"JWT","kid":"`+kid+`","crit":["exp"]}`, body),
		"no kid":           signed(t, s[0], `{"alg":"ES256","typ":"JWT"}`, body),
		"kid a number":     signed(t, s[0], `{"alg":"ES256","typ":"JWT","kid":1}`, body),
		"kid a list":       signed(t, s[0], `{"alg":"ES256","typ":"JWT","kid":["`+kid+`"]}`, body),
		"kid a path":       signed(t, s[0], `{"alg":"ES256","typ":"JWT","kid":"../../dev/null"}`, body),
		"no type":          signed(t, s[0], `{"alg":"ES256","kid":"`+kid+`","cty":"JWT"}`, body),
		"another type":     signed(t, s[0], `{"alg":"ES256","typ":"logout+jwt","kid":"`+kid+`"}`, body),
		"ES384":            signed(t, s[0], `{"alg":"ES384","typ":"JWT","kid":"`+kid+`"}`, body),
		"too long":         own + strings.Repeat("A", Longest),
		"null":             signed(t, s[0], `{"alg":"ES256","typ":"JWT","kid":"`+kid+`"}`, segment("null")),
		"empty body":       signed(t, s[0], `{"alg":"ES256","typ":"JWT","kid":"`+kid+`"}`, segment("{}")),
	}
	for name, text := range cases {
		if _, err := Parse(text, s, issuer, audience, start); !errors.Is(err, ErrRefused) {
			t.Errorf("%s: %v", name, err)
		}
	}
	control := signed(t, s[0], `{"alg":"ES256","typ":"JWT","kid":"`+kid+`"}`, body)
	if _, err := Parse(control, s, issuer, audience, start); err != nil {
		t.Errorf("the forger's own tool can't make a right token: %v", err)
	}
}

func TestARetiredKeyVerifiesNothing(t *testing.T) {
	k := newKey(t, start)
	text := minted(t, Set{k}, start)
	k.RetireAt = start.Add(-Overlap)
	if _, err := Parse(text, Set{k}, issuer, audience, start); !errors.Is(err, ErrRefused) {
		t.Errorf("parsed: %v", err)
	}
	if _, err := Parse(text, nil, issuer, audience, start); !errors.Is(err, ErrRefused) {
		t.Errorf("parsed with no keys: %v", err)
	}
}

func segment(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }

func hs256(kid, body string, key []byte) string {
	text := segment(`{"alg":"HS256","typ":"JWT","kid":"`+kid+`"}`) + "." + body
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(text))
	return text + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// signed is a forger with a private key and no library.
func signed(t testing.TB, k Key, header, body string) string {
	t.Helper()
	text := segment(header) + "." + body
	sum := sha256.Sum256([]byte(text))
	r, s, err := ecdsa.Sign(strings.NewReader(""), k.Private, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	sig := append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)
	return text + "." + base64.RawURLEncoding.EncodeToString(sig)
}

// FuzzParse: whatever is accepted has the one header and the one payload that
// were signed, and nothing panics. Key and claims are fixed because every
// worker process runs the set-up anew.
func FuzzParse(f *testing.F) {
	seed := sha256.Sum256([]byte("fuzz"))
	private, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), seed[:])
	if err != nil {
		f.Fatal(err)
	}
	k := Key{Private: private, Public: &private.PublicKey, KID: "fuzz", ActiveFrom: start}
	c := truth(start)
	c.ID, c.IssuedAt, c.ExpiresAt = "jti", start, start.Add(Lifetime)
	body, err := json.Marshal(c.payload())
	if err != nil {
		f.Fatal(err)
	}
	own := signed(f, k, `{"alg":"ES256","typ":"JWT","kid":"fuzz"}`, segment(string(body)))
	if _, err := Parse(own, Set{k}, issuer, audience, start); err != nil {
		f.Fatal(err)
	}
	signedPart := own[:strings.LastIndexByte(own, '.')+1]
	for _, text := range []string{own, "", "..", "a.b.c", own + ".", segment(`{"alg":"none"}`) + "." + segment(`{}`) + "."} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := Parse(text, Set{k}, issuer, audience, start); err == nil && !strings.HasPrefix(text, signedPart) {
			t.Errorf("accepted %q", text)
		}
	})
}

func BenchmarkMint(b *testing.B) {
	s := Set{newKey(b, start)}
	for b.Loop() {
		minted(b, s, start)
	}
}
