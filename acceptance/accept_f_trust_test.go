package acceptance_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

const trustCookie = "__Host-t-"

func TestAcceptanceFTrust(t *testing.T) {
	inOrgs(t,
		acase{"F20 trust is given by a full second step only", trustNeedsSecondStep},
		acase{"F20 a passkey and a code by text give trust as an app's does, where their box stands", trustByEveryMethod},
		acase{"F20 a recovery code gives no trust", recoveryGivesNoTrust},
		acase{"F20 the token is new after every use and the last one is good for a minute", trustRotates},
		acase{"F20 tabs that race are both let in and the browser stays trusted", trustRaces},
		acase{"F20 several people trust one browser", trustOfSeveral},
		acase{"F20 five people trust one browser, and a sixth takes the place of who wasn't there longest", trustOfFive},
		acase{"F20 the page after signing out forgets the browser", goodbyeForgets},
		acase{"F20 a trust token is good for its person and organization only", trustIsBound},
		acase{"F20 a bearer client is trusted by a token of its own type", trustedClient},
		acase{"F20 a trusted browser is no second factor and no confirmation", trustIsNoFactor},
		acase{"F20 a trusted browser takes no set-up's place", trustIsNoSetUp},
	)
}

// trusting is a member who is signed out and trusts the browser they are on,
// and another browser they are signed in on and don't trust.
func (o *org) trusting(name string) (here, other *person) {
	o.t.Helper()
	o.policy(func(p *wire.Policy) { p.Mode, p.TrustDays = domain.ModeOptional, 30 })
	other = o.member(name, domain.RoleUser)
	here = other.elsewhere().trustHere()
	if len(here.cookies(trustCookie)) != 1 {
		o.t.Fatal("no trust cookie")
	}
	here.start(wire.NextDone)
	return here.signOut(), other
}

func trustNeedsSecondStep(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) {
		p.Mode, p.TrustDays, p.TrustPlacement = domain.ModeOptional, 30, domain.PlacePasswordStep
	})
	noah := o.join("noah", domain.RoleUser)
	noah.signOut().do(wire.StartSignIn, wire.SignInRequest{Email: noah.email, Password: noah.password, Trust: true}).wants(http.StatusOK)
	if len(noah.cookies(trustCookie)) != 0 {
		t.Fatal("a password alone was trusted")
	}
	noah.confirm().setUp().signOut().start(wire.NextSecondStep)

	// Neither the tick under the password nor a wrong code trusts anything.
	noah.do(wire.StartSignIn, wire.SignInRequest{Email: noah.email, Password: noah.password, Trust: true}).wants(http.StatusOK)
	noah.do(wire.VerifyCode, wire.CodeRequest{Code: noah.wrong(), Trust: true}).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	if len(noah.cookies(trustCookie)) != 0 {
		t.Fatal("a wrong code was trusted")
	}
	noah.verify(false) // the tick of the password page counts
	noah.signOut().start(wire.NextDone)
	if noah.told("trusted") != 1 {
		t.Fatalf("mail: %v", noah.letters())
	}
}

func trustByEveryMethod(t *testing.T, o *org) {
	o.policy(sending)
	o.policy(trusting(30))
	maria, device := o.everyMethod("maria")
	ways := map[string]func(p *person, trust bool) *client{
		"app": func(p *person, trust bool) *client {
			return p.do(wire.VerifyCode, wire.CodeRequest{Way: "app", Code: p.code(), Trust: trust})
		},
		"text": func(p *person, trust bool) *client {
			p.resend("text").wants(http.StatusNoContent)
			return p.do(wire.VerifyCode, wire.CodeRequest{Way: "text", Code: p.sentCode(), Trust: trust})
		},
		"passkey": func(p *person, trust bool) *client {
			answer := device.sign(t, read[wire.PasskeyChallenge](p.client, wire.AskPasskey, nil))
			return p.do(wire.VerifyPasskey, wire.PasskeyVerifyRequest{PasskeyAnswer: answer, Trust: trust})
		},
	}
	for _, at := range []domain.Placement{domain.PlaceCodeStep, domain.PlacePasswordStep} {
		o.owner.signIn()
		o.policy(func(p *wire.Policy) { p.TrustPlacement = at })
		for way, shows := range ways {
			for _, ticked := range []bool{false, true} {
				p := maria.elsewhere()
				p.begin()
				p.h.pass(time.Second)
				shows(p, ticked).wants(http.StatusOK)
				if want := ticked && at == domain.PlaceCodeStep; (len(p.cookies(trustCookie)) == 1) != want {
					t.Errorf("%s, the box on the %s, ticked there %v: %v", way, at, ticked, p.cookies(trustCookie))
				} else if want {
					p.signOut().start(wire.NextDone)
				}
			}
		}
		maria.client = maria.elsewhere().client
		o.h.pass(time.Hour) // of codes by text there are five an hour
	}
	// Ticked under the password, it counts for whatever is shown then.
	for way, shows := range ways {
		p := maria.elsewhere()
		p.do(wire.StartSignIn, wire.SignInRequest{Email: p.email, Password: p.password, Trust: true}).wants(http.StatusOK)
		p.h.pass(time.Second)
		if shows(p, false).wants(http.StatusOK); len(p.cookies(trustCookie)) != 1 {
			t.Errorf("%s, ticked under the password: not trusted", way)
		}
	}
}

func recoveryGivesNoTrust(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) {
		p.Mode, p.TrustDays, p.TrustPlacement = domain.ModeOptional, 30, domain.PlacePasswordStep
	})
	maria := o.member("maria", domain.RoleUser)
	maria.signOut().do(wire.StartSignIn, wire.SignInRequest{Email: maria.email, Password: maria.password, Trust: true}).wants(http.StatusOK)
	maria.recover()
	if len(maria.cookies(trustCookie)) != 0 {
		t.Fatal("trusted over the API")
	}
	maria.do(wire.AnswerRecovery, nil).wants(http.StatusNoContent)
	b := maria.signOut().page()
	b.open(o.path("/sign-in")).send(o.path("/sign-in"), "username", maria.email, "password", maria.password, "trust", "1").wants(o.path("/sign-in/verify"))
	b.open(o.path("/sign-in/verify/recovery")).send(o.path("/sign-in/verify/recovery"), "code", maria.codes[0], "trust", "1").wants(o.path("/sign-in/recovery-used"))
	if len(maria.cookies(trustCookie)) != 0 {
		t.Fatal("trusted over the page")
	}
	if got := read[wire.Security](maria.client, wire.ReadSecurity, nil).TrustedBrowsers; len(got) != 0 {
		t.Fatalf("trusted browsers: %+v", got)
	}
}

func trustRotates(t *testing.T, o *org) {
	here, _ := o.trusting("maria")
	first := here.cookies(trustCookie)[0]
	here.start(wire.NextDone)
	here.signOut()
	second := here.cookies(trustCookie)[0]
	if first.Value == second.Value {
		t.Fatal("the token stayed the same")
	}
	thief := here.elsewhere()
	thief.put(first.Name, first.Value)
	o.h.pass(59 * time.Second)
	thief.start(wire.NextDone)
	if got := thief.cookies(trustCookie)[0].Value; got != first.Value {
		t.Fatal("a token that was replaced was renewed")
	}
	o.h.pass(time.Second)
	thief.start(wire.NextSecondStep)
	here.start(wire.NextDone)
}

func trustRaces(t *testing.T, o *org) {
	here, _ := o.trusting("maria")
	tabs := here.crowd(3) // a fourth at once would wait for its turn at passwords
	for _, tab := range tabs {
		tab.jar = o.h.client(t, o.short).jar // each sends what there was, however late it comes to it
		for _, k := range here.cookies("") {
			tab.put(k.Name, k.Value)
		}
	}
	got := together(t, tabs, wire.StartSignIn, wire.SignInRequest{Email: here.email, Password: here.password})
	if got[http.StatusOK] != len(tabs) {
		t.Fatalf("answers %v", got)
	}
	set := 0
	for _, tab := range tabs {
		if next := into[wire.SignInAnswer](tab).Next; next != wire.NextDone {
			t.Fatalf("a tab was led to %s", next)
		}
		if strings.Contains(strings.Join(tab.header.Values("Set-Cookie"), " "), trustCookie) {
			set++
			here.put(tab.cookies(trustCookie)[0].Name, tab.cookies(trustCookie)[0].Value)
		}
	}
	if set != 1 {
		t.Fatalf("%d tabs were given a new token", set)
	}
	o.h.pass(2 * time.Minute)
	here.csrf = ""
	here.start(wire.NextDone)
}

func trustOfSeveral(t *testing.T, o *org) {
	maria, _ := o.trusting("maria")
	noah := o.member("noah", domain.RoleUser)
	noah.client = maria.client
	noah.trustHere()
	for range 3 {
		maria.start(wire.NextDone)
		maria.signOut()
		noah.start(wire.NextDone)
		noah.signOut()
	}
	maria.start(wire.NextDone)
	mine := read[wire.Security](maria.client, wire.ReadSecurity, nil).TrustedBrowsers
	if len(mine) != 1 || !mine[0].Current {
		t.Fatalf("maria's browsers: %+v", mine)
	}
	maria.do(wire.RemoveTrust, nil, mine[0].ID).wants(http.StatusNoContent)
	maria.signOut().start(wire.NextSecondStep)
	noah.start(wire.NextDone)
	// "Forget this browser" is for everybody who trusted it.
	noah.signOut().do(wire.ForgetBrowser, nil).wants(http.StatusNoContent)
	noah.start(wire.NextSecondStep)
}

func trustOfFive(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) { p.Mode, p.TrustDays = domain.ModeOptional, 30 })
	var all []*person
	for _, name := range []string{"ada", "bea", "cem", "dan", "eva", "fay"} {
		p := o.member(name, domain.RoleUser)
		p.signOut()
		if len(all) > 0 {
			p.client = all[0].client
		}
		all = append(all, p)
	}
	five, sixth := all[:5], all[5]
	for _, p := range five {
		p.trustHere()
	}
	for _, p := range five {
		p.start(wire.NextDone)
		p.signOut()
	}
	sixth.trustHere()
	for _, p := range all[1:] {
		p.start(wire.NextDone)
		p.signOut()
	}
	five[0].start(wire.NextSecondStep)
}

func goodbyeForgets(t *testing.T, o *org) {
	here, other := o.trusting("maria")
	here.start(wire.NextDone)
	b := here.page().open(o.path("/setup")) // any page with a form
	b.send(o.path("/sign-out")).wants(o.path("/signed-out"), "This browser stays trusted", "Forget this browser")
	here.csrf = ""
	here.start(wire.NextDone)
	b.open(o.path("/setup")).send(o.path("/sign-out")).send(o.path("/signed-out")).wants(o.path("/signed-out")).says(t, false, "This browser stays trusted")
	if len(here.cookies(trustCookie)) != 0 {
		t.Error("the cookie is still there")
	}
	here.csrf = ""
	here.start(wire.NextSecondStep)
	if got := other.security().TrustedBrowsers; len(got) != 0 {
		t.Errorf("still listed: %+v", got)
	}
}

func trustIsBound(t *testing.T, o *org) {
	maria, _ := o.trusting("maria")
	noah := o.member("noah", domain.RoleUser)
	token := maria.cookies(trustCookie)[0]
	noah.signOut().put(token.Name, token.Value)
	noah.start(wire.NextSecondStep)

	other := o.h.org(t, "contoso-"+o.short[len("northwind-"):])
	other.policy(func(p *wire.Policy) { p.Mode, p.TrustDays = domain.ModeOptional, 30 })
	twin := other.invited("maria", domain.RoleUser)
	twin.accept()
	twin.confirm().setUp().signOut()
	twin.put(trustCookie+other.owner.tenant(), token.Value)
	twin.start(wire.NextSecondStep)
	maria.start(wire.NextDone)
}

// tenant is the id of the person's organization.
func (p *person) tenant() string {
	p.t.Helper()
	return strings.TrimPrefix(p.cookies("__Host-s-")[0].Name, "__Host-s-")
}

func trustedClient(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) { p.Mode, p.TrustDays = domain.ModeOptional, 30 })
	maria := o.member("maria", domain.RoleUser)
	phone := *maria
	phone.client = o.h.bearer(t, o.short, "")
	phone.start(wire.NextSecondStep)
	trust := phone.verify(true).TrustToken
	if !strings.HasPrefix(trust, "tft_") {
		t.Fatalf("trust token %q", trust)
	}
	phone.token = trust
	phone.do(wire.ReadSession, nil).refused(http.StatusUnauthorized, domain.CodeSignedOut)
	answer := phone.start(wire.NextDone)
	if answer.TrustToken == "" || answer.TrustToken == trust {
		t.Fatalf("the next trust token is %q", answer.TrustToken)
	}
	phone.token = strings.Replace(phone.token, "tfs_", "tft_", 1)
	phone.start(wire.NextSecondStep)
	phone.token = answer.TrustToken
	phone.do(wire.ForgetBrowser, nil).wants(http.StatusNoContent)
	phone.start(wire.NextSecondStep)
}

func trustIsNoFactor(t *testing.T, o *org) {
	here, _ := o.trusting("maria")
	here.start(wire.NextDone)
	s := here.session()
	if slices.Contains(s.AMR, "mfa") || s.ACR != string(domain.AssuranceOne) {
		t.Fatalf("amr %v, acr %s", s.AMR, s.ACR)
	}
	here.do(wire.StartSetup, wire.StartSetupRequest{}).refused(http.StatusForbidden, domain.CodeStepUpRequired)
	here.do(wire.TurnOffTwoStep, wire.TurnOffRequest{}).refused(http.StatusForbidden, domain.CodeStepUpRequired)
	here.confirm()
	if s := here.session(); !slices.Contains(s.AMR, "mfa") || s.ACR != string(domain.AssuranceTwo) {
		t.Fatalf("after a code: amr %v, acr %s", s.AMR, s.ACR)
	}
}

// trustIsNoSetUp: once none of a person's methods counts any more, it still has
// to be shown before another is set up, in a trusted browser too.
func trustIsNoSetUp(t *testing.T, o *org) {
	here, _ := o.trusting("maria")
	o.policy(func(p *wire.Policy) { p.Methods = []domain.Method{domain.MethodPasskey, domain.MethodRecovery} })
	here.start(wire.NextSecondStep)
	if next := here.verify(false).Next; next != wire.NextSetUp || here.session().ActsAs != domain.RolePending {
		t.Errorf("the code led to %s, acting as %s", next, here.session().ActsAs)
	}
}
