package door

import (
	"encoding/base64"
	"net/http"
	"strings"
	"time"

	"twofold/domain"
	"twofold/domain/factor"
)

// Names of cookies. All are __Host-: Secure, Path=/ and no Domain, so that no
// other host can set them (ASVS V3.3.3). Browsers take Secure cookies on
// http://localhost too.
const (
	browserCookie = "__Host-b"
	sessionPrefix = "__Host-s-"
	halfPrefix    = "__Host-h-"
	trustPrefix   = "__Host-t-"
	linkPrefix    = "__Host-l-"
)

// Prefixes of bearer tokens: each credential is of its own type and good for
// nothing else.
const (
	BearerSession = "tfs_"
	BearerHalf    = "tfh_"
	BearerTrust   = "tft_"
)

const (
	SessionsMost = 10                   // organizations one browser is signed in to
	TrustsMost   = 5                    // people who trust one browser
	BrowserFor   = 400 * 24 * time.Hour // that a browser is known by its cookie
)

func readCookie(r *http.Request, name string) (string, bool) {
	k, err := r.Cookie(name)
	if err != nil || k.Value == "" || len(k.Value) > 400 {
		return "", false
	}
	return k.Value, true
}

// setCookie writes a cookie; lasting until the browser closes when for is 0.
func (c *Call) setCookie(name, value string, lasts time.Duration) {
	k := &http.Cookie{Name: name, Value: value, Path: "/", Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode}
	if lasts > 0 {
		k.MaxAge = int(lasts.Seconds())
	}
	if k.Valid() != nil { // somebody's own words, never a token
		k.Value = ""
	}
	if k.Value == "" {
		k.MaxAge = -1
	}
	http.SetCookie(c.Gin.Writer, k)
}

// readTokens finds the credentials of the call's organization: bearer tokens
// where the client sends any, else cookies.
func (d *Door) readTokens(c *Call) {
	if auth, ok := strings.CutPrefix(c.Gin.GetHeader("Authorization"), "Bearer "); ok {
		c.Bearer = true
		if t, ok := strings.CutPrefix(auth, BearerSession); ok {
			c.Session = t
		} else if t, ok := strings.CutPrefix(auth, BearerHalf); ok {
			c.Half = t
		}
		return
	}
	id := c.Scope.Tenant()
	c.Session, _ = readCookie(c.Gin.Request, sessionPrefix+id)
	c.Half, _ = readCookie(c.Gin.Request, halfPrefix+id)
}

// TrustTokens are the tokens of the trust cookie, of whoever they are.
func (c *Call) TrustTokens() []string {
	value, ok := readCookie(c.Gin.Request, trustPrefix+c.Scope.Tenant())
	if !ok || c.Bearer {
		return nil
	}
	tokens := strings.Split(value, ".")
	return tokens[:min(len(tokens), TrustsMost)]
}

// SetTrust keeps a trusted browser's new token beside those of other people,
// in the place of used when that is not empty.
func (c *Call) SetTrust(fresh, used string) {
	keep := []string{fresh}
	for _, t := range c.TrustTokens() {
		if t != used && len(keep) < TrustsMost {
			keep = append(keep, t)
		}
	}
	c.setCookie(trustPrefix+c.Scope.Tenant(), strings.Join(keep, "."), 90*24*time.Hour)
}

// ForgetTrust removes the trust cookie.
func (c *Call) ForgetTrust() { c.setCookie(trustPrefix+c.Scope.Tenant(), "", 0) }

// SetSession keeps a session's token and ends the half sign-in's. A browser
// that is signed in to too many organizations is signed out of the oldest.
func (c *Call) SetSession(token string) error {
	c.SetHalf("")
	c.SetAddress("")
	c.setCookie(sessionPrefix+c.Scope.Tenant(), token, domain.SessionMax)
	c.Session = token
	own := sessionPrefix + c.Scope.Tenant()
	var others []*http.Cookie
	for _, k := range c.Gin.Request.Cookies() {
		if strings.HasPrefix(k.Name, sessionPrefix) && k.Name != own {
			others = append(others, k)
		}
	}
	if len(others) < SessionsMost {
		return nil
	}
	// Browsers send cookies of one path in the order they were made.
	oldest := others[0]
	c.setCookie(oldest.Name, "", 0)
	r := c.In(strings.TrimPrefix(oldest.Name, sessionPrefix))
	visit, err := c.Flows().Visit(c, r, oldest.Value)
	if domain.KindOf(err) == domain.Unauthenticated {
		return nil
	}
	if err != nil {
		return err
	}
	return c.Flows().SignOut(c, r, visit)
}

// Sessions are the tokens of every organization this browser is signed in to,
// by tenant id.
func (c *Call) Sessions() map[string]string {
	out := map[string]string{}
	for _, k := range c.Gin.Request.Cookies() {
		if id, ok := strings.CutPrefix(k.Name, sessionPrefix); ok && k.Value != "" && len(out) < SessionsMost {
			out[id] = k.Value
		}
	}
	return out
}

// ClearSession removes the session cookie.
func (c *Call) ClearSession() { c.setCookie(sessionPrefix+c.Scope.Tenant(), "", 0); c.Session = "" }

// SetHalf keeps a half sign-in's token, or removes it when empty.
func (c *Call) SetHalf(token string) {
	if token == "" {
		if _, there := readCookie(c.Gin.Request, halfPrefix+c.Scope.Tenant()); !there {
			return
		}
	}
	c.setCookie(halfPrefix+c.Scope.Tenant(), token, domain.HalfSignInMost)
	c.Half = token
}

// SetLink moves a link's token out of the address into a cookie of an hour,
// or removes it when empty.
func (c *Call) SetLink(token string) {
	c.setCookie(linkPrefix+c.Scope.Tenant(), token, time.Hour)
}

// Link is the token SetLink kept.
func (c *Call) Link() string {
	t, _ := readCookie(c.Gin.Request, linkPrefix+c.Scope.Tenant())
	return t
}

// EnsureBrowser gives the browser its own cookie, to which forms before
// sign-in are bound and by which an account knows the browser again.
func (c *Call) EnsureBrowser() error {
	if c.browser != "" {
		return nil
	}
	token, err := newBrowserToken()
	if err != nil {
		return err
	}
	c.browser, c.BrowserHash = token, factor.HashToken(token)
	c.setCookie(browserCookie, token, BrowserFor)
	return nil
}

// CookiesBlocked reports whether a form came without the cookie every page
// with a form sets.
func (c *Call) CookiesBlocked() bool { return c.browser == "" }

const csrfPurpose = "csrf"

func (c *Call) csrfBase() []byte { return []byte(c.browser + "\n" + c.Session) }

// CSRF is the token forms and scripts of this browser and session send back
// (NIST SP 800-63B 5.1).
func (c *Call) CSRF() (string, error) {
	if err := c.EnsureBrowser(); err != nil {
		return "", err
	}
	mac, err := c.door.keys.MAC(csrfPurpose, c.csrfBase())
	return base64.RawURLEncoding.EncodeToString(mac), err
}

const (
	nextPrefix     = "__Host-n-" // where a half-finished sign-in goes on
	addressPrefix  = "__Host-a-" // which address a half-finished sign-in began with
	replacesPrefix = "__Host-r-" // which method the wizard replaces
	startedCookie  = "__Host-o"  // the organization this browser just started
)

func (c *Call) note(prefix, value string, lasts time.Duration) {
	if _, there := readCookie(c.Gin.Request, prefix+c.Scope.Tenant()); value != "" || there {
		c.setCookie(prefix+c.Scope.Tenant(), value, lasts)
	}
}

func (c *Call) noted(prefix string) string {
	value, _ := readCookie(c.Gin.Request, prefix+c.Scope.Tenant())
	return value
}

// SetNext remembers where a sign-in goes on after its second step.
func (c *Call) SetNext(path string) {
	c.note(nextPrefix, base64.RawURLEncoding.EncodeToString([]byte(path)), domain.HalfSignInMost)
}

// Next is what SetNext kept. It comes from the browser and is checked again.
func (c *Call) Next() string {
	path, err := base64.RawURLEncoding.DecodeString(c.noted(nextPrefix))
	if err != nil {
		return ""
	}
	return string(path)
}

// SetAddress remembers the e-mail address a sign-in began with, for its page to
// show it again should the second step take too long. An address never stands
// in the page's own.
func (c *Call) SetAddress(email string) {
	c.note(addressPrefix, base64.RawURLEncoding.EncodeToString([]byte(email)), domain.HalfSignInMost)
}

// Address is what SetAddress kept.
func (c *Call) Address() string {
	email, err := base64.RawURLEncoding.DecodeString(c.noted(addressPrefix))
	if err != nil {
		return ""
	}
	return string(email)
}

// SetReplaces remembers which method the wizard puts a new one in place of.
func (c *Call) SetReplaces(id string) { c.note(replacesPrefix, id, time.Hour) }

// Replaces is what SetReplaces kept.
func (c *Call) Replaces() string { return c.noted(replacesPrefix) }

// SetStarted remembers the organization a browser started, so that its link
// can be sent again.
func (c *Call) SetStarted(short string) { c.setCookie(startedCookie, short, time.Hour) }

// Started is what SetStarted kept.
func (c *Call) Started() string {
	short, _ := readCookie(c.Gin.Request, startedCookie)
	return short
}
