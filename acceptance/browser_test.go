package acceptance_test

import (
	"encoding/base32"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"twofold/api/wire"
	"twofold/domain/factor"
)

// browser is a person's browser with script off: cookies, links and forms.
type browser struct {
	t      *testing.T
	h      *house
	http   *http.Client
	at     string
	body   string
	code   int
	header http.Header
}

func (h *house) browser(t *testing.T) *browser {
	jar, err := cookiejar.New(nil)
	check(t, err)
	// The jar takes https for secure cookies; real browsers take localhost.
	return &browser{t: t, h: h, http: &http.Client{Transport: secureLocal{jar, h.network()}}}
}

// secureLocal keeps Secure cookies for a plain address on this machine, as
// browsers do for localhost.
type secureLocal struct {
	jar  http.CookieJar
	from string // the network the browser is on, as the proxy in front tells
}

func (s secureLocal) RoundTrip(r *http.Request) (*http.Response, error) {
	as := *r.URL
	as.Scheme = "https"
	for _, c := range s.jar.Cookies(&as) {
		r.AddCookie(c)
	}
	if s.from != "" {
		r.Header.Set("X-Forwarded-For", s.from)
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
	b.at, b.body, b.code, b.header = resp.Request.URL.Path, string(body), resp.StatusCode, resp.Header
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
	r, err := http.NewRequest(http.MethodPost, b.h.URL+path, strings.NewReader(form.Encode()))
	check(b.t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Referer", b.h.URL+b.at)
	return b.read(b.http.Do(r))
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

// says fails unless the page says the words, or must not say them.
func (b *browser) says(t *testing.T, wanted bool, words string) *browser {
	t.Helper()
	if strings.Contains(b.text(), words) != wanted {
		t.Fatalf("%s: says %q is %v:\n%.1500s", b.at, words, !wanted, b.text())
	}
	return b
}

// page is what the server put into the page for its script.
func (b *browser) page() (p wire.Page) {
	b.t.Helper()
	doc, err := html.Parse(strings.NewReader(b.body))
	check(b.t, err)
	for n := range doc.Descendants() {
		if n.Data != "script" || n.FirstChild == nil {
			continue
		}
		for _, a := range n.Attr {
			if a.Key == "id" && a.Val == "page" {
				check(b.t, json.Unmarshal([]byte(n.FirstChild.Data), &p))
			}
		}
	}
	if p.Name == "" {
		b.t.Fatalf("no page on %s:\n%.600s", b.at, b.body)
	}
	return p
}

// screen is the data of the one screen the page shows.
func screen[T wire.Screen](b *browser) (s T) {
	b.t.Helper()
	p := b.page()
	if p.Name != s.Screen() {
		b.t.Fatalf("%s shows %q, want %q:\n%.800s", b.at, p.Name, s.Screen(), b.text())
	}
	check(b.t, json.Unmarshal(p.Data, &s))
	return s
}
