package acceptance_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"twofold/api/door"
	"twofold/api/wire"
	"twofold/domain"
)

func TestSweepCSRF(t *testing.T) {
	inHouses(t, "no changing route answers to another site", otherSites)
	inHouses(t, "no changing route answers without this session's token", otherTokens)
	inHouses(t, "no half-finished sign-in goes on without its browser's token", halfTokens)
	inHouses(t, "nobody can be signed in by another site", loginCSRF)
	inHouses(t, "no link changes anything by being opened", safeGets)
}

// changing are the routes that change something, with their parameters filled.
func changing(h *house, p *person) (out []door.Route) {
	fill := strings.NewReplacer(":org", p.org, ":id", p.id, ":session", "ses_none", ":trust", "trb_none")
	for _, r := range h.door.Routes() {
		if r.Method != http.MethodGet {
			r.Path = fill.Replace(r.Path)
			out = append(out, r)
		}
	}
	return out
}

// kept is what a forged request must not change.
func (h *house) kept(t *testing.T) string {
	t.Helper()
	var out strings.Builder
	for _, table := range []string{"tenants", "users", "policy_versions", "message_templates", "factors", "enrollments", "recovery_codes", "trusts", "links", "outbox", "half_sign_ins"} {
		out.WriteString(h.table(t, table, ""))
	}
	return out.String()
}

// sendForged sends what a form or script could, with the cookies and the token
// a browser would add.
func sendForged(t *testing.T, h *house, r door.Route, cookies, token string, headers ...string) reply {
	t.Helper()
	body, kind := "csrf="+token, "application/x-www-form-urlencoded"
	if strings.Contains(r.Path, "/api/") {
		body, kind = "{}", "application/json"
		headers = append(headers, "X-Csrf-Token", token)
	}
	return h.knock(t, r.Method, r.Path, body, append([]string{"Content-Type", kind, "Cookie", cookies}, headers...)...)
}

// ASVS V3.5.1, V3.2.1: signed in, with the right token, from elsewhere.
func otherSites(t *testing.T, h *house) {
	o := h.org(t, "northwind")
	o.owner.confirm()
	token, cookies := o.owner.session().CSRF, o.owner.cookieLine()
	before := h.kept(t)
	for _, r := range changing(h, o.owner) {
		for _, from := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}, {"Origin", "null"}} {
			if a := sendForged(t, h, r, cookies, token, from...); a.status != http.StatusForbidden {
				t.Errorf("%s %s from %v: %d %.200s", r.Method, r.Path, from, a.status, a.body)
			}
		}
	}
	if after := h.kept(t); after != before {
		t.Errorf("changed:\n%s", changed(before, after))
	}
	if !o.owner.alive() {
		t.Error("the owner was signed out")
	}
	// Each that met somebody signed in stands in the log (ASVS V16.3.3).
	forged := 0
	for _, e := range o.events(domain.EventRefused, o.owner.id) {
		if e.Detail["reason"] == string(domain.CodeCSRF) {
			forged++
		}
	}
	if forged < 100 {
		t.Errorf("%d forged requests in the log", forged)
	}
}

// NIST SP 800-63B 5.1: from here, without the token, with a token of another
// session, and with the one from before signing in.
func otherTokens(t *testing.T, h *house) {
	o := h.org(t, "northwind")
	o.owner.confirm()
	other := h.org(t, "southridge")
	anonymous := h.client(t, "northwind")
	foreign := []string{"", "AAAA", other.owner.session().CSRF, read[wire.SignInPage](anonymous, wire.ReadSignIn, nil).CSRF, o.owner.session().CSRF + "x"}
	for _, k := range o.owner.cookies("__Host-b") {
		anonymous.put(k.Name, k.Value)
	}
	foreign = append(foreign, read[wire.SignInPage](anonymous, wire.ReadSignIn, nil).CSRF)
	cookies, before := o.owner.cookieLine(), h.kept(t)
	for _, r := range changing(h, o.owner) {
		if strings.HasPrefix(r.Path, "/api/") || !strings.HasPrefix(r.Path, "/t/") && !strings.Contains(r.Path, "api") {
			continue // outside organizations no session is used; its forms are tried below
		}
		for _, token := range foreign {
			if a := sendForged(t, h, r, cookies, token, "Sec-Fetch-Site", "same-origin"); a.status != http.StatusForbidden {
				t.Errorf("%s %s with token %.8q: %d %.200s", r.Method, r.Path, token, a.status, a.body)
			}
		}
	}
	for _, path := range []string{"/", "/find", "/start", "/start/again"} {
		a := h.knock(t, http.MethodPost, path, "csrf=AAAA&org=northwind&email=a@b.example", "Content-Type", "application/x-www-form-urlencoded", "Cookie", cookies)
		if a.status != http.StatusForbidden {
			t.Errorf("POST %s: %d", path, a.status)
		}
	}
	if after := h.kept(t); after != before {
		t.Errorf("changed:\n%s", changed(before, after))
	}
}

// A half-finished sign-in is a cookie as a session is: nothing that uses it,
// by form or by script, goes without the token of its own page.
func halfTokens(t *testing.T, h *house) {
	o := h.org(t, "northwind")
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	maria.signOut().start(wire.NextSecondStep)
	foreign := []string{"", "AAAA", read[wire.SignInPage](h.client(t, "northwind"), wire.ReadSignIn, nil).CSRF, o.owner.session().CSRF}
	cookies, before := maria.cookieLine(), h.kept(t)
	for _, r := range changing(h, maria) {
		if !strings.HasPrefix(r.Path, "/t/") {
			continue
		}
		for _, token := range foreign {
			if a := sendForged(t, h, r, cookies, token); a.status != http.StatusForbidden {
				t.Errorf("%s %s with token %.8q: %d %.200s", r.Method, r.Path, token, a.status, a.body)
			}
		}
	}
	if after := h.kept(t); after != before {
		t.Errorf("changed:\n%s", changed(before, after))
	}
	maria.verify(false)
}

// ASVS V3.5.1: neither the form nor the API signs a browser in that did not
// ask for it here.
func loginCSRF(t *testing.T, h *house) {
	o := h.bareOrg(t, "northwind")
	form := "username=olga%40northwind.example&password=correct+horse+battery+staple"
	thief := read[wire.SignInPage](h.client(t, "northwind"), wire.ReadSignIn, nil).CSRF
	victim := h.client(t, "northwind")
	read[wire.SignInPage](victim, wire.ReadSignIn, nil)
	for name, a := range map[string]reply{
		"no cookie":        h.knock(t, "POST", "/t/northwind/sign-in", form, "Content-Type", "application/x-www-form-urlencoded"),
		"a foreign token":  h.knock(t, "POST", "/t/northwind/sign-in", form+"&csrf="+thief, "Content-Type", "application/x-www-form-urlencoded", "Cookie", victim.cookieLine()),
		"no token":         h.knock(t, "POST", "/t/northwind/sign-in", form, "Content-Type", "application/x-www-form-urlencoded", "Cookie", victim.cookieLine()),
		"the API by form":  h.knock(t, "POST", "/t/northwind/api/v1/sign-in", form, "Content-Type", "application/x-www-form-urlencoded", "Cookie", victim.cookieLine()),
		"the API by text":  h.knock(t, "POST", "/t/northwind/api/v1/sign-in", `{"email":"olga@northwind.example","password":"`+password+`"}`, "Content-Type", "text/plain", "Cookie", victim.cookieLine()),
		"the API from far": h.knock(t, "POST", "/t/northwind/api/v1/sign-in", `{"email":"olga@northwind.example","password":"`+password+`"}`, "Content-Type", "application/json", "Sec-Fetch-Site", "cross-site"),
	} {
		if a.status < 400 || a.status >= 500 || strings.Contains(strings.Join(a.header.Values("Set-Cookie"), " "), "__Host-s-") {
			t.Errorf("%s: %d %v", name, a.status, a.header)
		}
	}
	// The page says what to do about it and keeps the address.
	b := h.browser(t).open("/t/northwind/sign-in")
	stale := url.Values{"csrf": {thief}, "username": {o.owner.email}, "password": {password}}
	b.read(b.http.PostForm(h.URL+"/t/northwind/sign-in", stale)).wants("/t/northwind/sign-in")
	if b.code != http.StatusForbidden || b.field("username") != o.owner.email {
		t.Errorf("%d: %s", b.code, b.text())
	}
}

// ASVS V3.5.3, V7.6.2: opening every page, with mailed links among them,
// spends and changes nothing.
func safeGets(t *testing.T, h *house) {
	o := h.org(t, "northwind")
	o.invited("maria", domain.RoleUser)
	token := h.linkToken(t, "maria@northwind.example")
	before := h.kept(t)
	for range 2 {
		fill := strings.NewReplacer(":org", o.short, ":id", o.owner.id, ":token", token, ":name", "none")
		for _, r := range h.door.Routes() {
			if r.Method == http.MethodGet {
				h.knock(t, "GET", fill.Replace(r.Path), "", "Cookie", o.owner.cookieLine())
			}
		}
		h.browser(t).open("/t/northwind/invite/"+token).wants("/t/northwind/invite", "Olga Owner invited you")
	}
	if after := h.kept(t); after != before {
		t.Errorf("changed:\n%s", changed(before, after))
	}
	if !o.owner.alive() {
		t.Error("a link signed the owner out")
	}
}
