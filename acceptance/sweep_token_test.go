package acceptance_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"twofold/api/token"
	"twofold/api/wire"
	"twofold/domain"
)

func TestSweepTokens(t *testing.T) {
	inOrgs(t,
		acase{"a token says how somebody signed in, and no more", tokensTellTheTruth},
		acase{"somebody who still has to set up gets none", noTokenAtTheGate},
		acase{"another algorithm, key or hand makes no token", forgedTokens},
	)
	inHouses(t, "keys are rotated without a gap, on every instance", keysRotate)
}

// verifier checks tokens as the product does: with golang-jwt and the
// published keys alone.
func (h *house) verify(t *testing.T, text string) (jwt.MapClaims, string, error) {
	t.Helper()
	a := h.knock(t, http.MethodGet, "/.well-known/jwks.json", "")
	var set struct {
		Keys []struct{ KID, X, Y, Alg, Use, D string }
	}
	check(t, json.Unmarshal([]byte(a.body), &set))
	kid := ""
	claims := jwt.MapClaims{}
	_, err := jwt.ParseWithClaims(text, claims, func(x *jwt.Token) (any, error) {
		kid, _ = x.Header["kid"].(string)
		for _, k := range set.Keys {
			if k.KID == kid && k.Alg == "ES256" && k.Use == "sig" && k.D == "" {
				point := append([]byte{4}, number(t, k.X).FillBytes(make([]byte, 32))...)
				return ecdsa.ParseUncompressedPublicKey(elliptic.P256(), append(point, number(t, k.Y).FillBytes(make([]byte, 32))...))
			}
		}
		return nil, jwt.ErrTokenUnverifiable
	}, jwt.WithValidMethods([]string{"ES256"}), jwt.WithIssuer(h.URL), jwt.WithAudience("northwind-books"), jwt.WithTimeFunc(h.now), jwt.WithExpirationRequired())
	return claims, kid, err
}

func number(t *testing.T, s string) *big.Int {
	t.Helper()
	b, err := base64.RawURLEncoding.DecodeString(s)
	check(t, err)
	return new(big.Int).SetBytes(b)
}

// claims is what the product learns of a session now.
func (p *person) claims() jwt.MapClaims {
	p.t.Helper()
	out := read[wire.TokenAnswer](p.client, wire.IssueToken, nil)
	claims, _, err := p.h.verify(p.t, out.AccessToken)
	check(p.t, err)
	if out.ExpiresIn != 300 {
		p.t.Errorf("it lives %d s", out.ExpiresIn)
	}
	return claims
}

// ASVS V6.8.4, V9.2.1 to V9.2.3.
func tokensTellTheTruth(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) { p.Mode, p.TrustDays = domain.ModeOptional, 14 })
	says := func(p *person, acr domain.Assurance, amr ...string) {
		t.Helper()
		c := p.claims()
		var got []string
		for _, one := range c["amr"].([]any) {
			got = append(got, one.(string))
		}
		if !slices.Equal(got, amr) || c["acr"] != string(acr) {
			t.Errorf("amr %v, acr %v; want %v, %v", got, c["acr"], amr, acr)
		}
		if c["sub"] != p.id || c["tenant"] != o.tenant() || c["sid"] == "" || c["sid"] == nil {
			t.Errorf("claims %v", c)
		}
		for name := range c {
			if !slices.Contains([]string{"iss", "sub", "aud", "exp", "iat", "nbf", "jti", "tenant", "role", "amr", "acr", "auth_time", "sid"}, name) {
				t.Errorf("it tells %s", name)
			}
		}
	}
	maria := o.join("maria", domain.RoleUser)
	says(maria, domain.AssuranceOne, "pwd")
	maria.confirm()
	says(maria, domain.AssuranceOne, "pwd") // the password twice is one factor
	maria.setUp()
	says(maria, domain.AssuranceTwo, "pwd", "otp", "mfa")
	maria.signOut().start(wire.NextSecondStep)
	maria.verify(true)
	says(maria, domain.AssuranceTwo, "pwd", "otp", "mfa")
	at := maria.claims()["auth_time"].(float64)
	maria.signOut()
	o.h.pass(time.Hour)
	maria.start(wire.NextDone)
	says(maria, domain.AssuranceOne, "pwd") // a trusted browser is no factor
	if later := maria.claims()["auth_time"].(float64); later < at+3600 {
		t.Errorf("auth_time %v after %v", later, at)
	}
	maria.confirm()
	says(maria, domain.AssuranceTwo, "pwd", "otp", "mfa")
	fresh := maria.elsewhere()
	fresh.start(wire.NextSecondStep)
	fresh.recover()
	if c := fresh.claims(); c["acr"] != string(domain.AssuranceOne) || slices.Contains(c["amr"].([]any), any("mfa")) || len(c["amr"].([]any)) != 2 {
		t.Errorf("after a recovery code: %v %v", c["amr"], c["acr"])
	}
	fresh.confirm().do(wire.TurnOffTwoStep, wire.TurnOffRequest{}).wants(http.StatusOK)
	says(fresh, domain.AssuranceOne, "pwd") // what was turned off proves nothing
	if role := o.owner.signIn().claims()["role"]; role != "owner" {
		t.Errorf("the owner is %v", role)
	}
}

func noTokenAtTheGate(t *testing.T, o *org) {
	o.policy(required(domain.StartNextSignIn))
	maria := o.join("maria", domain.RoleUser)
	maria.do(wire.IssueToken, nil).refused(http.StatusForbidden, domain.CodeEnrollmentRequired)
	half := o.owner.elsewhere()
	half.start(wire.NextSecondStep)
	half.do(wire.IssueToken, nil).refused(http.StatusUnauthorized, domain.CodeSignedOut)
	maria.setUp()
	maria.claims()
	o.owner.confirm().do(wire.SuspendPerson, nil, maria.id).wants(http.StatusNoContent)
	maria.do(wire.IssueToken, nil).refused(http.StatusUnauthorized, domain.CodeSignedOut)
}

// ASVS V9.1.1, V9.1.2, V9.1.3: and what the service itself takes is no JWT.
func forgedTokens(t *testing.T, o *org) {
	text := read[wire.TokenAnswer](o.owner.client, wire.IssueToken, nil).AccessToken
	for _, prefix := range []string{"", "tfs_"} {
		o.h.bearer(t, o.short, prefix+text).do(wire.ReadSession, nil).refused(http.StatusUnauthorized, domain.CodeSignedOut)
	}
	claims, kid, err := o.h.verify(t, text)
	check(t, err)
	for _, method := range []jwt.SigningMethod{jwt.SigningMethodHS256, jwt.SigningMethodNone} {
		forged := jwt.NewWithClaims(method, claims)
		forged.Header["kid"] = kid
		var with any = []byte("guess")
		if method == jwt.SigningMethodNone {
			with = jwt.UnsafeAllowNoneSignatureType
		}
		signed, err := forged.SignedString(with)
		check(t, err)
		if _, _, err := o.h.verify(t, signed); err == nil {
			t.Errorf("%s is taken", method.Alg())
		}
	}
	o.h.pass(6 * time.Minute)
	if _, _, err := o.h.verify(t, text); err == nil {
		t.Error("it never ends")
	}
}

// keysRotate: the next key is published before it signs, the last one until
// its last token has ended, and a second instance follows by itself.
func keysRotate(t *testing.T, h *house) {
	o := h.org(t, "northwind")
	second := h.second(t)
	mint := func(at *house) (string, string) {
		t.Helper()
		o.owner.signIn()
		text := read[wire.TokenAnswer](o.owner.at(at), wire.IssueToken, nil).AccessToken
		_, kid, err := at.verify(t, text)
		check(t, err)
		return text, kid
	}
	old, before := mint(h)
	next, from, err := h.ring.Rotate(t.Context(), h.now())
	check(t, err)
	if from.Sub(h.now()) != token.Overlap {
		t.Errorf("it signs from %s", from)
	}
	if a := h.knock(t, http.MethodGet, "/.well-known/jwks.json", ""); !published(a, next) || !published(a, before) {
		t.Errorf("published: %s", a.body)
	}
	if _, kid := mint(second); kid != before {
		t.Errorf("signed by %s before its time", kid)
	}
	_, _, err = h.verify(t, old)
	check(t, err)
	h.pass(token.Overlap)
	late, kid := mint(second)
	if kid != next {
		t.Errorf("the second instance signs by %s", kid)
	}
	if _, kid := mint(h); kid != next {
		t.Errorf("the first one by %s", kid)
	}
	if a := second.knock(t, http.MethodGet, "/.well-known/jwks.json", ""); !published(a, before) {
		t.Error("the last key is gone before its tokens")
	}
	h.pass(token.Overlap)
	if a := h.knock(t, http.MethodGet, "/.well-known/jwks.json", ""); published(a, before) || !published(a, next) {
		t.Errorf("published: %s", a.body)
	}
	if _, _, err := second.verify(t, late); err == nil {
		t.Error("a token outlives its five minutes")
	}
}

func published(a reply, kid string) bool {
	var set struct{ Keys []struct{ KID string } }
	if json.Unmarshal([]byte(a.body), &set) != nil {
		return false
	}
	return slices.ContainsFunc(set.Keys, func(k struct{ KID string }) bool { return k.KID == kid })
}
