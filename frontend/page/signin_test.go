//go:build !wasm

package page

import (
	"slices"
	"testing"

	"golang.org/x/net/html"

	"twofold/api/wire"
)

// TestOrderOfTheSignInPage goes through what Tab stops at, and sees that Enter
// in a field signs in: the button for a forgotten password, which stands before
// the other, is of a form of its own. The button that shows the password is
// drawn in the browser, where a journey finds it.
func TestOrderOfTheSignInPage(t *testing.T) {
	for _, email := range []string{"", "maria@northwind.example"} {
		main := byID(draw(t, sample(t, "Maria", wire.SignIn{Email: email, Passkey: "/t/northwind/api/v1/sign-in/passkey/challenge"})), "main")
		var stops []string
		for n := range main.Descendants() {
			if n.Type != html.ElementNode || attr(n, "type") == "hidden" || !slices.Contains([]string{"input", "button", "a"}, n.Data) {
				continue
			}
			stops = append(stops, n.Data+" "+attr(n, "name")+words(n))
			if forgot := words(n) == "Forgot your password?"; forgot && n.Data == "button" && attr(n, "form") != "forgot" {
				t.Errorf("with %q, Enter asks for a new password", email)
			}
		}
		way := "a Forgot your password?"
		if email != "" {
			way = "button Forgot your password?"
		}
		want := []string{"input username", "input password", way, "button Sign in", "button Sign in with a passkey", "a Can't sign in?"}
		if !slices.Equal(stops[:min(len(stops), len(want))], want) {
			t.Errorf("with %q: %q", email, stops)
		}
	}
}

// TestBlockedCookiesLeadToHow finds the way to the help that says how.
func TestBlockedCookiesLeadToHow(t *testing.T) {
	p := sample(t, "Maria", wire.SignIn{})
	hrefs := func(p wire.Page) (out []string) {
		for n := range draw(t, p).Descendants() {
			if n.Data == "a" {
				out = append(out, attr(n, "href"))
			}
		}
		return out
	}
	how := p.Org.Base + "/help#cookies"
	p.Summary = nil
	if slices.Contains(hrefs(p), how) {
		t.Error("it speaks of cookies where none are blocked")
	}
	p.Summary = []wire.Message{{Code: "cookies_blocked"}}
	if !slices.Contains(hrefs(p), how) {
		t.Errorf("nothing leads to %s", how)
	}
	if byID(draw(t, sample(t, "Maria", wire.Help{})), "cookies") == nil {
		t.Error("the help says nothing of cookies")
	}
}
