package acceptance_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/domain/factor"
)

func TestAcceptancePWizard(t *testing.T) {
	inOrgs(t,
		acase{"P2 F8 one's own settings lead to set-up, where the policy gives people the switch", ownEntry},
		acase{"P3 F9 the wizard lists the organization's apps, and Next needs a choice", chooseFirst},
		acase{"P4 F9 each app carries the organization's note", notes},
		acase{"P5 the QR code's address names the organization, the account and a later key's number", qrAddress},
		acase{"P5 whatever the organization is called, its people can scan a picture", anyNameScans},
		acase{"P6 F8 the key stands beside its picture and is the same", keyIsPicture},
		acase{"P7 a code has exactly six digits, and others are refused before they count", sixDigits},
		acase{"P7 a code lives for its own thirty seconds and the next, and not before", ownStepAndNext},
		acase{"P8 F44 a key works only after its first right code, and is dropped after 30 minutes", pendingKey},
		acase{"P8 a key survives wrong codes, reload and a closed window", keySurvives},
		acase{"P8 M1 a key and codes that wait are their session's own: who signs in with the password sees neither", keyIsItsSessions},
		acase{"P9 after it every sign-in asks for password and code", thenEverySignIn},
	)
}

func ownEntry(t *testing.T, o *org) {
	maria, sam := o.join("maria", domain.RoleUser), o.join("sam", domain.RoleAdmin)
	// Off: people see no switch, owners and admins may set up their own (S1).
	if s := maria.session().TwoStep; s.MaySetUp || s.State != domain.TwoStepNever {
		t.Errorf("with off a user sees %+v", s)
	}
	maria.confirm().do(wire.StartSetup, wire.StartSetupRequest{}).refused(http.StatusForbidden, domain.CodeForbidden)
	if b := maria.page().open(o.path("/setup")); b.code != http.StatusForbidden {
		t.Errorf("with off a user's set-up page answers %d", b.code)
	}
	if !sam.session().TwoStep.MaySetUp {
		t.Error("an admin may not set up their own")
	}
	sam.confirm().page().open(o.path("/setup")).wants(o.path("/setup"), "How do you want to verify?")

	o.policy(optional)
	if !maria.session().TwoStep.MaySetUp {
		t.Error("with optional a user may not set up")
	}
	maria.confirm().page().open(o.path("/setup")).wants(o.path("/setup"), "How do you want to verify?")
	o.h.pass(domain.StepUpFor)
	maria.page().open(o.path("/setup")).wants(o.path("/confirm"), "Confirm it's you")
}

func chooseFirst(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.join("maria", domain.RoleUser)
	b := maria.confirm().page().open(o.path("/setup/app")).wants(o.path("/setup/app"), "Step 2 of 4", "Next")
	var names []string
	for _, a := range screen[wire.SetupApp](b).Apps {
		names = append(names, a.ID)
	}
	if got := strings.Join(names, ", "); got != "Authy, Google Authenticator, Duo Mobile, 1Password, other" {
		t.Errorf("the list is %s", got)
	}
	b.send(o.path("/setup/app"), "action", "choose").wants(o.path("/setup/app"), "Choose")
	if b.code != http.StatusUnprocessableEntity || b.page().Errors["app"].Code != string(domain.CodeRequiredApp) {
		t.Errorf("without a choice: %d %v", b.code, b.page().Errors)
	}
	if b.send(o.path("/setup/app"), "action", "choose", "app", "an app of nobody"); b.code != http.StatusUnprocessableEntity {
		t.Errorf("with an unknown app: %d", b.code)
	}
	b.open(o.path("/setup/code"))
	if b.at == o.path("/setup/code") {
		t.Error("the code page opens before an app was chosen")
	}
	b.open(o.path("/setup/app")).send(o.path("/setup/app"), "action", "choose", "app", "Duo Mobile").wants(o.path("/setup/app"), "Open Duo Mobile")
}

func notes(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) {
		p.Mode = domain.ModeOptional
		p.Apps = []domain.App{{Name: "Duo Mobile", Note: "Our own note: <b>backs up</b> \"true\"."}, {Name: "Authy", Note: "Second."}}
	})
	maria := o.join("maria", domain.RoleUser)
	b := maria.confirm().page().open(o.path("/setup/app")).wants(o.path("/setup/app"), `Our own note: <b>backs up</b> "true".`, "Second.")
	apps := screen[wire.SetupApp](b).Apps
	if len(apps) != 3 || apps[0].Name != "Duo Mobile" || !apps[0].First || apps[1].First {
		t.Errorf("the list is %+v", apps)
	}
	maria.do(wire.SavePolicy, nil).refused(http.StatusForbidden, domain.CodeForbidden)
}

// otpauth reads the address in the QR code.
func otpauth(t *testing.T, text string) (label string, q url.Values) {
	t.Helper()
	u, err := url.Parse(text)
	check(t, err)
	if u.Scheme != "otpauth" || u.Host != "totp" {
		t.Fatalf("address %s", text)
	}
	return strings.TrimPrefix(u.Path, "/"), u.Query()
}

func qrAddress(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.join("maria", domain.RoleUser)
	maria.confirm().startSetUp("")
	name := "The " + o.short
	label, q := otpauth(t, read[wire.Setup](maria.client, wire.ReadSetup, nil).URI)
	if label != name+":"+maria.email || q.Get("issuer") != name {
		t.Errorf("label %q, issuer %q", label, q.Get("issuer"))
	}
	maria.setUp()
	for n, want := range []string{" (2)", " (3)"} {
		maria.confirm().startSetUp(maria.methods()[0].ID)
		setup := read[wire.Setup](maria.client, wire.ReadSetup, nil)
		if label, _ = otpauth(t, setup.URI); label != name+":"+maria.email+want || setup.Account != maria.email+want || !setup.HadApp {
			t.Errorf("key %d: label %q, account %q", n+2, label, setup.Account)
		}
		maria.replace(maria.methods()[0].ID)
	}
}

func anyNameScans(t *testing.T, o *org) {
	o.policy(required(domain.StartAtOnce))
	maria := o.join("maria", domain.RoleUser)
	for _, name := range []string{":", strings.Repeat("漢", 100), strings.Repeat("😀", 100)} {
		o.owner.confirm().do(wire.SaveOrganization, wire.SaveOrganizationRequest{Name: name}).wants(http.StatusOK)
		maria.startSetUp("")
		label, q := otpauth(t, read[wire.Setup](maria.client, wire.ReadSetup, nil).URI)
		if q.Get("issuer") == "" || label != q.Get("issuer")+":"+maria.email {
			t.Errorf("label %q, issuer %q", label, q.Get("issuer"))
		}
		shown := screen[wire.SetupApp](maria.page().open(o.path("/setup/app")))
		if shown.QR.Path == "" || shown.QR.Size > 100 {
			t.Errorf("%.9s: a picture of %d modules", name, shown.QR.Size)
		}
	}
	maria.setUp()
}

func keyIsPicture(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.join("maria", domain.RoleUser)
	maria.confirm().startSetUp("")
	setup := read[wire.Setup](maria.client, wire.ReadSetup, nil)
	_, q := otpauth(t, setup.URI)
	if q.Get("secret") != setup.Key || len(setup.Key) != 32 {
		t.Errorf("the address has %q, the text %q", q.Get("secret"), setup.Key)
	}
	modules, err := factor.QR(setup.URI)
	check(t, err)
	path, size := factor.QRPath(modules)
	b := maria.page().open(o.path("/setup/app"))
	shown := screen[wire.SetupApp](b)
	if shown.QR.Path != path || shown.QR.Size != size || shown.Key != setup.Key || setup.QR.Path != path {
		t.Error("page, picture and API don't show the same key")
	}
	grouped := ""
	for i := 0; i < len(setup.Key); i += 4 {
		grouped += setup.Key[i:i+4] + " "
	}
	b.says(t, true, "Can't scan it? Enter this secret key").says(t, true, strings.TrimSpace(grouped)).says(t, true, maria.email)
}

func sixDigits(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.join("maria", domain.RoleUser)
	k := maria.confirm().startSetUp("")
	refusals := map[string]domain.Code{"": domain.CodeRequiredCode, "12345": domain.CodeCodeShort, "1234567": domain.CodeCodeLong, "12a456": domain.CodeCodeNotDigits}
	for typed, want := range refusals {
		for range 3 {
			maria.do(wire.ConfirmSetup, wire.ConfirmSetupRequest{Code: typed, Name: "Phone"}).refused(http.StatusUnprocessableEntity, want)
		}
	}
	if got := read[wire.Setup](maria.client, wire.ReadSetup, nil).Wrong; got != 0 {
		t.Errorf("%d tries were counted", got)
	}
	maria.setUp()
	if maria.key.Base32() != k.Base32() {
		t.Error("the refusals changed the key")
	}
	maria.signOut().start(wire.NextSecondStep)
	for typed, want := range refusals {
		for range 3 {
			maria.do(wire.VerifyCode, wire.CodeRequest{Code: typed}).refused(http.StatusUnprocessableEntity, want)
		}
	}
	if got := read[wire.Person](o.owner.client, wire.ReadPerson, nil, maria.id).WrongCodes; got != 0 {
		t.Errorf("%d wrong codes were counted", got)
	}
	digits := maria.code()
	read[wire.SignInAnswer](maria.client, wire.VerifyCode, wire.CodeRequest{Code: " " + digits[:3] + "-" + digits[3:] + " "})
}

func ownStepAndNext(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	o.h.pass(10 * time.Minute)
	maria.signOut().start(wire.NextSecondStep)
	for _, steps := range []time.Duration{1, -2} {
		maria.do(wire.VerifyCode, wire.CodeRequest{Code: code(t, maria.key, o.h.now().Add(steps*30*time.Second))}).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	}
	maria.do(wire.VerifyCode, wire.CodeRequest{Code: code(t, maria.key, o.h.now().Add(-30*time.Second))}).wants(http.StatusOK)
}

func pendingKey(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.join("maria", domain.RoleUser)
	k := maria.confirm().startSetUp("")
	maria.elsewhere().start(wire.NextDone) // leaving now leaves it off
	o.h.pass(29*time.Minute + 59*time.Second)
	if got := read[wire.Setup](maria.client, wire.ReadSetup, nil); got.Key != k.Base32() {
		t.Fatalf("the key is gone early: %+v", got.Step)
	}
	o.h.pass(time.Second)
	maria.do(wire.ConfirmSetup, wire.ConfirmSetupRequest{Code: code(t, k, o.h.now()), Name: "Phone"}).refused(http.StatusGone, domain.CodeEnrollmentExpired)
	maria.page().open(o.path("/setup/code")).says(t, false, k.Base32()[:4])
	if got := maria.confirm().startSetUp(""); got.Base32() == k.Base32() {
		t.Error("the key came back")
	}
	if got := read[wire.Setup](maria.client, wire.ReadSetup, nil); got.Step != wire.SetupStepScan {
		t.Errorf("step %s", got.Step)
	}

	// Beside a working method a key that waits signs nobody in.
	o.owner.signIn()
	noah := o.member("noah", domain.RoleUser)
	waiting := noah.confirm().startSetUp("")
	other := noah.elsewhere()
	other.start(wire.NextSecondStep)
	o.h.pass(30 * time.Second)
	other.do(wire.VerifyCode, wire.CodeRequest{Code: code(t, waiting, o.h.now())}).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	other.verify(false)
}

func keySurvives(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.join("maria", domain.RoleUser)
	maria.key = maria.confirm().startSetUp("")
	b := maria.page()
	for range 4 {
		b.open(o.path("/setup/code")).send(o.path("/setup/code"), "code", maria.wrong(), "name", "My phone").wants(o.path("/setup/code"))
	}
	b.says(t, true, "Is the right account selected in the app?")
	if b.open(o.path("/setup/app")); b.secretOf().Base32() != maria.key.Base32() {
		t.Error("wrong codes changed the key")
	}
	// The fifth wrong one makes it wait for a minute; nothing is locked.
	maria.do(wire.ConfirmSetup, wire.ConfirmSetupRequest{Code: maria.wrong(), Name: "Phone"})
	maria.do(wire.ConfirmSetup, wire.ConfirmSetupRequest{Code: maria.wrong(), Name: "Phone"}).refused(http.StatusTooManyRequests, domain.CodeRateLimited)
	o.h.pass(time.Minute)
	maria.setUp()
	if maria.told("locked") != 0 {
		t.Error("the account was locked")
	}
}

// keyIsItsSessions: whoever knows the password gets as far as the set-up and
// confirms by it. Shown the key that somebody else is just scanning, they would
// have their second step from then on, and nobody would know.
func keyIsItsSessions(t *testing.T, o *org) {
	o.policy(optional)
	atGate, atHome := o.join("maria", domain.RoleUser), o.join("noah", domain.RoleUser)
	atHome.confirm()
	o.policy(required(domain.StartAtOnce))
	for _, p := range []*person{atGate, atHome} {
		if p == atHome {
			o.policy(optional)
		}
		k := p.startSetUp("").Base32()
		thief := p.elsewhere()
		thief.signIn().confirm()
		if got := read[wire.Setup](thief.client, wire.ReadSetup, nil); got.Key != "" || got.URI != "" {
			t.Errorf("%s: another session reads the key", p.email)
		}
		if thief.do(wire.ChooseSetupApp, wire.ChooseAppRequest{App: "Authy"}); strings.Contains(string(thief.body), k) {
			t.Errorf("%s: another session chooses the app and is shown the key", p.email)
		}
		o.h.pass(30 * time.Second)
		first := wire.ConfirmSetupRequest{Code: code(t, key(t, k), o.h.now()), Name: "Phone"}
		thief.do(wire.ConfirmSetup, first).refused(http.StatusGone, domain.CodeEnrollmentExpired)
		read[wire.SetupConfirmed](p.client, wire.ConfirmSetup, first)
		thief.do(wire.ReadSetupCodes, nil).refused(http.StatusGone, domain.CodeEnrollmentExpired)
		thief.do(wire.FinishSetup, wire.FinishSetupRequest{Saved: true}).refused(http.StatusGone, domain.CodeEnrollmentExpired)
		codes := read[wire.RecoverySet](p.client, wire.ReadSetupCodes, nil).Codes
		if b := thief.page().open(o.path("/setup/codes")); holdsAny(b.body, codes) {
			t.Errorf("%s: another session's page shows the codes", p.email)
		}
		// To start over in the other session makes a key of its own, and is seen.
		if b := thief.page().open(o.path("/setup/app")); strings.Contains(b.body, k) || holdsAny(b.body, codes) {
			t.Errorf("%s: another session's page shows the key", p.email)
		}
		if own := thief.startSetUp("").Base32(); own == k {
			t.Errorf("%s: another session is given the same key", p.email)
		}
		p.do(wire.FinishSetup, wire.FinishSetupRequest{Saved: true}).refused(http.StatusGone, domain.CodeEnrollmentExpired)
		p.setUp()
	}
}

func thenEverySignIn(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.join("maria", domain.RoleUser)
	b := maria.toCodes(o)
	b.send(o.path("/setup/codes"), "saved", "1").wants(o.path("/setup/done"), "2-step verification is on", "Next time: password, then a code from Phone")
	if maria.told("turned_on") != 1 {
		t.Errorf("mail: %v", maria.letters())
	}
	maria.signOut()
	b.open(o.path("/sign-in")).send(o.path("/sign-in"), "username", maria.email, "password", maria.password).wants(o.path("/sign-in/verify"), "6 digits", maria.email)
	if len(maria.cookies("__Host-s-")) != 0 {
		t.Error("a password alone gave a session")
	}
	b.send(o.path("/sign-in/verify"), "code", maria.code()).wants(o.path("/me/security"))
}
