package site

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"time"

	"twofold/api/door"
	"twofold/api/wire"
	"twofold/domain"
)

// The cookies of what a browser prefers. They hold no secret, and are read
// before anybody has signed in.
const (
	cookieAppearance = "appearance" // light or dark; none is as the system has it
	cookieCodes      = "codes"      // wait, where codes are sent by their button only
	codesWaitValue   = "wait"
	preferenceFor    = 400 * 24 * time.Hour // the most that browsers keep one
)

// appearance keeps what the account menu offers: light or dark for the first
// paint, and whether codes are checked without a press.
func (s *Site) appearance(c *door.Call) error {
	if codes, asked := c.Gin.GetPostForm(cookieCodes); asked {
		prefer(c, cookieCodes, codes, codesWaitValue)
	}
	if choice, asked := c.Gin.GetPostForm(cookieAppearance); asked {
		prefer(c, cookieAppearance, choice, "light", "dark")
	}
	return see(c, wasOn(c))
}

// prefer keeps a choice that is one of values; any other is the default, which
// needs no cookie.
func prefer(c *door.Call, name, value string, values ...string) {
	k := &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: int(preferenceFor.Seconds()), Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode}
	if !slices.Contains(values, value) {
		k.Value, k.MaxAge = "", -1
	}
	http.SetCookie(c.Gin.Writer, k)
}

// preferred is the value kept under name; "" where none of values is.
func preferred(c *door.Call, name string, values ...string) string {
	k, err := c.Gin.Request.Cookie(name)
	if err != nil || !slices.Contains(values, k.Value) {
		return ""
	}
	return k.Value
}

func appearanceOf(c *door.Call) string {
	return cmp.Or(preferred(c, cookieAppearance, "light", "dark"), "system")
}

// codesWait says for whom codes wait for their button.
func codesWait(c *door.Call, p domain.Policy) wire.CodesWait {
	switch {
	case p.CodesWait:
		return wire.CodesWaitForOrg
	case preferred(c, cookieCodes, codesWaitValue) != "":
		return wire.CodesWaitForPerson
	}
	return ""
}

// wasOn is the page that a choice was made on, as the browser tells it, or
// where its organization begins.
func wasOn(c *door.Call) string {
	from, err := url.Parse(c.Gin.Request.Referer())
	if err != nil {
		return c.Base() + "/"
	}
	return safeNext(c, from.RequestURI(), c.Base()+"/")
}
