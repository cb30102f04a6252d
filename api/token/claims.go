package token

import (
	"slices"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"twofold/domain"
)

// Claims is what a token says. AMR and ACR are the session's own: a browser
// that was trusted earlier is no second factor today (RFC 8176, OpenID Connect
// Core 2).
type Claims struct {
	Issuer    string
	Audience  string // the product the token is for, exactly one
	Subject   string // the person
	Tenant    string
	Role      domain.Role
	AMR       []string
	ACR       domain.Assurance
	AuthTime  time.Time // when the person last proved who they are
	SessionID string

	ID        string    // set by Mint
	IssuedAt  time.Time // set by Mint
	ExpiresAt time.Time // set by Mint
}

// check refuses claims that would be a half-truth. A session that still has to
// set up its second step gets no token.
func (c Claims) check(now time.Time) error {
	if c.Role == domain.RolePending {
		return domain.Refuse(domain.Forbidden, domain.CodeEnrollmentRequired)
	}
	if why := c.wrong(now); why != "" {
		return claimError(why)
	}
	return nil
}

func (c Claims) wrong(now time.Time) string {
	switch {
	case c.Issuer == "":
		return "iss"
	case c.Audience == "":
		return "aud"
	case c.Subject == "":
		return "sub"
	case c.Tenant == "":
		return "tenant"
	case c.SessionID == "":
		return "sid"
	case !c.Role.Known():
		return "role"
	case c.ACR != domain.AssuranceOne && c.ACR != domain.AssuranceTwo:
		return "acr"
	case len(c.AMR) == 0, slices.Contains(c.AMR, ""):
		return "amr"
	case slices.Contains(c.AMR, "mfa") && c.ACR != domain.AssuranceTwo:
		return "amr"
	case c.AuthTime.IsZero() || c.AuthTime.After(now.Add(Leeway)):
		return "auth_time"
	}
	return ""
}

type claimError string

func (e claimError) Error() string { return "claim " + string(e) + " is missing or untrue" }

// payload is Claims on the wire. The audience is a single string, which every
// library reads.
type payload struct {
	Issuer    string           `json:"iss"`
	Subject   string           `json:"sub"`
	Audience  string           `json:"aud"`
	Tenant    string           `json:"tenant"`
	Role      domain.Role      `json:"role"`
	AMR       []string         `json:"amr"`
	ACR       domain.Assurance `json:"acr"`
	AuthTime  *jwt.NumericDate `json:"auth_time"`
	SessionID string           `json:"sid"`
	IssuedAt  *jwt.NumericDate `json:"iat"`
	NotBefore *jwt.NumericDate `json:"nbf"`
	ExpiresAt *jwt.NumericDate `json:"exp"`
	ID        string           `json:"jti"`
}

func (c Claims) payload() payload {
	return payload{
		Issuer: c.Issuer, Subject: c.Subject, Audience: c.Audience, Tenant: c.Tenant, Role: c.Role,
		AMR: c.AMR, ACR: c.ACR, AuthTime: jwt.NewNumericDate(c.AuthTime), SessionID: c.SessionID,
		IssuedAt: jwt.NewNumericDate(c.IssuedAt), NotBefore: jwt.NewNumericDate(c.IssuedAt),
		ExpiresAt: jwt.NewNumericDate(c.ExpiresAt), ID: c.ID,
	}
}

func (p payload) claims() Claims {
	return Claims{
		Issuer: p.Issuer, Subject: p.Subject, Audience: p.Audience, Tenant: p.Tenant, Role: p.Role,
		AMR: p.AMR, ACR: p.ACR, AuthTime: utc(p.AuthTime), SessionID: p.SessionID,
		ID: p.ID, IssuedAt: utc(p.IssuedAt), ExpiresAt: utc(p.ExpiresAt),
	}
}

func utc(d *jwt.NumericDate) time.Time {
	if d == nil {
		return time.Time{}
	}
	return d.UTC()
}

func (p payload) GetExpirationTime() (*jwt.NumericDate, error) { return p.ExpiresAt, nil }
func (p payload) GetIssuedAt() (*jwt.NumericDate, error)       { return p.IssuedAt, nil }
func (p payload) GetNotBefore() (*jwt.NumericDate, error)      { return p.NotBefore, nil }
func (p payload) GetIssuer() (string, error)                   { return p.Issuer, nil }
func (p payload) GetSubject() (string, error)                  { return p.Subject, nil }
func (p payload) GetAudience() (jwt.ClaimStrings, error)       { return jwt.ClaimStrings{p.Audience}, nil }
