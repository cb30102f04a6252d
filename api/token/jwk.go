package token

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
)

const coordinate = 32 // bytes, RFC 7518 6.2.1.2

// jwk is a public P-256 key as RFC 7517 and RFC 7518 6.2 write it.
type jwk struct {
	KTY string `json:"kty"`
	CRV string `json:"crv"`
	X   string `json:"x"`
	Y   string `json:"y"`
	KID string `json:"kid"`
	Use string `json:"use"`
	Alg string `json:"alg"`
}

func jwkOf(public *ecdsa.PublicKey) (jwk, error) {
	if public == nil || public.Curve != elliptic.P256() {
		return jwk{}, errors.New("not a P-256 key")
	}
	point, err := public.Bytes()
	if err != nil {
		return jwk{}, fmt.Errorf("encode public key: %w", err)
	}
	enc := base64.RawURLEncoding
	x, y := enc.EncodeToString(point[1:1+coordinate]), enc.EncodeToString(point[1+coordinate:])
	return jwk{KTY: "EC", CRV: "P-256", X: x, Y: y, KID: thumbprint(x, y), Use: "sig", Alg: "ES256"}, nil
}

func (k Key) jwk() ([]byte, error) {
	out, err := jwkOf(k.Public)
	if err != nil {
		return nil, err
	}
	return json.Marshal(out)
}

// thumbprint names a P-256 key by its content (RFC 7638 3).
func thumbprint(x, y string) string {
	sum := sha256.Sum256([]byte(`{"crv":"P-256","kty":"EC","x":"` + x + `","y":"` + y + `"}`))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// parseJWK reads a key this package wrote and refuses one that isn't kid's.
func parseJWK(text []byte, kid string) (*ecdsa.PublicKey, error) {
	var in jwk
	if err := json.Unmarshal(text, &in); err != nil {
		return nil, fmt.Errorf("read public key: %w", err)
	}
	x, xErr := base64.RawURLEncoding.DecodeString(in.X)
	y, yErr := base64.RawURLEncoding.DecodeString(in.Y)
	if xErr != nil || yErr != nil || len(x) != coordinate || len(y) != coordinate {
		return nil, errors.New("read public key: no point")
	}
	public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), append(append([]byte{4}, x...), y...))
	if err != nil {
		return nil, fmt.Errorf("read public key: %w", err)
	}
	if again, err := jwkOf(public); err != nil || in != again || kid != again.KID {
		return nil, errors.New("read public key: its name is another one's")
	}
	return public, nil
}
