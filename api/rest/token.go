package rest

import (
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"twofold/api/door"
	"twofold/api/token"
	"twofold/api/wire"
	"twofold/policies"
)

const keysPath = "/.well-known/jwks.json"

// issueToken mints from the session as it is now: amr and acr say how it was
// opened, never more.
func (s *Server) issueToken(c *door.Call, _ *none) (*body[wire.TokenAnswer], error) {
	v := c.Visit
	keys, err := s.ring.Set(c, v.KeysVersion)
	if err != nil {
		return nil, err
	}
	text, ends, err := keys.Mint(token.Claims{Issuer: s.config.Issuer, Audience: s.config.Audience, Subject: v.Person.ID, Tenant: v.Tenant.ID,
		Role: v.ActsAs, AMR: v.Session.AMR, ACR: v.Session.ACR, AuthTime: v.Session.AuthAt, SessionID: v.Session.ID}, c.Now)
	if err != nil {
		return nil, err
	}
	if err := c.Flows().RecordToken(c, c.Request, v, s.config.Audience); err != nil {
		return nil, err
	}
	return ok(wire.TokenAnswer{AccessToken: text, TokenType: "Bearer", ExpiresIn: int(ends.Sub(c.Now) / time.Second), ExpiresAt: ends}), nil
}

// mountKeys serves the public keys. It is the one answer that may be cached.
func (s *Server) mountKeys() {
	s.door.Mount(policies.Public, http.MethodGet, keysPath, func(c *door.Call) error {
		keys, err := s.ring.Current(c)
		if err != nil {
			return err
		}
		text, err := keys.JWKS(c.Now)
		if err != nil {
			return err
		}
		c.Gin.Header("Cache-Control", "public, max-age="+strconv.Itoa(int(token.MaxAge/time.Second)))
		c.Gin.Data(http.StatusOK, "application/jwk-set+json", text)
		return nil
	})
	key := map[string]*huma.Schema{}
	for _, name := range []string{"kty", "crv", "x", "y", "kid", "use", "alg"} {
		key[name] = &huma.Schema{Type: huma.TypeString}
	}
	set := &huma.Schema{Type: huma.TypeObject, Properties: map[string]*huma.Schema{
		"keys": {Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeObject, Properties: key}}}}
	op := &huma.Operation{OperationID: "read-keys", Method: http.MethodGet, Path: keysPath, Summary: "Read the public keys of tokens (RFC 7517)"}
	s.describe(op, wire.Endpoint{Method: http.MethodGet, Path: keysPath, Permission: string(policies.Public)})
	op.Responses["200"] = &huma.Response{Description: "The JWK set", Content: map[string]*huma.MediaType{"application/jwk-set+json": {Schema: set}}}
	s.api.OpenAPI().AddOperation(op)
}
