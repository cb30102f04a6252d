package rest

import (
	"strings"

	"twofold/api/door"
	"twofold/api/wire"
)

// asBearer settles how a client that is not signed in yet wants its
// credentials. A browser gets its own cookie, so that what follows is bound to
// it; a bearer client is known by nothing but its tokens.
func asBearer(c *door.Call, wanted bool) error {
	if c.Bearer = c.Bearer || wanted; c.Bearer {
		c.BrowserHash = nil
		return nil
	}
	return c.EnsureBrowser()
}

// trustTokens are the trust tokens of the request, from the cookie or the
// bearer header.
func trustTokens(c *door.Call) []string {
	if token, found := strings.CutPrefix(c.Gin.GetHeader("Authorization"), "Bearer "+door.BearerTrust); found {
		return []string{token}
	}
	return c.TrustTokens()
}

// opened hands a session's token to the client. An empty one changes nothing.
func opened(c *door.Call, token string) (wire.Renewal, error) {
	if token == "" {
		return wire.Renewal{}, nil
	}
	if c.Bearer {
		return wire.Renewal{Token: door.BearerSession + token}, nil
	}
	if err := c.SetSession(token); err != nil {
		return wire.Renewal{}, err
	}
	return csrf(c)
}

// entered hands over a session that begins now; one of the same client in the
// same organization ends by it (ASVS V7.2.4).
func entered(c *door.Call, token string) (wire.Renewal, error) {
	if c.Visit != nil && !c.Bearer {
		if err := c.Flows().SignOut(c, c.Request, c.Visit); err != nil {
			return wire.Renewal{}, err
		}
	}
	return opened(c, token)
}

// halfOpened hands over a half-finished sign-in.
func halfOpened(c *door.Call, token string) (wire.Renewal, error) {
	if c.Bearer {
		return wire.Renewal{Token: door.BearerHalf + token}, nil
	}
	c.SetHalf(token)
	return csrf(c)
}

func csrf(c *door.Call) (wire.Renewal, error) {
	token, err := c.CSRF()
	return wire.Renewal{CSRF: token}, err
}

// trusted hands over a trusted client's token in the place of used, and
// returns it for bearer clients.
func trusted(c *door.Call, fresh, used string) string {
	switch {
	case fresh == "":
		return ""
	case c.Bearer:
		return door.BearerTrust + fresh
	}
	c.SetTrust(fresh, used)
	return ""
}
