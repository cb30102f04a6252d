package acceptance_test

import (
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

const fresh = "another horse battery staple"

func TestAcceptanceReset(t *testing.T) {
	inOrgs(t,
		acase{"A29 never on: a link, and the new password twice", resetNeverOn},
	)
}

// forget asks for a link and takes it out of the mail, as a path.
func (p *person) forget(t *testing.T, o *org, b *browser) string {
	t.Helper()
	b.open(o.path("/forgot")).send(o.path("/forgot"), "email", p.email).wants(o.path("/forgot"), "If "+p.email+" has an account")
	o.h.pass(time.Second)
	o.h.work(t)
	return o.h.path(o.h.mail(t, p.email).Args["link"])
}

func resetNeverOn(t *testing.T, o *org) {
	o.policy(optional)
	nora := o.join("nora", domain.RoleUser)
	b := o.h.browser(t)
	link := nora.forget(t, o, b)
	b.open(link).wants(o.path("/reset"), "Choose a new password", "You'll be signed out everywhere.")
	b.send(o.path("/reset"), "password", fresh, "again", fresh+"x").wants(o.path("/reset"), "The two passwords differ")
	nora.elsewhere().start(wire.NextDone) // the old one is still in force
	b.send(o.path("/reset"), "password", fresh, "again", fresh).wants(o.path("/sign-in"), "Your password is changed. Sign in with it.")
	if nora.alive() {
		t.Error("the session from before goes on")
	}
	nora.elsewhere().knock().refused(401, domain.CodeBadCredentials)
	nora.password = fresh
	nora.elsewhere().start(wire.NextDone)
	b.open(link).wants(o.path("/reset"), "This link has expired", "Send a new link")
}
