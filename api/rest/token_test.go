package rest_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"twofold/api/wire"
	"twofold/domain"
)

// The product checks a token with the published keys alone (ASVS V9.1, V9.2),
// and reads from it how the person signed in, no better than it was.
func TestTheProductReadsATokenByThePublishedKeys(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org(domain.DefaultPolicy())
		c := o.signedIn(domain.RoleUser)
		var out wire.TokenAnswer
		c.want(200, wire.IssueToken, nil, &out)
		if out.TokenType != "Bearer" || out.ExpiresIn != 300 || !out.ExpiresAt.Equal(h.Now().Add(5*time.Minute)) {
			t.Errorf("%+v", out)
		}
		claims := jwt.MapClaims{}
		_, err := jwt.ParseWithClaims(out.AccessToken, claims, published(h), jwt.WithValidMethods([]string{"ES256"}),
			jwt.WithIssuer(public), jwt.WithAudience(audience), jwt.WithTimeFunc(h.Now), jwt.WithExpirationRequired())
		h.must(err)
		var me wire.Session
		c.want(200, wire.ReadSession, nil, &me)
		if claims["sub"] != me.Person.ID || claims["tenant"] != o.ID || claims["role"] != "user" || claims["acr"] != string(domain.AssuranceOne) ||
			len(claims["amr"].([]any)) != 1 || claims["sid"] == "" || claims["auth_time"] == nil {
			t.Errorf("%v", claims)
		}
	})
}

// published reads the key a token names from the JWK set.
func published(h *house) jwt.Keyfunc {
	a := h.client("").send("GET", "/.well-known/jwks.json", nil)
	if a.Code != 200 || a.Header().Get("Content-Type") != "application/jwk-set+json" || !strings.Contains(a.Header().Get("Cache-Control"), "max-age=300") {
		h.Fatalf("%d %v", a.Code, a.Header())
	}
	var set struct{ Keys []struct{ KID, X, Y string } }
	h.must(json.Unmarshal(a.Body.Bytes(), &set))
	return func(t *jwt.Token) (any, error) {
		for _, k := range set.Keys {
			if k.KID == t.Header["kid"] {
				point := append([]byte{4}, number(h, k.X).FillBytes(make([]byte, 32))...)
				return ecdsa.ParseUncompressedPublicKey(elliptic.P256(), append(point, number(h, k.Y).FillBytes(make([]byte, 32))...))
			}
		}
		return nil, jwt.ErrTokenUnverifiable
	}
}

func number(h *house, s string) *big.Int {
	b, err := base64.RawURLEncoding.DecodeString(s)
	h.must(err)
	return new(big.Int).SetBytes(b)
}

// A session that still has to set up gets no token.
func TestAPendingSessionGetsNoToken(t *testing.T) {
	inHouses(t, func(h *house) {
		p := domain.DefaultPolicy()
		p.Mode, p.RequiredSince = domain.ModeRequired, h.Now()
		o := h.org(p)
		c := h.client(o.ShortName)
		c.signIn(o.person(domain.RoleOwner, "Ida").Email, strong)
		c.refused(403, domain.CodeEnrollmentRequired, wire.IssueToken, nil)
	})
}
