package acceptance_test

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"twofold/api/wire"
	"twofold/domain"
)

func TestAcceptanceLockAccounts(t *testing.T) {
	inOrgs(t,
		acase{"before the right password nothing tells whether an account exists, over the API", nothingTellsAPI},
		acase{"before the right password nothing tells whether an account exists, on the page", nothingTellsPage},
		acase{"the account's state is told after the right password only", stateAfterPassword},
		acase{"find my organizations and links answer the same for everybody", linksTellNothing},
	)
}

// knocks are people of every state there is, and one who isn't.
func (o *org) knocks() map[string]*person {
	o.t.Helper()
	o.policy(func(p *wire.Policy) { p.Mode, p.LockAttempts = domain.ModeOptional, 3 })
	out := map[string]*person{
		"two-step on":  o.member("maria", domain.RoleUser),
		"two-step off": o.join("noah", domain.RoleUser),
		"invited":      o.invited("ines", domain.RoleUser),
		"suspended":    o.member("zoe", domain.RoleUser),
		"locked":       o.member("lena", domain.RoleUser),
		"admin":        o.member("sam", domain.RoleAdmin),
		"unknown":      {client: o.h.client(o.t, o.short), email: "nobody@" + o.short + ".example"},
	}
	o.owner.confirm().do(wire.SuspendPerson, nil, out["suspended"].id).wants(http.StatusNoContent)
	out["locked"].signOut().lock()
	return out
}

// answer is what an outsider can see of an answer, without what differs from
// one request to the next anyway.
type answer struct {
	status  int
	body    string
	cookies string
	headers string
}

var ids = regexp.MustCompile(`("request_id":"[^"]*"|"id":"[^"]*"|Reference: \S+|[A-Za-z0-9_-]{40,}|[0-9-]+T[0-9:.]+Z)`)

func seen(status int, h http.Header, body, email string) answer {
	var cookies, names []string
	for _, k := range (&http.Response{Header: h}).Cookies() {
		cookies = append(cookies, k.Name)
	}
	for name := range h {
		names = append(names, name)
	}
	slices.Sort(names)
	slices.Sort(cookies)
	body = ids.ReplaceAllString(strings.ReplaceAll(body, email, "EMAIL"), "ID")
	return answer{status, body, strings.Join(cookies, " "), strings.Join(names, " ")}
}

// alike fails unless all answers are the same but for their length, which a
// name in them may change.
func alike(t *testing.T, got map[string]answer) {
	t.Helper()
	want := got["unknown"]
	for who, a := range got {
		if a != want {
			t.Errorf("%s is told from unknown:\n%+v\n%+v", who, a, want)
		}
	}
}

func nothingTellsAPI(t *testing.T, o *org) {
	got := map[string]answer{}
	for who, p := range o.knocks() {
		c := o.h.client(t, o.short)
		c.do(wire.StartSignIn, wire.SignInRequest{Email: p.email, Password: "not the right password"})
		c.refused(http.StatusUnauthorized, domain.CodeBadCredentials)
		got[who] = seen(c.status, c.header, string(c.body), p.email)
	}
	alike(t, got)
}

func nothingTellsPage(t *testing.T, o *org) {
	got := map[string]answer{}
	for who, p := range o.knocks() {
		b := o.h.browser(t).open(o.path("/sign-in"))
		b.send(o.path("/sign-in"), "username", p.email, "password", "not the right password").wants(o.path("/sign-in"), "Email or password is not correct.")
		got[who] = seen(b.code, b.header, b.text(), p.email)
	}
	alike(t, got)
}

func stateAfterPassword(t *testing.T, o *org) {
	all := o.knocks()
	zoe := all["suspended"].elsewhere()
	zoe.knock().refused(http.StatusForbidden, domain.CodeSuspended)
	zoe.page().open(o.path("/sign-in")).send(o.path("/sign-in"), "username", zoe.email, "password", zoe.password).says(t, true, "Your account is paused")
	if len(zoe.cookies("__Host-s-"))+len(zoe.cookies("__Host-h-")) != 0 {
		t.Fatal("a suspended person got a credential")
	}
	// An invited person has no password that could be right.
	all["invited"].knock().refused(http.StatusUnauthorized, domain.CodeBadCredentials)
	// A lock of codes says nothing before the password, and stops no password.
	lena := all["locked"].elsewhere()
	lena.start(wire.NextSecondStep)
}

func linksTellNothing(t *testing.T, o *org) {
	all := o.knocks()
	got := map[string]answer{}
	for who, p := range all {
		c := o.h.client(t, o.short)
		c.do(wire.FindOrganizations, wire.FindRequest{Email: p.email}).wants(http.StatusNoContent)
		got[who] = seen(c.status, c.header, string(c.body), p.email)
	}
	alike(t, got)

	o.owner.confirm().do(wire.RevokeInvitation, nil, all["invited"].id).wants(http.StatusNoContent)
	ended := o.h.linkToken(t, all["invited"].email)
	c := o.h.client(t, o.short)
	for name, token := range map[string]string{"revoked": ended, "unknown": strings.Repeat("A", len(ended))} {
		c.do(wire.AcceptInvitation, wire.AcceptInvitationRequest{Token: token, Name: "Ines", Password: password})
		if p := c.problem(); p.Code != domain.CodeLinkExpired || c.status != http.StatusGone {
			t.Errorf("%s link: %d %s", name, c.status, p.Code)
		}
	}
}
