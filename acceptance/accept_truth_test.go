package acceptance_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/tenancy/store"
)

func TestAcceptanceTruth(t *testing.T) {
	inOrgs(t,
		acase{"F21 turning off claims no password that wasn't shown", turnedOffByPasskey},
		acase{"P22 a mailbox alone isn't told who administers", mailboxNamesNobody},
		acase{"A28 an unlock mail of a suspended organization opens nothing and stays good", unlockWhileSuspended},
	)
}

// turnedOffByPasskey: amr and acr never say more than was shown. A session that
// a passkey opened saw no password, and later proofs bring none in.
func turnedOffByPasskey(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.join("maria", domain.RoleUser)
	device := maria.confirm().passkey("MacBook")
	here := maria.elsewhere()
	here.take(into[wire.SignInAnswer](here.enter(device).wants(http.StatusOK)).Token)
	o.h.pass(time.Second)
	asked := read[wire.PasskeyChallenge](here.client, wire.AskToConfirm, nil)
	answer := device.sign(t, asked)
	here.do(wire.ConfirmSession, wire.ConfirmRequest{Method: domain.ConfirmByPasskey, Passkey: &answer}).wants(http.StatusOK)
	here.renew(read[wire.Renewal](here.client, wire.TurnOffTwoStep, wire.TurnOffRequest{}))
	if got := here.amr(); got != "hwk user" || here.session().ACR != string(domain.AssuranceOne) {
		t.Errorf("after turning off: %q, %s", got, here.session().ACR)
	}
	here.setUp()
	if got := here.amr(); got != "hwk user otp mfa" || here.session().ACR != string(domain.AssuranceTwo) {
		t.Errorf("after setting an app up: %q, %s", got, here.session().ACR)
	}
}

func unlockWhileSuspended(t *testing.T, o *org) {
	maria := o.backedUp("maria")
	o.unlocks(maria)
	turn := func(from, to domain.TenantState) {
		check(t, o.h.db.In(t.Context(), o.request().Scope, func(tx *store.Tx) error {
			_, err := tx.SetTenantState(t.Context(), from, to)
			return err
		}))
	}
	in := wire.AcceptUnlockRequest{Token: linkOf(t, o, maria, "unlock"), Password: "a new sentence to remember"}
	turn(domain.TenantActive, domain.TenantSuspended)
	o.h.client(t, o.short).do(wire.AcceptUnlock, in).refused(http.StatusGone, domain.CodeLinkExpired)
	turn(domain.TenantSuspended, domain.TenantActive)
	o.h.client(t, o.short).do(wire.AcceptUnlock, in).wants(http.StatusOK)
}

// mailboxNamesNobody: the link of a forgotten password begins a half sign-in
// too, but no password was right in it.
func mailboxNamesNobody(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	told := func(who *person) (said []string) {
		for _, way := range read[wire.HelpState](who.client, wire.ReadHelp, nil).Rungs {
			said = append(append(said, way.Names...), way.Text)
		}
		return slices.DeleteFunc(said, func(s string) bool { return s == "" })
	}
	knows := maria.elsewhere()
	knows.start(wire.NextSecondStep)
	reader := maria.forgets(o)
	reader.opens(wire.NextSecondStep)
	if got := told(knows); len(got) != 1 {
		t.Errorf("after the password: %v", got)
	}
	if got := told(reader); len(got) != 0 {
		t.Errorf("after a mailed link: %v", got)
	}
	o.policy(func(p *wire.Policy) {
		p.WaysBack.AdminsShown, p.WaysBack.AdminsText = domain.AdminsByText, "The front desk"
	})
	if got := told(reader); len(got) != 0 {
		t.Errorf("after a mailed link: %v", got)
	}
}
