package acceptance_test

import (
	"net/http"
	"testing"
	"time"

	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
)

// fresh is the password that people choose anew.
const fresh = "another horse battery staple"

// lettersOf are all letters of a kind to the person, newest first.
func (p *person) lettersOf(kind string) (out []flow.Letter) {
	p.t.Helper()
	all, err := p.h.db.Outbox(p.t.Context(), p.email, 1000)
	check(p.t, err)
	for _, m := range all {
		if m.Kind == kind {
			l, err := p.h.flows.OpenLetter(m)
			check(p.t, err)
			out = append(out, l)
		}
	}
	return out
}

// link is the newest link of a forgotten password to the person, as a path.
func (p *person) link() string {
	p.t.Helper()
	all := p.lettersOf("password_reset")
	if len(all) == 0 {
		p.t.Fatalf("no link was sent to %s", p.email)
	}
	return p.h.path(all[0].Args["link"])
}

// forgets asks for a link on a browser that has never been here.
func (p *person) forgets(o *org) *person {
	p.t.Helper()
	out := p.elsewhere()
	o.h.pass(flow.ResetAskWait) // from the last asking, and from what was sent last
	b := out.page()
	b.open(o.path("/forgot")).send(o.path("/forgot"), "email", p.email).wants(o.path("/forgot"), "If "+p.email+" has an account", "60 minutes")
	o.h.work(p.t)
	return out
}

// opens opens the newest link over the API, which must lead to next.
func (p *person) opens(next string) wire.ResetOpened {
	p.t.Helper()
	out := read[wire.ResetOpened](p.client, wire.OpenReset, wire.OpenResetRequest{Token: p.h.tokenOf(p.link()), Bearer: p.jar == nil})
	if out.Next != next {
		p.t.Fatalf("the link led to %q, want %q", out.Next, next)
	}
	if p.jar == nil && out.Token != "" {
		p.token = out.Token
	}
	return out
}

func (h *house) tokenOf(link string) string { return link[len(link)-43:] }

// chooses chooses the new password in an opened reset.
func (p *person) chooses(password string) *client {
	p.t.Helper()
	return p.do(wire.ChoosePassword, wire.ChoosePasswordRequest{Password: password})
}

// keepsOld fails unless the password from before the reset still is the one.
func (p *person) keepsOld(t *testing.T) {
	t.Helper()
	p.h.pass(time.Minute)
	if p.elsewhere().knock().status != http.StatusOK {
		t.Fatal("the old password is no longer in force")
	}
}

// changedTo fails unless the new password is in force and the old one is not,
// and returns what the new one leads to.
func (p *person) changedTo(t *testing.T, password string) wire.SignInAnswer {
	t.Helper()
	p.h.pass(time.Minute)
	p.elsewhere().knock().refused(http.StatusUnauthorized, domain.CodeBadCredentials)
	p.password = password
	in := p.elsewhere()
	in.knock().wants(http.StatusOK)
	return into[wire.SignInAnswer](in.client)
}

// off turns the person's second step off.
func (p *person) off(t *testing.T) *person {
	t.Helper()
	p.confirm().do(wire.TurnOffTwoStep, wire.TurnOffRequest{}).wants(http.StatusOK)
	return p
}
