package acceptance_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

func TestSweepAudit(t *testing.T) {
	inHouses(t, "every kind of event says who, what, when and where", everyEvent)
	inHouses(t, "every refusal has a row of its own", everyRefusal)
	inHouses(t, "throttled tries have one row a wait", throttledOnce)
}

// witness checks the newest event of a kind against what was just done.
type witness struct {
	t    *testing.T
	o    *org
	seen map[domain.EventKind]bool
}

// saw fails unless the newest event of a kind is by and about these people,
// came from the actor's network, and has the answer's request id and time.
func (w *witness) saw(kind domain.EventKind, actor, subject *person) wire.Event {
	w.t.Helper()
	w.seen[kind] = true
	id, now := actor.header.Get("X-Request-Id"), w.o.h.now()
	path := "/t/" + w.o.short + "/api/v1/audit?" + wire.AuditQuery{Kind: string(kind), RequestID: id, Limit: 10}.Values().Encode()
	reader := w.o.owner.clone()
	reader.ask(http.MethodGet, path, nil).wants(http.StatusOK)
	found := into[wire.List[wire.Event]](reader).Data
	if len(found) == 0 {
		w.t.Errorf("%s: no event of request %s", kind, id)
		return wire.Event{}
	}
	e := found[0]
	failed := strings.HasSuffix(string(kind), "failed") || kind == domain.EventRefused
	if e.Actor.ID != actor.id || subject != nil && e.Subject.ID != subject.id || e.IP != actor.from || e.Browser != domain.BrowserProgram || e.RequestID != id || e.At.After(now) || now.Sub(e.At) > 30*time.Second || e.OK == failed || e.At.Location() != time.UTC {
		w.t.Errorf("%s by %s at %s: %+v", kind, actor.email, now, e)
	}
	return e
}

// ASVS V16.2.1, V16.2.2, V16.3.1, V16.3.2: every kind of event there is, but
// for those that no request causes.
func everyEvent(t *testing.T, h *house) {
	o := h.bareOrg(t, "northwind")
	w := &witness{t, o, map[domain.EventKind]bool{}}
	owner := o.owner
	for _, kind := range []domain.EventKind{domain.EventTenantCreated, domain.EventTenantConfirmed} {
		if got := o.events(kind, ""); len(got) != 1 || got[0].IP != owner.from {
			t.Errorf("%s: %+v", kind, got)
		}
		w.seen[kind] = true
	}
	owner.do(wire.ConfirmSession, wire.ConfirmRequest{Method: domain.ConfirmByPassword, Password: "wrong"})
	w.saw(domain.EventStepUpFailed, owner, owner)
	owner.confirm()
	w.saw(domain.EventStepUp, owner, owner)
	owner.setUp()
	w.seen[domain.EventSignedIn] = true
	w.policyAndPeople(owner)
	w.setUpAndSignIn()
	w.administration(owner)
	for _, kind := range domain.EventKinds {
		if shownBy[kind] == "" && !w.seen[kind] {
			t.Errorf("nothing here causes %s, and no other test is named that shows it", kind)
		}
		if shownBy[kind] != "" && w.seen[kind] {
			t.Errorf("%s is seen here: it needs no other test", kind)
		}
	}
}

func (w *witness) policyAndPeople(owner *person) {
	o := w.o
	o.policy(func(p *wire.Policy) {
		p.Mode, p.TrustDays, p.Methods = domain.ModeOptional, 14, append(p.Methods, domain.MethodEmail)
	})
	if e := w.saw(domain.EventPolicyChanged, owner, nil); e.Detail["mode"] == "" && len(e.Detail) == 0 {
		w.t.Errorf("what changed: %+v", e)
	}
	owner.confirm().do(wire.SaveOrganization, wire.SaveOrganizationRequest{Name: "Northwind"}).wants(http.StatusOK)
	w.saw(domain.EventTenantChanged, owner, nil)
	owner.words("locked", "en", map[string]string{"subject": "Paused until {time}"}).wants(http.StatusOK)
	w.saw(domain.EventTemplateChanged, owner, nil)
	owner.template(wire.TestTemplate, "locked", "en", wire.TemplateWords{Fields: map[string]string{}}, "").wants(http.StatusOK)
	w.saw(domain.EventTemplateTested, owner, owner)
	owner.template(wire.ResetTemplate, "locked", "en", nil, `"2"`).wants(http.StatusOK)
	w.saw(domain.EventTemplateReset, owner, nil)
	gone := o.invited("gone", domain.RoleUser)
	w.saw(domain.EventUserInvited, owner, gone)
	owner.do(wire.RevokeInvitation, nil, gone.id).wants(http.StatusNoContent)
	w.saw(domain.EventInviteRevoked, owner, gone)
}

// setUpAndSignIn is what people do to their own account.
func (w *witness) setUpAndSignIn() {
	o := w.o
	maria := o.join("maria", domain.RoleUser)
	w.saw(domain.EventUserJoined, maria, maria)
	maria.confirm()
	read[wire.Setup](maria.client, wire.StartSetup, wire.StartSetupRequest{})
	w.saw(domain.EventEnrollStarted, maria, maria)
	maria.key = key(w.t, read[wire.Setup](maria.client, wire.ChooseSetupApp, wire.ChooseAppRequest{App: "Authy"}).Key)
	maria.do(wire.ConfirmSetup, wire.ConfirmSetupRequest{Code: maria.wrong(), Name: "Phone"})
	w.saw(domain.EventEnrollFailed, maria, maria)
	maria.setUp()
	w.saw(domain.EventTwoStepOn, maria, maria)
	w.saw(domain.EventMethodAdded, maria, maria)
	read[wire.TokenAnswer](maria.client, wire.IssueToken, nil)
	w.saw(domain.EventTokenIssued, maria, maria)
	own := read[wire.Security](maria.client, wire.ReadSecurity, nil).Methods[0].ID
	maria.do(wire.RenameMethod, wire.RenameRequest{Name: "Pixel"}, own).wants(http.StatusNoContent)
	w.saw(domain.EventMethodRenamed, maria, maria)
	maria.do(wire.MakePrimary, nil, own).wants(http.StatusNoContent)
	w.saw(domain.EventPrimaryChanged, maria, maria)
	maria.do(wire.AnswerCheckUp, wire.CheckUpRequest{Code: maria.code()}).wants(http.StatusNoContent)
	w.saw(domain.EventCheckedUp, maria, maria)
	maria.do(wire.StartAddress, wire.AddressRequest{Method: domain.MethodEmail}).wants(http.StatusOK)
	w.saw(domain.EventCodeSent, maria, maria)
	maria.signOut()
	w.saw(domain.EventSignedOut, maria, maria)

	maria.do(wire.StartSignIn, wire.SignInRequest{Email: maria.email, Password: "wrong"})
	w.saw(domain.EventSignInFailed, maria, maria)
	maria.start(wire.NextSecondStep)
	w.saw(domain.EventPasswordRight, maria, maria)
	maria.do(wire.VerifyCode, wire.CodeRequest{Code: maria.wrong()})
	w.saw(domain.EventSecondStepFailed, maria, maria)
	maria.verify(true)
	if e := w.saw(domain.EventSignedIn, maria, maria); e.Detail["how"] != "password, app" || e.Detail["method"] != "Pixel" {
		w.t.Errorf("the factor isn't told: %+v", e.Detail)
	}
	w.saw(domain.EventTrustAdded, maria, maria)
	maria.do(wire.RemoveTrusts, nil).wants(http.StatusNoContent)
	w.saw(domain.EventTrustRemoved, maria, maria)
	maria.shared(true).wants(http.StatusNoContent)
	w.saw(domain.EventBrowserShared, maria, maria)
	maria.shared(false).wants(http.StatusNoContent)
	w.saw(domain.EventBrowserNotShared, maria, maria)
	maria.elsewhere().signIn()
	maria.do(wire.ClaimSession, nil, maria.newPlaces()[0]).wants(http.StatusNoContent)
	w.saw(domain.EventSessionClaimed, maria, maria)
	maria.elsewhere().signIn()
	maria.do(wire.DenySession, nil, maria.newPlaces()[0]).wants(http.StatusNoContent)
	w.saw(domain.EventSessionDenied, maria, maria)
	maria.do(wire.EndOtherSessions, nil).wants(http.StatusOK)
	w.saw(domain.EventSessionRevoked, maria, maria)
	w.ownChanges(maria, own)
}

func (w *witness) ownChanges(maria *person, own string) {
	maria.confirm()
	maria.newCodes()
	w.saw(domain.EventRecoveryReplaced, maria, maria)
	maria.confirm().do(wire.ChangePassword, wire.ChangePasswordRequest{Password: maria.password, NewPassword: "quite another passphrase"}).wants(http.StatusOK)
	maria.password = "quite another passphrase"
	w.saw(domain.EventPasswordChanged, maria, maria)
	w.otherAddress(maria)
	maria.confirm().replace(own)
	w.saw(domain.EventMethodReplaced, maria, maria)
	first := read[wire.Security](maria.client, wire.ReadSecurity, nil).Methods[0].ID
	maria.confirm().setUp()
	maria.confirm().do(wire.RemoveMethod, nil, first).wants(http.StatusOK)
	w.saw(domain.EventMethodRemoved, maria, maria)
	other := maria.elsewhere()
	other.start(wire.NextSecondStep)
	other.recover()
	w.saw(domain.EventRecoveryUsed, other, maria)
	other.confirm().do(wire.TurnOffTwoStep, wire.TurnOffRequest{}).wants(http.StatusOK)
	w.saw(domain.EventTwoStepOff, other, maria)
}

// otherAddress changes the address and back: whoever objects has shown no more
// than that they read the mail, so the log names no actor.
func (w *witness) otherAddress(maria *person) {
	w.o.h.pass(time.Second) // what was changed at the same moment would be undone too
	code := maria.asksFor(w.t, w.o, "maria@other.example")
	w.saw(domain.EventCodeSent, maria, maria)
	maria.renew(read[wire.Renewal](maria.client, wire.ConfirmEmailChange, wire.ContactCodeRequest{Code: code}))
	w.saw(domain.EventEmailChanged, maria, maria)
	token := linkOf(w.t, w.o, maria, "email_changed")
	read[wire.ObjectionMade](maria.client, wire.Object, wire.LinkRequest{Token: token})
	if e := w.o.events(domain.EventObjected, maria.id); len(e) != 1 || e[0].Actor.ID != "" || e[0].IP != maria.from || e[0].Detail["to"] != "email_changed" {
		w.t.Errorf("objected: %+v", e)
	}
	w.seen[domain.EventObjected] = true
	maria.signIn()
}

func (w *witness) administration(owner *person) {
	o := w.o
	ida := o.member("ida", domain.RoleUser)
	ida.elsewhere().lockOut(w)
	owner.confirm().do(wire.UnlockPerson, nil, ida.id).wants(http.StatusNoContent)
	w.saw(domain.EventUnlocked, owner, ida)
	owner.do(wire.ChangeRole, wire.RoleRequest{Role: domain.RoleAdmin}, ida.id).wants(http.StatusNoContent)
	if e := w.saw(domain.EventUserRole, owner, ida); len(e.Detail) == 0 {
		w.t.Errorf("from what to what: %+v", e)
	}
	owner.do(wire.ResetPerson, wire.ResetRequest{Checked: domain.CheckInPerson, Reason: "ticket 7", Next: domain.ResetSetUp}, ida.id).wants(http.StatusOK)
	w.saw(domain.EventTwoStepReset, owner, ida)
	owner.do(wire.SuspendPerson, nil, ida.id).wants(http.StatusNoContent)
	w.saw(domain.EventUserSuspended, owner, ida)
	ida.knock().refused(http.StatusForbidden, domain.CodeSuspended)
	w.saw(domain.EventSignInFailed, ida, ida)
	owner.do(wire.ResumePerson, nil, ida.id).wants(http.StatusNoContent)
	w.saw(domain.EventUserResumed, owner, ida)
	owner.do(wire.SavePersonNumber, wire.NumberRequest{Phone: mobile}, ida.id).wants(http.StatusOK)
	w.saw(domain.EventNumberChanged, owner, ida)
	owner.do(wire.ResetPerson, wire.ResetRequest{Checked: domain.CheckInPerson, Next: domain.ResetSetUp}, owner.id)
	w.saw(domain.EventRefused, owner, owner)
	w.tooManyCodes(owner)
}

func (p *person) lockOut(w *witness) {
	w.t.Helper()
	p.start(wire.NextSecondStep)
	for range 5 {
		p.do(wire.VerifyCode, wire.CodeRequest{Code: p.wrong()})
	}
	p.refused(http.StatusTooManyRequests, domain.CodeLocked)
	w.saw(domain.EventLocked, p, p)
}

// tooManyCodes is the hundredth wrong code in a row, over days.
func (w *witness) tooManyCodes(owner *person) {
	tom := w.o.member("tom", domain.RoleUser)
	for range domain.DisableAfter / 5 {
		w.o.h.pass(31 * time.Minute)
		tom.start(wire.NextSecondStep)
		for range 5 {
			tom.do(wire.VerifyCode, wire.CodeRequest{Code: tom.wrong()})
		}
	}
	tom.refused(http.StatusForbidden, domain.CodeMethodDisabled)
	owner.signIn()
	w.saw(domain.EventMethodDisabled, tom, tom)
}

// ASVS V16.3.2, V16.3.3: refused for the role, at the gate, by a rule about
// whom, for an id of nothing, and for a token of another form.
func everyRefusal(t *testing.T, h *house) {
	o := h.org(t, "northwind")
	o.policy(optional)
	sam, maria := o.member("sam", domain.RoleAdmin), o.member("maria", domain.RoleUser)
	w := &witness{t, o, map[domain.EventKind]bool{}}
	reason := func(who *person, what string, code domain.Code) {
		t.Helper()
		if e := w.saw(domain.EventRefused, who, nil); e.Detail["reason"] != string(code) || e.Detail["what"] != what {
			t.Errorf("want %s, %s: %v", what, code, e.Detail)
		}
	}
	for _, e := range wire.Endpoints() {
		if e.Root != wire.TenantRoot || !strings.HasPrefix(e.Permission, "people.") && !strings.HasPrefix(e.Permission, "policy.") && !strings.HasPrefix(e.Permission, "audit.") {
			continue
		}
		maria.do(e, nil, sam.id, "x").refused(http.StatusForbidden, domain.CodeForbidden)
		reason(maria, e.Permission, domain.CodeForbidden)
	}
	sam.confirm().do(wire.ResetPerson, wire.ResetRequest{Checked: domain.CheckInPerson, Next: domain.ResetSetUp}, o.owner.id).refused(http.StatusForbidden, domain.CodeOwnerProtected)
	reason(sam, string(domain.EventTwoStepReset), domain.CodeOwnerProtected)
	sam.do(wire.SuspendPerson, nil, "usr_none").refused(http.StatusNotFound, domain.CodeNotFound)
	reason(sam, string(domain.EventUserSuspended), domain.CodeNotFound)
	maria.csrf = "AAAA"
	maria.do(wire.TurnOffTwoStep, wire.TurnOffRequest{}).refused(http.StatusForbidden, domain.CodeCSRF)
	reason(maria, "own.security.change", domain.CodeCSRF)
	maria.csrf = ""
	o.policy(required(domain.StartAtOnce))
	maria.confirm().do(wire.TurnOffTwoStep, wire.TurnOffRequest{}).refused(http.StatusForbidden, domain.CodeMethodRequired)
	reason(maria, string(domain.EventTwoStepOff), domain.CodeMethodRequired)
	ida := o.join("ida", domain.RoleUser)
	ida.do(wire.ReadSecurity, nil).refused(http.StatusForbidden, domain.CodeEnrollmentRequired)
	reason(ida, "own.security.read", domain.CodeEnrollmentRequired)
}

// ASVS V16.3.2, V16.3.3: that a throttle refuses is told once a wait, however
// often it does, so that a stranger can't fill the log.
func throttledOnce(t *testing.T, h *house) {
	o := h.org(t, "northwind")
	maria := o.join("maria", domain.RoleUser)
	refusals := func() (out []wire.Event) {
		for _, e := range o.events(domain.EventRefused, "") {
			if e.Detail["reason"] == string(domain.CodeRateLimited) {
				out = append(out, e)
			}
		}
		return out
	}
	stranger := maria.elsewhere()
	for range 3 {
		stranger.guess(maria.email).refused(http.StatusUnauthorized, domain.CodeBadCredentials)
	}
	for waits := 1; waits <= 3; waits++ {
		together(t, stranger.crowd(8), wire.StartSignIn, wire.SignInRequest{Email: maria.email, Password: maria.password})
		wait := stranger.guess(maria.email).throttled()
		for range 3 {
			stranger.knock().throttled()
		}
		got := refusals()
		if len(got) != waits {
			t.Fatalf("%d rows after %d waits", len(got), waits)
		}
		if e := got[0]; e.OK || e.Subject.ID != maria.id || e.IP != stranger.from || e.Detail["what"] != "password" || e.Detail["throttle"] != "pair" {
			t.Errorf("the row says %+v", e)
		}
		h.pass(wait)
		stranger.guess(maria.email).refused(http.StatusUnauthorized, domain.CodeBadCredentials)
	}
	nobody := h.client(t, "northwind")
	for range 3 {
		nobody.guess("nobody@northwind.example")
	}
	nobody.guess("nobody@northwind.example").throttled()
	if got := refusals(); len(got) != 4 || got[0].Subject.ID != "" || strings.Contains(got[0].Subject.Name, "nobody") {
		t.Errorf("%d rows, the last of an address of nobody: %+v", len(got), got[0])
	}
}
