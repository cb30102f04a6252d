package acceptance_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"

	"twofold/api/wire"
	"twofold/domain"
)

// client speaks the JSON API of one organization: as a browser's scripts do,
// with cookies and X-Csrf-Token, or with the bearer token in token.
type client struct {
	t      *testing.T
	h      *house
	org    string
	from   string // the network it comes from
	jar    http.CookieJar
	token  string // what goes after "Bearer"; with it no cookie is sent
	csrf   string // taken as given when set; read before each change otherwise
	status int
	header http.Header
	body   []byte
}

// client is a browser that has never been here, on a network of its own.
func (h *house) client(t *testing.T, org string) *client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	check(t, err)
	return &client{t: t, h: h, org: org, from: h.network(), jar: jar}
}

// bearer is a client that isn't a browser.
func (h *house) bearer(t *testing.T, org, token string) *client {
	t.Helper()
	c := h.client(t, org)
	c.jar, c.token = nil, token
	return c
}

// clone is the same browser or client asking beside the first, for races: it
// shares the cookies, and keeps answers of its own.
func (c *client) clone() *client {
	out := *c
	return &out
}

// at is the same browser or client asking another instance, as behind one
// address.
func (c *client) at(h *house) *client {
	out := c.clone()
	out.h = h
	return out
}

// secured is an address as the cookie jar is asked for it.
func secured(t *testing.T, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	check(t, err)
	u.Scheme, u.Path = "https", "/"
	return u
}

// cookies are the cookies it holds whose names start with prefix.
func (c *client) cookies(prefix string) (out []*http.Cookie) {
	c.t.Helper()
	for _, k := range c.jar.Cookies(secured(c.t, c.h.URL)) {
		if strings.HasPrefix(k.Name, prefix) {
			out = append(out, k)
		}
	}
	return out
}

// drop forgets every cookie whose name starts with prefix.
func (c *client) drop(prefix string) {
	c.t.Helper()
	for _, k := range c.cookies(prefix) {
		c.put(k.Name, "")
	}
}

// put sets a cookie, or removes it when value is empty.
func (c *client) put(name, value string) {
	c.t.Helper()
	k := &http.Cookie{Name: name, Value: value, Path: "/", Secure: true, HttpOnly: true}
	if value == "" {
		k.MaxAge = -1
	}
	c.jar.SetCookies(secured(c.t, c.h.URL), []*http.Cookie{k})
}

// do sends in, as JSON where it isn't nil, to an endpoint whose parameters
// are filled in order.
func (c *client) do(e wire.Endpoint, in any, params ...string) *client {
	c.t.Helper()
	root := strings.Replace(e.Root, "{org}", c.org, 1)
	return c.ask(e.Method, root+e.At(params...), in)
}

// ask sends a request with headers in pairs to an address of the service.
func (c *client) ask(method, path string, in any, headers ...string) *client {
	c.t.Helper()
	if err := c.try(method, path, in, headers...); err != nil {
		c.t.Fatal(err)
	}
	return c
}

// try is ask for races: it ends no test.
func (c *client) try(method, path string, in any, headers ...string) error {
	var body io.Reader
	if in != nil {
		text, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(text)
	}
	r, err := http.NewRequest(method, c.h.URL+path, body)
	if err != nil {
		return err
	}
	r.Header.Set("X-Forwarded-For", c.from)
	if in != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	switch {
	case c.token != "":
		r.Header.Set("Authorization", "Bearer "+c.token)
	case c.jar != nil && method != http.MethodGet:
		if err := c.prove(r); err != nil {
			return err
		}
	}
	return c.send(r)
}

// prove adds the token that shows the change was made here.
func (c *client) prove(r *http.Request) error {
	token := c.csrf
	if token == "" {
		page := c.clone()
		if err := page.try(http.MethodGet, "/t/"+c.org+"/api/v1/sign-in", nil); err != nil {
			return err
		}
		var in wire.SignInPage
		if page.status == http.StatusOK {
			if err := json.Unmarshal(page.body, &in); err != nil {
				return err
			}
		}
		token = in.CSRF
	}
	r.Header.Set("X-Csrf-Token", token)
	return nil
}

func (c *client) send(r *http.Request) error {
	var via http.RoundTripper = http.DefaultTransport
	if c.jar != nil {
		via = secureLocal{c.jar, ""}
	}
	resp, err := via.RoundTrip(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	c.status, c.header = resp.StatusCode, resp.Header
	c.body, err = io.ReadAll(resp.Body)
	return err
}

// wants fails unless the answer has this status.
func (c *client) wants(status int) *client {
	c.t.Helper()
	if c.status != status {
		c.t.Fatalf("status %d, want %d: %.600s", c.status, status, c.body)
	}
	return c
}

// refused fails unless the answer is a problem document of this code.
func (c *client) refused(status int, code domain.Code) wire.Problem {
	c.t.Helper()
	p := c.problem()
	if c.status != status || p.Code != code {
		c.t.Fatalf("status %d, code %q, want %d %q: %.600s", c.status, p.Code, status, code, c.body)
	}
	return p
}

// problem is the refusal, empty where the answer is none.
func (c *client) problem() (p wire.Problem) {
	c.t.Helper()
	if strings.HasPrefix(c.header.Get("Content-Type"), wire.ProblemType) {
		check(c.t, json.Unmarshal(c.body, &p))
	}
	return p
}

// read is the answer of an endpoint that must succeed.
func read[T any](c *client, e wire.Endpoint, in any, params ...string) (out T) {
	c.t.Helper()
	c.do(e, in, params...)
	if c.status >= 300 {
		c.t.Fatalf("%s: status %d: %.600s", e.ID, c.status, c.body)
	}
	return into[T](c)
}

// into reads the last answer.
func into[T any](c *client) (out T) {
	c.t.Helper()
	if err := json.Unmarshal(c.body, &out); err != nil {
		c.t.Fatal(fmt.Errorf("read answer %.200q: %w", c.body, err))
	}
	return out
}
