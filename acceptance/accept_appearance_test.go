package acceptance_test

import (
	"testing"

	"twofold/api/wire"
)

// TestAcceptanceAppearance: what the account menu offers (ux 2.10, 3.1) is kept
// by the browser, also for the pages before anybody has signed in.
func TestAcceptanceAppearance(t *testing.T) {
	inOrgs(t,
		acase{"light or dark is chosen on any page and leads back to it", chosenInPlace},
		acase{"a code waits for its button where the organization or the browser says so", codesWait},
	)
}

func chosenInPlace(t *testing.T, o *org) {
	b := o.owner.page()
	here := o.path("/me/security")
	for _, want := range []string{"dark", "light", "system"} {
		b.open(here).send(o.path("/appearance"), "appearance", want).wants(here)
		if got := b.page().Appearance; got != want {
			t.Fatalf("%s was chosen, the page is %s", want, got)
		}
	}
	b.open(here).send(o.path("/appearance"), "appearance", "pink\"><h2>").wants(here)
	if got := b.page().Appearance; got != "system" {
		t.Fatalf("nonsense was chosen, the page is %s", got)
	}
}

func codesWait(t *testing.T, o *org) {
	b := o.owner.page()
	here := o.path("/me/security")
	asked := func(want wire.CodesWait) {
		t.Helper()
		if got := b.open(here).page().CodesWait; got != want {
			t.Fatalf("codes wait for %q, want %q", got, want)
		}
	}
	asked("")
	b.says(t, true, "Check codes without pressing Continue")
	b.send(o.path("/appearance"), "codes", "wait").wants(here)
	asked(wire.CodesWaitForPerson)
	if got := b.open(o.path("/sign-in")).page(); got.CodesWait != wire.CodesWaitForPerson || got.Appearance != "system" {
		t.Fatalf("before the sign-in codes wait for %q, the page is %s", got.CodesWait, got.Appearance)
	}
	o.policy(func(p *wire.Policy) { p.CodesWait = true })
	asked(wire.CodesWaitForOrg)
	b.says(t, false, "Check codes without pressing Continue")
	if got := o.h.browser(t).open(o.path("/sign-in")).page().CodesWait; got != wire.CodesWaitForOrg {
		t.Fatalf("for a stranger's browser codes wait for %q", got)
	}
	o.policy(func(p *wire.Policy) { p.CodesWait = false })
	b.open(here).send(o.path("/appearance"), "codes", "at_once").wants(here)
	asked("")
}
