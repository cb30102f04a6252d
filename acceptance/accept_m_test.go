package acceptance_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

func seconds(n int) time.Duration { return time.Duration(n) * time.Second }

func TestAcceptanceM(t *testing.T) {
	inOrgs(t,
		acase{"M1 a stolen password opens nothing but the code page", stolenPassword},
		acase{"M1 a stolen password opens nothing but set-up where one is due", stolenPasswordAtTheGate},
		acase{"M2 F6 the app is told to be safer, and its codes change every 30 seconds", appIsSafer},
		acase{"M3 F6 text messages come with their warning, where they are offered at all", textIsLessSafe},
		acase{"M7 F20 a browser is trusted for three months", trustForThreeMonths},
		acase{"M8 F20 the box warns, and a shared browser has none", sharedBrowser},
		acase{"M9 F9 the list of apps is the organization's own, in its order", ownApps},
	)
	inHouses(t, "M11 F1 F22 a new organization has it off, and one place switches it", offByDefault)
}

// locks are operations that open only to somebody signed in.
func locks() (out []wire.Endpoint) {
	for _, e := range wire.Endpoints() {
		switch e.Permission {
		case "public", "limits.read":
			continue
		}
		out = append(out, e)
	}
	return out
}

func stolenPassword(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	thief := maria.elsewhere()
	thief.start(wire.NextSecondStep)
	if got := thief.cookies("__Host-s-"); len(got) != 0 {
		t.Fatalf("the password gave a session: %v", got)
	}
	for _, e := range locks() {
		thief.do(e, nil, maria.id, "x").refused(http.StatusUnauthorized, domain.CodeSignedOut)
	}
	b := thief.page()
	for _, r := range o.h.door.Routes() {
		if r.Method != http.MethodGet || r.Permission == "public" || !strings.HasPrefix(r.Path, "/t/:org/") || strings.Contains(r.Path, "/api/") {
			continue
		}
		path := o.path(strings.NewReplacer("/t/:org", "", ":id", maria.id).Replace(r.Path))
		if b.open(path); b.at != o.path("/sign-in") {
			t.Errorf("%s leads to %s", path, b.at)
		}
		thief.start(wire.NextSecondStep) // opening the sign-in page gave the half sign-in up
	}
	// A half sign-in is no session and no bearer token, whatever it is called.
	for _, k := range thief.cookies("__Host-h-") {
		o.h.bearer(t, o.short, "tfs_"+k.Value).do(wire.ReadSession, nil).refused(http.StatusUnauthorized, domain.CodeSignedOut)
		thief.put(strings.Replace(k.Name, "__Host-h-", "__Host-s-", 1), k.Value)
		thief.do(wire.ReadSession, nil).refused(http.StatusUnauthorized, domain.CodeSignedOut)
	}
	// The person sees that somebody knew the password.
	if got := o.events(domain.EventPasswordRight, maria.id); len(got) == 0 || got[0].IP != thief.from {
		t.Errorf("log: %+v", got)
	}
}

func stolenPasswordAtTheGate(t *testing.T, o *org) {
	o.policy(required(domain.StartNextSignIn))
	maria := o.join("maria", domain.RoleUser)
	thief := maria.elsewhere()
	thief.start(wire.NextSetUp)
	for _, e := range locks() {
		switch e.Permission {
		case "session.read", "session.end", "session.confirm", "own.setup":
			continue
		}
		p := thief.do(e, nil, maria.id, "x").problem()
		if thief.status != http.StatusForbidden || p.Code != domain.CodeEnrollmentRequired && p.Code != domain.CodeForbidden {
			t.Errorf("%s: %d %s", e.ID, thief.status, thief.body)
		}
	}
}

func trustForThreeMonths(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) { p.Mode, p.TrustDays = domain.ModeOptional, 90 })
	maria := o.member("maria", domain.RoleUser)
	maria.signOut().start(wire.NextSecondStep)
	if box := read[wire.SignInPage](maria.client, wire.ReadSignIn, nil).SecondStep.Trust; box == nil || box.Days != 90 {
		t.Fatalf("the box: %+v", box)
	}
	maria.page().open(o.path("/sign-in/verify")).wants(o.path("/sign-in/verify"), "Don't ask again in this browser for 90 days")
	maria.verify(true)
	maria.signOut()
	trusted := o.h.now()
	o.h.pass(89 * 24 * time.Hour)
	maria.start(wire.NextDone)
	maria.signOut()
	o.h.pass(trusted.AddDate(0, 0, 90).Sub(o.h.now()) - time.Second)
	maria.start(wire.NextDone)
	maria.signOut()
	o.h.pass(time.Second)
	maria.start(wire.NextSecondStep) // using it made it no longer
	maria.do(wire.ReadLimits, nil)
	if !strings.Contains(string(maria.body), `"trust.days","value":90`) {
		t.Errorf("limits: %.300s", maria.body)
	}
}

func sharedBrowser(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) { p.Mode, p.TrustDays = domain.ModeOptional, 90 })
	maria := o.member("maria", domain.RoleUser)
	maria.signOut().start(wire.NextSecondStep)
	verify := o.path("/sign-in/verify")
	maria.page().open(verify).wants(verify, "Only on a device that is yours.")
	maria.verify(true)
	if len(maria.cookies("__Host-t-")) != 1 {
		t.Fatal("not trusted")
	}
	maria.do(wire.MarkSharedBrowser, wire.SharedBrowserRequest{Shared: true}).wants(http.StatusNoContent)
	if !read[wire.Security](maria.client, wire.ReadSecurity, nil).SharedBrowser {
		t.Error("not marked")
	}
	maria.signOut().start(wire.NextSecondStep) // what was trusted isn't any more
	maria.page().open(verify).wants(verify, "6 digits").says(t, false, "Don't ask again")
	if box := read[wire.SignInPage](maria.client, wire.ReadSignIn, nil).SecondStep.Trust; box != nil {
		t.Errorf("the API offers it: %+v", box)
	}
	maria.verify(true) // asking for it all the same does nothing
	if n := len(read[wire.Security](maria.client, wire.ReadSecurity, nil).TrustedBrowsers); n != 0 {
		t.Errorf("%d browsers are trusted", n)
	}
	maria.signOut().start(wire.NextSecondStep)
	other := maria.elsewhere() // the mark is this browser's
	other.start(wire.NextSecondStep)
	other.page().open(verify).says(t, true, "Don't ask again")
	phone := *maria
	phone.client = o.h.bearer(t, o.short, "")
	phone.signIn().do(wire.MarkSharedBrowser, wire.SharedBrowserRequest{Shared: true}).refused(http.StatusConflict, domain.CodeNoBrowser)
}

func appIsSafer(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.join("maria", domain.RoleUser)
	maria.confirm()
	b := maria.page().open(o.path("/setup")).wants(o.path("/setup"), "Works without signal")
	if safer, weaker := strings.Index(b.text(), "Authenticator app"), strings.Index(b.text(), "less safe than an app"); safer < 0 || weaker < safer {
		t.Errorf("the app stands at %d, what is less safe at %d", safer, weaker)
	}
	b.open(o.path("/setup/app")).send(o.path("/setup/app"), "action", "choose", "app", "Authy").says(t, true, "Every 30 seconds")
}

func textIsLessSafe(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.join("maria", domain.RoleUser)
	maria.confirm().page().open(o.path("/setup")).says(t, false, "Text message")
	o.policy(sending)
	maria.page().open(o.path("/setup")).wants(o.path("/setup"), "Text message", "Needs signal; less safe than an app.")
}

func ownApps(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) {
		if p.Apps[0].Name != "Authy" || !strings.Contains(p.Apps[0].Note, "locked") || p.Apps[1].Name != "Google Authenticator" {
			t.Errorf("a new organization recommends %+v", p.Apps)
		}
		p.Mode = domain.ModeOptional
		p.Apps = []domain.App{{Name: "Northwind Keys", Note: "Ours. On every company phone."}, p.Apps[1]}
	})
	maria := o.join("maria", domain.RoleUser)
	maria.confirm()
	apps := read[wire.Setup](maria.client, wire.StartSetup, wire.StartSetupRequest{}).Apps
	if len(apps) != 3 || apps[0].Name != "Northwind Keys" || !apps[0].First || apps[1].First || apps[2].ID != wire.OtherApp {
		t.Errorf("%+v", apps)
	}
	b := maria.page().open(o.path("/setup/app")).wants(o.path("/setup/app"), "Northwind Keys", "Ours. On every company phone.", "Recommended", "Google Authenticator", "Another app")
	says := b.says(t, false, "Authy").text()
	first, tag, second := strings.Index(says, "Northwind Keys"), strings.Index(says, "Recommended"), strings.Index(says, "Google Authenticator")
	if first > tag || tag > second {
		t.Errorf("in the order %q", says)
	}
	maria.do(wire.ChooseSetupApp, wire.ChooseAppRequest{App: "Authy"}).refused(http.StatusUnprocessableEntity, domain.CodeRequiredApp)
}

func offByDefault(t *testing.T, h *house) {
	o := h.bareOrg(t, "northwind")
	owner := o.owner
	if p := read[wire.PolicyDocument](owner.client, wire.ReadPolicy, nil).Policy; p.Mode != domain.ModeOff || p.TrustDays != 0 {
		t.Fatalf("a new organization: %+v", p)
	}
	maria := o.join("maria", domain.RoleUser)
	maria.signOut().start(wire.NextDone)
	maria.confirm().do(wire.StartSetup, wire.StartSetupRequest{}).refused(http.StatusForbidden, domain.CodeForbidden)
	if s := maria.session().TwoStep; s.MaySetUp || s.MayTurnOff {
		t.Errorf("while it is off a user has a switch: %+v", s)
	}
	owner.confirm().setUp() // owners and admins can always protect themselves
	maria.page().open("/t/northwind/admin/policy")
	maria.savesNothing()
	o.policy(optional)
	if !maria.session().TwoStep.MaySetUp {
		t.Error("the one switch doesn't reach her")
	}
	maria.confirm().setUp()
	o.policy(func(p *wire.Policy) { p.Mode = domain.ModeOff })
	maria.signOut().start(wire.NextSecondStep) // what somebody set up goes on protecting them
	maria.verify(false)
	maria.confirm().replace(maria.methods()[0].ID) // and is theirs to change at any time (F22)
}

// savesNothing shows that the policy is not theirs to change.
func (p *person) savesNothing() {
	p.t.Helper()
	p.do(wire.ReadPolicy, nil).refused(http.StatusForbidden, domain.CodeForbidden)
	p.ask(http.MethodPut, "/t/"+p.org+"/api/v1/policy", wire.SavePolicyRequest{Policy: wire.PolicyOf(domain.DefaultPolicy())}, "If-Match", `"1"`).refused(http.StatusForbidden, domain.CodeForbidden)
}
