package acceptance_test

import (
	"net/http"
	"testing"

	"twofold/api/wire"
	"twofold/domain"
)

// The first race fails with uses_left > 0 taken out of store.UseGrant: each
// request has a half sign-in of its own. The link of the second is held by the
// security version as well, which its use raises.

func TestAcceptanceGrantRaces(t *testing.T) {
	inOrgs(t,
		acase{"S17 twenty times one access code at once: one session", oneAccessCode},
		acase{"A28 twenty times one unlock link at once: one session", oneUnlockLink},
	)
}

func oneAccessCode(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) { optional(p); p.LockAttempts = 10 })
	maria := o.resetPerson("maria")
	given := o.givesCode(maria)
	var all []*client
	for range domain.AccessCodeTries {
		here := maria.elsewhere()
		here.start(wire.NextSecondStep)
		for range 4 {
			all = append(all, here.clone())
		}
	}
	statuses := together(t, all, wire.VerifyCode, wire.CodeRequest{Way: "access_code", Code: given})
	if statuses[http.StatusOK] != 1 || len(o.events(domain.EventGrantUsed, maria.id)) != 1 {
		t.Errorf("answers %v", statuses)
	}
}

func oneUnlockLink(t *testing.T, o *org) {
	maria := o.backedUp("maria")
	o.unlocks(maria)
	in := wire.AcceptUnlockRequest{Token: linkOf(t, o, maria, "unlock"), Password: "a new sentence to remember"}
	var all []*client
	for range 20 {
		all = append(all, o.h.client(t, o.short))
	}
	statuses := together(t, all, wire.AcceptUnlock, in)
	if statuses[http.StatusOK] != 1 || statuses[http.StatusGone] != 19 || len(o.events(domain.EventGrantUsed, maria.id)) != 1 {
		t.Errorf("answers %v", statuses)
	}
}
