package acceptance_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"twofold/api/wire"
	"twofold/domain"
)

// The ways out of a lost second step, in the tenant's order (F14, F33, S16).
func TestAcceptanceLadder(t *testing.T) {
	inOrgs(t,
		acase{"A25 A26 F14 no code, from the first load and after a wrong one", optionally(linksToCodes)},
		acase{"A26 S16 used-up recovery codes are no way out", optionally(usedUpCodes)},
		acase{"S16 S23 the tenant's order, and nothing that leads nowhere", optionally(ordersLadder)},
		acase{"A27 A20 phone support only", optionally(phoneOnly)},
		acase{"M12 F33 support on every page of the way in", optionally(supportEverywhere)},
	)
}

// linksToCodes: the link leads to the page of recovery codes, in the tenant's
// own words where it has some.
func linksToCodes(t *testing.T, o *org) {
	maria := o.member("maria", domain.RoleUser)
	verify, recovery := o.path("/sign-in/verify"), o.path("/sign-in/verify/recovery")
	b := maria.waiting().wants(verify, "I don't have a code")
	b.send(verify, "code", maria.wrong()).wants(verify, "That code is not correct.", "I don't have a code")
	b.open(recovery).send(recovery, "code", maria.codes[0]).wants(o.path("/sign-in/recovery-used"), "9 codes left.")
	o.policy(func(p *wire.Policy) { p.WaysBack.NoCode = map[string]string{"en": "No code"} })
	maria.waiting().wants(verify, "No code").says(t, false, "I don't have a code")
}

// usedUpCodes: the page of the ways out offers no code to who has none left.
func usedUpCodes(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) { p.RecoveryCodes = 1 })
	maria := o.member("maria", domain.RoleUser)
	help, recovery := o.path("/help/sign-in"), o.path("/sign-in/verify/recovery")
	maria.waiting().open(help).says(t, true, "Use a recovery code")
	maria.waiting().open(recovery).send(recovery, "code", maria.codes[0]).says(t, true, "No codes left")
	maria.waiting().open(recovery).says(t, true, "You have used all your recovery codes.")
	maria.waiting().open(help).says(t, false, "Use a recovery code").says(t, true, "Ask your administrator")
}

// links are the kinds of the ladder on the page, in order.
func (b *browser) links() (kinds []string) {
	for _, l := range b.page().Ladder {
		kinds = append(kinds, l.Kind)
	}
	return kinds
}

func ordersLadder(t *testing.T, o *org) {
	maria := o.member("maria", domain.RoleUser)
	if got := maria.waiting().links(); !slices.Equal(got, []string{"other_method", "recovery_code", "tenant_admin"}) {
		t.Errorf("a new tenant's ladder is %q", got)
	}
	o.policy(func(p *wire.Policy) {
		p.WaysBack.Ladder = []domain.Rung{domain.RungSupportMail, domain.RungAdmins, domain.RungOtherMethod, domain.RungRecoveryCode}
		p.WaysBack.Support = domain.Support{Who: "Service desk", Email: "desk@support.example", Hours: "9 to 5"}
		p.RecoveryCodes = 0
	})
	b := maria.waiting()
	if got := b.links(); !slices.Equal(got, []string{"support", "tenant_admin", "other_method"}) {
		t.Errorf("the ladder is %q", got)
	}
	help := o.path("/help/sign-in")
	text := b.open(help).wants(help, "Write to desk@support.example", "9 to 5").text()
	if strings.Index(text, "Your administrator") > strings.Index(text, "Another way to verify") {
		t.Errorf("another order: %s", text)
	}
	state := read[wire.HelpState](o.h.client(t, o.short), wire.ReadHelp, nil)
	var kinds []domain.Rung
	for _, way := range state.Rungs {
		kinds = append(kinds, way.Kind)
	}
	if !slices.Equal(kinds, []domain.Rung{domain.RungSupportMail, domain.RungAdmins, domain.RungOtherMethod}) || state.Contact.Email != "desk@support.example" {
		t.Errorf("the API says %+v", state)
	}
}

// phoneOnly: the page shows the number and no other way to reach support.
func phoneOnly(t *testing.T, o *org) {
	maria := o.member("maria", domain.RoleUser)
	o.owner.confirm().do(wire.SaveOrganization, wire.SaveOrganizationRequest{Name: "The " + o.short, Contact: wire.Contact{Email: "office@northwind.example"}}).wants(http.StatusOK)
	o.policy(func(p *wire.Policy) {
		p.WaysBack.Ladder = []domain.Rung{domain.RungRecoveryCode, domain.RungSupportPhone}
		p.WaysBack.Support = domain.Support{Who: "Service desk", Phone: "+44 20 7946 0000", Email: "desk@support.example", Hours: "24 hours"}
	})
	help := o.path("/help/sign-in")
	b := maria.waiting().open(o.path("/sign-in/verify/recovery")).wants(o.path("/sign-in/verify/recovery"), "Contact support")
	b.open(help).wants(help, "Call +44 20 7946 0000", "24 hours").says(t, false, "desk@support.example").says(t, false, "office@northwind.example")
	if strings.Contains(b.body, "<form") {
		t.Error("there is a form")
	}
}

func supportEverywhere(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) {
		p.WaysBack.Support = domain.Support{Who: "Service desk", Email: "desk@support.example", Hours: "9 to 5"}
	})
	b := o.h.browser(t)
	for _, path := range []string{"/sign-in", "/help", "/help/sign-in", "/request", "/nowhere"} {
		b.open(o.path(path)).says(t, true, "desk@support.example").says(t, true, "9 to 5")
	}
	b.wants(o.path("/nowhere"), "Can't sign in?")
	o.owner.page().open(o.path("/nowhere")).wants(o.path("/nowhere"), "desk@support.example").says(t, false, "Can't sign in?")
}
