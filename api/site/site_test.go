package site_test

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/site"
	"twofold/domain/factor"
	"twofold/policies"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

// house is the site over a real database, with a clock of its own.
type house struct {
	*httptest.Server
	flows *flow.Flows
	db    *store.DB
	now   time.Time
}

func open(t *testing.T, c scoped.Config) *house {
	t.Helper()
	h := &house{now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), db: store.New(storetest.Open(t, c))}
	keys, err := factor.CreateKeys()
	check(t, err)
	hasher, err := factor.NewHasher(keys, rand.Reader, factor.HasherOptions{Cost: factor.Cost{Memory: 64, Passes: 1, Threads: 1}})
	check(t, err)
	var d *door.Door
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { d.ServeHTTP(w, r) }))
	t.Cleanup(h.Close)
	h.flows = flow.New(h.db, keys, hasher, func() time.Time { return h.now }, flow.Config{PublicURL: h.URL, OpenSignUp: true})
	may, err := policies.Open()
	check(t, err)
	pages, err := site.New(site.Config{PublicURL: h.URL, OpenSignUp: true})
	check(t, err)
	d, err = door.New(h.flows, keys, may, slog.New(slog.NewTextHandler(io.Discard, nil)), door.Config{PublicURL: h.URL}, pages.Fail)
	check(t, err)
	pages.Mount(d)
	return h
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// browser is a person's browser with script off: cookies, links and forms.
type browser struct {
	t    *testing.T
	h    *house
	http *http.Client
	at   string
	body string
	code int
}

func (h *house) browser(t *testing.T) *browser {
	jar, err := cookiejar.New(nil)
	check(t, err)
	// The jar takes https for secure cookies; real browsers take localhost.
	return &browser{t: t, h: h, http: &http.Client{Transport: secureLocal{jar}}}
}

// secureLocal keeps Secure cookies for a plain address on this machine, as
// browsers do for localhost.
type secureLocal struct{ jar http.CookieJar }

func (s secureLocal) RoundTrip(r *http.Request) (*http.Response, error) {
	as := *r.URL
	as.Scheme = "https"
	for _, c := range s.jar.Cookies(&as) {
		r.AddCookie(c)
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err == nil {
		s.jar.SetCookies(&as, resp.Cookies())
	}
	return resp, err
}

func (b *browser) read(resp *http.Response, err error) *browser {
	b.t.Helper()
	check(b.t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	check(b.t, err)
	b.at, b.body, b.code = resp.Request.URL.Path, string(body), resp.StatusCode
	return b
}

func (b *browser) open(path string) *browser {
	b.t.Helper()
	return b.read(b.http.Get(b.h.URL + path))
}

var csrfField = regexp.MustCompile(`name="csrf"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="csrf"`)

// send posts a form to path with the token of the page the browser is on.
func (b *browser) send(path string, pairs ...string) *browser {
	b.t.Helper()
	form := url.Values{}
	m := csrfField.FindStringSubmatch(b.body)
	if m == nil {
		b.t.Fatalf("no form on %s:\n%.600s", b.at, b.body)
	}
	form.Set("csrf", html.UnescapeString(m[1]+m[2]))
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return b.read(b.http.PostForm(b.h.URL+path, form))
}

func (b *browser) wants(path string, words ...string) *browser {
	b.t.Helper()
	if b.at != path {
		b.t.Fatalf("at %s (%d), want %s:\n%.1500s", b.at, b.code, path, b.text())
	}
	for _, w := range words {
		if !strings.Contains(b.text(), w) {
			b.t.Fatalf("%s says no %q:\n%s", path, w, b.text())
		}
	}
	return b
}

// text is what the page says.
func (b *browser) text() string {
	doc, err := html.Parse(strings.NewReader(b.body))
	check(b.t, err)
	var out strings.Builder
	for n := range doc.Descendants() {
		if n.Type == html.TextNode && n.Parent.Data != "script" {
			if s := strings.Join(strings.Fields(n.Data), " "); s != "" {
				out.WriteString(s + " ")
			}
		}
	}
	return out.String()
}

// mail is the newest letter to an address.
func (h *house) mail(t *testing.T, to string) flow.Letter {
	t.Helper()
	all, err := h.db.Outbox(context.Background(), to, 1)
	check(t, err)
	if len(all) == 0 {
		t.Fatalf("no mail to %s", to)
	}
	l, err := h.flows.OpenLetter(all[0])
	check(t, err)
	return l
}

func (h *house) path(link string) string { return strings.TrimPrefix(link, h.URL) }

const password = "correct horse battery staple"

// secretOf is the key the set-up page shows.
func (b *browser) secretOf() factor.Key {
	b.t.Helper()
	m := regexp.MustCompile(`secret=([A-Z2-7]+)`).FindStringSubmatch(b.body)
	if m == nil {
		b.t.Fatalf("no key on %s", b.at)
	}
	return key(b.t, m[1])
}

func TestWayIn(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		h := open(t, c)
		owner := h.browser(t)
		owner.open("/").wants("/", "Where do you sign in?")
		owner.open("/start").send("/start", "organization", "Northwind", "short", "northwind", "name", "Olga Owner", "email", "olga@northwind.example", "password", password)
		owner.wants("/start", "olga@northwind.example")
		link := h.mail(t, "olga@northwind.example").Args["link"]
		owner.open(h.path(link)).wants("/t/northwind/confirm-email", "Northwind")
		owner.send("/t/northwind/confirm-email").wants("/t/northwind/admin")
		owner.open("/t/northwind/setup").wants("/t/northwind/confirm", "Confirm it's you")
		owner.send("/t/northwind/confirm?reason=set_up", "method", "password", "password", "wrong password here", "next", "/t/northwind/setup").wants("/t/northwind/confirm", "not correct")
		owner.send("/t/northwind/confirm?reason=set_up", "method", "password", "password", password, "next", "/t/northwind/setup").wants("/t/northwind/setup/app", "Authy")
		owner.send("/t/northwind/setup/app", "action", "choose", "app", "Authy").wants("/t/northwind/setup/app", "olga@northwind.example")
		k := owner.secretOf()
		owner.open("/t/northwind/setup/code").wants("/t/northwind/setup/code")
		owner.send("/t/northwind/setup/code", "code", code(t, k, h.now), "name", "Pixel").wants("/t/northwind/setup/codes")
		owner.send("/t/northwind/setup/codes").wants("/t/northwind/setup/codes", "Tick the box")
		owner.send("/t/northwind/setup/codes", "saved", "1").wants("/t/northwind/setup/done", "Pixel")
		owner.open("/t/northwind/admin").send("/t/northwind/sign-out").wants("/t/northwind/signed-out")
		owner.open("/t/northwind/sign-in").send("/t/northwind/sign-in", "username", "olga@northwind.example", "password", password).wants("/t/northwind/sign-in/verify", "6 digits")
		owner.send("/t/northwind/sign-in/verify", "code", code(t, k, h.now)).wants("/t/northwind/sign-in/verify", "already used")
		h.now = h.now.Add(time.Minute)
		owner.send("/t/northwind/sign-in/verify", "code", code(t, k, h.now)[:3]+" "+code(t, k, h.now)[3:]).wants("/t/northwind/admin")
	})
}

func code(t *testing.T, k factor.Key, at time.Time) string {
	t.Helper()
	digits, err := k.Code(factor.Step(at))
	check(t, err)
	return digits
}

func key(t *testing.T, text string) factor.Key {
	t.Helper()
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(text)
	check(t, err)
	k, err := factor.ParseKey(raw)
	check(t, err)
	return k
}
