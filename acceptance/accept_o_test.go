package acceptance_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

func TestAcceptanceO(t *testing.T) {
	inOrgs(t,
		acase{"O1 with optional each may and nobody must", eachMay},
		acase{"O2 one's own row leads to set-up", ownRowLeads},
		acase{"O3 F9 the four apps with their links", fourApps},
		acase{"O4 R9 F8 the secret key stands under the picture", keyUnderPicture},
		acase{"O5 F8 the code turns it on, and only a right one", codeTurnsOn},
		acase{"O8 F20 the box under the password becomes trust by the code", boxUnderPassword},
		acase{"O9 F21 turning off asks first", turningOffAsks},
		acase{"O10 F22 the old entry is mentioned and the new one told apart", oldEntry},
		acase{"O13 F19 wrong codes lead to advice about the clock", clockAdvice},
	)
}

func eachMay(t *testing.T, o *org) {
	o.policy(optional)
	on, off := o.member("maria", domain.RoleUser), o.join("ida", domain.RoleUser)
	if s := off.session(); s.ActsAs != domain.RoleUser || !s.TwoStep.MaySetUp || s.TwoStep.MustSetUp || s.TwoStep.Required {
		t.Errorf("who hasn't: %+v", s.TwoStep)
	}
	off.signOut().start(wire.NextDone)
	on.signOut().start(wire.NextSecondStep)
	off.page().open(o.path("/me/security")).wants(o.path("/me/security"))
}

func ownRowLeads(t *testing.T, o *org) {
	o.policy(optional)
	sam := o.join("sam", domain.RoleAdmin)
	found := read[wire.People](sam.client, wire.ListPeople, nil)
	for _, row := range found.Data {
		if row.Me != (row.ID == sam.id) {
			t.Errorf("row %s: me is %v", row.Email, row.Me)
		}
	}
	if may := read[wire.Person](sam.client, wire.ReadPerson, nil, sam.id).May; may.Reset != domain.CodeSelfForbidden {
		t.Errorf("one's own row offers a reset: %+v", may)
	}
	b := sam.page().open(o.path("/setup")).wants(o.path("/confirm"), "Confirm it's you", "to set up 2-step verification", "Cancel")
	b.send(o.path("/confirm?reason=set_up"), "method", "password", "password", sam.password, "next", o.path("/setup")).wants(o.path("/setup"), "How do you want to verify?")
}

func fourApps(t *testing.T, o *org) {
	maria := o.join("maria", domain.RoleAdmin)
	maria.confirm()
	b := maria.page().open(o.path("/setup/app")).wants(o.path("/setup/app"))
	apps := screen[wire.SetupApp](b).Apps
	want := map[string][2]string{
		"Authy":                {"id=com.authy.authy", "id494168017"},
		"Google Authenticator": {"id=com.google.android.apps.authenticator2", "id388497605"},
		"Duo Mobile":           {"id=com.duosecurity.duomobile", "id422663827"},
		"1Password":            {"id=com.onepassword.android", "id1511601750"},
	}
	for _, a := range apps {
		links := want[a.Name]
		if a.ID == wire.OtherApp {
			continue
		}
		if links[0] == "" || !strings.HasPrefix(a.Android, "https://play.google.com/") || !strings.HasSuffix(a.Android, links[0]) ||
			!strings.HasPrefix(a.IOS, "https://apps.apple.com/") || !strings.HasSuffix(a.IOS, links[1]) {
			t.Errorf("%+v", a)
		}
		b.says(t, true, a.Name)
		if !strings.Contains(b.body, a.Android) || !strings.Contains(b.body, a.IOS) {
			t.Errorf("the page lacks a link of %s", a.Name)
		}
		delete(want, a.Name)
	}
	if len(want) != 0 {
		t.Errorf("missing %v", want)
	}
}

func keyUnderPicture(t *testing.T, o *org) {
	maria := o.join("maria", domain.RoleAdmin)
	maria.confirm()
	b := maria.page().open(o.path("/setup/app")).send(o.path("/setup/app"), "action", "choose", "app", "Duo Mobile")
	d := screen[wire.SetupApp](b)
	if len(d.Key) != 32 || !strings.Contains(d.URI, "secret="+d.Key) || d.QR.Path == "" {
		t.Fatalf("%+v", d)
	}
	groups := make([]string, 0, 8)
	for i := 0; i < len(d.Key); i += 4 {
		groups = append(groups, d.Key[i:i+4])
	}
	says := b.text()
	scan, typed := strings.Index(says, "Scan this QR code"), strings.Index(says, "Can't scan it? Enter this secret key")
	grouped := strings.Index(strings.ReplaceAll(says, " ", ""), strings.Join(groups, ""))
	if scan < 0 || typed < scan || grouped < 0 || !strings.Contains(b.body, d.QR.Path) {
		t.Errorf("scan at %d, key at %d, groups at %d:\n%s", scan, typed, grouped, says)
	}
}

func codeTurnsOn(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.join("maria", domain.RoleUser)
	maria.confirm()
	maria.key = maria.startSetUp("")
	b := maria.page().open(o.path("/setup/code"))
	for _, bad := range []string{"12345", "1234567", "12a456", maria.wrong()} {
		b.send(o.path("/setup/code"), "code", bad, "name", "Phone").wants(o.path("/setup/code"))
		if b.code != http.StatusUnprocessableEntity {
			t.Errorf("%q: status %d", bad, b.code)
		}
	}
	if s := maria.session().TwoStep.State; s != domain.TwoStepNever {
		t.Errorf("wrong codes turned it %s", s)
	}
	maria.elsewhere().start(wire.NextDone) // a key that waits asks for nothing yet
	b.send(o.path("/setup/code"), "code", maria.code(), "name", "Phone").wants(o.path("/setup/codes"))
	b.send(o.path("/setup/codes"), "saved", "1").wants(o.path("/setup/done"), "2-step verification is on", "Phone")
	maria.elsewhere().start(wire.NextSecondStep)
}

func boxUnderPassword(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) {
		p.Mode, p.TrustDays, p.TrustPlacement = domain.ModeOptional, 30, domain.PlacePasswordStep
	})
	maria := o.member("maria", domain.RoleUser)
	maria.signOut()
	in, verify := o.path("/sign-in"), o.path("/sign-in/verify")
	b := maria.page().open(in).wants(in, "Don't ask again in this browser for 30 days")
	if field, box := strings.Index(b.body, `name="password"`), strings.Index(b.body, `name="trust"`); field < 0 || box < field {
		t.Errorf("the box at %d is not below the password field at %d", box, field)
	}
	b.send(in, "username", maria.email, "password", maria.password, "trust", "1").wants(verify).says(t, false, "Don't ask again")
	if len(maria.cookies("__Host-t-")) != 0 {
		t.Fatal("trusted by the password alone")
	}
	b.send(verify, "code", maria.wrong()).wants(verify)
	if len(maria.cookies("__Host-t-")) != 0 {
		t.Fatal("trusted by a wrong code")
	}
	b.send(verify, "code", maria.code()).wants(o.path("/me/security"))
	if len(maria.cookies("__Host-t-")) != 1 {
		t.Fatal("not trusted after the code")
	}
	maria.signOut()
	o.h.pass(30*24*time.Hour - time.Minute)
	maria.start(wire.NextDone)
	maria.signOut()
	o.h.pass(time.Minute)
	maria.start(wire.NextSecondStep)

	// Without the tick nothing is trusted.
	plain := maria.elsewhere()
	plain.start(wire.NextSecondStep)
	plain.verify(false)
	if len(plain.cookies("__Host-t-")) != 0 {
		t.Error("trusted without the tick")
	}
}

func turningOffAsks(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	o.h.pass(domain.StepUpFor)
	// What asked leads back, and a code of the app is what is asked for.
	ask := o.path("/confirm?reason=turn_off&next=" + o.path("/me/security"))
	b := maria.page().open(ask).wants(o.path("/confirm"), "Confirm it's you", "to turn off 2-step verification", "Cancel")
	if got := screen[wire.StepUp](b); got.Method != "app" || got.Cancel != o.path("/me/security") {
		t.Errorf("%+v", got)
	}
	maria.do(wire.ConfirmSession, wire.ConfirmRequest{Method: domain.ConfirmByPassword, Password: maria.password}).refused(http.StatusUnprocessableEntity, domain.CodeMethodNotAccepted)
	maria.do(wire.TurnOffTwoStep, wire.TurnOffRequest{}).refused(http.StatusForbidden, domain.CodeStepUpRequired)
	b.send(o.path("/confirm?reason=turn_off"), "method", "app", "code", maria.code(), "next", o.path("/me/security")).wants(o.path("/me/security"))
	if maria.session().TwoStep.State != domain.TwoStepOn {
		t.Fatal("confirming turned it off")
	}
	maria.do(wire.TurnOffTwoStep, wire.TurnOffRequest{Reason: "a\nb"}).refused(http.StatusUnprocessableEntity, domain.CodeOutOfRange)
	maria.do(wire.TurnOffTwoStep, wire.TurnOffRequest{Reason: " New job "}).wants(http.StatusOK)
	if got := o.events(domain.EventTwoStepOff, maria.id); len(got) != 1 || got[0].Detail["reason"] != "New job" {
		t.Errorf("log: %+v", got)
	}
	maria.signOut().start(wire.NextDone)
}

func oldEntry(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	first := maria.key
	maria.confirm().do(wire.TurnOffTwoStep, wire.TurnOffRequest{}).wants(http.StatusOK)
	if maria.told("turned_off") != 1 {
		t.Errorf("mail %v", maria.letters())
	}
	maria.confirm()
	again := read[wire.Setup](maria.client, wire.StartSetup, wire.StartSetupRequest{})
	if !again.HadApp {
		t.Errorf("nothing is said of the old entry: %+v", again)
	}
	scan := read[wire.Setup](maria.client, wire.ChooseSetupApp, wire.ChooseAppRequest{App: "Authy"})
	if scan.Account != maria.email+" (2)" || !strings.Contains(scan.URI, "(2)") && !strings.Contains(scan.URI, "%282%29") || scan.Key == first.Base32() {
		t.Errorf("the second key: %q, %s", scan.Account, scan.URI)
	}
	maria.page().open(o.path("/setup/app")).wants(o.path("/setup/app"), "Delete the old", maria.email+" (2)")
	maria.setUp()
	own := read[wire.Security](maria.client, wire.ReadSecurity, nil).Methods
	maria.confirm()
	old := maria.key
	maria.startSetUp(own[0].ID)
	if got := read[wire.Setup](maria.client, wire.ReadSetup, nil); got.Account != maria.email+" (3)" {
		t.Errorf("the third key: %q", got.Account)
	}
	maria.elsewhere().start(wire.NextSecondStep)
	other := maria.elsewhere() // the old app works until the new one is confirmed
	other.start(wire.NextSecondStep)
	other.verify(false)
	maria.replace(own[0].ID)
	maria.page().open(o.path("/setup/done?replaced=1")).wants(o.path("/setup/done"), "Delete the old entry")
	maria.signOut().start(wire.NextSecondStep)
	o.h.pass(30 * time.Second)
	maria.do(wire.VerifyCode, wire.CodeRequest{Code: code(t, old, o.h.now())}).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	maria.verify(false)
}

func clockAdvice(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	maria.signOut().start(wire.NextSecondStep)
	verify := o.path("/sign-in/verify")
	b := maria.page().open(verify)
	b.send(verify, "code", maria.wrong()).wants(verify, "not correct").says(t, false, "Set your phone's time to automatic")
	b.send(verify, "code", maria.wrong()).wants(verify, "Codes depend on the time. Set your phone's time to automatic").says(t, false, "Your phone is about")
	o.h.pass(time.Hour)
	maria.start(wire.NextSecondStep)
	b.open(verify).send(verify, "code", code(t, maria.key, o.h.now().Add(7*time.Minute))).wants(verify, "Your phone is about 7 minutes fast.")
	maria.verify(false)

	// The wizard measures the phone as well.
	o.owner.signIn()
	ida := o.join("ida", domain.RoleUser)
	ida.key = ida.confirm().startSetUp("")
	setup := o.path("/setup/code")
	off := code(t, ida.key, o.h.now().Add(-7*time.Minute))
	b = ida.page().open(setup).send(setup, "code", ida.wrong(), "name", "Phone").wants(setup)
	b.send(setup, "code", off, "name", "Phone").wants(setup, "Your phone is about 7 minutes slow.")
	if s := ida.session().TwoStep.State; s != domain.TwoStepNever {
		t.Errorf("a code of another time turned it %s", s)
	}
}
