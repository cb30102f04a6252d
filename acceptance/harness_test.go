package acceptance_test

import (
	"testing"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store/storetest"
)

// TestHarness shows that the people of these tests are real: signed in by the
// service itself, on either kind of client.
func TestHarness(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		h := open(t, c)
		o := h.org(t, "northwind")
		o.policy(optional)
		maria := o.member("maria", domain.RoleUser)
		if s := maria.session(); s.TwoStep.State != domain.TwoStepOn || len(maria.codes) != 10 {
			t.Fatalf("maria: %+v, %d codes", s.TwoStep, len(maria.codes))
		}
		again := maria.elsewhere()
		again.start(wire.NextSecondStep)
		if got := again.verify(false).Next; got != wire.NextDone {
			t.Fatalf("next is %q", got)
		}
		again.page().open("/t/northwind/me/security").wants("/t/northwind/me/security")
		phone := *maria
		phone.client = h.bearer(t, "northwind", "")
		phone.signIn()
		if phone.session().Person.Admin || !phone.alive() || phone.at(h.another(t, c)).do(wire.ReadSession, nil).status != 200 {
			t.Fatal("a phone's session is an administrator's, ended, or unknown to another instance")
		}
	})
}
