package acceptance_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"twofold/domain"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store/storetest"
)

const (
	pagePolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; report-uri /reports/csp; report-to csp"
	apiPolicy  = "default-src 'none'; frame-ancestors 'none'; sandbox"
)

func TestSweepHeaders(t *testing.T) {
	inTaped(t, "every answer carries the headers, and no cookie is loose", everyAnswer)
	inHouses(t, "methods that no route has are refused", strangeMethods)
	inHouses(t, "nothing lies about that is no part of the product", nothingLiesAbout)
	inHouses(t, "what no database takes is no fault of ours", textNobodyKeeps)
	inHouses(t, "only the configured host is answered, and no header names another", otherHosts)
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		t.Run("over https browsers are told to stay there", func(t *testing.T) { staysOnHTTPS(t, c) })
	})
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		t.Run("a sender's own word about its address counts only from a proxy", func(t *testing.T) { ownWord(t, c) })
	})
}

// visitAll asks every route, and some addresses that are none, with the
// person's cookies.
func visitAll(t *testing.T, h *house, p *person) {
	t.Helper()
	fill := strings.NewReplacer(":org", p.org, ":id", p.id, ":token", "none", ":session", "ses_none", ":trust", "trb_none", ":name", "none.css")
	cookies := p.cookieLine()
	for _, r := range h.door.Routes() {
		body, kind := "", "application/x-www-form-urlencoded"
		if r.Method != http.MethodGet && strings.Contains(r.Path, "/api/") {
			body, kind = "{}", "application/json"
		}
		h.knock(t, r.Method, fill.Replace(r.Path), body, "Content-Type", kind)
		if r.Method == http.MethodGet {
			h.knock(t, r.Method, fill.Replace(r.Path), "", "Cookie", cookies)
		}
	}
	for _, path := range []string{"/nowhere", "/t/nobody/sign-in", "/t/" + p.org + "/api/v1/nothing", "/static/", "/t/" + p.org + "/sign-in/"} {
		h.knock(t, http.MethodGet, path, "")
		h.knock(t, http.MethodDelete, path, "")
	}
}

// ASVS V3.2.1, V3.3.1 to V3.3.4, V3.4.2 to V3.4.8, V3.5.8, V4.1.1,
// V13.4.6, V14.3.2: on every route, for somebody signed in and for nobody, on
// what was drawn, refused and not found.
func everyAnswer(t *testing.T, h *house, x *tape) {
	o := h.org(t, "northwind")
	o.policy(trusting(14))
	o.owner.signOut().start("second_step")
	o.owner.verify(true)
	owner := o.owner.page()
	owner.open("/t/northwind/setup?replace=fac_x")
	owner.open("/t/northwind/me/security").send("/t/northwind/appearance", "appearance", "dark", "codes", "wait")
	o.invited("maria", domain.RoleUser)
	h.browser(t).open("/t/northwind/invite/" + h.linkToken(t, "maria@northwind.example"))
	visitAll(t, h, o.owner)
	cookies := map[string]bool{}
	for _, a := range x.all() {
		want := map[string]string{"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store",
			"Content-Security-Policy": pagePolicy, "Server": "", "X-Powered-By": "", "Access-Control-Allow-Origin": "", "Strict-Transport-Security": ""}
		api := strings.Contains(a.path, "/api/") || a.path == "/openapi.json" || strings.HasPrefix(a.path, "/.well-known/") || a.path == "/reports/csp"
		want["Reporting-Endpoints"] = `csp="/reports/csp"`
		if api {
			want["Content-Security-Policy"], want["Reporting-Endpoints"] = apiPolicy, ""
		}
		if a.status == http.StatusOK && (strings.HasPrefix(a.path, "/static/") || a.path == "/.well-known/jwks.json" || a.path == "/openapi.json") {
			delete(want, "Cache-Control") // the same for everybody
		}
		for name, value := range want {
			if got := a.header.Get(name); got != value {
				t.Errorf("%s %s (%d): %s is %q, want %q", a.method, a.path, a.status, name, got, value)
			}
		}
		if kind := a.header.Get("Content-Type"); a.body != "" && kind == "" || strings.HasPrefix(kind, "text/") && !strings.HasSuffix(kind, "charset=utf-8") {
			t.Errorf("%s %s: type %q", a.method, a.path, kind)
		}
		for _, k := range (&http.Response{Header: a.header}).Cookies() {
			cookies[strings.Split(k.Name, o.tenant())[0]] = true
			fixed := strings.HasPrefix(k.Name, "__Host-") || k.Name == "appearance" || k.Name == "codes"
			if !fixed || !k.Secure || !k.HttpOnly || k.SameSite != http.SameSiteLaxMode || k.Path != "/" || k.Domain != "" {
				t.Errorf("%s %s sets %s", a.method, a.path, k)
			}
		}
	}
	for _, name := range []string{"__Host-s-", "__Host-h-", "__Host-t-", "__Host-l-", "__Host-r-", "__Host-b", "appearance", "codes"} {
		if !cookies[name] {
			t.Errorf("no answer set %s: %v", name, cookies)
		}
	}
}

// ASVS V4.1.4, V13.4.4, V3.4.2.
func strangeMethods(t *testing.T, h *house) {
	o := h.org(t, "northwind")
	fill := strings.NewReplacer(":org", o.short, ":id", o.owner.id, ":token", "none", ":session", "ses_none", ":trust", "trb_none", ":name", "none.css")
	known := map[string]map[string]bool{}
	for _, r := range h.door.Routes() {
		path := fill.Replace(r.Path)
		if known[path] == nil {
			known[path] = map[string]bool{}
		}
		known[path][r.Method] = true
	}
	for path, methods := range known {
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get"} {
			if methods[method] {
				continue
			}
			a := h.knock(t, method, path, "", "Origin", "https://evil.example", "Access-Control-Request-Method", "PUT")
			if a.status < 400 || a.status >= 500 || a.header.Get("Access-Control-Allow-Origin") != "" || a.header.Get("Access-Control-Allow-Methods") != "" {
				t.Errorf("%s %s: %d %v", method, path, a.status, a.header)
			}
		}
	}
}

// ASVS V13.4.1, V13.4.2, V13.4.3, V13.4.5, V15.2.3.
func nothingLiesAbout(t *testing.T, h *house) {
	h.org(t, "northwind")
	for _, path := range []string{"/.git/config", "/.git/HEAD", "/.env", "/.svn/entries", "/go.mod", "/twofold.db", "/data/twofold.db", "/debug/pprof/", "/debug/vars", "/metrics", "/swagger", "/docs",
		"/openapi.yaml", "/static/", "/static/..", "/static/../go.mod", "/static/%2e%2e/go.mod", "/static/..%2fgo.mod", "/server-status", "/sandbox/outbox", "/sandbox/clock", "/t/", "/t/northwind/static/", "/schemas/Problem.json"} {
		if a := h.knock(t, http.MethodGet, path, ""); a.status != http.StatusNotFound {
			t.Errorf("%s: %d %.200s", path, a.status, a.body)
		}
	}
}

// ASVS V2.2.1, V16.5.1: names and ids that can't be are refused before a
// statement holds them.
func textNobodyKeeps(t *testing.T, h *house) {
	h.org(t, "northwind")
	for _, text := range []string{"\x00", "north\x00wind", "\xff", "\xed\xa0\x80", "'; --"} {
		for _, path := range []string{"/t/%s/sign-in", "/t/%s/api/v1/sign-in", "/t/northwind/admin/people/%s", "/t/northwind/reset/%s"} {
			if a := h.knock(t, http.MethodGet, fmt.Sprintf(path, url.PathEscape(text)), ""); a.status >= 500 {
				t.Errorf(path+": %d", text, a.status)
			}
		}
		b := h.browser(t).open("/")
		if b.send("/", "org", text); b.code != http.StatusNotFound {
			t.Errorf("organization %q: %d", text, b.code)
		}
		if b.open("/t/northwind/sign-in").send("/t/northwind/sign-in/passkey", "ceremony", text, "response", "{}"); b.code >= 500 {
			t.Errorf("ceremony %q: %d", text, b.code)
		}
	}
}

// ASVS V4.1.3, V3.7.2: RFC 9110 7.4.
func otherHosts(t *testing.T, h *house) {
	o := h.org(t, "northwind")
	for _, host := range []string{"evil.example", "evil.example:443", "127.0.0.1", "127.0.0.1:1", ""} {
		for _, path := range []string{"/", "/start", "/t/northwind/sign-in", "/t/northwind/api/v1/sign-in", "/openapi.json", "/fizz", "/t/northwind/admin/people/usr_z", "/static/none.css"} {
			if host == "" {
				continue
			}
			if a := h.knock(t, http.MethodGet, path, "", "Host", host); a.status != http.StatusMisdirectedRequest || strings.Contains(a.body, "evil") {
				t.Errorf("%s on %s: %d %.100s", path, host, a.status, a.body)
			}
		}
	}
	forged := []string{"X-Forwarded-Host", "evil.example", "X-Forwarded-Proto", "gopher", "Forwarded", "host=evil.example;proto=http", "X-Original-URL", "/t/northwind/admin", "X-Rewrite-URL", "/x", "X-Host", "evil.example",
		"X-HTTP-Method-Override", "DELETE"}
	c := h.client(t, "southridge")
	c.ask(http.MethodPost, "/api/v1/organizations", map[string]string{"organization": "South", "short": "southridge", "name": "Sue", "email": "sue@southridge.example", "password": password}, forged...).wants(http.StatusOK)
	if link := h.mail(t, "sue@southridge.example").Args["link"]; !strings.HasPrefix(link, h.URL+"/t/southridge/") {
		t.Errorf("the link leads to %s", link)
	}
	o.owner.ask(http.MethodPost, "/t/northwind/api/v1/invitations", map[string]any{"emails": []string{"maria@northwind.example"}, "role": "user"}, forged...).wants(http.StatusOK)
	if link := h.mail(t, "maria@northwind.example").Args["link"]; !strings.HasPrefix(link, h.URL+"/t/northwind/invite/") {
		t.Errorf("the invitation leads to %s", link)
	}
	for _, path := range []string{"/t/northwind", "/t/northwind/me/security", "/favicon.ico", "/t/northwind/invite/abc"} {
		a := h.knock(t, http.MethodGet, path, "", forged...)
		if to := a.header.Get("Location"); !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") {
			t.Errorf("%s: %d leads to %q", path, a.status, to)
		}
	}
}

// ASVS V3.4.1, V4.1.2, V12.2.1.
func staysOnHTTPS(t *testing.T, c scoped.Config) {
	h := open(t, c, func(b *build) { b.public = "https://id.example" })
	for _, path := range []string{"/", "/start", "/nowhere", "/api/v1/limits", "/openapi.json", "/.well-known/jwks.json", "/t/nobody/sign-in"} {
		a := h.knock(t, http.MethodGet, path, "", "Host", "id.example")
		if got := a.header.Get("Strict-Transport-Security"); got != "max-age=31536000; includeSubDomains" {
			t.Errorf("%s: %d %q", path, a.status, got)
		}
		if a := h.knock(t, http.MethodGet, path, "", "Host", strings.TrimPrefix(h.URL, "http://")); a.status != http.StatusMisdirectedRequest {
			t.Errorf("%s under another name: %d", path, a.status)
		}
	}
}

// ASVS V15.3.4, V4.1.3.
func ownWord(t *testing.T, c scoped.Config) {
	h := open(t, c, func(b *build) { b.trusts = nil })
	o := h.bareOrg(t, "northwind")
	told := func() string {
		o.owner.ask(http.MethodPost, "/t/northwind/api/v1/session/confirm", map[string]string{"method": "password", "password": password},
			"X-Forwarded-For", "203.0.113.9", "X-Real-IP", "203.0.113.9", "Forwarded", "for=203.0.113.9", "True-Client-IP", "203.0.113.9", "CF-Connecting-IP", "203.0.113.9").wants(http.StatusOK)
		return o.events(domain.EventStepUp, "")[0].IP
	}
	if ip := told(); ip != "127.0.0.1" {
		t.Errorf("believed %s without a proxy", ip)
	}
	behind := h.another(t, c) // trusts the proxy on this machine
	o.owner.client = o.owner.at(behind)
	behind.pass(seconds(1))
	if ip := told(); ip != "203.0.113.9" {
		t.Errorf("behind a proxy: %s", ip)
	}
	o.owner.ask(http.MethodPost, "/t/northwind/api/v1/session/confirm", map[string]string{"method": "password", "password": password}, "X-Forwarded-For", "198.51.100.1, 203.0.113.9").wants(http.StatusOK)
	for _, e := range o.events(domain.EventStepUp, "") {
		if e.IP == "198.51.100.1" {
			t.Error("what the sender wrote before its proxy counts")
		}
	}
}
