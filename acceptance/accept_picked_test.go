package acceptance_test

import (
	"net/http"
	"slices"
	"testing"

	"twofold/api/wire"
	"twofold/domain"
)

func TestAcceptancePicked(t *testing.T) {
	inOrgs(t,
		acase{"S4 a policy that picks the method accepts exactly one", pickedIsOne},
		acase{"S4 nobody chooses: the set-up starts at the method and names it", pickedAtTheGate},
		acase{"S4 beside the picked method only what the policy keeps for getting back in", pickedBeside},
		acase{"S4 S5 the backup that the policy asks for is part of the set-up", pickedWithBackup},
		acase{"S4 a method that was picked anew is set up before anything else", pickedAnew},
	)
}

// picking leaves everybody one second step, and numbers to get back in.
func picking(m domain.Method, more ...func(*wire.Policy)) func(*wire.Policy) {
	return func(p *wire.Policy) {
		optional(p)
		p.Methods, p.RecoveryOnly = []domain.Method{m, domain.MethodRecovery}, []domain.Method{}
		p.PickedBy, p.Backup = domain.PickedByAdmin, domain.BackupNone
		for _, f := range more {
			f(p)
		}
	}
}

func keepingNumbers(p *wire.Policy) {
	p.Methods, p.RecoveryOnly = append(p.Methods, domain.MethodText), []domain.Method{domain.MethodText}
}

func (p *person) mayChoose() []domain.Method {
	p.t.Helper()
	return read[wire.Setup](p.client, wire.ReadSetup, nil).Kinds
}

func pickedIsOne(t *testing.T, o *org) {
	o.owner.confirm()
	for _, methods := range [][]domain.Method{{domain.MethodApp, domain.MethodPasskey}, {domain.MethodRecovery}} {
		o.owner.savePolicy(func(p *wire.Policy) { p.PickedBy, p.Methods = domain.PickedByAdmin, methods }).refused(http.StatusUnprocessableEntity, domain.CodeOutOfRange)
	}
	o.policy(picking(domain.MethodApp))
	if e := o.events(domain.EventPolicyChanged, ""); e[0].Detail["picked_by"] != "user → admin" {
		t.Errorf("the log says %+v", e[0].Detail)
	}
}

func pickedAtTheGate(t *testing.T, o *org) {
	o.policy(picking(domain.MethodApp, keepingNumbers, required(domain.StartAtOnce)))
	lee := o.join("lee", domain.RoleUser)
	setup := o.path("/setup")
	b := lee.page().open(setup).wants(setup, "uses the same way to verify: Authenticator app")
	b.open(setup+"?choose=1").wants(setup+"/app", "Step 1 of 3").says(t, false, "Text message")
	if got := lee.mayChoose(); !slices.Equal(got, []domain.Method{domain.MethodApp}) {
		t.Errorf("may choose %v", got)
	}
	b.send(setup+"/app", "action", "choose", "app", "Authy")
	lee.key = b.secretOf()
	b.send(setup+"/code", "code", lee.code(), "name", "Phone").wants(setup+"/codes", "Step 3 of 3")
}

func pickedBeside(t *testing.T, o *org) {
	o.policy(picking(domain.MethodApp, keepingNumbers))
	maria := o.join("maria", domain.RoleUser).confirm()
	// The number is verified in its turn, by the API as by the pages.
	maria.do(wire.StartAddress, wire.AddressRequest{Method: domain.MethodText, Phone: mobile}).refused(http.StatusForbidden, domain.CodeMethodNotAccepted)
	maria.confirmApp()
	maria.finish()
	if got := maria.confirm().mayChoose(); !slices.Equal(got, []domain.Method{domain.MethodApp, domain.MethodText}) {
		t.Errorf("may choose %v", got)
	}
	maria.page().open(o.path("/setup")).wants(o.path("/setup"), "Authenticator app", "Text message").says(t, false, "Passkey")
	maria.do(wire.StartAddress, wire.AddressRequest{Method: domain.MethodEmail}).refused(http.StatusForbidden, domain.CodeMethodNotAccepted)
	if on := maria.number(mobile); on.Step != wire.SetupStepDone {
		t.Fatalf("%+v", on)
	}
	if a := maria.signOut().begin(); !slices.Equal(a.Methods, []domain.Method{domain.MethodApp, domain.MethodRecovery}) {
		t.Errorf("asked %v", a.Methods)
	}
}

func pickedWithBackup(t *testing.T, o *org) {
	o.policy(picking(domain.MethodApp, keepingNumbers, func(p *wire.Policy) { p.Backup = domain.BackupPhone }))
	maria := o.join("maria", domain.RoleUser).confirm()
	if on := maria.confirmApp(); on.Step != wire.SetupStepBackup || !slices.Equal(on.BackupKinds, []domain.Method{domain.MethodText}) {
		t.Fatalf("%+v", on)
	}
	maria.page().open(o.path("/setup/backup")).wants(o.path("/setup/text"), "Step 3 of 4")
	if on := maria.number(mobile); on.Step != wire.SetupStepCodes {
		t.Fatalf("%+v", on)
	}
	maria.finish()
	if s := maria.session(); s.TwoStep.State != domain.TwoStepOn {
		t.Fatalf("%+v", s.TwoStep)
	}
}

func pickedAnew(t *testing.T, o *org) {
	o.policy(sending)
	sam := o.member("sam", domain.RoleUser)
	o.owner.verifyAddress(domain.MethodText, second)
	o.policy(picking(domain.MethodText, required(domain.StartNextSignIn)))
	sam.signOut().start(wire.NextSecondStep)
	if a := sam.verify(false); a.Next != wire.NextSetUp {
		t.Fatalf("%+v", a)
	}
	if got := sam.mayChoose(); !slices.Equal(got, []domain.Method{domain.MethodText}) {
		t.Errorf("may choose %v", got)
	}
	sam.do(wire.StartSetup, wire.StartSetupRequest{}).refused(http.StatusForbidden, domain.CodeMethodNotAccepted)
	sam.page().open(o.path("/setup?choose=1")).wants(o.path("/setup/text"), "Step 1 of 2")
}
