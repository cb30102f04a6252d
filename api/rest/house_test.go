package rest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/flow/flowtest"
	"twofold/api/rest"
	"twofold/api/token"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/domain/factor"
	"twofold/policies"
	"twofold/tenancy"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

var ctx = context.Background()

const (
	public   = "https://id.example"
	audience = "https://books.example"
	strong   = "correct horse battery staple"
)

// house is an installation with the API and a clock of its own.
type house struct {
	*testing.T
	flowtest.Clock
	db    *store.DB
	flows *flow.Flows
	door  *door.Door
	api   *rest.Server
	hash  string // of the password strong
	log   *bytes.Buffer
	keys  *factor.Keys
	close func() // takes the database away

	mu   sync.Mutex
	made int
}

// inHouses runs fn in a new installation on each database.
func inHouses(t *testing.T, fn func(h *house)) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) { fn(newHouse(t, c)) })
}

// inHouse is for what no database makes a difference to.
func inHouse(t *testing.T) *house { return newHouse(t, storetest.SQLite(t)) }

func newHouse(t *testing.T, c scoped.Config) *house {
	t.Helper()
	raw := storetest.Open(t, c)
	h := &house{T: t, db: store.New(raw), close: raw.Close, log: &bytes.Buffer{}}
	keys, err := factor.CreateKeys()
	h.must(err)
	h.keys = keys
	hasher := flowtest.Hasher(t, keys)
	h.hash, err = hasher.HashPassword(ctx, strong)
	h.must(err)
	may, err := policies.Open()
	h.must(err)
	h.flows = flow.New(h.db, keys, hasher, h.Now, flow.Config{PublicURL: public, OpenSignUp: true, May: may.MayUnder})
	h.door, err = door.New(h.flows, keys, may, slog.New(slog.NewJSONHandler(h.log, nil)), door.Config{PublicURL: public}, nil)
	h.must(err)
	place := func(kid string) factor.Binding { return factor.Bind("signing key", kid) }
	ring := token.NewRing(h.db, func(kid string, der []byte) ([]byte, error) { return keys.Seal(der, place(kid)) },
		func(kid string, sealed []byte) ([]byte, error) { return keys.Open(sealed, place(kid)) })
	h.must(ring.Ready(ctx, h.Now()))
	h.api = rest.New(h.door, ring, rest.Config{Issuer: public, Audience: audience})
	return h
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h *house) next(kind string) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.made++
	return fmt.Sprintf("%s_%06d", kind, h.made)
}

// org is an organization in use.
type org struct {
	*house
	domain.Tenant
	scope tenancy.Scope
}

func (h *house) org(p domain.Policy) *org {
	h.Helper()
	id := h.next("org")
	t := domain.Tenant{ID: id, Name: "Northwind", ShortName: strings.ReplaceAll(id, "_", "-"), State: domain.TenantActive, CreatedAt: h.Now()}
	o := &org{house: h, Tenant: t, scope: tenancy.Of(id)}
	h.must(h.db.In(ctx, o.scope, func(tx *store.Tx) error { return tx.CreateTenant(ctx, t, p) }))
	return o
}

// person adds somebody in use and returns their address.
func (o *org) person(role domain.Role, name string) store.Person {
	o.Helper()
	id := o.next("usr")
	p := store.Person{User: domain.User{ID: id, Email: id + "@northwind.example", Name: name, Role: role, State: domain.UserActive, SecurityVersion: 1, CreatedAt: o.Now()}, PasswordHash: o.hash}
	o.must(o.db.In(ctx, o.scope, func(tx *store.Tx) error { return tx.AddUser(ctx, p) }))
	return p
}

// signedIn is a bearer client of a new person who just confirmed that it's
// them.
func (o *org) signedIn(role domain.Role) *client {
	o.Helper()
	p := o.person(role, "Ida Somebody")
	c := o.client(o.ShortName)
	c.signIn(p.Email, strong)
	c.want(200, wire.ConfirmSession, wire.ConfirmRequest{Method: domain.ConfirmByPassword, Password: strong}, nil)
	return c
}

// events counts the rows of the organization's audit log.
func (o *org) events() (n int) {
	o.Helper()
	o.must(o.db.View(ctx, o.scope, func(tx *store.Tx) error {
		all, err := tx.Events(ctx, store.EventFilter{Limit: 10_000})
		n = len(all)
		return err
	}))
	return n
}

// link is the token of the newest link mailed to an address, and the short
// name of the organization it leads to.
func (h *house) link(to string) (short, token string) {
	h.Helper()
	mails, err := h.db.Outbox(ctx, to, 1)
	h.must(err)
	if len(mails) == 0 {
		h.Fatalf("no mail to %s", to)
	}
	l, err := h.flows.OpenLetter(mails[0])
	h.must(err)
	parts := strings.Split(strings.TrimPrefix(l.Args["link"], public+"/t/"), "/")
	return parts[0], parts[len(parts)-1]
}

// read reads the answer of a call that must have gone well.
func read(h *house, a *answer, out any) {
	h.Helper()
	if a.Code != 200 {
		h.Fatalf("%d %s", a.Code, a.Body)
	}
	h.must(json.Unmarshal(a.Body.Bytes(), out))
}

// client is somebody's program. With bearer it sends that token, else the
// cookies it was given, as a browser does.
type client struct {
	*house
	org         string
	token       string
	csrf        string
	trust       string // a bearer client's trust token
	jar         map[string]string
	agent       string
	ip          string            // where it comes from, httptest's address when empty
	header      map[string]string // of the next request alone
	keepsTokens bool              // asks for bearer tokens in the place of cookies
}

func (h *house) client(org string) *client {
	return &client{house: h, org: org, jar: map[string]string{}, agent: "Mozilla/5.0 (X11; Linux x86_64) Chrome/140"}
}

// answer is what came back.
type answer struct {
	*httptest.ResponseRecorder
	problem wire.Problem
}

func (c *client) signIn(email, password string) wire.SignInAnswer {
	c.Helper()
	var out wire.SignInAnswer
	c.want(200, wire.StartSignIn, wire.SignInRequest{Email: email, Password: password, Bearer: true}, &out)
	c.token = out.Token
	return out
}

// want calls an operation, expects a status and reads the answer.
func (c *client) want(status int, e wire.Endpoint, in, out any, values ...string) *answer {
	c.Helper()
	a := c.call(e, in, values...)
	if a.Code != status {
		c.Fatalf("%s: %d, want %d: %s", e.ID, a.Code, status, a.Body)
	}
	if out != nil {
		if err := json.Unmarshal(a.Body.Bytes(), out); err != nil {
			c.Fatalf("%s: %v in %s", e.ID, err, a.Body)
		}
	}
	return a
}

// refused calls an operation and expects a problem with a code.
func (c *client) refused(status int, code domain.Code, e wire.Endpoint, in any, values ...string) *answer {
	c.Helper()
	a := c.want(status, e, in, nil, values...)
	if a.problem.Code != code {
		c.Fatalf("%s: %s, want %s", e.ID, a.Body, code)
	}
	return a
}

func (c *client) call(e wire.Endpoint, in any, values ...string) *answer {
	c.Helper()
	var text []byte
	if in != nil {
		var err error
		text, err = json.Marshal(in)
		c.must(err)
	}
	a := c.send(e.Method, c.address(e, values...), text)
	c.asDescribed(e, a)
	return a
}

// asDescribed holds a good answer against the schema of the document.
func (c *client) asDescribed(e wire.Endpoint, a *answer) {
	c.Helper()
	if a.Code >= 300 {
		return
	}
	doc := c.api.OpenAPI()
	item := doc.Paths[e.Root+e.Path]
	op := map[string]*huma.Operation{"GET": item.Get, "POST": item.Post, "PUT": item.Put, "PATCH": item.Patch, "DELETE": item.Delete}[e.Method]
	described := op.Responses[fmt.Sprint(a.Code)]
	if described == nil || (a.Body.Len() > 0) != (described.Content != nil) {
		c.Errorf("%s: %d with %d bytes is not described", e.ID, a.Code, a.Body.Len())
		return
	}
	if a.Body.Len() == 0 {
		return
	}
	var value any
	c.must(json.Unmarshal(a.Body.Bytes(), &value))
	found := &huma.ValidateResult{}
	huma.Validate(doc.Components.Schemas, described.Content["application/json"].Schema, huma.NewPathBuffer(nil, 0), huma.ModeReadFromServer, value, found)
	for _, err := range found.Errors {
		c.Errorf("%s answers what it does not describe: %v", e.ID, err)
	}
}

func (c *client) address(e wire.Endpoint, values ...string) string {
	return strings.ReplaceAll(e.Root, "{org}", c.org) + e.At(values...)
}

func (c *client) send(method, target string, text []byte) *answer {
	c.Helper()
	var content io.Reader
	if text != nil {
		content = bytes.NewReader(text)
	}
	r := httptest.NewRequest(method, public+target, content)
	r.Header.Set("User-Agent", c.agent)
	if c.ip != "" {
		r.RemoteAddr = c.ip + ":1234"
	}
	if text != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	} else {
		for name, value := range c.jar {
			r.AddCookie(&http.Cookie{Name: name, Value: value})
		}
		r.Header.Set("X-Csrf-Token", c.csrf)
	}
	for name, value := range c.header {
		if r.Header.Del(name); value != "" {
			r.Header.Set(name, value)
		}
	}
	c.header = nil
	a := &answer{ResponseRecorder: httptest.NewRecorder()}
	c.door.ServeHTTP(a, r)
	return c.received(a)
}

// received keeps cookies and reads problem documents.
func (c *client) received(a *answer) *answer {
	c.Helper()
	for _, k := range a.Result().Cookies() {
		if c.jar[k.Name] = k.Value; k.MaxAge < 0 {
			delete(c.jar, k.Name)
		}
	}
	if a.Code < 400 {
		return a
	}
	c.must(json.Unmarshal(a.Body.Bytes(), &a.problem))
	if kind := a.Header().Get("Content-Type"); kind != wire.ProblemType || a.problem.Status != a.Code || a.problem.Code == "" ||
		a.problem.RequestID == "" || a.problem.RequestID != a.Header().Get("X-Request-Id") {
		c.Errorf("not a whole problem document: %d %s %s", a.Code, kind, a.Body)
	}
	return a
}
