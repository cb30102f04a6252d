package acceptance_test

import (
	"net/http"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

func TestAcceptanceFGuard(t *testing.T) {
	inOrgs(t,
		acase{"F10 everything that weakens the account asks first, and asks again after ten minutes", weakeningAsks},
		acase{"F10 a sign-in by a recovery code confirms for fifteen minutes, and then one confirms as anybody", recoveryConfirms},
		acase{"F10 A26 the last recovery code opens a new set for as long as its session lasts, and nothing else", lastCodeConfirms},
		acase{"F18 tries and minutes of the lock are the tenant's, over all methods", lockIsTenants},
		acase{"F18 wrong codes of a confirmation count as those of a sign-in", confirmationLocks},
	)
}

func weakeningAsks(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	first := maria.methods()[0].ID
	acts := map[string]func() *client{
		"turn off": func() *client { return maria.do(wire.TurnOffTwoStep, wire.TurnOffRequest{}) },
		"remove":   func() *client { return maria.do(wire.RemoveMethod, nil, first) },
		"add":      func() *client { return maria.do(wire.StartSetup, wire.StartSetupRequest{}) },
		"replace":  func() *client { return maria.do(wire.StartSetup, wire.StartSetupRequest{Replaces: first}) },
		"codes":    func() *client { return maria.do(wire.RenewRecovery, nil) },
		"owner acts": func() *client {
			return o.owner.do(wire.ResetPerson, wire.ResetRequest{Checked: domain.CheckInPerson, Next: domain.ResetSetUp}, maria.id)
		},
		"invite": func() *client {
			return o.owner.do(wire.InvitePeople, wire.InviteRequest{Emails: []string{"x@x.example"}, Role: domain.RoleUser})
		},
		"policy": func() *client { return o.owner.savePolicy(trusting(3)) },
	}
	o.owner.confirm()
	maria.confirm()
	o.h.pass(domain.StepUpFor)
	for name, act := range acts {
		if c := act(); c.status != http.StatusForbidden || c.problem().Code != domain.CodeStepUpRequired {
			t.Errorf("%s: %d %s", name, c.status, c.problem().Code)
		}
	}
	// With a second step the password is no confirmation, and a recovery code
	// neither.
	maria.do(wire.ConfirmSession, wire.ConfirmRequest{Method: domain.ConfirmByPassword, Password: maria.password}).refused(http.StatusUnprocessableEntity, domain.CodeMethodNotAccepted)
	maria.do(wire.ConfirmSession, wire.ConfirmRequest{Method: domain.ConfirmByApp, Code: maria.codes[0]})
	if maria.status == http.StatusOK {
		t.Error("a recovery code confirmed")
	}
	maria.do(wire.ConfirmSession, wire.ConfirmRequest{Method: domain.ConfirmByApp, Code: maria.code()}).wants(http.StatusOK)
	maria.do(wire.RenewRecovery, nil).wants(http.StatusOK)
}

// recovered signs in by a recovery code, and leaves the question about the
// phone on the screen for a while.
func (p *person) recovered(left time.Duration) {
	p.t.Helper()
	p.signOut().start(wire.NextSecondStep)
	p.recover()
	p.h.pass(left)
}

func recoveryConfirms(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	first := maria.methods()[0].ID
	acts := map[string]func() *client{
		"replace": func() *client {
			return maria.do(wire.StartSetup, wire.StartSetupRequest{Replaces: first, Restart: true})
		},
		"add":   func() *client { return maria.do(wire.StartSetup, wire.StartSetupRequest{Restart: true}) },
		"codes": func() *client { return maria.do(wire.RenewRecovery, nil) },
	}
	replaces := o.path("/setup?replace=" + first)
	maria.recovered(domain.RecoveryFor - time.Second)
	for name, act := range acts {
		if c := act(); c.status != http.StatusOK {
			t.Errorf("%s after 14:59: %d %s", name, c.status, c.body)
		}
	}
	maria.page().open(replaces).says(t, false, "Confirm it's you")
	o.h.pass(2 * time.Second)
	for name, act := range acts {
		if c := act(); c.status != http.StatusForbidden || c.problem().Code != domain.CodeStepUpRequired {
			t.Errorf("%s after 15:01: %d %s", name, c.status, c.body)
		}
	}
	if !maria.session().RecoveryUsed {
		t.Fatal("the question is gone")
	}
	maria.page().open(replaces).wants(o.path("/confirm"), "Confirm it's you")
	maria.confirm()
	for name, act := range acts {
		if c := act(); c.status != http.StatusOK {
			t.Errorf("%s once confirmed: %d %s", name, c.status, c.body)
		}
	}
}

// lastCodeConfirms: whoever used the last code has nothing left to confirm with,
// so the new set stays open to them for as long as the session lasts. Setting
// up or replacing a method does not.
func lastCodeConfirms(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	for len(maria.codes) > 1 {
		maria.recovered(0)
	}
	maria.recovered(domain.RecoveryFor + time.Second)
	if s := maria.session(); s.ActsAs != domain.RolePending || !s.RecoveryUsed || s.RecoveryLeft != 0 {
		t.Fatalf("%+v", s)
	}
	maria.do(wire.StartSetup, wire.StartSetupRequest{}).refused(http.StatusForbidden, domain.CodeStepUpRequired)
	maria.codes = read[wire.RecoverySet](maria.client, wire.RenewRecovery, nil).Codes
	maria.renew(read[wire.SetupFinished](maria.client, wire.FinishSetup, wire.FinishSetupRequest{Saved: true}).Renewal)
	if s := maria.session(); s.ActsAs != domain.RoleUser || s.RecoveryUsed {
		t.Fatalf("%+v", s)
	}
}

func lockIsTenants(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) { p.Mode, p.LockAttempts, p.LockMinutes = domain.ModeOptional, 3, 7 })
	maria := o.member("maria", domain.RoleUser)
	maria.signOut().start(wire.NextSecondStep)
	maria.do(wire.VerifyCode, wire.CodeRequest{Code: maria.wrong()}).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	maria.do(wire.VerifyRecovery, wire.RecoveryRequest{Code: "k7m2-p9xw-4t3h-q8rz"}).refused(http.StatusUnprocessableEntity, domain.CodeRecoveryWrong)
	// Starting again gives no new tries, nor does another browser.
	again := maria.elsewhere()
	again.start(wire.NextSecondStep)
	if p := again.do(wire.VerifyCode, wire.CodeRequest{Code: maria.wrong()}).refused(http.StatusTooManyRequests, domain.CodeLocked); p.RetryAfter != 7*60 {
		t.Errorf("locked for %d s", p.RetryAfter)
	}
	maria.do(wire.VerifyRecovery, wire.RecoveryRequest{Code: maria.codes[0]}).refused(http.StatusTooManyRequests, domain.CodeLocked)
	o.h.pass(7*time.Minute - time.Second)
	maria.do(wire.VerifyCode, wire.CodeRequest{Code: code(t, maria.key, o.h.now())}).refused(http.StatusTooManyRequests, domain.CodeLocked)
	o.h.pass(time.Second)
	maria.do(wire.VerifyRecovery, wire.RecoveryRequest{Code: maria.codes[0]}).wants(http.StatusOK)
	if maria.told("locked") != 1 || maria.told("recovery_used") != 1 {
		t.Errorf("mail: %v", maria.letters())
	}
}

func confirmationLocks(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	other := maria.elsewhere()
	other.start(wire.NextSecondStep)
	for range 4 {
		maria.do(wire.ConfirmSession, wire.ConfirmRequest{Method: domain.ConfirmByApp, Code: maria.wrong()}).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	}
	other.do(wire.VerifyCode, wire.CodeRequest{Code: maria.wrong()}).refused(http.StatusTooManyRequests, domain.CodeLocked)
	maria.do(wire.ConfirmSession, wire.ConfirmRequest{Method: domain.ConfirmByApp, Code: maria.code()}).refused(http.StatusTooManyRequests, domain.CodeLocked)
	if !maria.alive() {
		t.Error("the lock of codes ended a session")
	}
}
