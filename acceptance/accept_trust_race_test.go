package acceptance_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"twofold/api/wire"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store/storetest"
)

// TestAcceptanceTrustEndsMeanwhile: between reading a trusted browser and
// opening its session lies the slow hash of a password.
func TestAcceptanceTrustEndsMeanwhile(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		var meanwhile atomic.Pointer[func()]
		c.Observe = func(query string) {
			if strings.HasPrefix(query, "INSERT INTO sessions") {
				if do := meanwhile.Swap(nil); do != nil {
					(*do)()
				}
			}
		}
		o := open(t, c).org(t, "northwind-2")
		during := func(name string, do func(other *person), next string) {
			t.Run(name, func(t *testing.T) {
				here, other := o.trusting(name)
				other.session() // marked as active before the sign-in looks
				act := func() { do(other) }
				meanwhile.Store(&act)
				here.start(next)
				if meanwhile.Load() != nil {
					t.Fatal("nothing happened meanwhile")
				}
				if next == wire.NextSecondStep {
					if here.alive() {
						t.Error("the password alone opened a session")
					}
					here.verify(false)
				}
				if !here.alive() {
					t.Error("they didn't get in")
				}
			})
		}
		during("ada", func(other *person) {
			id := read[wire.Security](other.client, wire.ReadSecurity, nil).TrustedBrowsers[0].ID
			other.do(wire.RemoveTrust, nil, id).wants(http.StatusNoContent)
		}, wire.NextSecondStep)
		during("bea", func(other *person) { other.do(wire.RemoveTrusts, nil).wants(http.StatusNoContent) }, wire.NextSecondStep)
		during("cem", func(other *person) {
			thief := other.elsewhere().signIn()
			other.do(wire.DenySession, nil, thief.sessionID()).wants(http.StatusNoContent)
		}, wire.NextSecondStep)
		during("dan", func(*person) { o.policy(func(p *wire.Policy) { p.LockMinutes++ }) }, wire.NextDone)
	})
}
