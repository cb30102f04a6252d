package acceptance_test

import (
	"net/http"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

// The seven things that end trust, each alone (issue: Trusted browsers).
func TestAcceptanceFUntrust(t *testing.T) {
	ends := func(name string, how func(t *testing.T, o *org, other *person)) acase {
		return acase{"F20 trust ends by " + name, func(t *testing.T, o *org) {
			here, other := o.trusting("maria")
			how(t, o, other)
			here.password = other.password
			here.start(wire.NextSecondStep)
			if got := read[wire.Person](o.owner.client, wire.ReadPerson, nil, other.id).TrustedBrowsers; len(got) != 0 {
				t.Errorf("an admin still sees %+v", got)
			}
		}}
	}
	inOrgs(t,
		acase{"F20 trust ends by its days", trustDaysPass},
		ends("a shorter policy", func(t *testing.T, o *org, _ *person) {
			o.h.pass(8 * 24 * time.Hour)
			o.owner.signIn()
			o.policy(trusting(7))
		}),
		ends("a shorter policy, for good", func(t *testing.T, o *org, _ *person) {
			o.h.pass(8 * 24 * time.Hour)
			o.owner.signIn()
			o.policy(trusting(7))
			o.policy(trusting(90))
		}),
		ends("the policy switched off", func(t *testing.T, o *org, _ *person) { o.policy(trusting(0)) }),
		ends("the policy switched off, for good", func(t *testing.T, o *org, _ *person) {
			o.policy(trusting(0))
			o.policy(trusting(30))
		}),
		ends("removal by the person", func(t *testing.T, o *org, maria *person) {
			list := read[wire.Security](maria.client, wire.ReadSecurity, nil).TrustedBrowsers
			maria.do(wire.RemoveTrust, nil, list[0].ID).wants(http.StatusNoContent)
		}),
		ends("removal of all by the person", func(t *testing.T, o *org, maria *person) {
			maria.do(wire.RemoveTrusts, nil).wants(http.StatusNoContent)
		}),
		ends("removal by an admin", func(t *testing.T, o *org, maria *person) {
			list := read[wire.Person](o.owner.confirm().client, wire.ReadPerson, nil, maria.id).TrustedBrowsers
			o.owner.do(wire.RemovePersonTrust, nil, maria.id, list[0].ID).wants(http.StatusNoContent)
		}),
		ends("removal of all by an admin", func(t *testing.T, o *org, maria *person) {
			read[wire.Ended](o.owner.confirm().client, wire.RemovePersonTrusts, nil, maria.id)
		}),
		ends("a password change", func(t *testing.T, o *org, maria *person) { maria.changePassword("a new sentence to remember") }),
		ends("a method replaced", func(t *testing.T, o *org, maria *person) { *maria = *maria.confirm().replace(maria.methods()[0].ID) }),
		ends("a method removed", func(t *testing.T, o *org, maria *person) {
			first := maria.methods()[0].ID
			maria.confirm().setUp()
			read[wire.Renewal](maria.confirm().client, wire.RemoveMethod, nil, first)
		}),
		ends("two-step turned off", func(t *testing.T, o *org, maria *person) {
			maria.turnOff()
			maria.confirm().setUp()
		}),
		ends("new recovery codes", func(t *testing.T, o *org, maria *person) { maria.newCodes() }),
		ends("use of a recovery code", func(t *testing.T, o *org, maria *person) {
			elsewhere := maria.elsewhere()
			elsewhere.start(wire.NextSecondStep)
			elsewhere.recover()
		}),
		acase{"F20 trust ends by a reset", func(t *testing.T, o *org) {
			here, maria := o.trusting("maria")
			read[wire.ResetAnswer](o.owner.confirm().client, wire.ResetPerson, wire.ResetRequest{Checked: domain.CheckInPerson, Next: domain.ResetSetUp}, maria.id)
			here.start(wire.NextSetUp)
			here.setUp().signOut().start(wire.NextSecondStep)
		}},
		ends("a role change", func(t *testing.T, o *org, maria *person) {
			o.owner.confirm().do(wire.ChangeRole, wire.RoleRequest{Role: domain.RoleAdmin}, maria.id).wants(http.StatusNoContent)
		}),
		ends("suspension", func(t *testing.T, o *org, maria *person) {
			o.owner.confirm().do(wire.SuspendPerson, nil, maria.id).wants(http.StatusNoContent)
			o.owner.do(wire.ResumePerson, nil, maria.id).wants(http.StatusNoContent)
		}),
		acase{"F20 a method added ends no trust", func(t *testing.T, o *org) {
			here, maria := o.trusting("maria")
			maria.confirm().setUp()
			here.start(wire.NextDone)
		}},
	)
}

// trustDaysPass: thirty days after the second step, not after the last use.
func trustDaysPass(t *testing.T, o *org) {
	here, _ := o.trusting("maria")
	o.h.pass(29 * 24 * time.Hour)
	here.start(wire.NextDone)
	here.signOut()
	o.h.pass(24*time.Hour - time.Minute - 30*time.Second)
	here.start(wire.NextDone)
	here.signOut()
	o.h.pass(2 * time.Minute)
	here.start(wire.NextSecondStep)
	here.verify(false)
	if got := here.security().TrustedBrowsers; len(got) != 0 {
		t.Errorf("still listed: %+v", got)
	}
}

func (p *person) methods() []wire.OwnMethod {
	p.t.Helper()
	return read[wire.Security](p.client, wire.ReadSecurity, nil).Methods
}

func (p *person) changePassword(next string) {
	p.t.Helper()
	p.renew(read[wire.Renewal](p.client, wire.ChangePassword, wire.ChangePasswordRequest{Password: p.password, NewPassword: next}))
	p.password = next
}

func (p *person) turnOff() {
	p.t.Helper()
	p.renew(read[wire.Renewal](p.confirm().client, wire.TurnOffTwoStep, wire.TurnOffRequest{}))
}
