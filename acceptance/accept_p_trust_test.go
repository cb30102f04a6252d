package acceptance_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"twofold/api/geoip"
	"twofold/api/geoip/geoiptest"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store/storetest"
)

func TestAcceptancePTrust(t *testing.T) {
	inOrgs(t,
		acase{"P15 F20 trusted browsers are off until an admin turns them on", trustIsOff},
		acase{"P16 F20 the box is there only then, and its label carries the days", boxCarriesDays},
		acase{"P17 F20 a second browser is asked", secondBrowserAsked},
		acase{"P18 F20 the list shows each browser, and Remove ends it", listAndRemove},
		acase{"P19 F20 a browser that kept no cookie is told in words", cookieLost},
	)
}

func trustIsOff(t *testing.T, o *org) {
	if got := read[wire.PolicyDocument](o.owner.client, wire.ReadPolicy, nil).Policy.TrustDays; got != 0 {
		t.Fatalf("a new organization trusts browsers for %d days", got)
	}
	o.policy(optional)
	maria, sam := o.member("maria", domain.RoleUser), o.member("sam", domain.RoleAdmin)
	if got := read[wire.Security](maria.client, wire.ReadSecurity, nil); got.TrustDays != 0 {
		t.Errorf("own settings say %d days", got.TrustDays)
	}
	maria.trustHere()
	if got := maria.cookies(trustCookie); len(got) != 0 {
		t.Fatalf("trusted while off: %v", got)
	}
	for _, days := range []int{-1, 91} {
		if sam.confirm().savePolicy(trusting(days)); sam.status != http.StatusUnprocessableEntity {
			t.Errorf("%d days: %d", days, sam.status)
		}
	}
	sam.savePolicy(trusting(14)).wants(http.StatusOK)
	maria.start(wire.NextSecondStep)
	maria.verify(true)
	maria.signOut().start(wire.NextDone)
	if maria.told("trusted") != 1 {
		t.Errorf("mail: %v", maria.letters())
	}
}

func boxCarriesDays(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	b := maria.signOut().page()
	enter := func() *browser {
		b.open(o.path("/sign-in"))
		return b.send(o.path("/sign-in"), "username", maria.email, "password", maria.password).wants(o.path("/sign-in/verify"))
	}
	enter().says(t, false, "Don't ask again")
	for days, label := range map[int]string{1: "for 1 day", 14: "for 14 days", 90: "for 90 days"} {
		o.policy(trusting(days))
		enter().says(t, true, "Don't ask again in this browser "+label).says(t, true, "Only on a device that is yours.")
		box := screen[wire.Verify](b).Trust
		if box == nil || box.Days != days || box.Checked {
			t.Errorf("%d days: the box is %+v", days, box)
		}
		if api := read[wire.SignInPage](maria.client, wire.ReadSignIn, nil).SecondStep.Trust; api == nil || api.Days != days {
			t.Errorf("%d days: over the API the box is %+v", days, api)
		}
		// A wrong code keeps the tick.
		b.send(o.path("/sign-in/verify"), "code", maria.wrong(), "trust", "1")
		if !screen[wire.Verify](b).Trust.Checked {
			t.Error("a wrong code took the tick away")
		}
	}
	b.open(o.path("/sign-in/verify/recovery")).says(t, false, "Don't ask again")
	// A tick where no box stands is none: not under the password.
	maria.do(wire.StartSignIn, wire.SignInRequest{Email: maria.email, Password: maria.password, Trust: true}).wants(http.StatusOK)
	maria.verify(false)
	if len(maria.cookies(trustCookie)) != 0 {
		t.Error("trusted by a box that isn't there")
	}
	maria.signOut()
	o.policy(func(p *wire.Policy) { p.TrustPlacement = domain.PlacePasswordStep })
	b.open(o.path("/sign-in")).says(t, true, "Don't ask again in this browser")
	enter().says(t, false, "Don't ask again")
}

func secondBrowserAsked(t *testing.T, o *org) {
	here, other := o.trusting("maria")
	there := other.elsewhere()
	b := there.page().open(o.path("/sign-in"))
	b.send(o.path("/sign-in"), "username", there.email, "password", there.password).wants(o.path("/sign-in/verify"), "6 digits")
	b.send(o.path("/sign-in/verify"), "code", there.code(), "trust", "1").wants(o.path("/me/security"))
	there.signOut().start(wire.NextDone)
	here.start(wire.NextDone)
	b = other.elsewhere().page().open(o.path("/sign-in"))
	b.send(o.path("/sign-in"), "username", there.email, "password", there.password).wants(o.path("/sign-in/verify"))
}

func listAndRemove(t *testing.T, o *org) {
	here, other := o.trusting("maria")
	trusted := o.h.now()
	there := other.elsewhere().trustHere()
	o.h.pass(24 * time.Hour)
	here.start(wire.NextDone)
	used := o.h.now()
	list := read[wire.Security](here.client, wire.ReadSecurity, nil).TrustedBrowsers
	if len(list) != 2 {
		t.Fatalf("the list has %d browsers", len(list))
	}
	mine := list[0]
	if !mine.Current || list[1].Current || mine.Browser == "" || mine.IP != here.from || !mine.UsedAt.Equal(used) {
		t.Errorf("this browser: %+v", mine)
	}
	if mine.TrustedAt.After(trusted) || !mine.ExpiresAt.Equal(mine.TrustedAt.AddDate(0, 0, 30)) {
		t.Errorf("trusted %s, until %s", mine.TrustedAt, mine.ExpiresAt)
	}
	here.do(wire.RemoveTrust, nil, list[1].ID).wants(http.StatusNoContent)
	there.start(wire.NextSecondStep)
	here.do(wire.RemoveTrust, nil, list[1].ID).refused(http.StatusNotFound, domain.CodeNotFound)
	here.signOut().start(wire.NextDone)

	// Somebody else's browser can't be named, not even by an admin's own page.
	o.owner.signIn()
	noah := o.member("noah", domain.RoleUser)
	noah.do(wire.RemoveTrust, nil, mine.ID).refused(http.StatusNotFound, domain.CodeNotFound)
	here.do(wire.RemoveTrust, nil, mine.ID).wants(http.StatusNoContent)
	if !here.alive() {
		t.Error("removing trust ended the session")
	}
	here.signOut().start(wire.NextSecondStep)
	if got := read[wire.Person](o.owner.client, wire.ReadPerson, nil, here.id).TrustedBrowsers; len(got) != 0 {
		t.Errorf("an admin sees %+v", got)
	}
}

func cookieLost(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) { p.Mode, p.TrustDays = domain.ModeOptional, 14 })
	maria := o.member("maria", domain.RoleUser)
	words := "Your browser didn't keep this. Allow cookies for this site to be remembered."
	for _, lost := range []bool{false, true} {
		maria.signOut().start(wire.NextSecondStep)
		maria.verify(true)
		if lost {
			maria.drop(trustCookie)
		}
		if got := maria.session().TrustLost; got != lost {
			t.Errorf("lost %v: the session says %v", lost, got)
		}
		b := maria.page().open(o.path("/me/security")).wants(o.path("/me/security"))
		notice := b.page().Notice
		if (notice != nil && notice.Code == "trust_cookie") != lost || strings.Contains(b.text(), words) != lost {
			t.Errorf("lost %v: the notice is %+v", lost, notice)
		}
		// It is said once.
		b.open(o.path("/me/security")).says(t, false, words)
		maria.drop(trustCookie)
	}
}

// TestP18PlacesOfTrustedBrowsers shows that the list tells the place where the
// operator has a file of places, and in all cases the address.
func TestP18PlacesOfTrustedBrowsers(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		places, err := geoip.Open(geoiptest.Write(t))
		check(t, err)
		t.Cleanup(func() { check(t, places.Close()) })
		o := open(t, c, func(b *build) { b.places = places }).org(t, "northwind")
		o.policy(func(p *wire.Policy) { p.Mode, p.TrustDays = domain.ModeOptional, 30 })
		maria := o.member("maria", domain.RoleUser)
		here := maria.elsewhere()
		here.from = "192.0.2.7"
		here.trustHere().start(wire.NextDone)
		o.owner.signIn()
		for who, list := range map[string][]wire.TrustedBrowser{
			"the person": read[wire.Security](here.client, wire.ReadSecurity, nil).TrustedBrowsers,
			"an admin":   read[wire.Person](o.owner.client, wire.ReadPerson, nil, maria.id).TrustedBrowsers,
		} {
			if len(list) != 1 || list[0].Place != "Berlin, Germany" || list[0].IP != here.from {
				t.Errorf("%s sees %+v", who, list)
			}
		}
		sessions := read[wire.Security](here.client, wire.ReadSecurity, nil).Sessions
		if len(sessions) == 0 || sessions[0].Place != "Berlin, Germany" {
			t.Errorf("the sessions are %+v", sessions)
		}
		events := map[string][]wire.Event{
			"their activity":    read[wire.List[wire.Event]](here.client, wire.ReadActivity, nil).Data,
			"the person's page": read[wire.Person](o.owner.client, wire.ReadPerson, nil, maria.id).Activity,
			"the audit log":     read[wire.List[wire.Event]](o.owner.client, wire.ReadAudit, nil).Data,
		}
		for where, list := range events {
			if !slices.ContainsFunc(list, func(e wire.Event) bool { return e.IP == here.from && e.Place == "Berlin, Germany" }) {
				t.Errorf("%s doesn't tell the place: %+v", where, list)
			}
		}
	})
}
