package acceptance_test

import (
	"net/http"
	"slices"
	"testing"

	"twofold/api/wire"
	"twofold/domain"
)

// TestAcceptanceSentMethods is about the ways to verify to which codes are
// sent; TestAcceptanceSent is about the codes.
func TestAcceptanceSentMethods(t *testing.T) {
	inOrgs(t,
		acase{"R13 R7 two-step turns on with methods that are verified already", turnsOnWithMethods},
		acase{"R12 several methods of a kind, and none twice", severalOfAKind},
		acase{"S4 a method that only helps back in is no second step, and confirms nothing", onlyHelpsBackIn},
		acase{"S4 M2 a policy names countries there are, and methods it accepts", policyNames},
	)
}

func turnsOnWithMethods(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.texter("maria")
	maria.confirm().turnOff()
	if got := maria.methods(); len(got) != 1 || got[0].Kind != domain.MethodText {
		t.Fatalf("a verified number stays when two-step is turned off: %+v", got)
	}
	maria.signOut().start(wire.NextDone)
	maria.confirm()
	on := read[wire.SetupConfirmed](maria.client, wire.TurnOnTwoStep, nil)
	if on.Step != wire.SetupStepCodes {
		t.Fatalf("%+v", on)
	}
	maria.renew(read[wire.SetupFinished](maria.client, wire.FinishSetup, wire.FinishSetupRequest{Saved: true}).Renewal)
	maria.signOut().begin()
	maria.answers("text", maria.sentCode())
	maria.opened()

	maria.confirm().turnOff()
	b := maria.confirm().page().open(o.path("/setup")).wants(o.path("/setup"), "Turn on with these")
	b.send(o.path("/setup/turn-on")).wants(o.path("/setup/codes"))
	b.send(o.path("/setup/codes"), "saved", "1")
	maria.signOut().begin()

	lee := o.join("lee", domain.RoleUser)
	lee.confirm().page().open(o.path("/setup")).says(t, false, "Turn on with these")
	lee.confirm().do(wire.TurnOnTwoStep, nil).refused(http.StatusConflict, domain.CodeMethodRequired)
}

func severalOfAKind(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.texter("maria")
	maria.confirm().do(wire.StartAddress, wire.AddressRequest{Method: domain.MethodText, Phone: "+447700 900 123"}).refused(http.StatusConflict, domain.CodeAddressExists)
	maria.verifyAddress(domain.MethodText, "+44 7700 900456")
	if got := maria.methods(); len(got) != 2 || got[0].Hint != "23" || got[1].Hint != "56" {
		t.Fatalf("%+v", got)
	}
	refusal := maria.confirm().do(wire.StartAddress, wire.AddressRequest{Method: domain.MethodText, Phone: "+1 202 555 0123"}).refused(http.StatusForbidden, domain.CodePhoneCountry)
	if refusal.Args["country"] != "United States" {
		t.Errorf("the country is %q", refusal.Args["country"])
	}
}

// onlyHelpsBackIn was seen to fail without AcceptedOf in domain.ConfirmMethods
// and without RecoveryOnly in Policy.Accepts.
func onlyHelpsBackIn(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.member("maria", domain.RoleUser)
	maria.verifyAddress(domain.MethodText, mobile)
	o.policy(func(p *wire.Policy) { p.RecoveryOnly = []domain.Method{domain.MethodText} })
	if got := maria.session().Confirm.Methods; !slices.Equal(got, []domain.ConfirmMethod{domain.ConfirmByApp}) {
		t.Errorf("it confirms by %v", got)
	}
	maria.do(wire.SendConfirm, wire.SendConfirmRequest{Method: domain.ConfirmByText}).refused(http.StatusUnprocessableEntity, domain.CodeMethodNotAccepted)
	sent := len(maria.messages())
	if a := maria.signOut().begin(); !slices.Equal(a.Methods, []domain.Method{domain.MethodApp, domain.MethodRecovery}) {
		t.Errorf("offered %v", a.Methods)
	}
	maria.resend("text").refused(http.StatusForbidden, domain.CodeMethodNotAccepted)
	if len(maria.messages()) != sent {
		t.Error("a code was sent")
	}
	// Without an accepted way left it says who she is, and no more.
	o.policy(func(p *wire.Policy) {
		p.Methods = []domain.Method{domain.MethodPasskey, domain.MethodText, domain.MethodRecovery}
	})
	maria.begin()
	maria.resend("text").wants(http.StatusNoContent)
	maria.answers("text", maria.sentCode())
	if a := maria.opened(); a.Next != wire.NextSetUp || maria.session().ActsAs != domain.RolePending {
		t.Errorf("it led to %s, acting as %s", a.Next, maria.session().ActsAs)
	}
}

func policyNames(t *testing.T, o *org) {
	for at, change := range map[string]func(*wire.Policy){
		"/policy/recovery_only": func(p *wire.Policy) { p.RecoveryOnly = []domain.Method{domain.MethodText} },
		"/policy/countries":     func(p *wire.Policy) { p.Countries = []string{"GB", "ZZ"} },
	} {
		o.owner.confirm().savePolicy(change).wants(http.StatusUnprocessableEntity)
		if p := o.owner.problem(); len(p.Errors) != 1 || p.Errors[0].Pointer != at {
			t.Errorf("%s: %+v", at, p)
		}
	}
	got := read[wire.PolicyDocument](o.owner.client, wire.ReadPolicy, nil).Served
	if len(got) != 2 || got[0].Code != "DE" || got[0].Name != "Germany" || got[1].Dial != "+44" {
		t.Errorf("served %+v", got)
	}
	// What the service sends to is narrowed, never widened.
	o.policy(sending)
	o.policy(func(p *wire.Policy) { p.Countries = []string{"DE", "FR"} })
	maria := o.join("maria", domain.RoleUser)
	maria.confirm()
	for _, phone := range []string{mobile, "+33 6 12 34 56 78"} {
		maria.do(wire.StartAddress, wire.AddressRequest{Method: domain.MethodText, Phone: phone}).refused(http.StatusForbidden, domain.CodePhoneCountry)
	}
	maria.confirm().page().open(o.path("/setup/text")).says(t, true, "Germany").says(t, false, "United Kingdom").says(t, false, "France")
}
