package acceptance_test

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

func TestAcceptanceNumber(t *testing.T) {
	inOrgs(t,
		acase{"M6 F41 a code to the profile's number lets in without a set-up, and proves it", numberLetsIn},
		acase{"M6 the policy has to say so, require it and accept text messages", numberNeedsThePolicy},
		acase{"M6 two right first codes at once open one session and one method", numberRace},
		acase{"M6 nobody who ever had a second step is asked at a number that was entered for them", numberTakesNobodyOver},
		acase{"M6 a changed number ends the sign-in that waits for a code to it", numberChangedMeanwhile},
		acase{"M6 wrong codes put the number out of use, not the set-up in its place", numberOutOfUse},
		acase{"M6 who enters a number, and which", numberRules},
		acase{"M6 a number is given with an invitation, and asked when it is accepted", invitedWithNumber},
		acase{"M6 objecting to it takes the number's method and its recovery codes away", numberObjected},
		acase{"M4 M6 P10 the preview counts whom their number lets in", numberPreview},
	)
}

// byNumber requires two-step verification and lets profiles' numbers stand for
// a set-up.
func byNumber(p *wire.Policy) {
	p.Methods = []domain.Method{domain.MethodApp, domain.MethodPasskey, domain.MethodRecovery, domain.MethodText}
	p.Mode, p.ProfileNumbers, p.RecoveryCodes = domain.ModeRequired, true, 0
}

// number enters a number for somebody as the owner.
func (o *org) number(p *person, phone string) *client {
	o.t.Helper()
	o.owner.confirm()
	return o.owner.do(wire.SavePersonNumber, wire.NumberRequest{Phone: phone}, p.id)
}

// numbered joins while nothing is required, and has a number on the profile.
func (o *org) numbered(name string) *person {
	o.t.Helper()
	p := o.join(name, domain.RoleUser)
	o.number(p, mobile).wants(http.StatusOK)
	p.signOut()
	return p
}

func numberLetsIn(t *testing.T, o *org) {
	maria := o.numbered("maria")
	o.policy(byNumber)
	o.policy(func(p *wire.Policy) { p.RecoveryCodes, p.TrustDays = 10, 30 })
	if a := maria.begin(); !slices.Equal(a.Methods, []domain.Method{domain.MethodText}) {
		t.Fatalf("asked %+v", a)
	}
	page := read[wire.SignInPage](maria.client, wire.ReadSignIn, nil).SecondStep
	if len(page.Methods) != 1 || page.Methods[0].Hint != "23" || page.Methods[0].SentAt.IsZero() || len(maria.messages()) != 1 {
		t.Fatalf("%+v, %d sent", page, len(maria.messages()))
	}
	maria.page().open(o.path("/sign-in/verify")).wants(o.path("/sign-in/verify"), "We sent a code to the number ending 23")
	maria.answers("", maria.noCode()).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	maria.resend("").refused(http.StatusTooManyRequests, domain.CodeResendWait)
	o.h.pass(31 * time.Second)
	maria.lose()
	maria.page().open(o.path("/sign-in/verify")).wants(o.path("/sign-in/verify"), lostText)
	maria.resend("").wants(http.StatusNoContent)
	maria.page().open(o.path("/sign-in/verify")).says(t, false, lostText)
	maria.do(wire.VerifyCode, wire.CodeRequest{Code: maria.sentCode(), Trust: true})
	if a := maria.opened(); a.Next != wire.NextSetUp {
		t.Fatalf("%+v", a)
	}
	// What is left of the set-up is a set of recovery codes.
	maria.do(wire.ReadSecurity, nil).refused(http.StatusForbidden, domain.CodeEnrollmentRequired)
	maria.page().open(o.path("/me/security")).wants(o.path("/sign-in/recovery-used"), "Save your recovery codes")
	read[wire.RecoverySet](maria.client, wire.RenewRecovery, nil)
	if codes := read[wire.RecoverySet](maria.client, wire.ReadSetupCodes, nil).Codes; len(codes) != 10 {
		t.Fatalf("%d codes", len(codes))
	}
	read[wire.SetupFinished](maria.client, wire.FinishSetup, wire.FinishSetupRequest{Saved: true})
	own := read[wire.Security](maria.client, wire.ReadSecurity, nil)
	if s := maria.session(); !slices.Equal(s.AMR, []string{"pwd", "sms", "mfa"}) || s.TwoStep.State != domain.TwoStepOn || s.TwoStep.MustSetUp {
		t.Fatalf("%+v", s)
	}
	if len(own.Methods) != 1 || own.Methods[0].Kind != domain.MethodText || own.Methods[0].Hint != "23" || !own.Methods[0].Primary || own.Recovery.Left != 10 ||
		own.Number == nil || own.Number.State != "verified" || len(own.TrustedBrowsers) != 1 {
		t.Fatalf("%+v", own)
	}
	for kind, n := range map[domain.EventKind]int{domain.EventTwoStepOn: 1, domain.EventMethodAdded: 1, domain.EventNumberChanged: 1, domain.EventTrustAdded: 1} {
		if got := o.events(kind, maria.id); len(got) != n {
			t.Errorf("%s stands %d times in the log", kind, len(got))
		}
	}
	if strings.Contains(string(o.owner.do(wire.ReadPerson, nil, maria.id).body), "900123") {
		t.Error("an administrator reads the number")
	}
	linkOf(t, o, maria, "turned_on")
	linkOf(t, o, maria, "profile_number")
	// From now on it is a method like any other.
	maria.elsewhere().begin()
	there := maria.elsewhere()
	there.begin()
	there.answers("", there.sentCode())
	if a := there.opened(); a.Next != wire.NextDone {
		t.Fatalf("%+v", a)
	}
}

func numberNeedsThePolicy(t *testing.T, o *org) {
	maria := o.numbered("maria")
	for name, row := range map[string]struct {
		change func(p *wire.Policy)
		next   string
	}{
		"it isn't required":       {func(p *wire.Policy) { byNumber(p); p.Mode = domain.ModeOptional }, wire.NextDone},
		"the policy doesn't say":  {func(p *wire.Policy) { byNumber(p); p.ProfileNumbers = false }, wire.NextSetUp},
		"no text messages":        {func(p *wire.Policy) { byNumber(p); p.Methods = []domain.Method{domain.MethodApp} }, wire.NextSetUp},
		"no texts to her country": {func(p *wire.Policy) { byNumber(p); p.Countries = []string{"DE"} }, wire.NextSetUp},
		"it does": {func(p *wire.Policy) {
			byNumber(p)
			p.Methods, p.Countries = []domain.Method{domain.MethodApp, domain.MethodText}, []string{"GB"}
		}, wire.NextSecondStep},
	} {
		o.policy(func(p *wire.Policy) { p.Countries = []string{}; row.change(p) })
		before := len(maria.messages())
		maria.elsewhere().start(row.next)
		if sent := len(maria.messages()) > before; sent != (row.next == wire.NextSecondStep) {
			t.Errorf("%s: sent is %v", name, sent)
		}
	}
	// A landline is kept and told, and nobody is asked by it.
	o.policy(func(p *wire.Policy) { byNumber(p); p.Countries = []string{} })
	if n := into[wire.ProfileNumber](o.number(maria, "+44 20 7946 0018").wants(http.StatusOK)); n.State != "landline" {
		t.Fatalf("%+v", n)
	}
	maria.elsewhere().start(wire.NextSetUp)
	o.owner.do(wire.RemovePersonNumber, nil, maria.id).wants(http.StatusNoContent)
	maria.elsewhere().start(wire.NextSetUp)
}

func numberRace(t *testing.T, o *org) {
	maria := o.numbered("maria")
	o.policy(byNumber)
	maria.begin()
	code := maria.sentCode()
	other := maria.elsewhere()
	o.h.pass(31 * time.Second)
	other.begin()
	theirs := other.sentCode()
	var mu sync.Mutex
	opened := 0
	var wait sync.WaitGroup
	for code, p := range map[string]*person{code: maria, theirs: other} {
		for _, one := range p.crowd(4) {
			wait.Go(func() {
				one.do(wire.VerifyCode, wire.CodeRequest{Code: code})
				mu.Lock()
				defer mu.Unlock()
				if one.status == http.StatusOK {
					opened++
				} else if one.status >= http.StatusInternalServerError {
					t.Errorf("status %d: %s", one.status, one.body)
				}
			})
		}
	}
	wait.Wait()
	person := read[wire.Person](o.owner.confirm().client, wire.ReadPerson, nil, maria.id)
	if opened != 1 || len(person.Ways) != 1 || len(o.events(domain.EventTwoStepOn, maria.id)) != 1 {
		t.Fatalf("%d sessions, ways %+v", opened, person.Ways)
	}
}

func numberTakesNobodyOver(t *testing.T, o *org) {
	o.policy(sending)
	had := o.member("had", domain.RoleUser) // two-step on, by an app
	off := o.member("off", domain.RoleUser)
	off.confirm().do(wire.TurnOffTwoStep, wire.TurnOffRequest{}).wants(http.StatusOK)
	reset := o.member("reset", domain.RoleUser)
	o.owner.confirm().do(wire.ResetPerson, wire.ResetRequest{Checked: domain.CheckInPerson, Next: domain.ResetSetUp}, reset.id).wants(http.StatusOK)
	for i, p := range []*person{had, off, reset} {
		o.number(p, "+44 7700 90020"+string(rune('0'+i))).wants(http.StatusOK)
	}
	o.policy(byNumber)
	if a := had.elsewhere().start(wire.NextSecondStep); slices.Contains(a.Methods, domain.MethodText) {
		t.Errorf("a planted number is offered: %v", a.Methods)
	}
	there := had.elsewhere()
	there.start(wire.NextSecondStep)
	for _, way := range []string{"text", "profile_number"} {
		there.resend(way).refused(http.StatusForbidden, domain.CodeMethodNotAccepted)
	}
	off.elsewhere().start(wire.NextSetUp)
	reset.elsewhere().start(wire.NextSetUp)
	for _, p := range []*person{had, off, reset} {
		if n := len(p.messages()); n != 0 {
			t.Errorf("%d codes were sent to the number of %s", n, p.email)
		}
	}
}

func numberChangedMeanwhile(t *testing.T, o *org) {
	maria := o.numbered("maria")
	o.policy(byNumber)
	maria.begin()
	code := maria.sentCode()
	o.number(maria, "+44 7700 900456").wants(http.StatusOK)
	maria.answers("", code).refused(http.StatusUnauthorized, domain.CodeAttemptExpired)
	maria.elsewhere().begin()
	if to := maria.messages()[0].Args["to"]; to != "+447700900456" {
		t.Fatalf("sent to %s", to)
	}
	// The same, where the number changes under the code's own check.
	there := maria.elsewhere()
	o.h.pass(31 * time.Second)
	there.begin()
	o.owner.confirm().do(wire.RemovePersonNumber, nil, maria.id).wants(http.StatusNoContent)
	there.answers("", there.sentCode()).refused(http.StatusUnauthorized, domain.CodeAttemptExpired)
	if p := read[wire.Person](o.owner.client, wire.ReadPerson, nil, maria.id); p.TwoStep != domain.TwoStepNever || len(p.Ways) != 0 || p.Number != nil {
		t.Fatalf("%+v", p)
	}
}

func numberOutOfUse(t *testing.T, o *org) {
	maria := o.numbered("maria")
	o.policy(byNumber)
	for range 20 {
		o.h.pass(time.Hour)
		there := maria.elsewhere()
		there.begin()
		for i := range 5 {
			there.answers("", there.noCode())
			if (there.status == http.StatusTooManyRequests) != (i == 4) && there.problem().Code != domain.CodeMethodDisabled {
				t.Fatalf("try %d: %d %s", i, there.status, there.body)
			}
		}
	}
	o.h.pass(time.Hour)
	there := maria.elsewhere()
	there.do(wire.StartSignIn, wire.SignInRequest{Email: maria.email, Password: maria.password}).refused(http.StatusForbidden, domain.CodeMethodDisabled)
	o.owner.signIn()
	o.number(maria, "+44 7700 900456").wants(http.StatusOK)
	there = maria.elsewhere()
	there.begin()
	there.answers("", there.sentCode())
	there.opened()
}

func numberRules(t *testing.T, o *org) {
	o.policy(sending)
	maria, adam := o.join("maria", domain.RoleUser), o.member("adam", domain.RoleAdmin)
	o.number(maria, "12").refused(http.StatusUnprocessableEntity, domain.CodePhoneInvalid)
	o.policy(func(p *wire.Policy) { p.Countries = []string{"DE"} })
	o.number(maria, mobile).refused(http.StatusUnprocessableEntity, domain.CodePhoneCountry)
	o.policy(func(p *wire.Policy) { p.Countries = []string{} })
	adam.confirm().do(wire.SavePersonNumber, wire.NumberRequest{Phone: mobile}, o.owner.id).refused(http.StatusForbidden, domain.CodeOwnerProtected)
	adam.do(wire.SavePersonNumber, wire.NumberRequest{Phone: mobile}, adam.id).refused(http.StatusForbidden, domain.CodeSelfForbidden)
	adam.do(wire.RemovePersonNumber, nil, o.owner.id).refused(http.StatusForbidden, domain.CodeOwnerProtected)
	olaf := o.join("olaf", domain.RoleOwner)
	o.number(olaf, mobile).refused(http.StatusForbidden, domain.CodeOwnerProtected) // not by another owner either
	o.owner.do(wire.RemovePersonNumber, nil, olaf.id).refused(http.StatusForbidden, domain.CodeOwnerProtected)
	maria.do(wire.SavePersonNumber, wire.NumberRequest{Phone: mobile}, adam.id).refused(http.StatusForbidden, domain.CodeForbidden)
	for _, name := range []string{"ann", "ben", "cem"} {
		adam.do(wire.SavePersonNumber, wire.NumberRequest{Phone: mobile}, o.join(name, domain.RoleUser).id).wants(http.StatusOK)
	}
	adam.do(wire.SavePersonNumber, wire.NumberRequest{Phone: mobile}, maria.id).refused(http.StatusConflict, domain.CodePhoneShared)
	south := o.h.org(t, "southwind")
	theirs := south.join("sue", domain.RoleUser)
	o.owner.confirm().do(wire.SavePersonNumber, wire.NumberRequest{Phone: mobile}, theirs.id).refused(http.StatusNotFound, domain.CodeNotFound)
	o.owner.do(wire.RemovePersonNumber, nil, theirs.id).refused(http.StatusNotFound, domain.CodeNotFound)
	south.number(theirs, mobile).wants(http.StatusOK) // others' use of a number is nobody's business elsewhere
	o.owner.confirm().do(wire.InvitePeople, wire.InviteRequest{Emails: []string{"x@northwind.example", "y@northwind.example"}, Role: domain.RoleUser, Phone: mobile}).
		refused(http.StatusUnprocessableEntity, domain.CodePhoneMany)
}

func invitedWithNumber(t *testing.T, o *org) {
	o.policy(byNumber)
	maria := &person{client: o.h.client(t, o.short), email: "maria@northwind.example", password: password}
	sent := read[wire.Invitations](o.owner.confirm().client, wire.InvitePeople, wire.InviteRequest{Emails: []string{maria.email}, Role: domain.RoleUser, Phone: mobile}).Data[0]
	if maria.id = sent.ID; sent.Code != "" {
		t.Fatal(sent.Code)
	}
	if a := maria.accept(); a.Next != wire.NextSecondStep {
		t.Fatalf("%+v", a)
	}
	maria.do(wire.ReadSession, nil).refused(http.StatusUnauthorized, domain.CodeSignedOut)
	maria.page().open(o.path("/sign-in/verify")).wants(o.path("/sign-in/verify"), "ending 23")
	maria.answers("", maria.sentCode())
	if a := maria.opened(); a.Next != wire.NextDone {
		t.Fatalf("%+v", a)
	}
}

func numberObjected(t *testing.T, o *org) {
	maria := o.numbered("maria")
	o.policy(byNumber)
	o.policy(func(p *wire.Policy) { p.RecoveryCodes = 10 })
	maria.begin()
	maria.answers("", maria.sentCode())
	maria.opened()
	read[wire.RecoverySet](maria.client, wire.RenewRecovery, nil)
	codes := read[wire.RecoverySet](maria.client, wire.ReadSetupCodes, nil).Codes
	read[wire.SetupFinished](maria.client, wire.FinishSetup, wire.FinishSetupRequest{Saved: true})
	read[wire.ObjectionMade](o.h.client(t, o.short), wire.Object, wire.LinkRequest{Token: linkOf(t, o, maria, "turned_on")})
	there := maria.elsewhere()
	if a := there.start(wire.NextSecondStep); slices.Contains(a.Methods, domain.MethodText) {
		t.Fatalf("still asked: %+v", a)
	}
	there.do(wire.VerifyRecovery, wire.RecoveryRequest{Code: codes[0]}).refused(http.StatusUnprocessableEntity, domain.CodeRecoveryWrong)
}

func numberPreview(t *testing.T, o *org) {
	o.policy(sending)
	o.numbered("maria")
	lee, kim := o.join("lee", domain.RoleUser), o.join("kim", domain.RoleUser)
	o.number(lee, "+44 20 7946 0018").wants(http.StatusOK)
	o.number(kim, "+49 1512 3456789").wants(http.StatusOK)
	o.owner.confirm()
	preview := func(change func(p *wire.Policy)) wire.PolicyPreview {
		doc := read[wire.PolicyDocument](o.owner.client, wire.ReadPolicy, nil).Policy
		change(&doc)
		return read[wire.PolicyPreview](o.owner.client, wire.PreviewPolicy, wire.PreviewPolicyRequest{Policy: doc})
	}
	if p := preview(func(p *wire.Policy) { byNumber(p); p.ProfileNumbers = false }); p.ByNumber != 0 || p.MustSetUp != 3 || p.Mails != 3 {
		t.Fatalf("%+v", p)
	}
	if p := preview(func(p *wire.Policy) { byNumber(p); p.Countries = []string{"GB"} }); p.ByNumber != 1 || p.MustSetUp != 2 || p.Mails != 2 {
		t.Fatalf("%+v", p)
	}
	if p := preview(byNumber); p.ByNumber != 2 || p.MustSetUp != 1 || !slices.Equal(p.Examples, []string{"Lee"}) {
		t.Fatalf("%+v", p)
	}
	o.policy(byNumber)
	if p := preview(func(p *wire.Policy) { p.ProfileNumbers = false }); p.LeftWithout != 2 || p.MustSetUp != 3 || p.Mails != 3 {
		t.Fatalf("%+v", p)
	}
	n := read[wire.Numbers](o.owner.client, wire.ReadNumbers, nil)
	if n.Missing != 1 || n.Landline != 1 || n.Unverified != 2 {
		t.Fatalf("%+v", n)
	}
}
