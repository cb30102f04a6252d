package acceptance_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"twofold/api/wire"
	"twofold/domain"
)

func TestAcceptanceA(t *testing.T) {
	inOrgs(t,
		acase{"A6 F8 recovery codes are shown once, to download and print, behind a tick", codesShownOnce},
		acase{"A7 F11 nobody can read recovery codes again", codesNeverAgain},
		acase{"A11 F10 turning on asks for the password, and wrong ones count", turnOnAsks},
		acase{"A11 F10 a tenant can have the password asked every time", passwordEveryTime},
		acase{"A11 F10 S9 a tenant can have nothing asked before the first set-up, and then everything asks", nothingAskedFirst},
		acase{"A12 F11 recovery codes are never mailed", codesNeverMailed},
		acase{"A17 F21 people turn it off themselves where they may", turnOffAllowed},
		acase{"A18 F11 F39 a new set of codes ends the old one", newSetEndsOld},
		acase{"A18 F11 a new set that wasn't kept changes nothing", newSetLeft},
	)
}

// toCodes goes through the wizard until the recovery codes, in the browser.
func (p *person) toCodes(o *org) *browser {
	p.t.Helper()
	b := p.confirmUnlessPending().page()
	b.open(o.path("/setup/app")).send(o.path("/setup/app"), "action", "choose", "app", "Authy")
	p.key = b.secretOf()
	b.open(o.path("/setup/code")).send(o.path("/setup/code"), "code", p.code(), "name", "Phone").wants(o.path("/setup/codes"))
	return b
}

func codesShownOnce(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.join("maria", domain.RoleUser)
	b := maria.toCodes(o)
	b.wants(o.path("/setup/codes"), "Save your recovery codes", "I've saved these codes", "Download", "Keep this page where you keep your passport", "Turn on")
	codes := screen[wire.SetupCodes](b).Codes
	if len(codes) != 10 {
		t.Fatalf("%d codes", len(codes))
	}
	for _, one := range codes {
		b.says(t, true, one)
	}
	b.open(o.path("/setup/codes/download"))
	for _, one := range codes {
		if !strings.Contains(b.body, one) {
			t.Fatalf("the file lacks %s:\n%s", one, b.body)
		}
	}
	// A reload shows the same ones, and nothing is on before the tick.
	b.open(o.path("/setup/codes")).send(o.path("/setup/codes")).wants(o.path("/setup/codes"), "Tick the box", codes[0], codes[9])
	if s := maria.session().TwoStep.State; s != domain.TwoStepNever {
		t.Fatalf("two-step is %s before the tick", s)
	}
	b.send(o.path("/setup/codes"), "saved", "1").wants(o.path("/setup/done"), "2-step verification is on")
	if s := maria.session().TwoStep.State; s != domain.TwoStepOn {
		t.Fatalf("two-step is %s after it", s)
	}
	maria.do(wire.ReadSetupCodes, nil).refused(http.StatusGone, domain.CodeEnrollmentExpired)
	for _, path := range []string{"/setup/codes", "/setup/codes/download", "/setup", "/me/security"} {
		if b.open(o.path(path)); holdsAny(b.body, codes) {
			t.Errorf("%s shows a code again", path)
		}
	}
	maria.signOut().start(wire.NextSecondStep)
	// However it is written down and typed.
	typed := strings.NewReplacer("-", " ", "0", "O", "1", "L").Replace(strings.ToUpper(codes[4]))
	read[wire.SignInAnswer](maria.client, wire.VerifyRecovery, wire.RecoveryRequest{Code: typed})
}

// holdsAny reports whether text holds one of the codes, in any way of writing.
func holdsAny(text string, codes []string) bool {
	text = strings.ToLower(text)
	return slices.ContainsFunc(codes, func(one string) bool {
		return strings.Contains(text, one) || strings.Contains(text, strings.ReplaceAll(one, "-", ""))
	})
}

// codesNeverAgain asks every address that answers about maria for her codes:
// as herself, as the owner who administers her, and as somebody else. What
// lies in the database and the log is searched by TestSweepSecrets.
func codesNeverAgain(t *testing.T, o *org) {
	o.policy(optional)
	maria, sam := o.member("maria", domain.RoleUser), o.member("sam", domain.RoleAdmin)
	maria.confirm()
	for _, who := range []*person{maria, o.owner, sam} {
		for _, e := range wire.Endpoints() {
			if e.Method != http.MethodGet {
				continue
			}
			if who.do(e, nil, maria.id); holdsAny(string(who.body), maria.codes) {
				t.Errorf("%s tells %s the codes", e.ID, who.email)
			}
		}
	}
	if left := read[wire.Security](maria.client, wire.ReadSecurity, nil).Recovery; left.Left != 10 || left.Of != 10 {
		t.Errorf("their count is told: %+v", left)
	}
	sam.confirm().do(wire.RenewRecovery, nil)
	maria.do(wire.ReadSetupCodes, nil).refused(http.StatusGone, domain.CodeEnrollmentExpired)
}

func turnOnAsks(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.join("maria", domain.RoleUser)
	maria.do(wire.StartSetup, wire.StartSetupRequest{}).refused(http.StatusForbidden, domain.CodeStepUpRequired)
	maria.page().open(o.path("/setup")).wants(o.path("/confirm"), "Confirm it's you", "Your password")
	wrong := wire.ConfirmRequest{Method: domain.ConfirmByPassword, Password: "not the password"}
	for range 3 {
		maria.do(wire.ConfirmSession, wrong).refused(http.StatusUnprocessableEntity, domain.CodePasswordWrong)
	}
	maria.do(wire.StartSetup, wire.StartSetupRequest{}).refused(http.StatusForbidden, domain.CodeStepUpRequired)

	// They count with wrong passwords at sign-in, in the same browser.
	right := wire.ConfirmRequest{Method: domain.ConfirmByPassword, Password: maria.password}
	wait := maria.do(wire.ConfirmSession, right).refused(http.StatusTooManyRequests, domain.CodeRateLimited).RetryAfter
	maria.knock().refused(http.StatusTooManyRequests, domain.CodeRateLimited)
	o.h.pass(seconds(wait + 1))
	maria.do(wire.ConfirmSession, right).wants(http.StatusOK)
	maria.do(wire.StartSetup, wire.StartSetupRequest{}).wants(http.StatusOK)
	if got := o.events(domain.EventStepUpFailed, maria.id); len(got) != 3 || got[0].OK {
		t.Errorf("%d failed confirmations in the log: %+v", len(got), got)
	}
}

func passwordEveryTime(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) { p.Mode, p.Reauth = domain.ModeOptional, domain.ReauthPassword })
	maria := o.member("maria", domain.RoleUser)
	if got := maria.session().Confirm; len(got.Methods) != 1 || got.Methods[0] != domain.ConfirmByPassword || !got.Until.IsZero() {
		t.Fatalf("after the wizard: %+v", got)
	}
	maria.do(wire.RenewRecovery, nil).refused(http.StatusForbidden, domain.CodeStepUpRequired)
	maria.confirm().do(wire.RenewRecovery, nil).wants(http.StatusOK)
	maria.do(wire.FinishSetup, wire.FinishSetupRequest{Saved: true}).wants(http.StatusOK)
	maria.do(wire.TurnOffTwoStep, wire.TurnOffRequest{}).refused(http.StatusForbidden, domain.CodeStepUpRequired)
	if s := maria.session(); s.ACR != string(domain.AssuranceTwo) {
		t.Fatalf("before it is off: %v, %s", s.AMR, s.ACR)
	}
	maria.confirm().do(wire.TurnOffTwoStep, wire.TurnOffRequest{}).wants(http.StatusOK)
	if s := maria.session(); slices.Contains(s.AMR, "mfa") || s.ACR != string(domain.AssuranceOne) {
		t.Errorf("a second step that is gone is still told: %v, %s", s.AMR, s.ACR)
	}
}

func nothingAskedFirst(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) { p.Mode, p.Reauth = domain.ModeOptional, domain.ReauthNone })
	maria := o.join("maria", domain.RoleUser)
	maria.page().open(o.path("/setup")).wants(o.path("/setup"), "How do you want to verify?")
	maria.setUp()
	own := maria.methods()[0].ID
	for name, act := range map[string]func() *client{
		"add":      func() *client { return maria.do(wire.StartSetup, wire.StartSetupRequest{}) },
		"replace":  func() *client { return maria.do(wire.StartSetup, wire.StartSetupRequest{Replaces: own}) },
		"remove":   func() *client { return maria.do(wire.RemoveMethod, nil, own) },
		"turn off": func() *client { return maria.do(wire.TurnOffTwoStep, wire.TurnOffRequest{}) },
		"codes":    func() *client { return maria.do(wire.RenewRecovery, nil) },
	} {
		if c := act(); c.status != http.StatusForbidden || c.problem().Code != domain.CodeStepUpRequired {
			t.Errorf("%s: %d %s", name, c.status, c.problem().Code)
		}
	}
}

func codesNeverMailed(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	first := maria.codes
	maria.newCodes()
	maria.signOut().start(wire.NextSecondStep)
	maria.recover()
	o.h.work(t)
	// Neither what was sent nor what a letter was given to say holds one.
	letters, err := o.h.db.Outbox(t.Context(), maria.email, 100)
	check(t, err)
	for _, m := range letters {
		l, err := o.h.flows.OpenLetter(m)
		check(t, err)
		if text := fmt.Sprint(l.Args); holdsAny(text, first) || holdsAny(text, maria.codes) {
			t.Errorf("the letter %s holds a code", l.Kind)
		}
	}
	o.h.sent.mu.Lock()
	defer o.h.sent.mu.Unlock()
	told := 0
	for _, m := range o.h.sent.mail {
		text := fmt.Sprintf("%+v", m)
		if strings.Contains(text, maria.email) {
			told++
		}
		if holdsAny(text, first) || holdsAny(text, maria.codes) {
			t.Errorf("a mail holds a code: %.300s", text)
		}
	}
	if told < 4 {
		t.Errorf("%d mails left to her", told)
	}
}

// newCodes makes a new set and keeps it.
func (p *person) newCodes() {
	p.t.Helper()
	p.confirm()
	p.codes = read[wire.RecoverySet](p.client, wire.RenewRecovery, nil).Codes
	p.renew(read[wire.SetupFinished](p.client, wire.FinishSetup, wire.FinishSetupRequest{Saved: true}).Renewal)
}

func turnOffAllowed(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	if !maria.session().TwoStep.MayTurnOff {
		t.Error("the switch isn't offered")
	}
	o.h.pass(domain.StepUpFor)
	maria.do(wire.TurnOffTwoStep, wire.TurnOffRequest{}).refused(http.StatusForbidden, domain.CodeStepUpRequired)
	maria.confirm().do(wire.TurnOffTwoStep, wire.TurnOffRequest{}).wants(http.StatusOK)
	if s := maria.session().TwoStep; s.State != domain.TwoStepOff || s.MustSetUp {
		t.Errorf("after it: %+v", s)
	}
	maria.signOut().start(wire.NextDone)
	if maria.told("turned_off") != 1 || len(o.events(domain.EventTwoStepOff, maria.id)) != 1 {
		t.Errorf("told %v", maria.letters())
	}

	maria.confirm().setUp()
	o.policy(func(p *wire.Policy) { p.UserMayDisable = false })
	if maria.session().TwoStep.MayTurnOff {
		t.Error("the switch is offered where it isn't allowed")
	}
	maria.confirm().do(wire.TurnOffTwoStep, wire.TurnOffRequest{}).refused(http.StatusForbidden, domain.CodeTurnOffNotAllowed)
	own := read[wire.Security](maria.client, wire.ReadSecurity, nil).Methods
	if own[0].Keep != domain.CodeTurnOffNotAllowed {
		t.Errorf("its last method may go: %+v", own)
	}
	maria.do(wire.RemoveMethod, nil, own[0].ID).refused(http.StatusForbidden, domain.CodeTurnOffNotAllowed)
	if maria.session().TwoStep.State != domain.TwoStepOn {
		t.Error("it is off all the same")
	}
}

func newSetEndsOld(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	old := slices.Clone(maria.codes)
	o.h.pass(domain.StepUpFor)
	maria.do(wire.RenewRecovery, nil).refused(http.StatusForbidden, domain.CodeStepUpRequired)
	maria.confirm()
	fresh := read[wire.RecoverySet](maria.client, wire.RenewRecovery, nil).Codes
	if len(fresh) != 10 || holdsAny(strings.Join(fresh, " "), old) {
		t.Fatalf("new set %v", fresh)
	}
	if maria.told("recovery_renewed") != 0 {
		t.Error("told before the new set was kept")
	}
	maria.do(wire.FinishSetup, wire.FinishSetupRequest{}).refused(http.StatusUnprocessableEntity, domain.CodeTickRequired)
	read[wire.SetupFinished](maria.client, wire.FinishSetup, wire.FinishSetupRequest{Saved: true})
	if got := o.events(domain.EventRecoveryReplaced, maria.id); len(got) != 1 || got[0].Actor.ID != maria.id || maria.told("recovery_renewed") != 1 {
		t.Errorf("log %+v, mail %v", got, maria.letters())
	}

	if left := read[wire.Security](maria.client, wire.ReadSecurity, nil).Recovery; left.Left != len(fresh) {
		t.Errorf("%d codes are left of the sets", left.Left)
	}
	maria.signOut().start(wire.NextSecondStep)
	for _, one := range old[:2] {
		maria.do(wire.VerifyRecovery, wire.RecoveryRequest{Code: one}).refused(http.StatusUnprocessableEntity, domain.CodeRecoveryWrong)
	}
	maria.codes = fresh
	maria.recover()
}

func newSetLeft(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	fresh := read[wire.RecoverySet](maria.confirm().client, wire.RenewRecovery, nil).Codes
	maria.do(wire.CancelSetup, nil).wants(http.StatusNoContent)
	maria.do(wire.FinishSetup, wire.FinishSetupRequest{Saved: true}).refused(http.StatusGone, domain.CodeEnrollmentExpired)
	maria.signOut().start(wire.NextSecondStep)
	maria.do(wire.VerifyRecovery, wire.RecoveryRequest{Code: fresh[0]}).refused(http.StatusUnprocessableEntity, domain.CodeRecoveryWrong)
	if maria.recover(); maria.told("recovery_renewed") != 0 {
		t.Errorf("mail: %v", maria.letters())
	}
}
