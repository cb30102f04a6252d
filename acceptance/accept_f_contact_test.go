package acceptance_test

import (
	"net/http"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

// Changing the address of an account is binding a method: confirm it's you, a
// code to the new one, notice to the old one, undo for seven days (ux 6.8).
func TestAcceptanceFContact(t *testing.T) {
	inOrgs(t,
		acase{"F39 the address changes by a code to the new one", changesAddress},
		acase{"F39 a change of the address is undone from the old one", undoesAddress},
		acase{"F39 a change of the address asks for a confirmation", addressAsksFirst},
		acase{"F39 codes at a change of the address are bound and counted", addressCodes},
		acase{"F39 an address of somebody else", addressTaken},
		acase{"F39 R4 a number is changed in place, told and undone", changesNumber},
		acase{"F39 a sign-in from a browser that is new here", newBrowser},
		acase{"F39 a passkey from a browser that is new here", newBrowserByPasskey},
	)
}

// optional lets people of the organization set up a second step.
func (o *org) optional() *org {
	o.t.Helper()
	o.policy(func(p *wire.Policy) { p.Mode = domain.ModeOptional })
	return o
}

func (p *person) pending() *wire.EmailChange {
	return read[wire.Security](p.client, wire.ReadSecurity, nil).EmailChange
}

// asksFor begins a change and returns the code that went to the new address.
func (p *person) asksFor(t *testing.T, o *org, address string) string {
	t.Helper()
	p.confirm().do(wire.StartEmailChange, wire.ChangeEmailRequest{Email: address}).wants(http.StatusNoContent)
	return sentCode(t, o, address)
}

func sentCode(t *testing.T, o *org, address string) string {
	t.Helper()
	letter := o.h.mail(t, address)
	if letter.Kind != "code" || letter.Args["purpose"] != "verification" || letter.Args["link"] != "" {
		t.Fatalf("to %s went %+v", address, letter)
	}
	return letter.Args["code"]
}

func changesAddress(t *testing.T, o *org) {
	maria := o.optional().member("maria", domain.RoleUser)
	other := maria.elsewhere().signIn()
	old, next := maria.email, "maria@"+o.short+"-new.example"
	code := maria.asksFor(t, o, next)
	if got := maria.pending(); got == nil || got.Email != next {
		t.Fatalf("what waits is %+v", got)
	}
	if s := read[wire.Security](maria.client, wire.ReadSecurity, nil); s.Email != old {
		t.Fatalf("changed before the code: %s", s.Email)
	}
	o.h.pass(time.Second)
	maria.renew(read[wire.Renewal](maria.client, wire.ConfirmEmailChange, wire.ContactCodeRequest{Code: code}))
	if s := read[wire.Security](maria.client, wire.ReadSecurity, nil); s.Email != next || s.EmailChange != nil {
		t.Fatalf("after the code: %s, %+v", s.Email, s.EmailChange)
	}
	if other.alive() {
		t.Error("another session goes on")
	}
	for _, to := range []string{old, next} {
		l := o.h.mail(t, to)
		if l.Kind != "email_changed" || l.Args["within"] != "7" || l.Args["old"] == old || l.Args["new"] == next {
			t.Errorf("%s was told %+v", to, l)
		}
	}
	if e := o.events(domain.EventEmailChanged, maria.id); len(e) != 1 || e[0].Detail["from"] == old || e[0].Detail["to"] == next {
		t.Errorf("events %+v", e)
	}
	maria.email = next
	maria.signOut().signIn()
	gone := maria.elsewhere()
	gone.email = old
	gone.knock().wants(http.StatusUnauthorized)
}

// undoesAddress: somebody at Maria's session takes the account to a mailbox of
// theirs, and then to another. The first notice wins.
func undoesAddress(t *testing.T, o *org) {
	maria := o.optional().member("maria", domain.RoleUser)
	old := maria.email
	thief := maria.elsewhere().signIn()
	for _, next := range []string{"one@thief.example", "two@thief.example"} {
		code := thief.asksFor(t, o, next)
		thief.renew(read[wire.Renewal](thief.client, wire.ConfirmEmailChange, wire.ContactCodeRequest{Code: code}))
		thief.email = next
		o.h.pass(5 * time.Minute)
	}
	later := linkOf(t, o, thief, "email_changed")
	o.h.pass(6 * 24 * time.Hour)
	b := o.h.browser(t).open(o.path("/objection/" + linkOf(t, o, maria, "email_changed")))
	b.wants(o.path("/objection"), "your email address was changed").send(o.path("/objection")).wants(o.path("/objection"), "the change is undone")
	maria.email = old
	maria.signIn()
	if thief.alive() {
		t.Error("the thief is still signed in")
	}
	if b.open(o.path("/objection/" + later)); b.code != http.StatusGone {
		t.Errorf("the thief's link takes the address again: %d", b.code)
	}
	thief.knock().wants(http.StatusUnauthorized)
}

func addressAsksFirst(t *testing.T, o *org) {
	maria := o.optional().member("maria", domain.RoleUser)
	o.h.pass(11 * time.Minute)
	next := "maria@" + o.short + "-new.example"
	maria.do(wire.StartEmailChange, wire.ChangeEmailRequest{Email: next}).refused(http.StatusForbidden, domain.CodeStepUpRequired)
	code := maria.asksFor(t, o, next)
	o.h.pass(9*time.Minute + 50*time.Second)
	maria.signOut().signIn()
	maria.do(wire.ConfirmEmailChange, wire.ContactCodeRequest{Code: code})
	if s := read[wire.Security](maria.client, wire.ReadSecurity, nil); s.Email == next {
		t.Error("changed without a confirmation")
	}
}

// addressCodes: a code works once, for its change, in time, and five are
// looked at.
func addressCodes(t *testing.T, o *org) {
	maria := o.optional().member("maria", domain.RoleUser)
	next := "maria@" + o.short + "-new.example"
	first := maria.asksFor(t, o, next)
	maria.do(wire.ResendEmailChange, nil).refused(http.StatusTooManyRequests, domain.CodeResendWait)
	maria.do(wire.CancelEmailChange, nil).wants(http.StatusNoContent)
	if maria.pending() != nil {
		t.Fatal("still waits")
	}
	maria.do(wire.ConfirmEmailChange, wire.ContactCodeRequest{Code: first}).refused(http.StatusGone, domain.CodeEmailChangeOver)
	o.h.pass(time.Minute)
	second := maria.asksFor(t, o, next)
	wrong := "000000"
	if second == wrong || first == wrong {
		wrong = "111111"
	}
	if first != second {
		maria.do(wire.ConfirmEmailChange, wire.ContactCodeRequest{Code: first}).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	}
	for range 4 {
		maria.do(wire.ConfirmEmailChange, wire.ContactCodeRequest{Code: wrong}).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
	}
	maria.do(wire.ConfirmEmailChange, wire.ContactCodeRequest{Code: second}).refused(http.StatusTooManyRequests, domain.CodeRateLimited)
	// ASVS V16.3.1, V16.3.3
	if e := o.events(domain.EventRefused, maria.id); len(e) < 4 || e[0].Detail["what"] != "user.email_changed" || e[0].Detail["reason"] != "code_wrong" {
		t.Errorf("in the log: %+v", e)
	}
}

// addressTaken: nothing tells that an address is somebody's, until its mail
// was read.
func addressTaken(t *testing.T, o *org) {
	maria, sam := o.optional().member("maria", domain.RoleUser), o.member("sam", domain.RoleUser)
	o.h.pass(time.Second)
	code := maria.asksFor(t, o, sam.email)
	maria.do(wire.ConfirmEmailChange, wire.ContactCodeRequest{Code: code}).refused(http.StatusConflict, domain.CodeEmailTaken)
	maria.do(wire.StartEmailChange, wire.ChangeEmailRequest{Email: maria.email}).refused(http.StatusConflict, domain.CodeEmailSame)
	sam.signIn()
}

// changesNumber puts another number in the place of the first, which goes on
// until the new one's code was right; the notice undoes it.
func changesNumber(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.texter("maria")
	other := maria.elsewhere()
	was := maria.methods()[0]
	o.h.pass(time.Minute)
	maria.confirm()
	read[wire.Setup](maria.client, wire.StartAddress, wire.AddressRequest{Method: domain.MethodText, Phone: "+44 7700 900456", Replaces: was.ID})
	if got := maria.methods(); len(got) != 1 || got[0].ID != was.ID {
		t.Fatalf("changed before the code: %+v", got)
	}
	on := read[wire.SetupConfirmed](maria.client, wire.ConfirmSetup, wire.ConfirmSetupRequest{Code: maria.sentCode()})
	maria.renew(on.Finished.Renewal)
	if got := maria.methods(); len(got) != 1 || got[0].ID == was.ID {
		t.Fatalf("the number isn't changed: %+v", got)
	}
	l := letterOf(t, o, maria, "number_changed")
	if l.Args["old"] != "23" || l.Args["new"] != "56" || l.Args["within"] != "7" {
		t.Errorf("maria was told %+v", l)
	}
	o.h.browser(t).open(o.path("/objection/"+linkOf(t, o, maria, "number_changed"))).send(o.path("/objection")).wants(o.path("/objection"), "the change is undone")
	if maria.alive() || other.alive() {
		t.Error("somebody is still signed in")
	}
	before := len(maria.messages())
	maria.begin()
	if got := maria.messages(); len(got) != before+1 || got[0].Args["to"] != "+447700900123" {
		t.Errorf("the code went to %+v", got[0])
	}
}

// newBrowser: the first browser and one that was here before are not worth a
// word, another one is, and so is each sign-in of a client without cookies but
// where that is trusted. ASVS V6.3.5
func newBrowser(t *testing.T, o *org) {
	maria := o.optional().member("maria", domain.RoleUser)
	maria.signOut().signIn()
	if maria.told("signed_in") != 0 {
		t.Fatalf("told of her own browser: %v", maria.letters())
	}
	phone := maria.elsewhere().signIn()
	phone.signOut().signIn()
	if maria.told("signed_in") != 1 {
		t.Fatalf("told %v", maria.letters())
	}
	l := letterOf(t, o, maria, "signed_in")
	if l.Args["device"] == "" || l.Args["place"] == "" || l.Args["within"] != "7" {
		t.Errorf("told %+v", l)
	}
	wrong := maria.elsewhere()
	wrong.start(wire.NextSecondStep)
	if maria.told("signed_in") != 1 {
		t.Error("told of a sign-in that was none")
	}
	program := *maria
	program.client = o.h.bearer(t, o.short, "")
	program.signIn()
	if maria.told("signed_in") != 2 {
		t.Error("nobody is told of a client that asks for a bearer token")
	}
	// Nor can it vouch for the browser beside it.
	program.do(wire.ClaimSession, nil, phone.sessionID()).wants(http.StatusForbidden)
	o.policy(trusting(30))
	program.client = o.h.bearer(t, o.short, "")
	program.start(wire.NextSecondStep)
	program.token = program.verify(true).TrustToken
	if program.start(wire.NextDone); maria.told("signed_in") != 3 {
		t.Errorf("told of a trusted client: %v", maria.letters())
	}
	read[wire.ObjectionMade](o.h.client(t, o.short), wire.Object, wire.LinkRequest{Token: linkOf(t, o, maria, "signed_in")})
	if phone.alive() || maria.alive() || program.alive() {
		t.Error("somebody is still signed in")
	}
}

// newBrowserByPasskey: a passkey that comes from another browser than the ones
// known is told of as a code is.
func newBrowserByPasskey(t *testing.T, o *org) {
	maria := o.optional().member("maria", domain.RoleUser)
	maria.signOut().signIn()
	device := maria.confirm().passkey("MacBook")
	maria.signOut().enter(device).wants(http.StatusOK)
	if maria.told("signed_in") != 0 {
		t.Fatalf("told of her own browser: %v", maria.letters())
	}
	thief := maria.elsewhere()
	thief.enter(device).wants(http.StatusOK)
	if maria.told("signed_in") != 1 || len(maria.newPlaces()) != 1 {
		t.Errorf("told %v, at new places %v", maria.letters(), maria.newPlaces())
	}
	thief.enter(device).wants(http.StatusOK)
	if maria.told("signed_in") != 1 {
		t.Errorf("told of a browser that is known: %v", maria.letters())
	}
	read[wire.ObjectionMade](o.h.client(t, o.short), wire.Object, wire.LinkRequest{Token: linkOf(t, o, maria, "signed_in")})
	thief.enter(device).wants(http.StatusOK)
	if maria.told("signed_in") != 2 {
		t.Errorf("a browser that it wasn't them in is known: %v", maria.letters())
	}
}
